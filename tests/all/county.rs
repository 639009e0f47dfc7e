//! Which report counts. A report without conflict knows all that any other report knew, and the order of files does
//! not matter.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use chrono::DateTime;
use proptest::prelude::*;
use taizhang::domain::county::{CountyReports, Received, ReportFigures, ReportOrigin};
use taizhang::domain::ledger::{EntryChecksums, Head, Hex16};
use taizhang::domain::period::Period;

/// The PC that wrote the entry, its stamp, its id.
type Entry = (usize, u64, u64);

#[derive(Debug, Clone, Copy)]
enum Act {
    Tick(usize),
    Export(usize),
    /// Merges the ledgers of another PC.
    Merge(usize, usize),
    /// Copies its data folder away.
    Copy(usize),
    /// Restores that copy and continues as the same PC.
    PutBack(usize),
    /// Is reinstalled: a new PC without records.
    Reinstall(usize),
    /// Is reinstalled, and merges the latest report.
    Restore(usize),
}

#[derive(Debug, Clone, Default)]
struct Pc {
    device: usize,
    known: BTreeSet<Entry>,
    /// Entries known from reports alone, and those reports.
    told: BTreeSet<Entry>,
    taken_in: BTreeMap<u64, String>,
    copy: Option<Box<Pc>>,
}

/// The reports, each with all entries that its PC knew.
fn play(pcs: usize, acts: &[Act]) -> Vec<(Received, BTreeSet<Entry>)> {
    let mut all: Vec<Pc> = (0..pcs).map(|device| Pc { device, ..Pc::default() }).collect();
    let mut made: Vec<(Received, BTreeSet<Entry>)> = Vec::new();
    let (mut id, mut devices) = (0, pcs);
    for (at, act) in (0..).zip(acts) {
        id += 1;
        match *act {
            Act::Tick(pc) => write(&mut all[pc], id),
            Act::Export(pc) => {
                let report = report(&all[pc], id, at);
                made.push((report, all[pc].known.union(&all[pc].told).copied().collect()));
                write(&mut all[pc], id);
            }
            Act::Merge(to, from) => {
                let Pc { known, told, taken_in, .. } = all[from].clone();
                all[to].known.extend(known);
                all[to].told.extend(told);
                all[to].taken_in.extend(taken_in);
            }
            Act::Copy(pc) => all[pc].copy = Some(Box::new(all[pc].clone())),
            Act::PutBack(pc) => {
                if let Some(copy) = all[pc].copy.clone() {
                    all[pc] = *copy;
                }
            }
            Act::Reinstall(pc) => {
                all[pc] = Pc { device: devices, ..Pc::default() };
                devices += 1;
            }
            Act::Restore(pc) => {
                all[pc] = Pc { device: devices, ..Pc::default() };
                devices += 1;
                if let Some((report, entries)) = made.last() {
                    all[pc].told.clone_from(entries);
                    all[pc].taken_in.insert(id, report.sha256.clone());
                    write(&mut all[pc], id);
                }
            }
        }
    }
    made
}

fn write(pc: &mut Pc, id: u64) {
    let stamp = pc.known.iter().map(|entry| entry.1).max().unwrap_or(0) + 1;
    pc.known.insert((pc.device, stamp, id));
}

fn report(pc: &Pc, id: u64, at: i64) -> Received {
    // Sorted by PC, then by stamp.
    let mut entries: BTreeMap<usize, Vec<Hex16>> = BTreeMap::new();
    for &(device, _, id) in &pc.known {
        entries.entry(device).or_default().push(identity(id));
    }
    let head = |(device, ids): (&usize, &Vec<Hex16>)| Head {
        device: Hex16(*device as u64),
        entries: ids.len() as u64,
        last: ids[ids.len() - 1],
    };
    Received {
        origin: ReportOrigin { path: PathBuf::from(format!("{id:04}.ron")), within: None },
        sha256: format!("{id:064x}"),
        plan: "plan".to_owned(),
        plan_sha256: String::new(),
        other_text: false,
        code: "510421100".to_owned(),
        period: Period::year_of(2025),
        period_over: true,
        revision: 1,
        heads: entries.iter().map(head).collect(),
        entry_checksums: entries.into_values().map(EntryChecksums::of).collect(),
        taken_in: pc.taken_in.values().cloned().collect(),
        made_at: DateTime::from_timestamp(at * 60, 0).unwrap().fixed_offset(),
        reporter: String::new(),
        phone: String::new(),
        damaged: 0,
        figures: ReportFigures::default(),
    }
}

