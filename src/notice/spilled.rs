//! Stage 2: a table that a copy spilled cell after cell, wrapped as in its columns, with nothing between the cells:
//!
//! ```text
//! 序号            the head: a line a column
//! 主要内容
//! 牵头部门
//! 责任单位
//! 1               the row's number, alone on its line
//! 推进…工作。      its text, up to the last full stop
//! 市甲局           the units: the cells part where a name ends with its line and the next line begins a name
//! 市乙局、市丙
//! 局
//! 序号            the head again at a page's end: the cells go on behind it
//! ```

use super::flow::Flow;
use super::labels::{self, Label};
use super::lines::Line;
use super::lists;
use super::marks::Level;
use super::names;
use super::rows::{Column, Row, Table};
use super::words;

/// No head has more lines.
const HEAD_MAX: usize = 16;

/// No cell of units has more lines.
const CELL_LINES_MAX: usize = 60;

/// Reads the spilled table that `lines` begin with, and how many lines it takes.
#[must_use]
pub fn read(lines: &[Line]) -> Option<(Table, usize)> {
    if !matches!(lines.first()?.words().as_str(), "序号" | "序") {
        return None;
    }
    let width = lines.iter().take(HEAD_MAX).position(Line::is_bare_number)?;
    let columns = columns(&lines[..width]);
    let fits = columns.iter().any(|column| column.holds_units()) && columns.contains(&Column::Text);
    if !fits || lines[..width].iter().any(|line| line.text.len() > 8) {
        return None;
    }
    let mut table = Table::default();
    let mut section = None;
    let mut at = width;
    while lines.get(at).is_some_and(Line::is_bare_number) {
        let end = row_end(lines, at + 1, table.rows.len());
        let mut row = read_row(&lines[at + 1..end], &lines[..width], &columns);
        row.label = lines[at].words();
        row.lines.0 = lines[at].no;
        section = row.section.take().or(section);
        row.section.clone_from(&section);
        table.rows.push(row);
        at = end;
    }
    (!table.rows.is_empty()).then_some((table, at))
}

/// The columns of a head; a word of it may be wrapped: 牵头 | 单位.
fn columns(head: &[Line]) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    let mut before: Vec<char> = Vec::new();
    for line in head {
        let words = line.text.chars();
        let joined = [before.as_slice(), words].concat();
        let is_half = before.len() <= 2 && !before.is_empty();
        let last = columns.last().copied();
        let is_rest = labels::of(&joined).is_some() && (is_half || labels::of(words).is_none());
        if is_half
            && (is_rest || Column::of(&joined) == Column::Number || last == Some(Column::Text) && words.len() <= 2)
        {
            columns.pop();
            columns.push(Column::of(&joined));
            before = joined;
        } else {
            columns.push(Column::of(words));
            before = words.to_vec();
        }
    }
    columns
}

/// The row ends before the next number, an annex or a chapter.
fn row_end(lines: &[Line], from: usize, rows: usize) -> usize {
    let ends = |at: &usize| {
        let line = &lines[*at];
        let next = line.is_bare_number() && line.words().parse() == Ok(rows + 2);
        let chapter = line.mark.as_ref().is_some_and(|mark| mark.level <= Level::Section);
        (next && !lines[from..*at].is_empty()) || chapter || line.words().starts_with("附件")
    };
    (from..lines.len()).find(ends).unwrap_or(lines.len())
}

/// The cells of a row that lie on one page.
#[derive(Default)]
struct Part {
    text: Flow,
    cells: Vec<Flow>,
}

fn read_row(lines: &[Line], head: &[Line], columns: &[Column]) -> Row {
    let mut row = Row { lines: (0, lines.last().map_or(0, |line| line.no)), ..Row::default() };
    let labels: Vec<Label> = columns
        .iter()
        .filter_map(|column| match column {
            Column::Field(label @ Label::Units(_)) => Some(*label),
            _ => None,
        })
        .collect();
    let has_section = columns.iter().filter(|column| **column == Column::Text).count() > 1;
    let mut cells: Vec<Flow> = vec![Flow::default(); labels.len()];
    for (page, mut part) in pages(lines, head).into_iter().enumerate() {
        if page == 0 && has_section {
            row.section = take_section(&mut part);
        }
        if columns.contains(&Column::Field(Label::Deadline)) {
            take_deadline(&mut part, &mut row);
        }
        let last = cells.iter().rfind(|cell| !cell.is_empty());
        let is_cut = last.is_some_and(|cell| !names::ends_like_a_unit(cell.chars()));
        let part = read_part(&part, labels.len(), is_cut, &mut row.doubts);
        row.text.append(&part.text);
        // What a page break cut belongs to the last cell.
        if page > 0 && part.cells.len() < labels.len() {
            let last = cells.iter().rposition(|cell| !cell.is_empty()).unwrap_or(0);
            cells[last].append(&Flow::join(&part.cells));
        } else {
            for (more, cell) in part.cells.iter().zip(&mut cells) {
                cell.append(more);
            }
        }
    }
    row.fields.extend(labels.into_iter().zip(cells));
    row
}

