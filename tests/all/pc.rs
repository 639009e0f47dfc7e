//! A PC that writes a ledger as the program does, and random years of two of them.

use chrono::{DateTime, NaiveDate};
use proptest::prelude::*;
use taizhang::domain::activity::{Activity, ActivityPatch};
use taizhang::domain::change::{RemarkKind, RemarkPatch};
use taizhang::domain::ledger::{Change, DeviceId, Entry, EntryId, Field, Head, Hex16, Ledger, OwnItem, Standing};
use taizhang::domain::undo::{self, UndoRefusal};
use taizhang::format::ledger::{Draft, Header};

/// Items enough for changes to meet on one of them.
pub(crate) const ITEMS: [(&str, Option<i32>); 4] =
    [("5.1", Some(2025)), ("5.1", Some(2024)), ("6.2", Some(2025)), ("17.1", None)];

/// One PC: what it knows, and what it wrote.
#[derive(Debug, Clone)]
pub(crate) struct Pc {
    pub(crate) device: DeviceId,
    pub(crate) last: EntryId,
    pub(crate) knows: Ledger,
}

/// What a clerk may do.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    Change(Change),
    Undo,
    Redo,
    /// Takes in what the other PC wrote.
    Merge,
}

impl Pc {
    pub(crate) fn new(device: u64) -> Self {
        let device = Hex16(device);
        let last = Header::new("miyi-kxsz-2021-2025", "510421100", device).line().unwrap().1;
        Self { device, last, knows: Ledger::default() }
    }

    /// Writes a change as the program does: stamped after everything seen, identified by its own hash.
    pub(crate) fn write(&mut self, what: Change) -> Entry {
        let stamp = self.knows.next_stamp().unwrap();
        let draft =
            Draft { prev: self.last, stamp, at: DateTime::UNIX_EPOCH.fixed_offset(), by: "张三".into(), what };
        let entry = draft.line(self.device).unwrap().1;
        self.last = entry.id;
        self.knows.add(entry.clone());
        entry
    }

    pub(crate) fn mark(&mut self, item: usize, to: Standing) -> Entry {
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

    /// Does what can be done of an act.
    pub(crate) fn act(&mut self, act: Act, other: &Pc) {
        match act {
            Act::Change(change) => drop(self.write(change)),
            Act::Undo => drop(self.undo()),
            Act::Redo => drop(self.redo()),
            Act::Merge => self.merge(other),
        }
    }

    pub(crate) fn standings(&self) -> Vec<Standing> {
        standings(&self.knows)
    }

    pub(crate) fn state(&self) -> State {
        state(&self.knows)
    }
}

pub(crate) fn mark(item: usize, to: Standing) -> Change {
    let (id, year) = ITEMS[item];
    Change::Mark { item: id.to_owned(), year, to }
}

pub(crate) fn entries(ledger: &Ledger) -> Vec<Entry> {
    ledger.in_order().into_iter().cloned().collect()
}

pub(crate) fn standings(ledger: &Ledger) -> Vec<Standing> {
    ITEMS.iter().map(|(item, year)| ledger.standing(&Field::Mark { item: (*item).to_owned(), year: *year })).collect()
}

/// What a township has written down.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct State {
    pub(crate) standings: Vec<Standing>,
    pub(crate) activities: Vec<Activity>,
    pub(crate) remarks: Vec<String>,
    pub(crate) own_items: Vec<OwnItem>,
}

pub(crate) fn state(ledger: &Ledger) -> State {
    State {
        standings: standings(ledger),
        activities: ledger.activities(),
        remarks: RemarkKind::ALL.iter().map(|kind| ledger.remark(5, 2025, *kind).to_owned()).collect(),
        own_items: ledger.own_items(),
    }
}

/// Everything that can be seen of a fold.
#[derive(Debug, PartialEq)]
pub(crate) struct Picture {
    pub(crate) state: State,
    pub(crate) entries: Vec<(Entry, bool)>,
    pub(crate) heads: Vec<Head>,
    pub(crate) next_stamp: Option<u64>,
}

pub(crate) fn picture(ledger: &Ledger) -> Picture {
    Picture {
        state: state(ledger),
        entries: entries(ledger).into_iter().map(|entry| (entry.clone(), ledger.undone(entry.id))).collect(),
        heads: ledger.heads(),
        next_stamp: ledger.next_stamp(),
    }
}

pub(crate) fn fold(entries: impl IntoIterator<Item = Entry>) -> Ledger {
    let mut ledger = Ledger::default();
    ledger.extend(entries);
    ledger
}

pub(crate) fn done(day: &str) -> Standing {
    Standing::Done { on: day.parse().unwrap() }
}

pub(crate) fn standing() -> impl Strategy<Value = Standing> {
    prop_oneof![
        Just(Standing::Todo),
        Just(Standing::Doing),
        (1u32..=28).prop_map(|day| Standing::Done { on: NaiveDate::from_ymd_opt(2025, 3, day).unwrap() }),
        "[没有学校企业]{1,4}".prop_map(|reason| Standing::NotApplicable { reason }),
    ]
}

/// A change of one or more parts of one of two activities, or its dropping.
pub(crate) fn activity() -> impl Strategy<Value = Change> {
    let number = || proptest::option::of(proptest::option::of(0u64..3));
    let title = proptest::option::of("[科普讲座]{1,3}".prop_map(String::from));
    let date = proptest::option::of((1u32..=28).prop_map(|day| NaiveDate::from_ymd_opt(2025, 3, day).unwrap()));
    let dropped = proptest::option::weighted(0.2, any::<bool>());
    (1u64..3, date, title, number(), number(), dropped).prop_map(|(id, date, title, sessions, people, dropped)| {
        let set = ActivityPatch { date, task: Some(5), title, sessions, people, dropped, ..ActivityPatch::default() };
        Change::Activity { id: Hex16(id), set }
    })
}

pub(crate) fn remark() -> impl Strategy<Value = Change> {
    let words = || proptest::option::of("[缺少经费]{0,2}".prop_map(String::from));
    (words(), words(), words()).prop_map(|(problem, next, nothing)| Change::Remark {
        task: 5,
        year: 2025,
        set: RemarkPatch { problem, next, nothing },
    })
}

pub(crate) fn change() -> impl Strategy<Value = Change> {
    let own = (0..2, proptest::option::of("[自列清单]{1,3}".prop_map(String::from)))
        .prop_map(|(no, text)| Change::OwnItem { item: format!("5.z{no}"), task: 5, text });
    prop_oneof![(0..ITEMS.len(), standing()).prop_map(|(item, to)| mark(item, to)), activity(), remark(), own]
}

pub(crate) fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => change().prop_map(Act::Change),
        2 => Just(Act::Undo),
        1 => Just(Act::Redo),
        1 => Just(Act::Merge),
    ]
}

/// Two PCs after a year of acts, each with what it knows; neither has all of the other's.
pub(crate) fn two_pcs() -> impl Strategy<Value = (Pc, Pc)> {
    proptest::collection::vec((any::<bool>(), act()), 0..40).prop_map(|acts| {
        let (mut a, mut b) = (Pc::new(0xa), Pc::new(0xb));
        for (first, act) in acts {
            if first { a.act(act, &b) } else { b.act(act, &a) }
        }
        (a, b)
    })
}
