//! Progress (完成情况): the status of each item, and the counts of each task and of the plan, for one period.
//!
//! An item owed more often than once a year is counted by its occurrences: a year counts all of them, a shorter period
//! those that end in it.

use super::checklist;
use super::item_status::{When, field_of, status_in};
use super::ledger::{Change, ItemStatus, Ledger};
use super::occurrence::{Occurrence, counted_in};
use super::period::Period;
use super::plan::{Item, Plan, Task};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;

/// Longest reason for 不适用, in characters.
pub const REASON_MAX: usize = 500;

/// The state of a task, or of an item without its day or reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Nothing is done yet (未开始).
    Todo,
    /// It was begun (进行中).
    Doing,
    /// It is done (已完成).
    Done,
    /// It does not apply (不适用).
    Na,
}

/// Counts of items by state. Own items, and items of tasks that do not name the townships, are never counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Nothing is done yet (未开始).
    pub todo: u32,
    /// It was begun (进行中).
    pub doing: u32,
    /// It is done (已完成).
    pub done: u32,
    /// 不适用; not in the total.
    pub na: u32,
}

/// The progress of one task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskProgress {
    /// The number of the task.
    pub no: u32,
    /// The status of each item or occurrence, in the order of [`counted`].
    pub items: Vec<ItemStatus>,
    /// The counts of these items.
    pub tally: Tally,
}

/// The progress of every task that names the townships.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The tasks in the plan's order.
    pub tasks: Vec<TaskProgress>,
}

/// Why an item cannot be marked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MarkRefusal {
    /// Neither the plan nor the township has such an item.
    NoSuchItem(String),
    /// The plan does not cover the year.
    NoSuchYear(i32),
    /// The day is outside the year of a yearly item.
    OutsideYear {
        /// The id of the item.
        item: String,
        /// The day that was given.
        on: NaiveDate,
        /// The year of the mark.
        year: i32,
    },
    /// The day is before the occurrence begins, or in another year.
    OutsideOccurrence {
        /// The id of the item.
        item: String,
        /// The occurrence of the mark.
        occurrence: Occurrence,
        /// The day that was given.
        on: NaiveDate,
    },
    /// The occurrence has not begun by today's date.
    OccurrenceNotBegun {
        /// The occurrence of the mark.
        occurrence: Occurrence,
        /// Today by the PC's clock or `--today`.
        today: NaiveDate,
    },
    /// The day is outside the plan's years.
    OutsidePlan {
        /// The day that was given.
        on: NaiveDate,
    },
    /// The year has not begun by today's date.
    NotBegun {
        /// The year of the mark.
        year: i32,
        /// Today by the PC's clock or `--today`.
        today: NaiveDate,
    },
    /// 不适用 was given without a reason.
    NoReason,
    /// The reason is longer than [`REASON_MAX`].
    ReasonTooLong,
}

impl Tally {
    /// Counts one more item.
    pub fn count(&mut self, status: &ItemStatus) {
        self.count_state(State::of(status));
    }

    /// Counts one more item or task in that state.
    pub fn count_state(&mut self, state: State) {
        match state {
            State::Todo => self.todo += 1,
            State::Doing => self.doing += 1,
            State::Done => self.done += 1,
            State::Na => self.na += 1,
        }
    }

    /// The number of items that are owed: all that are not 不适用.
    #[must_use]
    pub fn total(self) -> u32 {
        self.todo + self.doing + self.done
    }

    /// The state of the whole: all na -> na; all done or na -> done; any done or doing -> doing; else todo.
    #[must_use]
    pub fn state(self) -> State {
        if self.total() == 0 {
            State::Na
        } else if self.done == self.total() {
            State::Done
        } else if self.done + self.doing > 0 {
            State::Doing
        } else {
            State::Todo
        }
    }
}

impl std::iter::Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(tallies: I) -> Self {
        tallies.fold(Self::default(), |a, b| Self {
            todo: a.todo + b.todo,
            doing: a.doing + b.doing,
            done: a.done + b.done,
            na: a.na + b.na,
        })
    }
}

impl State {
    /// The state of an item, without its day or reason.
    #[must_use]
    pub fn of(status: &ItemStatus) -> Self {
        match status {
            ItemStatus::Todo => State::Todo,
            ItemStatus::Doing => State::Doing,
            ItemStatus::Done { .. } => State::Done,
            ItemStatus::NotApplicable { .. } => State::Na,
        }
    }

    /// The word the screen shows.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            State::Todo => "未开始",
            State::Doing => "进行中",
            State::Done => "已完成",
            State::Na => "不适用",
        }
    }
}

