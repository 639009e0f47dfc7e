//! What is wrong with a plan: faults, with which no plan is used, and warnings for whoever writes it.

use std::collections::BTreeSet;
use std::fmt;

use chrono::{Datelike as _, NaiveDate};

use super::{Due, Plan, is_code, is_id, limits};

/// What is wrong with a plan that could be read. A plan with a fault is not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanFault {
    /// The id would not do as a file name.
    BadId(String),
    /// The last year lies before the first, or the years are too many or out of all reason.
    BadYears(i32, i32),
    /// More of something than a plan may have.
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// The most of it.
        most: usize,
    },
    /// The text of a task is too long.
    TextTooLong(u32),
    /// A code is no nine digits.
    BadCode(String),
    /// A township's name would not do in a file name.
    BadName(String),
    /// A code or name stands twice in roster and abolished list.
    TownshipTwice(String),
    /// Tasks are not numbered 1, 2, 3 ... in order.
    TaskNumber(u32),
    /// An item's id is not `<task>.<n>` of its own task, or stands twice.
    ItemId(String),
    /// An item's quote does not stand in its task's text.
    QuoteMissing(String),
    /// A target of nothing.
    EmptyTarget(String),
    /// No township owes the plan.
    NoRoster,
}

/// What the author of a plan should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanWarning {
    /// No task names the townships.
    NothingOwed,
    /// A task names no unit.
    NoUnits(u32),
    /// A task that names the townships has no checklist.
    NoItems(u32),
    /// A date outside the plan's years, of a task or of an item.
    DueOutside {
        /// The task.
        task: u32,
        /// The item, where the date is an item's.
        item: Option<String>,
        /// The date.
        on: NaiveDate,
    },
}

impl Plan {
    /// Everything wrong with the plan itself; empty for a plan that can be used.
    #[must_use]
    pub fn faults(&self) -> Vec<PlanFault> {
        // Beyond the limits nothing else is looked at: it could take for ever.
        if let Some(exceeded) = limits::exceeded(self) {
            return vec![exceeded];
        }
        let mut faults = Vec::new();
        if !is_id(&self.id) {
            faults.push(PlanFault::BadId(self.id.clone()));
        }
        if self.roster.is_empty() {
            faults.push(PlanFault::NoRoster);
        }
        let mut seen = BTreeSet::new();
        let gone = self.abolished.iter().map(|one| (&one.code, &one.name));
        for (code, name) in self.roster.iter().map(|one| (&one.code, &one.name)).chain(gone) {
            if !is_code(code) {
                faults.push(PlanFault::BadCode(code.clone()));
            }
            if !limits::is_name(name) {
                faults.push(PlanFault::BadName(name.clone()));
            }
            for key in [code, name] {
                if !seen.insert(key) {
                    faults.push(PlanFault::TownshipTwice(key.clone()));
                }
            }
        }
        let mut ids = BTreeSet::new();
        for (at, (_, task)) in self.tasks().enumerate() {
            if usize::try_from(task.no) != Ok(at + 1) {
                faults.push(PlanFault::TaskNumber(task.no));
            }
            for item in &task.items {
                let own = item.id.strip_prefix(&format!("{}.", task.no));
                let number = own.and_then(|n| n.parse::<u32>().ok());
                if number.is_none() || !ids.insert(item.id.as_str()) {
                    faults.push(PlanFault::ItemId(item.id.clone()));
                }
                if item.quote.is_empty() || !task.text.contains(&item.quote) {
                    faults.push(PlanFault::QuoteMissing(item.id.clone()));
                }
                if item.target.is_some_and(|target| target.at_least == 0) {
                    faults.push(PlanFault::EmptyTarget(item.id.clone()));
                }
            }
        }
        faults
    }

