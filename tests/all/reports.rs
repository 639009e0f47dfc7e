//! Reports: exported once, whole or refused, numbered, and judged the same everywhere.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use taizhang::domain::ledger::ItemStatus;
use taizhang::domain::report::Report;
use taizhang::format::{self, FormatError, REPORT_MAX, seal};

use crate::office::Office;
use crate::storage::PANLIAN;

/// Exports a period onto the USB stick and returns the answer.
fn export(office: &Office, period: &str, today: &str) -> Value {
    office.json(&["export", "--period", period, "--out", office.stick().to_str().unwrap(), "--today", today])
}

fn path(exported: &Value) -> PathBuf {
    PathBuf::from(exported["path"].as_str().unwrap())
}

fn report(exported: &Value) -> Report {
    format::report::read(&fs::read(path(exported)).unwrap()).unwrap().report
}

/// An office with one mark, and its report of 2025.
fn reported() -> (Office, PathBuf, String) {
    let office = Office::of_panlian();
    office.run(&["mark", "5.1", "done", "--on", "2025-03-12"]).done();
    let path = path(&export(&office, "2025", "2025-11-23"));
    let text = fs::read_to_string(&path).unwrap();
    (office, path, text)
}

/// The verdict of `verify` on each file, and its exit code.
fn verify(office: &Office, files: &[PathBuf]) -> (Vec<Value>, i32) {
    let mut args = vec!["verify", "--format", "json"];
    args.extend(files.iter().map(|file| file.to_str().unwrap()));
    let answer = office.run(&args);
    (serde_json::from_str(&answer.out).unwrap(), answer.code)
}

/// Writes a file beside the stick and verifies it.
fn judged(office: &Office, bytes: impl AsRef<[u8]>) -> (Value, i32) {
    let file = office.folder.path().join("收到的.ron");
    fs::write(&file, bytes).unwrap();
    let (mut verdicts, code) = verify(office, &[file]);
    (verdicts.remove(0), code)
}

fn reason(verdict: &Value) -> &str {
    assert_eq!(verdict["ok"], false, "{verdict}");
    verdict["reason"].as_str().unwrap()
}

/// Replaces `from` with `to` in a report and seals it again, as a forger would.
fn resealed(text: &str, edits: &[(&str, &str)]) -> String {
    let mut body = seal::unseal(text).unwrap().body.to_owned();
    for (from, to) in edits {
        assert!(body.contains(from), "{from}");
        body = body.replace(from, to);
    }
    seal::seal(body)
}

#[test]
fn report_verifies_and_names_its_township() {
    let (office, path, text) = reported();
    let (verdicts, code) = verify(&office, &[path]);
    assert_eq!(code, 0);
    let expected = serde_json::json!({
        "kind": "report", "ok": true, "reason": null, "period": "2025", "revision": 1,
        "township": {"code": PANLIAN, "name": "攀莲镇"}, "sha256": seal::sha256(text.as_bytes()),
    });
    for (key, value) in expected.as_object().unwrap() {
        assert_eq!(&verdicts[0][key], value, "{key}");
    }
}

#[test]
fn report_survives_mail_and_notepad() {
    let (office, _, text) = reported();
    let crlf = text.replace('\n', "\r\n");
    for saved in [crlf.clone(), format!("\u{feff}{text}"), format!("\u{feff}{crlf}"), format!("{text}\n\n")] {
        let (verdict, code) = judged(&office, saved);
        assert_eq!((code, &verdict["ok"]), (0, &Value::Bool(true)), "{verdict}");
        assert_eq!(verdict["sha256"], seal::sha256(text.as_bytes()));
    }
}

#[test]
fn changed_digit_is_refused() {
    let (office, _, text) = reported();
    let mut files = Vec::new();
    for (at, digit) in text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_digit()) {
        let mut bytes = text.clone().into_bytes();
        bytes[at] = if digit == b'9' { b'0' } else { digit + 1 };
        let file = office.folder.path().join(format!("{at}.ron"));
        fs::write(&file, bytes).unwrap();
        files.push(file);
    }
    let (verdicts, code) = verify(&office, &files);
    assert_eq!((code, verdicts.len()), (1, files.len()));
    for verdict in verdicts {
        assert_eq!((&verdict["ok"], &verdict["kind"]), (&Value::Bool(false), &"report".into()), "{verdict}");
        assert!(reason(&verdict).ends_with('。'));
    }
}

#[test]
fn truncated_report_is_refused() {
    let (office, _, text) = reported();
    // The line end after the seal is not required.
    for cut in 0..text.len() - 1 {
        assert!(format::report::read(&text.as_bytes()[..cut]).is_err(), "cut at {cut}");
    }
    for cut in [0, 1, 400, text.len() / 2, text.len() - 2] {
        let (verdict, code) = judged(&office, &text.as_bytes()[..cut]);
        assert_eq!((code, reason(&verdict).is_empty()), (1, false));
    }
}

