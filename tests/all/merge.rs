//! Merging two PCs of one township: nothing is lost, and overwritten values are listed and can be restored.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::Value;
use taizhang::domain::ledger::{Change, Entry, ItemStatus};
use taizhang::format::ledger::{Draft, Header};
use taizhang::store::folder::{DataFolder, FolderChoice};
use taizhang::store::import_source::ImportSource;
use taizhang::store::{import, ledger};

use crate::office::Office;
use crate::storage::{PANLIAN, PLAN, copy_folder};
use crate::test_pc::{ITEMS, Pc};

/// Two offices with a common beginning, on two PCs.
fn two() -> (Office, Office) {
    let first = Office::of_panlian();
    first.run(&["mark", "5.1", "doing"]).done();
    first.run(&["activity", "add", "--task", "5", "--date", "2025-03-12", "--title", "集市", "--people", "300"]).done();
    let second = Office::new();
    copy_folder(&first.data(), &second.data());
    (first, second)
}

fn merge(into: &Office, from: &Office) -> Value {
    into.json(&["merge", from.data().to_str().unwrap()])
}

fn history(office: &Office) -> Value {
    office.json(&["history"])
}

#[test]
fn merged_pcs_share_all_values() {
    let (first, second) = two();
    first.run(&["mark", "6.2", "doing"]).done();
    second.run(&["mark", "9.1", "na", "--reason", "没有企业"]).done();
    let told = merge(&first, &second);
    assert_eq!((&told["entries"], &told["overwritten"]), (&1.into(), &serde_json::json!([])));
    merge(&second, &first);
    assert_eq!(history(&first), history(&second));
    assert_eq!(first.json(&["list"]), second.json(&["list"]));
    assert_eq!(merge(&first, &second)["entries"], 0);
}

#[test]
fn overwritten_value_can_be_restored() {
    let (first, second) = two();
    first.run(&["mark", "5.1", "done", "--on", "2025-03-12"]).done();
    first.run(&["remark", "6", "--problem", "缺经费"]).done();
    // The other PC wrote more since, so its stamp is later and wins.
    second.run(&["mark", "9.1", "doing"]).done();
    second.run(&["mark", "9.2", "doing"]).done();
    second.run(&["mark", "5.1", "todo"]).done();
    second.run(&["remark", "6", "--problem", "缺人手"]).done();

    let told = first.run(&["merge", second.data().to_str().unwrap()]).done();
    assert!(told.contains("清单 5.1（2025年度）：本机 已完成（2025-03-12），对方 未开始，现在用对方的"), "{told}");
    assert!(told.contains("存在问题：本机 “缺经费”，对方 “缺人手”"), "{told}");
    assert_eq!(first.state("5.1", &[]), "todo");

    let told = first.run(&["merge", "--take-back"]).done();
    assert!(told.contains("清单 5.1（2025年度） 恢复为已完成（2025-03-12）"), "{told}");
    assert_eq!(first.state("5.1", &[]), "done");
    assert_eq!(first.json(&["show", "6"])["remarks"]["problem"], "缺经费");
    assert_eq!(first.state("9.1", &[]), "doing", "what nobody contested stays");
    // The other PC gets it by the next merge, without any overwritten value.
    assert_eq!(merge(&second, &first)["overwritten"], serde_json::json!([]));
    assert_eq!(second.state("5.1", &[]), "done");
    assert!(first.run(&["merge", "--take-back"]).done().contains("没有要恢复的"));
}

#[test]
fn merge_saves_own_values_first() {
    let (one, other) = two();
    one.run(&["mark", "5.1", "done"]).done();
    for [item, state] in [["9.1", "doing"], ["9.2", "doing"], ["5.1", "todo"]] {
        other.run(&["mark", item, state]).done();
    }
    // The list of overwritten values cannot be written.
    let merged = one.data().join("merged");
    fs::write(&merged, "").unwrap();
    let from = other.data();
    let sentence = one.run(&["merge", from.to_str().unwrap()]).refused(3);
    assert!(sentence.contains("merged") && sentence.contains("再并入一次"), "{sentence}");
    assert_eq!(one.state("5.1", &[]), "done");
    fs::remove_file(&merged).unwrap();
    merge(&one, &other);
    assert_eq!(one.state("5.1", &[]), "todo");
    one.run(&["merge", "--take-back"]).done();
    assert_eq!(one.state("5.1", &[]), "done");
}

