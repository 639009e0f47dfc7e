//! A statement tells who does a task: fields of units, by label or by verb, and a deadline.

use std::ops::Range;

use super::labels::UnitRole;
use super::lists::{self, UnitList};
use super::source_text::SourceText;

/// How a statement names the units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatementForm {
    Labelled, // Labels: 责任单位：
    Verbs,    // Verbs: 甲局牵头，乙局配合
    Bare,     // Names and nothing else.
}

/// A field of units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitField {
    /// The role that its label tells, if it has a label.
    pub role: Option<UnitRole>,
    pub listing: UnitList,
}

/// A part of a block that tells who does the task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The characters of the statement, with its brackets.
    pub range: Range<usize>,
    pub form: StatementForm,
    pub fields: Vec<UnitField>,
    pub deadline: Option<Range<usize>>,
    /// The values of ignored labels, such as 督导单位.
    pub passed_over: Vec<Range<usize>>,
    /// Whether its bracket is unclosed.
    pub is_unclosed: bool,
    /// Whether it may be no statement.
    pub is_unsure: bool,
}

impl Statement {
    #[must_use]
    pub fn names_units(&self) -> bool {
        self.fields.iter().any(|field| !field.listing.names.is_empty())
    }

    #[must_use]
    pub fn unit_count(&self) -> usize {
        self.fields.iter().map(|field| field.listing.names.len()).sum()
    }

    /// Makes a statement of a list without labels.
    #[must_use]
    pub fn of_list(range: Range<usize>, form: StatementForm, listing: UnitList) -> Self {
        let fields = vec![UnitField { role: None, listing }];
        Self { range, form, fields, deadline: None, passed_over: Vec::new(), is_unclosed: false, is_unsure: false }
    }

    /// Makes a statement of a table's cell.
    #[must_use]
    pub fn of_cell(cell: &SourceText, role: UnitRole) -> Self {
        let mut statement =
            Self::of_list(0..cell.len(), StatementForm::Labelled, lists::read_value(cell.chars(), 0..cell.len()));
        statement.fields[0].role = Some(role);
        statement
    }

    /// The same statement, moved by `by` characters.
    #[must_use]
    pub fn shifted(&self, by: usize) -> Self {
        let shift = |range: &Range<usize>| range.start + by..range.end + by;
        let mut moved = self.clone();
        moved.range = shift(&moved.range);
        moved.deadline = moved.deadline.as_ref().map(shift);
        moved.passed_over.iter_mut().for_each(|range| *range = shift(range));
        for field in &mut moved.fields {
            let listing = &mut field.listing;
            listing.names.iter_mut().for_each(|name| name.range = shift(&name.range));
            listing.notes.iter_mut().chain(&mut listing.doubtful).for_each(|range| *range = shift(range));
            listing.time = listing.time.as_ref().map(shift);
        }
        moved
    }
}
