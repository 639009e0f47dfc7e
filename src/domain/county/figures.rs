//! What one report says in figures, task by task, under the plan that the county uses; and the sums over reports.

use std::collections::HashMap;

use super::super::activity::{Activity, ActivityTotals};
use super::super::ledger::ItemStatus;
use super::super::occurrence::Occurrence;
use super::super::plan::Plan;
use super::super::progress::{Tally, counted};
use super::super::report::{Report, ReportTarget};

/// What a report says, counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReportFigures {
    /// The tasks that name the townships, in the plan's order, and behind them the others that an activity belongs to.
    pub tasks: Vec<TaskFigures>,
    /// The sums over all activities of the period.
    pub activities: ActivityTotals,
    /// Tasks with a remark (存在问题, 下一步打算, 无可报告的理由).
    pub remarks: u32,
    /// What is reached of targets, as the report says.
    pub targets: Vec<ReportTarget>,
    /// Items that are done or 不适用 by the report, and that the plan does not have: they count nowhere.
    pub unmatched: u32,
}

/// What a report says of one task.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TaskFigures {
    /// Number of the task.
    pub no: u32,
    /// Whether it names the townships.
    pub owed: bool,
    /// Its items.
    pub tally: Tally,
    /// The sums over its activities of the period. One that serves several tasks counts in each of them.
    pub activities: ActivityTotals,
}

/// The sums over tasks, of one report or of many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CountySums {
    /// The items.
    pub items: Tally,
    /// The tasks that name the townships.
    pub tasks: Tally,
    /// The activities.
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
    /// The sums over this task alone.
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
    /// What `report` says of the tasks of `plan`. An item that the report does not name is not begun; one that the plan
    /// does not have, in a report made under another text of it, is only numbered.
    #[must_use]
    pub fn of(plan: &Plan, report: &Report) -> Self {
        let mut standing: HashMap<(&str, Option<Occurrence>), &ItemStatus> =
            report.items.iter().map(|item| ((item.id.as_str(), item.occurrence), &item.standing)).collect();
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
                tally.count(standing.remove(&(item.id.as_str(), occurrence)).unwrap_or(&ItemStatus::Todo));
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
        let unmatched = standing.into_values().filter(|standing| **standing != ItemStatus::Todo).count();
        Self {
            tasks,
            activities: ActivityTotals::of(&report.activities),
            remarks: number(report.remarks.len()),
            targets: report.targets.clone(),
            unmatched: number(unmatched),
        }
    }

    /// The sums over all tasks.
    #[must_use]
    pub fn sums(&self) -> CountySums {
        CountySums { activities: self.activities, ..self.tasks.iter().map(TaskFigures::sums).sum() }
    }

    /// What is said of the task of that number.
    #[must_use]
    pub fn task(&self, no: u32) -> Option<&TaskFigures> {
        self.tasks.iter().find(|task| task.no == no)
    }
}
