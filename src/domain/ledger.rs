//! The ledger (台账): entries that say what changed, and the state that is their fold.
//!
//! An entry's identity is its hash. The fold is a function of the *set* of entries, whatever the order and however
//! often they are given, so that merging two PCs' ledgers is a union. Per field (one item in one year, say) the entry
//! with the later logical stamp wins, ties by hash. An undone entry stays in the ledger and is passed over.
//!
//! What a tick, an undo and a frame ask for is kept up as entries come in, so that none of them costs more in the
//! fifth year than in the first.

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

/// The fold of all entries.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    entries: Vec<Entry>,
    places: HashMap<EntryId, usize>,
    /// For each field but those of activities, the places of the entries that set it, in their order.
    fields: BTreeMap<Field, Vec<usize>>,
    /// For each activity, the places of the entries that set a part of it, in their order.
    edits: HashMap<Hex16, Vec<usize>>,
    /// The same for each planned activity.
    planned_edits: HashMap<Hex16, Vec<usize>>,
    /// For each entry that an undo or redo names: the latest of those, and whether it took the entry back.
    withdrawn: HashMap<EntryId, (Order, bool)>,
    heads: BTreeMap<DeviceId, (u64, Order)>,
    /// What reports that were taken in say of ledgers that are lost.
    claimed: BTreeMap<DeviceId, Head>,
    stamp: u64,
    /// The activities that stand.
    activity_index: ActivityIndex,
    /// The planned activities that were not held yet.
    planned: BTreeMap<Hex16, Activity>,
    /// The township's own lines that stand, by task and then as they were added; and where each of them is.
    own_items: BTreeMap<(u32, Order), OwnItem>,
    own_places: HashMap<String, (u32, Order)>,
    /// The reports made for each period, in their order.
    exports: BTreeMap<Period, Vec<usize>>,
    stacks: BTreeMap<DeviceId, Stacks>,
    dirty: Dirty,
}

impl Ledger {
    /// Takes an entry in; one that is there already changes nothing.
    pub fn add(&mut self, entry: Entry) {
        self.apply(entry);
        self.rebuild();
    }

    /// Sees a stamp that an entry not understood carries, so that later ones go beyond it.
    pub fn saw(&mut self, stamp: u64) {
        self.stamp = self.stamp.max(stamp);
    }

    /// The highest stamp seen.
    #[must_use]
    pub fn highest_stamp(&self) -> u64 {
        self.stamp
    }

    /// The stamp the next entry shall carry; none when the last possible one is used up.
    #[must_use]
    pub fn next_stamp(&self) -> Option<u64> {
        self.stamp.checked_add(1)
    }

    /// The entry of that identity.
    #[must_use]
    pub fn entry(&self, id: EntryId) -> Option<&Entry> {
        self.places.get(&id).map(|&place| &self.entries[place])
    }

    /// Whether the entry was taken back and not given back since.
    #[must_use]
    pub fn undone(&self, id: EntryId) -> bool {
        self.withdrawn.get(&id).is_some_and(|(_, back)| *back)
    }

    /// The last entry in the total order.
    #[must_use]
    pub fn latest(&self) -> Option<&Entry> {
        self.heads.values().map(|(_, last)| *last).max().and_then(|(_, id)| self.entry(id))
    }