#[test]
fn losing_incoming_value_is_listed() {
    let (first, second) = two();
    second.run(&["mark", "5.1", "todo"]).done();
    first.run(&["mark", "6.2", "doing"]).done();
    first.run(&["mark", "5.1", "done", "--on", "2025-03-12"]).done();
    let told = merge(&first, &second);
    assert_eq!(told["overwritten"][0]["stands"], "ours", "{told}");
    assert_eq!(first.state("5.1", &[]), "done");
}

#[test]
fn seen_change_is_not_listed() {
    let (first, second) = two();
    first.run(&["mark", "5.1", "done", "--on", "2025-03-12"]).done();
    merge(&second, &first);
    second.run(&["mark", "5.1", "todo"]).done();
    assert_eq!(merge(&first, &second)["overwritten"], serde_json::json!([]));
    assert_eq!(first.state("5.1", &[]), "todo");
}

#[test]
fn later_change_is_not_restored() {
    let (first, second) = two();
    first.run(&["mark", "5.1", "done", "--on", "2025-03-12"]).done();
    second.run(&["mark", "9.1", "doing"]).done();
    second.run(&["mark", "5.1", "todo"]).done();
    merge(&first, &second);
    first.run(&["mark", "5.1", "doing"]).done();
    assert!(first.run(&["merge", "--take-back"]).done().contains("没有要恢复的"));
    assert_eq!(first.state("5.1", &[]), "doing");
}

#[test]
fn only_the_same_field_conflicts() {
    let (first, second) = two();
    let id = first.json(&["activity", "list"])[0]["id"].as_str().unwrap().to_owned();
    first.run(&["activity", "edit", &id, "--people", "310", "--place", "广场"]).done();
    second.run(&["activity", "edit", &id, "--people", "320", "--sessions", "2"]).done();
    let told = merge(&first, &second);
    let overwritten = told["overwritten"].as_array().unwrap();
    assert_eq!(overwritten.len(), 1, "{told}");
    assert_eq!(overwritten[0]["what"], "活动“集市”的人次");
    let now = &first.json(&["activity", "list"])[0];
    assert_eq!((&now["place"], &now["sessions"]), (&"广场".into(), &2.into()));
}

#[test]
fn ledger_files_and_folders_merge() {
    let (first, second) = two();
    second.run(&["mark", "9.1", "doing"]).done();
    let empty = Office::of_panlian();
    let folder = second.ledgers(PANLIAN)[0].parent().unwrap().to_owned();
    empty.run(&["merge", folder.to_str().unwrap()]).done();
    assert_eq!(history(&empty), history(&second));
    let files: Vec<String> = second.ledgers(PANLIAN).iter().map(|path| path.display().to_string()).collect();
    let mut args = vec!["merge"];
    args.extend(files.iter().map(String::as_str));
    first.run(&args).done();
    assert_eq!(history(&first), history(&second));
}

#[test]
fn own_ledger_is_never_touched() {
    let office = Office::of_panlian();
    office.run(&["mark", "5.1", "doing"]).done();
    let ledger = office.ledgers(PANLIAN).remove(0);
    let old = fs::read(&ledger).unwrap();
    office.run(&["mark", "6.2", "doing"]).done();
    let copy = office.folder.path().join("新.ledger");
    fs::copy(&ledger, &copy).unwrap();
    fs::write(&ledger, &old).unwrap();
    office.run(&["mark", "9.1", "doing"]).done();
    let own = fs::read(&ledger).unwrap();
    let told = office.json(&["merge", copy.to_str().unwrap()]);
    assert_eq!(told["files"][0]["result"], "beside", "{told}");
    assert_eq!(fs::read(&ledger).unwrap(), own);
    for item in ["5.1", "6.2", "9.1"] {
        assert_eq!(office.state(item, &[]), "doing", "{item}");
    }
    assert_eq!(office.json(&["merge", copy.to_str().unwrap()])["files"][0]["result"], "known");
    office.run(&["mark", "7.1", "doing"]).done();
}

