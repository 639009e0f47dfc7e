//! Due dates over all plans, assignments, and progress towards targets.

use std::fs;

use serde_json::Value;

use crate::occurrences::{self, PLAN};
use crate::office::Office;

/// Lines of `due` as `1.1@2025Q1 2025-03-20 overdue`.
fn due(office: &Office, more: &[&str]) -> Vec<String> {
    let listed = office.json(&[&["due"], more].concat());
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let line = |one: &Value| {
        let at = one["occurrence"].as_str().map(|occurrence| format!("@{occurrence}")).unwrap_or_default();
        format!("{}{at} {} {}", word(&one["item"]), word(&one["due"]), word(&one["state"]))
    };
    listed.as_array().unwrap().iter().map(line).collect()
}

#[test]
fn overdue_quarter_is_listed_first() {
    let office = occurrences::office();
    for key in ["1.1@2025Q1", "1.1@2025Q3"] {
        let day = if key.ends_with('1') { "2025-03-12" } else { "2025-09-01" };
        office.run(&["mark", key, "done", "--on", day]).done();
    }
    for month in 1..=12 {
        let reason = ["--reason", "另报"];
        office.run(&[&["mark", &format!("1.2@2025-{month:02}"), "na"][..], &reason].concat()).done();
    }
    let listed = due(&office, &[]);
    assert_eq!(
        listed,
        [
            "1.1@2025Q2 2025-06-20 overdue",
            "2.1@2025H1 2025-06-30 overdue",
            "1.1@2025Q4 2025-12-20 soon",
            "2.1@2025H2 2025-12-31 later"
        ]
    );
    assert_eq!(due(&office, &["--days", "7"]).len(), 2, "what is overdue is always listed");
    let first = &office.json(&["due"])[0];
    let figures = (&first["plan"], &first["task"], &first["days"], &first["text"], &first["assigned"]);
    assert_eq!(figures, (&"fire".into(), &1.into(), &(-156).into(), &"组织排查".into(), &Value::Null));
    let words = office.run(&["due"]).done();
    assert!(words.contains("逾期156天") && words.contains("还有27天"), "{words}");
    let found = office.run(&["check", "--period", "2025Q2"]);
    assert!(found.out.contains("清单 1.1（2025年二季度）的时限 2025-06-20 已过"), "{}", found.out);
    assert!(!found.out.contains("三季度"), "another period: {}", found.out);
    let listed = office.json(&["plan", "list"]);
    let plan = listed.as_array().unwrap().iter().find(|one| one["id"] == "fire").unwrap();
    assert_eq!(plan["next_due"], "2025-12-20");
}

#[test]
fn item_done_late_is_not_called_open() {
    let office = with_targets();
    add(&office, "2025-05-10", &["--sessions", "2"]);
    office.run(&["mark", "1.1@2025Q2", "done", "--on", "2025-07-08"]).done();
    let found = office.run(&["check", "--period", "2025H1"]).out;
    assert!(found.contains("清单 1.1（2025年一季度）的时限 2025-03-20 已过，还没有完成"), "{found}");
    assert!(!found.contains("1.1（2025年二季度）"), "it is ticked: {found}");
}

#[test]
fn monthly_deadline_crosses_the_year() {
    let office = occurrences::office();
    let monthly = |today: &str| {
        let listed = due(&office, &["--days", "30", "--today", today]);
        let of_item = listed.into_iter().filter(|line| line.starts_with("1.2"));
        of_item.collect::<Vec<_>>()
    };
    for month in 1..=11 {
        office.run(&["mark", &format!("1.2@2025-{month:02}"), "done"]).done();
    }
    assert_eq!(monthly("2025-12-28"), ["1.2@2025-12 2025-12-25 overdue", "1.2@2026-01 2026-01-25 soon"]);
    office.run(&["mark", "1.2", "done", "--on", "2025-12-28", "--today", "2026-01-03"]).done();
    assert_eq!(monthly("2026-01-03"), ["1.2@2026-01 2026-01-25 soon"]);
    let said = office.run(&["mark", "1.2", "done", "--today", "2026-01-03"]).done();
    assert!(said.contains("1.2@2026-01"), "{said}");
}

#[test]
fn deadlines_go_to_a_calendar_file() {
    let office = occurrences::office();
    office.run(&["assign", "1.1", "--to", "应急站，王芳"]).done();
    let path = office.folder.path().join("日程.ics");
    let said = office.run(&["due", "--ics", path.to_str().unwrap()]).done();
    assert!(said.contains("日程.ics"), "{said}");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.contains("UID:fire-510421100-1.1-2025Q4\r\n"), "{text}");
    let text = text.replace("\r\n ", "");
    assert!(
        text.contains("SUMMARY:1.1 组织排查（2025年四季度）\r\n") && text.contains("\\n分给应急站，王芳"),
        "{text}"
    );
    office.run(&["due", "--ics", path.to_str().unwrap()]).done();
    let files = || fs::read_dir(office.folder.path()).unwrap().map(|file| file.unwrap().file_name());
    assert_eq!(files().filter(|name| name.to_str().unwrap().contains("日程")).count(), 1, "written over");
    fs::write(&path, "我的记事").unwrap();
    office.run(&["due", "--ics", path.to_str().unwrap()]).done();
    assert_eq!(files().filter(|name| name.to_str().unwrap().contains("日程")).count(), 2, "nothing else is lost");
}

