//! The list of the year's activities (台账).

use crate::app::state::cursor::Cursor;
use crate::domain::activity::Activity;
use crate::domain::ledger::Ledger;
use crate::domain::period::Period;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ActivityList {
    /// The task whose activities are listed; `None` lists all.
    pub only: Option<u32>,
    pub cursor: Cursor,
}

impl ActivityList {
    /// The activities listed, by date.
    #[must_use]
    pub fn listed(&self, ledger: &Ledger, year: i32) -> Vec<Activity> {
        ledger.activities_in(Period::year_of(year), self.only).cloned().collect()
    }
}