/// The row's lines, parted where the head comes again.
fn pages<'a>(lines: &'a [Line], head: &[Line]) -> Vec<Vec<&'a Line>> {
    let mut pages: Vec<Vec<&Line>> = vec![Vec::new()];
    let mut at = 0;
    while at < lines.len() {
        let rest = &lines[at..];
        let is_head = rest.len() >= head.len()
            && rest.iter().zip(head).all(|(line, head)| line.text.chars() == head.text.chars());
        if is_head {
            pages.push(Vec::new());
            at += head.len();
        } else {
            if let Some(page) = pages.last_mut() {
                page.push(&lines[at]);
            }
            at += 1;
        }
    }
    pages
}

/// The group's cell: a numbered line and the short lines below it.
fn take_section(lines: &mut Vec<&Line>) -> Option<String> {
    let first = lines.first().filter(|line| line.mark.is_some())?;
    let width = first.label.chars().count() + first.text.len();
    let more = lines[1..].iter().take_while(|line| {
        line.text.len() <= width
            && line.mark.is_none()
            && !line.text.chars().last().is_some_and(|c| "，、。；".contains(*c))
    });
    let length = 1 + more.count();
    (length < lines.len()).then(|| lines.drain(..length).map(Line::words).collect())
}

/// The lines at the end that are a deadline.
fn take_deadline(lines: &mut Vec<&Line>, row: &mut Row) {
    let is_time = |line: &&&Line| {
        let allowed = "年月日底前长期持续推进坚持全季度每上下半中旬至-—";
        line.text.chars().iter().all(|c| c.is_ascii_digit() || allowed.contains(*c))
    };
    let length = lines.iter().rev().take_while(is_time).count();
    let deadline = Flow::join(lines.drain(lines.len() - length..).map(|line| &line.text));
    if !deadline.is_empty() {
        row.fields.push((Label::Deadline, deadline));
    }
}

/// Parts the text from the units, and the units into cells.
fn read_part(lines: &[&Line], cells: usize, is_cut: bool, doubts: &mut Vec<String>) -> Part {
    let mut part = Part::default();
    let (first, skip) = units_begin(lines, is_cut);
    for line in &lines[..first] {
        part.text.append(&Flow::of_line(line.no, (1..).zip(line.label.chars())));
        part.text.append(&line.text);
    }
    let mut units: Vec<Flow> = lines[first..].iter().map(|line| line.text.clone()).collect();
    if let Some(line) = units.first_mut().filter(|_| skip > 0) {
        part.text.append(&line.slice(0..skip));
        *line = line.slice(skip..line.len());
    }
    let mut borders = cell_borders(&units);
    if borders.len() + 1 > cells {
        doubts.push("表格里单位栏的分界看不准，请对照原文。".to_owned());
        borders.truncate(cells - 1);
    }
    borders.push(units.len());
    let mut from = 0;
    for border in borders {
        let cell = Flow::join(&units[from..border]);
        if !cell.is_empty() {
            part.cells.push(cell);
        }
        from = border;
    }
    part
}

/// The first line of the units, and how many of its characters are text still.
fn units_begin(lines: &[&Line], is_cut: bool) -> (usize, usize) {
    let mut first = lines.len().saturating_sub(CELL_LINES_MAX);
    if let Some(at) = lines.iter().rposition(|line| line.text.chars().contains(&'。')) {
        let stop = lines[at].text.chars().iter().rposition(|c| *c == '。').unwrap_or(0) + 1;
        if stop < lines[at].text.len() && reads_as_names(lines, at, stop) {
            return (at, stop);
        }
        // The end of a name that the page break cut.
        if is_cut {
            return (at + 1, 0);
        }
        first = first.max(at + 1);
    }
    // A page break may cut the text: the units begin where all that follows reads as names.
    ((first..lines.len()).find(|at| reads_as_names(lines, *at, 0)).unwrap_or(lines.len()), 0)
}

/// Whether the lines from `at` on, `skip` characters of the first left out, are names; the last may be cut.
fn reads_as_names(lines: &[&Line], at: usize, skip: usize) -> bool {
    let mut rest = lines[at].text.slice(skip..lines[at].text.len());
    let begins = begins_name(&rest);
    rest.append(&Flow::join(lines[at + 1..].iter().map(|line| &line.text)));
    let listing = lists::read(rest.chars(), 0..rest.len());
    begins && !listing.names.is_empty() && listing.strange.iter().all(|name| name.end == rest.len())
}

/// The lines that begin a new cell.
fn cell_borders(units: &[Flow]) -> Vec<usize> {
    (1..units.len())
        .filter(|at| {
            let above = units[at - 1].chars();
            let is_dash = |line: &Flow| line.chars().iter().all(|c| "—-–/无".contains(*c));
            let ends = !above.last().is_some_and(|c| "、，等和及".contains(*c)) && ends_a_name(units, *at);
            is_dash(&units[*at]) || (ends && begins_name(&units[*at]))
        })
        .collect()
}

/// Whether the lines above line `at` end with a whole name.
fn ends_a_name(units: &[Flow], at: usize) -> bool {
    let above = Flow::join(&units[at.saturating_sub(4)..at]);
    let name = above.chars().rsplit(|c| "、，".contains(*c)).next().unwrap_or_default();
    names::is_unit(name)
}

/// Whether a line begins as names of units do.
fn begins_name(line: &Flow) -> bool {
    const WORDS: [&str; 12] =
        ["国网", "国家", "国有", "中国", "中共", "人民银行", "人行", "团委", "团市委", "团县委", "有关", "相关"];
    let chars = line.chars();
    chars.first().is_some_and(|c| "市县区省州各驻乡镇".contains(*c))
        || WORDS.iter().any(|word| words::starts_with(chars, word))
}
