//! What must be rebuilt after entries were added.

use std::collections::BTreeSet;

use crate::domain::change::{Change, Field};
use crate::domain::id::{DeviceId, Hex16};
use crate::domain::period::Period;

/// Ids and keys whose part of the state is stale until the next rebuild.
#[derive(Debug, Clone, Default)]
pub(super) struct Dirty {
    pub(super) activities: BTreeSet<Hex16>,
    pub(super) own_items: BTreeSet<String>,
    /// PCs whose entries arrived out of order. Their undo stacks are rebuilt.
    pub(super) devices: BTreeSet<DeviceId>,
    /// Index lists that are out of order. They are sorted once at the end: inserting each entry in order takes
    /// quadratic time in a ledger whose stamps run backwards.
    pub(super) fields: BTreeSet<Field>,
    pub(super) edits: BTreeSet<Hex16>,
    pub(super) planned_edits: BTreeSet<Hex16>,
    pub(super) exports: BTreeSet<Period>,
}

impl Dirty {
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
