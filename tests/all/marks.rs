//! `mark` on the command line: accepted and refused marks, and how to undo them.

use serde_json::Value;

use crate::office::Office;

fn item(office: &Office, id: &str, more: &[&str]) -> Value {
    let task = id.split('.').next().unwrap();
    let shown = office.json(&[&["show", task], more].concat());
    shown["items"].as_array().unwrap().iter().find(|one| one["id"] == id).unwrap().clone()
}

fn entries(office: &Office) -> usize {
    office.json(&["history"]).as_array().unwrap().len()
}

#[test]
fn mark_survives_a_restart() {
    let office = Office::of_panlian();
    for (id, state) in [("5.1", "doing"), ("5.2", "done"), ("17.1", "done"), ("26.4", "doing"), ("5.1", "todo")] {
        office.run(&["mark", id, state]).done();
        assert_eq!(office.state(id, &[]), state);
    }
}

#[test]
fn done_defaults_to_today() {
    let office = Office::of_panlian();
    let said = office.run(&["mark", "5.1", "done", "--today", "2025-03-12"]).done();
    assert!(said.contains("2025-03-12"), "{said}");
    assert_eq!(item(&office, "5.1", &[])["on"], "2025-03-12");
}

#[test]
fn past_year_defaults_to_last_day() {
    let cases: [(&[&str], &str, &str); 3] = [
        (&["--today", "2026-02-03"], "2025", "2025-12-31"),
        (&["--today", "2026-02-03", "--year", "2024"], "2024", "2024-12-31"),
        (&["--today", "2025-11-23", "--year", "2023"], "2023", "2023-12-31"),
    ];
    for (args, year, day) in cases {
        let office = Office::of_panlian();
        let said = office.run(&[&["mark", "5.1", "done"], args].concat()).done();
        assert!(said.contains(day) && said.contains("最后一天"), "{said}");
        assert_eq!(item(&office, "5.1", &["--year", year])["on"], day);
    }
}

#[test]
fn day_selects_its_year() {
    let office = Office::of_panlian();
    office.run(&["mark", "5.1", "done", "--on", "2023-06-01"]).done();
    assert_eq!(item(&office, "5.1", &["--year", "2023"])["on"], "2023-06-01");
    assert_eq!(office.state("5.1", &["--year", "2025"]), "todo");
}

#[test]
fn yearly_item_has_yearly_states() {
    let office = Office::of_panlian();
    office.run(&["mark", "5.1", "done", "--year", "2024"]).done();
    office.run(&["mark", "5.1", "doing", "--year", "2025"]).done();
    let states = ["2021", "2022", "2023", "2024", "2025"].map(|year| office.state("5.1", &["--year", year]));
    assert_eq!(states, ["todo", "todo", "todo", "done", "doing"]);
}

#[test]
fn once_item_counts_from_its_day() {
    let office = Office::of_panlian();
    office.run(&["mark", "17.1", "done", "--on", "2022-05-01", "--year", "2025"]).done();
    let states = ["2021", "2022", "2025"].map(|year| office.state("17.1", &["--year", year]));
    assert_eq!(states, ["doing", "done", "done"]);
    office.run(&["mark", "17.1", "todo", "--year", "2021"]).done();
    assert_eq!(office.state("17.1", &["--year", "2025"]), "todo");
}

#[test]
fn default_year_is_the_nearest() {
    let office = Office::of_panlian();
    for (today, year) in [("2020-05-01", 2021), ("2023-05-01", 2023), ("2025-11-23", 2025), ("2027-01-01", 2025)] {
        assert_eq!(office.json(&["list", "--today", today])["year"], year, "{today}");
    }
}

