//! The 台账, the remarks and the township's own lines, on the command line.

use std::fs;

use serde_json::{Value, json};

use crate::office::Office;
use crate::storage::copy_folder;

/// A February 三下乡 with three photos.
fn office_with_a_fair() -> (Office, String) {
    let office = Office::of_panlian();
    let photos: Vec<String> = (1..=3)
        .map(|n| {
            let path = office.folder.path().join(format!("照片{n}.jpg"));
            fs::write(&path, format!("photo {n}")).unwrap();
            path.display().to_string()
        })
        .collect();
    let mut args = vec!["activity", "add", "--task", "5", "--date", "2025-02-08", "--title", "“三下乡”集市宣传"];
    args.extend(["--place", "攀莲广场", "--people", "320", "--funds", "0"]);
    for photo in &photos {
        args.extend(["--evidence", photo]);
    }
    let added = office.json(&args);
    let id = added["id"].as_str().unwrap().to_owned();
    (office, id)
}

fn activity(office: &Office) -> Value {
    office.json(&["show", "5"])["activities"][0].clone()
}

#[test]
fn activity_keeps_numbers_and_photos() {
    let (office, id) = office_with_a_fair();
    let kept = activity(&office);
    assert_eq!(kept["id"], id);
    assert_eq!(kept["people"], 320);
    assert_eq!((&kept["funds"], &kept["sessions"]), (&json!(0), &Value::Null), "left out is not 0");
    let evidence = kept["evidence"].as_array().unwrap();
    assert_eq!(evidence.len(), 3);
    for (n, piece) in evidence.iter().enumerate() {
        assert_eq!(piece["name"], format!("照片{}.jpg", n + 1));
        let copy = office.data().join("evidence/miyi-kxsz-2021-2025/510421100").join(piece["sha256"].as_str().unwrap());
        assert_eq!(fs::read_to_string(copy).unwrap(), format!("photo {}", n + 1));
    }
    let listed = office.json(&["list"]);
    let task = listed["tasks"].as_array().unwrap().iter().find(|task| task["no"] == 5).unwrap().clone();
    assert_eq!((&task["activities"], &task["people"]), (&json!(1), &json!(320)));
}

#[test]
fn edit_changes_only_named_fields() {
    let (office, id) = office_with_a_fair();
    office.run(&["activity", "edit", &id[..6], "--people", "-", "--sessions", "2"]).done();
    let kept = activity(&office);
    assert_eq!((&kept["people"], &kept["sessions"], &kept["place"]), (&Value::Null, &json!(2), &json!("攀莲广场")));
    office.run(&["activity", "edit", &id, "--no-evidence"]).done();
    assert_eq!(activity(&office)["evidence"], json!([]));
    office.run(&["undo"]).done();
    assert_eq!(activity(&office)["evidence"].as_array().unwrap().len(), 3);
}

#[test]
fn dropped_activity_returns_by_undo() {
    let (office, id) = office_with_a_fair();
    office.run(&["activity", "drop", &id]).done();
    assert_eq!(office.json(&["activity", "list"]), json!([]));
    office.run(&["activity", "edit", &id, "--people", "1"]).refused(2);
    office.run(&["undo"]).done();
    assert_eq!(office.json(&["activity", "list"])[0]["id"], id);
}

#[test]
fn invalid_activity_is_refused() {
    let office = Office::of_panlian();
    let add = |task: &str, date: &str, title: &str, more: &[&str]| {
        let mut args = vec!["activity", "add", "--task", task, "--date", date, "--title", title];
        args.extend(more);
        office.run(&args)
    };
    assert!(add("99", "2025-02-08", "x", &[]).refused(2).contains("没有第99项任务"));
    assert!(add("5", "2020-02-08", "x", &[]).refused(3).contains("不在规划的年份内"));
    assert!(add("5", "2025-12-08", "x", &[]).refused(3).contains("还没有到"));
    assert!(add("5", "2025-02-08", " ", &[]).refused(2).contains("名称不能空着"));
    assert!(add("5", "2025-02-08", "x", &["--people", "许多"]).refused(2).contains("整数"));
    assert!(add("5", "2025-02-08", "x", &["--people", "9999999999"]).refused(3).contains("数太大"));
    assert!(add("5", "2025-02-08", "x", &["--evidence", "/没有/这个文件"]).refused(3).contains("找不到"));
    assert_eq!(office.json(&["activity", "list"]), json!([]));
}

