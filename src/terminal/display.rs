//! Makes stored text safe to draw. The result holds nothing that moves, hides, joins or reverses characters. In the
//! plain look it holds only characters of undisputed width. All text from files passes through here; the stored value
//! never changes. See docs/terminal.md, "One way for text".

use std::borrow::Cow;
use std::sync::LazyLock;

use encoding_rs::GBK;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{look::Look, substitute::substitute};

/// Replaces a character that has no safe form. Chinese and Japanese printers use this mark (the geta) the same way.
pub const GETA: char = '〓';

/// Returns `text` in a form that `look` can show. Accepts any text. A character becomes at most six columns.
#[must_use]
pub fn display(text: &str, look: Look) -> Cow<'_, str> {
    if text.chars().all(|c| is_shown_as_is(c, look)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for cluster in text.graphemes(true) {
        if cluster.chars().any(is_emoji) {
            out.push(GETA);
        } else if cluster == "\r\n" {
            out.push(' ');
        } else {
            cluster.chars().for_each(|c| push(c, look, &mut out));
        }
    }
    Cow::Owned(out)
}

/// Returns the columns that `text` takes. Characters of ambiguous width count as one.
#[must_use]
pub fn width(text: &str) -> usize {
    text.width()
}

fn push(c: char, look: Look, out: &mut String) {
    if is_shown_as_is(c, look) {
        out.push(c);
    } else if is_space(c) {
        out.push(' ');
    } else if !(is_invisible(c) || look == Look::Plain && substitute(c, out)) {
        out.push(GETA);
    }
}

fn is_shown_as_is(c: char, look: Look) -> bool {
    match c {
        ' '..='~' => true,
        '\u{0}'..='\u{9F}' => false,
        _ => match look {
            Look::Plain => is_gbk_wide(c),
            Look::Fine => !is_space(c) && !is_invisible(c) && !is_emoji(c) && is_laid_out_simply(c),
        },
    }
}

/// Line ends, tabs and typographic spaces. The ideographic space is excluded: it is as safe as any wide character.
fn is_space(c: char) -> bool {
    c != '\u{3000}' && c.is_whitespace()
}

