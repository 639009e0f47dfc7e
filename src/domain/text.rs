//! Text from people and files: removes dangerous characters, and makes single lines and file names.

use std::borrow::Cow;

/// Whether a character moves, clears or colours a terminal, changes the reading order, or is invisible.
///
/// These are: control characters, line and paragraph separators, invisible characters (Unicode's
/// `Default_Ignorable_Code_Point`, with tags and fillers), annotation marks, and noncharacters. The signs that Arabic
/// writes before a number are of the same category (Cf) but visible, so they stay. Private characters stay too: old
/// systems wrote rare names with them.
#[must_use]
pub fn is_treacherous(c: char) -> bool {
    is_unwanted(c) || is_selector(c)
}

/// The same without variation selectors. They are invisible too, but in a stored name or Mongolian word they choose the
/// form of the letter before them.
fn is_unwanted(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{70F}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}')
        || matches!(c, '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}')
        || matches!(c, '\u{3164}' | '\u{FDD0}'..='\u{FDEF}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}')
        || matches!(c, '\u{13430}'..='\u{1345F}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}')
        || matches!(c, '\u{E0000}'..='\u{E00FF}' | '\u{E01F0}'..='\u{E0FFF}')
        || u32::from(c) & 0xFFFE == 0xFFFE
}

/// Whether a character is a variation selector.
fn is_selector(c: char) -> bool {
    matches!(c, '\u{180B}'..='\u{180D}' | '\u{180F}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// `text` without dangerous characters. Line ends stay.
#[must_use]
pub fn harmless(text: &str) -> Cow<'_, str> {
    let stays = |c: &char| *c == '\n' || !is_treacherous(*c);
    if text.chars().all(|c| stays(&c)) { Cow::Borrowed(text) } else { text.chars().filter(stays).collect() }
}

/// `text` as one line, trimmed, to be stored: line ends and tabs become spaces, dangerous characters are removed,
/// variation selectors stay.
#[must_use]
pub fn one_line(text: &str) -> String {
    let spaced = text.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c });
    spaced.filter(|c| !is_unwanted(*c)).collect::<String>().trim().to_owned()
}

/// The most columns that `text` takes on any console.
#[must_use]
pub fn columns(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// Device names of Windows. They are reserved with any extension.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// Whether a name without extension is a device name of Windows.
#[must_use]
pub fn is_device(stem: &str) -> bool {
    let name = stem.trim_end_matches(|c: char| c.is_ascii_digit()).to_lowercase();
    DEVICES.contains(&name.as_str())
}

/// `text` as a file name on every system, of at most `most` characters: forbidden characters become `_`, and an
/// extension as `.jpg` is kept.
#[must_use]
pub fn file_name(text: &str, most: usize) -> String {
    const ENDING_MAX: usize = 10;
    let allowed = |c: char| if matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|') { '_' } else { c };
    let line: String = harmless(&one_line(text)).chars().map(allowed).collect();
    let ends = [' ', '.'];
    let line = line.trim_matches(ends);
    let (stem, ending) = match line.rsplit_once('.') {
        Some((stem, ending)) if ending.chars().count() <= ENDING_MAX => (stem.trim_end_matches(ends), Some(ending)),
        _ => (line, None),
    };
    let room = most.saturating_sub(ending.map_or(0, |ending| ending.chars().count() + 1));
    let cut: String = stem.chars().take(room).collect();
    let stem = cut.trim_end_matches(ends);
    let mark = if is_device(stem) || stem.is_empty() { "_" } else { "" };
    ending.map_or_else(|| format!("{mark}{stem}"), |ending| format!("{mark}{stem}.{ending}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_leave_a_line() {
        assert_eq!(one_line(" 张\u{202e}三\n李四\t\u{1b}[2J\u{200b} "), "张三 李四 [2J");
    }

    #[test]
    fn file_names_are_portable() {
        let cases = [
            ("甲\u{E0041}\u{FE0F}.jpg", "甲.jpg"),
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
    fn invisible_characters_are_dropped() {
        let unseen = "\u{E0041}\u{E0001}\u{E007F}\u{FFF9}\u{FFFB}\u{115F}\u{3164}\u{FFA0}\u{2028}\u{2029}\u{AD}\u{34F}";
        assert_eq!(harmless(&format!("张{unseen}三\u{FE0F}\u{E0100}\u{180B}")), "张三");
        assert_eq!(one_line(&format!("张{unseen}三\u{E0100}")), "张三\u{E0100}", "a rare form of a name is kept");
        for seen in ["\u{600}", "\u{E815}", "\u{20000}", "e\u{301}", "🎉", "\u{3000}甲"] {
            assert_eq!(harmless(seen), seen);
        }
    }

    #[test]
    fn terminal_controls_are_dropped() {
        assert_eq!(harmless("甲\u{1b}[2J\r\n\u{9b}31m乙\u{202e}\u{2066}"), "甲[2J\n31m乙");
        assert!(matches!(harmless("“三下乡”\n第1次"), Cow::Borrowed(_)));
    }
}
