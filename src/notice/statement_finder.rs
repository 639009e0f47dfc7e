//! Stage 3: finds the statements of a block. A statement is a run of fields or a list with verbs, mostly in brackets.
//!
//! ```text
//! statement = bracket ( fields | list ) bracket        （牵头单位：甲局；配合单位：乙局）（甲局牵头，乙局配合）
//!           | fields                                    on lines of their own, or sentences: 牵头单位：甲局。
//! fields    = label ":" value { ("；" | "，" | "。" | new line) label ":" value }
//! ```

use super::brackets;
use super::fields::{FieldReader, VALUE_MAX};
use super::labels;
use super::lists;
use super::names;
use super::source_text::SourceText;
use super::statement::{Statement, StatementForm};
use super::words;

/// The longest sentence that may be a list.
const SENTENCE_MAX: usize = 200;

/// Finds all statements of a block.
#[must_use]
pub fn find(source: &SourceText, width: usize) -> Vec<Statement> {
    let chars = source.chars();
    let pairs = brackets::pairs(chars);
    let fields = FieldReader { source, chars, width };
    let finder = Finder { fields: &fields, chars };
    let mut found: Vec<Statement> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let statement = if brackets::is_opening(chars[at]) {
            finder.bracket(at, pairs[at])
        } else if fields.may_begin(at) {
            fields.run(at).or_else(|| finder.sentence(at))
        } else {
            None
        };
        match statement {
            Some(statement) => {
                at = statement.range.end;
                found.push(statement);
            }
            // A bracket that is no statement contains none.
            None => at = pairs[at].map_or(at, |close| close) + 1,
        }
    }
    found
}

struct Finder<'a> {
    fields: &'a FieldReader<'a>,
    chars: &'a [char],
}

impl Finder<'_> {
    fn bracket(&self, open: usize, close: Option<usize>) -> Option<Statement> {
        // 【责任单位】县甲局 is a field with a label.
        if labels::read(&self.chars[open..]).is_some() && self.fields.may_begin(open) {
            return self.fields.run(open);
        }
        if let Some(label) = labels::find(&self.chars[open + 1..]) {
            let close = close.filter(|close| close - open <= VALUE_MAX);
            let (end, next) = match close {
                Some(close) => (close, close + 1),
                None => self.end_of_unclosed(open),
            };
            let mut statement = self.fields.read(open + 1 + label..end)?;
            statement.range = open..next;
            statement.is_unclosed = close.is_none();
            return Some(statement);
        }
        let close = close.filter(|close| close - open <= VALUE_MAX)?;
        self.list(open, close)
    }

    /// Reads a bracket without labels. It is a statement if it ends a sentence and holds names.
    fn list(&self, open: usize, close: usize) -> Option<Statement> {
        let ends_sentence = self.ends_sentence(open, close);
        if !(ends_sentence || self.may_say_verbs(open + 1, close)) {
            return None;
        }
        let listing = lists::read(self.chars, open + 1..close);
        let known = listing.names.len() - listing.doubtful.len();
        let sure = |name: &lists::ListedUnit| names::is_surely_unit(&self.chars[name.range.clone()]);
        let has_sure = listing.names.iter().any(sure);
        let is_list = if listing.has_verb && ends_sentence {
            has_sure && listing.doubtful.len() * 2 <= known
        } else if listing.has_verb {
            listing.names.iter().all(sure) && has_sure
        } else {
            // A single name only counts at the end of a heading: （一）办税服务（县甲局）
            let ends_block = close + 1 == self.chars.len() && close > open + 3;
            let is_local = "县市区省各乡镇".contains(self.chars[open + 1]);
            let is_marked = !listing.notes.is_empty() || !"（(".contains(self.chars[open]);
            let stands_out = known > 1 || is_marked || (ends_block && is_local);
            ends_sentence && has_sure && listing.doubtful.is_empty() && stands_out
        };
        let form = if listing.has_verb { StatementForm::Verbs } else { StatementForm::Bare };
        is_list.then(|| Statement::of_list(open..close + 1, form, listing))
    }

    /// Reads a sentence of only units and verbs: 县甲局牵头，县乙局、各乡镇配合。
    fn sentence(&self, from: usize) -> Option<Statement> {
        let limit = (from + SENTENCE_MAX).min(self.chars.len());
        let end = (from..limit).find(|at| self.chars[*at] == '。').unwrap_or(limit);
        let ends_here = end == self.chars.len() || self.chars[end] == '。';
        if !ends_here || !self.may_say_verbs(from, end) {
            return None;
        }
        let listing = lists::read(self.chars, from..end);
        // A name that contains 由 has swallowed the heading before it: 文物保护 | 由县甲局牵头
        let sure = |name: &lists::ListedUnit| {
            let name = &self.chars[name.range.clone()];
            names::is_surely_unit(name) && !name.contains(&'由')
        };
        let is_list = listing.has_verb && !listing.names.is_empty() && listing.names.iter().all(sure);
        let range = from..(end + 1).min(self.chars.len());
        is_list.then(|| Statement::of_list(range, StatementForm::Verbs, listing))
    }

    /// Whether the words end with a verb that gives a role: （县甲局负责） inside a sentence.
    fn may_say_verbs(&self, from: usize, to: usize) -> bool {
        let words = &self.chars[from..to];
        ["牵头", "负责", "配合", "落实"].iter().any(|verb| words::ends_with(words, verb))
    }

    /// Whether the bracket follows a sentence or ends one.
    fn ends_sentence(&self, open: usize, close: usize) -> bool {
        let before = open.checked_sub(1).map(|at| self.chars[at]);
        let after = self.chars.get(close + 1);
        before.is_none_or(|c| "。；;！？…”）)〕".contains(c))
            || after.is_none_or(|c| "。；;".contains(*c))
            || self.fields.source.begins_line(open) && self.fields.source.begins_line(close + 1)
    }

    /// Finds the end of an unclosed bracket: the last closing one before the full stop, or else the full stop.
    fn end_of_unclosed(&self, open: usize) -> (usize, usize) {
        let limit = (open + VALUE_MAX).min(self.chars.len());
        let stop = (open..limit).find(|at| self.chars[*at] == '。').unwrap_or(limit);
        match (open..stop).rev().find(|at| brackets::is_closing(self.chars[*at])) {
            Some(close) => (close, close + 1),
            None => (stop, stop),
        }
    }
}
