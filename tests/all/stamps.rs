//! Stamps far ahead: a merge refuses them. After an earlier version accepted one, no tick is lost.

use std::fs;
use std::path::PathBuf;

use chrono::DateTime;
use taizhang::domain::ledger::{Change, DeviceId, Entry, Hex16, ItemStatus};
use taizhang::format::ledger::{Draft, Header};
use taizhang::store::StoreError;
use taizhang::store::ledger::{open, read_all};

use crate::office::Office;
use crate::storage::{PANLIAN, PLAN, folder};

const OLD_LIMIT: u64 = 1 << 53;

fn tick(item: &str) -> Change {
    Change::Mark { item: item.to_owned(), year: Some(2025), to: ItemStatus::Doing }
}

/// Ledger lines with these stamps, after `before`.
fn lines(device: DeviceId, mut prev: Hex16, ticks: &[(&str, u64)]) -> (String, Vec<Entry>) {
    let (mut text, mut entries) = (String::new(), Vec::new());
    for (item, stamp) in ticks {
        let at = DateTime::UNIX_EPOCH.fixed_offset();
        let draft = Draft { prev, stamp: *stamp, at, by: "李四".into(), what: tick(item) };
        let (line, entry) = draft.line(device).unwrap();
        prev = entry.id;
        text += &line;
        entries.push(entry);
    }
    (text, entries)
}

/// A whole ledger of another PC.
fn ledger(device: u64, ticks: &[(&str, u64)]) -> String {
    let device = Hex16(device);
    let (header, hash) = Header::new(PLAN, PANLIAN, device).line().unwrap();
    header + &lines(device, hash, ticks).0
}

/// An office with one tick, and a USB stick with another PC's ledger.
fn office_and_stick(ticks: &[(&str, u64)]) -> (Office, PathBuf) {
    let office = Office::of_panlian();
    office.run(&["mark", "5.1", "doing"]).done();
    fs::create_dir(office.stick()).unwrap();
    let file = office.stick().join("00000000000000aa.ledger");
    fs::write(&file, ledger(0xaa, ticks)).unwrap();
    (office, file)
}

#[test]
fn far_ahead_stamp_is_refused() {
    for stamp in [OLD_LIMIT, (1 << 40) + 2, u64::MAX] {
        let (office, file) = office_and_stick(&[("6.2", 2), ("9.1", stamp)]);
        let told = office.run(&["merge", file.to_str().unwrap()]).refused(3);
        assert!(told.contains("00000000000000aa.ledger") && told.contains("整个文件没有并入"), "{told}");
        fs::write(office.stick().join("00000000000000bb.ledger"), ledger(0xbb, &[("9.2", 2)])).unwrap();
        let told = office.json(&["merge", office.stick().to_str().unwrap()]);
        let results: Vec<_> = (0..2).map(|at| told["files"][at]["result"].as_str().unwrap().to_owned()).collect();
        assert_eq!((results, told["entries"].as_u64()), (vec!["refused".into(), "new".into()], Some(1)), "{told}");
        office.run(&["mark", "7.1", "doing"]).done();
        let states = ["5.1", "6.2", "9.1", "9.2", "7.1"].map(|item| office.state(item, &[]));
        assert_eq!(states, ["doing", "todo", "todo", "doing", "doing"]);
        assert_eq!(office.run(&["list"]).err, "");
    }
}

#[test]
fn highest_merged_stamp_leaves_room() {
    let (office, file) = office_and_stick(&[("9.1", (1 << 40) + 1)]);
    office.run(&["merge", file.to_str().unwrap()]).done();
    office.run(&["mark", "9.1", "todo"]).done();
    assert_eq!((office.state("9.1", &[]), office.run(&["list"]).err), ("todo".into(), String::new()));
}

#[test]
fn old_absurd_stamp_allows_ticks() {
    let (office, file) = office_and_stick(&[("9.1", OLD_LIMIT)]);
    let own = office.ledgers(PANLIAN).remove(0);
    // An earlier version accepted the stamp, and acknowledged this tick without showing it.
    fs::copy(&file, own.with_file_name("00000000000000aa.ledger")).unwrap();
    let before = read_all(&folder(&office), PLAN, PANLIAN).ledger;
    let first = before.in_order()[0].clone();
    let acknowledged = lines(first.device, first.id, &[("6.2", OLD_LIMIT + 1)]).0;
    fs::write(&own, fs::read_to_string(&own).unwrap() + &acknowledged).unwrap();
    assert_eq!(office.state("6.2", &[]), "doing");
    office.run(&["mark", "6.2", "todo"]).done();
    office.run(&["mark", "9.1", "todo"]).done();
    assert_eq!((office.state("6.2", &[]), office.state("9.1", &[])), ("todo".into(), "todo".into()));
    assert_eq!(office.run(&["list"]).err, "");
    // It does not depend on the ledger with that stamp.
    fs::remove_file(own.with_file_name("00000000000000aa.ledger")).unwrap();
    assert_eq!(office.json(&["history"]).as_array().unwrap().len(), 4);
}

#[test]
fn edge_stamps_leave_room() {
    for stamp in [OLD_LIMIT - 1, OLD_LIMIT + (1 << 40), OLD_LIMIT + (1 << 40) + 1, u64::MAX - 1, u64::MAX] {
        let (office, file) = office_and_stick(&[("9.1", stamp)]);
        let own = office.ledgers(PANLIAN).remove(0);
        fs::copy(&file, own.with_file_name("00000000000000aa.ledger")).unwrap();
        office.run(&["mark", "6.2", "doing"]).done();
        assert_eq!(office.state("6.2", &[]), "doing", "{stamp}");
    }
}

#[test]
fn writer_refuses_what_reader_rejects() {
    let (office, _) = office_and_stick(&[]);
    let ledger = office.ledgers(PANLIAN).remove(0);
    let before = fs::read(&ledger).unwrap();
    let (_, writer) = open(&folder(&office), PLAN, PANLIAN);
    let mut writer = writer.unwrap();
    for stamp in [OLD_LIMIT, u64::MAX] {
        let refused = writer.append(tick("6.2"), stamp, DateTime::UNIX_EPOCH.fixed_offset(), "李四");
        assert!(matches!(refused, Err(StoreError::Unwritable(_))), "{refused:?}");
    }
    assert_eq!(fs::read(&ledger).unwrap(), before);
}

#[test]
fn change_beats_unread_ledgers() {
    let (office, file) = office_and_stick(&[("6.1", 500), ("6.2", 501)]);
    office.run(&["merge", file.to_str().unwrap()]).done();
    let copy = office.ledgers(PANLIAN).into_iter().find(|path| path.ends_with("00000000000000aa.ledger")).unwrap();
    // The first line of a ledger from a newer program. Nothing of it is known.
    let text = fs::read_to_string(&copy).unwrap();
    let newer = Header::new(PLAN, PANLIAN, Hex16(0xaa)).line().unwrap().0.replace("version:1", "version:9");
    let ron = newer.rsplit_once(" #").unwrap().0;
    let sum = taizhang::format::seal::short(ron.as_bytes());
    fs::write(&copy, format!("{ron} #{sum:016x}\n")).unwrap();
    let told = office.run(&["mark", "6.1", "done"]);
    assert!(told.code == 0 && told.err.contains("00000000000000aa"), "{}", told.err);
    fs::write(&copy, text).unwrap();
    assert_eq!(office.state("6.1", &[]), "done");
    assert_eq!(office.state("6.2", &[]), "doing");
}
