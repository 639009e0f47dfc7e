//! Progress (完成情况): plan x ledger x period -> where each item, task, action and the whole stand.
//!
//! An item owed more often than once a year is counted by its occurrences: in a year all of them, in a shorter period
//! those that end in it.

use super::checklist;
use super::item_status::{When, field_of, status_in};
use super::ledger::{Change, ItemStatus, Ledger};
use super::occurrence::{Occurrence, counted_in};
use super::period::Period;
use super::plan::{Item, Plan, Task};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;

/// Longest reason that may be given for 不适用, in characters.
pub const REASON_MAX: usize = 500;

/// The state of a task, or of an item without its date and reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// 未开始
    Todo,
    /// 进行中
    Doing,
    /// 已完成
    Done,
    /// 不适用
    Na,
}

/// How many items stand where. Own items and tasks that do not name the townships are never in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// 未开始
    pub todo: u32,
    /// 进行中
    pub doing: u32,
    /// 已完成
    pub done: u32,
    /// 不适用, not in the total
    pub na: u32,
}

/// Where one task stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskProgress {
    /// Number of the task.
    pub no: u32,
    /// Standing of each of its items, or of each occurrence, in the order of [`counted`].
    pub items: Vec<ItemStatus>,
    /// The items counted.
    pub tally: Tally,
}

/// Where every task that names the townships stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// In the plan's order.
    pub tasks: Vec<TaskProgress>,
}

/// Why an item cannot be brought to a standing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MarkRefusal {
    /// The plan has no such item.
    NoSuchItem(String),
    /// The plan does not cover the year.
    NoSuchYear(i32),
    /// The day lies outside the year of a yearly item.
    OutsideYear {
        /// The item.
        item: String,
        /// The day given.
        on: NaiveDate,
        /// The year in question.
        year: i32,
    },
    /// The day lies before the occurrence begins, or in another year.
    OutsideOccurrence {
        /// The item.
        item: String,
        /// The occurrence.
        occurrence: Occurrence,
        /// The day given.
        on: NaiveDate,
    },
    /// The occurrence has not begun by today's date.
    OccurrenceNotBegun {
        /// The occurrence.
        occurrence: Occurrence,
        /// The day the clock says.
        today: NaiveDate,
    },
    /// The day lies outside the plan's years.
    OutsidePlan {
        /// The day given.
        on: NaiveDate,
    },
    /// The year has not begun by today's date.
    NotBegun {
        /// The year in question.
        year: i32,
        /// The day the clock says.
        today: NaiveDate,
    },
    /// 不适用 without a reason.
    NoReason,
    /// A reason longer than [`REASON_MAX`].
    ReasonTooLong,
}

impl Tally {
    /// Takes one more item in.
    pub fn count(&mut self, standing: &ItemStatus) {
        self.count_state(State::of(standing));
    }

    /// Takes one more thing in that is in that state.
    pub fn count_state(&mut self, state: State) {
        match state {
            State::Todo => self.todo += 1,
            State::Doing => self.doing += 1,
            State::Done => self.done += 1,
            State::Na => self.na += 1,
        }
    }

    /// The items that are owed: all that are not 不适用.
    #[must_use]
    pub fn total(self) -> u32 {
        self.todo + self.doing + self.done
    }

    /// The state of the whole: all na -> na; every one done or na -> done; any done or doing -> doing; else todo.
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
    /// The state of a standing.
    #[must_use]
    pub fn of(standing: &ItemStatus) -> Self {
        match standing {
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
    /// Where the plan stands at the end of `period`, as the ledger has it now.
    #[must_use]
    pub fn of(plan: &Plan, ledger: &Ledger, period: Period) -> Self {
        Self { tasks: plan.owed().map(|(_, task)| TaskProgress::of(task, ledger, period)).collect() }
    }

    /// All items counted.
    #[must_use]
    pub fn tally(&self) -> Tally {
        self.tasks.iter().map(|task| task.tally).sum()
    }

    /// Tasks done, and tasks that are not 不适用.
    #[must_use]
    pub fn tasks_done(&self) -> (u32, u32) {
        self.tasks.iter().fold((0, 0), |(done, total), task| match task.tally.state() {
            State::Done => (done + 1, total + 1),
            State::Na => (done, total),
            State::Todo | State::Doing => (done, total + 1),
        })
    }

    /// The progress of the task of that number.
    #[must_use]
    pub fn task(&self, no: u32) -> Option<&TaskProgress> {
        self.tasks.iter().find(|task| task.no == no)
    }
}

/// What is counted of a task in a period: its items, or the occurrences of them that end in it.
pub fn counted(task: &Task, period: Period) -> impl Iterator<Item = (&Item, Option<Occurrence>)> {
    task.items.iter().flat_map(move |item| counted_in(item.cycle, period).into_iter().map(move |one| (item, one)))
}

impl TaskProgress {
    /// Where `task` stands at the end of `period`.
    #[must_use]
    pub fn of(task: &Task, ledger: &Ledger, period: Period) -> Self {
        let standing = |(item, occurrence): (&Item, Option<Occurrence>)| {
            status_in(&item.id, When::of(item.cycle, occurrence, period.year()), ledger, period)
        };
        let items: Vec<ItemStatus> = counted(task, period).map(standing).collect();
        let mut tally = Tally::default();
        for standing in &items {
            tally.count(standing);
        }
        Self { no: task.no, items, tally }
    }
}

/// The day that "done today" means in `year`: today, or the last day of a year that is over.
///
/// A checklist completed after its year (2025 filled in during 2026) gets the latest day that still lies in it.
pub fn done_day(year: i32, today: NaiveDate) -> Result<NaiveDate, MarkRefusal> {
    if today.year() < year {
        return Err(MarkRefusal::NotBegun { year, today });
    }
    Ok(today.min(Period::year_of(year).last_day()))
}

/// The day that "done today" means for an occurrence: today, or its last day when it is over.
pub fn done_day_of(occurrence: Occurrence, today: NaiveDate) -> Result<NaiveDate, MarkRefusal> {
    if today < occurrence.first_day() {
        return Err(MarkRefusal::OccurrenceNotBegun { occurrence, today });
    }
    Ok(today.min(occurrence.last_day()))
}

/// The change that brings an item to a standing in `year`, or an occurrence of it; none when it stands there already.
/// `key` is the item's id, or that of the occurrence, as `5.1@2027Q2`.
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
    if ledger.standing(&field_of(&item, when)) == to {
        return Ok(None);
    }
    Ok(Some(match occurrence {
        Some(occurrence) => Change::MarkOccurrence { item, occurrence, to },
        None => Change::Mark { item, year: when.year(), to },
    }))
}
