//! Assignments (分工): the person or office in charge of an item in a year. They are for the township itself and never
//! reported.

use super::checklist;
use super::item_status::When;
use super::ledger::{Change, Ledger};
use super::plan::{Cycle, Plan};

/// Longest name of a person, an office or a village, in characters.
pub const NAME_MAX: usize = 50;

/// Why an assignment is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AssignRefusal {
    /// Neither the plan nor the township has such an item.
    NoSuchItem(String),
    /// The plan does not cover the year.
    NoSuchYear(i32),
    /// The name is longer than [`NAME_MAX`].
    NameTooLong,
}

/// The change that assigns an item to somebody in `year`, or to nobody (empty name); none if it is so already.
pub fn assign(plan: &Plan, ledger: &Ledger, item: &str, year: i32, to: &str) -> Result<Option<Change>, AssignRefusal> {
    let cycle = checklist::cycle_of(plan, ledger, item).ok_or_else(|| AssignRefusal::NoSuchItem(item.to_owned()))?;
    if !plan.years().contains(&year) {
        return Err(AssignRefusal::NoSuchYear(year));
    }
    if to.chars().count() > NAME_MAX {
        return Err(AssignRefusal::NameTooLong);
    }
    let year = year_of(cycle, year);
    let is_assigned = ledger.assigned(item, year) == to;
    Ok((!is_assigned).then(|| Change::Assign { item: item.to_owned(), year, to: to.to_owned() }))
}

/// The person in charge of an item of that cycle in a year; none if nobody is.
#[must_use]
pub fn assigned<'a>(ledger: &'a Ledger, item: &str, cycle: Cycle, year: i32) -> Option<&'a str> {
    Some(ledger.assigned(item, year_of(cycle, year))).filter(|name| !name.is_empty())
}

fn year_of(cycle: Cycle, year: i32) -> Option<i32> {
    When::of(cycle, None, year).year()
}
