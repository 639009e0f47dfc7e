//! The numbers of headings: 一、（一） 1. （1） ① 第一条.

/// The kinds of numbers, in the order in which official texts nest them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HeadingLevel {
    Annex,   // 附件1
    Part,    // 第一章, 第一部分
    Chapter, // 一、
    Section, // （一）
    Item,    // 1. and 第一条
    Sub,     // （1） and 1）
    Circled, // ①
}

/// The number of a heading, at the beginning of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadingMark {
    pub level: HeadingLevel,
    pub number: u32,
    /// In characters, with its closing dot or bracket.
    pub length: usize,
    /// Whether its dot or bracket is missing (`30 `, `二）`). Such a number only counts if it continues the
    /// numbering.
    pub is_bare: bool,
}

const OPENING: &str = "（(〔[【";
const CLOSING: &str = "）)〕]】";
/// Characters that end a number.
const DOTS: &str = ".．、﹒·。";

/// Reads the number at the beginning of `text`.
#[must_use]
pub fn read(text: &[char]) -> Option<HeadingMark> {
    read_bracketed(text)
        .or_else(|| read_named(text))
        .or_else(|| read_ordinal(text))
        .or_else(|| read_chapter(text))
        .or_else(|| read_item(text))
        .or_else(|| read_circled(text))
}

/// Reads （一） and （1）. The brackets may be of different kinds.
fn read_bracketed(text: &[char]) -> Option<HeadingMark> {
    let opened = usize::from(OPENING.contains(*text.first()?));
    let begin = opened + blanks(&text[opened..]);
    // Copying may turn 一 into a dash: （—）建台账.
    let dashed = text.get(begin).filter(|c| opened > 0 && "—―－-ー".contains(**c)).map(|_| (1, 1, true));
    let (number, digits, is_chinese) = number(&text[begin..]).or(dashed)?;
    let end = begin + digits + blanks(&text[begin + digits..]);
    if !CLOSING.contains(*text.get(end)?) {
        return None;
    }
    // The opening bracket is missing: 二）.
    let is_bare = opened == 0 && is_chinese;
    // （一）、 is one number.
    let length = end + 1 + usize::from(text.get(end + 1).is_some_and(|c| *c == '、'));
    let level = if is_chinese { HeadingLevel::Section } else { HeadingLevel::Sub };
    Some(HeadingMark { level, number, length, is_bare })
}

/// Reads 任务一： and 行动2：.
fn read_named(text: &[char]) -> Option<HeadingMark> {
    let word = ["任务", "行动", "举措", "措施", "工程", "事项"]
        .into_iter()
        .find(|word| word.chars().eq(text.iter().take(2).copied()))?;
    let before = word.chars().count();
    let (number, digits, _) = number(&text[before..])?;
    let length = before + digits + 1;
    let ends = text.get(length - 1).is_some_and(|c| "：:、.． ".contains(*c));
    ends.then_some(HeadingMark { level: HeadingLevel::Item, number, length, is_bare: false })
}

/// Reads 第三条 and 第一部分.
fn read_ordinal(text: &[char]) -> Option<HeadingMark> {
    if *text.first()? != '第' {
        return None;
    }
    let (number, digits, _) = number(&text[1..])?;
    let rest = &text[1 + digits..];
    let (level, words) = match rest {
        ['条', ..] => (HeadingLevel::Item, 1),
        ['章' | '编', ..] => (HeadingLevel::Part, 1),
        ['部', '分', ..] => (HeadingLevel::Part, 2),
        _ => return None,
    };
    let length = 1 + digits + words;
    let length = length + usize::from(text.get(length).is_some_and(|c| "、：: ".contains(*c)));
    Some(HeadingMark { level, number, length, is_bare: false })
}

/// Reads numbers such as 一、.
fn read_chapter(text: &[char]) -> Option<HeadingMark> {
    let (number, digits, is_chinese) = number(text)?;
    let end = digits + blanks(&text[digits..]);
    let is_dot = text.get(end).is_some_and(|c| "、．.".contains(*c));
    (is_chinese && is_dot).then_some(HeadingMark {
        level: HeadingLevel::Chapter,
        number,
        length: end + 1,
        is_bare: false,
    })
}