#[test]
fn invalid_mark_changes_nothing() {
    let refused: &[(&[&str], i32, &str)] = &[
        (&["5.1", "na"], 2, "理由"),
        (&["5.1", "na", "--reason", "  "], 2, "理由"),
        (&["5.1", "na", "--reason", &"长".repeat(501)], 2, "太长"),
        (&["5.1", "done", "--reason", "没有"], 2, "--reason"),
        (&["5.1", "doing", "--on", "2025-03-12"], 2, "--on"),
        (&["5.1", "na", "--reason", "没有", "--on", "2025-03-12"], 2, "--on"),
        (&["5.1", "done", "--on", "2025-3月"], 2, "--on"),
        (&["5.1", "done", "--on", "2025-02-29"], 2, "--on"),
        (&["5.1", "done", "--on", "2024-03-12", "--year", "2025"], 3, "2025年度"),
        (&["5.1", "done", "--on", "2020-03-12"], 2, "2020"),
        (&["5.1", "done", "--on", "2026-01-01"], 2, "2026"),
        (&["17.1", "done", "--on", "2026-01-01"], 3, "2026-01-01"),
        (&["17.1", "done", "--on", "2020-12-31"], 3, "2020-12-31"),
        (&["5.1", "done", "--year", "2025", "--today", "2024-11-23"], 3, "还没有开始"),
        (&["5.9", "done"], 2, "5.9"),
        (&["4.1", "done"], 2, "4.1"),
    ];
    for (args, code, says) in refused {
        let office = Office::of_panlian();
        let sentence = office.run(&[&["mark"], *args].concat()).refused(*code);
        assert!(sentence.contains(says), "{args:?}: {sentence}");
        assert_eq!(office.ledgers("510421100"), Vec::<std::path::PathBuf>::new(), "{args:?}");
    }
}

#[test]
fn na_keeps_its_reason() {
    let office = Office::of_panlian();
    office.run(&["mark", "10.1", "na", "--reason", " 辖区内没有企业 "]).done();
    let marked = item(&office, "10.1", &[]);
    assert_eq!((&marked["state"], &marked["reason"]), (&"na".into(), &"辖区内没有企业".into()));
}

#[test]
fn repeated_mark_records_nothing() {
    let office = Office::of_panlian();
    office.run(&["mark", "5.1", "done", "--on", "2025-03-12"]).done();
    let said = office.run(&["mark", "5.1", "done", "--on", "2025-03-12"]).done();
    assert!(said.contains("没有改动"), "{said}");
    assert_eq!(entries(&office), 1);
    office.run(&["mark", "5.1", "done", "--on", "2025-03-13"]).done();
    assert_eq!(item(&office, "5.1", &[])["on"], "2025-03-13", "another day is a change");
}

#[test]
fn undo_and_redo_survive_restarts() {
    let office = Office::of_panlian();
    for state in ["doing", "done"] {
        office.run(&["mark", "5.1", state]).done();
    }
    office.run(&["mark", "6.1", "doing"]).done();
    let states = || (office.state("5.1", &[]), office.state("6.1", &[]));
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    let walk = [
        ("undo", pair("done", "todo")),
        ("undo", pair("doing", "todo")),
        ("redo", pair("done", "todo")),
        ("undo", pair("doing", "todo")),
        ("undo", pair("todo", "todo")),
        ("redo", pair("doing", "todo")),
        ("redo", pair("done", "todo")),
        ("redo", pair("done", "doing")),
    ];
    for (step, (way, expected)) in walk.into_iter().enumerate() {
        let said = office.run(&[way]).done();
        assert!(said.contains(if way == "undo" { "撤销" } else { "恢复" }), "{said}");
        assert_eq!(states(), expected, "step {step}");
    }
}

#[test]
fn empty_undo_records_nothing() {
    let office = Office::of_panlian();
    assert!(office.run(&["undo"]).refused(3).contains("没有可以撤销"));
    office.run(&["mark", "5.1", "doing"]).done();
    assert!(office.run(&["redo"]).refused(3).contains("没有可以恢复"));
    office.run(&["undo"]).done();
    assert!(office.run(&["undo"]).refused(3).contains("没有可以撤销"));
    assert_eq!(entries(&office), 2);
}

#[test]
fn undo_skips_reports() {
    let office = Office::of_panlian();
    office.run(&["mark", "5.1", "doing"]).done();
    office.run(&["export", "--period", "2025", "--out", office.stick().to_str().unwrap()]).done();
    office.run(&["undo"]).done();
    assert_eq!(office.state("5.1", &[]), "todo");
    let history = office.json(&["history"]);
    assert!(history[1]["what"].as_str().unwrap().contains("上报2025年全年"), "{history}");
    assert_eq!(history[1]["undone"], false);
}

#[test]
fn townships_have_separate_marks() {
    let office = Office::of_panlian();
    office.run(&["mark", "5.1", "done"]).done();
    office.run(&["mark", "6.1", "done", "--township", "丙谷镇"]).done();
    let states = |township: &str| ["5.1", "6.1"].map(|id| office.state(id, &["--township", township]));
    assert_eq!(states("攀莲镇"), ["done", "todo"]);
    assert_eq!(states("丙谷镇"), ["todo", "done"]);
}