/// Files of that name among an office's ledgers.
fn with_name(office: &Office, part: &str) -> Vec<PathBuf> {
    let folder = office.ledgers(PANLIAN)[0].parent().unwrap().to_owned();
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    files.filter(|path| path.file_name().unwrap().to_str().unwrap().contains(part)).collect()
}

/// The PC that wrote last.
fn last_device(office: &Office) -> String {
    history(office).as_array().unwrap().last().unwrap()["device"].as_str().unwrap().to_owned()
}

#[test]
fn torn_copy_is_completed() {
    let (first, second) = two();
    second.run(&["mark", "9.1", "doing"]).done();
    merge(&first, &second);
    let copy = with_name(&first, &format!("{}.ledger", last_device(&second))).remove(0);
    let bytes = fs::read(&copy).unwrap();
    fs::write(&copy, [&bytes[..bytes.len() - 9], &[0; 30]].concat()).unwrap();
    for item in ["9.2", "6.2", "7.1"] {
        second.run(&["mark", item, "doing"]).done();
        assert_eq!(merge(&first, &second)["files"].as_array().unwrap().len(), 3);
        assert_eq!((history(&first), first.run(&["list"]).err), (history(&second), String::new()));
    }
    assert!(with_name(&first, ".kept-").is_empty());
    let [torn] = &with_name(&first, ".torn-")[..] else { panic!("the torn end is set aside once") };
    assert!(fs::read(torn).unwrap().ends_with(&[0; 30]));
}

#[test]
fn torn_copy_completes_beside_kept_ones() {
    let (first, second) = two();
    second.run(&["mark", "9.1", "doing"]).done();
    merge(&first, &second);
    let copy = with_name(&first, &format!("{}.ledger", last_device(&second))).remove(0);
    // An earlier version left the whole file beside the torn one.
    fs::copy(&copy, copy.with_extension("kept-1.ledger")).unwrap();
    let bytes = fs::read(&copy).unwrap();
    fs::write(&copy, &bytes[..bytes.len() - 9]).unwrap();
    assert!(first.run(&["list"]).err.contains("没有写完"));
    merge(&first, &second);
    assert_eq!((fs::read(&copy).unwrap(), first.run(&["list"]).err), (bytes, String::new()));
}

#[test]
fn growing_fork_is_kept_once() {
    let office = Office::of_panlian();
    office.run(&["mark", "5.1", "doing"]).done();
    let ledger = office.ledgers(PANLIAN).remove(0);
    let old = fs::read(&ledger).unwrap();
    let copy = office.folder.path().join("新.ledger");
    for item in ["6.2", "7.1"] {
        office.run(&["mark", item, "doing"]).done();
    }
    let new = fs::read(&ledger).unwrap();
    let lines: Vec<&[u8]> = new.split_inclusive(|byte| *byte == b'\n').collect();
    fs::write(&ledger, &old).unwrap();
    office.run(&["mark", "9.1", "doing"]).done();
    for count in [3, 4] {
        fs::write(&copy, lines[..count].concat()).unwrap();
        assert_eq!(office.json(&["merge", copy.to_str().unwrap()])["files"][0]["result"], "beside");
    }
    assert_eq!(with_name(&office, ".kept-").len(), 1);
    for item in ["5.1", "6.2", "7.1", "9.1"] {
        assert_eq!(office.state(item, &[]), "doing", "{item}");
    }
}

