//! Lines that obey Chinese typesetting (rule 6, kinsoku or 避头尾), and text made to fit a column.
//! All of them take text that has passed `display`.

use unicode_width::UnicodeWidthChar;

use super::{display, look::Look};

/// Marks that may not begin a line.
const CLOSING: &str = "，。、；：！？）》」』”’】〕〗〉］｝．…·,.;:!?)]}>%％‰℃";

/// Marks that may not end a line.
const OPENING: &str = "（《「『“‘【〔〖〈［｛([{<￥";

/// Breaks `text` into lines of at most `width` columns (taken as two if less).
///
/// No line begins with a closing mark or ends with an opening one: the character beside it goes along. Words and
/// numbers stay whole where they fit. Nothing is lost but the spaces at a break. Only where the marks alone are
/// longer than a line do the rules yield.
#[must_use]
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut lines = Vec::new();
    let mut start = 0;
    loop {
        let end = line_end(&chars, start, width.max(2));
        lines.push(trim(&chars[start..end]));
        start = end;
        while chars.get(start).is_some_and(|&c| is_space(c)) {
            start += 1;
        }
        if start >= chars.len() {
            return lines;
        }
    }
}

/// The marks between clauses.
const BETWEEN: [char; 4] = ['，', '。', '；', '：'];

/// `text` in at most `lines` lines: all of it, or as many whole clauses as there is room for. Where there is none for
/// the first clause, what there is room for of it.
#[must_use]
pub fn wrap_clauses(text: &str, width: usize, lines: usize) -> Vec<String> {
    // Of a long text no more is looked at than there may be room for.
    let mut left = prefix(text, width.saturating_mul(lines));
    let mut whole = left.len() == text.len();
    loop {
        let mut wrapped = wrap(left, width);
        if whole && wrapped.len() <= lines {
            return wrapped;
        }
        let clauses = if whole { left.trim_end_matches(BETWEEN) } else { left };
        let Some(end) = clauses.rfind(BETWEEN) else {
            wrapped.truncate(lines);
            return wrapped;
        };
        (left, whole) = (&left[..end], true);
    }
}

/// `text`, or its beginning and the look's ellipsis, in at most `width` columns.
#[must_use]
pub fn fit(text: &str, width: usize, look: Look) -> String {
    if display::width(text) <= width {
        return text.to_owned();
    }
    let ellipsis = look.glyphs().ellipsis;
    let mut cut = prefix(text, width.saturating_sub(display::width(ellipsis))).to_owned();
    cut.push_str(prefix(ellipsis, width));
    cut
}

/// `text` fitted, then filled with spaces to exactly `width` columns.
#[must_use]
pub fn pad(text: &str, width: usize, look: Look) -> String {
    let mut padded = fit(text, width, look);
    padded.extend(std::iter::repeat_n(' ', width.saturating_sub(display::width(&padded))));
    padded
}

/// The longest beginning of `text` that takes at most `width` columns.
pub(super) fn prefix(text: &str, width: usize) -> &str {
    let mut used = 0;
    let end = text.char_indices().find(|&(_, c)| {
        used += columns(c);
        used > width
    });
    &text[..end.map_or(text.len(), |(at, _)| at)]
}

/// Where the line that starts at `start` ends: the last place within `width` with the weakest bond.
fn line_end(chars: &[char], start: usize, width: usize) -> usize {
    let mut used = 0;
    let mut full = start;
    while let Some(&c) = chars.get(full) {
        used += columns(c);
        if used > width {
            break;
        }
        full += 1;
    }
    if full >= chars.len() {
        return chars.len();
    }
    let breaks = |bond| (start + 1..=full).rev().find(|&at| bond_at(chars, at) == bond);
    breaks(Bond::None).or_else(|| breaks(Bond::Word)).unwrap_or(full.max(start + 1))
}

/// What holds two neighbours together.
#[derive(Eq, PartialEq)]
enum Bond {
    /// A line may end here.
    None,
    /// Inside a word or number: only if the whole is longer than a line.
    Word,
    /// Beside a mark: never, if it can be helped.
    Mark,
}

fn bond_at(chars: &[char], at: usize) -> Bond {
    let before = chars[..at].iter().rev().find(|&&c| !is_space(c));
    let after = chars[at..].iter().find(|&&c| !is_space(c));
    let (Some(&before), Some(&after)) = (before, after) else {
        return Bond::None;
    };
    if OPENING.contains(before) || CLOSING.contains(after) {
        return Bond::Mark;
    }
    let together = !is_space(chars[at - 1]) && !is_space(chars[at]);
    if together && columns(before) == 1 && columns(after) == 1 { Bond::Word } else { Bond::None }
}

fn is_space(c: char) -> bool {
    c == ' ' || c == '\u{3000}'
}

/// The columns of one character of displayed text.
pub(super) fn columns(c: char) -> usize {
    c.width().unwrap_or(0)
}

