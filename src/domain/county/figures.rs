//! The figures of one report, task by task under the county's text of the plan, and sums over reports.

use std::collections::HashMap;

use super::super::activity::{Activity, ActivityTotals};
use super::super::ledger::ItemStatus;
use super::super::occurrence::Occurrence;
use super::super::plan::Plan;
use super::super::progress::{Tally, counted};
use super::super::report::{Report, ReportTarget};

/// The figures of one report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReportFigures {
    /// The tasks that the townships owe, in the plan's order, then other tasks with activities.
    pub tasks: Vec<TaskFigures>,
    /// Sums over all activities of the period.
    pub activities: ActivityTotals,
    /// The number of tasks with a remark (存在问题, 下一步打算, 无可报告的理由).
    pub remarks: u32,
    /// The progress of targets, copied from the report.
    pub targets: Vec<ReportTarget>,
    /// The number of items under way, done or 不适用 in the report that the county's plan does not have. They count
    /// nowhere.
    pub unmatched: u32,
}

/// The figures of one task in a report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TaskFigures {
    /// The number of the task.
    pub no: u32,
    /// Whether the townships owe the task.
    pub owed: bool,
    /// The items of the task by state.
    pub tally: Tally,
    /// Sums over its activities of the period. An activity that serves several tasks counts in each of them.
    pub activities: ActivityTotals,
}

/// Sums over tasks, of one report or of many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CountySums {
    /// The items of all tasks by state.
    pub items: Tally,
    /// The tasks that the townships owe, by state.
    pub tasks: Tally,
    /// Sums over the activities.
    pub activities: ActivityTotals,
}

impl std::iter::Sum for CountySums {
    fn sum<I: Iterator<Item = Self>>(sums: I) -> Self {
        sums.fold(Self::default(), |a, b| Self {
            items: [a.items, b.items].into_iter().sum(),
            tasks: [a.tasks, b.tasks].into_iter().sum(),
            activities: a.activities + b.activities,
        })
    }
}

impl TaskFigures {
    /// The same figures in the form of sums.
    #[must_use]
    pub fn sums(&self) -> CountySums {
        let mut tasks = Tally::default();
        if self.owed {
            tasks.count_state(self.tally.state());
        }
        CountySums { items: self.tally, tasks, activities: self.activities }
    }
}

impl ReportFigures {
    /// Counts `report` under `plan`. An item that the report lacks is not begun. An item that the plan lacks, in a
    /// report made under another text of it, is only counted as unmatched.
    #[must_use]
    pub fn of(plan: &Plan, report: &Report) -> Self {
        let mut status: HashMap<(&str, Option<Occurrence>), &ItemStatus> =
            report.items.iter().map(|item| ((item.id.as_str(), item.occurrence), &item.status)).collect();
        let mut by_task: HashMap<u32, Vec<&Activity>> = HashMap::new();
        for activity in &report.activities {
            for task in activity.tasks() {
                by_task.entry(task).or_default().push(activity);
            }
        }
        let mut sums = |no: u32| ActivityTotals::of(by_task.remove(&no).unwrap_or_default());
        let mut tasks: Vec<TaskFigures> = Vec::new();
        for (_, task) in plan.owed() {
            let mut tally = Tally::default();
            for (item, occurrence) in counted(task, report.period) {
                tally.count(status.remove(&(item.id.as_str(), occurrence)).unwrap_or(&ItemStatus::Todo));
            }
            tasks.push(TaskFigures { no: task.no, owed: true, tally, activities: sums(task.no) });
        }
        let mut others: Vec<u32> = by_task.keys().copied().collect();
        others.sort_unstable();
        for no in others {
            let activities = ActivityTotals::of(by_task.remove(&no).unwrap_or_default());
            tasks.push(TaskFigures { no, owed: false, activities, ..TaskFigures::default() });
        }
        let number = |count| u32::try_from(count).unwrap_or(u32::MAX);
        let unmatched = status.into_values().filter(|status| **status != ItemStatus::Todo).count();
        Self {
            tasks,
            activities: ActivityTotals::of(&report.activities),
            remarks: number(report.remarks.len()),
            targets: report.targets.clone(),
            unmatched: number(unmatched),
        }
    }

    /// Sums over all tasks. An activity that serves several tasks counts once.
    #[must_use]
    pub fn sums(&self) -> CountySums {
        CountySums { activities: self.activities, ..self.tasks.iter().map(TaskFigures::sums).sum() }
    }

    /// Finds the figures of a task by its number.
    #[must_use]
    pub fn task(&self, no: u32) -> Option<&TaskFigures> {
        self.tasks.iter().find(|task| task.no == no)
    }
}
