//! The ledger (台账): the entries of all PCs, and the state that they fold to.
//!
//! An entry's identity is its hash. The fold is a function of the *set* of entries: their order does not matter, nor
//! does a second copy. So two PCs merge their ledgers by a union. Each field (one item in one year, for example) has
//! the value of the entry with the highest logical stamp; equal stamps are ordered by hash. An undone entry stays in
//! the ledger and sets nothing. `docs/formats.md` lists the changes and what they set.
//!
//! The indexes are updated with each entry, so that a tick, an undo and a frame cost the same in the fifth year as in
//! the first.

mod activity_index;
mod dirty;
mod entry_checksums;
mod fold;
mod stacks;
mod stamp;

use std::collections::{BTreeMap, HashMap};

use super::activity::{Activity, ActivityField, ActivityPatch, ActivityTotals};
use super::period::Period;
use super::serves::ServesField;
use activity_index::ActivityIndex;
use chrono::NaiveDate;
use dirty::Dirty;
use stacks::Stacks;

pub use entry_checksums::{EntryChecksums, KnownEntries};
pub use stamp::{LEAP_MAX, highest_counting};

pub use super::change::{Change, Field, ItemStatus, RemarkKind, RemarkPatch};
pub use super::entry::{Entry, Order, OwnItem};
pub use super::id::{DeviceId, EntryId, Head, Hex16};

/// All entries and the state that they fold to.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    entries: Vec<Entry>,
    positions: HashMap<EntryId, usize>,
    /// Indexes into `entries` of the entries that set a field, in their total order; not for fields of activities.
    fields: BTreeMap<Field, Vec<usize>>,
    /// The same for each activity, whatever field the entry sets.
    edits: HashMap<Hex16, Vec<usize>>,
    /// The same for each planned activity.
    planned_edits: HashMap<Hex16, Vec<usize>>,
    /// For each entry that an undo or redo names: the latest of them, and whether it is an undo.
    withdrawn: HashMap<EntryId, (Order, bool)>,
    heads: BTreeMap<DeviceId, (u64, Order)>,
    /// Heads of lost ledgers, as the reports say that were imported in their position.
    claimed: BTreeMap<DeviceId, Head>,
    stamp: u64,
    /// Activities that were not dropped.
    activity_index: ActivityIndex,
    /// Planned activities that were not held yet.
    planned: BTreeMap<Hex16, Activity>,
    /// The township's own items, by task and then in the order they were added.
    own_items: BTreeMap<(u32, Order), OwnItem>,
    own_keys: HashMap<String, (u32, Order)>,
    /// The reports made for each period, oldest first.
    exports: BTreeMap<Period, Vec<usize>>,
    stacks: BTreeMap<DeviceId, Stacks>,
    dirty: Dirty,
}

impl Ledger {
    /// Adds an entry. An entry that is already known changes nothing.
    pub fn add(&mut self, entry: Entry) {
        self.apply(entry);
        self.rebuild();
    }

    /// Records a stamp that no known entry has, so that the next stamp is higher.
    pub fn observe_stamp(&mut self, stamp: u64) {
        self.stamp = self.stamp.max(stamp);
    }

    /// The highest stamp seen.
    #[must_use]
    pub fn highest_stamp(&self) -> u64 {
        self.stamp
    }

    /// The stamp of the next entry: one above the highest seen. None after `u64::MAX`.
    #[must_use]
    pub fn next_stamp(&self) -> Option<u64> {
        self.stamp.checked_add(1)
    }

    /// Finds an entry by its hash.
    #[must_use]
    pub fn entry(&self, id: EntryId) -> Option<&Entry> {
        self.positions.get(&id).map(|&position| &self.entries[position])
    }

    /// Whether the last undo or redo of the entry is an undo.
    #[must_use]
    pub fn is_undone(&self, id: EntryId) -> bool {
        self.withdrawn.get(&id).is_some_and(|(_, back)| *back)
    }

    /// The last entry in the total order.
    #[must_use]
    pub fn latest(&self) -> Option<&Entry> {
        self.heads.values().map(|(_, last)| *last).max().and_then(|(_, id)| self.entry(id))
    }

    /// The entry that gives a field its value: of those that set it and are not undone, the one with the highest stamp,
    /// then hash.
    #[must_use]
    pub fn winning_entry(&self, field: &Field) -> Option<&Entry> {
        match field {
            Field::Activity(id, _) | Field::Serves(id, _) => {
                self.last_of(self.edits.get(id)?, |entry| sets(entry, field))
            }
            Field::Planned(id, _) | Field::PlannedServes(id, _) => {
                self.last_of(self.planned_edits.get(id)?, |entry| sets(entry, field))
            }
            _ => self.last_of(self.fields.get(field)?, |_| true),
        }
    }