#[test]
fn bad_file_spares_the_others() {
    let (office, path, text) = reported();
    let bad = office.folder.path().join("坏.ron");
    fs::write(&bad, text.replace("2025-03-12", "2025-03-13")).unwrap();
    let missing = office.folder.path().join("没有.ron");
    let (verdicts, code) = verify(&office, &[path, bad, missing]);
    let oks: Vec<_> = verdicts.iter().map(|verdict| verdict["ok"].as_bool().unwrap()).collect();
    assert_eq!((oks, code), (vec![true, false, false], 1));
    assert!(reason(&verdicts[2]).contains("找不到"));
}

#[test]
fn verify_judges_plans_and_ledgers() {
    let (office, _, _) = reported();
    let plan = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/miyi-2021-2025.ron");
    let ledger = office.ledgers(PANLIAN).remove(0);
    let photo = office.folder.path().join("照片.jpg");
    fs::write(&photo, b"\xff\xd8\xff\xe0").unwrap();
    let (verdicts, code) = verify(&office, &[plan, ledger.clone(), photo]);
    let told: Vec<_> = verdicts.iter().map(|one| (one["kind"].as_str().unwrap(), one["ok"] == true)).collect();
    assert_eq!((told, code), (vec![("plan", true), ("ledger", true), ("unknown", false)], 1));

    let mut bytes = fs::read(&ledger).unwrap();
    let place = bytes.len() - 40;
    bytes[place] ^= 1;
    let changed = office.folder.path().join(ledger.file_name().unwrap());
    fs::write(&changed, bytes).unwrap();
    let (verdicts, code) = verify(&office, &[changed]);
    assert!(code == 1 && reason(&verdicts[0]).contains("损坏"), "{verdicts:?}");
}

#[test]
fn abolished_township_report_is_refused() {
    let (office, _, text) = reported();
    for (code, name) in [("510421104", "垭口镇"), ("510421200", "草场乡")] {
        let (verdict, exit) = judged(&office, resealed(&text, &[(PANLIAN, code), ("攀莲镇", name)]));
        assert_eq!(exit, 1);
        assert!(reason(&verdict).contains(name) && reason(&verdict).contains("撤销"), "{verdict}");
    }
}

#[test]
fn inconsistent_report_is_refused() {
    let (office, _, text) = reported();
    let cases: &[(&[(&str, &str)], &str)] = &[
        (&[("version: 1", "version: 3")], "新版程序"),
        (&[("taizhang-report\"", "taizhang-receipt\"")], "不"),
        (&[("510421100", "510421999")], "510421999"),
        (&[("name: \"攀莲镇\"", "name: \"丙谷镇\"")], "丙谷镇"),
        (&[("plan: \"miyi-", "plan: \"yanbian-")], "另一个规划"),
        (&[("  done: 1", "  done: 2")], "合计"),
        (&[("id: \"5.2\"", "id: \"5.1\"")], "5.1"),
        (&[("id: \"5.2\"", "id: \"5.99\"")], "5.99"),
        (&[("Done(on: \"2025-03-12\")", "Done(on: \"2026-01-01\")")], "5.1"),
        (&[("revision: 1", "revision: 0")], "次数"),
        (&[("items: [", "items: [[")], "第"),
    ];
    for (edits, says) in cases {
        let (verdict, code) = judged(&office, resealed(&text, edits));
        assert_eq!(code, 1, "{edits:?}");
        assert!(reason(&verdict).contains(says), "{edits:?}: {verdict}");
    }
}

#[test]
fn oversized_file_is_refused_unparsed() {
    let (office, _, text) = reported();
    let body = seal::unseal(&text).unwrap().body;
    let padded = seal::seal(format!("// {}\n{body}", "大".repeat(usize::try_from(REPORT_MAX).unwrap() / 3)));
    assert!(matches!(format::report::read(padded.as_bytes()), Err(FormatError::TooLarge { .. })));
    let (verdict, code) = judged(&office, format!("{body}{padded}"));
    assert!(code == 1 && reason(&verdict).contains("16 MB"), "{verdict}");
}

