//! Stage 1: the lines of the text, without page numbers, table of contents, Markdown and stray blanks.

use std::collections::{HashMap, HashSet};

use super::labels;
use super::marks::{self, HeadingMark};
use super::source_text::SourceText;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeLine {
    /// The line number in the file, from 1.
    pub no: u32,
    /// The number at its beginning.
    pub mark: Option<HeadingMark>,
    /// The number as printed.
    pub label: String,
    /// The text after the number.
    pub text: SourceText,
    /// The cells, if the line is a row of a table. Tabs or Markdown's bars separate them.
    pub cells: Option<Vec<SourceText>>,
}

impl NoticeLine {
    #[must_use]
    pub fn words(&self) -> String {
        self.text.text(0..self.text.len())
    }

    #[must_use]
    pub fn is_bare_number(&self) -> bool {
        self.mark.is_none() && self.text.len() <= 3 && self.text.chars().iter().all(char::is_ascii_digit)
    }
}

#[must_use]
pub fn read(text: &str) -> Vec<NoticeLine> {
    let numbered = text.trim_start_matches('\u{feff}').split('\n').zip(1..);
    let mut lines: Vec<NoticeLine> = numbered.flat_map(|(line, no)| split_long(no, line)).collect();
    drop_contents(&mut lines);
    drop_page_numbers(&mut lines);
    lines
}

/// A longer line is split at its headings, if it has several: some files hold the whole document in one line.
const LONG_LINE: usize = 600;

/// The longest heading without a full stop.
const HEADING_MAX: usize = 40;

fn split_long(no: u32, raw: &str) -> Vec<NoticeLine> {
    let raw = raw.trim_end_matches('\r');
    if is_rule(raw) || is_page_number(raw) {
        return Vec::new();
    }
    let columns: Vec<(u32, char)> = (1..).zip(raw.chars()).filter(|(_, c)| !is_invisible(*c)).collect();
    if ends_in_dots_and_page(&columns) {
        return Vec::new();
    }
    if let Some(cells) = cells(no, &columns) {
        let text = SourceText::default();
        return vec![NoticeLine { no, mark: None, label: String::new(), text, cells: Some(cells) }];
    }
    let mut cuts = if columns.len() > LONG_LINE { inner_headings(&columns) } else { Vec::new() };
    cuts.push(columns.len());
    let mut lines = Vec::new();
    let mut from = 0;
    for cut in cuts {
        lines.extend(parse_line(no, &columns[from..cut]));
        from = cut;
    }
    lines
}

/// Finds where headings begin inside a line. A heading's number follows the end of a sentence and continues the
/// numbering or is 1.
fn inner_headings(columns: &[(u32, char)]) -> Vec<usize> {
    let chars: Vec<char> = columns.iter().map(|(_, c)| *c).collect();
    let mut found = Vec::new();
    let mut last: HashMap<marks::HeadingLevel, u32> = HashMap::new();
    for at in 1..chars.len() {
        let Some(mark) = marks::read(&chars[at..(at + 12).min(chars.len())]).filter(|mark| !mark.is_bare) else {
            continue;
        };
        let is_behind_sentence = "。；！？：）)〕]】”".contains(chars[at - 1]) || chars[at - 1].is_whitespace();
        // A heading without a full stop ends where the next one begins: 二、重点任务（一）建台账。
        let is_behind_heading = found.last().is_some_and(|heading| at - heading <= HEADING_MAX);
        let before = last.get(&mark.level).copied().unwrap_or(0);
        let is_bracketed = mark.level == marks::HeadingLevel::Section;
        let counts_on = mark.number == before + 1 || mark.number == 1;
        if counts_on && (is_behind_sentence || (is_bracketed && (is_behind_heading || at <= HEADING_MAX))) {
            last.insert(mark.level, mark.number);
            found.push(at);
        }
    }
    // A single （一） in a long paragraph is no heading.
    if found.len() < 3 { Vec::new() } else { found }
}

