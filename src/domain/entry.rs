//! The entry of a ledger, and the total order of entries.

use super::change::Change;
use super::id::{DeviceId, EntryId};
use chrono::{DateTime, FixedOffset};

/// One line of a ledger file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Identity: the first 64 bits of the SHA-256 over the line's RON.
    pub id: EntryId,
    /// The PC whose ledger file contains it.
    pub device: DeviceId,
    /// The hash of the line before it in the same file.
    pub prev: EntryId,
    /// Logical time: higher than every stamp that its writer had seen.
    pub stamp: u64,
    /// Wall time. It is shown and never used for order.
    pub at: DateTime<FixedOffset>,
    /// The name of the person who wrote it (填报人).
    pub by: String,
    /// The change that it records.
    pub change: Change,
}

/// An item of the township's own (自列清单). It never counts in the percentage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnItem {
    /// Its id, as `5.z3f2a`.
    pub id: String,
    /// The number of its task.
    pub task: u32,
    /// What is to be done.
    pub text: String,
    /// Its calendar year; none for an item of every year, as version 0.1 wrote them.
    pub year: Option<i32>,
}

impl OwnItem {
    /// Whether the checklist of `year` lists it.
    #[must_use]
    pub fn is_of(&self, year: i32) -> bool {
        self.year.is_none_or(|own| own == year)
    }

    /// The change that rewords the item, or drops it (text none).
    #[must_use]
    pub fn reword(self, text: Option<String>) -> Change {
        let Self { id: item, task, year, .. } = self;
        match year {
            Some(year) => Change::OwnItemOfYear { item, task, year, text },
            None => Change::OwnItem { item, task, text },
        }
    }
}

/// The total order of entries: by stamp, then hash.
pub type Order = (u64, EntryId);

impl Entry {
    /// The key of the total order.
    #[must_use]
    pub fn order(&self) -> Order {
        (self.stamp, self.id)
    }
}