    /// The entry that a field's value comes from.
    #[must_use]
    pub fn holder(&self, field: &Field) -> Option<&Entry> {
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

    /// The last of these entries that is not taken back and of which `asked` holds.
    fn last_of(&self, places: &[usize], asked: impl Fn(&Entry) -> bool) -> Option<&Entry> {
        let mut latest_first = places.iter().rev().map(|&place| &self.entries[place]);
        latest_first.find(|entry| asked(entry) && !self.undone(entry.id))
    }

    /// The change of `device` that an undo takes back.
    #[must_use]
    pub fn undoable(&self, device: DeviceId) -> Option<&Entry> {
        self.stacks.get(&device)?.undoable().and_then(|id| self.entry(id))
    }

    /// The change of `device` that a redo gives back.
    #[must_use]
    pub fn redoable(&self, device: DeviceId) -> Option<&Entry> {
        self.stacks.get(&device)?.redoable().and_then(|id| self.entry(id))
    }

    /// Where an item stands, by its field.
    #[must_use]
    pub fn standing(&self, field: &Field) -> ItemStatus {
        match self.holder(field).map(|entry| &entry.change) {
            Some(Change::Mark { to, .. } | Change::MarkOccurrence { to, .. }) => to.clone(),
            _ => ItemStatus::Todo,
        }
    }

    /// The activity of that id, where it was written down and not dropped.
    #[must_use]
    pub fn activity(&self, id: Hex16) -> Option<Activity> {
        self.activity_index.get(id).cloned()
    }

    /// All activities that stand, by date, then by identity.
    #[must_use]
    pub fn activities(&self) -> Vec<Activity> {
        self.activity_index.all().cloned().collect()
    }

    /// The planned activities that were not held yet, by date, then by identity.
    #[must_use]
    pub fn planned(&self) -> Vec<Activity> {
        let mut planned: Vec<Activity> = self.planned.values().cloned().collect();
        planned.sort_by_key(|one| (one.date, one.id));
        planned
    }

    /// The planned activity of that id, where it was not held yet.
    #[must_use]
    pub fn planned_activity(&self, id: Hex16) -> Option<&Activity> {
        self.planned.get(&id)
    }

    /// To whom an item is given in a year, or (no year) in the whole period; empty where it is given to nobody.
    #[must_use]
    pub fn assigned(&self, item: &str, year: Option<i32>) -> &str {
        match self.holder(&Field::Assigned { item: item.to_owned(), year }).map(|entry| &entry.change) {
            Some(Change::Assign { to, .. }) => to,
            _ => "",
        }
    }

    /// The activities held from one day to another, of one task or of all, by date, then by identity.
    #[must_use]
    pub fn activities_between(
        &self,
        first: NaiveDate,
        last: NaiveDate,
        task: Option<u32>,
    ) -> impl DoubleEndedIterator<Item = &Activity> {
        self.activity_index.within(task, first, last)
    }

    /// The activities held in `period`, of one task or of all, by date, then by identity.
    #[must_use]
    pub fn activities_in(&self, period: Period, task: Option<u32>) -> impl DoubleEndedIterator<Item = &Activity> {
        self.activity_index.of(task, period)
    }

    /// The sums over the activities of a year, of one task or of all.
    #[must_use]
    pub fn activity_totals(&self, year: i32, task: Option<u32>) -> ActivityTotals {
        self.activity_index.totals(year, task)
    }

    /// A remark on a task in a year; empty where none was made.
    #[must_use]
    pub fn remark(&self, task: u32, year: i32, kind: RemarkKind) -> &str {
        match self.holder(&Field::Remark(task, year, kind)).map(|entry| &entry.change) {
            Some(Change::Remark { set, .. }) => set.get(kind).map_or("", String::as_str),
            _ => "",
        }
    }

    /// The township's own checklist lines: id, task and words, by task and then as they were added.
    #[must_use]
    pub fn own_items(&self) -> Vec<OwnItem> {
        self.own_items.values().cloned().collect()
    }

    /// The township's own checklist lines of one task, as they were added.
    pub fn own_items_of(&self, task: u32) -> impl Iterator<Item = &OwnItem> {
        let range = (task, (0, Hex16(0)))..=(task, (u64::MAX, Hex16(u64::MAX)));
        self.own_items.range(range).map(|(_, own)| own)
    }

    /// The line of the township's own of that id.
    #[must_use]
    pub fn own_item(&self, id: &str) -> Option<&OwnItem> {
        self.own_items.get(self.own_places.get(id)?)
    }

    /// All entries in their total order, the earliest first.
    #[must_use]
    pub fn in_order(&self) -> Vec<&Entry> {
        let mut all: Vec<&Entry> = self.entries.iter().collect();
        all.sort_by_key(|entry| entry.order());
        all
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The version vector: how much is known of each PC, by device.
    #[must_use]
    pub fn heads(&self) -> Vec<Head> {
        let head = |(device, (entries, last)): (&DeviceId, &(u64, Order))| Head {
            device: *device,
            entries: *entries,
            last: last.1,
        };
        self.heads.iter().map(head).collect()
    }

    /// The trails of the same PCs, in the same order.
    #[must_use]
    pub fn trails(&self) -> Vec<EntryChecksums> {
        let mut ids: BTreeMap<DeviceId, Vec<EntryId>> = BTreeMap::new();
        for entry in self.in_order() {
            ids.entry(entry.device).or_default().push(entry.id);
        }
        ids.into_values().map(EntryChecksums::of).collect()
    }

    /// Whether the very entries are here themselves, not by a report's word.
    #[must_use]
    pub fn holds(&self, head: &Head) -> bool {
        self.entry(head.last).is_some_and(|entry| entry.device == head.device)
    }

    /// Whether the entries are here, or a report that was taken in stands for them.
    #[must_use]
    pub fn accounts_for(&self, head: &Head) -> bool {
        let claimed = self.claimed.get(&head.device).is_some_and(|claim| claim.entries >= head.entries);
        claimed || self.holds(head)
    }

    /// Whether all that a PC wrote down since then is which reports it made.
    #[must_use]
    pub fn only_reported_since(&self, head: &Head) -> bool {
        let Some(last) = self.entry(head.last).map(Entry::order) else { return false };
        let mut since = self.entries.iter().filter(|entry| entry.device == head.device && entry.order() > last);
        since.all(|entry| matches!(entry.change, Change::Exported { .. }))
    }

    /// The fields of items and occurrences that were marked.
    pub fn marks(&self) -> impl Iterator<Item = &Field> {
        self.fields.keys().filter(|field| matches!(field, Field::Mark { .. } | Field::Occurrence { .. }))
    }

    /// Every field that an entry sets.
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

    /// The reports made for `period`, the latest last.
    #[must_use]
    pub fn exports(&self, period: Period) -> Vec<&Entry> {
        self.exports.get(&period).into_iter().flatten().map(|&place| &self.entries[place]).collect()
    }

    /// The latest report made for a period of `year`.
    #[must_use]
    pub fn last_export(&self, year: i32) -> Option<&Entry> {
        let last = |period: &Period| self.exports.get(period)?.last().map(|&place| &self.entries[place]);
        Period::all_of(year).iter().filter_map(last).max_by_key(|entry| entry.order())
    }
}

/// Whether an entry sets a part of an activity, held or planned.
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
        self.places.reserve(entries.size_hint().0);
        for entry in entries {
            self.apply(entry);
        }
        self.rebuild();
    }
}