impl Progress {
    /// Computes the progress of `period` from the ledger as it is now. Old states are not replayed.
    #[must_use]
    pub fn of(plan: &Plan, ledger: &Ledger, period: Period) -> Self {
        Self { tasks: plan.owed().map(|(_, task)| TaskProgress::of(task, ledger, period)).collect() }
    }

    /// The counts of all items.
    #[must_use]
    pub fn tally(&self) -> Tally {
        self.tasks.iter().map(|task| task.tally).sum()
    }

    /// The number of tasks done, and of tasks that are not 不适用.
    #[must_use]
    pub fn tasks_done(&self) -> (u32, u32) {
        self.tasks.iter().fold((0, 0), |(done, total), task| match task.tally.state() {
            State::Done => (done + 1, total + 1),
            State::Na => (done, total),
            State::Todo | State::Doing => (done, total + 1),
        })
    }

    /// Finds the progress of a task by its number.
    #[must_use]
    pub fn task(&self, no: u32) -> Option<&TaskProgress> {
        self.tasks.iter().find(|task| task.no == no)
    }
}

/// The items that a period counts of a task, or their occurrences that end in it.
pub fn counted(task: &Task, period: Period) -> impl Iterator<Item = (&Item, Option<Occurrence>)> {
    task.items.iter().flat_map(move |item| counted_in(item.cycle, period).into_iter().map(move |one| (item, one)))
}

impl TaskProgress {
    /// Computes the progress of one task.
    #[must_use]
    pub fn of(task: &Task, ledger: &Ledger, period: Period) -> Self {
        let status = |(item, occurrence): (&Item, Option<Occurrence>)| {
            status_in(&item.id, When::of(item.cycle, occurrence, period.year()), ledger, period)
        };
        let items: Vec<ItemStatus> = counted(task, period).map(status).collect();
        let mut tally = Tally::default();
        for status in &items {
            tally.count(status);
        }
        Self { no: task.no, items, tally }
    }
}

/// The day that "done today" means in `year`: today, or the last day of a year that is over. So a checklist completed
/// after its year gets a day that counts. Fails if the year has not begun.
///
pub fn done_day(year: i32, today: NaiveDate) -> Result<NaiveDate, MarkRefusal> {
    if today.year() < year {
        return Err(MarkRefusal::NotBegun { year, today });
    }
    Ok(today.min(Period::year_of(year).last_day()))
}

/// The day that "done today" means for an occurrence: today, or its last day when it is over. Fails if it has not
/// begun.
pub fn done_day_of(occurrence: Occurrence, today: NaiveDate) -> Result<NaiveDate, MarkRefusal> {
    if today < occurrence.first_day() {
        return Err(MarkRefusal::OccurrenceNotBegun { occurrence, today });
    }
    Ok(today.min(occurrence.last_day()))
}

/// The change that marks an item in `year`, or an occurrence of it; none if it has that status already. `key` is the id
/// of the item, or of the occurrence, as `5.1@2027Q2`.
pub fn mark(plan: &Plan, ledger: &Ledger, key: &str, year: i32, to: ItemStatus) -> Result<Option<Change>, MarkRefusal> {
    let line = checklist::line(plan, ledger, key).map(|(_, line)| line);
    let line = line.ok_or_else(|| MarkRefusal::NoSuchItem(key.to_owned()))?;
    let when = line.when(year);
    let (item, occurrence) = (line.id, line.occurrence);
    let year = when.year().unwrap_or(year);
    if !plan.years().contains(&year) {
        return Err(MarkRefusal::NoSuchYear(year));
    }
    match &to {
        ItemStatus::Done { on } if !when.admits(*on) => {
            return Err(match occurrence {
                Some(occurrence) => MarkRefusal::OutsideOccurrence { item, occurrence, on: *on },
                None => MarkRefusal::OutsideYear { item, on: *on, year },
            });
        }
        ItemStatus::Done { on } if !plan.years().contains(&on.year()) => {
            return Err(MarkRefusal::OutsidePlan { on: *on });
        }
        ItemStatus::NotApplicable { reason } if reason.trim().is_empty() => return Err(MarkRefusal::NoReason),
        ItemStatus::NotApplicable { reason } if reason.chars().count() > REASON_MAX => {
            return Err(MarkRefusal::ReasonTooLong);
        }
        _ => {}
    }
    if ledger.status(&field_of(&item, when)) == to {
        return Ok(None);
    }
    Ok(Some(match occurrence {
        Some(occurrence) => Change::MarkOccurrence { item, occurrence, to },
        None => Change::Mark { item, year: when.year(), to },
    }))
}