    /// The last entry of the list that matches and is not undone.
    fn last_of(&self, positions: &[usize], asked: impl Fn(&Entry) -> bool) -> Option<&Entry> {
        let mut latest_first = positions.iter().rev().map(|&position| &self.entries[position]);
        latest_first.find(|entry| asked(entry) && !self.is_undone(entry.id))
    }

    /// The entry of `device` that the next undo takes back.
    #[must_use]
    pub fn undoable(&self, device: DeviceId) -> Option<&Entry> {
        self.stacks.get(&device)?.undoable().and_then(|id| self.entry(id))
    }

    /// The entry of `device` that the next redo restores.
    #[must_use]
    pub fn redoable(&self, device: DeviceId) -> Option<&Entry> {
        self.stacks.get(&device)?.redoable().and_then(|id| self.entry(id))
    }

    /// The status of an item or occurrence; `Todo` if no entry sets it.
    #[must_use]
    pub fn status(&self, field: &Field) -> ItemStatus {
        match self.winning_entry(field).map(|entry| &entry.change) {
            Some(Change::Mark { to, .. } | Change::MarkOccurrence { to, .. }) => to.clone(),
            _ => ItemStatus::Todo,
        }
    }

    /// Finds an activity by its id. None if it was dropped or only planned.
    #[must_use]
    pub fn activity(&self, id: Hex16) -> Option<Activity> {
        self.activity_index.get(id).cloned()
    }

    /// All activities that were not dropped, by date, then id.
    #[must_use]
    pub fn activities(&self) -> Vec<Activity> {
        self.activity_index.all().cloned().collect()
    }

    /// Planned activities that were not held yet, by date, then id.
    #[must_use]
    pub fn planned(&self) -> Vec<Activity> {
        let mut planned: Vec<Activity> = self.planned.values().cloned().collect();
        planned.sort_by_key(|one| (one.date, one.id));
        planned
    }

    /// Finds a planned activity by its id. None once it was held or dropped.
    #[must_use]
    pub fn planned_activity(&self, id: Hex16) -> Option<&Activity> {
        self.planned.get(&id)
    }

    /// The person or office in charge of an item in a year, or (year none) in the whole plan; empty if nobody is.
    #[must_use]
    pub fn assigned(&self, item: &str, year: Option<i32>) -> &str {
        match self.winning_entry(&Field::Assigned { item: item.to_owned(), year }).map(|entry| &entry.change) {
            Some(Change::Assign { to, .. }) => to,
            _ => "",
        }
    }

    /// The activities from `first` to `last`, both included, of one task or of all, by date, then id.
    #[must_use]
    pub fn activities_between(
        &self,
        first: NaiveDate,
        last: NaiveDate,
        task: Option<u32>,
    ) -> impl DoubleEndedIterator<Item = &Activity> {
        self.activity_index.within(task, first, last)
    }

    /// The activities dated in `period`, of one task or of all, by date, then id.
    #[must_use]
    pub fn activities_in(&self, period: Period, task: Option<u32>) -> impl DoubleEndedIterator<Item = &Activity> {
        self.activity_index.of(task, period)
    }

    /// The sums over the activities of a calendar year, of one task or of all.
    #[must_use]
    pub fn activity_totals(&self, year: i32, task: Option<u32>) -> ActivityTotals {
        self.activity_index.totals(year, task)
    }

    /// The remark on a task in a year; empty if there is none.
    #[must_use]
    pub fn remark(&self, task: u32, year: i32, kind: RemarkKind) -> &str {
        match self.winning_entry(&Field::Remark(task, year, kind)).map(|entry| &entry.change) {
            Some(Change::Remark { set, .. }) => set.get(kind).map_or("", String::as_str),
            _ => "",
        }
    }

    /// The township's own items (自列清单), by task and then in the order they were added.
    #[must_use]
    pub fn own_items(&self) -> Vec<OwnItem> {
        self.own_items.values().cloned().collect()
    }

    /// The township's own items of one task, in the order they were added.
    pub fn own_items_of(&self, task: u32) -> impl Iterator<Item = &OwnItem> {
        let range = (task, (0, Hex16(0)))..=(task, (u64::MAX, Hex16(u64::MAX)));
        self.own_items.range(range).map(|(_, own)| own)
    }

    /// Finds one of the township's own items by its id.
    #[must_use]
    pub fn own_item(&self, id: &str) -> Option<&OwnItem> {
        self.own_items.get(self.own_keys.get(id)?)
    }

    /// All entries, lowest stamp first.
    #[must_use]
    pub fn in_order(&self) -> Vec<&Entry> {
        let mut all: Vec<&Entry> = self.entries.iter().collect();
        all.sort_by_key(|entry| entry.order());
        all
    }

