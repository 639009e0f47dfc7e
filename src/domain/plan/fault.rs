//! Faults, which make a plan unusable, and warnings for the author of a plan.

use std::fmt;

use chrono::NaiveDate;

use super::limits;

/// A fault of a plan that could be read. A plan with a fault is not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanFault {
    /// The id is not a valid file name.
    BadId(String),
    /// The last year is before the first, or the years exceed the limits.
    BadYears(i32, i32),
    /// The plan has more of something than the limit.
    TooMany {
        /// The Chinese name of what is too many.
        what: &'static str,
        /// The largest number allowed.
        most: usize,
    },
    /// The text of a task is too long.
    TextTooLong(u32),
    /// A code is not nine digits.
    BadCode(String),
    /// A township's name is not valid in a file name.
    BadName(String),
    /// A code or name occurs twice in roster and abolished list.
    TownshipTwice(String),
    /// Two tasks have the same number, or a task has 0.
    TaskNumber(u32),
    /// An item's id is not `<task>.<n>` or occurs twice; in the first revision, also if the task is another one.
    ItemId(String),
    /// A retired item's id is not `<task>.<n>`, is in use, or occurs twice.
    RetiredId(String),
    /// A report is due too many days after its time.
    ReportDays(u32),
    /// The township of a former code is not on the roster.
    FormerCode(String),
    /// The task's text does not contain an item's quote.
    QuoteMissing(String),
    /// A target asks for 0.
    EmptyTarget(String),
    /// The roster has no township.
    NoRoster,
}

/// Something that the author of a plan should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanWarning {
    /// No task names the townships.
    NothingOwed,
    /// A task names no unit.
    NoUnits(u32),
    /// A task that names the townships has no checklist.
    NoItems(u32),
    /// A deadline of a task or item is outside the plan's years.
    DueOutside {
        /// The number of the task.
        task: u32,
        /// The item's id, if the deadline is an item's.
        item: Option<String>,
        /// The date of the deadline.
        on: NaiveDate,
    },
}

impl PlanFault {
    /// The id of the faulty item, if the fault is an item's.
    #[must_use]
    pub fn item(&self) -> Option<&str> {
        match self {
            PlanFault::ItemId(id)
            | PlanFault::RetiredId(id)
            | PlanFault::QuoteMissing(id)
            | PlanFault::EmptyTarget(id) => Some(id),
            _ => None,
        }
    }
}

impl PlanWarning {
    /// The task and the item that it concerns, if any.
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
            PlanFault::TaskNumber(no) => write!(f, "任务编号 {no} 重复，或者是 0"),
            PlanFault::ItemId(id) => write!(f, "清单编号“{id}”不属于所在任务，或重复"),
            PlanFault::RetiredId(id) => write!(f, "原条目（retired）的编号“{id}”不对、重复，或还在用"),
            PlanFault::ReportDays(days) => {
                write!(f, "上报时限（reports）写的是期满后{days}天，最多{}天", limits::DAYS_AFTER_MAX)
            }
            PlanFault::FormerCode(code) => write!(f, "原代码（former）{code} 对应的乡镇不在名单里"),
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
