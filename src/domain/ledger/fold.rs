//! Folds entries into the state of the ledger. Order and repetition do not matter.
//!
//! ```text
//! entries, as they arrive              state of the field "5.1 in 2025"
//! stamp 1  甲  Mark 5.1 Doing           Doing
//! stamp 3  乙  Mark 5.1 Done(03-12)     Done(03-12)   the highest stamp wins
//! stamp 2  甲  Mark 5.1 Todo            Done(03-12)   it arrived last and is older
//! stamp 4  乙  Undo stamp 3             Todo          stamp 2 is the highest that is not undone
//! stamp 3  乙  Mark 5.1 Done(03-12)     Todo          a second copy changes nothing
//! ```
//!
//! [`Ledger::apply`] adds an entry to the indexes and marks what it touches; [`Ledger::rebuild`] then rebuilds only
//! that. So a file of 100,000 entries is applied first and rebuilt once.

use super::dirty::Dirty;
use super::stacks::Stacks;
use super::{ActivityPatch, Change, DeviceId, Entry, Field, Hex16, Ledger, Order, OwnItem};
use crate::domain::activity::Activity;
use crate::domain::serves::ServesPatch;
use std::collections::BTreeMap;

impl Ledger {
    /// Adds an entry to the indexes and marks what must be rebuilt by [`Self::rebuild`].
    pub(super) fn apply(&mut self, entry: Entry) {
        let position = self.entries.len();
        if *self.positions.entry(entry.id).or_insert(position) != position {
            return;
        }
        self.stamp = self.stamp.max(entry.stamp);
        let order = entry.order();
        let head = self.heads.entry(entry.device).or_insert((0, order));
        head.0 += 1;
        head.1 = head.1.max(order);
        if !self.stacks.entry(entry.device).or_default().take(&entry) {
            self.dirty.devices.insert(entry.device);
        }
        match &entry.change {
            Change::Undo { entry: target } | Change::Redo { entry: target } => {
                let back = matches!(entry.change, Change::Undo { .. });
                let known = self.withdrawn.entry(*target).or_insert((order, back));
                if order > known.0 {
                    *known = (order, back);
                }
                if let Some(&target) = self.positions.get(target).filter(|target| **target != position) {
                    self.dirty.touch(&self.entries[target].change);
                }
            }
            Change::PlannedActivity { id, .. } => {
                if !push(self.planned_edits.entry(*id).or_default(), position, order, &self.entries) {
                    self.dirty.planned_edits.insert(*id);
                }
            }
            Change::Activity { id, .. } | Change::ActivityServing { id, .. } => {
                if !push(self.edits.entry(*id).or_default(), position, order, &self.entries) {
                    self.dirty.edits.insert(*id);
                }
            }
            Change::Exported { period, heads, .. } => {
                for head in heads {
                    let known = self.claimed.entry(head.device).or_insert(*head);
                    if known.entries < head.entries {
                        *known = *head;
                    }
                }
                if !push(self.exports.entry(*period).or_default(), position, order, &self.entries) {
                    self.dirty.exports.insert(*period);
                }
            }
            Change::Mark { .. }
            | Change::MarkOccurrence { .. }
            | Change::Assign { .. }
            | Change::Remark { .. }
            | Change::OwnItem { .. }
            | Change::OwnItemOfYear { .. } => {
                for field in entry.change.fields() {
                    let positions = match self.fields.get_mut(&field) {
                        Some(positions) => positions,
                        None => self.fields.entry(field.clone()).or_default(),
                    };
                    if !push(positions, position, order, &self.entries) {
                        self.dirty.fields.insert(field);
                    }
                }
            }
        }
        self.dirty.touch(&entry.change);
        self.entries.push(entry);
    }

