//! A PC that writes a ledger as the program does, and random changes of two PCs.

use chrono::{DateTime, NaiveDate};
use proptest::prelude::*;
use taizhang::domain::activity::{Activity, ActivityPatch, ActivityTotals, Evidence};
use taizhang::domain::change::{RemarkKind, RemarkPatch};
use taizhang::domain::ledger::{Change, DeviceId, Entry, EntryId, Field, Head, Hex16, ItemStatus, Ledger, OwnItem};
use taizhang::domain::period::Period;
use taizhang::domain::serves::ServesPatch;
use taizhang::domain::undo::{self, UndoRefusal};
use taizhang::format::ledger::{Draft, Header};

/// Few items, so that random changes meet.
pub(crate) const ITEMS: [(&str, Option<i32>); 5] =
    [("5.1", Some(2025)), ("5.1", Some(2024)), ("6.2", Some(2025)), ("17.1", None), ("5.z0", Some(2025))];

/// Few occurrences, so that random changes meet.
pub(crate) const OCCURRENCES: [(&str, &str); 3] = [("5.1", "2025Q1"), ("5.1", "2025Q2"), ("6.2", "2025-12")];

/// The entries that a PC knows, and those that it wrote.
#[derive(Debug, Clone)]
pub(crate) struct Pc {
    pub(crate) device: DeviceId,
    pub(crate) last: EntryId,
    pub(crate) knows: Ledger,
}

#[derive(Debug, Clone)]
#[allow(clippy::large_enum_variant, reason = "a test makes few")]
pub(crate) enum Act {
    Change(Change),
    Undo,
    Redo,
    /// Merges the entries of the other PC.
    Merge,
}

impl Pc {
    pub(crate) fn new(device: u64) -> Self {
        let device = Hex16(device);
        let last = Header::new("miyi-kxsz-2021-2025", "510421100", device).line().unwrap().1;
        Self { device, last, knows: Ledger::default() }
    }

    /// Writes a change as the program does: stamped after everything seen, identified by its hash.
    pub(crate) fn write(&mut self, what: Change) -> Entry {
        let stamp = self.knows.next_stamp().unwrap();
        let draft =
            Draft { prev: self.last, stamp, at: DateTime::UNIX_EPOCH.fixed_offset(), by: "张三".into(), what };
        let entry = draft.line(self.device).unwrap().1;
        self.last = entry.id;
        self.knows.add(entry.clone());
        entry
    }

    pub(crate) fn mark(&mut self, item: usize, to: ItemStatus) -> Entry {
        self.write(mark(item, to))
    }

    pub(crate) fn undo(&mut self) -> Result<Entry, UndoRefusal> {
        undo::undo(&self.knows, self.device).map(|change| self.write(change))
    }

    pub(crate) fn redo(&mut self) -> Result<Entry, UndoRefusal> {
        undo::redo(&self.knows, self.device).map(|change| self.write(change))
    }

    pub(crate) fn merge(&mut self, other: &Pc) {
        self.knows.extend(entries(&other.knows));
    }

    /// Runs an act if it is possible.
    pub(crate) fn act(&mut self, act: Act, other: &Pc) {
        match act {
            Act::Change(change) => drop(self.write(change)),
            Act::Undo => drop(self.undo()),
            Act::Redo => drop(self.redo()),
            Act::Merge => self.merge(other),
        }
    }

    pub(crate) fn standings(&self) -> Vec<ItemStatus> {
        standings(&self.knows)
    }

    pub(crate) fn state(&self) -> Records {
        state(&self.knows)
    }
}

pub(crate) fn mark(item: usize, to: ItemStatus) -> Change {
    let (id, year) = ITEMS[item];
    Change::Mark { item: id.to_owned(), year, to }
}

pub(crate) fn entries(ledger: &Ledger) -> Vec<Entry> {
    ledger.in_order().into_iter().cloned().collect()
}

pub(crate) fn standings(ledger: &Ledger) -> Vec<ItemStatus> {
    ITEMS.iter().map(|(item, year)| ledger.status(&Field::Mark { item: (*item).to_owned(), year: *year })).collect()
}

/// The records of a township.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Records {
    pub(crate) standings: Vec<ItemStatus>,
    pub(crate) occurrences: Vec<ItemStatus>,
    pub(crate) assigned: Vec<String>,
    pub(crate) activities: Vec<Activity>,
    pub(crate) planned: Vec<Activity>,
    pub(crate) remarks: Vec<String>,
    pub(crate) own_items: Vec<OwnItem>,
    /// Activities by year, of all tasks and of each, in order; and their sums.
    pub(crate) listed: Vec<Vec<Activity>>,
    pub(crate) totals: Vec<ActivityTotals>,
    pub(crate) own_items_of: Vec<Vec<OwnItem>>,
}

