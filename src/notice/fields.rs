//! Stage 3: reads fields in brackets or on lines of their own: where each begins, where its value ends, and its
//! content.

use std::ops::Range;

use super::brackets;
use super::labels::{self, Label};
use super::lists;
use super::names;
use super::notes;
use super::source_text::SourceText;
use super::statement::{Statement, StatementForm, UnitField};

/// The longest value. Anything longer is prose.
pub const VALUE_MAX: usize = 1500;

/// Reads the fields in a block's text.
pub struct FieldReader<'a> {
    pub source: &'a SourceText,
    pub chars: &'a [char],
    /// The length of a full line.
    pub width: usize,
}

impl FieldReader<'_> {
    /// Whether a field may begin here: at the start of a line, or after a sentence.
    #[must_use]
    pub fn may_begin(&self, at: usize) -> bool {
        at == 0 || self.source.begins_line(at) || "。；;！？）)〕]】 —•●◆■▲★☆·".contains(self.chars[at - 1])
    }

    /// Reads consecutive fields without a bracket around them.
    #[must_use]
    pub fn run(&self, from: usize) -> Option<Statement> {
        labels::read(&self.chars[from..])?;
        let mut end = from;
        while let Some((label, length)) = self.chars.get(end..).and_then(labels::read) {
            end = self.end_of_value(end + length, label);
            // Skip what separates this field from the next.
            let next = (end..self.chars.len()).find(|at| !"。；;，, ".contains(self.chars[*at]));
            match next {
                Some(next) if labels::read(&self.chars[next..]).is_some() => end = next,
                _ => {
                    end += usize::from(self.chars.get(end).is_some_and(|c| "。；;".contains(*c)));
                    break;
                }
            }
        }
        let mut statement = self.read(from..end)?;
        statement.range = from..end;
        Some(statement)
    }

    /// Returns the end of the value that begins at `from`: the next label, a full stop, or the line's end.
    fn end_of_value(&self, from: usize, label: Label) -> usize {
        let mut depth = 0_usize;
        let limit = (from + VALUE_MAX).min(self.chars.len());
        for at in from..limit {
            let c = self.chars[at];
            if self.source.begins_line(at) && at > from && depth == 0 && !self.value_goes_on(from, at, label) {
                return at;
            }
            if depth == 0 && self.is_label_here(at, from) {
                return at;
            }
            if brackets::is_opening(c) {
                depth += 1;
            } else if brackets::is_closing(c) {
                depth = depth.saturating_sub(1);
            } else if c == '。' && depth == 0 && !notes::begins_note(&self.chars[at + 1..]) {
                return at;
            }
        }
        limit
    }

    fn is_label_here(&self, at: usize, from: usize) -> bool {
        let begins = at > from && (self.source.begins_line(at) || "，,；;。、 ）)".contains(self.chars[at - 1]));
        let Some((_, length)) = labels::read(&self.chars[at..]).filter(|_| at > from) else {
            return false;
        };
        // In 牵头单位：甲局配合单位：乙局 the blank between the fields is lost.
        let is_glued = length > 4 && names::ends_like_a_unit(&self.chars[from..at]);
        begins || is_glued
    }

    /// Whether the value that begins at `from` continues in the line that begins at `at`.
    fn value_goes_on(&self, from: usize, at: usize, label: Label) -> bool {
        let so_far = &self.chars[from..at];
        let Some(last) = so_far.iter().rev().find(|c| !c.is_whitespace()) else {
            return true;
        };
        if label == Label::Deadline {
            return last.is_ascii_digit() || "年至到—-－、，（(".contains(*last);
        }
        if "、，,；;和及与（(".contains(*last) || "、，,；;。）)".contains(self.chars[at]) {
            return true;
        }
        if !names::ends_like_a_unit(names::without_bracket(so_far)) {
            return !"。！？".contains(*last) && !self.begins_new_text(at);
        }
        // If a full line ends with a name, the value continues where the next line begins with a name or the rest of
        // one.
        let line = (0..at).rev().take_while(|back| !self.source.begins_line(*back)).count() + 1;
        let piece_end = (at..(at + 30).min(self.chars.len())).find(|i| "、，,；;。".contains(self.chars[*i]));
        let piece_end = piece_end.unwrap_or(self.source.next_line(at + 1));
        let name = (from..at).rev().take_while(|back| !"、，,；;。".contains(self.chars[*back])).last().unwrap_or(at);
        let joined = &self.chars[name..piece_end];
        line + 8 >= self.width && (names::is_unit(&self.chars[at..piece_end]) || names::is_unit(joined))
    }

    /// Whether a new paragraph begins here: a field, or a line with a colon.
    fn begins_new_text(&self, at: usize) -> bool {
        let end = self.source.next_line(at + 1);
        let clause = self.chars[at..end].split(|c| "。、，".contains(*c)).next().unwrap_or_default();
        labels::read(&self.chars[at..]).is_some() || clause.contains(&'：')
    }

    /// Reads the fields in `range`.
    #[must_use]
    pub fn read(&self, range: Range<usize>) -> Option<Statement> {
        let mut marks: Vec<(usize, Label, usize)> = Vec::new();
        let mut depth = 0_usize;
        for at in range.clone() {
            // The second half of a wrapped label (完成 | 时限) is no label.
            let is_inside = marks.last().is_some_and(|(_, _, end)| at < *end);
            let begins = at == range.start || self.is_label_here(at, range.start);
            if depth == 0
                && begins
                && !is_inside
                && let Some((label, length)) = labels::read(&self.chars[at..range.end])
            {
                marks.push((at, label, at + length));
            }
            // The brackets of 【责任单位】 count here too.
            if brackets::is_opening(self.chars[at]) {
                depth += 1;
            } else if brackets::is_closing(self.chars[at]) {
                depth = depth.saturating_sub(1);
            }
        }
        let mut statement = Statement {
            range: range.clone(),
            form: StatementForm::Labelled,
            fields: Vec::new(),
            deadline: None,
            passed_over: Vec::new(),
            is_unclosed: false,
            is_unsure: false,
        };
        for (index, (_, label, from)) in marks.iter().enumerate() {
            let to = marks.get(index + 1).map_or(range.end, |(next, _, _)| *next);
            match label {
                Label::Units(role) => {
                    let listing = lists::read_value(self.chars, *from..to);
                    statement.fields.push(UnitField { role: Some(*role), listing });
                }
                Label::Deadline => statement.deadline = self.deadline(*from..to).or(statement.deadline),
                Label::Other => statement.passed_over.push(*from..to),
            }
        }
        (!marks.is_empty()).then_some(statement)
    }

    /// Trims separators and unpaired brackets from a deadline.
    fn deadline(&self, range: Range<usize>) -> Option<Range<usize>> {
        let is_outer = |c: char| "。；;，,、 ".contains(c);
        let mut range = range;
        while range.start < range.end
            && (is_outer(self.chars[range.start]) || brackets::is_opening(self.chars[range.start]))
        {
            range.start += 1;
        }
        while range.start < range.end && is_outer(self.chars[range.end - 1]) {
            range.end -= 1;
        }
        let words = &self.chars[range.clone()];
        let opened = words.iter().filter(|c| brackets::is_opening(**c)).count();
        let closed = words.iter().filter(|c| brackets::is_closing(**c)).count();
        if closed > opened && brackets::is_closing(self.chars[range.end - 1]) {
            range.end -= 1;
        }
        (!range.is_empty()).then_some(range)
    }
}