/// Controls, combining marks, joiners, selectors, bidirectional controls and fillers: they take no column.
fn is_invisible(c: char) -> bool {
    c.width().unwrap_or(0) == 0
        || matches!(c, '\u{AD}' | '\u{115F}'..='\u{1160}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FFA0}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Characters of the emoji planes, and wide ones among the symbols of the basic plane.
fn is_emoji(c: char) -> bool {
    matches!(c, '\u{1F000}'..='\u{1FAFF}')
        || (matches!(c, '\u{231A}'..='\u{2BFF}') && c.width() == Some(2)) && !matches!(c, '\u{2329}' | '\u{232A}')
}

/// Scripts that need one box for each character, left to right. Scripts that run right to left, stack or join are
/// excluded, and so are private characters and historic scripts.
fn is_laid_out_simply(c: char) -> bool {
    matches!(c, '\u{A0}'..='\u{58F}' | '\u{1E00}'..='\u{2D2F}' | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FB06}' | '\u{FE10}'..='\u{FE6F}' | '\u{FF01}'..='\u{FFEE}' | '\u{20000}'..='\u{3FFFD}')
}

/// Whether code page 936 encodes `c` as a wide character: the ideographs U+4E00 to U+9FA5, and the wide characters of a
/// few rows of its table. Those rows are decoded once, because encoding each character is slow.
fn is_gbk_wide(c: char) -> bool {
    static OTHERS: LazyLock<Vec<char>> = LazyLock::new(|| {
        let mut others = wide_in_rows((0xA1..=0xA9).chain([0xFD]));
        others.sort_unstable();
        others
    });
    matches!(c, '\u{4E00}'..='\u{9FA5}') || OTHERS.binary_search(&c).is_ok()
}

/// Decodes rows of the GBK table and keeps the wide characters.
fn wide_in_rows(rows: impl Iterator<Item = u8>) -> Vec<char> {
    let pairs = rows.flat_map(|lead| (0x40..=0xFE).map(move |trail| (lead, trail)));
    let pairs = pairs.filter(|&pair| !is_later_addition(pair)).flat_map(|(lead, trail)| [lead, trail]);
    let text = GBK.decode_without_bom_handling(&pairs.collect::<Vec<u8>>()).0.into_owned();
    text.chars().filter(|c| c.width() == Some(2)).collect()
}

/// Pairs that GB 18030 assigned after code page 936 was fixed. The fonts of old systems have no glyph for them.
fn is_later_addition(pair: (u8, u8)) -> bool {
    matches!(pair, (0xA6, 0xD9..=0xDF | 0xEC..=0xED | 0xF3) | (0xA9, 0x89..=0x95) | (0xFE, _))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plain(text: &str) -> Cow<'_, str> {
        display(text, Look::Plain)
    }

    fn is_plain(c: char) -> bool {
        let mut buffer = [0; 4];
        let (bytes, _, unmappable) = encoding_rs::GBK.encode(c.encode_utf8(&mut buffer));
        matches!(c, ' '..='~') || (c.width() == Some(2) && bytes.len() == 2 && !unmappable)
    }

    fn is_never_shown(c: char) -> bool {
        c.is_control()
            || c.width().unwrap_or(0) == 0
            || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
    }

    #[test]
    fn ordinary_text_is_borrowed() {
        assert!(matches!(plain("学习强国 2021-2025，《通知》"), Cow::Borrowed(_)));
        assert!(matches!(display("“三下乡”—…", Look::Fine), Cow::Borrowed(_)));
    }

    #[test]
    fn ambiguous_characters_get_safe_forms() {
        for (stored, shown) in [
            ("“三下乡”", "「三下乡」"),
            ("2021—2025……", "2021-2025......"),
            ("阿·克", "阿.克"),
            ("①⑵⒊Ⅳ", "(1)(2)3.IV"),
            ("北纬26°，20℃", "北纬26度，20摄氏度"),
            ("3×4 ‘甲’→■√", "3x4 '甲'->#v"),
            ("攀枝花 lǜ α", "攀枝花 lv a"),
        ] {
            assert_eq!(plain(stored), shown);
        }
    }

    #[test]
    fn unsafe_character_becomes_a_geta() {
        assert_eq!(plain("刘䶮 한 ꆈ 👍"), "刘〓 〓 〓 〓");
    }

    #[test]
    fn one_picture_becomes_one_geta() {
        for look in [Look::Plain, Look::Fine] {
            assert_eq!(display("👨‍👩‍👧‍👦家", look), "〓家");
            assert_eq!(display("🇨🇳👍🏽⌚", look), "〓〓〓");
        }
    }

    #[test]
    fn invisible_and_moving_characters_are_dropped() {
        for look in [Look::Plain, Look::Fine] {
            assert_eq!(display("a\u{202E}b\u{2066}c\u{200B}d\u{FEFF}e\u{301}\u{1B}[2Jf", look), "abcde[2Jf");
            assert_eq!(display("一\n二\r\n三\t四\u{A0}五", look), "一 二 三 四 五");
        }
    }

    #[test]
    fn any_character_displays_safely() {
        let mut buffer = [0; 4];
        for c in '\0'..=char::MAX {
            let stored = c.encode_utf8(&mut buffer);
            let shown = display(stored, Look::Plain);
            assert!(shown.chars().all(is_plain), "{c:?} gives {shown:?}");
            assert!(width(&shown) <= 6 && shown.chars().count() <= 5, "{c:?} gives {shown:?}");
            let shown = display(stored, Look::Fine);
            assert!(!shown.chars().any(is_never_shown), "{c:?} gives {shown:?}");
            assert!(shown.chars().count() <= 1, "{c:?} gives {shown:?}");
        }
    }

    #[test]
    fn code_page_936_is_covered() {
        let mut wide = vec![false; 0x1_0000];
        for c in wide_in_rows(0x81..=0xFE) {
            wide[c as usize] = true;
        }
        for c in ('\0'..='\u{FFFF}').filter(|c| *c > '~') {
            assert_eq!(is_gbk_wide(c), wide[c as usize], "{c:?}");
        }
    }

    #[test]
    fn every_ambiguous_character_stays_readable() {
        for lead in 0xA1..=0xA9 {
            for trail in 0xA1..=0xFE {
                let pair = [lead, trail];
                let (text, malformed) = encoding_rs::GBK.decode_without_bom_handling(&pair);
                let known = !malformed && !text.chars().any(|c| matches!(c, '\u{E000}'..='\u{F8FF}'));
                let spelt = plain(&text);
                if known && text.width() == 1 && spelt == "〓" {
                    assert!("¤∮∫∝∠⊥∟⊿∈☉".contains(&*text), "{text} has no readable form");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn any_text_displays_safely(text in any::<String>()) {
            let shown = plain(&text);
            prop_assert!(shown.chars().all(is_plain));
            for look in [Look::Plain, Look::Fine] {
                let shown = display(&text, look);
                prop_assert!(!shown.chars().any(is_never_shown));
                let columns: usize = shown.chars().filter_map(UnicodeWidthChar::width).sum();
                prop_assert_eq!(width(&shown), columns);
                let again = display(&shown, look);
                prop_assert_eq!(&again, &shown);
            }
        }
    }
}