pub(crate) fn state(ledger: &Ledger) -> Records {
    Records {
        standings: standings(ledger),
        occurrences: OCCURRENCES.iter().map(|one| ledger.status(&occurrence_field(one))).collect(),
        assigned: ITEMS.iter().map(|(item, year)| ledger.assigned(item, *year).to_owned()).collect(),
        activities: ledger.activities(),
        planned: ledger.planned(),
        remarks: remarks(|task, year, kind| ledger.remark(task, year, kind).to_owned()),
        own_items: ledger.own_items(),
        listed: years_and_tasks().map(|(year, task)| listed(ledger, year, task)).collect(),
        totals: years_and_tasks().map(|(year, task)| ledger.activity_totals(year, task)).collect(),
        own_items_of: (5..=6).map(|task| ledger.own_items_of(task).cloned().collect()).collect(),
    }
}

fn occurrence_field((item, occurrence): &(&str, &str)) -> Field {
    Field::Occurrence { item: (*item).to_owned(), occurrence: occurrence.parse().unwrap() }
}

fn listed(ledger: &Ledger, year: i32, task: Option<u32>) -> Vec<Activity> {
    ledger.activities_in(Period::year_of(year), task).cloned().collect()
}

/// All remarks of these tests.
pub(crate) fn remarks(of: impl Fn(u32, i32, RemarkKind) -> String) -> Vec<String> {
    let places = [(5, 2024), (5, 2025), (6, 2024), (6, 2025)];
    places.iter().flat_map(|(task, year)| RemarkKind::ALL.map(|kind| of(*task, *year, kind))).collect()
}

/// All visible results of a ledger.
#[derive(Debug, PartialEq)]
pub(crate) struct LedgerSnapshot {
    pub(crate) state: Records,
    pub(crate) entries: Vec<(Entry, bool)>,
    pub(crate) heads: Vec<Head>,
    pub(crate) next_stamp: Option<u64>,
    pub(crate) query_results: QueryResults,
}

/// Results that the ledger updates with each entry instead of computing them.
#[derive(Debug, PartialEq)]
pub(crate) struct QueryResults {
    /// Exports by year and period.
    pub(crate) exports: Vec<Vec<EntryId>>,
    pub(crate) last_exports: Vec<Option<EntryId>>,
    pub(crate) latest: Option<EntryId>,
    /// What undo and redo would change on each PC.
    pub(crate) stacks: Vec<(Option<EntryId>, Option<EntryId>)>,
}

const YEARS: [i32; 2] = [2024, 2025];
pub(crate) const TASKS: [Option<u32>; 3] = [None, Some(5), Some(6)];
pub(crate) const DEVICES: [Hex16; 2] = [Hex16(0xa), Hex16(0xb)];

pub(crate) fn years_and_tasks() -> impl Iterator<Item = (i32, Option<u32>)> {
    YEARS.into_iter().flat_map(|year| TASKS.map(|task| (year, task)))
}

pub(crate) fn periods() -> impl Iterator<Item = Period> {
    YEARS.into_iter().flat_map(Period::all_of)
}

fn query_results(ledger: &Ledger) -> QueryResults {
    let id = |entry: &Entry| entry.id;
    QueryResults {
        exports: periods().map(|period| ledger.exports(period).into_iter().map(id).collect()).collect(),
        last_exports: YEARS.map(|year| ledger.last_export(year).map(id)).to_vec(),
        latest: ledger.latest().map(id),
        stacks: DEVICES.map(|pc| (ledger.undoable(pc).map(id), ledger.redoable(pc).map(id))).to_vec(),
    }
}

pub(crate) fn snapshot(ledger: &Ledger) -> LedgerSnapshot {
    LedgerSnapshot {
        state: state(ledger),
        entries: entries(ledger).into_iter().map(|entry| (entry.clone(), ledger.is_undone(entry.id))).collect(),
        heads: ledger.heads(),
        next_stamp: ledger.next_stamp(),
        query_results: query_results(ledger),
    }
}

pub(crate) fn fold(entries: impl IntoIterator<Item = Entry>) -> Ledger {
    let mut ledger = Ledger::default();
    ledger.extend(entries);
    ledger
}

pub(crate) fn done(day: &str) -> ItemStatus {
    ItemStatus::Done { on: day.parse().unwrap() }
}

pub(crate) fn standing() -> impl Strategy<Value = ItemStatus> {
    prop_oneof![
        Just(ItemStatus::Todo),
        Just(ItemStatus::Doing),
        (1u32..=28).prop_map(|day| ItemStatus::Done { on: NaiveDate::from_ymd_opt(2025, 3, day).unwrap() }),
        "[没有学校企业]{1,4}".prop_map(|reason| ItemStatus::NotApplicable { reason }),
    ]
}

