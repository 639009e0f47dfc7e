//! The activity ledger (台账) of the year: a list that is added to, edited and dropped from.

use crate::domain::activity::Activity;
use crate::domain::ledger::Ledger;
use crate::domain::period::Period;

use super::cursor::Cursor;

/// State of the activity list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Activities {
    /// The task whose activities are listed; none for all.
    pub only: Option<u32>,
    /// The selected activity.
    pub cursor: Cursor,
}

impl Activities {
    /// The activities listed.
    #[must_use]
    pub fn listed(&self, ledger: &Ledger, year: i32) -> Vec<Activity> {
        let mut listed = of_year(ledger, year);
        listed.retain(|one| self.only.is_none_or(|no| one.task == no));
        listed
    }
}

/// The activities of a year, by date.
#[must_use]
pub fn of_year(ledger: &Ledger, year: i32) -> Vec<Activity> {
    let period = Period::year_of(year);
    let mut activities = ledger.activities();
    activities.retain(|one| (period.first_day()..=period.last_day()).contains(&one.date));
    activities
}
