//! The fold: what an entry that comes in makes of what stands. Its order among the others does not matter, nor does it
//! whether it came before.

use super::dirty::Dirty;
use super::stacks::Stacks;
use super::{ActivityPatch, Change, DeviceId, Entry, Field, Hex16, Ledger, Order, OwnItem};
use crate::domain::activity::Activity;
use crate::domain::serves::ServesPatch;
use std::collections::BTreeMap;

impl Ledger {
    /// Takes an entry in, and leaves what it touches to [`Self::rebuild`].
    pub(super) fn apply(&mut self, entry: Entry) {
        let place = self.entries.len();
        if *self.places.entry(entry.id).or_insert(place) != place {
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
                if let Some(&target) = self.places.get(target).filter(|target| **target != place) {
                    self.dirty.touch(&self.entries[target].change);
                }
            }
            Change::PlannedActivity { id, .. } => {
                if !push(self.planned_edits.entry(*id).or_default(), place, order, &self.entries) {
                    self.dirty.planned_edits.insert(*id);
                }
            }
            Change::Activity { id, .. } | Change::ActivityServing { id, .. } => {
                if !push(self.edits.entry(*id).or_default(), place, order, &self.entries) {
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
                if !push(self.exports.entry(*period).or_default(), place, order, &self.entries) {
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
                    let places = match self.fields.get_mut(&field) {
                        Some(places) => places,
                        None => self.fields.entry(field.clone()).or_default(),
                    };
                    if !push(places, place, order, &self.entries) {
                        self.dirty.fields.insert(field);
                    }
                }
            }
        }
        self.dirty.touch(&entry.change);
        self.entries.push(entry);
    }

    /// Brings up to date what the entries taken in touch.
    pub(super) fn rebuild(&mut self) {
        let Dirty { activities, own_items, devices, fields, edits, planned_edits, exports } =
            std::mem::take(&mut self.dirty);
        let entries = &self.entries;
        let sort = |places: Option<&mut Vec<usize>>| {
            if let Some(places) = places {
                places.sort_by_key(|&place| entries[place].order());
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
            self.activity_index.set(id, self.folded(id));
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
        if let Some(place) = self.own_places.remove(&item) {
            self.own_items.remove(&place);
        }
        let field = Field::OwnItem(item);
        let (Some(places), Some(holder)) = (self.fields.get(&field), self.holder(&field)) else { return };
        let first = places.first().map(|&place| self.entries[place].order());
        let stands = match &holder.change {
            Change::OwnItem { item, task, text } => Some((item, *task, None, text)),
            Change::OwnItemOfYear { item, task, year, text } => Some((item, *task, Some(*year), text)),
            _ => None,
        };
        if let (Some((item, task, year, Some(text))), Some(first)) = (stands, first) {
            let own = OwnItem { id: item.clone(), task, text: text.clone(), year };
            self.own_places.insert(item.clone(), (task, first));
            self.own_items.insert((own.task, first), own);
        }
    }

    /// The activity that its entries make.
    fn folded(&self, id: Hex16) -> Option<Activity> {
        self.joined(self.edits.get(&id)?, id)
    }

    /// The planned activity that its entries make; none where it was written down as held.
    fn fold_planned(&self, id: Hex16) -> Option<Activity> {
        let held = self.edits.get(&id).into_iter().flatten().any(|&place| !self.undone(self.entries[place].id));
        if held { None } else { self.joined(self.planned_edits.get(&id)?, id) }
    }

    /// What the entries at these places make together, the later ones last.
    fn joined(&self, places: &[usize], id: Hex16) -> Option<Activity> {
        let (mut whole, mut serving) = (ActivityPatch::default(), ServesPatch::default());
        for entry in places.iter().map(|&place| &self.entries[place]).filter(|entry| !self.undone(entry.id)) {
            let (set, serves) = match &entry.change {
                Change::Activity { set, .. } => (set, None),
                Change::ActivityServing { set, serves, .. } | Change::PlannedActivity { set, serves, .. } => {
                    (set, Some(serves))
                }
                _ => continue,
            };
            for part in set.fields() {
                whole.take(part, set);
            }
            if let Some(serves) = serves {
                for part in serves.fields() {
                    serving.take(part, serves);
                }
            }
        }
        whole.into_activity(id).map(|activity| serving.apply_to(activity))
    }
}

/// Adds the place of an entry that is about to be pushed; false where it belongs before the last of the others.
fn push(places: &mut Vec<usize>, place: usize, order: Order, entries: &[Entry]) -> bool {
    let in_order = places.last().is_none_or(|&last| entries[last].order() < order);
    places.push(place);
    in_order
}