/// Reads `1.` and its misprints `1﹒`, `4..`, `30 `. In `2.2027年` the number is 2, and a year follows.
fn read_item(text: &[char]) -> Option<HeadingMark> {
    let (number, digits, is_chinese) = number(text)?;
    if is_chinese || digits > 3 || number == 0 {
        return None;
    }
    let inner = blanks(&text[digits..]);
    let dots = text[digits + inner..].iter().take_while(|c| DOTS.contains(**c)).count();
    let blanks = inner + if dots > 0 { blanks(&text[digits + inner + dots..]) } else { 0 };
    let rest = &text[digits + dots + blanks..];
    if dots == 0 && blanks == 0 {
        return None;
    }
    let starts_with_digit = rest.first().is_some_and(char::is_ascii_digit);
    let fits = if dots == 0 {
        !starts_with_digit && !rest.first().is_none_or(|c| is_measure(*c) || c.is_ascii_punctuation())
    } else {
        !starts_with_digit || begins_with_date(rest)
    };
    fits.then_some(HeadingMark {
        level: HeadingLevel::Item,
        number,
        length: digits + dots + blanks,
        is_bare: dots == 0,
    })
}

/// Reads a number in one character: ① ⑴ ⒈ ㈠.
fn read_circled(text: &[char]) -> Option<HeadingMark> {
    let first = u32::from(*text.first()?);
    let kinds = [
        ('①', 20, HeadingLevel::Circled),
        ('⑴', 20, HeadingLevel::Sub),
        ('⒈', 20, HeadingLevel::Item),
        ('㈠', 10, HeadingLevel::Section),
    ];
    kinds.iter().find_map(|(one, count, level)| {
        let number = first.checked_sub(u32::from(*one))? + 1;
        (number <= *count).then_some(HeadingMark { level: *level, number, length: 1, is_bare: false })
    })
}

fn blanks(text: &[char]) -> usize {
    text.iter().take_while(|c| c.is_whitespace()).count()
}

/// Whether `text` begins with a date such as `2027年`, with or without blanks.
fn begins_with_date(text: &[char]) -> bool {
    let digits = text.iter().take_while(|c| c.is_ascii_digit()).count();
    let behind = text[digits..].iter().find(|c| !c.is_whitespace());
    digits == 4 && behind.is_some_and(|c| *c == '年')
}

/// Whether `c` follows a quantity, so that the number before it is not a heading's.
fn is_measure(c: char) -> bool {
    "年月日号个项类家场万亿元名处条次种批所台套份人户亩公米千吨℃%％级期版天时周岁倍".contains(c)
}

/// Reads a number in digits or in Chinese. Returns its value, its length, and whether it is Chinese.
fn number(text: &[char]) -> Option<(u32, usize, bool)> {
    let digits = text.iter().take(5).take_while(|c| digit(**c).is_some()).count();
    if digits > 0 {
        let value = text[..digits].iter().fold(0, |sum, c| sum * 10 + digit(*c).unwrap_or(0));
        return (digits < 5).then_some((value, digits, false));
    }
    let length = text.iter().take(5).take_while(|c| "一二三四五六七八九十百〇零".contains(**c)).count();
    let value = parse_chinese(&text[..length])?;
    (length < 5).then_some((value, length, true))
}

/// Also reads full-width digits.
fn digit(c: char) -> Option<u32> {
    c.to_digit(10).or_else(|| u32::from(c).checked_sub(u32::from('０')).filter(|digit| *digit <= 9))
}

/// Reads 二十一 as 21.
fn parse_chinese(text: &[char]) -> Option<u32> {
    let (mut sum, mut digit) = (0, None);
    for c in text {
        match c {
            '十' => sum += digit.take().unwrap_or(1) * 10,
            '百' => sum += digit.take().unwrap_or(1) * 100,
            '〇' | '零' => digit = None,
            _ => {
                let value = "一二三四五六七八九".chars().position(|one| one == *c)?;
                digit = Some(u32::try_from(value).ok()? + 1);
            }
        }
    }
    let value = sum + digit.unwrap_or(0);
    (value > 0).then_some(value)
}
