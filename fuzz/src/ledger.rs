//! Ledgers: each line is read or reported, the order of entries does not matter, and the next entry can be read back.

use std::sync::OnceLock;

use chrono::{DateTime, NaiveDate};
use taizhang::domain::check::{self, Severity, StoreFacts};
use taizhang::domain::ledger::{Hex16, Ledger};
use taizhang::domain::period::Period;
use taizhang::domain::plan::PlanFile;
use taizhang::domain::progress::Progress;
use taizhang::domain::report::{Edition, Signature, compose, last_export};
use taizhang::domain::text::harmless;
use taizhang::domain::{merge, restore, undo, wording};
use taizhang::format::ledger::{Draft, LedgerReading};
use taizhang::format::{self, REPORT_MAX, seal};

/// The device of a ledger without a header.
const DEVICE: Hex16 = Hex16(1);

pub fn plan() -> &'static PlanFile {
    static PLAN: OnceLock<PlanFile> = OnceLock::new();
    PLAN.get_or_init(|| format::plan::read(include_bytes!("../../data/miyi-2021-2025.ron")).unwrap())
}

/// Runs the bytes unchanged, and again with correct hashes on every line. Without them almost every line is rejected.
pub fn run(bytes: &[u8]) {
    let _ = format::ledger::read(bytes, None);
    let summed = with_sums(bytes);
    let Ok(reading) = format::ledger::read(&summed, Some(DEVICE)) else { return };
    let ledger = fold(&reading);
    order_does_not_matter(&reading, &ledger);
    everything_can_be_said(&reading, &ledger);
    // One period per input, because making a report takes longest.
    let periods = ["2025", "2025Q1", "2024H2", "2021Q4"];
    report_comes_back(&ledger, periods[bytes.len() % periods.len()].parse().unwrap());
    next_line_comes_back(&summed, &reading, &ledger);
}

/// Corrects the hash of every line, and the hash of the line before.
fn with_sums(bytes: &[u8]) -> Vec<u8> {
    const BEFORE: &str = "prev:\"";
    const DIGITS: usize = 16;
    let (mut out, mut last) = (Vec::new(), 0);
    for line in bytes.split(|byte| *byte == b'\n') {
        let Ok(text) = std::str::from_utf8(line) else {
            out.extend_from_slice(line);
            out.push(b'\n');
            continue;
        };
        let mut ron = text.rsplit_once(" #").map_or(text, |(ron, _)| ron).to_owned();
        if let Some(from) = ron.find(BEFORE).map(|at| at + BEFORE.len())
            && ron.get(from..from + DIGITS).is_some()
        {
            ron.replace_range(from..from + DIGITS, &format!("{last:016x}"));
        }
        last = seal::short(ron.as_bytes());
        out.extend(format!("{ron} #{last:016x}\n").bytes());
    }
    out
}

fn fold(reading: &LedgerReading) -> Ledger {
    let mut ledger = Ledger::default();
    for stamp in &reading.unknown {
        ledger.observe_stamp(*stamp);
    }
    ledger.extend(reading.entries.clone());
    ledger
}

fn order_does_not_matter(reading: &LedgerReading, ledger: &Ledger) {
    let mut other = Ledger::default();
    for entry in reading.entries.iter().rev().chain(&reading.entries) {
        other.add(entry.clone());
    }
    assert_eq!(ledger.heads(), other.heads());
    assert_eq!(ledger.activities(), other.activities());
    assert_eq!(ledger.own_items(), other.own_items());
    for field in ledger.all_fields() {
        let winner = |ledger: &Ledger| ledger.winning_entry(&field).map(|entry| entry.id);
        assert_eq!(winner(ledger), winner(&other), "{field:?}");
    }
    assert!(merge::overwritten(ledger, &other, ledger).is_empty(), "a merge of the same overwrites nothing");
}

fn everything_can_be_said(reading: &LedgerReading, ledger: &Ledger) {
    for entry in &reading.entries {
        let _ = harmless(&wording::change_words(ledger, &entry.change));
        let _ = wording::value_words(ledger, &entry.change);
    }
    for head in ledger.heads() {
        let _ = undo::undo(ledger, head.device);
        let _ = undo::redo(ledger, head.device);
    }
}

/// A report that passes the audit (审核) can be read back.
fn report_comes_back(ledger: &Ledger, period: Period) {
    let plan = plan();
    let at = DateTime::parse_from_rfc3339("2025-11-23T10:00:00+08:00").unwrap();
    let today = NaiveDate::from_ymd_opt(2025, 11, 23).unwrap();
    let by = Signature { reporter: "张三".into(), reviewer: String::new(), phone: String::new(), at, today };
    let _ = Progress::of(&plan.plan, ledger, period).tally();
    let (revision, parent) = last_export(ledger, period);
    let edition = Edition { period, revision: revision.saturating_add(1), parent };
    let report = compose(&plan.plan, &plan.sha256, &plan.plan.roster[0], ledger, 0, edition, &by);
    let findings = check::check(&plan.plan, ledger, period, &by, &StoreFacts::default());
    let refused = findings.iter().any(|finding| finding.level == Severity::Error);
    let text = format::report::write(&report).unwrap();
    match format::report::read(text.as_bytes()) {
        Ok(back) => assert_eq!(back.report, report),
        Err(error) => assert!(refused || text.len() as u64 > REPORT_MAX, "{error:?}"),
    }
    let _ = restore::restore_changes(&plan.plan, &Ledger::default(), &report, "0");
}

/// After any input, the next appended change can be read back.
fn next_line_comes_back(bytes: &[u8], reading: &LedgerReading, ledger: &Ledger) {
    let (Some(stamp), Some(last)) = (ledger.next_stamp(), reading.entries.last()) else { return };
    let draft = Draft { prev: reading.last, stamp, at: last.at, by: last.by.clone(), what: last.change.clone() };
    let (line, entry) = draft.line(DEVICE).unwrap();
    let bytes = [bytes, line.as_bytes()].concat();
    let again = format::ledger::read(&bytes, Some(DEVICE)).unwrap();
    let seen = again.entries.last().map(|last| (last.id, &last.change, &last.by, last.at, last.stamp));
    assert_eq!(seen, Some((entry.id, &entry.change, &entry.by, entry.at, stamp)));
}
