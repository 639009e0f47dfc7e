//! The undo and redo stacks of one PC, updated with each of its entries.

use std::cmp::Ordering;

use super::{Change, Entry, EntryId, Order};

/// The two stacks of one PC. They are a function of its entries in order, so they are never stored.
#[derive(Debug, Clone, Default)]
pub(super) struct Stacks {
    done: Vec<EntryId>,
    back: Vec<EntryId>,
    /// The order of the last entry seen.
    last: Option<Order>,
}

impl Stacks {
    /// Adds the PC's next entry. Returns false and changes nothing if the entry is older than the last one seen.
    pub(super) fn take(&mut self, entry: &Entry) -> bool {
        let order = Some(entry.order());
        if order.cmp(&self.last) != Ordering::Greater {
            return false;
        }
        self.last = order;
        match entry.change {
            Change::Undo { entry: target } => {
                remove(&mut self.done, target);
                remove(&mut self.back, target);
                self.back.push(target);
            }
            Change::Redo { entry: target } => {
                remove(&mut self.back, target);
                remove(&mut self.done, target);
                self.done.push(target);
            }
            Change::Exported { .. } => {}
            _ => {
                self.done.push(entry.id);
                self.back.clear();
            }
        }
        true
    }

    pub(super) fn undoable(&self) -> Option<EntryId> {
        self.done.last().copied()
    }

    pub(super) fn redoable(&self) -> Option<EntryId> {
        self.back.last().copied()
    }
}

/// How far down a stack an entry is searched. An undo names the top entry in every ledger that this program wrote; the
/// limit keeps a forged ledger from costing more with every entry.
const DEPTH_MAX: usize = 1000;

/// Removes an id from a stack. It occurs at most once.
fn remove(stack: &mut Vec<EntryId>, id: EntryId) {
    let from = stack.len().saturating_sub(DEPTH_MAX);
    if let Some(place) = stack[from..].iter().rposition(|known| *known == id) {
        stack.remove(from + place);
    }
}
