//! What is wrong with a plan, in words.

use std::fmt;

use super::limits;

/// What is wrong with a plan that could be read.
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
    /// A task without units.
    NoUnits(u32),
    /// The plan owes its townships nothing.
    Empty,
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
            PlanFault::NoUnits(no) => write!(f, "任务 {no} 没有责任单位"),
            PlanFault::Empty => write!(f, "没有乡镇，或没有列入乡镇的任务"),
        }
    }
}
