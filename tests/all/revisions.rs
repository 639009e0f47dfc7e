//! A revised notice becomes the next revision of its plan: unchanged items keep their ids, and all records stay.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::office::{Answer, Office};

const FIRST: &str = "米易县人民政府办公室关于印发米易县2025年消防安全工作要点的通知
米府办发〔2025〕3号
各乡镇人民政府：
一、重点任务
（一）排查整治。组织隐患排查。建立隐患台账。
责任单位：县应急局、各乡镇
（二）宣传教育。开展消防宣传。举办应急演练。
责任单位：县应急局、各乡镇
";

/// Inserts a task, moves an item, extends an act, and drops one.
const SECOND: &str = "米易县人民政府办公室关于印发米易县2025年消防安全工作要点的通知
米府办发〔2025〕3号
各乡镇人民政府：
一、重点任务
（一）加强领导。建立工作专班。
责任单位：县应急局、各乡镇
（二）排查整治。组织隐患排查。
责任单位：县应急局、各乡镇
（三）宣传教育。建立隐患台账。举办应急演练不少于2场。
责任单位：县应急局、各乡镇
";

fn import(office: &Office, text: &str, more: &[&str]) -> (Value, PathBuf) {
    let notice = office.folder.path().join("通知.txt");
    fs::write(&notice, text).unwrap();
    let revision = if more.contains(&"--revises") { 2 } else { 1 };
    let draft = office.folder.path().join(format!("规划{revision}.ron"));
    let args = ["plan", "import", notice.to_str().unwrap(), "--out", draft.to_str().unwrap()];
    (office.json(&[&args[..], more].concat()), draft)
}

fn add(office: &Office, plan: &Path) -> Answer {
    office.run(&["plan", "add", plan.to_str().unwrap()])
}

/// An office with the first revision and all items marked.
fn office() -> Office {
    let office = Office::of_panlian();
    let (imported, draft) = import(&office, FIRST, &["--id", "fire-2025"]);
    assert_eq!(ids(&imported), ["1.1", "1.2", "2.1", "2.2"]);
    add(&office, &draft).done();
    office.run(&["plan", "use", "fire-2025"]).done();
    for item in ["1.1", "1.2", "2.1", "2.2"] {
        office.run(&["mark", item, "done", "--on", "2025-05-06"]).done();
    }
    office
}

fn ids(listed: &Value) -> Vec<&str> {
    let items = listed["tasks"].as_array().unwrap().iter().flat_map(|task| task["items"].as_array().unwrap());
    items.map(|item| item["id"].as_str().unwrap()).collect()
}

fn second(office: &Office) -> (Value, PathBuf) {
    import(office, SECOND, &["--revises", "fire-2025"])
}

#[test]
fn revision_keeps_the_ids_of_what_stays() {
    let office = office();
    let (imported, draft) = second(&office);
    assert_eq!(
        imported["revises"],
        json!({"id": "fire-2025", "revision": 2, "moved": ["1.2"], "added": ["3.1", "2.3"],
            "retired": [{"id": "2.1", "text": "开展消防宣传"}, {"id": "2.2", "text": "举办应急演练"}]})
    );
    let tasks = imported["tasks"].as_array().unwrap();
    let keys: Vec<(&Value, &Value)> = tasks.iter().map(|task| (&task["no"], &task["title"])).collect();
    let expected = [(3, "加强领导"), (1, "排查整治"), (2, "宣传教育")].map(|(no, title)| (json!(no), json!(title)));
    assert_eq!(keys, expected.iter().map(|(no, title)| (no, title)).collect::<Vec<_>>());
    add(&office, &draft).done();
    let listed = office.json(&["list"]);
    assert_eq!(ids(&listed), ["3.1", "1.1", "1.2", "2.3"]);
    let states: Vec<&Value> = listed["tasks"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|task| task["items"].as_array().unwrap())
        .map(|item| &item["state"])
        .collect();
    assert_eq!(states, ["todo", "done", "done", "todo"], "records go on under the same ids");
    let labels: Vec<&Value> = listed["tasks"].as_array().unwrap().iter().map(|task| &task["label"]).collect();
    assert_eq!(labels, ["1", "2", "3"]);
    let retired: Vec<(&Value, &Value)> =
        listed["retired"].as_array().unwrap().iter().map(|one| (&one["id"], &one["state"])).collect();
    let done = json!("done");
    assert_eq!(retired, [(&json!("2.1"), &done), (&json!("2.2"), &done)]);
    let words = office.run(&["list"]).done();
    assert!(words.contains("原条目") && words.contains("2.1 开展消防宣传：已完成（2025-05-06）"), "{words}");
    assert_eq!(office.json(&["show", "2"])["retired"][0]["id"], "2.1");
    let moved = office.json(&["history", "--task", "2"]);
    let whats: Vec<&str> = moved.as_array().unwrap().iter().map(|one| one["what"].as_str().unwrap()).collect();
    assert!(whats.iter().any(|what| what.starts_with("1.2")), "it belongs to task 2 now: {whats:?}");
}

