//! Choosing the township: at the first run, and at any time later.

use super::view::{View, scrolled_to};

/// State of the chooser.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chooser {
    /// Place of the selected township in the roster.
    pub place: usize,
    /// First row that is seen.
    pub top: usize,
}

impl Chooser {
    /// Selects the township at `place` of `count`, or the last one.
    pub fn select(&mut self, place: usize, count: usize, view: &View) {
        self.place = place.min(count.saturating_sub(1));
        self.top = scrolled_to(self.top, self.place, self.place, view.list_rows);
    }
}
