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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_keeps_its_words_and_loses_what_steers_the_console() {
        assert_eq!(one_line(" 张\u{202e}三\n李四\t\u{1b}[2J\u{200b} "), "张三 李四 [2J");
    }

    #[test]
    fn what_moves_a_terminal_or_turns_the_reading_order_is_dropped_and_ordinary_text_is_not_copied() {
        assert_eq!(harmless("甲\u{1b}[2J\r\n\u{9b}31m乙\u{202e}\u{2066}"), "甲[2J\n31m乙");
        assert!(matches!(harmless("“三下乡”\n第1次"), Cow::Borrowed(_)));
    }
}