/// Parses a line: removes Markdown, reads the number, drops stray blanks.
fn parse_line(no: u32, columns: &[(u32, char)]) -> Option<NoticeLine> {
    let columns = without_markdown(columns);
    let chars: Vec<char> = columns.iter().map(|(_, c)| *c).collect();
    if chars.is_empty() {
        return None;
    }
    let mark = marks::read(&chars);
    let length = mark.as_ref().map_or(0, |mark| mark.length);
    let label: String = chars[..length].iter().filter(|c| !c.is_whitespace()).collect();
    let mut rest: Vec<(u32, char)> = columns[length..].to_vec();
    // In 责任单位 县甲局 the blank stands for the label's colon.
    let first_blank = rest.iter().position(|(_, c)| c.is_whitespace()).filter(|at| (4..=8).contains(at));
    if let Some(at) = first_blank.filter(|at| labels::parse(&chars[length..length + at]).is_some()) {
        rest[at].1 = '：';
    }
    let text = SourceText::of_line(no, without_blanks(&rest).into_iter());
    // Keep a line with only a number: its text follows on the next line.
    Some(NoticeLine { no, mark, label, text, cells: None })
}

/// Removes `#`, `>`, `**` and outer blanks.
fn without_markdown(columns: &[(u32, char)]) -> Vec<(u32, char)> {
    let is_outer = |(_, c): &&(u32, char)| c.is_whitespace() || "#>".contains(*c);
    let from = columns.iter().take_while(is_outer).count();
    let columns = &columns[from..];
    let mut kept = Vec::with_capacity(columns.len());
    let mut at = 0;
    while let Some(column) = columns.get(at) {
        // A line break inside a Markdown cell.
        let length = columns[at..].iter().take(5).position(|(_, c)| *c == '>').filter(|_| is_break(&columns[at..]));
        if let Some(length) = length {
            kept.push((column.0, ' '));
            at += length + 1;
            continue;
        }
        if column.1 == '*' && columns.get(at + 1).is_some_and(|next| next.1 == '*') {
            at += 2;
            continue;
        }
        kept.push(*column);
        at += 1;
    }
    let leading = kept.iter().take_while(|(_, c)| c.is_whitespace()).count();
    kept.drain(..leading);
    while kept.last().is_some_and(|(_, c)| c.is_whitespace()) {
        kept.pop();
    }
    kept
}

/// Matches `<br>` and `<br/>`.
fn is_break(columns: &[(u32, char)]) -> bool {
    "<br".chars().zip(columns).all(|(wanted, (_, c))| wanted == c.to_ascii_lowercase())
}

/// Keeps a blank only between two Latin words, and between a name and a following name or label. Other blanks come
/// from copying.
fn without_blanks(columns: &[(u32, char)]) -> Vec<(u32, char)> {
    let mut kept: Vec<(u32, char)> = Vec::with_capacity(columns.len());
    let mut blank = None;
    for (column, c) in columns {
        if c.is_whitespace() {
            blank = blank.or(Some(*column));
            continue;
        }
        let last = kept.last().map_or(' ', |(_, last)| *last);
        let between_words = last.is_ascii_alphabetic() && c.is_ascii_alphabetic();
        let between_names =
            "局委办会院社心司府联协队室部处所站团镇乡道位门".contains(last) && "县市区各团镇乡省责牵配完".contains(*c);
        if let Some(at) = blank.take().filter(|_| between_words || between_names) {
            kept.push((at, ' '));
        }
        kept.push((*column, *c));
    }
    kept
}

/// Splits a row of a table into cells.
fn cells(no: u32, columns: &[(u32, char)]) -> Option<Vec<SourceText>> {
    let first = columns.iter().position(|(_, c)| !c.is_whitespace())?;
    let is_markdown = columns[first].1 == '|' && columns[first + 1..].iter().any(|(_, c)| *c == '|');
    let bar = if is_markdown { '|' } else { '\t' };
    let cell = |cell: &[(u32, char)]| SourceText::of_line(no, without_blanks(&without_markdown(cell)).into_iter());
    let mut cells: Vec<SourceText> = columns.split(|(_, c)| *c == bar).map(cell).collect();
    if is_markdown {
        cells.remove(0);
        if cells.last().is_some_and(SourceText::is_empty) {
            cells.pop();
        }
    }
    // A tab before a paragraph, or before the page number in a table of contents, makes no table.
    let is_number = |cell: &SourceText| !cell.is_empty() && cell.chars().iter().all(char::is_ascii_digit);
    if !is_markdown && cells.len() == 2 && is_number(&cells[1]) && !is_number(&cells[0]) {
        return None;
    }
    (cells.iter().filter(|cell| !cell.is_empty()).count() >= 2).then_some(cells)
}

