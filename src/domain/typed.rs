//! Reads what people type: numbers, days and ids, also in full-width letters and digits.

use chrono::NaiveDate;

/// Replaces full-width letters, digits and marks by ASCII, and trims the text.
#[must_use]
pub fn narrow(text: &str) -> String {
    let narrowed = text.chars().map(|c| match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    });
    narrowed.collect::<String>().trim().to_owned()
}

/// Reads the id of an item: `5.1`, also typed `５．１` or `5。1`.
#[must_use]
pub fn item_id(text: &str) -> String {
    narrow(text).replace('。', ".")
}

/// Units that may follow a number.
const UNITS: [&str; 13] = ["人次", "场次", "人", "场", "次", "份", "册", "张", "本", "套", "个", "元", "块"];

/// Reads a number: `120`, `1,200`, `120人`, `１２０`. `-` is `Some(None)`: there is no such number, which is not 0.
/// None if it is not a number.
#[must_use]
pub fn count(text: &str) -> Option<Option<u64>> {
    let narrowed = narrow(text);
    if narrowed == "-" {
        return Some(None);
    }
    let number = UNITS.iter().find_map(|unit| narrowed.strip_suffix(unit)).unwrap_or(&narrowed).trim_end();
    let mut groups = number.split(',');
    let (first, others): (&str, Vec<&str>) = (groups.next()?, groups.collect());
    let is_digits = |group: &str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    // A comma in another position may mean a decimal point.
    let grouped = others.is_empty() || first.len() <= 3 && others.iter().all(|group| group.len() == 3);
    if !grouped || !is_digits(first) || !others.iter().all(|group| is_digits(group)) {
        return None;
    }
    number.replace(',', "").parse().ok().map(Some)
}

/// Whether `c` can be part of a date.
#[must_use]
pub fn is_of_day(c: char) -> bool {
    c.is_ascii_digit() || "０１２３４５６７８９-./年月日－．／。、—–".contains(c)
}

/// Reads a date: `2025-3-12`, `2025.3.12`, `2025/3/12`, `2025年3月12日` or `20250312`. A year of two digits is 20xx.
#[must_use]
pub fn day(text: &str) -> Option<NaiveDate> {
    let dashed = narrow(text).replace(['.', '/', '年', '月', '。', '、', '—', '–'], "-");
    let dashed: String = dashed.chars().filter(|c| *c != '日' && !c.is_whitespace()).collect();
    if dashed.len() == 8 && dashed.bytes().all(|byte| byte.is_ascii_digit()) {
        return NaiveDate::parse_from_str(&dashed, "%Y%m%d").ok();
    }
    let is_number = |part: &str, most: usize| part.len() <= most && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = dashed.split('-').collect();
    let &[year, month, day] = &parts[..] else { return None };
    if !is_number(year, 4) || !is_number(month, 2) || !is_number(day, 2) {
        return None;
    }
    let century = match year.len() {
        4 => 0,
        2 => 2000,
        _ => return None,
    };
    NaiveDate::from_ymd_opt(century + year.parse::<i32>().ok()?, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_parse_as_people_write() {
        for text in
            ["1200", "1,200", "1，200", "１２００", "１，２００", " 1200 ", "1200人", "1200 人次", "1,200元", "1200份"]
        {
            assert_eq!(count(text), Some(Some(1200)), "{text}");
        }
        assert_eq!((count("-"), count("－"), count("0")), (Some(None), Some(None), Some(Some(0))));
        for text in
            ["", "12,00", "1,2", "1200,000,1", "1.5", "1.2万", "人", "-5", "+5", "一百", "1200人人", "12 00", ",120"]
        {
            assert_eq!(count(text), None, "{text}");
        }
    }

    #[test]
    fn days_parse_as_people_write() {
        let expected = NaiveDate::from_ymd_opt(2025, 3, 12);
        for text in [
            "2025-03-12",
            "2025-3-12",
            "2025.3.12",
            "2025/3/12",
            "2025年3月12日",
            "20250312",
            "２０２５－０３－１２",
            "２０２５／３／１２",
            "2025、3、12",
            "2025。3。12",
            "25.3.12",
            "２０２５年３月１２日",
            "2025 年 3 月 12 日",
        ] {
            assert_eq!(day(text), expected, "{text}");
        }
        for text in ["", "3月", "2025-13-01", "2025-02-30", "昨天", "025-3-12", "+025-3-12", "12025-3-12", "2025--3-12"]
        {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn full_width_ids_become_ascii() {
        assert_eq!(
            (item_id("５．１"), item_id("5。1"), item_id(" 5.z3f2a ")),
            ("5.1".into(), "5.1".into(), "5.z3f2a".into())
        );
        assert_eq!(narrow("２０２５Ｑ３"), "2025Q3");
    }
}
