//! The selection of a list: what is selected, and from where on the list is seen.

use crate::app::state::view::{View, scrolled_to};

/// A selection in a list of things one row high.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cursor {
    /// Place of the selected thing.
    pub place: usize,
    /// First row that is seen.
    pub top: usize,
}

impl Cursor {
    /// Selects the last thing, however many there are.
    pub const LAST: Self = Self { place: usize::MAX, top: 0 };

    /// Selects the thing at `place` of `count`, or the last one, and shows it.
    pub fn select(&mut self, place: usize, count: usize, view: &View) {
        self.place = place.min(count.saturating_sub(1));
        self.top = scrolled_to(self.top, self.place, self.place, view.list_rows);
    }

    /// Place and first row as they are drawn, in a list of `count` things and `rows` rows.
    #[must_use]
    pub fn drawn(self, count: usize, rows: usize) -> Self {
        let place = self.place.min(count.saturating_sub(1));
        let top = self.top.min(count.saturating_sub(rows));
        Self { place, top: scrolled_to(top, place, place, rows) }
    }
}
