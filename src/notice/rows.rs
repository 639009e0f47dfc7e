//! What a table of tasks is made of, whichever way it was written.

use super::flow::Flow;
use super::labels::{self, Label};

/// A table of tasks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The block that it stands in.
    pub parent: Option<usize>,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A row: one task.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Its number as printed.
    pub label: String,
    /// The cell of a group of rows.
    pub section: Option<String>,
    /// The cell with the task's name, where there is one beside its text.
    pub title: Option<Flow>,
    /// What is to be done.
    pub text: Flow,
    /// Units and deadlines.
    pub fields: Vec<(Label, Flow)>,
    /// First and last line.
    pub lines: (u32, u32),
    /// Where the reading is unsure.
    pub doubts: Vec<String>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// 序号
    Number,
    /// A name, or what is to be done.
    Text,
    /// Units or a deadline.
    Field(Label),
    /// 备注, 分值
    Other,
}

impl Column {
    pub(super) fn of(head: &[char]) -> Self {
        let words: String = head.iter().filter(|c| !c.is_whitespace()).collect();
        if ["序号", "编号", "序", "项次"].contains(&words.as_str()) {
            return Self::Number;
        }
        if let Some(label) = labels::of(head) {
            return Self::Field(label);
        }
        let is_other =
            ["备注", "分值", "得分", "责任人", "联系", "说明", "依据"].iter().any(|word| words.contains(word));
        if is_other { Self::Other } else { Self::Text }
    }

    pub(super) fn holds_units(self) -> bool {
        matches!(self, Self::Field(Label::Units(_)))
    }
}
