//! A block's title: up to the first full stop or colon, or the short line that it stands on alone.

use super::brackets;
use super::flow::Flow;
use super::statement::Statement;

/// A title longer than this is a sentence: the measure has none, and its first clauses stand in.
const TITLE_MAX: usize = 42;

/// The clauses that stand in for a title are no longer.
const CLAUSES_MAX: usize = 30;

/// A title and where the text behind it begins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heading {
    /// The title without its number.
    pub title: String,
    /// The first character of the text.
    pub end: usize,
    /// Whether a colon ends it.
    pub ends_with_colon: bool,
}

/// The heading of a block.
#[must_use]
pub fn of(flow: &Flow, width: usize, statements: &[Statement]) -> Heading {
    let chars = flow.chars();
    let first_list = statements.iter().map(|statement| statement.range.start).min().unwrap_or(chars.len());
    let mut depth = 0_usize;
    let mut stop = first_list;
    for (at, c) in chars[..first_list].iter().enumerate() {
        if brackets::is_opening(*c) {
            depth += 1;
        } else if brackets::is_closing(*c) {
            depth = depth.saturating_sub(1);
        } else if depth == 0 && "。：:！？".contains(*c) && !is_time(chars, at) {
            stop = at;
            break;
        }
        if at > 0 && depth == 0 && at + 1 < chars.len() && flow.begins_line(at) && stands_alone(chars, at, width) {
            stop = at;
            break;
        }
    }
    let behind = stop + usize::from(chars.get(stop).is_some_and(|c| "。：:！？".contains(*c)));
    let is_only_sentence = chars[behind.min(first_list)..first_list].is_empty();
    if stop <= TITLE_MAX && !is_only_sentence {
        let ends_with_colon = chars.get(stop).is_some_and(|c| "：:".contains(*c));
        return Heading { title: flow.text(0..stop), end: behind, ends_with_colon };
    }
    // No title: the first clauses stand in, and all of it is text.
    let clauses = chars[..stop.min(CLAUSES_MAX)].iter().rposition(|c| "，；,;".contains(*c));
    let end = if stop <= TITLE_MAX { stop } else { clauses.filter(|at| *at > 8).unwrap_or(CLAUSES_MAX) };
    Heading { title: flow.text(0..end.min(chars.len())), end: 0, ends_with_colon: false }
}

/// 9:30 is no colon behind a title.
fn is_time(chars: &[char], at: usize) -> bool {
    let is_digit = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_digit);
    chars[at] == ':' && is_digit(at.checked_sub(1)) && is_digit(Some(at + 1))
}

/// Whether the line before `at` is a heading: shorter than a full line, and broken at neither comma nor quotation.
fn stands_alone(chars: &[char], at: usize, width: usize) -> bool {
    let before = chars[at - 1];
    at + 4 < width
        && at <= TITLE_MAX
        && !"，、,；;“”‘’（(《》〈".contains(before)
        && !"，、,。；;：“”’）)》".contains(chars[at])
}

/// The text behind the heading, without the lists of units.
#[must_use]
pub fn text(flow: &Flow, heading: &Heading, statements: &[Statement]) -> String {
    let mut text = String::new();
    let mut from = heading.end;
    for statement in statements {
        if statement.range.start > from {
            text.push_str(&flow.text(from..statement.range.start));
        }
        from = from.max(statement.range.end);
    }
    text.push_str(&flow.text(from..flow.len()));
    text.trim().to_owned()
}
