//! The history (改动记录): which entries concern a task.

use super::ledger::{Change, Entry, Ledger};

/// The entries that concern a task, or all, in their total order.
#[must_use]
pub fn of_task(ledger: &Ledger, task: Option<u32>) -> Vec<&Entry> {
    let mut entries = ledger.in_order();
    entries.retain(|entry| task.is_none() || task_of(ledger, &entry.change) == task);
    entries
}

/// The task that a change concerns.
#[must_use]
pub fn task_of(ledger: &Ledger, change: &Change) -> Option<u32> {
    match change {
        // An item's id begins with its task's number.
        Change::Mark { item, .. } => item.split_once('.').and_then(|(no, _)| no.parse().ok()),
        Change::Activity { id, set } => set.task.or_else(|| ledger.activity(*id).map(|activity| activity.task)),
        Change::Remark { task, .. } | Change::OwnItem { task, .. } => Some(*task),
        Change::Undo { entry } | Change::Redo { entry } => match ledger.entry(*entry).map(|target| &target.change) {
            Some(Change::Undo { .. } | Change::Redo { .. }) | None => None,
            Some(change) => task_of(ledger, change),
        },
        Change::Exported { .. } => None,
    }
}
