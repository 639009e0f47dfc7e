//! Activities that serve several tasks and items, and planned ones.

use std::fs;

use serde_json::{Value, json};
use taizhang::format::seal;

use crate::office::Office;
use crate::storage::copy_folder;

fn add(office: &Office, more: &[&str]) -> String {
    let args = ["activity", "add", "--task", "5", "--date", "2025-03-12", "--title", "科普赶集", "--people", "300"];
    let args =
        if more.contains(&"--date") { [&args[..4], &args[6..], more].concat() } else { [&args[..], more].concat() };
    office.json(&args)["id"].as_str().unwrap().to_owned()
}

/// Activities and people of a task in the list.
fn of_task(office: &Office, no: u64) -> (u64, u64) {
    let listed = office.json(&["list"]);
    let task = listed["tasks"].as_array().unwrap().iter().find(|task| task["no"] == no).unwrap().clone();
    (task["activities"].as_u64().unwrap(), task["people"].as_u64().unwrap())
}

#[test]
fn shared_event_counts_once_in_sums() {
    let office = Office::of_panlian();
    let id = add(&office, &["--also", "6", "--also", "6", "--item", "6.1"]);
    assert_eq!((of_task(&office, 5), of_task(&office, 6)), ((1, 300), (1, 300)));
    let listed = office.json(&["activity", "list"]);
    assert_eq!((listed.as_array().unwrap().len(), &listed[0]["also"]), (1, &json!([6])));
    assert_eq!(office.json(&["activity", "list", "--task", "6"])[0]["id"], id.as_str());
    let stick = office.stick();
    let made = office.json(&["export", "--period", "2025Q1", "--out", stick.to_str().unwrap()]);
    let text = fs::read_to_string(made["path"].as_str().unwrap()).unwrap();
    assert!(text.contains("version: 2,"), "a program of before would count it for task 5 alone");
    let collected = office.json(&["collect", stick.to_str().unwrap()]);
    assert_eq!(collected["townships"][0]["people"], 300, "once in the sum of all");
    let csv = office.run(&["collect", stick.to_str().unwrap(), "--format", "csv"]).done();
    let of_tasks = csv.lines().filter(|line| line.contains("攀莲镇") && line.contains(",300,")).count();
    assert_eq!(of_tasks, 2, "in each of its tasks: {csv}");
    office.run(&["export", "--period", "2025Q1", "--out", stick.to_str().unwrap(), "--xlsx"]).done();
    // Another PC with only the report.
    let other = Office::of_panlian();
    other.run(&["merge", made["path"].as_str().unwrap()]).done();
    assert_eq!(other.json(&["activity", "list"]), listed);
}

#[test]
fn what_an_activity_serves_is_edited() {
    let office = Office::of_panlian();
    let id = add(&office, &[]);
    office.run(&["activity", "edit", &id, "--also", "6"]).done();
    assert_eq!(of_task(&office, 6), (1, 300));
    office.run(&["activity", "edit", &id, "--people", "310"]).done();
    assert_eq!((of_task(&office, 5), of_task(&office, 6)), ((1, 310), (1, 310)));
    office.run(&["activity", "edit", &id, "--no-also"]).done();
    assert_eq!((of_task(&office, 5), of_task(&office, 6)), ((1, 310), (0, 0)));
    office.run(&["undo"]).done();
    assert_eq!(of_task(&office, 6), (1, 310));
    office.run(&["activity", "drop", &id]).done();
    assert_eq!((of_task(&office, 5), of_task(&office, 6)), ((0, 0), (0, 0)));
    let history = office.json(&["history", "--task", "6"]);
    assert!(history[0]["what"].as_str().unwrap().contains("也算任务6"), "{history}");
}

