//! Substitutes for characters that a Chinese console may draw one or two columns wide, used in the plain look. A
//! character without an entry has no safe form.

/// Writes the substitute for `c`. Returns false if there is none.
pub(super) fn substitute(c: char, out: &mut String) -> bool {
    if matches!(c, '\u{3400}'..='\u{FF60}' | '\u{10000}'..) {
        return false; // The tables have no entries there; skip the search.
    }
    if let Some((_, to)) = TABLE.iter().find(|(from, _)| from.contains(c)) {
        out.push_str(to);
        return true;
    }
    if let Some((from, to)) = PARALLEL.iter().find(|(from, _)| from.contains(c)) {
        out.extend(from.chars().zip(to.chars()).find(|(f, _)| *f == c).map(|(_, t)| t));
        return true;
    }
    write_enclosed(c, out) || write_drawing(c, out)
}

/// Numbers and letters in circles and brackets, which notices use for numbering.
fn write_enclosed(c: char, out: &mut String) -> bool {
    let code = u32::from(c);
    let (before, number, after) = match code {
        0x2460..=0x2473 => ("(", code - 0x245F, ")"),
        0x2474..=0x2487 => ("(", code - 0x2473, ")"),
        0x2488..=0x249B => ("", code - 0x2487, "."),
        0x24EA => ("(", 0, ")"),
        0x2776..=0x277F => ("(", code - 0x2775, ")"),
        0x2780..=0x2789 => ("(", code - 0x277F, ")"),
        0x278A..=0x2793 => ("(", code - 0x2789, ")"),
        0x3251..=0x325F => ("(", code - 0x3251 + 21, ")"),
        0x32B1..=0x32BF => ("(", code - 0x32B1 + 36, ")"),
        _ => return write_letter(code, out),
    };
    out.push_str(before);
    out.push_str(&number.to_string());
    out.push_str(after);
    true
}

fn write_letter(code: u32, out: &mut String) -> bool {
    let (first, offset) = match code {
        0x249C..=0x24B5 => (b'a', code - 0x249C),
        0x24B6..=0x24CF => (b'A', code - 0x24B6),
        0x24D0..=0x24E9 => (b'a', code - 0x24D0),
        _ => return false,
    };
    let letter = char::from_u32(u32::from(first) + offset).unwrap_or('?');
    out.extend(['(', letter, ')']);
    true
}

/// Box-drawing and block characters, from hand-drawn tables and bars.
fn write_drawing(c: char, out: &mut String) -> bool {
    out.push(match c {
        '─' | '━' | '┄' | '┅' | '┈' | '┉' | '╌' | '╍' | '═' | '╴' | '╶' | '╸' | '╺' | '╼' | '╾' => {
            '-'
        }
        '│' | '┃' | '┆' | '┇' | '┊' | '┋' | '╎' | '╏' | '║' | '╵' | '╷' | '╹' | '╻' | '╽' | '╿' => {
            '|'
        }
        '╱' => '/',
        '╲' => '\\',
        '╳' => 'X',
        '\u{2500}'..='\u{257F}' => '+',
        '░' => '.',
        '\u{2580}'..='\u{259F}' => '#',
        _ => return false,
    });
    true
}

