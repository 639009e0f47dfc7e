//! Targets (指标): how much an item asks for, and how much its activities reached.
//!
//! An activity counts if it names the item, or if it names no item and its task has only one item with a target. A
//! number left out adds nothing. A reached target never marks the item done.

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

use super::activity::Activity;
use super::checklist::CheckLine;
use super::ledger::Ledger;
use super::occurrence::{Occurrence, counted_in};
use super::period::Period;
use super::plan::{Cycle, Per, Plan, TargetMeasure, Task};

/// How much a target asks for over the time of a checklist line, and how much is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetProgress {
    /// The number that is counted.
    pub measure: TargetMeasure,
    /// The least amount over the whole time.
    pub at_least: u64,
    /// The amount reached so far.
    pub reached: u64,
}

impl TargetProgress {
    /// Whether the target is reached.
    #[must_use]
    pub fn is_enough(self) -> bool {
        self.reached >= self.at_least
    }

    /// The progress in words, as 2/4场次.
    #[must_use]
    pub fn words(self) -> String {
        format!("{}/{}{}", self.reached, self.at_least, self.measure.unit())
    }
}

/// First and last day, both included.
type Days = (NaiveDate, NaiveDate);

/// The progress of a line's target in `year`, counting activities up to `last`; none if it has no target.
///
/// If the target is for a shorter time than the line (每季度不少于4场, marked once a year), each of those times must
/// reach it. A surplus in one makes up for nothing in another.
#[must_use]
pub fn reached(
    plan: &Plan,
    ledger: &Ledger,
    task: &Task,
    line: &CheckLine,
    year: i32,
    last: NaiveDate,
) -> Option<TargetProgress> {
    let target = line.target?;
    let only = task.items.iter().filter(|item| item.target.is_some()).count() == 1;
    let counts = |one: &&Activity| {
        if one.items.is_empty() { only && one.serves(task.no) } else { one.items.contains(&line.id) }
    };
    let number = |one: &Activity| match target.measure {
        TargetMeasure::Sessions => one.sessions.unwrap_or(0),
        TargetMeasure::People => one.people.unwrap_or(0),
        TargetMeasure::Materials => one.materials.unwrap_or(0),
        TargetMeasure::Items => 1,
    };
    let windows = windows(plan, target.per, days_of(plan, line, year));
    let sum = |(first, until): &Days| {
        // Of all tasks: an activity that names an item still counts for it where a revision moved the item since.
        let held = ledger.activities_between(*first, (*until).min(last), None);
        held.filter(counts).map(number).fold(0, u64::saturating_add)
    };
    let reached = match &windows[..] {
        [one] => sum(one),
        several => several.iter().map(|one| sum(one).min(target.at_least)).fold(0, u64::saturating_add),
    };
    let at_least = target.at_least.saturating_mul(windows.len() as u64);
    Some(TargetProgress { measure: target.measure, at_least, reached })
}

/// The days that a line covers.
fn days_of(plan: &Plan, line: &CheckLine, year: i32) -> Days {
    match (line.occurrence, line.cycle) {
        (Some(occurrence), _) => (occurrence.first_day(), occurrence.last_day()),
        (None, Cycle::Once) => (plan.first_day(), plan.last_day()),
        (None, _) => (Period::year_of(year).first_day(), Period::year_of(year).last_day()),
    }
}

/// The times of a target that overlap the days of a line.
fn windows(plan: &Plan, per: Per, days: Days) -> Vec<Days> {
    let cycle = match per {
        Per::Plan => return vec![(plan.first_day(), plan.last_day())],
        Per::Year => Cycle::Yearly,
        Per::Halfyear => Cycle::Halfyearly,
        Per::Quarter => Cycle::Quarterly,
        Per::Month => Cycle::Monthly,
    };
    let in_year = |year: i32| {
        let year = Period::year_of(year);
        let window = |occurrence: Option<Occurrence>| match occurrence {
            Some(occurrence) => (occurrence.first_day(), occurrence.last_day()),
            None => (year.first_day(), year.last_day()),
        };
        counted_in(cycle, year).into_iter().map(window).collect::<Vec<Days>>()
    };
    let touches = |(first, until): &Days| *first <= days.1 && *until >= days.0;
    (days.0.year()..=days.1.year()).flat_map(in_year).filter(touches).collect()
}
