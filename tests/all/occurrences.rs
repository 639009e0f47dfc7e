//! Items due more than once a year: each occurrence is marked, due and counted by itself.

use std::fs;

use serde_json::Value;

use taizhang::domain::change::{Change, ItemStatus};
use taizhang::format;

use crate::office::Office;
use crate::screen::Clerk;

/// A plan for 2025 and 2026: a quarterly inspection, a monthly message, a half-yearly review and a yearly item.
pub(crate) const PLAN: &str = r#"(format: "taizhang-plan", version: 2, id: "fire", title: "米易县消防安全工作方案",
    short: "消防安全", notice: (title: "关于印发工作方案的通知", number: "米府办发〔2025〕1号",
    issuer: "米易县人民政府办公室", date: "2025-01-02", years: (2025, 2026), goal: ""),
    townships_named: ["各乡镇"], roster: [(code: "510421100", name: "攀莲镇"), (code: "510421101", name: "丙谷镇")],
    actions: [(no: 1, title: "排查", tasks: [
      (no: 1, title: "排查整治", text: "每季度组织排查一次。每月25日前报送进展。", leads: ["县应急局"], partners: ["各乡镇"], items: [
        (id: "1.1", text: "组织排查", quote: "每季度组织排查一次", cycle: quarterly, due: Some("quarterly 20")),
        (id: "1.2", text: "报送进展", quote: "每月25日前报送进展", cycle: monthly, due: Some("monthly 25"))]),
      (no: 2, title: "宣传", text: "每半年总结一次。每年开展宣传。", leads: ["县应急局"], partners: ["各乡镇"], items: [
        (id: "2.1", text: "总结", quote: "每半年总结一次", cycle: halfyearly),
        (id: "2.2", text: "开展宣传", quote: "每年开展宣传", cycle: yearly)])])])
"#;

pub(crate) fn office() -> Office {
    let office = Office::of_panlian();
    let path = office.folder.path().join("规划.ron");
    fs::write(&path, PLAN).unwrap();
    office.run(&["plan", "add", path.to_str().unwrap()]).done();
    office.run(&["plan", "use", "fire"]).done();
    office
}

fn task(office: &Office, no: u64, more: &[&str]) -> Value {
    let listed = office.json(&[&["list"], more].concat());
    listed["tasks"].as_array().unwrap().iter().find(|task| task["no"] == no).unwrap().clone()
}

/// Occurrences of an item as `2025Q1 done`.
fn states(office: &Office, item: &str) -> Vec<String> {
    let no = item.split('.').next().unwrap().parse().unwrap();
    let task = task(office, no, &[]);
    let of_item = task["items"].as_array().unwrap().iter().filter(|one| one["id"] == item);
    let words = |one: &Value| format!("{} {}", one["occurrence"].as_str().unwrap(), one["state"].as_str().unwrap());
    of_item.map(words).collect()
}

#[test]
fn quarterly_item_is_marked_each_quarter() {
    let office = office();
    assert_eq!(states(&office, "1.1"), ["2025Q1 todo", "2025Q2 todo", "2025Q3 todo", "2025Q4 todo"]);
    office.run(&["mark", "1.1@2025Q1", "done", "--on", "2025-03-12"]).done();
    let said = office.run(&["mark", "1.1", "done", "--on", "2025-05-30"]).done();
    assert!(said.contains("1.1@2025Q2"), "the day says which one: {said}");
    let said = office.run(&["mark", "1.1", "doing"]).done();
    assert!(said.contains("1.1@2025Q4"), "today is in the fourth quarter: {said}");
    assert_eq!(states(&office, "1.1"), ["2025Q1 done", "2025Q2 done", "2025Q3 todo", "2025Q4 doing"]);
    let history = office.json(&["history"]);
    assert_eq!(history[0]["what"], "1.1（2025年一季度） 标为已完成（2025-03-12）");
    office.run(&["undo"]).done();
    assert_eq!(states(&office, "1.1")[3], "2025Q4 todo");
}

#[test]
fn occurrence_that_is_not_is_refused() {
    let office = office();
    let refused: &[(&[&str], i32, &str)] = &[
        (&["1.1@2025H1", "done"], 2, "1.1@2025H1"),
        (&["1.1@2025Q5", "done"], 2, "1.1@2025Q5"),
        (&["2.2@2025Q1", "done"], 2, "2.2@2025Q1"),
        (&["1.1@2025-04", "done"], 2, "每季度"),
        (&["1.1@2027Q1", "doing"], 3, "2027"),
        (&["1.1@2025Q2", "done", "--on", "2025-03-31"], 2, "2025-03-31"),
        (&["1.1@2025Q2", "done", "--on", "2026-01-05"], 2, "2026-01-05"),
        (&["1.1@2026Q1", "done"], 3, "还没有开始"),
    ];
    for (args, code, says) in refused {
        let answer = office.run(&[&["mark"], *args].concat());
        let told = answer.err.clone();
        assert!([2, 3].contains(&answer.code) && told.contains(says), "{args:?} {code}: {} {told}", answer.code);
    }
    assert!(office.run(&["assign", "1.1@2025Q1", "--to", "王芳"]).refused(2).contains("只写清单编号"));
    assert_eq!(office.json(&["history"]), Value::Array(vec![]));
}

