//! What says who does a task: fields of units, by label or by verb, and a deadline.

use std::ops::Range;

use super::flow::Flow;
use super::labels::Part;
use super::lists::{self, Listing};

/// How a statement says who does what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Labels: 责任单位：
    Labelled,
    /// Verbs: 甲局牵头，乙局配合
    Verbs,
    /// Names and nothing else.
    Bare,
}

/// A field of units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// What its label says; none where there is no label.
    pub part: Option<Part>,
    /// Its names.
    pub listing: Listing,
}

/// Where a block says who does it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// All of it, brackets included.
    pub range: Range<usize>,
    /// How it is said.
    pub form: Form,
    /// The units.
    pub fields: Vec<Field>,
    /// The words of a deadline's field.
    pub deadline: Option<Range<usize>>,
    /// Labels that were read over: 督导单位.
    pub passed_over: Vec<Range<usize>>,
    /// Whether its bracket is not closed.
    pub is_unclosed: bool,
    /// Whether it may be no statement at all.
    pub is_unsure: bool,
}

impl Statement {
    /// Whether it names any unit.
    #[must_use]
    pub fn names_units(&self) -> bool {
        self.fields.iter().any(|field| !field.listing.names.is_empty())
    }

    /// How many units it names.
    #[must_use]
    pub fn counts_units(&self) -> usize {
        self.fields.iter().map(|field| field.listing.names.len()).sum()
    }

    /// A list without labels.
    #[must_use]
    pub fn of_list(range: Range<usize>, form: Form, listing: Listing) -> Self {
        let fields = vec![Field { part: None, listing }];
        Self { range, form, fields, deadline: None, passed_over: Vec::new(), is_unclosed: false, is_unsure: false }
    }

    /// A cell that holds units.
    #[must_use]
    pub fn of_cell(cell: &Flow, part: Part) -> Self {
        let mut statement =
            Self::of_list(0..cell.len(), Form::Labelled, lists::read_value(cell.chars(), 0..cell.len()));
        statement.fields[0].part = Some(part);
        statement
    }

    /// The same statement `by` characters further on.
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
            listing.notes.iter_mut().chain(&mut listing.strange).for_each(|range| *range = shift(range));
            listing.time = listing.time.as_ref().map(shift);
        }
        moved
    }
}
