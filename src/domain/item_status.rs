//! The status of one item, or of one occurrence of it, in one period.

use chrono::{Datelike as _, NaiveDate};

use super::change::{Field, ItemStatus};
use super::ledger::Ledger;
use super::occurrence::Occurrence;
use super::period::Period;
use super::plan::Cycle;

/// The time that a mark of an item covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// All years of the plan, for an item owed once.
    Plan,
    /// One calendar year, for a yearly item.
    Year(i32),
    /// One half-year, quarter or month, for an item owed more often.
    Occurrence(Occurrence),
}

impl When {
    /// The time that a mark covers, for an item of that cycle in `year` or for one of its occurrences.
    #[must_use]
    pub fn of(cycle: Cycle, occurrence: Option<Occurrence>, year: i32) -> Self {
        match (occurrence, cycle) {
            (Some(occurrence), _) => When::Occurrence(occurrence),
            (None, Cycle::Once) => When::Plan,
            (None, _) => When::Year(year),
        }
    }

    /// The calendar year; none for the whole plan.
    #[must_use]
    pub fn year(self) -> Option<i32> {
        match self {
            When::Plan => None,
            When::Year(year) => Some(year),
            When::Occurrence(occurrence) => Some(occurrence.year()),
        }
    }

    /// Whether an item done on that day counts for this time. An occurrence done late in its year still counts.
    #[must_use]
    pub fn admits(self, on: NaiveDate) -> bool {
        match self {
            When::Plan => true,
            When::Year(year) => on.year() == year,
            When::Occurrence(occurrence) => on.year() == occurrence.year() && on >= occurrence.first_day(),
        }
    }
}

/// The field that holds the status of an item for a time.
#[must_use]
pub fn field_of(id: &str, when: When) -> Field {
    let item = id.to_owned();
    match when {
        When::Occurrence(occurrence) => Field::Occurrence { item, occurrence },
        When::Year(_) | When::Plan => Field::Mark { item, year: when.year() },
    }
}

/// The status of an item as `period` reports it. An item done after the period's last day counts as under way.
#[must_use]
pub fn status_in(id: &str, when: When, ledger: &Ledger, period: Period) -> ItemStatus {
    match ledger.status(&field_of(id, when)) {
        // A day outside the time does not count, whichever program wrote it.
        ItemStatus::Done { on } if on > period.last_day() || !when.admits(on) => ItemStatus::Doing,
        status => status,
    }
}
