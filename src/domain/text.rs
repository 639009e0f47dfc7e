//! Text that comes from people and files: what may be shown of it, and one line of it.

use std::borrow::Cow;

/// Whether a character moves, clears or colours a terminal, turns the reading order round, or is there unseen.
#[must_use]
pub fn is_treacherous(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}')
        || matches!(c, '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}')
}

/// `text` without treacherous characters; line ends stay.
#[must_use]
pub fn harmless(text: &str) -> Cow<'_, str> {
    let stays = |c: &char| *c == '\n' || !is_treacherous(*c);
    if text.chars().all(|c| stays(&c)) { Cow::Borrowed(text) } else { text.chars().filter(stays).collect() }
}

/// `text` on one line, its ends trimmed: line ends and tabs become spaces, treacherous characters are left out.
#[must_use]
pub fn one_line(text: &str) -> String {
    let spaced = text.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c });
    spaced.filter(|c| !is_treacherous(*c)).collect::<String>().trim().to_owned()
}

/// Columns that `text` takes at most, on any console.
#[must_use]
pub fn columns(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// Names that Windows keeps for devices, whatever their ending.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// `text` as one part of a path on every system, of at most `most` characters: what is not allowed becomes `_`, and an
/// ending as `.jpg` is kept.
#[must_use]
pub fn file_name(text: &str, most: usize) -> String {
    const ENDING_MAX: usize = 10;
    let allowed = |c: char| if matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|') { '_' } else { c };
    let line: String = one_line(text).chars().map(allowed).collect();
    let ends = [' ', '.'];
    let line = line.trim_matches(ends);
    let (stem, ending) = match line.rsplit_once('.') {
        Some((stem, ending)) if ending.chars().count() <= ENDING_MAX => (stem.trim_end_matches(ends), Some(ending)),
        _ => (line, None),
    };
    let room = most.saturating_sub(ending.map_or(0, |ending| ending.chars().count() + 1));
    let cut: String = stem.chars().take(room).collect();
    let stem = cut.trim_end_matches(ends);
    let device = stem.trim_end_matches(|c: char| c.is_ascii_digit()).to_lowercase();
    let mark = if DEVICES.contains(&device.as_str()) || stem.is_empty() { "_" } else { "" };
    ending.map_or_else(|| format!("{mark}{stem}"), |ending| format!("{mark}{stem}.{ending}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_keeps_its_words_and_loses_what_steers_the_console() {
        assert_eq!(one_line(" 张\u{202e}三\n李四\t\u{1b}[2J\u{200b} "), "张三 李四 [2J");
    }

    #[test]
    fn a_name_fits_every_system_and_keeps_its_ending() {
        let cases = [
            ("照片 1.jpg", "照片 1.jpg"),
            ("../../etc/passwd", "_.._etc_passwd"),
            (r"C:\a*b?.txt", "C__a_b_.txt"),
            ("NUL.txt", "_NUL.txt"),
            ("com1", "_com1"),
            (" ... ", "_"),
            ("活动\u{202e}\n名称. ", "活动 名称"),
            ("很长很长很长很长很长很长.docx", "很长很长很长很长很.docx"),
        ];
        for (text, name) in cases {
            assert_eq!(file_name(text, 14), name, "{text}");
        }
    }

    #[test]
    fn what_moves_a_terminal_or_turns_the_reading_order_is_dropped_and_ordinary_text_is_not_copied() {
        assert_eq!(harmless("甲\u{1b}[2J\r\n\u{9b}31m乙\u{202e}\u{2066}"), "甲[2J\n31m乙");
        assert!(matches!(harmless("“三下乡”\n第1次"), Cow::Borrowed(_)));
    }
}
