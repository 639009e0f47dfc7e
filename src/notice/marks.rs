//! Numbers in front of headings: 一、（一） 1. （1） ① 第一条.

/// The kinds of numbers, in the order in which official texts nest them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// 附件1
    Annex,
    /// 第一章, 第一部分
    Part,
    /// 一、
    Chapter,
    /// （一）
    Section,
    /// 1. and 第一条
    Item,
    /// （1） and 1）
    Sub,
    /// ①
    Circled,
}

/// A number at the beginning of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Its kind.
    pub level: Level,
    /// Its value.
    pub number: u32,
    /// How many characters it takes, closing dot or bracket included.
    pub length: usize,
    /// Whether it lacks its dot or bracket (`30 `, `二）`): believed only where the number before was one less.
    pub is_bare: bool,
}

const OPENING: &str = "（(〔[【";
const CLOSING: &str = "）)〕]】";
/// What may stand behind a number as its dot.
const DOTS: &str = ".．、﹒·。";

/// Reads the number that `text` begins with.
#[must_use]
pub fn read(text: &[char]) -> Option<Mark> {
    bracketed(text)
        .or_else(|| named(text))
        .or_else(|| ordinal(text))
        .or_else(|| chapter(text))
        .or_else(|| item(text))
        .or_else(|| circled(text))
}

/// （一） and （1）; the brackets may be of different kinds.
fn bracketed(text: &[char]) -> Option<Mark> {
    let opened = usize::from(OPENING.contains(*text.first()?));
    let begin = opened + blanks(&text[opened..]);
    // A copy may have made a dash of 一: （—）建台账.
    let dashed = text.get(begin).filter(|c| opened > 0 && "—―－-ー".contains(**c)).map(|_| (1, 1, true));
    let (number, digits, is_chinese) = number(&text[begin..]).or(dashed)?;
    let end = begin + digits + blanks(&text[begin + digits..]);
    if !CLOSING.contains(*text.get(end)?) {
        return None;
    }
    // 二）, its opening bracket lost.
    let is_bare = opened == 0 && is_chinese;
    // （一）、 is one number.
    let length = end + 1 + usize::from(text.get(end + 1).is_some_and(|c| *c == '、'));
    let level = if is_chinese { Level::Section } else { Level::Sub };
    Some(Mark { level, number, length, is_bare })
}

/// 任务一：, 行动2：
fn named(text: &[char]) -> Option<Mark> {
    let word = ["任务", "行动", "举措", "措施", "工程", "事项"]
        .into_iter()
        .find(|word| word.chars().eq(text.iter().take(2).copied()))?;
    let before = word.chars().count();
    let (number, digits, _) = number(&text[before..])?;
    let length = before + digits + 1;
    let ends = text.get(length - 1).is_some_and(|c| "：:、.． ".contains(*c));
    ends.then_some(Mark { level: Level::Item, number, length, is_bare: false })
}

/// 第三条, 第一部分.
fn ordinal(text: &[char]) -> Option<Mark> {
    if *text.first()? != '第' {
        return None;
    }
    let (number, digits, _) = number(&text[1..])?;
    let rest = &text[1 + digits..];
    let (level, words) = match rest {
        ['条', ..] => (Level::Item, 1),
        ['章' | '编', ..] => (Level::Part, 1),
        ['部', '分', ..] => (Level::Part, 2),
        _ => return None,
    };
    let length = 1 + digits + words;
    let length = length + usize::from(text.get(length).is_some_and(|c| "、：: ".contains(*c)));
    Some(Mark { level, number, length, is_bare: false })
}

/// 一、
fn chapter(text: &[char]) -> Option<Mark> {
    let (number, digits, is_chinese) = number(text)?;
    let end = digits + blanks(&text[digits..]);
    let is_dot = text.get(end).is_some_and(|c| "、．.".contains(*c));
    (is_chinese && is_dot).then_some(Mark { level: Level::Chapter, number, length: end + 1, is_bare: false })
}

/// 1. and its slips: `1﹒`, `4..`, `30 `; `2.2027年` is number 2 and a year.
fn item(text: &[char]) -> Option<Mark> {
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
    fits.then_some(Mark { level: Level::Item, number, length: digits + dots + blanks, is_bare: dots == 0 })
}

/// One character: ① ⑴ ⒈ ㈠
fn circled(text: &[char]) -> Option<Mark> {
    let first = u32::from(*text.first()?);
    let kinds = [('①', 20, Level::Circled), ('⑴', 20, Level::Sub), ('⒈', 20, Level::Item), ('㈠', 10, Level::Section)];
    kinds.iter().find_map(|(one, count, level)| {
        let number = first.checked_sub(u32::from(*one))? + 1;
        (number <= *count).then_some(Mark { level: *level, number, length: 1, is_bare: false })
    })
}

fn blanks(text: &[char]) -> usize {
    text.iter().take_while(|c| c.is_whitespace()).count()
}

/// Whether `text` begins with `2027年`; blanks may stand between.
fn begins_with_date(text: &[char]) -> bool {
    let digits = text.iter().take_while(|c| c.is_ascii_digit()).count();
    let behind = text[digits..].iter().find(|c| !c.is_whitespace());
    digits == 4 && behind.is_some_and(|c| *c == '年')
}

/// Words that follow a quantity, not a heading's number.
fn is_measure(c: char) -> bool {
    "年月日号个项类家场万亿元名处条次种批所台套份人户亩公米千吨℃%％级期版天时周岁倍".contains(c)
}

/// A number in digits or Chinese: value, length, whether it is Chinese.
fn number(text: &[char]) -> Option<(u32, usize, bool)> {
    let digits = text.iter().take(5).take_while(|c| digit(**c).is_some()).count();
    if digits > 0 {
        let value = text[..digits].iter().fold(0, |sum, c| sum * 10 + digit(*c).unwrap_or(0));
        return (digits < 5).then_some((value, digits, false));
    }
    let length = text.iter().take(5).take_while(|c| "一二三四五六七八九十百〇零".contains(**c)).count();
    let value = chinese(&text[..length])?;
    (length < 5).then_some((value, length, true))
}

/// A digit, of full width too.
fn digit(c: char) -> Option<u32> {
    c.to_digit(10).or_else(|| u32::from(c).checked_sub(u32::from('０')).filter(|digit| *digit <= 9))
}

/// 二十一 as 21.
fn chinese(text: &[char]) -> Option<u32> {
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
