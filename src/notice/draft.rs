//! The draft of a plan: everything read from a notice, and what a person must check.

use chrono::NaiveDate;

use crate::domain::plan::{Cycle, Role};

/// A position in the text. Line and column count from 1, in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct TextPosition {
    pub line: u32,
    pub column: u32,
}

/// Words of the notice, and where they begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// The words, with wrapped lines joined.
    pub text: String,
    pub at: TextPosition,
}

/// Everything read from a notice.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NoticeDraft {
    /// The title of the notice as printed.
    pub notice_title: Option<String>,
    /// The title of the plan that the notice contains, or else the notice's own.
    pub title: Option<String>,
    /// The document number (文号).
    pub number: Option<String>,
    pub issuer: Option<String>,
    pub date: Option<NaiveDate>,
    /// First and last year of the plan.
    pub years: Option<(i32, i32)>,
    /// The goal (工作目标), verbatim.
    pub goal: Option<String>,
    /// The headings of tasks, in order.
    pub sections: Vec<Section>,
    /// The tasks in order, then the safeguards, duties and groups.
    pub tasks: Vec<TaskDraft>,
    /// The reading rules (逗号前为牵头单位).
    pub rules: Vec<StatedRule>,
    pub blankets: Vec<Blanket>,
    /// The names in the unit lists that mean townships.
    pub townships_named: Vec<String>,
    pub findings: Vec<NoticeFinding>,
}

/// A heading with tasks below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The number as printed.
    pub label: String,
    /// The title without its number.
    pub title: String,
    pub at: TextPosition,
}

/// The kind of a numbered block of the notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TaskKind {
    Task,
    /// A safeguard (保障措施) that binds no township.
    Safeguard,
    /// A unit with its duties (县甲局：负责…).
    Duty,
    /// A heading with its own units and tasks below it.
    Group,
}

/// A task as read from the notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskDraft {
    /// Tasks are numbered 1, 2, 3 … in order. Other kinds follow after the last task.
    pub no: u32,
    /// The number as printed.
    pub label: String,
    /// The title without its number.
    pub title: String,
    /// The text without unit lists, with wrapped lines joined.
    pub text: String,
    pub kind: TaskKind,
    /// Index into [`NoticeDraft::sections`].
    pub section: Option<usize>,
    /// Lead units (牵头单位), or all units if `parted` is false.
    pub leads: Vec<Unit>,
    /// Partner units (配合单位).
    pub partners: Vec<Unit>,
    /// Units of blanket sentences that the task's own lists do not name. They are partners.
    pub by_blanket: Vec<String>,
    /// Whether the notice says who leads.
    pub parted: bool,
    /// The role of the townships.
    pub role: Role,
    /// The deadline (完成时限) as printed.
    pub deadline: Option<Quote>,
    pub items: Vec<ItemDraft>,
    /// The unit lists as printed.
    pub unit_lists: Vec<Quote>,
    /// Sentences about what a person must check.
    pub doubts: Vec<String>,
    /// First and last line.
    pub lines: (u32, u32),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// The name as printed, with wrapped lines joined.
    pub name: String,
    pub at: TextPosition,
}

/// A proposed checklist item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemDraft {
    /// The action in the sentence, short enough for a line of the list.
    pub text: String,
    /// Whole sentences of the task's text.
    pub quote: String,
    pub cycle: Cycle,
    /// A date or an interval as a plan writes it: `2027-06-30`, `yearly 06-30`, `quarterly`, `monthly 25`.
    pub due: Option<String>,
    pub target: Option<TargetDraft>,
}

/// The number to reach in 不少于4场.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetDraft {
    pub count: u32,
    /// As printed: 场次, 人次, 份.
    pub unit: String,
}

/// A reading rule, and where the notice states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedRule {
    pub rule: super::notes::ReadingRule,
    pub quote: Quote,
}

/// A sentence that gives units a role in many tasks (以下任务均需各乡镇落实，不再列出).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blanket {
    pub units: Vec<String>,
    /// Whether it applies to the tasks above it (以上任务), not to those below.
    pub is_above: bool,
    pub quote: Quote,
}

/// Something that a person must check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeFinding {
    /// The line number in the file.
    pub line: u32,
    /// The task's number, if the finding is about one.
    pub task: Option<u32>,
    /// The sentence to show.
    pub text: String,
}
