//! The command line as a clerk and a script meet it: exit codes, Chinese words, filters, JSON and CSV.

use serde_json::{Value, json};

use crate::office::{Answer, Office};

const COMMANDS: [&str; 11] =
    ["setup", "list", "show", "units", "mark", "undo", "redo", "history", "export", "verify", "doctor"];

fn numbers(listing: &Value) -> Vec<u64> {
    listing["tasks"].as_array().unwrap().iter().map(|task| task["no"].as_u64().unwrap()).collect()
}

fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

fn sorted(names: &str) -> Vec<&str> {
    let mut names: Vec<&str> = names.split(' ').collect();
    names.sort_unstable();
    names
}

/// Returns the rows of a CSV answer with its header. Asserts the byte-order mark that Excel needs.
fn csv(answer: Answer) -> Vec<Vec<String>> {
    let text = answer.done();
    let text = text.strip_prefix('\u{feff}').expect("a byte-order mark");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn wrong_usage_exits_2() {
    let office = Office::of_panlian();
    let wrong: &[&[&str]] = &[
        &["marke"],
        &["list", "--nope"],
        &["list", "--state", "ok"],
        &["list", "--role", "boss"],
        &["list", "--year", "2020"],
        &["list", "--year", "x"],
        &["list", "--township", "攀枝花市"],
        &["list", "--plan", "没有这个规划"],
        &["list", "--format", "xml"],
        &["list", "--look", "pretty"],
        &["list", "--today", "2025-02-30"],
        &["show"],
        &["show", "29"],
        &["show", "0"],
        &["show", "-1"],
        &["show", "5", "6"],
        &["mark"],
        &["mark", "5.1"],
        &["mark", "5.1", "finished"],
        &["mark", "5.9", "done"],
        &["mark", "5", "done"],
        &["history", "--task", "99"],
        &["export", "--period", "2025"],
        &["export", "--out", "x"],
        &["verify"],
        &["setup"],
        &["setup", "--reporter", " ", "--township", "攀莲镇"],
        &["setup", "--county", "--reporter", "王五"],
    ];
    for args in wrong {
        let answer = office.run(args);
        assert_eq!(answer.out, "", "{args:?}");
        let sentence = answer.refused(2);
        assert_eq!(sentence.lines().count(), 1, "{args:?}: {sentence}");
        assert!(sentence.matches('。').count() >= 2, "what happened, and what to do: {args:?}: {sentence}");
        for english in ["error", "invalid", "unexpected", "required", "Usage"] {
            assert!(!sentence.contains(english), "{args:?}: {sentence}");
        }
    }
}

#[test]
fn list_without_township_explains_setup() {
    for args in [&["list"][..], &["show", "5"], &["mark", "5.1", "done"], &["history"], &["undo"]] {
        let office = Office::new();
        assert!(office.run(args).refused(2).contains("taizhang setup --township"));
    }
}

#[test]
fn help_is_chinese_everywhere() {
    let office = Office::new();
    let whole = office.run(&["--help"]).done();
    for command in COMMANDS {
        assert!(whole.contains(&format!("  {command} ")), "{command}: {whole}");
        for flag in ["--help", "-h"] {
            let help = office.run(&[command, flag]).done();
            assert!(help.contains(&format!("用法: taizhang {command}")), "{help}");
            for english in ["Usage", "Options", "Commands", "Arguments", "Print", "possible values", "default:", "env:"]
            {
                assert!(!help.contains(english), "{english} in {help}");
                assert!(!whole.contains(english), "{english} in {whole}");
            }
        }
    }
}

#[test]
fn version_is_printed() {
    let office = Office::new();
    assert_eq!(office.run(&["--version"]).done(), format!("taizhang {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn list_prints_without_a_terminal() {
    let office = Office::of_panlian();
    assert_eq!(office.run(&[]).done(), office.run(&["list"]).done());
}

#[test]
fn list_shows_tasks_and_totals() {
    let list = Office::of_panlian().run(&["list"]).done();
    for says in ["攀莲镇", "2025年度", "健全基层科普服务体系", "牵头", "配合", "未开始", "共20项任务", "0/48"]
    {
        assert!(list.contains(says), "{says}: {list}");
    }
    assert!(list.lines().all(|line| line == line.trim_end()));
}

#[test]
fn each_filter_selects_its_tasks() {
    let office = Office::of_panlian();
    office.run(&["mark", "13.1", "done"]).done();
    office.run(&["mark", "5.1", "doing"]).done();
    office.run(&["mark", "10.1", "na", "--reason", "没有企业"]).done();
    office.run(&["mark", "10.2", "na", "--reason", "没有企业"]).done();
    let cases: &[(&[&str], &[u64])] = &[
        (&["--role", "lead"], &[26]),
        (&["--state", "done"], &[13]),
        (&["--state", "doing"], &[5]),
        (&["--state", "na"], &[10]),
        (&["--unit", "县气象局"], &[17, 24]),
        (&["--unit", "县文联"], &[5, 20]),
        (&["--unit", "县文联", "--state", "doing"], &[5]),
        (&["--search", "三下乡"], &[5]),
        (&["--search", "机器人"], &[2, 3]),
        (&["--search", "没有这些字"], &[]),
        (&["--all", "--unit", "县委党校"], &[14]),
    ];
    for (filter, expected) in cases {
        let listing = office.json(&[&["list"], *filter].concat());
        assert_eq!(numbers(&listing), *expected, "{filter:?}");
    }
    assert_eq!(numbers(&office.json(&["list", "--role", "partner"])).len(), 19);
    assert_eq!(numbers(&office.json(&["list", "--state", "todo"])).len(), 17);
}

#[test]
fn list_json_has_its_fields() {
    let office = Office::of_panlian();
    office.run(&["mark", "5.1", "done", "--on", "2025-03-12"]).done();
    let listing = office.json(&["list", "--all"]);
    assert_eq!(keys(&listing), ["plan", "safeguards", "tasks", "township", "year"]);
    assert_eq!(listing["plan"]["id"], "miyi-kxsz-2021-2025");
    assert_eq!(listing["township"], json!({"code": "510421100", "name": "攀莲镇"}));
    assert_eq!(listing["year"], 2025);
    let task = &listing["tasks"][4];
    let expected = "no title action text role leads partners parted remark state items activities people due";
    assert_eq!(keys(task), sorted(expected));
    assert_eq!(task["action"], json!({"no": 2, "title": "农民科学素质提升行动"}));
    assert_eq!((&task["state"], &task["activities"], &task["people"]), (&json!("doing"), &json!(0), &json!(0)));
    let item = &task["items"][0];
    for key in ["id", "text", "quote", "cycle", "state", "on", "own", "due", "target", "assigned"] {
        assert!(item.get(key).is_some(), "{key}: {item}");
    }
    assert_eq!(
        (&item["cycle"], &item["state"], &item["on"], &item["own"]),
        (&json!("yearly"), &json!("done"), &json!("2025-03-12"), &json!(false))
    );
    assert_eq!(task["items"][1]["on"], Value::Null);
    assert_eq!(keys(&listing["safeguards"][0]), sorted("no title text leads partners"));
}

#[test]
fn show_json_has_activities_and_remarks() {
    let office = Office::of_panlian();
    let (mut shown, listed) = (office.json(&["show", "26"]), office.json(&["list"]));
    assert_eq!(shown["activities"], json!([]));
    assert_eq!(shown["remarks"], json!({"problem": null, "next": null, "nothing": null}));
    shown.as_object_mut().unwrap().remove("remarks");
    shown["activities"] = json!(0);
    assert_eq!(&shown, listed["tasks"].as_array().unwrap().last().unwrap());
}

#[test]
fn show_prints_the_whole_task() {
    let office = Office::of_panlian();
    office.run(&["mark", "26.1", "na", "--reason", "本年没有新建"]).done();
    let shown = office.run(&["show", "26"]).done();
    let joined: String = shown.split_whitespace().collect();
    for says in ["健全基层科普服务体系", "牵头", "县发展改革局", "配合", "原文", "鼓励乡镇和村", "26.4", "本年没有新建"]
    {
        assert!(joined.contains(says), "{says}: {shown}");
    }
    let not_parted = office.run(&["show", "15"]).done();
    assert!(not_parted.contains("责任") && !not_parted.contains("牵头  "), "{not_parted}");
}

#[test]
fn units_list_leads_and_partners() {
    let units = Office::of_panlian().json(&["units"]);
    let find = |name: &str| {
        let mut found = units.as_array().unwrap().iter().filter(|unit| unit["unit"] == name);
        let unit = found.next().unwrap_or_else(|| panic!("{name}"));
        assert!(found.next().is_none(), "{name} stands twice");
        unit
    };
    assert_eq!(find("县气象局"), &json!({"unit": "县气象局", "leads": [], "partners": [17, 24]}));
    assert_eq!(find("县委党校"), &json!({"unit": "县委党校", "leads": [14], "partners": []}));
    assert_eq!(find("各乡镇")["leads"], json!([26]));
    assert_eq!(find("各乡镇")["partners"].as_array().unwrap().len(), 20);
    assert_eq!(find("县林业局")["partners"], json!([5, 9, 17, 20, 24]));
}

#[test]
fn csv_has_one_fact_per_row() {
    let office = Office::of_panlian();
    office.run(&["mark", "5.1", "na", "--reason", "有,逗号和\"引号\""]).done();
    let rows = csv(office.run(&["list", "--format", "csv"]));
    assert_eq!(rows.len(), 1 + 48, "one row an item");
    let column = |name: &str| rows[0].iter().position(|head| head == name).unwrap_or_else(|| panic!("{name}"));
    let row = rows.iter().find(|row| row[column("item")] == "5.1").unwrap();
    assert_eq!((row[column("task")].as_str(), row[column("state")].as_str()), ("5", "na"));
    assert_eq!(row[column("reason")], "有,逗号和\"引号\"");
    assert!(rows.iter().all(|row| row.len() == rows[0].len()));

    let units = csv(office.run(&["units", "--format", "csv"]));
    assert_eq!(units[0], ["unit", "task", "role"]);
    assert!(units.contains(&vec!["各乡镇".to_owned(), "26".to_owned(), "lead".to_owned()]));
    assert_eq!(csv(office.run(&["history", "--format", "csv"])).len(), 2);
    assert_eq!(csv(office.run(&["show", "5", "--format", "csv"])).len(), 1 + 3);
    assert!(csv(office.run(&["doctor", "--format", "csv"])).len() > 3);
}

#[test]
fn history_json_names_each_change() {
    let office = Office::of_panlian();
    office.run(&["mark", "5.1", "doing"]).done();
    office.run(&["mark", "6.2", "doing"]).done();
    office.run(&["undo"]).done();
    let history = office.json(&["history"]);
    let events = history.as_array().unwrap();
    assert_eq!(events.len(), 3);
    for event in events {
        assert_eq!(keys(event), ["at", "by", "device", "task", "undone", "what"]);
        assert_eq!(event["by"], "张三");
        assert!(chrono::DateTime::parse_from_rfc3339(event["at"].as_str().unwrap()).is_ok());
    }
    let told: Vec<_> = events.iter().map(|event| (event["task"].as_u64(), event["undone"] == true)).collect();
    assert_eq!(told, [(Some(5), false), (Some(6), true), (Some(6), false)]);
    let of_5 = office.json(&["history", "--task", "5"]);
    assert_eq!(of_5.as_array().unwrap(), &events[..1]);
}

#[test]
fn export_and_verify_json_have_fields() {
    let office = Office::of_panlian();
    let stick = office.stick();
    let exported = office.json(&["export", "--period", "2025Q3", "--out", stick.to_str().unwrap()]);
    assert_eq!(keys(&exported), sorted("path revision sha256 new"));
    let verdicts = office.json(&["verify", exported["path"].as_str().unwrap()]);
    assert_eq!(keys(&verdicts[0]), sorted("file kind ok reason township period revision sha256"));
    assert_eq!(verdicts[0]["sha256"], exported["sha256"]);
}

#[test]
fn only_json_reaches_stdout() {
    let office = Office::of_panlian();
    office.run(&["mark", "5.1", "doing"]).done();
    let ledger = office.ledgers("510421100").remove(0);
    std::fs::write(ledger.with_file_name("x.ledger"), "不是台账").unwrap();
    let answer = office.run(&["list", "--format", "json"]);
    assert!(answer.err.contains("x.ledger"), "{}", answer.err);
    assert!(serde_json::from_str::<Value>(&answer.done()).is_ok());
}
