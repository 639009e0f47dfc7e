//! What counts in which period (docs/formats.md): marks, activities, and the report of a period.

use std::fs;

use taizhang::domain::ledger::ItemStatus;
use taizhang::domain::report::{Report, Totals};
use taizhang::format;

use crate::office::Office;

const OWED: u32 = 48;

/// The report of `period`, exported on `today` after `marks`, each an argument list of `mark`.
fn report(marks: &[&str], period: &str, today: &str) -> Report {
    let office = Office::of_panlian();
    for mark in marks {
        let mut args = vec!["mark"];
        args.extend(mark.split(' '));
        office.run(&args).done();
    }
    let exported =
        office.json(&["export", "--period", period, "--out", office.stick().to_str().unwrap(), "--today", today]);
    let bytes = fs::read(exported["path"].as_str().unwrap()).unwrap();
    format::report::read(&bytes).unwrap().report
}

/// The status of an item in a report, with the day if it is done.
fn standing(report: &Report, id: &str) -> String {
    match &report.items.iter().find(|item| item.id == id).unwrap().status {
        ItemStatus::Todo => "todo".to_owned(),
        ItemStatus::Doing => "doing".to_owned(),
        ItemStatus::Done { on } => on.to_string(),
        ItemStatus::NotApplicable { .. } => "na".to_owned(),
    }
}

#[test]
fn item_counts_from_its_day() {
    let cases = [
        ("2025-03-31", "2025Q1", "2025-03-31"),
        ("2025-04-01", "2025Q1", "doing"),
        ("2025-04-01", "2025Q2", "2025-04-01"),
        ("2025-02-01", "2025Q3", "2025-02-01"),
        ("2025-06-30", "2025H1", "2025-06-30"),
        ("2025-07-01", "2025H1", "doing"),
        ("2025-07-01", "2025H2", "2025-07-01"),
        ("2025-11-23", "2025", "2025-11-23"),
        // A yearly item of 2025 says nothing of 2024.
        ("2025-02-01", "2024", "todo"),
    ];
    for (on, period, expected) in cases {
        let report = report(&[&format!("5.1 done --on {on}")], period, "2025-11-23");
        assert_eq!(standing(&report, "5.1"), expected, "done on {on}, reported for {period}");
        let done = u32::from(expected.starts_with("20"));
        assert_eq!(report.totals.done, done, "done on {on}, reported for {period}");
    }
}

#[test]
fn item_counts_as_it_is_now() {
    for (after, expected) in [("5.1 todo", "todo"), ("5.1 doing", "doing"), ("5.1 na --reason 没有", "na")] {
        let report = report(&["5.1 done --on 2025-02-01", after], "2025Q1", "2025-11-23");
        assert_eq!(standing(&report, "5.1"), expected);
    }
}

#[test]
fn once_item_counts_from_its_year() {
    let cases = [
        ("2021", "doing"),
        ("2022", "2022-05-01"),
        ("2022Q1", "doing"),
        ("2022Q2", "2022-05-01"),
        ("2023Q1", "2022-05-01"),
        ("2025", "2022-05-01"),
    ];
    for (period, expected) in cases {
        let report = report(&["17.1 done --on 2022-05-01"], period, "2025-11-23");
        assert_eq!(standing(&report, "17.1"), expected, "{period}");
    }
}

#[test]
fn own_item_follows_the_period() {
    let office = Office::of_panlian();
    office.run(&["item", "add", "--task", "5", "请老专家讲课"]).done();
    let shown = office.json(&["show", "5"]);
    let id = shown["items"].as_array().unwrap().last().unwrap()["id"].as_str().unwrap().to_owned();
    let cases: [(&[&str], &str, ItemStatus); 3] = [
        (&["done", "--on", "2025-04-01"], "2025Q1", ItemStatus::Doing),
        (&["done", "--on", "2025-04-01"], "2025Q2", ItemStatus::Done { on: "2025-04-01".parse().unwrap() }),
        (&["na", "--reason", "没有"], "2025", ItemStatus::NotApplicable { reason: "没有".to_owned() }),
    ];
    for (mark, period, expected) in cases {
        office.run(&[&["mark", &id], mark].concat()).done();
        let exported = office.json(&["export", "--period", period, "--out", office.stick().to_str().unwrap()]);
        let report = format::report::read(&fs::read(exported["path"].as_str().unwrap()).unwrap()).unwrap().report;
        let [own] = &report.own_items[..] else { panic!("one own item") };
        assert_eq!((&own.id, &own.status), (&id, &expected), "{mark:?} in {period}");
        let none = Totals { done: 0, total: OWED, na: 0, tasks_done: 0, tasks_total: 20 };
        assert_eq!(report.totals, none, "{mark:?} in {period}");
    }
    // An own item belongs to the year in which it was added.
    let exported = office.json(&["export", "--period", "2024", "--out", office.stick().to_str().unwrap()]);
    let report = format::report::read(&fs::read(exported["path"].as_str().unwrap()).unwrap()).unwrap().report;
    assert_eq!(report.own_items, []);
}