/// An id like a hash, with random bits.
fn identity(id: u64) -> Hex16 {
    Hex16(id.wrapping_mul(0x9E37_79B9_7F4A_7C15))
}

fn acts(pcs: usize, put_back: bool) -> impl Strategy<Value = Vec<Act>> {
    let one = move || 0..pcs;
    let act = prop_oneof![
        6 => one().prop_map(Act::Tick),
        4 => one().prop_map(Act::Export),
        3 => (one(), one()).prop_map(|(to, from)| Act::Merge(to, from)),
        u32::from(put_back) => one().prop_map(Act::Copy),
        u32::from(put_back) * 2 => one().prop_map(Act::PutBack),
        1 => one().prop_map(Act::Reinstall),
        1 => one().prop_map(Act::Restore),
    ];
    prop::collection::vec(act, 0..40)
}

/// Asserts that a report without conflict knows all that any report of the folder knew. `exactly` also asserts that
/// there is no needless conflict.
fn nothing_is_lost(made: &[(Received, BTreeSet<Entry>)], exactly: bool) -> Result<(), TestCaseError> {
    let county = CountyReports::of(made.iter().map(|(report, _)| report.clone()).collect(), &BTreeSet::new());
    let known = |report: &Received| &made.iter().find(|(one, _)| one.sha256 == report.sha256).unwrap().1;
    for (one, by) in &county.superseded {
        let (one, by) = (&county.reports[*one], &county.reports[*by]);
        prop_assert!(known(by).is_superset(known(one)), "{by:?}\ntook the place of\n{one:?}");
    }
    if let Some(standing) = county.effective_report("plan", Period::year_of(2025), "510421100") {
        let all_known = made.iter().all(|(_, entries)| known(&county.reports[standing.report]).is_superset(entries));
        prop_assert!(standing.conflict.is_some() || all_known, "an older truth stands");
        prop_assert!(!exactly || standing.conflict.is_none() || !all_known, "asked without need");
    }
    Ok(())
}

proptest! {
    #[test]
    fn effective_report_contains_the_others(made in acts(3, false)) {
        nothing_is_lost(&play(3, &made), true)?;
    }

    #[test]
    fn restored_pcs_supersede_nothing_forgotten(made in acts(3, true)) {
        nothing_is_lost(&play(3, &made), false)?;
    }

    #[test]
    fn names_and_copies_change_nothing(
        made in acts(2, true),
        names in prop::collection::vec(0_u32..1000, 80),
    ) {
        let reports: Vec<Received> = play(2, &made).into_iter().map(|(report, _)| report).collect();
        let renamed = reports.iter().chain(&reports).zip(&names).enumerate().map(|(at, (report, name))| {
            let origin = ReportOrigin { path: PathBuf::from(format!("{name}-{at}.ron")), within: None };
            Received { origin, ..report.clone() }
        });
        let (one, other) = (CountyReports::of(reports.clone(), &BTreeSet::new()), CountyReports::of(renamed.collect(), &BTreeSet::new()));
        let stands = |county: &CountyReports| {
            let standing = county.effective_report("plan", Period::year_of(2025), "510421100")?;
            Some((county.reports[standing.report].sha256.clone(), standing.conflict.is_some()))
        };
        prop_assert_eq!(stands(&one), stands(&other));
        prop_assert_eq!(other.duplicates.len(), reports.len());
    }
}