#[test]
fn period_counts_occurrences_that_end_in_it() {
    let office = office();
    for (key, day) in [("1.1@2025Q1", "2025-03-12"), ("1.1@2025Q2", "2025-07-08"), ("1.2@2025-04", "2025-04-24")] {
        office.run(&["mark", key, "done", "--on", day]).done();
    }
    let listed = office.run(&["list"]).done();
    assert!(
        listed.contains("3/16") && listed.contains("3/19"),
        "4 quarters, 12 months, 2 half-years, 1 year: {listed}"
    );
    let stick = office.stick();
    let export = |period: &str| {
        let made = office.json(&["export", "--period", period, "--out", stick.to_str().unwrap()]);
        fs::read_to_string(made["path"].as_str().unwrap()).unwrap()
    };
    let first = export("2025Q1");
    assert!(
        first.contains("清单完成 1 / 5 项") && first.contains("version: 2,"),
        "a quarter, 3 months, a year: {first}"
    );
    let second = export("2025Q2");
    assert!(second.contains("清单完成 1 / 6 项"), "done after the quarter is not done in it: {second}");
    assert!(export("2025").contains("清单完成 3 / 19 项"));
    // A report of another plan, which older programs can read.
    office.run(&["mark", "5.1", "done", "--on", "2025-03-12", "--plan", "miyi-kxsz-2021-2025"]).done();
    let plan = ["--plan", "miyi-kxsz-2021-2025"];
    let export = ["export", "--period", "2025Q2", "--out", stick.to_str().unwrap()];
    let old = office.json(&[&export[..], &plan].concat());
    assert!(fs::read_to_string(old["path"].as_str().unwrap()).unwrap().contains("version: 1,"));
    let collected = office.json(&["collect", stick.to_str().unwrap(), "--period", "2025Q2"]);
    let townships = collected["townships"].as_array().unwrap().iter().filter(|one| one["status"] == "received");
    let figures: Vec<(&Value, &Value)> = townships.map(|one| (&one["done"], &one["total"])).collect();
    assert_eq!(figures, [(&1.into(), &48.into()), (&1.into(), &6.into())], "{collected}");
    assert_eq!(collected["rejected"], Value::Array(vec![]));
    for file in fs::read_dir(&stick).unwrap() {
        assert_eq!(office.run(&["verify", file.unwrap().path().to_str().unwrap()]).code, 0);
    }
}

#[test]
fn report_with_occurrences_restores_them() {
    let office = office();
    office.run(&["mark", "1.1@2025Q1", "done", "--on", "2025-03-12"]).done();
    office.run(&["item", "add", "--task", "1", "夜间巡查"]).done();
    let stick = office.stick();
    let made = office.json(&["export", "--period", "2025", "--out", stick.to_str().unwrap()]);
    let other = self::office();
    other.run(&["merge", made["path"].as_str().unwrap(), "--plan", "fire"]).done();
    assert_eq!(task(&other, 1, &[])["items"], task(&office, 1, &[])["items"]);
    let own = |office: &Office, year: &str| {
        let task = task(office, 1, &["--year", year]);
        task["items"].as_array().unwrap().iter().filter(|one| one["own"] == true).count()
    };
    assert_eq!((own(&other, "2025"), own(&other, "2026")), (1, 0), "a line of the township's own is of its year");
}

#[test]
fn two_pcs_mark_different_occurrences() {
    let (one, other) = (office(), office());
    one.run(&["mark", "1.1@2025Q1", "done", "--on", "2025-03-12"]).done();
    one.run(&["mark", "1.1@2025Q2", "doing"]).done();
    // Two changes before it, so that the stamp of the last one is the highest.
    other.run(&["mark", "1.1@2025Q3", "na", "--reason", "停办"]).done();
    other.run(&["mark", "1.1@2025Q3", "doing"]).done();
    other.run(&["mark", "1.1@2025Q2", "na", "--reason", "停办"]).done();
    let merged = one.json(&["merge", other.data().to_str().unwrap()]);
    assert_eq!(merged["overwritten"][0]["what"], "清单 1.1（2025年二季度）", "{merged}");
    let told = one.run(&["undo"]).refused(3);
    assert!(told.contains("清单 1.1（2025年二季度）后来又被"), "{told}");
    one.run(&["merge", "--take-back"]).done();
    assert_eq!(states(&one, "1.1"), ["2025Q1 done", "2025Q2 doing", "2025Q3 doing", "2025Q4 todo"]);
}

#[test]
fn screen_shows_and_ticks_each_occurrence() {
    let mut clerk = Clerk::first_start("2025-11-23");
    clerk.model.plan = format::plan::read(PLAN.as_bytes()).unwrap().plan;
    clerk.press("回车");
    assert!(clerk.sees("一季度：组织排查") && clerk.sees("1月：报送进展"), "{}", clerk.frame());
    clerk.press("空格");
    let [Change::MarkOccurrence { item, occurrence, to: ItemStatus::Done { on } }] = &clerk.recorded[..] else {
        panic!("{:?}", clerk.recorded)
    };
    let recorded = (item.as_str(), occurrence.to_string(), on.to_string());
    assert_eq!(recorded, ("1.1", "2025Q1".to_owned(), "2025-03-31".to_owned()), "its last day, since it is over");
    assert!(clerk.sees("1.1（2025年一季度） 标为已完成（2025-03-31），已存盘"), "{}", clerk.frame());
    clerk.press("F4");
    assert!(clerk.sees("一季度：组织排查 03-31") && clerk.sees("1/16"), "{}", clerk.frame());
}
