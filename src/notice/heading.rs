//! The title of a block: the text up to the first full stop or colon, or a short line of its own.

use super::brackets;
use super::source_text::SourceText;
use super::statement::Statement;

/// The longest title. Longer text is a sentence, and its first clauses serve as the title.
const TITLE_MAX: usize = 42;

/// The most characters of clauses that serve as a title.
const CLAUSES_MAX: usize = 30;

/// A title, and where the text after it begins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BlockHeading {
    /// The title without its number.
    pub title: String,
    /// The index of the text's first character.
    pub end: usize,
    pub ends_with_colon: bool,
}

/// Finds the title of a block.
#[must_use]
pub fn read(source: &SourceText, width: usize, statements: &[Statement]) -> BlockHeading {
    let chars = source.chars();
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
        if at > 0 && depth == 0 && at + 1 < chars.len() && source.begins_line(at) && stands_alone(chars, at, width) {
            stop = at;
            break;
        }
    }
    let behind = stop + usize::from(chars.get(stop).is_some_and(|c| "。：:！？".contains(*c)));
    let is_only_sentence = chars[behind.min(first_list)..first_list].is_empty();
    if stop <= TITLE_MAX && !is_only_sentence {
        let ends_with_colon = chars.get(stop).is_some_and(|c| "：:".contains(*c));
        return BlockHeading { title: source.text(0..stop), end: behind, ends_with_colon };
    }
    // There is no title, so the first clauses serve as one. They remain part of the text.
    let clauses = chars[..stop.min(CLAUSES_MAX)].iter().rposition(|c| "，；,;".contains(*c));
    let end = if stop <= TITLE_MAX { stop } else { clauses.filter(|at| *at > 8).unwrap_or(CLAUSES_MAX) };
    BlockHeading { title: source.text(0..end.min(chars.len())), end: 0, ends_with_colon: false }
}

/// The colon in 9:30 ends no title.
fn is_time(chars: &[char], at: usize) -> bool {
    let is_digit = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_digit);
    chars[at] == ':' && is_digit(at.checked_sub(1)) && is_digit(Some(at + 1))
}

/// Whether the line before `at` is a heading: shorter than a full line, and broken at neither a comma nor a quote.
fn stands_alone(chars: &[char], at: usize, width: usize) -> bool {
    let before = chars[at - 1];
    at + 4 < width
        && at <= TITLE_MAX
        && !"，、,；;“”‘’（(《》〈".contains(before)
        && !"，、,。；;：“”’）)》".contains(chars[at])
}

/// Returns the text after the heading, without the statements.
#[must_use]
pub fn text(source: &SourceText, heading: &BlockHeading, statements: &[Statement]) -> String {
    let mut text = String::new();
    let mut from = heading.end;
    for statement in statements {
        if statement.range.start > from {
            text.push_str(&source.text(from..statement.range.start));
        }
        from = from.max(statement.range.end);
    }
    text.push_str(&source.text(from..source.len()));
    text.trim().to_owned()
}