#[test]
fn what_cannot_be_served_is_refused() {
    let office = Office::of_panlian();
    let id = add(&office, &[]);
    let refused: &[(&[&str], &str)] = &[
        (&["--also", "99"], "99"),
        (&["--item", "5.9"], "5.9"),
        (&["--item", "6.1"], "--also 6"),
        (&["--also", "fire:2"], "fire"),
        (&["--also", "六"], "任务序号"),
    ];
    for (args, says) in refused {
        let answer = office.run(&[&["activity", "edit", &id], *args].concat());
        assert!([2, 3].contains(&answer.code) && answer.err.contains(says), "{args:?}: {}", answer.err);
    }
    assert_eq!(office.json(&["history"]).as_array().unwrap().len(), 1);
}

#[test]
fn planned_activity_counts_when_it_was_held() {
    let office = Office::of_panlian();
    let planned = ["--date", "2025-12-04", "--planned", "--also", "6"];
    let id = add(&office, &planned);
    assert_eq!((of_task(&office, 5), of_task(&office, 6)), ((0, 0), (0, 0)));
    let listed = office.json(&["activity", "list"]);
    assert_eq!((&listed[0]["planned"], &listed[0]["id"]), (&true.into(), &id.as_str().into()));
    assert_eq!(office.json(&["show", "5"])["activities"], json!([]));
    let report = |period: &str| {
        let made = office.json(&["export", "--period", period, "--out", office.stick().to_str().unwrap()]);
        fs::read_to_string(made["path"].as_str().unwrap()).unwrap()
    };
    assert!(!report("2025").contains("科普赶集"), "it is in no report");
    office.run(&["activity", "edit", &id, "--place", "集市"]).done();
    let later = ["--today", "2025-12-20"];
    let found = office.run(&[&["check", "--period", "2025"][..], &later].concat()).out;
    assert!(found.contains("计划的活动“科普赶集”（2025-12-04）日期已过"), "{found}");
    assert!(office.run(&["activity", "edit", &id, "--held"]).refused(3).contains("还没有到"));
    let held = ["activity", "edit", &id, "--held", "--people", "320", "--date", "2025-12-05"];
    office.run(&[&held[..], &later].concat()).done();
    assert_eq!((of_task(&office, 5), of_task(&office, 6)), ((1, 320), (1, 320)));
    let listed = office.json(&["activity", "list"]);
    let now = &listed[0];
    assert_eq!((&now["planned"], &now["place"], &now["date"]), (&Value::Null, &"集市".into(), &"2025-12-05".into()));
    office.run(&[&["undo"][..], &later].concat()).done();
    assert_eq!(of_task(&office, 5), (0, 0));
    assert_eq!(office.json(&["activity", "list"])[0]["planned"], true);
    office.run(&[&["activity", "drop", &id][..], &later].concat()).done();
    assert_eq!(office.json(&["activity", "list"]), json!([]));
}

#[test]
fn past_activity_cannot_be_planned() {
    let office = Office::of_panlian();
    let id = add(&office, &[]);
    assert!(office.run(&["activity", "edit", &id, "--held"]).refused(2).contains("--held"));
    let args = ["activity", "add", "--task", "5", "--date", "2025-03-12", "--title", "科普", "--planned"];
    assert!(office.run(&args).refused(2).contains("--planned"));
}

#[test]
fn past_planned_activity_is_asked_about() {
    let office = Office::of_panlian();
    let id = add(&office, &["--date", "2025-12-04", "--planned"]);
    let told = office.run(&["activity", "edit", &id, "--date", "2025-11-20"]).refused(2);
    assert!(told.contains("--held") && !told.contains("--planned"), "{told}");
    office.run(&["activity", "edit", &id, "--date", "2025-11-20", "--held"]).done();
}

#[test]
fn lost_evidence_of_a_plan_is_named() {
    let office = Office::of_panlian();
    let notice = office.folder.path().join("预告.txt");
    fs::write(&notice, "赶集预告").unwrap();
    add(&office, &["--date", "2025-12-04", "--planned", "--evidence", notice.to_str().unwrap()]);
    assert!(office.run(&["doctor"]).out.contains("1份完好"));
    fs::remove_dir_all(office.data().join("evidence")).unwrap();
    let found = office.run(&["doctor"]);
    assert!(found.code == 1 && found.out.contains("预告.txt"), "{}", found.out);
    let stick = office.stick();
    let copied = office.run(&["backup", "--out", stick.to_str().unwrap()]);
    assert!(copied.code == 1 && copied.err.contains("预告.txt"), "{}", copied.err);
}