#[test]
fn list_and_report_agree_on_targets() {
    let office = Office::of_panlian();
    let text =
        PLAN.replace("cycle: yearly)", "cycle: once, target: Some((measure: people, at_least: 100, per: plan)))");
    let path = office.folder.path().join("规划.ron");
    fs::write(&path, text).unwrap();
    office.run(&["plan", "add", path.to_str().unwrap()]).done();
    office.run(&["plan", "use", "fire"]).done();
    for (date, people) in [("2025-05-01", "60"), ("2026-02-01", "70")] {
        let held = ["activity", "add", "--task", "2", "--date", date, "--title", "宣传", "--people", people];
        office.run(&[&held[..], &["--today", "2026-03-01"]].concat()).done();
    }
    let of_year = |year: &str| {
        let listed = office.json(&["list", "--year", year]);
        listed["tasks"][1]["items"][2]["target"]["reached"].clone()
    };
    assert_eq!((of_year("2025"), of_year("2026")), (60.into(), 130.into()));
    let stick = office.stick();
    let export = ["export", "--period", "2025", "--out", stick.to_str().unwrap(), "--today", "2026-03-01"];
    let made = office.json(&export);
    assert!(fs::read_to_string(made["path"].as_str().unwrap()).unwrap().contains("reached: 60"));
}

#[test]
fn item_is_assigned_and_taken_back() {
    let office = occurrences::office();
    let assigned = |year: &str| {
        let listed = office.json(&["list", "--year", year]);
        listed["tasks"][0]["items"][0]["assigned"].clone()
    };
    office.run(&["assign", "1.1", "--to", " 王芳 "]).done();
    assert_eq!((assigned("2025"), assigned("2026")), ("王芳".into(), Value::Null), "for one year");
    let listed = office.json(&["due"]);
    let due = listed.as_array().unwrap().iter().find(|one| one["item"] == "1.1").unwrap();
    assert_eq!(due["assigned"], "王芳");
    assert!(office.run(&["assign", "1.1", "--to", "王芳"]).done().contains("没有改动"));
    office.run(&["assign", "1.1", "--to", "李强"]).done();
    office.run(&["undo"]).done();
    assert_eq!(assigned("2025"), "王芳");
    office.run(&["assign", "1.1", "--to", ""]).done();
    assert_eq!(assigned("2025"), Value::Null);
    let history = office.json(&["history"]);
    let said = history.as_array().unwrap().last().unwrap();
    assert_eq!((&said["what"], &said["task"]), (&"收回 1.1（2025年度） 的分工".into(), &1.into()));
    assert!(office.run(&["assign", "9.9", "--to", "王芳"]).refused(2).contains("9.9"));
    let stick = office.stick();
    let made = office.json(&["export", "--period", "2025", "--out", stick.to_str().unwrap()]);
    let text = fs::read_to_string(made["path"].as_str().unwrap()).unwrap();
    assert!(!text.contains("李强") && !text.contains("王芳"), "never reported");
}

/// The plan with an item owed once, and a day of 2026 for the whole task.
fn with_days(of_once: &str) -> Office {
    let office = Office::of_panlian();
    let text = PLAN
        .replace("cycle: yearly)", &format!("cycle: yearly), (id: \"2.3\", text: \"建台账\", quote: \"每年开展宣传\", cycle: once, due: Some(\"{of_once}\"))"))
        .replace("partners: [\"各乡镇\"], items: [\n        (id: \"2.1\"", "partners: [\"各乡镇\"], due: Some(\"2026-05-31\"), items: [\n        (id: \"2.1\"");
    let path = office.folder.path().join("规划.ron");
    fs::write(&path, text).unwrap();
    office.run(&["plan", "add", path.to_str().unwrap()]).done();
    office.run(&["plan", "use", "fire"]).done();
    office
}

fn due_of(office: &Office, item: &str, today: &str) -> Vec<String> {
    due(office, &["--today", today]).into_iter().filter(|line| line.starts_with(item)).collect()
}

#[test]
fn overdue_once_stays_listed_in_december() {
    let office = with_days("yearly 03-31");
    for today in ["2025-11-20", "2025-12-20"] {
        assert_eq!(due_of(&office, "2.3", today), ["2.3 2025-03-31 overdue"], "{today}");
    }
    assert_eq!(due_of(&office, "2.3", "2026-01-02"), ["2.3 2026-03-31 later"]);
}