#[test]
fn other_file_stops_no_merge() {
    let (first, second) = two();
    second.run(&["mark", "9.1", "doing"]).done();
    let bad = first.folder.path().join("坏.ledger");
    fs::write(&bad, "什么也不是\n").unwrap();
    let ledgers: Vec<PathBuf> = second.ledgers(PANLIAN).into_iter().chain([bad.clone()]).collect();
    let mut args = vec!["merge"];
    args.extend(ledgers.iter().map(|path| path.to_str().unwrap()));
    let answer = first.run(&args);
    assert!(answer.code == 1 && answer.err.contains("坏.ledger"), "{}{}", answer.code, answer.err);
    assert_eq!(first.state("9.1", &[]), "doing");
    first.run(&["merge", bad.to_str().unwrap()]).refused(3);
}

/// Ledger files with these changes after a common beginning. A device that diverged has two.
fn file(device: u64, common: &[Change], own: &[Change]) -> (String, Vec<u8>) {
    let mut pc = Pc::new(device);
    let mut text = Header::new(PLAN, PANLIAN, pc.device).line().unwrap().0;
    for what in common.iter().chain(own) {
        let stamp = pc.knows.next_stamp().unwrap();
        let at = chrono::DateTime::UNIX_EPOCH.fixed_offset();
        let draft = Draft { prev: pc.last, stamp, at, by: "张三".into(), what: what.clone() };
        let (line, entry) = draft.line(pc.device).unwrap();
        pc.last = entry.id;
        pc.knows.add(entry);
        text += &line;
    }
    (format!("{}.ledger", pc.device), text.into_bytes())
}

/// Entries of a folder after merging these files in this order.
fn taken_in(files: &[&(String, Vec<u8>)]) -> Vec<Entry> {
    let folder = tempfile::tempdir().unwrap();
    let data = DataFolder { path: folder.path().join("data"), chosen: FolderChoice::Named };
    for (at, (name, bytes)) in files.iter().enumerate() {
        let stick = folder.path().join(at.to_string());
        fs::create_dir_all(&stick).unwrap();
        fs::write(stick.join(name), bytes).unwrap();
        let mut incoming = ImportSource::default();
        incoming.add(&stick.join(name)).unwrap();
        let imported = import::import_files(&data, &plan(), &mut incoming).unwrap();
        assert!(imported.files[0].result.is_ok(), "{:?}", imported.files);
    }
    let shelf = ledger::read_all(&data, PLAN, PANLIAN);
    assert_eq!(shelf.notes, []);
    shelf.ledger.in_order().into_iter().cloned().collect()
}

fn plan() -> taizhang::domain::plan::Plan {
    let text = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/miyi-2021-2025.ron")).unwrap();
    taizhang::format::plan::read(&text).unwrap().plan
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let change = (0..ITEMS.len(), 0..2).prop_map(|(item, to)| Change::Mark {
        item: ITEMS[item].0.to_owned(),
        year: ITEMS[item].1,
        to: if to == 0 { ItemStatus::Todo } else { ItemStatus::Doing },
    });
    proptest::collection::vec(change, 0..4)
}

#[test]
fn merge_ignores_order_and_repetition() {
    merge_in_any_order(8);
}

/// Merges random sets of files, each in several orders.
pub(crate) fn merge_in_any_order(cases: u32) {
    let merged = |parts: Vec<Vec<Change>>| {
        // A ledger, its continuation, the continuation of its clone, and a ledger of another PC.
        let files = [
            file(1, &parts[0], &[]),
            file(1, &parts[0], &parts[1]),
            file(1, &parts[0], &parts[2]),
            file(2, &[], &parts[3]),
        ];
        let [a, b, c, d] = &files;
        let expected = taken_in(&[a, b, c, d]);
        for order in [[d, c, b, a], [b, a, d, c], [c, a, b, d]] {
            prop_assert_eq!(&taken_in(&order), &expected);
        }
        prop_assert_eq!(taken_in(&[a, b, b, c, a, d, c, d, b]), expected);
        Ok(())
    };
    let parts = proptest::collection::vec(changes(), 4);
    TestRunner::new(ProptestConfig::with_cases(cases)).run(&parts, merged).unwrap();
}
