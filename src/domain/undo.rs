//! Undo and redo (撤销, 恢复): finds the change of this PC to undo, and refuses where another PC changed the same field
//! since.
//!
//! Undo and redo are entries themselves. The stacks are derived from the PC's own entries and never stored.

use super::ledger::{Change, DeviceId, Entry, Ledger};

/// Why an undo or redo is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UndoRefusal {
    /// This PC has no change to undo.
    NothingToUndo,
    /// This PC has no change to redo.
    NothingToRedo,
    /// Another PC set a field of the change since.
    ChangedSince {
        /// The entry of the other PC.
        by: Box<Entry>,
    },
}

/// The change that undoes the last change made on `device`.
pub fn undo(ledger: &Ledger, device: DeviceId) -> Result<Change, UndoRefusal> {
    let last = ledger.undoable(device).ok_or(UndoRefusal::NothingToUndo)?;
    refuse_if_changed(ledger, last)?;
    Ok(Change::Undo { entry: last.id })
}

/// The change that redoes what was last undone on `device`.
pub fn redo(ledger: &Ledger, device: DeviceId) -> Result<Change, UndoRefusal> {
    let last = ledger.redoable(device).ok_or(UndoRefusal::NothingToRedo)?;
    refuse_if_changed(ledger, last)?;
    Ok(Change::Redo { entry: last.id })
}

/// Refuses if another PC has set a field of `entry` since.
fn refuse_if_changed(ledger: &Ledger, entry: &Entry) -> Result<(), UndoRefusal> {
    let since = |winner: &&Entry| winner.device != entry.device && winner.order() > entry.order();
    match entry.change.fields().iter().filter_map(|field| ledger.winning_entry(field)).find(since) {
        Some(winner) => Err(UndoRefusal::ChangedSince { by: Box::new(winner.clone()) }),
        None => Ok(()),
    }
}
