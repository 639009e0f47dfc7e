//! The reference fold: computes the state of a ledger from all entries, in the simplest way.

use chrono::Datelike as _;
use taizhang::domain::activity::{Activity, ActivityField, ActivityPatch, ActivityTotals};
use taizhang::domain::ledger::{Change, DeviceId, Entry, EntryId, Field, Head, Hex16, ItemStatus, OwnItem};
use taizhang::domain::serves::{ServesField, ServesPatch};

use crate::test_pc::{
    DEVICES, ITEMS, LedgerSnapshot, OCCURRENCES, QueryResults, Records, periods, remarks, years_and_tasks,
};

/// All visible results. `entries` are in total order, each once.
pub(crate) fn snapshot(entries: &[Entry]) -> LedgerSnapshot {
    let state = state(entries);
    let exports = |year: Option<i32>, period: Option<_>| -> Vec<EntryId> {
        let of = |entry: &&Entry| match &entry.change {
            Change::Exported { period: p, .. } => {
                year.is_none_or(|year| p.year() == year) && period.is_none_or(|period| *p == period)
            }
            _ => false,
        };
        entries.iter().filter(of).map(|entry| entry.id).collect()
    };
    let query_results = QueryResults {
        exports: periods().map(|period| exports(None, Some(period))).collect(),
        last_exports: [2024, 2025].map(|year| exports(Some(year), None).last().copied()).to_vec(),
        latest: entries.last().map(|entry| entry.id),
        stacks: DEVICES.map(|device| stacks(entries, device)).to_vec(),
    };
    LedgerSnapshot {
        entries: entries.iter().map(|entry| (entry.clone(), undone(entries, entry.id))).collect(),
        heads: heads(entries),
        next_stamp: Some(entries.iter().map(|entry| entry.stamp).max().unwrap_or(0) + 1),
        state,
        query_results,
    }
}

/// Whether the last undo or redo that names the entry is an undo.
fn undone(entries: &[Entry], id: EntryId) -> bool {
    let mut named = entries.iter().rev().filter_map(|entry| match entry.change {
        Change::Undo { entry } if entry == id => Some(true),
        Change::Redo { entry } if entry == id => Some(false),
        _ => None,
    });
    named.next().unwrap_or(false)
}

/// The last change of a field that is not undone.
fn winning_entry<'a>(entries: &'a [Entry], field: &Field) -> Option<&'a Change> {
    let sets = |entry: &&Entry| entry.change.fields().contains(field) && !undone(entries, entry.id);
    entries.iter().rfind(sets).map(|entry| &entry.change)
}

fn state(entries: &[Entry]) -> Records {
    let standing = |(item, year): &(&str, Option<i32>)| match winning_entry(
        entries,
        &Field::Mark { item: (*item).to_owned(), year: *year },
    ) {
        Some(Change::Mark { to, .. }) => to.clone(),
        _ => ItemStatus::Todo,
    };
    let sorted = |mut activities: Vec<Activity>| {
        activities.sort_by_key(|one| (one.date, one.id));
        activities
    };
    let activities = sorted((1..4).filter_map(|id| activity(entries, Hex16(id))).collect());
    let planned = sorted((1..4).filter_map(|id| planned(entries, Hex16(id))).collect());
    let listed = |(year, task): (i32, Option<u32>)| -> Vec<Activity> {
        let of =
            |one: &&Activity| one.date.year() == year && task.is_none_or(|no| one.tasks().any(|other| other == no));
        activities.iter().filter(of).cloned().collect()
    };
    let own_items = own_items(entries);
    Records {
        listed: years_and_tasks().map(listed).collect(),
        totals: years_and_tasks().map(|place| ActivityTotals::of(&listed(place))).collect(),
        own_items_of: (5..=6).map(|no| own_items.iter().filter(|own| own.task == no).cloned().collect()).collect(),
        standings: ITEMS.iter().map(standing).collect(),
        occurrences: OCCURRENCES.iter().map(|one| occurrence(entries, one)).collect(),
        assigned: ITEMS.iter().map(|(item, year)| assigned(entries, item, *year)).collect(),
        activities: activities.clone(),
        planned,
        remarks: remarks(|task, year, kind| match winning_entry(entries, &Field::Remark(task, year, kind)) {
            Some(Change::Remark { set, .. }) => set.get(kind).unwrap().clone(),
            _ => String::new(),
        }),
        own_items,
    }
}

