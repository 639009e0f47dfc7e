//! What can be taken back and given back on one PC, kept as its entries come in.

use std::cmp::Ordering;

use super::{Change, Entry, EntryId, Order};

/// The two stacks of one PC. They are a function of its entries in their order.
#[derive(Debug, Clone, Default)]
pub(super) struct Stacks {
    done: Vec<EntryId>,
    back: Vec<EntryId>,
    /// The last entry they know.
    last: Option<Order>,
}

impl Stacks {
    /// Takes the PC's next entry in; false, and nothing done, where it belongs before one that is known.
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

    /// The change that an undo takes back.
    pub(super) fn undoable(&self) -> Option<EntryId> {
        self.done.last().copied()
    }

    /// The change that a redo gives back.
    pub(super) fn redoable(&self) -> Option<EntryId> {
        self.back.last().copied()
    }
}

/// How far down a stack an entry is looked for. The one that is taken back is the last, but for ledgers that no program
/// wrote: those shall not cost more with every entry.
const DEPTH_MAX: usize = 1000;

/// Takes an id off a stack, where it is at most once.
fn remove(stack: &mut Vec<EntryId>, id: EntryId) {
    let from = stack.len().saturating_sub(DEPTH_MAX);
    if let Some(place) = stack[from..].iter().rposition(|known| *known == id) {
        stack.remove(from + place);
    }
}