#[test]
fn retired_and_moved_items_count_right() {
    let office = office();
    let (_, draft) = second(&office);
    add(&office, &draft).done();
    let stick = office.stick();
    let made = office.json(&["export", "--period", "2025H1", "--out", stick.to_str().unwrap(), "--xlsx"]);
    assert_eq!(office.run(&["verify", made["path"].as_str().unwrap()]).code, 0);
    let collected = office.json(&["collect", stick.to_str().unwrap()]);
    let township = collected["townships"].as_array().unwrap().iter().find(|one| one["status"] == "received").unwrap();
    assert_eq!((&township["done"], &township["total"]), (&2.into(), &4.into()));
    let tasks: Vec<String> = township["tasks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| format!("{} {}/{}", one["no"], one["done"], one["total"]))
        .collect();
    assert_eq!(tasks, ["3 0/1", "1 1/1", "2 1/2"]);
}

/// An office that marked two quarters of 1.1 and held an activity for it, after the plan of `before` was revised to `after`:
/// the texts of its two tasks. With the answer of the import.
fn revised(before: [&str; 2], after: [&str; 2]) -> (Office, Value) {
    let notice = |[first, second]: [&str; 2]| {
        FIRST.replace("组织隐患排查。建立隐患台账。", first).replace("开展消防宣传。举办应急演练。", second)
    };
    let office = Office::of_panlian();
    let (_, draft) = import(&office, &notice(before), &["--id", "fire-2025"]);
    add(&office, &draft).done();
    office.run(&["plan", "use", "fire-2025"]).done();
    let held = ["activity", "add", "--task", "1", "--date", "2025-03-03", "--title", "排查", "--sessions", "2"];
    office.run(&[&held[..], &["--item", "1.1"]].concat()).done();
    for key in ["1.1@2025Q1", "1.1@2025Q2"] {
        office.run(&["mark", key, "done"]).done();
    }
    let (imported, draft) = import(&office, &notice(after), &["--revises", "fire-2025"]);
    add(&office, &draft).done();
    (office, imported)
}

/// An item of each quarter before and after it moves to the other task.
const BEFORE: [&str; 2] = ["每季度组织隐患排查不少于2次。建立隐患台账。", "开展消防宣传。"];
const MOVED: [&str; 2] = ["建立隐患台账。", "每季度组织隐患排查不少于2次。开展消防宣传。"];
const RETIRED: [&str; 2] = ["建立隐患台账。", "开展消防宣传。"];

#[test]
fn act_that_asks_for_less_stays_an_act() {
    let office = office();
    let (_, draft) = second(&office);
    add(&office, &draft).done();
    let (imported, _) = import(&office, &SECOND.replace("不少于2场", ""), &["--revises", "fire-2025"]);
    let revises = &imported["revises"];
    assert_eq!((&revises["added"], &revises["retired"][0]["id"]), (&json!(["2.4"]), &json!("2.3")));
}

#[test]
fn act_asked_for_twice_stands_twice() {
    let twice = [BEFORE[0], "开展消防宣传。建立隐患台账。"];
    let (office, imported) = revised(BEFORE, twice);
    assert_eq!((&imported["revises"]["added"], &imported["revises"]["moved"]), (&json!(["2.2"]), &json!([])));
    assert_eq!(ids(&office.json(&["list"])).last(), Some(&"2.2"));
}

#[test]
fn titles_that_change_places_are_taken_in() {
    let office = office();
    let swapped = FIRST.replace("排查整治", "某").replace("宣传教育", "排查整治").replace("某", "宣传教育");
    let (imported, draft) = import(&office, &swapped, &["--revises", "fire-2025"]);
    assert_eq!(imported["revises"]["retired"], json!([]));
    add(&office, &draft).done();
    let listed = office.json(&["list"]);
    assert_eq!(ids(&listed), ["1.1", "1.2", "2.1", "2.2"]);
    assert_eq!((&listed["tasks"][0]["no"], &listed["tasks"][0]["title"]), (&2.into(), &"宣传教育".into()));
}

#[test]
fn activity_counts_for_an_item_that_moved() {
    let (office, imported) = revised(BEFORE, MOVED);
    assert_eq!(imported["revises"]["moved"], json!(["1.1"]));
    let listed = office.json(&["list"]);
    let item = listed["tasks"][1]["items"].as_array().unwrap().iter().find(|item| item["id"] == "1.1").unwrap();
    assert_eq!((&item["occurrence"], &item["target"]["reached"]), (&"2025Q1".into(), &2.into()));
    assert!(!office.run(&["check", "--period", "2025Q1"]).out.contains("指标只到"));
}

#[test]
fn activity_of_a_moved_item_is_edited() {
    for after in [MOVED, RETIRED] {
        let (office, _) = revised(BEFORE, after);
        let id = office.json(&["activity", "list"])[0]["id"].as_str().unwrap().to_owned();
        office.run(&["activity", "edit", &id, "--people", "30"]).done();
        office.run(&["activity", "edit", &id, "--also", "2"]).done();
        let now = office.json(&["activity", "list"])[0].clone();
        assert_eq!((&now["people"], &now["items"]), (&30.into(), &json!(["1.1"])), "{after:?}");
        assert!(office.run(&["activity", "edit", &id, "--item", "1.9"]).refused(2).contains("1.9"));
    }
}

#[test]
fn every_occurrence_of_a_retired_item_is_shown() {
    let (office, _) = revised(BEFORE, RETIRED);
    let listed = office.json(&["list"]);
    let retired = listed["retired"].as_array().unwrap().iter();
    let shown: Vec<(&Value, &Value)> = retired.map(|one| (&one["occurrence"], &one["on"])).collect();
    let (first, second) = (json!(["2025Q1", "2025-03-31"]), json!(["2025Q2", "2025-06-30"]));
    assert_eq!(shown, [(&first[0], &first[1]), (&second[0], &second[1])]);
    let words = office.run(&["show", "1"]).done();
    assert!(words.contains("1.1（2025年一季度） 每季度组织隐患排查不少于2次：已完成（2025-03-31）"), "{words}");
}

#[test]
fn activity_of_a_dropped_task_is_corrected() {
    let office = office();
    let added = ["activity", "add", "--task", "1", "--also", "2", "--date", "2025-03-03", "--title", "赶集"];
    let id = office.json(&added)["id"].as_str().unwrap().to_owned();
    let (first, _) = FIRST.split_once("（二）").unwrap();
    let (_, draft) = import(&office, first, &["--revises", "fire-2025"]);
    add(&office, &draft).done();
    let found = office.run(&["check", "--period", "2025Q1"]).out;
    assert!(found.contains("任务2不在规划里") && found.contains("--no-also"), "{found}");
    office.run(&["activity", "edit", &id, "--no-also"]).done();
    assert_eq!(office.run(&["check", "--period", "2025Q1"]).code, 0);
}

#[test]
fn two_pcs_hold_different_revisions() {
    let first = office();
    let second_pc = Office::of_panlian();
    let (_, draft) = second(&first);
    add(&second_pc, &draft).done();
    second_pc.run(&["plan", "use", "fire-2025"]).done();
    second_pc.run(&["mark", "2.3", "done", "--on", "2025-06-01"]).done();
    second_pc.run(&["mark", "1.1", "doing"]).done();
    first.run(&["merge", second_pc.data().to_str().unwrap(), "--plan", "fire-2025"]);
    second_pc.run(&["merge", first.data().to_str().unwrap(), "--plan", "fire-2025"]);
    assert_eq!(first.json(&["history"]), second_pc.json(&["history"]));
    let report = |office: &Office, plan: &str| {
        let args = ["export", "--period", "2025H1", "--out", office.stick().to_str().unwrap(), "--plan", plan]
            .map(str::to_owned);
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        office.json(&args)["path"].as_str().unwrap().to_owned()
    };
    // The first PC keeps the first revision if the merge brings no plan.
    let old = first.folder.path().join("规划1.ron");
    let made = report(&first, old.to_str().unwrap());
    let county = Office::new();
    add(&county, &draft).done();
    let collected = county.json(&["collect", PathBuf::from(&made).parent().unwrap().to_str().unwrap()]);
    let township = collected["townships"].as_array().unwrap().iter().find(|one| one["status"] == "received").unwrap();
    assert_eq!((&township["done"], &township["total"]), (&1.into(), &4.into()), "matched by ids: {township}");
    assert_eq!(collected["other_text"].as_array().unwrap().len(), 1, "with a note");
}

#[test]
fn plan_that_renumbers_is_refused() {
    let office = office();
    let (_, draft) = second(&office);
    let text = fs::read_to_string(&draft).unwrap();
    let cases = [
        ("id: \"2.3\"", "id: \"2.1\"", "2.1"),
        ("id: \"3.1\"", "id: \"2.2\"", "retired"),
        ("revision: 2", "revision: 1", "1.2"),
        ("cycle: yearly", "cycle: monthly", "周期"),
    ];
    for (from, to, says) in cases {
        let path = office.folder.path().join("改.ron");
        fs::write(&path, text.replace(from, to)).unwrap();
        let told = add(&office, &path).refused(3);
        assert!(told.contains(says), "{to}: {told}");
    }
    // Written by hand, with renumbered tasks.
    let (_, anew) = import(&office, SECOND, &["--id", "fire-2025"]);
    let text = fs::read_to_string(anew).unwrap().replacen("short:", "revision: 2,\n    short:", 1);
    let path = office.folder.path().join("改.ron");
    fs::write(&path, text).unwrap();
    let told = add(&office, &path).refused(3);
    assert!(told.contains("排查整治") && told.contains("--revises fire-2025"), "{told}");
    assert_eq!(ids(&office.json(&["list"])), ["1.1", "1.2", "2.1", "2.2"], "nothing was taken in");
}

#[test]
fn same_number_offers_to_go_on() {
    let office = office();
    let (imported, _) = import(&office, SECOND, &[]);
    let findings = imported["findings"].to_string();
    assert!(findings.contains("--revises fire-2025"), "{findings}");
    let args = ["plan", "import", "x", "--revises", "fire-2025", "--id", "other"];
    office.run(&args).refused(2);
}

#[test]
fn township_reports_under_its_former_code() {
    let township = Office::of_panlian();
    let text = crate::occurrences::PLAN
        .replace("(code: \"510421100\", name: \"攀莲镇\")", "(code: \"510421199\", name: \"攀莲镇\")")
        .replace(
            "actions: [",
            "former: [(was: (code: \"510421100\", name: \"攀莲镇\"), now: \"510421199\")], actions: [",
        );
    let path = township.folder.path().join("规划.ron");
    fs::write(&path, text).unwrap();
    add(&township, &path).done();
    township.run(&["mark", "2.2", "done", "--on", "2025-03-12", "--plan", "fire"]).done();
    let stick = township.stick();
    let export = ["export", "--period", "2025Q1", "--plan", "fire", "--out", stick.to_str().unwrap()];
    let made = township.json(&export);
    assert!(made["path"].as_str().unwrap().contains("510421100-攀莲镇-"), "the records stay where they are");
    let county = Office::new();
    add(&county, &path).done();
    let collected = county.json(&["collect", stick.to_str().unwrap(), "--plan", "fire"]);
    let received = collected["townships"].as_array().unwrap().iter().find(|one| one["status"] == "received").unwrap();
    assert_eq!((&received["code"], &received["done"]), (&"510421199".into(), &1.into()), "{collected}");
}

#[test]
fn same_notice_revises_nothing() {
    let office = Office::of_panlian();
    let notice = include_str!("../../data/miyi-2021-2025.md");
    let (imported, draft) = import(&office, notice, &["--revises", "miyi-kxsz-2021-2025"]);
    let none = json!({"id": "miyi-kxsz-2021-2025", "revision": 2, "moved": [], "added": [], "retired": []});
    assert_eq!(imported["revises"], none);
    office.run(&["mark", "5.1", "done", "--on", "2025-03-12"]).done();
    let before = office.json(&["list"]);
    add(&office, &draft).done();
    let after = office.json(&["list"]);
    assert_eq!(ids(&after), ids(&before), "every item that people worked out is kept");
    assert_eq!(office.state("5.1", &[]), "done");
    assert_eq!(after["retired"], Value::Null);
}

#[test]
fn merged_plan_that_renumbers_is_not_used() {
    let (one, other) = (office(), Office::of_panlian());
    // A PC that never had the first revision takes in what somebody numbered anew.
    let (_, anew) = import(&other, SECOND, &["--id", "fire-2025"]);
    let text = fs::read_to_string(&anew).unwrap().replacen("short:", "revision: 2,\n    short:", 1);
    fs::write(&anew, text).unwrap();
    add(&other, &anew).done();
    other.run(&["mark", "3.1", "doing", "--plan", "fire-2025"]).done();
    let merged = one.json(&["merge", other.data().to_str().unwrap(), "--plan", "fire-2025"]);
    assert!(merged.to_string().contains("fire-2025.ron"), "{merged}");
    let listed = one.run(&["list", "--format", "json"]);
    let tasks: Value = serde_json::from_str(&listed.out).unwrap();
    assert_eq!(ids(&tasks), ["1.1", "1.2", "2.1", "2.2"], "the records stay with what they were written for");
    assert!(listed.err.contains("fire-2025") && listed.err.contains("排查整治"), "{}", listed.err);
}