    /// What the author of the plan should look at; the plan can be used all the same.
    #[must_use]
    pub fn warnings(&self) -> Vec<PlanWarning> {
        let mut warnings = Vec::new();
        if self.owed().next().is_none() {
            warnings.push(PlanWarning::NothingOwed);
        }
        let outside = |due: Option<Due>| match due {
            Some(Due::On(day)) if !self.years().contains(&day.year()) => Some(day),
            _ => None,
        };
        for (_, task) in self.tasks() {
            if task.leads.is_empty() && task.partners.is_empty() {
                warnings.push(PlanWarning::NoUnits(task.no));
            }
            if task.items.is_empty() && self.role(task) != super::Role::None {
                warnings.push(PlanWarning::NoItems(task.no));
            }
            let items = task.items.iter().map(|item| (Some(&item.id), item.due));
            for (item, due) in std::iter::once((None, task.due)).chain(items) {
                let warning = |on| PlanWarning::DueOutside { task: task.no, item: item.cloned(), on };
                warnings.extend(outside(due).map(warning));
            }
        }
        warnings
    }
}

impl PlanFault {
    /// The item that is wrong, where it is one.
    #[must_use]
    pub fn item(&self) -> Option<&str> {
        match self {
            PlanFault::ItemId(id) | PlanFault::QuoteMissing(id) | PlanFault::EmptyTarget(id) => Some(id),
            _ => None,
        }
    }
}

impl PlanWarning {
    /// The task and the item that it is about, where it is about one.
    #[must_use]
    pub fn about(&self) -> (Option<u32>, Option<&str>) {
        match self {
            PlanWarning::NothingOwed => (None, None),
            PlanWarning::NoUnits(no) | PlanWarning::NoItems(no) => (Some(*no), None),
            PlanWarning::DueOutside { task, item, .. } => (Some(*task), item.as_deref()),
        }
    }
}

impl fmt::Display for PlanFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PlanFault::BadId(id) => write!(f, "编号“{id}”只能用英文字母、数字和减号"),
            PlanFault::BadYears(first, last) => write!(
                f,
                "起止年份 {first}-{last} 不对（要在{}到{}之间，最多{}年）",
                limits::YEARS.start(),
                limits::YEARS.end(),
                limits::SPAN_MAX
            ),
            PlanFault::TooMany { what, most } => write!(f, "{what}太多，最多{most}"),
            PlanFault::TextTooLong(no) => write!(f, "任务 {no} 的原文太长，最多{}个字", limits::TEXT_MAX),
            PlanFault::BadName(name) => write!(f, "乡镇名称“{name}”空着、太长，或有不能用的字符"),
            PlanFault::BadCode(code) => write!(f, "乡镇代码“{code}”不是九位数字"),
            PlanFault::TownshipTwice(key) => write!(f, "乡镇“{key}”出现了两次"),
            PlanFault::TaskNumber(no) => write!(f, "任务编号 {no} 不连续"),
            PlanFault::ItemId(id) => write!(f, "清单编号“{id}”不属于所在任务或重复"),
            PlanFault::QuoteMissing(id) => write!(f, "清单 {id} 的引文不在任务原文中"),
            PlanFault::EmptyTarget(id) => write!(f, "清单 {id} 的指标是 0"),
            PlanFault::NoRoster => write!(f, "没有乡镇名单（roster）"),
        }
    }
}

impl fmt::Display for PlanWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PlanWarning::NothingOwed => write!(f, "没有一项任务列入乡镇"),
            PlanWarning::NoUnits(no) => write!(f, "任务 {no} 没有责任单位"),
            PlanWarning::NoItems(no) => write!(f, "任务 {no} 列入了乡镇，还没有清单"),
            PlanWarning::DueOutside { task, item: None, on } => write!(f, "任务 {task} 的时限 {on} 不在规划的年份内"),
            PlanWarning::DueOutside { item: Some(item), on, .. } => {
                write!(f, "清单 {item} 的时限 {on} 不在规划的年份内")
            }
        }
    }
}
