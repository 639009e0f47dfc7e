//! The activity ledger (台账) of the year: a list that is added to, edited and dropped from.

use crate::app::state::cursor::Cursor;
use crate::domain::activity::Activity;
use crate::domain::ledger::Ledger;
use crate::domain::period::Period;

/// State of the activity list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Activities {
    /// The task whose activities are listed; none for all.
    pub only: Option<u32>,
    /// The selected activity.
    pub cursor: Cursor,
}

impl Activities {
    /// The activities listed, by date.
    #[must_use]
    pub fn listed(&self, ledger: &Ledger, year: i32) -> Vec<Activity> {
        ledger.activities_in(Period::year_of(year), self.only).cloned().collect()
    }
}