    /// The number of entries, undone ones included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether the ledger has no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The version vector: for each PC the number of its entries and the last one, ordered by device.
    #[must_use]
    pub fn heads(&self) -> Vec<Head> {
        let head = |(device, (entries, last)): (&DeviceId, &(u64, Order))| Head {
            device: *device,
            entries: *entries,
            last: last.1,
        };
        self.heads.iter().map(head).collect()
    }

    /// The entry checksums of the PCs of [`Self::heads`], in the same order.
    #[must_use]
    pub fn entry_checksums(&self) -> Vec<EntryChecksums> {
        let mut ids: BTreeMap<DeviceId, Vec<EntryId>> = BTreeMap::new();
        for entry in self.in_order() {
            ids.entry(entry.device).or_default().push(entry.id);
        }
        ids.into_values().map(EntryChecksums::of).collect()
    }

    /// Whether the ledger has the last entry of `head` itself. A report's word for it does not count.
    #[must_use]
    pub fn holds(&self, head: &Head) -> bool {
        self.entry(head.last).is_some_and(|entry| entry.device == head.device)
    }

    /// Whether the ledger has the entries of `head`, or a report was imported in their position.
    #[must_use]
    pub fn accounts_for(&self, head: &Head) -> bool {
        let claimed = self.claimed.get(&head.device).is_some_and(|claim| claim.entries >= head.entries);
        claimed || self.holds(head)
    }

    /// Whether the PC wrote nothing after `head` but that it made reports.
    #[must_use]
    pub fn only_reported_since(&self, head: &Head) -> bool {
        let Some(last) = self.entry(head.last).map(Entry::order) else { return false };
        let mut since = self.entries.iter().filter(|entry| entry.device == head.device && entry.order() > last);
        since.all(|entry| matches!(entry.change, Change::Exported { .. }))
    }

    /// The fields of all items and occurrences that an entry marks.
    pub fn marks(&self) -> impl Iterator<Item = &Field> {
        self.fields.keys().filter(|field| matches!(field, Field::Mark { .. } | Field::Occurrence { .. }))
    }

    /// Every field that any entry sets.
    #[must_use]
    pub fn all_fields(&self) -> Vec<Field> {
        let sorted = |edits: &HashMap<Hex16, Vec<usize>>| {
            let mut ids: Vec<Hex16> = edits.keys().copied().collect();
            ids.sort_unstable();
            ids
        };
        let held = sorted(&self.edits).into_iter().flat_map(|id| {
            let parts = ActivityField::ALL.iter().map(move |part| Field::Activity(id, *part));
            parts.chain(ServesField::ALL.map(|part| Field::Serves(id, part)))
        });
        let planned = sorted(&self.planned_edits).into_iter().flat_map(|id| {
            let parts = ActivityField::ALL.iter().map(move |part| Field::Planned(id, *part));
            parts.chain(ServesField::ALL.map(|part| Field::PlannedServes(id, part)))
        });
        self.fields.keys().cloned().chain(held).chain(planned).collect()
    }

    /// The entries that record reports for `period`, oldest first.
    #[must_use]
    pub fn exports(&self, period: Period) -> Vec<&Entry> {
        self.exports.get(&period).into_iter().flatten().map(|&position| &self.entries[position]).collect()
    }

    /// The entry that records the latest report for any period of `year`.
    #[must_use]
    pub fn last_export(&self, year: i32) -> Option<&Entry> {
        let last = |period: &Period| self.exports.get(period)?.last().map(|&position| &self.entries[position]);
        Period::all_of(year).iter().filter_map(last).max_by_key(|entry| entry.order())
    }
}

/// Whether an entry sets this field of an activity, held or planned.
fn sets(entry: &Entry, field: &Field) -> bool {
    match (&entry.change, field) {
        (Change::Activity { set, .. } | Change::ActivityServing { set, .. }, Field::Activity(_, part))
        | (Change::PlannedActivity { set, .. }, Field::Planned(_, part)) => set.sets(*part),
        (Change::ActivityServing { serves, .. }, Field::Serves(_, part))
        | (Change::PlannedActivity { serves, .. }, Field::PlannedServes(_, part)) => serves.sets(*part),
        _ => false,
    }
}

impl Extend<Entry> for Ledger {
    fn extend<T: IntoIterator<Item = Entry>>(&mut self, entries: T) {
        let entries = entries.into_iter();
        self.entries.reserve(entries.size_hint().0);
        self.positions.reserve(entries.size_hint().0);
        for entry in entries {
            self.apply(entry);
        }
        self.rebuild();
    }
}