fn occurrence(entries: &[Entry], (item, occurrence): &(&str, &str)) -> ItemStatus {
    let field = Field::Occurrence { item: (*item).to_owned(), occurrence: occurrence.parse().unwrap() };
    match winning_entry(entries, &field) {
        Some(Change::MarkOccurrence { to, .. }) => to.clone(),
        _ => ItemStatus::Todo,
    }
}

fn assigned(entries: &[Entry], item: &str, year: Option<i32>) -> String {
    match winning_entry(entries, &Field::Assigned { item: item.to_owned(), year }) {
        Some(Change::Assign { to, .. }) => to.clone(),
        _ => String::new(),
    }
}

fn activity(entries: &[Entry], id: Hex16) -> Option<Activity> {
    let (mut whole, mut serving) = (ActivityPatch::default(), ServesPatch::default());
    for &part in ActivityField::ALL {
        let winning_entry = winning_entry(entries, &Field::Activity(id, part));
        if let Some(Change::Activity { set, .. } | Change::ActivityServing { set, .. }) = winning_entry {
            whole.take(part, set);
        }
    }
    for part in ServesField::ALL {
        if let Some(Change::ActivityServing { serves, .. }) = winning_entry(entries, &Field::Serves(id, part)) {
            serving.take(part, serves);
        }
    }
    whole.into_activity(id).map(|activity| serving.apply_to(activity))
}

/// A planned activity, unless an effective change says that it was held.
fn planned(entries: &[Entry], id: Hex16) -> Option<Activity> {
    let of_it = |change: &Change| change.of_activity().is_some_and(|(held, ..)| held == id);
    if entries.iter().any(|entry| of_it(&entry.change) && !undone(entries, entry.id)) {
        return None;
    }
    let (mut whole, mut serving) = (ActivityPatch::default(), ServesPatch::default());
    for &part in ActivityField::ALL {
        if let Some(Change::PlannedActivity { set, .. }) = winning_entry(entries, &Field::Planned(id, part)) {
            whole.take(part, set);
        }
    }
    for part in ServesField::ALL {
        if let Some(Change::PlannedActivity { serves, .. }) = winning_entry(entries, &Field::PlannedServes(id, part)) {
            serving.take(part, serves);
        }
    }
    whole.into_activity(id).map(|activity| serving.apply_to(activity))
}

/// Ordered by task, then by the first entry of the line.
fn own_items(entries: &[Entry]) -> Vec<OwnItem> {
    let mut named: Vec<(&str, usize)> = Vec::new();
    for (place, entry) in entries.iter().enumerate() {
        if let Change::OwnItem { item, .. } | Change::OwnItemOfYear { item, .. } = &entry.change
            && named.iter().all(|(known, _)| known != item)
        {
            named.push((item, place));
        }
    }
    let mut found = Vec::new();
    for (id, first) in named {
        let (task, year, text) = match winning_entry(entries, &Field::OwnItem(id.to_owned())) {
            Some(Change::OwnItem { task, text: Some(text), .. }) => (*task, None, text),
            Some(Change::OwnItemOfYear { task, year, text: Some(text), .. }) => (*task, Some(*year), text),
            _ => continue,
        };
        found.push((first, OwnItem { id: id.to_owned(), task, text: text.clone(), year }));
    }
    found.sort_by_key(|(first, own)| (own.task, *first));
    found.into_iter().map(|(_, own)| own).collect()
}

fn heads(entries: &[Entry]) -> Vec<Head> {
    let mut heads: Vec<Head> = Vec::new();
    for device in DEVICES {
        let own: Vec<&Entry> = entries.iter().filter(|entry| entry.device == device).collect();
        heads.extend(own.last().map(|last| Head { device, entries: own.len() as u64, last: last.id }));
    }
    heads
}

/// The changes that undo and redo would name on a PC.
fn stacks(entries: &[Entry], device: DeviceId) -> (Option<EntryId>, Option<EntryId>) {
    let (mut done, mut back) = (Vec::new(), Vec::new());
    for entry in entries.iter().filter(|entry| entry.device == device) {
        match entry.change {
            Change::Undo { entry: target } => {
                done.retain(|id| *id != target);
                back.push(target);
            }
            Change::Redo { entry: target } => {
                back.retain(|id| *id != target);
                done.push(target);
            }
            Change::Exported { .. } => {}
            _ => {
                done.push(entry.id);
                back.clear();
            }
        }
    }
    (done.last().copied(), back.last().copied())
}