#[test]
fn single_day_ends_only_its_own_year() {
    let office = with_days("2026-09-30");
    assert_eq!(due_of(&office, "2.2", "2025-12-20"), [""; 0], "it is due in the year after");
    assert_eq!(due_of(&office, "2.2", "2026-02-01"), ["2.2 2026-05-31 later"], "and once");
    assert_eq!(due_of(&office, "2.2", "2026-12-20"), ["2.2 2026-05-31 overdue"]);
    assert_eq!(due_of(&office, "2.3", "2026-02-01"), ["2.3 2026-09-30 later"]);
    let listed = |year: &str| {
        let listed = office.json(&["list", "--year", year]);
        listed["tasks"][1]["items"].as_array().unwrap().iter().find(|item| item["id"] == "2.2").unwrap()["due"].clone()
    };
    assert_eq!((listed("2025"), listed("2026")), (Value::Null, "2026-05-31".into()));
}

/// The plan with a target for the quarterly inspections, and one for the year.
fn with_targets() -> Office {
    let office = Office::of_panlian();
    let text = PLAN
        .replace("quarterly 20\")", "quarterly 20\"), target: Some((measure: sessions, at_least: 2, per: quarter))")
        .replace("cycle: yearly)", "cycle: yearly, target: Some((measure: people, at_least: 100, per: year)))");
    let path = office.folder.path().join("规划.ron");
    fs::write(&path, text).unwrap();
    office.run(&["plan", "add", path.to_str().unwrap()]).done();
    office.run(&["plan", "use", "fire"]).done();
    office
}

fn reached(office: &Office, task: usize, item: usize) -> (u64, u64) {
    let target = office.json(&["list"])["tasks"][task]["items"][item]["target"].clone();
    (target["reached"].as_u64().unwrap(), target["at_least"].as_u64().unwrap())
}

fn add(office: &Office, date: &str, numbers: &[&str]) {
    let args = ["activity", "add", "--task", "1", "--date", date, "--title", "排查"];
    office.run(&[&args[..], numbers].concat()).done();
}

#[test]
fn target_sums_activities_of_its_time() {
    let office = with_targets();
    add(&office, "2025-02-01", &["--sessions", "1"]);
    add(&office, "2025-03-31", &["--people", "30"]);
    add(&office, "2025-04-01", &["--sessions", "5"]);
    assert_eq!((reached(&office, 0, 0), reached(&office, 0, 1)), ((1, 2), (5, 2)), "a number left out adds nothing");
    let named = ["--sessions", "1", "--item", "1.1", "--also", "2"];
    add(&office, "2025-03-01", &named);
    add(&office, "2025-03-02", &["--sessions", "9", "--item", "1.2"]);
    assert_eq!(reached(&office, 0, 0), (2, 2), "only what names the item, or nothing, counts");
    assert_eq!(office.json(&["list"])["tasks"][0]["items"][0]["state"], "todo", "nothing ticks by itself");
    let found = office.run(&["check", "--period", "2025Q1"]).out;
    assert!(found.contains("清单 1.1（2025年一季度）的指标已达到（2/2场次），还没有勾上"), "{found}");
    office.run(&["mark", "2.2", "done", "--on", "2025-02-01"]).done();
    let found = office.run(&["check", "--period", "2025"]).out;
    assert!(found.contains("清单 2.2标为已完成，指标只到0/100人次"), "{found}");
}

#[test]
fn quarterly_target_is_reported_before_year_end() {
    let office = Office::of_panlian();
    let text =
        PLAN.replace("cycle: yearly)", "cycle: yearly, target: Some((measure: people, at_least: 100, per: quarter)))");
    let path = office.folder.path().join("规划.ron");
    fs::write(&path, text).unwrap();
    office.run(&["plan", "add", path.to_str().unwrap()]).done();
    office.run(&["plan", "use", "fire"]).done();
    let held = ["activity", "add", "--task", "2", "--date", "2025-02-01", "--title", "宣传", "--people", "130"];
    office.run(&held).done();
    let made = office.json(&["export", "--period", "2025Q1", "--out", office.stick().to_str().unwrap()]);
    let report = fs::read_to_string(made["path"].as_str().unwrap()).unwrap();
    assert!(
        report.contains("at_least: 400") && report.contains("reached: 100"),
        "later quarters have nothing: {report}"
    );
    assert_eq!(reached(&office, 1, 2), (100, 400));
}

#[test]
fn county_sees_what_is_reached() {
    let office = with_targets();
    add(&office, "2025-02-01", &["--sessions", "1"]);
    let stick = office.stick();
    office.run(&["export", "--period", "2025Q1", "--out", stick.to_str().unwrap()]).done();
    let collected = office.json(&["collect", stick.to_str().unwrap()]);
    let townships = collected["townships"].as_array().unwrap();
    let received = townships.iter().find(|one| one["status"] == "received").unwrap();
    let target = &received["tasks"][0]["targets"][0];
    let figures = (&target["item"], &target["occurrence"], &target["measure"], &target["reached"]);
    assert_eq!(figures, (&"1.1".into(), &"2025Q1".into(), &"sessions".into(), &1.into()), "{received}");
}