fn trim(line: &[char]) -> String {
    let end = line.iter().rposition(|&c| !is_space(c)).map_or(0, |last| last + 1);
    line[..end].iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn short_text_is_one_line() {
        assert_eq!(wrap("深入开展", 8), ["深入开展"]);
        assert_eq!(wrap("", 8), [""]);
    }

    #[test]
    fn chinese_breaks_anywhere() {
        assert_eq!(wrap("深入开展农村科普", 7), ["深入开", "展农村", "科普"]);
    }

    #[test]
    fn closing_mark_never_starts_a_line() {
        assert_eq!(wrap("深入开展，农村", 8), ["深入开", "展，农村"]);
        assert_eq!(wrap("深入开展（一）。农", 12), ["深入开展", "（一）。农"]);
    }

    #[test]
    fn opening_mark_moves_down() {
        assert_eq!(wrap("学习《通知》", 6), ["学习", "《通", "知》"]);
    }

    #[test]
    fn words_and_numbers_stay_whole() {
        assert_eq!(wrap("规划2021-2025年", 10), ["规划", "2021-2025", "年"]);
        assert_eq!(wrap("see the report", 7), ["see the", "report"]);
        assert_eq!(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
    }

    #[test]
    fn spaces_vanish_only_at_breaks() {
        assert_eq!(wrap("　　重点 围绕", 8), ["　　重点", "围绕"]);
        assert_eq!(wrap("甲  ，乙", 4), ["甲", "，乙"]);
    }

    #[test]
    fn last_clauses_are_cut_whole() {
        let text = "第1次上报，张三 0812，还没有答复。按回车细看。";
        assert_eq!(wrap_clauses(text, 60, 1), [text]);
        assert_eq!(wrap_clauses(text, 40, 1), ["第1次上报，张三 0812，还没有答复"]);
        assert_eq!(wrap_clauses(text, 20, 2), ["第1次上报，张三", "0812，还没有答复"]);
        assert_eq!(wrap_clauses(text, 18, 1), ["第1次上报"]);
        assert_eq!(wrap_clauses(text, 6, 1), ["第1次"], "the first clause is cut where it has to be");
        assert!(wrap_clauses(text, 20, 0).is_empty());
        assert_eq!(wrap_clauses(&text.repeat(50_000), 18, 1), ["第1次上报"], "at once, however long the text");
    }

    #[test]
    fn fitting_never_cuts_a_wide_character() {
        assert_eq!(fit("农村科普", 8, Look::Plain), "农村科普");
        assert_eq!(fit("农村科普", 7, Look::Plain), "农村..");
        assert_eq!(fit("农村科普", 7, Look::Fine), "农村科…");
        assert_eq!(fit("农村", 1, Look::Plain), ".");
        assert_eq!(fit("农村", 0, Look::Fine), "");
        assert_eq!(pad("农村科普", 7, Look::Plain), "农村.. ");
        assert_eq!(pad("农", 4, Look::Plain), "农  ");
    }

    /// Text as notices have it: marks stand singly or in twos about characters, words and numbers.
    fn prose() -> impl Strategy<Value = String> {
        let piece = "[（《「(]{0,2}([一-龥]{1,5}|[a-z]{1,6}|[0-9]{1,4})[，。、；：）》」,.]{0,2}[ ]{0,1}";
        proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
    }

    fn without_spaces(text: &str) -> String {
        text.chars().filter(|&c| !is_space(c)).collect()
    }

    proptest! {
        #[test]
        fn wrapping_loses_no_text(text in any::<String>(), columns in 2_usize..200) {
            let text = display::display(&text, Look::Plain);
            let lines = wrap(&text, columns);
            prop_assert_eq!(without_spaces(&lines.concat()), without_spaces(&text));
            prop_assert!(lines.iter().all(|line| display::width(line) <= columns));
        }

        #[test]
        fn punctuation_respects_line_edges(text in prose(), columns in 20_usize..200) {
            for line in wrap(text.trim(), columns) {
                prop_assert!(!line.starts_with(|c| CLOSING.contains(c)), "{line}");
                prop_assert!(!line.ends_with(|c| OPENING.contains(c)), "{line}");
            }
        }

        #[test]
        fn rewrapping_changes_nothing(text in prose(), columns in 2_usize..200) {
            for line in wrap(&text, columns) {
                prop_assert_eq!(wrap(&line, columns), [line]);
            }
        }

        #[test]
        fn fitted_text_keeps_its_width(text in any::<String>(), columns in 0_usize..100) {
            for look in [Look::Plain, Look::Fine] {
                let text = display::display(&text, look);
                prop_assert!(display::width(&fit(&text, columns, look)) <= columns);
                prop_assert_eq!(display::width(&pad(&text, columns, look)), columns);
            }
        }
    }
}
