//! The status of one item, or of one occurrence of it, in one period.

use chrono::{Datelike as _, NaiveDate};

use super::change::{Field, ItemStatus};
use super::ledger::Ledger;
use super::occurrence::Occurrence;
use super::period::Period;
use super::plan::Cycle;

/// For what time a mark of an item holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// The whole time of the plan.
    Plan,
    /// A year.
    Year(i32),
    /// One occurrence.
    Occurrence(Occurrence),
}

impl When {
    /// The time of an item of that cycle in a year, or of one of its occurrences.
    #[must_use]
    pub fn of(cycle: Cycle, occurrence: Option<Occurrence>, year: i32) -> Self {
        match (occurrence, cycle) {
            (Some(occurrence), _) => When::Occurrence(occurrence),
            (None, Cycle::Once) => When::Plan,
            (None, _) => When::Year(year),
        }
    }

    /// The year; none of the whole time of the plan.
    #[must_use]
    pub fn year(self) -> Option<i32> {
        match self {
            When::Plan => None,
            When::Year(year) => Some(year),
            When::Occurrence(occurrence) => Some(occurrence.year()),
        }
    }

    /// Whether an item done on that day counts for this time. What comes late in the year still counts for an occurrence.
    #[must_use]
    pub fn admits(self, on: NaiveDate) -> bool {
        match self {
            When::Plan => true,
            When::Year(year) => on.year() == year,
            When::Occurrence(occurrence) => on.year() == occurrence.year() && on >= occurrence.first_day(),
        }
    }
}

/// The field of an item for a time.
#[must_use]
pub fn field_of(id: &str, when: When) -> Field {
    let item = id.to_owned();
    match when {
        When::Occurrence(occurrence) => Field::Occurrence { item, occurrence },
        When::Year(_) | When::Plan => Field::Mark { item, year: when.year() },
    }
}

/// Where an item stands in `period`: done only if it was done by the period's last day, else under way.
#[must_use]
pub fn status_in(id: &str, when: When, ledger: &Ledger, period: Period) -> ItemStatus {
    match ledger.standing(&field_of(id, when)) {
        // What is dated in another time was not done in this one, whatever wrote it.
        ItemStatus::Done { on } if on > period.last_day() || !when.admits(on) => ItemStatus::Doing,
        standing => standing,
    }
}