    /// Rebuilds what the added entries made stale.
    pub(super) fn rebuild(&mut self) {
        let Dirty { activities, own_items, devices, fields, edits, planned_edits, exports } =
            std::mem::take(&mut self.dirty);
        let entries = &self.entries;
        let sort = |positions: Option<&mut Vec<usize>>| {
            if let Some(positions) = positions {
                positions.sort_by_key(|&position| entries[position].order());
            }
        };
        for field in fields {
            sort(self.fields.get_mut(&field));
        }
        for id in edits {
            sort(self.edits.get_mut(&id));
        }
        for id in planned_edits {
            sort(self.planned_edits.get_mut(&id));
        }
        for period in exports {
            sort(self.exports.get_mut(&period));
        }
        for id in activities {
            self.activity_index.set(id, self.fold_activity(id));
            match self.fold_planned(id) {
                Some(planned) => drop(self.planned.insert(id, planned)),
                None => drop(self.planned.remove(&id)),
            }
        }
        for item in own_items {
            self.rebuild_own_item(item);
        }
        if devices.is_empty() {
            return;
        }
        let mut stacks: BTreeMap<DeviceId, Stacks> = devices.into_iter().map(|id| (id, Stacks::default())).collect();
        for entry in self.in_order() {
            if let Some(stacks) = stacks.get_mut(&entry.device) {
                stacks.take(entry);
            }
        }
        self.stacks.extend(stacks);
    }

    fn rebuild_own_item(&mut self, item: String) {
        if let Some(key) = self.own_keys.remove(&item) {
            self.own_items.remove(&key);
        }
        let field = Field::OwnItem(item);
        let (Some(positions), Some(winner)) = (self.fields.get(&field), self.winning_entry(&field)) else { return };
        let first = positions.first().map(|&position| self.entries[position].order());
        let item = match &winner.change {
            Change::OwnItem { item, task, text } => Some((item, *task, None, text)),
            Change::OwnItemOfYear { item, task, year, text } => Some((item, *task, Some(*year), text)),
            _ => None,
        };
        if let (Some((item, task, year, Some(text))), Some(first)) = (item, first) {
            let own = OwnItem { id: item.clone(), task, text: text.clone(), year };
            self.own_keys.insert(item.clone(), (task, first));
            self.own_items.insert((own.task, first), own);
        }
    }

    /// The activity that its entries fold to; none if it was dropped.
    fn fold_activity(&self, id: Hex16) -> Option<Activity> {
        self.join_patches(self.edits.get(&id)?, id)
    }

    /// The planned activity that its entries fold to; none once an entry records it as held.
    fn fold_planned(&self, id: Hex16) -> Option<Activity> {
        let held =
            self.edits.get(&id).into_iter().flatten().any(|&position| !self.is_undone(self.entries[position].id));
        if held { None } else { self.join_patches(self.planned_edits.get(&id)?, id) }
    }

    /// Joins the patches of these entries, in order. A later patch overwrites only the fields it sets.
    fn join_patches(&self, positions: &[usize], id: Hex16) -> Option<Activity> {
        let (mut whole, mut serving) = (ActivityPatch::default(), ServesPatch::default());
        for entry in positions.iter().map(|&position| &self.entries[position]).filter(|entry| !self.is_undone(entry.id))
        {
            let (set, serves) = match &entry.change {
                Change::Activity { set, .. } => (set, None),
                Change::ActivityServing { set, serves, .. } | Change::PlannedActivity { set, serves, .. } => {
                    (set, Some(serves))
                }
                _ => continue,
            };
            whole.take_all(set);
            if let Some(serves) = serves {
                serving.take_all(serves);
            }
        }
        whole.into_activity(id).map(|activity| serving.apply_to(activity))
    }
}

/// Appends the index of a new entry; false if the list is no longer in order.
fn push(positions: &mut Vec<usize>, position: usize, order: Order, entries: &[Entry]) -> bool {
    let in_order = positions.last().is_none_or(|&last| entries[last].order() < order);
    positions.push(position);
    in_order
}
