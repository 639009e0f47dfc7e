//! The selection in a list.

use crate::app::state::view::{FrameView, scrolled_to};

/// The selection in a list of entries one row high.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cursor {
    pub index: usize,
    /// First visible row.
    pub top: usize,
}

impl Cursor {
    /// Selects the last entry of any list.
    pub const LAST: Self = Self { index: usize::MAX, top: 0 };

    /// Selects the entry at `index` of `count`, or the last one, and scrolls to it.
    pub fn select(&mut self, index: usize, count: usize, view: &FrameView) {
        self.index = index.min(count.saturating_sub(1));
        self.top = scrolled_to(self.top, self.index, self.index, view.list_rows);
    }

    /// Returns the cursor within a list of `count` entries and `rows` rows.
    #[must_use]
    pub fn drawn(self, count: usize, rows: usize) -> Self {
        let index = self.index.min(count.saturating_sub(1));
        let top = self.top.min(count.saturating_sub(rows));
        Self { index, top: scrolled_to(top, index, index, rows) }
    }
}
