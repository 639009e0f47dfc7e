//! A ledger after power cuts, changed bytes and cloned disks: no whole entry is lost, and damage is reported.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::DateTime;
use taizhang::domain::ledger::{Change, Entry, ItemStatus, Ledger};
use taizhang::format::seal;
use taizhang::store::folder::{DataFolder, FolderChoice};
use taizhang::store::ledger::{LedgerNote, LedgerWriter, LoadedLedgers, open, read_all};
use taizhang::store::{ReadOnly, StoreError};

use crate::office::Office;

pub(crate) const PLAN: &str = "miyi-kxsz-2021-2025";
pub(crate) const PANLIAN: &str = "510421100";

/// Four entries in five lines.
const MARKS: [[&str; 3]; 4] =
    [["5.1", "done", "2025"], ["5.1", "doing", "2024"], ["6.2", "doing", "2025"], ["5.1", "todo", "2025"]];

/// An office with a ledger of [`MARKS`].
fn marked() -> (Office, PathBuf, Vec<u8>) {
    let office = Office::of_panlian();
    for [item, state, year] in MARKS {
        office.run(&["mark", item, state, "--year", year]).done();
    }
    let ledger = office.ledgers(PANLIAN).remove(0);
    let bytes = fs::read(&ledger).unwrap();
    (office, ledger, bytes)
}

pub(crate) fn folder(office: &Office) -> DataFolder {
    DataFolder { path: office.data(), chosen: FolderChoice::Named }
}

fn opened(office: &Office) -> (LoadedLedgers, LedgerWriter) {
    let (shelf, writer) = open(&folder(office), PLAN, PANLIAN);
    (shelf, writer.unwrap())
}

fn append(writer: &mut LedgerWriter, ledger: &Ledger) -> Result<Entry, StoreError> {
    let change = Change::Mark { item: "9.1".to_owned(), year: Some(2025), to: ItemStatus::Doing };
    writer.append(change, ledger.next_stamp().unwrap(), DateTime::UNIX_EPOCH.fixed_offset(), "李四")
}

fn entries(shelf: &LoadedLedgers) -> Vec<Entry> {
    shelf.ledger.in_order().into_iter().cloned().collect()
}

/// Start and end of each line without its line end.
fn lines(bytes: &[u8]) -> Vec<(usize, usize)> {
    let mut start = 0;
    let mut found = Vec::new();
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        found.push((start, start + line.len() - 1));
        start += line.len();
    }
    found
}

#[test]
fn truncated_ledger_keeps_whole_lines() {
    let (office, ledger, mut bytes) = marked();
    // A header and two entries have every kind of place to cut. Each cut costs several syncs.
    bytes.truncate(lines(&bytes)[2].1 + 1);
    fs::write(&ledger, &bytes).unwrap();
    let all = entries(&read_all(&folder(&office), PLAN, PANLIAN));
    assert_eq!(all.len(), 2);
    for cut in 0..=bytes.len() {
        fs::write(&ledger, &bytes[..cut]).unwrap();
        let whole = lines(&bytes).iter().skip(1).filter(|(_, end)| *end <= cut).count();
        let torn = lines(&bytes).iter().find(|(start, end)| *start < cut && cut < *end).map(|(start, _)| *start);

        let (shelf, mut writer) = opened(&office);
        assert_eq!(entries(&shelf), all[..whole], "cut at {cut}");
        match (&shelf.notes[..], torn) {
            ([LedgerNote::Empty { .. }], None) if cut == 0 => {}
            ([], None) if cut > 0 => {}
            ([note @ LedgerNote::SetAside { aside, .. }], Some(start)) => {
                assert_eq!(fs::read(aside).unwrap(), bytes[start..cut], "cut at {cut}");
                assert!(note.to_string().contains(aside.file_name().unwrap().to_str().unwrap()));
                fs::remove_file(aside).unwrap();
            }
            (notes, _) => panic!("cut at {cut}: {notes:?}"),
        }

        let new = append(&mut writer, &shelf.ledger).unwrap();
        drop(writer);
        let shelf = read_all(&folder(&office), PLAN, PANLIAN);
        assert_eq!((&entries(&shelf)[..whole], &entries(&shelf)[whole..]), (&all[..whole], &[new][..]), "cut at {cut}");
        assert_eq!(shelf.notes, [], "cut at {cut}");
    }
}

#[test]
fn reader_skips_a_torn_line() {
    let (office, ledger, bytes) = marked();
    fs::write(&ledger, &bytes[..bytes.len() - 9]).unwrap();
    let answer = office.run(&["history", "--format", "csv"]);
    assert!(answer.err.contains("最后一行没有写完"), "{}", answer.err);
    assert_eq!(answer.done().lines().count(), MARKS.len(), "the head and the three whole entries");
    assert_eq!(fs::read(&ledger).unwrap(), bytes[..bytes.len() - 9]);
}

