//! Undo and redo (撤销, 恢复): which change of this PC is the last, and when taking it back is refused.
//!
//! Undo and redo are entries themselves. The stacks are never stored: the ledger reads them off the PC's own entries.

use super::ledger::{Change, DeviceId, Entry, Ledger};

/// Why nothing was taken back or given back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UndoRefusal {
    /// This PC has no change to take back.
    NothingToUndo,
    /// This PC has no change to give back.
    NothingToRedo,
    /// Another PC changed the same thing since.
    ChangedSince {
        /// The other PC's entry.
        by: Box<Entry>,
    },
}

/// The change that takes back the last change made on `device`.
pub fn undo(ledger: &Ledger, device: DeviceId) -> Result<Change, UndoRefusal> {
    let last = ledger.undoable(device).ok_or(UndoRefusal::NothingToUndo)?;
    refuse_if_changed(ledger, last)?;
    Ok(Change::Undo { entry: last.id })
}

/// The change that gives back what was last taken back on `device`.
pub fn redo(ledger: &Ledger, device: DeviceId) -> Result<Change, UndoRefusal> {
    let last = ledger.redoable(device).ok_or(UndoRefusal::NothingToRedo)?;
    refuse_if_changed(ledger, last)?;
    Ok(Change::Redo { entry: last.id })
}

/// Refuses where a field that `entry` set has since been set by another PC.
fn refuse_if_changed(ledger: &Ledger, entry: &Entry) -> Result<(), UndoRefusal> {
    let since = |holder: &&Entry| holder.device != entry.device && holder.order() > entry.order();
    match entry.change.fields().iter().filter_map(|field| ledger.holder(field)).find(since) {
        Some(holder) => Err(UndoRefusal::ChangedSince { by: Box::new(holder.clone()) }),
        None => Ok(()),
    }
}