#[test]
fn choice_holds_until_new_report() {
    let acts = [Act::Tick(0), Act::Export(0), Act::Tick(1), Act::Export(1), Act::Tick(1), Act::Export(1)];
    let reports: Vec<Received> = play(2, &acts).into_iter().map(|(report, _)| report).collect();
    let chosen = BTreeSet::from([reports[0].sha256.clone()]);
    let none = BTreeSet::new();
    let (before, after) = (CountyReports::of(reports[..2].to_vec(), &none), CountyReports::of(reports.clone(), &none));
    assert_eq!((before.conflicts.len(), after.conflicts.len()), (1, 1));
    assert_eq!(before.still_chosen(&chosen, &before), chosen);
    assert_eq!(after.still_chosen(&chosen, &before), none);
    assert_eq!(after.still_chosen(&chosen, &after), chosen);
}

/// A report of a period from each township, named by its last digit.
fn reported(period: &str, townships: std::ops::Range<u64>) -> Vec<Received> {
    let id = period.bytes().fold(0, |id: u64, byte| id * 31 + u64::from(byte));
    let of = |township: u64| Received {
        code: format!("5104211{township:02}"),
        period: period.parse().unwrap(),
        ..report(&Pc::default(), id * 100 + township, 0)
    };
    townships.map(of).collect()
}

#[test]
fn usual_period_is_the_latest_that_is_over() {
    for (reports, today, usual, why) in [
        (&[("2025Q3", 9), ("2025Q4", 1)][..], "2025-10-15", "2025Q3", "one is early"),
        (&[("2025Q3", 9), ("2025", 1)], "2025-10-15", "2025Q3", "one reported the year, 期未满"),
        (&[("2025Q3", 1), ("2025Q2", 9)], "2025-10-15", "2025Q3", "the first of a new period"),
        (&[("2025Q3", 9), ("2025Q4", 1)], "2026-01-01", "2025Q4", "both are over"),
        (&[("2025Q4", 9), ("2025", 2)], "2026-01-05", "2025Q4", "most reported the quarter"),
        (&[("2025Q4", 2), ("2025H2", 3), ("2025", 9)], "2026-01-05", "2025", "most reported the year"),
        (&[("2025Q4", 3), ("2025H2", 3), ("2025", 3)], "2026-01-05", "2025Q4", "as many: the shortest"),
        (&[("2025H2", 3), ("2025", 3)], "2026-01-05", "2025H2", "as many: the shorter"),
        (&[("2025Q1", 9), ("2025H1", 1)], "2025-03-20", "2025H1", "none is over: the newest"),
        (&[("2025Q1", 9), ("2025Q3", 1)], "2025-02-01", "2025Q3", "none is over, and one has not begun"),
        (&[("2025Q3", 9)], "2025-09-30", "2025Q3", "the only one"),
    ] {
        let received = reports.iter().flat_map(|(period, count)| reported(period, 0..*count)).collect();
        let county = CountyReports::of(received, &BTreeSet::new());
        let shown = county.usual_period(today.parse().unwrap());
        assert_eq!(shown.map(|period| period.to_string()).as_deref(), Some(usual), "{why}: {reports:?} on {today}");
    }
    assert_eq!(CountyReports::default().usual_period("2025-10-15".parse().unwrap()), None);
}

#[test]
fn other_periods_are_newest_first() {
    let received = ["2025Q1", "2025Q3", "2025", "2025Q4"].map(|period| reported(period, 0..1));
    let county = CountyReports::of(received.into_iter().flatten().collect(), &BTreeSet::new());
    let others = county.other_periods("plan", "510421100", "2025Q3".parse().unwrap());
    assert_eq!(others.iter().map(ToString::to_string).collect::<Vec<_>>(), ["2025", "2025Q4", "2025Q1"]);
    assert_eq!(county.other_periods("plan", "510421101", "2025Q3".parse().unwrap()), []);
    assert_eq!(county.other_periods("another", "510421100", "2025Q3".parse().unwrap()), []);
}