fn is_invisible(c: char) -> bool {
    (c.is_control() && c != '\t') || "\u{feff}\u{200b}\u{200c}\u{200d}\u{2060}\u{ad}".contains(c)
}

/// Matches `---`, and the line below the head of a Markdown table.
fn is_rule(raw: &str) -> bool {
    raw.contains('-') && raw.chars().all(|c| "-|: \t_=".contains(c)) && raw.trim().len() >= 3
}

/// Matches `- 3 -`, `— 3 —`, `第3页`, `3/10`.
fn is_page_number(raw: &str) -> bool {
    let words: String = raw.chars().filter(|c| !c.is_whitespace() && !is_invisible(*c)).collect();
    if words.is_empty() || words.chars().count() > 12 {
        return words.is_empty();
    }
    let dashed = words.trim_matches(['-', '—', '–', '－', '·', '~']);
    let is_number = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    (dashed.len() < words.len() && is_number(dashed))
        || words.strip_prefix('第').is_some_and(|rest| rest.split_once('页').is_some_and(|(page, _)| is_number(page)))
        || words.split_once('/').is_some_and(|(page, of)| is_number(page) && is_number(of))
}

/// Drops the table of contents: the entries after 目录 that appear again below.
fn drop_contents(lines: &mut Vec<NoticeLine>) {
    let Some(title) = lines.iter().take(80).position(|line| line.words() == "目录") else {
        return;
    };
    lines.remove(title);
    let key = |line: &NoticeLine| -> String {
        let page = line.text.chars().iter().rev().take_while(|c| c.is_ascii_digit()).count();
        format!("{}{}", line.label, line.text.text(0..line.text.len() - page))
    };
    // Each entry appears again as a heading, so the contents end where the first entry repeats.
    let mut seen: HashSet<String> = HashSet::new();
    let rest = &lines[title..];
    let again = rest.iter().position(|line| line.mark.is_some() && !seen.insert(key(line)));
    if let Some(length) = again {
        let unmarked = rest[..length].iter().rev().take_while(|line| line.mark.is_none()).count();
        lines.drain(title..title + length - unmarked);
    }
}

/// Matches an entry of a table of contents: 总体要求……3
fn ends_in_dots_and_page(columns: &[(u32, char)]) -> bool {
    let from_end = || columns.iter().rev().map(|(_, c)| *c).filter(|c| !c.is_whitespace());
    let digits = from_end().take_while(char::is_ascii_digit).count();
    let dots = from_end().skip(digits).take_while(|c| "….·．".contains(*c)).count();
    (1..=4).contains(&digits) && dots >= 2
}

/// Drops page numbers without dashes: a line that is only a number, if the next or previous number also stands alone.
/// Keeps all of them if a line is just 序号 or 序, because they may number the rows of a table.
fn drop_page_numbers(lines: &mut Vec<NoticeLine>) {
    if lines.iter().any(|line| matches!(line.words().as_str(), "序号" | "序")) {
        return;
    }
    let bare: HashSet<String> = lines.iter().filter(|line| line.is_bare_number()).map(NoticeLine::words).collect();
    let counts_on = |line: &NoticeLine| {
        let page = line.words().parse::<u32>().unwrap_or(0);
        [page + 1, page.saturating_sub(1)].iter().any(|next| *next != page && bare.contains(&next.to_string()))
    };
    let mut next_continues: Vec<bool> =
        lines.iter().skip(1).map(|line| line.text.chars().first().is_some_and(|c| "年月日".contains(*c))).collect();
    next_continues.push(false);
    let mut at = 0;
    lines.retain(|line| {
        at += 1;
        !(line.is_bare_number() && counts_on(line) && !next_continues[at - 1])
    });
}
