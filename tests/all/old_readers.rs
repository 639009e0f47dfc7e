//! How version 0.1 reads new files: it refuses them, or counts the same. Its types are copied here unchanged.
#![allow(dead_code, clippy::option_option, reason = "as it was; fields are read, not used")]

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;
use taizhang::domain::ledger::Change;
use taizhang::format;

use crate::office::Office;
use crate::storage::copy_folder;

/// A ledger line as version 0.1 read it.
#[derive(Deserialize)]
struct OldEntry {
    prev: String,
    stamp: u64,
    at: String,
    by: String,
    what: OldChange,
}

#[derive(Deserialize)]
enum OldChange {
    Mark { item: String, year: Option<i32>, to: OldStanding },
    Activity { id: String, set: OldActivity },
    Remark { task: u32, year: i32, set: OldRemark },
    OwnItem { item: String, task: u32, text: Option<String> },
    Exported { period: String, revision: u32, sha256: String, parent: Option<String> },
    Undo { entry: String },
    Redo { entry: String },
}

#[derive(Debug, PartialEq, Deserialize)]
enum OldStanding {
    Todo,
    Doing,
    Done { on: String },
    NotApplicable { reason: String },
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct OldActivity {
    date: Option<String>,
    task: Option<u32>,
    title: Option<String>,
    place: Option<String>,
    sessions: Option<Option<u64>>,
    people: Option<Option<u64>>,
    materials: Option<Option<u64>>,
    funds: Option<Option<u64>>,
    note: Option<String>,
    dropped: Option<bool>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct OldRemark {
    problem: Option<String>,
    next: Option<String>,
    nothing: Option<String>,
}

/// The parts of a report that version 0.1 counted.
#[derive(Deserialize)]
struct OldReport {
    version: u32,
    items: Vec<OldItem>,
    activities: Vec<OldHeld>,
    totals: OldTotals,
}

#[derive(Deserialize)]
struct OldItem {
    id: String,
    standing: OldStanding,
}

#[derive(Deserialize)]
struct OldHeld {
    task: u32,
    people: Option<u64>,
}

#[derive(Deserialize)]
struct OldTotals {
    done: u32,
    total: u32,
}

fn fixtures(version: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all/fixtures").join(version).join("data")
}

fn only_file(folder: &str) -> String {
    let mut files: Vec<PathBuf> =
        fs::read_dir(fixtures("0.2").join(folder)).unwrap().map(|file| file.unwrap().path()).collect();
    assert_eq!(files.len(), 1);
    fs::read_to_string(files.remove(0)).unwrap()
}

/// Ledger lines after the header, without their hashes.
fn lines(ledger: &str) -> Vec<&str> {
    ledger.lines().skip(1).map(|line| line.rsplit_once(" #").unwrap().0).collect()
}

#[test]
fn old_program_knows_no_new_line() {
    for plan in ["fire", "miyi-kxsz-2021-2025"] {
        let text = only_file(&format!("ledger/{plan}/510421100"));
        let reading = format::ledger::read(text.as_bytes(), None).unwrap();
        let lines = lines(&text);
        assert_eq!((reading.entries.len(), reading.unknown.len()), (lines.len(), 0));
        for (line, entry) in lines.iter().zip(&reading.entries) {
            let known = ron::from_str::<OldEntry>(line).is_ok();
            assert_eq!(known, entry.change.is_of_0_1(), "what it does not know keeps it from reporting: {line}");
        }
    }
    let kinds = |change: &Change| std::mem::discriminant(change);
    let text = only_file("ledger/fire/510421100");
    let reading = format::ledger::read(text.as_bytes(), None).unwrap();
    let mut new: Vec<_> = reading.entries.iter().map(|entry| &entry.change).filter(|one| !one.is_of_0_1()).collect();
    new.dedup_by_key(|change| kinds(change));
    assert_eq!(new.len(), 5, "a line of each new kind is in the file");
}

#[test]
fn old_changes_keep_their_old_lines() {
    let folder = fixtures("0.1").join("ledger/miyi-kxsz-2021-2025/510421100");
    for file in fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
        let text = fs::read_to_string(&file).unwrap();
        let reading = format::ledger::read(text.as_bytes(), None).unwrap();
        assert!(reading.entries.iter().all(|entry| entry.change.is_of_0_1()));
    }
}

#[test]
fn old_program_reads_same_figures_or_refuses() {
    let newer = only_file("outbox/fire/510421100");
    assert!(newer.contains("version: 2,") && newer.contains("occurrence:"));
    let text = only_file("outbox/miyi-kxsz-2021-2025/510421100");
    let old: OldReport = ron::from_str(&text).unwrap();
    let report = format::report::read(text.as_bytes()).unwrap().report;
    assert_eq!(old.version, 1);
    let done = |item: &&OldItem| matches!(item.standing, OldStanding::Done { .. });
    assert_eq!(old.items.iter().filter(done).count(), 1);
    assert_eq!((old.totals.done, old.totals.total), (report.totals.done, report.totals.total));
    let people: u64 = old.activities.iter().filter_map(|one| one.people).sum();
    assert_eq!((old.activities.len(), people), (1, 300));
}

#[test]
fn new_plan_is_newer_to_the_old_program() {
    let text = only_file("plans");
    assert!(text.contains("version: 2"));
    let plan = format::plan::read(text.as_bytes()).unwrap().plan;
    assert_eq!(plan.format_version(), 2);
    assert_eq!(format::plan::read(taizhang::embedded::PLANS[0].as_bytes()).unwrap().plan.format_version(), 1);
}

#[test]
fn new_files_open_with_all_they_say() {
    let office = Office::new();
    copy_folder(&fixtures("0.2"), &office.data());
    let listed = office.json(&["list", "--plan", "fire"]);
    let items: Vec<&Value> =
        listed["tasks"].as_array().unwrap().iter().flat_map(|task| task["items"].as_array().unwrap()).collect();
    let done = items.iter().filter(|item| item["state"] == "done").count();
    assert_eq!((done, items.iter().filter(|item| item["own"] == true).count()), (2, 1));
    assert_eq!(items[0]["assigned"], "王芳");
    assert_eq!((&listed["tasks"][0]["people"], &listed["tasks"][1]["people"]), (&60.into(), &60.into()));
    let activities = office.json(&["activity", "list", "--plan", "fire"]);
    assert_eq!((&activities[0]["also"], &activities[1]["planned"]), (&serde_json::json!([2]), &true.into()));
    let args = ["export", "--period", "2025Q1", "--plan", "fire", "--out", office.stick().to_str().unwrap()]
        .map(str::to_owned);
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    assert_eq!(office.json(&args)["new"], false, "the report says the same today");
}
