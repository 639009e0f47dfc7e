//! The status of one item in one period.

use chrono::Datelike as _;

use super::change::{Field, Standing};
use super::ledger::Ledger;
use super::period::Period;
use super::plan::{Cycle, Item};

/// The field of an item in a year.
#[must_use]
pub fn field(item: &Item, year: i32) -> Field {
    field_of(&item.id, item.cycle, year)
}

/// The field of the item of that id and cycle in a year.
#[must_use]
pub fn field_of(id: &str, cycle: Cycle, year: i32) -> Field {
    let year = match cycle {
        Cycle::Yearly => Some(year),
        Cycle::Once => None,
    };
    Field::Mark { item: id.to_owned(), year }
}

/// Where an item stands in `period`: done only if it was done by the period's last day, else under way.
#[must_use]
pub fn standing_in(id: &str, cycle: Cycle, ledger: &Ledger, period: Period) -> Standing {
    match ledger.standing(&field_of(id, cycle, period.year())) {
        // A yearly item dated in another year was not done in this one, whatever wrote it.
        Standing::Done { on } if on > period.last_day() || (cycle == Cycle::Yearly && on.year() != period.year()) => {
            Standing::Doing
        }
        standing => standing,
    }
}
