//! What has to be folded again after entries came in.

use std::collections::BTreeSet;

use crate::domain::change::{Change, Field};
use crate::domain::id::{DeviceId, Hex16};
use crate::domain::period::Period;

/// What the entries that were just applied changed, and what is not rebuilt yet.
#[derive(Debug, Clone, Default)]
pub(super) struct Dirty {
    pub(super) activities: BTreeSet<Hex16>,
    pub(super) own_items: BTreeSet<String>,
    /// PCs whose entries came out of order; their undo stacks are built anew.
    pub(super) devices: BTreeSet<DeviceId>,
    /// Lists of places that are out of order, sorted once when all entries are in: putting each into its place would
    /// take ever longer in a ledger whose stamps run backwards.
    pub(super) fields: BTreeSet<Field>,
    pub(super) edits: BTreeSet<Hex16>,
    pub(super) planned_edits: BTreeSet<Hex16>,
    pub(super) exports: BTreeSet<Period>,
}

impl Dirty {
    /// Marks what the change makes stale.
    pub(super) fn touch(&mut self, change: &Change) {
        match change {
            Change::Activity { id, .. } | Change::ActivityServing { id, .. } | Change::PlannedActivity { id, .. } => {
                self.activities.insert(*id);
            }
            Change::OwnItem { item, .. } | Change::OwnItemOfYear { item, .. } => {
                self.own_items.insert(item.clone());
            }
            _ => {}
        }
    }
}