#[test]
fn list_sums_one_year() {
    let (office, _) = office_with_a_fair();
    let add = ["activity", "add", "--task", "6", "--date", "2024-05-01", "--title", "农技培训", "--people", "40"];
    office.run(&add).done();
    let listed = office.run(&["activity", "list"]).done();
    assert!(listed.contains("共1项活动") && listed.contains("320人次"), "{listed}");
    assert_eq!(office.json(&["activity", "list", "--year", "2024"])[0]["title"], "农技培训");
    assert_eq!(office.json(&["activity", "list", "--task", "6"]), json!([]));
    let csv = office.run(&["activity", "list", "--format", "csv"]).done();
    assert!(csv.starts_with("\u{feff}id,date,title"), "{csv}");
}

#[test]
fn report_carries_period_and_year_figures() {
    let (office, _) = office_with_a_fair();
    let add = ["activity", "add", "--task", "6", "--date", "2025-05-01", "--title", "农技培训", "--people", "40"];
    office.run(&add).done();
    let stick = office.stick().display().to_string();
    let path = office.json(&["export", "--period", "2025Q2", "--out", &stick])["path"].as_str().unwrap().to_owned();
    let report = taizhang::format::report::read(&fs::read(&path).unwrap()).unwrap().report;
    let titles: Vec<&str> = report.activities.iter().map(|one| one.title.as_str()).collect();
    assert_eq!(titles, ["农技培训"]);
    assert_eq!((report.year_totals.activities, report.year_totals.people), (2, 360));
}

#[test]
fn remarks_undo_per_task_and_year() {
    let office = Office::of_panlian();
    office.run(&["remark", "5", "--problem", "经费不足", "--next", "争取支持"]).done();
    office.run(&["remark", "5", "--problem", "经费仍不足"]).done();
    assert_eq!(
        office.json(&["show", "5"])["remarks"],
        json!({"problem": "经费仍不足", "next": "争取支持", "nothing": null})
    );
    assert_eq!(office.json(&["show", "5", "--year", "2024"])["remarks"]["problem"], Value::Null);
    office.run(&["undo"]).done();
    assert_eq!(office.json(&["show", "5"])["remarks"]["problem"], "经费不足");
    let stick = office.stick().display().to_string();
    let path = office.json(&["export", "--period", "2025", "--out", &stick])["path"].as_str().unwrap().to_owned();
    let report = taizhang::format::report::read(&fs::read(&path).unwrap()).unwrap().report;
    assert_eq!((report.remarks[0].task, report.remarks[0].next.as_str()), (5, "争取支持"));
    office.run(&["remark", "5"]).refused(2);
}

#[test]
fn own_items_leave_the_percentage() {
    let office = Office::of_panlian();
    office.run(&["item", "add", "--task", "5", "请老专家讲课"]).done();
    let own = |office: &Office| {
        let items = office.json(&["show", "5"])["items"].as_array().unwrap().clone();
        items.into_iter().find(|item| item["own"] == true)
    };
    let id = own(&office).unwrap()["id"].as_str().unwrap().to_owned();
    office.run(&["mark", &id, "done", "--on", "2025-03-01"]).done();
    assert_eq!(own(&office).unwrap()["state"], "done");
    let stick = office.stick().display().to_string();
    let path = office.json(&["export", "--period", "2025", "--out", &stick])["path"].as_str().unwrap().to_owned();
    let report = taizhang::format::report::read(&fs::read(&path).unwrap()).unwrap().report;
    assert_eq!((report.totals.done, report.totals.total, report.own_items.len()), (0, 48, 1));
    office.run(&["item", "drop", &id]).done();
    assert_eq!(own(&office), None);
    office.run(&["undo"]).done();
    assert_eq!(own(&office).unwrap()["state"], "done", "its tick comes back with it");
    office.run(&["item", "drop", "5.1"]).refused(2);
}

#[test]
fn concurrent_edits_both_survive() {
    let (office, id) = office_with_a_fair();
    let other = Office::new();
    copy_folder(&office.data(), &other.data());
    office.run(&["activity", "edit", &id, "--people", "400"]).done();
    other.run(&["activity", "edit", &id, "--place", "白马村"]).done();
    for ledger in other.ledgers("510421100") {
        let there = office.ledgers("510421100")[0].with_file_name(ledger.file_name().unwrap());
        if !there.exists() {
            fs::copy(&ledger, there).unwrap();
        }
    }
    let kept = activity(&office);
    assert_eq!((&kept["people"], &kept["place"]), (&json!(400), &json!("白马村")));
}