#[test]
fn torn_line_is_set_aside() {
    let (office, ledger, bytes) = marked();
    fs::write(&ledger, &bytes[..bytes.len() - 9]).unwrap();
    let answer = office.run(&["mark", "9.1", "doing"]);
    assert!(answer.err.contains("已移到"), "{}", answer.err);
    answer.done();
    assert_eq!(office.state("9.1", &[]), "doing");
    assert_eq!(office.run(&["list"]).err, "");
}

#[test]
fn changed_byte_damages_one_line() {
    let (office, ledger, bytes) = marked();
    let all = entries(&read_all(&folder(&office), PLAN, PANLIAN));
    for (at, (start, end)) in lines(&bytes).into_iter().enumerate() {
        let expected: Vec<&Entry> = all.iter().enumerate().filter(|(no, _)| no + 1 != at).map(|(_, e)| e).collect();
        for place in start..end {
            let mut changed = bytes.clone();
            changed[place] ^= 1;
            fs::write(&ledger, &changed).unwrap();
            let shelf = read_all(&folder(&office), PLAN, PANLIAN);
            assert_eq!(shelf.ledger.in_order(), expected, "byte {place} of line {}", at + 1);
            let told: Vec<String> = shelf.notes.iter().map(ToString::to_string).collect();
            assert!(told.iter().any(|note| note.contains(&format!("第{}行损坏", at + 1))), "byte {place}: {told:?}");
            assert_eq!(shelf.damaged(), 1);
        }
    }
}

#[test]
fn changed_line_end_spares_others() {
    let (office, ledger, bytes) = marked();
    let all = entries(&read_all(&folder(&office), PLAN, PANLIAN));
    // The line end after entry 2: entries 2 and 3 become one damaged line.
    let mut changed = bytes.clone();
    changed[lines(&bytes)[2].1] = b' ';
    fs::write(&ledger, &changed).unwrap();
    let shelf = read_all(&folder(&office), PLAN, PANLIAN);
    assert_eq!(entries(&shelf), [all[0].clone(), all[3].clone()]);
    assert_eq!(shelf.damaged(), 1);
}

#[test]
fn damaged_line_stays_in_file() {
    let (office, ledger, mut bytes) = marked();
    let place = lines(&bytes)[2].0 + 20;
    bytes[place] ^= 1;
    fs::write(&ledger, &bytes).unwrap();
    let answer = office.run(&["mark", "9.1", "doing"]);
    assert!(answer.err.contains("第3行损坏"), "{}", answer.err);
    answer.done();
    assert!(fs::read(&ledger).unwrap().starts_with(&bytes));
    assert_eq!(office.state("9.1", &[]), "doing");
}

#[test]
fn resaved_ledger_counts_in_full() {
    let (office, ledger, bytes) = marked();
    let all = entries(&read_all(&folder(&office), PLAN, PANLIAN));
    let text = String::from_utf8(bytes).unwrap();
    let crlf = text.replace('\n', "\r\n");
    for saved in [crlf.clone(), format!("\u{feff}{text}"), format!("\u{feff}{crlf}"), crlf.trim_end().to_owned()] {
        fs::write(&ledger, &saved).unwrap();
        let (shelf, mut writer) = opened(&office);
        assert_eq!((entries(&shelf), &shelf.notes[..]), (all.clone(), &[][..]));
        append(&mut writer, &shelf.ledger).unwrap();
        drop(writer);
        let shelf = read_all(&folder(&office), PLAN, PANLIAN);
        assert_eq!((shelf.ledger.len(), &shelf.notes[..]), (all.len() + 1, &[][..]));
    }
}

#[test]
fn missing_line_is_a_gap() {
    let (office, ledger, bytes) = marked();
    let (start, end) = lines(&bytes)[2];
    fs::write(&ledger, [&bytes[..start], &bytes[end + 1..]].concat()).unwrap();
    let shelf = read_all(&folder(&office), PLAN, PANLIAN);
    assert_eq!(shelf.ledger.len(), MARKS.len() - 1);
    assert!(matches!(&shelf.notes[..], [LedgerNote::Gap { lines, .. }] if lines == &[3]), "{:?}", shelf.notes);
}

#[test]
fn copied_ledger_counts_once() {
    let (office, ledger, _) = marked();
    fs::copy(&ledger, ledger.with_file_name("台账 - 副本.ledger")).unwrap();
    let shelf = read_all(&folder(&office), PLAN, PANLIAN);
    assert_eq!((shelf.ledger.len(), &shelf.notes[..]), (MARKS.len(), &[][..]));
}

