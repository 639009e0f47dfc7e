//! The activity ledger (台账) of the year: a list that is added to, edited and dropped from.

use crate::domain::activity::Activity;
use crate::domain::ledger::Ledger;
use crate::domain::period::Period;

use super::view::{View, scrolled_to};

/// State of the activity list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Activities {
    /// Place of the selected activity.
    pub place: usize,
    /// First row that is seen.
    pub top: usize,
}

impl Activities {
    /// Selects the activity at `place` of `count`, or the last one.
    pub fn select(&mut self, place: usize, count: usize, view: &View) {
        self.place = place.min(count.saturating_sub(1));
        self.top = scrolled_to(self.top, self.place, self.place, view.list_rows);
    }
}

/// The activities of a year, by date.
#[must_use]
pub fn of_year(ledger: &Ledger, year: i32) -> Vec<Activity> {
    ledger.activities_in(Period::year_of(year), None).cloned().collect()
}