#[test]
fn own_task_is_no_other_task() {
    let office = Office::of_panlian();
    let id = add(&office, &["--also", "5"]);
    let made = office.json(&["export", "--period", "2025Q1", "--out", office.stick().to_str().unwrap()]);
    let text = fs::read_to_string(made["path"].as_str().unwrap()).unwrap();
    assert!(text.contains("version: 1,"), "programs of before can read it");
    office.run(&["activity", "edit", &id, "--also", "6"]).done();
    office.run(&["activity", "edit", &id, "--also", "5"]).done();
    assert_eq!((of_task(&office, 5), of_task(&office, 6)), ((1, 300), (0, 0)));
    assert_eq!(office.json(&["activity", "list"])[0]["also"], Value::Null);
}

#[test]
fn activity_held_on_one_pc_counts_once() {
    let one = Office::of_panlian();
    let id = add(&one, &["--date", "2025-11-24", "--planned"]);
    let other = Office::new();
    copy_folder(&one.data(), &other.data());
    let later = ["--today", "2025-11-30"];
    one.run(&[&["activity", "edit", &id, "--held"][..], &later].concat()).done();
    other.run(&[&["activity", "edit", &id, "--place", "集市"][..], &later].concat()).done();
    one.run(&["merge", other.data().to_str().unwrap()]).done();
    other.run(&["merge", one.data().to_str().unwrap()]).done();
    for office in [&one, &other] {
        let listed = office.json(&["activity", "list"]);
        assert_eq!((listed.as_array().unwrap().len(), &listed[0]["planned"]), (1, &Value::Null), "{listed}");
    }
}

#[test]
fn activity_of_too_many_tasks_is_refused() {
    let office = Office::of_panlian();
    add(&office, &["--also", "6"]);
    let made = office.json(&["export", "--period", "2025Q1", "--out", office.stick().to_str().unwrap()]);
    let text = fs::read_to_string(made["path"].as_str().unwrap()).unwrap();
    let body = seal::unseal(&text).unwrap().body;
    let many = format!("also: [{}]", vec!["6"; 101].join(","));
    let forged = office.folder.path().join("伪.ron");
    fs::write(&forged, seal::seal(body.replace("also: [6]", &many))).unwrap();
    let verdict = office.run(&["verify", forged.to_str().unwrap()]);
    assert!(verdict.code == 1 && verdict.out.contains("最多100"), "{}", verdict.out);
}

#[test]
fn county_sums_reports_of_both_versions() {
    let (first, second) = (Office::of_panlian(), Office::new());
    second.run(&["setup", "--township", "丙谷镇", "--reporter", "李四"]).done();
    add(&first, &[]);
    add(&second, &["--also", "6"]);
    let stick = first.stick();
    let versions: Vec<bool> = [&first, &second]
        .map(|office| office.json(&["export", "--period", "2025Q1", "--out", stick.to_str().unwrap()]))
        .iter()
        .map(|made| fs::read_to_string(made["path"].as_str().unwrap()).unwrap().contains("version: 2,"))
        .collect();
    assert_eq!(versions, [false, true]);
    let xlsx = stick.join("汇总.xlsx");
    let collected = first.json(&["collect", stick.to_str().unwrap(), "--xlsx", xlsx.to_str().unwrap()]);
    let people: u64 = collected["townships"].as_array().unwrap().iter().filter_map(|one| one["people"].as_u64()).sum();
    assert_eq!((people, &collected["rejected"]), (600, &json!([])), "{collected}");
    let csv = first.run(&["collect", stick.to_str().unwrap(), "--format", "csv"]).done();
    let of_tasks = |name: &str| csv.lines().filter(|line| line.contains(name) && line.contains(",300,")).count();
    assert_eq!((of_tasks("攀莲镇"), of_tasks("丙谷镇")), (1, 2));
}
