//! The paragraph numbers that Word shows and does not store in the text: 一、 （一） 1. ①

use std::collections::HashMap;

use super::xml::{XmlEvent, walk};

/// Number of levels of a numbering, by the Word format.
const LEVELS: usize = 9;

/// The numbering and level of a paragraph.
#[derive(Debug, Clone, Default)]
pub(super) struct NumberMark {
    pub(super) id: Option<String>,
    /// The level in the numbering, from 0.
    pub(super) level: Option<usize>,
}

/// The numberings of a document, and their counters.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// The levels of each abstract numbering, by its id.
    levels: HashMap<String, [NumberingLevel; LEVELS]>,
    /// The abstract numbering of each numbering, both by id.
    of: HashMap<String, String>,
    /// The numbering of each paragraph style, by its id.
    styles: HashMap<String, NumberMark>,
    counts: HashMap<String, [Option<u32>; LEVELS]>,
}

#[derive(Debug, Clone)]
struct NumberingLevel {
    start: u32,
    format: String,
    /// The pattern of the number, as `（%1）`.
    text: String,
}

impl Default for NumberingLevel {
    fn default() -> Self {
        Self { start: 1, format: "decimal".to_owned(), text: String::new() }
    }
}

impl Numbering {
    /// Reads the numbering and style parts. A damaged part gives no numbers.
    pub(super) fn read(numbering: Option<&str>, styles: Option<&str>) -> Self {
        let mut all = Self::default();
        if let Some(xml) = numbering {
            let (mut of, mut level, mut number) = (String::new(), 0_usize, String::new());
            let _ = walk(xml, &[], &mut |step| {
                let XmlEvent::Open(element) = step else { return Ok(()) };
                let value = element.value().unwrap_or_default();
                match element.name {
                    "abstractNum" => of = element.attribute("abstractNumId").unwrap_or_default(),
                    "lvl" => {
                        let at = element.attribute("ilvl").and_then(|at| at.parse().ok());
                        level = at.unwrap_or(0).min(LEVELS - 1);
                    }
                    "num" => number = element.attribute("numId").unwrap_or_default(),
                    "abstractNumId" => drop(all.of.insert(number.clone(), value)),
                    "start" | "numFmt" | "lvlText" if number.is_empty() => {
                        let level = &mut all.levels.entry(of.clone()).or_default()[level];
                        match element.name {
                            "start" => level.start = value.parse().unwrap_or(1),
                            "numFmt" => level.format = value,
                            _ => level.text = value,
                        }
                    }
                    _ => {}
                }
                Ok(())
            });
        }
        if let Some(xml) = styles {
            let mut style = String::new();
            let _ = walk(xml, &[], &mut |step| {
                let XmlEvent::Open(element) = step else { return Ok(()) };
                match element.name {
                    "style" => style = element.attribute("styleId").unwrap_or_default(),
                    "numId" => all.styles.entry(style.clone()).or_default().id = element.value(),
                    "ilvl" => {
                        let level = element.value().and_then(|level| level.parse().ok());
                        all.styles.entry(style.clone()).or_default().level = level;
                    }
                    _ => {}
                }
                Ok(())
            });
        }
        all
    }

    /// The number of the next paragraph with this mark or style; empty if it has none.
    pub(super) fn label(&mut self, mark: &NumberMark, style: Option<&str>) -> String {
        let of_style = style.and_then(|style| self.styles.get(style));
        let id = mark.id.clone().or_else(|| of_style?.id.clone());
        let Some(of) = id.and_then(|id| self.of.get(&id)) else { return String::new() };
        let at = mark.level.or_else(|| of_style?.level).unwrap_or(0).min(LEVELS - 1);
        let Some(levels) = self.levels.get(of) else { return String::new() };
        let counts = self.counts.entry(of.clone()).or_default();
        counts[at] = Some(counts[at].map_or(levels[at].start, |count| count.saturating_add(1)));
        counts[at + 1..].fill(None);
        if levels[at].format == "bullet" {
            return String::new();
        }
        let mut label = String::new();
        let mut words = levels[at].text.chars().peekable();
        while let Some(c) = words.next() {
            match words.peek().and_then(|digit| digit.to_digit(10)).filter(|_| c == '%') {
                Some(digit @ 1..=9) => {
                    words.next();
                    let at = digit as usize - 1;
                    label += &number(counts[at].unwrap_or(levels[at].start), &levels[at].format);
                }
                _ => label.push(c),
            }
        }
        label
    }
}

/// Writes a number in a Word number format.
fn number(count: u32, format: &str) -> String {
    match format {
        "none" => String::new(),
        format if format.contains("EnclosedCircle") => match char::from_u32(0x2460 + count.wrapping_sub(1)) {
            Some(circled) if (1..=20).contains(&count) => circled.to_string(),
            _ => count.to_string(),
        },
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "ideographDigital"
        | "chineseLegalSimplified" => chinese(count),
        _ => count.to_string(),
    }
}

/// Writes a number in Chinese; from 1000 on in digits.
fn chinese(count: u32) -> String {
    const DIGITS: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |digit: u32| DIGITS[digit as usize % 10];
    match count {
        0..=9 => digit(count).to_owned(),
        10..=99 => {
            let tens = if count < 20 { "" } else { digit(count / 10) };
            let ones = if count.is_multiple_of(10) { "" } else { digit(count % 10) };
            format!("{tens}十{ones}")
        }
        100..=999 => {
            let rest = match count % 100 {
                0 => String::new(),
                ones @ 1..=9 => format!("零{}", digit(ones)),
                rest @ 10..=19 => format!("一{}", chinese(rest)),
                rest => chinese(rest),
            };
            format!("{}百{rest}", digit(count / 100))
        }
        _ => count.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_match_those_of_word() {
        let cases =
            [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五"), (101, "一百零一"), (112, "一百一十二")];
        for (count, words) in cases {
            assert_eq!(number(count, "chineseCounting"), words);
        }
        assert_eq!((number(3, "decimalEnclosedCircleChinese"), number(3, "decimal")), ("③".to_owned(), "3".to_owned()));
    }
}
