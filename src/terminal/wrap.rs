//! Breaks lines by the rules of Chinese typesetting (kinsoku, 避头尾) and fits text into columns. All functions take
//! text that has passed `display`.

use unicode_width::UnicodeWidthChar;

use super::{display, look::Look};

/// Marks that must not begin a line.
const CLOSING: &str = "，。、；：！？）》」』”’】〕〗〉］｝．…·,.;:!?)]}>%％‰℃";

/// Marks that must not end a line.
const OPENING: &str = "（《「『“‘【〔〖〈［｛([{<￥";

/// Breaks `text` into lines of at most `width` columns. A `width` below two counts as two.
///
/// No line begins with a closing mark or ends with an opening one: the character beside the mark moves with it. Words
/// and numbers stay whole where they fit. Only the spaces at a break are lost. The rules give way only where the
/// marks alone are longer than a line.
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

/// Marks that end a clause.
const CLAUSE_ENDS: [char; 4] = ['，', '。', '；', '：'];

/// Breaks `text` into at most `lines` lines, and drops whole clauses from its end until it fits. If not even the
/// first clause fits, cuts that clause.
#[must_use]
pub fn wrap_clauses(text: &str, width: usize, lines: usize) -> Vec<String> {
    // Wrapping a long text whole would be slow, so cut it to what could fit first.
    let mut left = prefix(text, width.saturating_mul(lines));
    let mut is_whole = left.len() == text.len();
    loop {
        let mut wrapped = wrap(left, width);
        if is_whole && wrapped.len() <= lines {
            return wrapped;
        }
        let clauses = if is_whole { left.trim_end_matches(CLAUSE_ENDS) } else { left };
        let Some(end) = clauses.rfind(CLAUSE_ENDS) else {
            wrapped.truncate(lines);
            return wrapped;
        };
        (left, is_whole) = (&left[..end], true);
    }
}

/// Cuts `text` to at most `width` columns, with the look's ellipsis at the cut.
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

/// Fits `text`, then pads it with spaces to exactly `width` columns.
#[must_use]
pub fn pad(text: &str, width: usize, look: Look) -> String {
    let mut padded = fit(text, width, look);
    padded.extend(std::iter::repeat_n(' ', width.saturating_sub(display::width(&padded))));
    padded
}

/// Returns the longest prefix of `text` that takes at most `width` columns.
pub(super) fn prefix(text: &str, width: usize) -> &str {
    let mut used = 0;
    let end = text.char_indices().find(|&(_, c)| {
        used += columns(c);
        used > width
    });
    &text[..end.map_or(text.len(), |(at, _)| at)]
}

/// Finds the end of the line that begins at `start`: the last break within `width` that splits the weakest bond.
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
    let breaks = |bond| (start + 1..=full).rev().find(|&at| bond_before(chars, at) == bond);
    breaks(Bond::None).or_else(|| breaks(Bond::Word)).unwrap_or(full.max(start + 1))
}

/// What holds two neighbouring characters together.
#[derive(Eq, PartialEq)]
enum Bond {
    /// A line may end here.
    None,
    /// Inside a word or number: breaks only if the whole is longer than a line.
    Word,
    /// Beside a mark: breaks only if there is no other break.
    Mark,
}

fn bond_before(chars: &[char], at: usize) -> Bond {
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

    /// Text like a notice: single or double marks around characters, words and numbers.
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
