//! One entry of a ledger, and the total order of entries.

use super::change::Change;
use super::id::{DeviceId, EntryId};
use chrono::{DateTime, FixedOffset};

/// One line of a ledger as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its identity.
    pub id: EntryId,
    /// The PC that wrote it.
    pub device: DeviceId,
    /// The hash of the line before it.
    pub prev: EntryId,
    /// Logical time: at least 1 more than any stamp its writer had seen.
    pub stamp: u64,
    /// Wall time, shown and never used for order.
    pub at: DateTime<FixedOffset>,
    /// Who was filling in.
    pub by: String,
    /// What changed.
    pub change: Change,
}

/// A checklist line of the township's own (自列清单); never in the percentage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnItem {
    /// Its id, as `5.z3f2a`.
    pub id: String,
    /// Its task.
    pub task: u32,
    /// Its words.
    pub text: String,
    /// Its year; none for a line that stands in every year, as version 0.1 wrote them.
    pub year: Option<i32>,
}

impl OwnItem {
    /// Whether it stands in that year.
    #[must_use]
    pub fn is_of(&self, year: i32) -> bool {
        self.year.is_none_or(|own| own == year)
    }

    /// The change that gives it other words, or drops it.
    #[must_use]
    pub fn put(self, text: Option<String>) -> Change {
        let Self { id: item, task, year, .. } = self;
        match year {
            Some(year) => Change::OwnItemOfYear { item, task, year, text },
            None => Change::OwnItem { item, task, text },
        }
    }
}

/// The total order of entries: by stamp, then by hash.
pub type Order = (u64, EntryId);

impl Entry {
    /// Its place in the total order.
    #[must_use]
    pub fn order(&self) -> Order {
        (self.stamp, self.id)
    }
}