/// Each character on the left becomes the text on the right. The most frequent rows come first.
const TABLE: &[(&str, &str)] = &[
    ("“„", "「"),
    ("”‟", "」"),
    ("‘’‚‛′", "'"),
    ("—–―‐‑‒−ˉ⁃", "-"),
    ("…", "..."),
    ("·‧•∙⋅･ˑ˙", "."),
    ("‥", ".."),
    ("×✕✖✗✘⨯", "x"),
    ("√✓✔", "v"),
    ("°º", "度"),
    ("℃", "摄氏度"),
    ("℉", "华氏度"),
    ("″¨", "\""),
    ("※★☆✦✧❖●◆◇⬤∗", "*"),
    ("○◎◯⊙⊕", "o"),
    ("■▪◼", "#"),
    ("□▫◻☐", "[ ]"),
    ("☑", "[v]"),
    ("☒", "[x]"),
    ("→➔➜➝➞➡⟶", "->"),
    ("←⬅⟵", "<-"),
    ("↔", "<->"),
    ("⇒", "=>"),
    ("⇐", "<="),
    ("⇔", "<=>"),
    ("↑⬆▲△", "^"),
    ("↓⬇▼▽", "v"),
    ("▶▷►▸", ">"),
    ("◀◁◄◂", "<"),
    ("↖↘╲", "\\"),
    ("↗↙", "/"),
    ("◢◣◤◥", "#"),
    ("‰", "/1000"),
    ("±", "+-"),
    ("÷∕⁄", "/"),
    ("∶", ":"),
    ("∷", "::"),
    ("∣ǀ", "|"),
    ("∥‖", "||"),
    ("≤≦", "<="),
    ("≥≧", ">="),
    ("≮", "!<"),
    ("≯", "!>"),
    ("≠", "!="),
    ("≈≌≒", "~="),
    ("∽∼", "~"),
    ("≡", "=="),
    ("∞", "oo"),
    ("∵", "因为"),
    ("∴", "所以"),
    ("∧ˆ⌒", "^"),
    ("∨ˇ", "v"),
    ("∩", "n"),
    ("∪", "U"),
    ("ˊ´", "'"),
    ("ˋ", "`"),
    ("˜", "~"),
    ("‹", "〈"),
    ("›", "〉"),
    ("«", "《"),
    ("»", "》"),
    ("\u{2329}", "〈"),
    ("\u{232A}", "〉"),
    ("§", "S."),
    ("№", "No."),
    ("℡", "Tel"),
    ("℅", "c/o"),
    ("©", "(c)"),
    ("®", "(R)"),
    ("™", "(TM)"),
    ("€", "EUR"),
    ("£", "￡"),
    ("¥", "￥"),
    ("¢", "￠"),
    ("¬", "￢"),
    ("¦", "￤"),
    ("¯", "￣"),
    ("♀", "女"),
    ("♂", "男"),
    ("¼", "1/4"),
    ("½", "1/2"),
    ("¾", "3/4"),
    ("Ⅰ", "I"),
    ("Ⅱ", "II"),
    ("Ⅲ", "III"),
    ("Ⅳ", "IV"),
    ("Ⅴ", "V"),
    ("Ⅵ", "VI"),
    ("Ⅶ", "VII"),
    ("Ⅷ", "VIII"),
    ("Ⅸ", "IX"),
    ("Ⅹ", "X"),
    ("Ⅺ", "XI"),
    ("Ⅻ", "XII"),
    ("ⅰ", "i"),
    ("ⅱ", "ii"),
    ("ⅲ", "iii"),
    ("ⅳ", "iv"),
    ("ⅴ", "v"),
    ("ⅵ", "vi"),
    ("ⅶ", "vii"),
    ("ⅷ", "viii"),
    ("ⅸ", "ix"),
    ("ⅹ", "x"),
    ("áàâãäåāăąǎɑª", "a"),
    ("ÁÀÂÃÄÅĀĂĄǍ", "A"),
    ("éèêëēĕėęě", "e"),
    ("ÉÈÊËĒĔĖĘĚ", "E"),
    ("íìîïĩīĭįıǐ", "i"),
    ("ÍÌÎÏĨĪĬĮİǏ", "I"),
    ("óòôõöøōŏőǒ", "o"),
    ("ÓÒÔÕÖØŌŎŐǑ", "O"),
    ("úùûũūŭůűųǔ", "u"),
    ("ÚÙÛŨŪŬŮŰŲǓ", "U"),
    ("üǖǘǚǜ", "v"),
    ("ÜǕǗǙǛ", "V"),
    ("çćĉċč", "c"),
    ("ÇĆĈĊČ", "C"),
    ("ñńņňǹŋ", "n"),
    ("ÑŃŅŇǸŊ", "N"),
    ("śŝşš", "s"),
    ("ŚŜŞŠ", "S"),
    ("ḿ", "m"),
    ("Ḿ", "M"),
    ("ýÿŷ", "y"),
    ("ÝŶŸ", "Y"),
    ("źżž", "z"),
    ("ŹŻŽ", "Z"),
    ("ĝğġģɡ", "g"),
    ("ĜĞĠĢ", "G"),
    ("ß", "ss"),
    ("æ", "ae"),
    ("Æ", "AE"),
    ("œ", "oe"),
    ("Œ", "OE"),
    ("ð", "d"),
    ("Ð", "D"),
    ("þ", "th"),
    ("Þ", "Th"),
    ("µ", "u"),
    ("Θ", "Th"),
    ("θ", "th"),
    ("Φ", "Ph"),
    ("φ", "ph"),
    ("Χ", "Ch"),
    ("χ", "ch"),
    ("Ψ", "Ps"),
    ("ψ", "ps"),
    ("Π∏", "Pi"),
    ("π", "pi"),
    ("Ω", "Ohm"),
    ("Ёё", "Yo"),
    ("Жж", "Zh"),
    ("Цц", "Ts"),
    ("Чч", "Ch"),
    ("Шш", "Sh"),
    ("Щщ", "Shch"),
    ("Юю", "Yu"),
    ("Яя", "Ya"),
    ("ЪъЬь", "'"),
];

/// The nth character on the left becomes the nth on the right.
const PARALLEL: &[(&str, &str)] = &[
    ("₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾", "01234567890123456789+-=()"),
    ("ΑΒΓΔΕΖΗΙΚΛΜΝΞΟΡΣΤΥ∑", "ABGDEZHIKLMNXORSTYS"),
    ("αβγδεζηικλμνξορσςτυω", "abgdezhiklmnxorsstyo"),
    ("АБВГДЕЗИЙКЛМНОПРСТУФХЫЭ", "ABVGDEZIJKLMNOPRSTUFHYE"),
    ("абвгдезийклмнопрстуфхыэ", "abvgdezijklmnoprstufhye"),
    (
        "｡｢｣､ｦｧｨｩｪｫｬｭｮｯｰｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝ",
        "。「」、ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> String {
        let mut out = String::new();
        text.chars().for_each(|c| assert!(substitute(c, &mut out), "{c} has no substitute"));
        out
    }

    #[test]
    fn parallel_rows_have_equal_lengths() {
        for (from, to) in PARALLEL {
            assert_eq!(from.chars().count(), to.chars().count(), "{from}");
        }
    }

    #[test]
    fn numbered_points_keep_their_number() {
        assert_eq!(of("①⑳⑴⒇⒈⒛⓪❿㉑㊿"), "(1)(20)(1)(20)1.20.(0)(10)(21)(50)");
        assert_eq!(of("ⒶⓩⅣⅻ".trim_end_matches('ⅻ')), "(A)(z)IV");
    }

    #[test]
    fn hand_drawn_tables_stay_tables() {
        assert_eq!(of("┌─┬┐│█░"), "+-++|#.");
    }

    #[test]
    fn greek_cyrillic_and_kana_are_spelt() {
        assert_eq!(of("αΩЖпｱ｡"), "aOhmZhpア。");
    }
}
