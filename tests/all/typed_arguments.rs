//! Arguments as people type them: full-width, with units and marks, and texts that begin with a minus sign.

use serde_json::Value;

use crate::office::Office;

#[test]
fn full_width_input_is_accepted() {
    let office = Office::of_panlian();
    for (at, date) in ["２０２５－０３－１２", "2025年3月12日", "2025.3.12", "2025/3/12", "25.3.12", "2025、3、12"]
        .into_iter()
        .enumerate()
    {
        let added = office.json(&["activity", "add", "--task", "５", "--date", date, "--title", &at.to_string()]);
        assert_eq!((&added["date"], &added["task"]), (&Value::from("2025-03-12"), &Value::from(5)), "{date}");
    }
    for (people, number) in [
        ("１２０", Some(120)),
        ("1,200", Some(1200)),
        ("1，200", Some(1200)),
        ("120人", Some(120)),
        ("－", None),
        ("-", None),
    ] {
        let args = ["activity", "add", "--task", "5", "--date", "2025-03-12", "--title", "赶集", "--people", people];
        assert_eq!(office.json(&args)["people"], number.map_or(Value::Null, Value::from), "{people}");
    }
    let told =
        office.run(&["activity", "add", "--task", "5", "--date", "2025-03-12", "--title", "赶集", "--people", "12,00"]);
    assert!(told.refused(2).contains("要写一个整数"));
    office.run(&["mark", "５．１", "done", "--on", "２０２５年３月１２日"]).done();
    assert_eq!(office.state("5.1", &["--year", "２０２５"]), "done");
    office.run(&["show", "５"]).done();
    office.run(&["check", "--period", "２０２５Ｑ３", "--today", "２０２５－１１－２３"]).done();
}

#[test]
fn texts_may_begin_with_minus() {
    let office = Office::of_panlian();
    let added = office.json(&[
        "activity",
        "add",
        "--task",
        "5",
        "--date",
        "2025-03-12",
        "--title",
        "-30°C 抢险",
        "--place",
        "-1楼",
        "--note",
        "-h 是说明",
    ]);
    assert_eq!(
        (&added["title"], &added["place"], &added["note"]),
        (&"-30°C 抢险".into(), &"-1楼".into(), &"-h 是说明".into())
    );
    office.run(&["mark", "5.1", "na", "--reason", "-没有"]).done();
    office.run(&["remark", "5", "--problem", "-缺人", "--next", "-补人"]).done();
    office.run(&["item", "add", "--task", "5", "-请老专家讲课"]).done();
    office.run(&["item", "add", "-请老专家讲课", "--task", "5"]).done();
    let shown = office.json(&["show", "5"]);
    assert_eq!(shown["remarks"]["problem"], "-缺人");
}

#[test]
fn option_as_text_is_refused() {
    let office = Office::of_panlian();
    let add = ["activity", "add", "--task", "5", "--date", "2025-03-12", "--title", "赶集"];
    for wrong in [&["--note", "--people", "3"][..], &["--note"], &["--people", "--note", "好"], &["--nope", "3"]] {
        let told = office.run(&[&add[..], wrong].concat()).refused(2);
        assert!(told.contains(wrong[0]), "{told}");
    }
    let told = office.run(&[&add[..], &["--note", "--people", "3"]].concat()).refused(2);
    assert!(told.contains("看起来是另一个选项"), "{told}");
    office.run(&["item", "add", "--task", "5", "--tsak"]).refused(2);
    assert_eq!(office.json(&["activity", "list"]).as_array().unwrap().len(), 0);
}

#[test]
fn csv_guards_full_width_formulas() {
    let office = Office::of_panlian();
    let add = |title: &str| {
        office.run(&["activity", "add", "--task", "5", "--date", "2025-03-12", "--title", title]).done();
    };
    ["＝1+1", "＋1", "－1", "＠SUM", "=1+1"].into_iter().for_each(add);
    let csv = office.run(&["activity", "list", "--format", "csv"]).done();
    for title in ["＝1+1", "＋1", "－1", "＠SUM", "=1+1"] {
        assert!(csv.contains(&format!(",'{title},")), "{csv}");
    }
}

/// One invisible character of each kind.
const UNSEEN: [char; 14] = [
    '\u{E0041}',
    '\u{E0001}',
    '\u{200B}',
    '\u{AD}',
    '\u{2028}',
    '\u{2029}',
    '\u{FFF9}',
    '\u{115F}',
    '\u{3164}',
    '\u{FFA0}',
    '\u{34F}',
    '\u{2066}',
    '\u{FE0F}',
    '\u{E0100}',
];

#[test]
fn invisible_characters_reach_no_output() {
    let office = Office::of_panlian();
    let text = format!("赶{}集", String::from_iter(UNSEEN));
    office.run(&["activity", "add", "--task", "5", "--date", "2025-03-12", "--title", &text, "--note", &text]).done();
    office.run(&["remark", "5", "--problem", &text]).done();
    for args in [
        &["activity", "list"][..],
        &["activity", "list", "--format", "csv"],
        &["activity", "list", "--format", "json"],
        &["show", "5"],
        &["history"],
        &["history", "--format", "json"],
        &[text.as_str()],
    ] {
        let answer = office.run(args);
        for said in [&answer.out, &answer.err] {
            assert!(!said.trim_start_matches('\u{feff}').contains(UNSEEN), "{args:?}: {said:?}");
        }
        if args.contains(&"json") {
            serde_json::from_str::<Value>(&answer.out).unwrap();
        }
    }
}