#[test]
fn next_report_has_hash_of_previous() {
    let (office, ..) = reported();
    let first = export(&office, "2025", "2025-11-23");
    office.run(&["mark", "6.2", "doing"]).done();
    let second = export(&office, "2025", "2025-11-23");
    assert_eq!((first["revision"].as_u64(), second["revision"].as_u64()), (Some(1), Some(2)));
    assert_eq!(second["new"], true);
    assert!(path(&second).ends_with("510421100-攀莲镇-2025-第2次.ron"));
    assert!(path(&first).exists(), "the first was not overwritten");
    let (older, newer) = (report(&first), report(&second));
    assert_eq!((older.parent, newer.parent.as_deref()), (None, first["sha256"].as_str()));
    for head in &older.heads {
        let grown = newer.heads.iter().find(|other| other.device == head.device).unwrap();
        assert!(grown.entries > head.entries, "{head:?} {grown:?}");
    }
    assert_eq!(export(&office, "2025Q3", "2025-11-23")["revision"], 1, "each period counts for itself");
}

#[test]
fn merged_report_has_both_heads() {
    let (office, ..) = reported();
    let other = Office::of_panlian();
    other.run(&["mark", "6.2", "doing"]).done();
    let first = report(&export(&office, "2025", "2025-11-23"));
    let theirs = other.ledgers(PANLIAN).remove(0);
    let ours = office.ledgers(PANLIAN).remove(0);
    fs::copy(&theirs, ours.with_file_name(theirs.file_name().unwrap())).unwrap();
    let exported = export(&office, "2025", "2025-11-23");
    assert_eq!((exported["revision"].as_u64(), &exported["new"]), (Some(2), &Value::Bool(true)));
    let both = report(&exported);
    assert_eq!((first.heads.len(), both.heads.len()), (1, 2));
    let contains = |device| both.heads.iter().any(|head| head.device == device);
    assert!(contains(first.heads[0].device));
    assert_eq!(export(&office, "2025", "2025-11-23")["new"], false);
}

#[test]
fn unchanged_export_repeats_its_bytes() {
    let (office, path, text) = reported();
    let again = export(&office, "2025", "2025-11-24");
    assert_eq!((&again["new"], again["revision"].as_u64()), (&Value::Bool(false), Some(1)));
    assert_eq!(again["sha256"], seal::sha256(text.as_bytes()));
    fs::remove_file(&path).unwrap();
    let told = office.run(&["export", "--period", "2025", "--out", office.stick().to_str().unwrap()]).done();
    assert!(told.contains("没有变化"), "{told}");
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn unrecorded_report_is_recorded() {
    let (office, path, text) = reported();
    // The state after a power cut between outbox and ledger.
    let ledger = office.ledgers(PANLIAN).remove(0);
    let lines = fs::read_to_string(&ledger).unwrap();
    let before = lines.trim_end().rfind('\n').unwrap() + 1;
    assert!(lines[before..].contains("Exported"));
    fs::write(&ledger, &lines[..before]).unwrap();
    let again = export(&office, "2025", "2025-11-23");
    assert_eq!(fs::read_to_string(&path).unwrap(), text, "the very report goes out");
    assert_eq!(again["revision"], 1);
    assert!(office.run(&["history"]).done().contains("上报"), "and the ledger knows it");
    assert_eq!(export(&office, "2025", "2025-11-23")["new"], false);
}

#[test]
fn other_file_is_never_overwritten() {
    let (office, path, text) = reported();
    fs::write(&path, "别人的文件").unwrap();
    let again = export(&office, "2025", "2025-11-23");
    let second = PathBuf::from(again["path"].as_str().unwrap());
    assert_ne!(second, path);
    assert_eq!(fs::read_to_string(&path).unwrap(), "别人的文件");
    assert_eq!(fs::read_to_string(second).unwrap(), text);
}

#[test]
fn outbox_keeps_every_report() {
    let (office, path, text) = reported();
    let kept = office.data().join("outbox/miyi-kxsz-2021-2025/510421100").join(path.file_name().unwrap());
    assert_eq!(fs::read_to_string(kept).unwrap(), text);
}

#[test]
fn report_needs_a_reporter() {
    let office = Office::new();
    let stick = office.stick();
    let args = ["export", "--township", "攀莲镇", "--period", "2025", "--out", stick.to_str().unwrap()];
    let sentence = office.run(&args).refused(3);
    assert!(sentence.contains("填报人"), "{sentence}");
    assert!(!stick.exists());
}

#[test]
fn report_counts_damaged_lines() {
    let (office, ..) = reported();
    let ledger = office.ledgers(PANLIAN).remove(0);
    let mut bytes = fs::read(&ledger).unwrap();
    let place = bytes.iter().position(|byte| *byte == b'\n').unwrap() + 20;
    bytes[place] ^= 1;
    fs::write(&ledger, bytes).unwrap();
    let damaged = report(&export(&office, "2025", "2025-11-23"));
    assert_eq!(damaged.damaged, 1);
    assert!(damaged.items.iter().all(|item| item.status == ItemStatus::Todo), "the damaged tick does not count");
}