/// A line of a newer program: whole and chained, with an unknown change.
fn newer_line(bytes: &[u8], stamp: u64) -> String {
    let text = std::str::from_utf8(bytes).unwrap().trim_end();
    let prev = &text[text.len() - 16..];
    let ron = format!(
        r#"(prev:"{prev}",stamp:{stamp},at:"2026-01-05T08:00:00+08:00",by:"王五",what:Vote(for:[1,(2)],why:"新"))"#
    );
    format!("{ron} #{:016x}\n", seal::short(ron.as_bytes()))
}

#[test]
fn newer_entry_blocks_reports() {
    let (office, ledger, bytes) = marked();
    let newer = newer_line(&bytes, 99);
    fs::write(&ledger, [&bytes, newer.as_bytes()].concat()).unwrap();

    let stick = office.stick();
    let sentence = office.run(&["export", "--period", "2025", "--out", stick.to_str().unwrap()]).refused(3);
    assert!(sentence.contains("新版程序"), "{sentence}");
    assert!(!stick.exists(), "nothing was handed out");

    office.run(&["mark", "9.1", "doing"]).done();
    let text = fs::read_to_string(&ledger).unwrap();
    assert!(text.contains(&newer), "kept as it was");
    assert!(text.lines().last().unwrap().contains("stamp:100,"), "later entries go beyond its stamp");
}

#[test]
fn newer_ledger_blocks_reports() {
    let (office, ledger, bytes) = marked();
    let head =
        format!(r#"(format:"taizhang-ledger",version:2,plan:"{PLAN}",township:"{PANLIAN}",device:"00000000000000aa")"#);
    let line = format!("{head} #{:016x}\n", seal::short(head.as_bytes()));
    fs::write(ledger.with_file_name("00000000000000aa.ledger"), line).unwrap();
    let sentence = office.run(&["export", "--period", "2025", "--out", office.stick().to_str().unwrap()]).refused(3);
    assert!(sentence.contains("新版程序"), "{sentence}");
    assert_eq!(fs::read(&ledger).unwrap(), bytes);
}

#[test]
fn other_township_ledger_is_not_counted() {
    let (office, ledger, _) = marked();
    let other = Office::new();
    other.run(&["setup", "--township", "丙谷镇", "--reporter", "李四"]).done();
    other.run(&["mark", "9.1", "doing"]).done();
    let foreign = other.ledgers("510421101").remove(0);
    fs::copy(&foreign, ledger.with_file_name(foreign.file_name().unwrap())).unwrap();
    let answer = office.run(&["list"]);
    assert!(answer.err.contains("没有计入"), "{}", answer.err);
    answer.done();
    assert_eq!(office.state("9.1", &[]), "todo");
}

#[test]
fn other_file_is_not_counted() {
    let (office, ledger, _) = marked();
    for (name, content) in [("空.ledger", &b""[..]), ("照片.ledger", b"\xff\xd8\xff\xe0 JFIF"), ("a.ledger", b"(\n")]
    {
        fs::write(ledger.with_file_name(name), content).unwrap();
    }
    let shelf = read_all(&folder(&office), PLAN, PANLIAN);
    assert_eq!((shelf.ledger.len(), shelf.notes.len()), (MARKS.len(), 3), "{:?}", shelf.notes);
}

#[test]
fn second_window_reads_until_released() {
    let (office, ledger, bytes) = marked();
    let (_, writer) = opened(&office);
    let (shelf, refused) = open(&folder(&office), PLAN, PANLIAN);
    assert!(matches!(refused, Err(ReadOnly::Locked { holder: Some(_) })), "{refused:?}");
    assert_eq!(shelf.ledger.len(), MARKS.len());

    let sentence = office.run(&["mark", "9.1", "doing"]).refused(3);
    assert!(sentence.contains("另一个窗口") && sentence.contains("只能看"), "{sentence}");
    assert_eq!(office.state("9.1", &[]), "todo");
    let stick = office.stick();
    office.run(&["export", "--period", "2025", "--out", stick.to_str().unwrap()]).refused(3);
    assert_eq!((fs::read(&ledger).unwrap(), stick.exists()), (bytes, false));

    drop(writer);
    office.run(&["mark", "9.1", "doing"]).done();
}

#[test]
fn resized_ledger_refuses_appends() {
    for change in [1, -1] {
        let (office, ledger, bytes) = marked();
        let (shelf, mut writer) = opened(&office);
        let length = bytes.len().checked_add_signed(change).unwrap();
        fs::OpenOptions::new().write(true).open(&ledger).unwrap().set_len(length as u64).unwrap();
        let refused = append(&mut writer, &shelf.ledger);
        assert!(matches!(refused, Err(StoreError::ChangedOutside { .. })), "{refused:?}");
        assert_eq!(fs::metadata(&ledger).unwrap().len(), length as u64);
    }
}

pub(crate) fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for file in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(file.file_name());
        if file.file_type().unwrap().is_dir() {
            copy_folder(&file.path(), &to);
        } else {
            fs::copy(file.path(), to).unwrap();
        }
    }
}
