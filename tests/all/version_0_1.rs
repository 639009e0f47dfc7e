//! Files of version 0.1: they open, show the same as then, merge, and can be reported.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::office::{Office, answer};
use crate::storage::copy_folder;

/// Commands with recorded JSON, by the name of the recording.
const RECORDED: [(&str, &[&str]); 9] = [
    ("list", &["list"]),
    ("list-2024", &["list", "--all", "--year", "2024"]),
    ("show", &["show", "5"]),
    ("history", &["history"]),
    ("activity", &["activity", "list"]),
    ("check", &["check", "--period", "2025Q3"]),
    ("plan", &["plan", "list"]),
    ("collect", &["collect", "handed-out", "--period", "2025Q3"]),
    ("collect-h1", &["collect", "handed-out", "--period", "2025H1"]),
];

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all/fixtures/0.1")
}

/// An office with a copy of the files, and the data folder of one PC.
fn office() -> Office {
    let office = Office::new();
    copy_folder(&fixtures(), office.folder.path());
    office
}

/// Today's output, with the recordings' working folder.
fn printed(office: &Office, args: &[&str]) -> Value {
    let mut command = office.program();
    command.current_dir(office.folder.path()).args(args).args(["--format", "json", "--today", "2025-11-23"]);
    let answer = answer(command.output().unwrap());
    serde_json::from_str(&answer.out).unwrap_or_else(|_| panic!("{args:?}: {}{}", answer.out, answer.err))
}

fn recorded(name: &str) -> Value {
    let path = fixtures().join("json").join(name).with_extension("json");
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn handed_out(office: &Office, period: &str) -> String {
    let name = format!("handed-out/510421100-攀莲镇-{period}-第1次.ron");
    office.folder.path().join(name).display().to_string()
}

#[test]
fn old_records_print_the_same() {
    let office = office();
    for (name, args) in RECORDED {
        assert_eq!(printed(&office, args), recorded(name), "{name}");
    }
}

#[test]
fn old_files_are_judged_the_same() {
    let office = office();
    let then = recorded("verify");
    let files: Vec<&str> = then.as_array().unwrap().iter().map(|one| one["file"].as_str().unwrap()).collect();
    assert_eq!(files.len(), 8);
    assert_eq!(printed(&office, &[&["verify"], &files[..]].concat()), then);
}

#[test]
fn old_ledgers_of_two_pcs_merge() {
    let office = office();
    let other = office.folder.path().join("other");
    let merged = office.json(&["merge", other.to_str().unwrap()]);
    assert_eq!((&merged["entries"], &merged["overwritten"]), (&3.into(), &Value::Array(vec![])), "{merged}");
    assert_eq!(office.state("10.1", &[]), "doing");
    assert_eq!(office.state("5.2", &[]), "doing", "the copy on the other PC has the line that is damaged here");
    assert_eq!(office.json(&["merge", other.to_str().unwrap()])["entries"], 0);
}

#[test]
fn old_records_are_reported_from() {
    let office = office();
    let export = ["export", "--period", "2025Q3", "--out", office.stick().to_str().unwrap()].map(str::to_owned);
    let export: Vec<&str> = export.iter().map(String::as_str).collect();
    let again = office.json(&export);
    let then = fs::read(handed_out(&office, "2025Q3")).unwrap();
    assert_eq!((&again["revision"], &again["new"]), (&1.into(), &false.into()), "{again}");
    assert_eq!(fs::read(again["path"].as_str().unwrap()).unwrap(), then, "nothing changed since");
    office.run(&["mark", "5.2", "done", "--on", "2025-09-01"]).done();
    let new = office.json(&export);
    assert_eq!((&new["revision"], &new["new"]), (&2.into(), &true.into()), "{new}");
    let collected = office.json(&["collect", office.folder.path().to_str().unwrap(), "--period", "2025Q3"]);
    assert_eq!(collected["townships"][0]["done"], 3, "{collected}");
    assert_eq!(collected["conflicts"], Value::Array(vec![]));
}

#[test]
fn old_report_and_backup_restore_an_office() {
    let files = office();
    let office = Office::of_panlian();
    office.run(&["merge", &handed_out(&files, "2025H1")]).done();
    assert_eq!(office.state("6.1", &[]), "done");
    let office = Office::new();
    let backup = files.folder.path().join("backup.zip");
    office.run(&["merge", backup.to_str().unwrap()]);
    assert_eq!(office.json(&["list"])["tasks"], recorded("list")["tasks"]);
    assert_eq!(office.json(&["history"]), recorded("history"));
}
