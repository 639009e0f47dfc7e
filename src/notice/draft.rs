//! What is read out of a notice: the plan as far as the text says it, and what a person must look at.

use chrono::NaiveDate;

use crate::domain::plan::{Cycle, Role};

/// A place in the text: line and column, both from 1; the column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Spot {
    /// Line of the file.
    pub line: u32,
    /// Character of the line.
    pub column: u32,
}

/// Words of the notice and where they begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// The words, wraps joined.
    pub text: String,
    /// Where they begin.
    pub at: Spot,
}

/// A notice as read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft {
    /// Title of the notice as printed, wraps joined.
    pub notice_title: Option<String>,
    /// Title of the plan that the notice carries; the notice's own where it carries none.
    pub title: Option<String>,
    /// Document number (文号).
    pub number: Option<String>,
    /// The issuing government.
    pub issuer: Option<String>,
    /// The day the notice is dated.
    pub date: Option<NaiveDate>,
    /// First and last year of the plan.
    pub years: Option<(i32, i32)>,
    /// The goal (工作目标), verbatim.
    pub goal: Option<String>,
    /// The headings that tasks stand under, in order.
    pub sections: Vec<Section>,
    /// The tasks in order, then the safeguards, duties and groups.
    pub tasks: Vec<TaskDraft>,
    /// The reading rules that the notice says (逗号前为牵头单位).
    pub rules: Vec<RuleSaid>,
    /// The sentences that bind units to every task from there on.
    pub blankets: Vec<Blanket>,
    /// The words of the unit lists that mean townships.
    pub townships_named: Vec<String>,
    /// What a person must look at.
    pub findings: Vec<Finding>,
}

/// A heading with tasks below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Number as printed.
    pub label: String,
    /// Title without its number.
    pub title: String,
    /// Where it is.
    pub at: Spot,
}

/// What a numbered piece of the notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A task.
    Task,
    /// A safeguard (保障措施) that binds no township.
    Safeguard,
    /// A unit with its duties (县甲局：负责…).
    Duty,
    /// A heading with units of its own above tasks.
    Group,
}

/// A task as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskDraft {
    /// Tasks are 1, 2, 3 … in order; what is no task follows after the last of them.
    pub no: u32,
    /// Number as printed.
    pub label: String,
    /// Title without its number.
    pub title: String,
    /// Body without the unit lists, wraps joined.
    pub text: String,
    /// What it is.
    pub kind: Kind,
    /// Index into [`Draft::sections`].
    pub section: Option<usize>,
    /// Lead units (牵头单位); all units where `parted` is false.
    pub leads: Vec<Unit>,
    /// Partner units (配合单位).
    pub partners: Vec<Unit>,
    /// Units bound by a blanket sentence: partners whom the task's own lists do not name.
    pub by_blanket: Vec<String>,
    /// Whether the notice says who leads.
    pub parted: bool,
    /// The part of the townships.
    pub role: Role,
    /// The deadline of a field (完成时限), as printed.
    pub deadline: Option<Quote>,
    /// Proposed checklist items.
    pub items: Vec<ItemDraft>,
    /// The unit lists as printed.
    pub unit_lists: Vec<Quote>,
    /// Why a person must look at it.
    pub doubts: Vec<String>,
    /// First and last line.
    pub lines: (u32, u32),
}

/// A unit and where it is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Name as printed, wraps joined.
    pub name: String,
    /// Where it is named.
    pub at: Spot,
}

/// A proposed checklist item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemDraft {
    /// The act, shortened.
    pub text: String,
    /// Whole clauses of the task's text.
    pub quote: String,
    /// How often it is owed.
    pub cycle: Cycle,
    /// A date or a rhythm in the plan's words: `2027-06-30`, `yearly 06-30`, `quarterly`, `monthly 25`.
    pub due: Option<String>,
    /// At least so many.
    pub target: Option<Target>,
}

/// 不少于4场: a number to reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// How many.
    pub count: u32,
    /// Of what, as printed: 场次, 人次, 份.
    pub unit: String,
}

/// A reading rule and where the notice says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleSaid {
    /// The rule.
    pub rule: super::notes::Rule,
    /// The notice's words.
    pub quote: Quote,
}

/// A sentence that binds units to every task from there on (以下任务均需各乡镇落实，不再列出).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blanket {
    /// The units.
    pub units: Vec<String>,
    /// Whether it binds the tasks above it (以上任务), not those below.
    pub is_above: bool,
    /// The notice's words.
    pub quote: Quote,
}

/// Something that a person must look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Line of the file.
    pub line: u32,
    /// Number of the task, where it is about one.
    pub task: Option<u32>,
    /// The sentence.
    pub text: String,
}