#[test]
fn activity_counts_in_its_period() {
    let office = Office::of_panlian();
    for (date, people) in [("2024-12-31", "1"), ("2025-01-01", "10"), ("2025-06-30", "100"), ("2025-07-01", "-")] {
        let add = ["activity", "add", "--task", "5", "--title", "赶集宣传", "--date", date, "--people", people];
        office.run(&add).done();
    }
    // Numbers of activities and of people, in the period and in the year so far.
    let cases = [("2025Q1", 1, (1, 10)), ("2025Q2", 1, (2, 110)), ("2025H1", 2, (2, 110)), ("2025Q3", 1, (3, 110))];
    let years = [("2025H2", 1, (3, 110)), ("2025", 3, (3, 110)), ("2024", 1, (1, 1)), ("2024Q3", 0, (0, 0))];
    for (period, held, so_far) in cases.into_iter().chain(years) {
        let exported = office.json(&["export", "--period", period, "--out", office.stick().to_str().unwrap()]);
        let report = format::report::read(&fs::read(exported["path"].as_str().unwrap()).unwrap()).unwrap().report;
        let year = report.year_totals;
        assert_eq!((report.activities.len(), (year.activities, year.people)), (held, so_far), "{period}");
        if period == "2025Q3" {
            assert_eq!(report.activities[0].people, None, "left out is not 0");
        }
    }
}

#[test]
fn once_na_holds_every_year() {
    for period in ["2021", "2023", "2025"] {
        let report = report(&["17.1 na --reason 没有社区 --year 2023"], period, "2025-11-23");
        assert_eq!((standing(&report, "17.1").as_str(), report.totals.na), ("na", 1), "{period}");
    }
}

#[test]
fn na_is_counted_apart() {
    let report = report(&["5.1 na --reason 没有", "5.2 done", "6.1 doing"], "2025", "2025-11-23");
    let expected = Totals { done: 1, total: OWED - 1, na: 1, tasks_done: 0, tasks_total: 20 };
    assert_eq!(report.totals, expected);
}

#[test]
fn all_na_task_is_not_owed() {
    // Task 2 has two items, task 13 one, task 10 two.
    let marks = ["2.1 done", "2.2 na --reason 没有", "13.1 na --reason 没有", "10.1 done"];
    let report = report(&marks, "2025", "2025-11-23");
    let expected = Totals { done: 2, total: OWED - 2, na: 2, tasks_done: 1, tasks_total: 19 };
    assert_eq!(report.totals, expected);
}

#[test]
fn task_state_follows_its_items() {
    let cases: [(&[&[&str]], &str); 6] = [
        (&[], "todo"),
        (&[&["2.1", "doing"]], "doing"),
        (&[&["2.1", "done"]], "doing"),
        (&[&["2.1", "na", "--reason", "没有"]], "todo"),
        (&[&["2.1", "done"], &["2.2", "na", "--reason", "没有"]], "done"),
        (&[&["2.1", "na", "--reason", "没有"], &["2.2", "na", "--reason", "没有"]], "na"),
    ];
    for (marks, state) in cases {
        let office = Office::of_panlian();
        for mark in marks {
            office.run(&[&["mark"], *mark].concat()).done();
        }
        assert_eq!(office.json(&["show", "2"])["state"], state, "{marks:?}");
    }
}

#[test]
fn open_period_is_marked() {
    for (period, today, over) in [
        ("2025Q3", "2025-09-30", false),
        ("2025Q3", "2025-10-01", true),
        ("2025", "2025-12-31", false),
        ("2025", "2026-01-01", true),
    ] {
        let office = Office::of_panlian();
        let stick = office.stick();
        let args = ["export", "--period", period, "--out", stick.to_str().unwrap(), "--today", today];
        let exported = office.json(&args);
        let text = fs::read_to_string(exported["path"].as_str().unwrap()).unwrap();
        assert_eq!(text.contains("（期未满）"), !over, "{period} on {today}");
        assert_eq!(format::report::read(text.as_bytes()).unwrap().report.period_over, over);
    }
}

#[test]
fn early_report_is_made_again() {
    let office = Office::of_panlian();
    let stick = office.stick();
    let export =
        |today| office.json(&["export", "--period", "2025Q3", "--out", stick.to_str().unwrap(), "--today", today]);
    assert_eq!(export("2025-09-30")["revision"], 1);
    let later = export("2025-10-08");
    assert_eq!((&later["new"], later["revision"].as_u64()), (&true.into(), Some(2)));
}

#[test]
fn report_head_reads_in_notepad() {
    let office = Office::new();
    let setup =
        ["setup", "--township", "攀莲镇", "--reporter", "张三", "--reviewer", "李四", "--phone", "0812-8172345"];
    office.run(&setup).done();
    office.run(&["mark", "5.1", "done", "--on", "2025-03-12"]).done();
    let exported = office.json(&["export", "--period", "2025Q1", "--out", office.stick().to_str().unwrap()]);
    let text = fs::read_to_string(exported["path"].as_str().unwrap()).unwrap();
    let head: String = text.lines().take_while(|line| line.starts_with("// ")).collect();
    for says in ["攀莲镇", "510421100", "2025年一季度", "第1次", "1 / 48", "张三", "李四", "0812-8172345", "请勿修改"]
    {
        assert!(head.contains(says), "{says}: {head}");
    }
}

#[test]
fn report_lists_every_once_item() {
    let report = report(&[], "2025", "2025-11-23");
    let office = Office::of_panlian();
    let listed = office.json(&["list"]);
    let items = listed["tasks"].as_array().unwrap().iter().flat_map(|task| task["items"].as_array().unwrap());
    let listed: Vec<&str> = items.map(|item| item["id"].as_str().unwrap()).collect();
    let reported: Vec<&str> = report.items.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(reported, listed);
    assert_eq!(report.totals.total, OWED);
}

#[test]
fn invalid_period_is_refused() {
    let office = Office::of_panlian();
    for period in ["2020", "2026", "2026Q1", "2025Q5", "2025-Q1", "今年", ""] {
        let sentence =
            office.run(&["export", "--period", period, "--out", office.stick().to_str().unwrap()]).refused(2);
        assert!(!office.stick().exists(), "{period}: {sentence}");
    }
}
