//! A table of tasks, however it was laid out.

use super::labels::{self, Label};
use super::source_text::SourceText;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaskTable {
    /// The block that contains it.
    pub parent: Option<usize>,
    pub rows: Vec<TaskRow>,
}

/// A row, which is one task.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaskRow {
    /// The number as printed.
    pub label: String,
    /// The title of the row's group.
    pub section: Option<String>,
    /// The cell with the task's name, if there is one besides the text.
    pub title: Option<SourceText>,
    /// The cell that says what to do.
    pub text: SourceText,
    /// Units and deadlines, by the labels of their columns.
    pub fields: Vec<(Label, SourceText)>,
    /// First and last line.
    pub lines: (u32, u32),
    pub doubts: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TableColumn {
    Number, // 序号
    /// A name, or what to do.
    Text,
    /// Units or a deadline.
    Field(Label),
    Other, // 备注, 分值
}

impl TableColumn {
    pub(super) fn of(head: &[char]) -> Self {
        let words: String = head.iter().filter(|c| !c.is_whitespace()).collect();
        if ["序号", "编号", "序", "项次"].contains(&words.as_str()) {
            return Self::Number;
        }
        if let Some(label) = labels::parse(head) {
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
