//! Dates and intervals in Chinese text.

use chrono::NaiveDate;

/// Reads 每月, 每季度, 每半年, or 每年 with a date. Returns the interval as a plan writes it.
#[must_use]
pub fn rhythm(text: &str) -> Option<String> {
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if has(&["每月", "每个月", "按月", "月度"]) {
        let day = text
            .split_once("每月")
            .and_then(|(_, rest)| leading_number(rest).filter(|(_, rest)| rest.starts_with(['日', '号'])));
        return Some(day.map_or("monthly".to_owned(), |(day, _)| format!("monthly {day}")));
    }
    if has(&["每季度", "每个季度", "按季度", "季度末"]) {
        return Some("quarterly".to_owned());
    }
    if has(&["每半年", "半年一次"]) {
        return Some("half-yearly".to_owned());
    }
    let (_, rest) = text.split_once("每年")?;
    let (month, rest) = leading_number(rest)?;
    let rest = rest.strip_prefix('月')?;
    let day = leading_number(rest).map(|(day, _)| day);
    let last = last_day(2001, month)?;
    Some(format!("yearly {month:02}-{:02}", day.unwrap_or(last).min(31)))
}

/// Reads the deadline in a sentence: 2027年6月底前, or 年底前 if the plan covers one year.
#[must_use]
pub fn due(text: &str, years: Option<(i32, i32)>) -> Option<String> {
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find('年')).map(|at| at + from) {
        let digits = text[..at].chars().rev().take_while(char::is_ascii_digit).count();
        let year = text.get(at - digits..at).filter(|_| digits == 4).and_then(|year| year.parse().ok());
        from = at + '年'.len_utf8();
        let Some(year) = year else { continue };
        if let Some(date) = deadline_end(year, &text[from..]) {
            return Some(date.format("%Y-%m-%d").to_string());
        }
    }
    let (first, last) = years?;
    let says_year_end = ["年底前", "年底之前", "年内", "年末前"].iter().any(|word| text.contains(word));
    (first == last && says_year_end).then(|| format!("{first}-12-31"))
}

/// Returns the last day of a deadline, whose part after the year is `rest`: 6月底前, 底前, 6月30日前.
fn deadline_end(year: i32, rest: &str) -> Option<NaiveDate> {
    let is_by = |rest: &str| ["底前", "前", "底", "末", "之前", "中旬前"].iter().any(|word| rest.starts_with(word));
    if is_by(rest) {
        return NaiveDate::from_ymd_opt(year, 12, 31);
    }
    let (month, rest) = leading_number(rest)?;
    let rest = rest.strip_prefix('月').or_else(|| rest.strip_prefix("月份"))?;
    if is_by(rest) {
        return NaiveDate::from_ymd_opt(year, month, last_day(year, month)?);
    }
    let (day, rest) = leading_number(rest)?;
    let rest = rest.strip_prefix('日')?;
    if is_by(rest) { NaiveDate::from_ymd_opt(year, month, day) } else { None }
}

/// Reads a full date: 2023年5月29日.
#[must_use]
pub fn date(text: &str) -> Option<NaiveDate> {
    let at = text.find('年')?;
    let year: String =
        text[..at].chars().rev().take_while(char::is_ascii_digit).collect::<Vec<_>>().into_iter().rev().collect();
    let (month, rest) = leading_number(&text[at + '年'.len_utf8()..])?;
    let (day, _) = leading_number(rest.strip_prefix('月')?).filter(|(_, rest)| rest.starts_with('日'))?;
    NaiveDate::from_ymd_opt(year.parse().ok()?, month, day)
}

fn last_day(year: i32, month: u32) -> Option<u32> {
    (28..=31).rev().find(|day| NaiveDate::from_ymd_opt(year, month, *day).is_some())
}

/// Reads a number of at most four digits. Returns it and the rest.
fn leading_number(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    Some((text.get(..end.min(4))?.parse().ok()?, &text[end..]))
}

/// Reads one Chinese numeral. 两 is 2.
#[must_use]
pub fn chinese_digit(c: char) -> Option<u32> {
    let at = "一二三四五六七八九十".chars().position(|one| one == c).or((c == '两').then_some(1))?;
    u32::try_from(at + 1).ok()
}