/// A change or a drop of one of three activities. It may move to another task or year.
pub(crate) fn activity() -> impl Strategy<Value = Change> {
    let number = || proptest::option::of(proptest::option::of(prop_oneof![0u64..3, Just(u64::MAX)]));
    let title = proptest::option::of("[科普讲座]{1,3}".prop_map(String::from));
    let date = (2024i32..=2025, 1u32..=28).prop_map(|(year, day)| NaiveDate::from_ymd_opt(year, 3, day).unwrap());
    let dropped = proptest::option::weighted(0.2, any::<bool>());
    let task = proptest::option::weighted(0.7, 5u32..=6);
    let words = || proptest::option::weighted(0.3, "[村口广场]{0,3}".prop_map(String::from));
    let piece = |bytes| Evidence { name: format!("{bytes}.jpg"), bytes, sha256: format!("{bytes:064x}") };
    let evidence = proptest::collection::vec((1u64..4).prop_map(piece), 0..3);
    let evidence = proptest::option::weighted(0.3, evidence);
    let parts = (proptest::option::weighted(0.7, date), task, title, words(), words(), evidence, dropped);
    let numbers = (number(), number(), number(), number());
    (1u64..4, parts, numbers).prop_map(|(id, parts, (sessions, people, materials, funds))| {
        let (date, task, title, place, note, evidence, dropped) = parts;
        let set =
            ActivityPatch { date, task, title, place, sessions, people, materials, funds, evidence, note, dropped };
        Change::Activity { id: Hex16(id), set }
    })
}

/// An export. It cannot be undone.
pub(crate) fn exported() -> impl Strategy<Value = Change> {
    (2024i32..=2025, 0usize..7, 1u32..4).prop_map(|(year, period, revision)| Change::Exported {
        period: Period::all_of(year)[period],
        revision,
        sha256: "0".repeat(64),
        parent: None,
        heads: Vec::new(),
    })
}

pub(crate) fn remark() -> impl Strategy<Value = Change> {
    let words = || proptest::option::of("[缺少经费]{0,2}".prop_map(String::from));
    (5u32..=6, 2024i32..=2025, (words(), words(), words())).prop_map(|(task, year, (problem, next, nothing))| {
        Change::Remark { task, year, set: RemarkPatch { problem, next, nothing } }
    })
}

/// Boxed, because a strategy of so many parts overflows the stack of a test.
pub(crate) fn change() -> BoxedStrategy<Change> {
    let own = (5u32..=6, 0..2, proptest::option::of("[自列清单]{1,3}".prop_map(String::from)))
        .prop_map(|(task, no, text)| Change::OwnItem { item: format!("{task}.z{no}"), task, text });
    let of_year = (5u32..=6, 0..2, 2024i32..=2025, proptest::option::of("[自列清单]{1,3}".prop_map(String::from)))
        .prop_map(|(task, no, year, text)| Change::OwnItemOfYear { item: format!("{task}.z{no}"), task, year, text });
    let occurrence = (0..OCCURRENCES.len(), standing()).prop_map(|(at, to)| {
        let (item, occurrence) = OCCURRENCES[at];
        Change::MarkOccurrence { item: item.to_owned(), occurrence: occurrence.parse().unwrap(), to }
    });
    let assigned = (0..ITEMS.len(), "[张李]{0,2}".prop_map(String::from)).prop_map(|(at, to)| {
        let (item, year) = ITEMS[at];
        Change::Assign { item: item.to_owned(), year, to }
    });
    let of_activity = |change: Change| match change {
        Change::Activity { id, set } => (id, set),
        _ => unreachable!("an activity"),
    };
    let serving = (activity(), serves()).prop_map(move |(change, serves)| {
        let (id, set) = of_activity(change);
        Change::activity(id, set, serves)
    });
    let serving = serving.boxed();
    let planned = (activity(), serves()).prop_map(move |(change, serves)| {
        let (id, set) = of_activity(change);
        Change::PlannedActivity { id, set, serves: Box::new(serves) }
    });
    let planned = planned.boxed();
    prop_oneof![
        2 => (0..ITEMS.len(), standing()).prop_map(|(item, to)| mark(item, to)),
        2 => activity().boxed(),
        2 => serving,
        2 => planned,
        1 => occurrence,
        1 => assigned,
        1 => remark(),
        1 => own,
        1 => of_year,
    ]
    .boxed()
}

/// Other tasks and items that an activity serves.
fn serves() -> impl Strategy<Value = ServesPatch> {
    let tasks = proptest::collection::vec(5u32..=7, 0..3);
    let items = proptest::collection::vec((0..ITEMS.len()).prop_map(|at| ITEMS[at].0.to_owned()), 0..3);
    let parts = (proptest::option::of(tasks), proptest::option::of(items));
    parts.prop_map(|(tasks, items)| ServesPatch { tasks, items })
}

pub(crate) fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        8 => change().prop_map(Act::Change),
        1 => exported().prop_map(Act::Change),
        4 => Just(Act::Undo),
        2 => Just(Act::Redo),
        2 => Just(Act::Merge),
    ]
}

/// Two PCs after random acts. Neither has all entries of the other.
pub(crate) fn two_pcs() -> impl Strategy<Value = (Pc, Pc)> {
    proptest::collection::vec((any::<bool>(), act()), 0..40).prop_map(|acts| {
        let (mut a, mut b) = (Pc::new(0xa), Pc::new(0xb));
        for (first, act) in acts {
            if first { a.act(act, &b) } else { b.act(act, &a) }
        }
        (a, b)
    })
}
