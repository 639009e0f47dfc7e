//! Stage 2: reads a table that was copied as one line for each line of a cell, with nothing between the cells:
//!
//! ```text
//! 序号            the head: a line for each column
//! 主要内容
//! 牵头部门
//! 责任单位
//! 1               the row's number
//! 推进…工作。      its text, up to the last full stop
//! 市甲局           the units: a cell ends where a line ends with a name and the next line begins with one
//! 市乙局、市丙
//! 局
//! 序号            the head again on a new page; the cells continue after it
//! ```

use super::labels::{self, Label};
use super::lines::NoticeLine;
use super::lists;
use super::marks::HeadingLevel;
use super::names;
use super::source_text::SourceText;
use super::task_table::{TableColumn, TaskRow, TaskTable};
use super::words;

/// The most lines of a head.
const HEAD_MAX: usize = 16;

/// The most lines of units in a row.
const CELL_LINES_MAX: usize = 60;

/// Reads the table at the beginning of `lines`. Returns how many lines it takes.
#[must_use]
pub fn read(lines: &[NoticeLine]) -> Option<(TaskTable, usize)> {
    if !matches!(lines.first()?.words().as_str(), "序号" | "序") {
        return None;
    }
    let width = lines.iter().take(HEAD_MAX).position(NoticeLine::is_bare_number)?;
    let columns = columns(&lines[..width]);
    let fits = columns.iter().any(|column| column.holds_units()) && columns.contains(&TableColumn::Text);
    if !fits || lines[..width].iter().any(|line| line.text.len() > 8) {
        return None;
    }
    let mut table = TaskTable::default();
    let mut section = None;
    let mut at = width;
    while lines.get(at).is_some_and(NoticeLine::is_bare_number) {
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

/// Reads the columns of the head. A title may be wrapped: 牵头 | 单位.
fn columns(head: &[NoticeLine]) -> Vec<TableColumn> {
    let mut columns: Vec<TableColumn> = Vec::new();
    let mut before: Vec<char> = Vec::new();
    for line in head {
        let words = line.text.chars();
        let joined = [before.as_slice(), words].concat();
        let is_half = before.len() <= 2 && !before.is_empty();
        let last = columns.last().copied();
        let is_rest = labels::parse(&joined).is_some() && (is_half || labels::parse(words).is_none());
        if is_half
            && (is_rest
                || TableColumn::of(&joined) == TableColumn::Number
                || last == Some(TableColumn::Text) && words.len() <= 2)
        {
            columns.pop();
            columns.push(TableColumn::of(&joined));
            before = joined;
        } else {
            columns.push(TableColumn::of(words));
            before = words.to_vec();
        }
    }
    columns
}

/// Finds the end of a row: the next number, an annex or a chapter.
fn row_end(lines: &[NoticeLine], from: usize, rows: usize) -> usize {
    let ends = |at: &usize| {
        let line = &lines[*at];
        let next = line.is_bare_number() && line.words().parse() == Ok(rows + 2);
        let chapter = line.mark.as_ref().is_some_and(|mark| mark.level <= HeadingLevel::Section);
        (next && !lines[from..*at].is_empty()) || chapter || line.words().starts_with("附件")
    };
    (from..lines.len()).find(ends).unwrap_or(lines.len())
}

/// The cells of a row on one page.
#[derive(Default)]
struct PageCells {
    text: SourceText,
    cells: Vec<SourceText>,
}

fn read_row(lines: &[NoticeLine], head: &[NoticeLine], columns: &[TableColumn]) -> TaskRow {
    let mut row = TaskRow { lines: (0, lines.last().map_or(0, |line| line.no)), ..TaskRow::default() };
    let labels: Vec<Label> = columns
        .iter()
        .filter_map(|column| match column {
            TableColumn::Field(label @ Label::Units(_)) => Some(*label),
            _ => None,
        })
        .collect();
    let has_section = columns.iter().filter(|column| **column == TableColumn::Text).count() > 1;
    let mut cells: Vec<SourceText> = vec![SourceText::default(); labels.len()];
    for (page, mut page_cells) in pages(lines, head).into_iter().enumerate() {
        if page == 0 && has_section {
            row.section = take_section(&mut page_cells);
        }
        if columns.contains(&TableColumn::Field(Label::Deadline)) {
            take_deadline(&mut page_cells, &mut row);
        }
        let last = cells.iter().rfind(|cell| !cell.is_empty());
        let is_cut = last.is_some_and(|cell| !names::ends_like_a_unit(cell.chars()));
        let page_cells = read_part(&page_cells, labels.len(), is_cut, &mut row.doubts);
        row.text.append(&page_cells.text);
        // What follows a page break belongs to the last cell.
        if page > 0 && page_cells.cells.len() < labels.len() {
            let last = cells.iter().rposition(|cell| !cell.is_empty()).unwrap_or(0);
            cells[last].append(&SourceText::join(&page_cells.cells));
        } else {
            for (more, cell) in page_cells.cells.iter().zip(&mut cells) {
                cell.append(more);
            }
        }
    }
    row.fields.extend(labels.into_iter().zip(cells));
    row
}

/// Splits the row's lines where the head appears again.
fn pages<'a>(lines: &'a [NoticeLine], head: &[NoticeLine]) -> Vec<Vec<&'a NoticeLine>> {
    let mut pages: Vec<Vec<&NoticeLine>> = vec![Vec::new()];
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

/// Takes the title of a group: a numbered line and the short lines below it.
fn take_section(lines: &mut Vec<&NoticeLine>) -> Option<String> {
    let first = lines.first().filter(|line| line.mark.is_some())?;
    let width = first.label.chars().count() + first.text.len();
    let more = lines[1..].iter().take_while(|line| {
        line.text.len() <= width
            && line.mark.is_none()
            && !line.text.chars().last().is_some_and(|c| "，、。；".contains(*c))
    });
    let length = 1 + more.count();
    (length < lines.len()).then(|| lines.drain(..length).map(NoticeLine::words).collect())
}

/// Takes the deadline at the end.
fn take_deadline(lines: &mut Vec<&NoticeLine>, row: &mut TaskRow) {
    let is_time = |line: &&&NoticeLine| {
        let allowed = "年月日底前长期持续推进坚持全季度每上下半中旬至-—";
        line.text.chars().iter().all(|c| c.is_ascii_digit() || allowed.contains(*c))
    };
    let length = lines.iter().rev().take_while(is_time).count();
    let deadline = SourceText::join(lines.drain(lines.len() - length..).map(|line| &line.text));
    if !deadline.is_empty() {
        row.fields.push((Label::Deadline, deadline));
    }
}

/// Separates the text from the units, and splits the units into cells.
fn read_part(lines: &[&NoticeLine], cells: usize, is_cut: bool, doubts: &mut Vec<String>) -> PageCells {
    let mut page_cells = PageCells::default();
    let (first, skip) = units_begin(lines, is_cut);
    for line in &lines[..first] {
        page_cells.text.append(&SourceText::of_line(line.no, (1..).zip(line.label.chars())));
        page_cells.text.append(&line.text);
    }
    let mut units: Vec<SourceText> = lines[first..].iter().map(|line| line.text.clone()).collect();
    if let Some(line) = units.first_mut().filter(|_| skip > 0) {
        page_cells.text.append(&line.slice(0..skip));
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
        let cell = SourceText::join(&units[from..border]);
        if !cell.is_empty() {
            page_cells.cells.push(cell);
        }
        from = border;
    }
    page_cells
}

/// Returns the first line of the units, and how many of its characters still belong to the text.
fn units_begin(lines: &[&NoticeLine], is_cut: bool) -> (usize, usize) {
    let mut first = lines.len().saturating_sub(CELL_LINES_MAX);
    if let Some(at) = lines.iter().rposition(|line| line.text.chars().contains(&'。')) {
        let stop = lines[at].text.chars().iter().rposition(|c| *c == '。').unwrap_or(0) + 1;
        if stop < lines[at].text.len() && reads_as_names(lines, at, stop) {
            return (at, stop);
        }
        // The end of a name that a page break cut.
        if is_cut {
            return (at + 1, 0);
        }
        first = first.max(at + 1);
    }
    // A page break may cut the text, so the units begin where everything that follows reads as names.
    ((first..lines.len()).find(|at| reads_as_names(lines, *at, 0)).unwrap_or(lines.len()), 0)
}

/// Whether the lines from `at` on are names, without the first `skip` characters. The last name may be cut.
fn reads_as_names(lines: &[&NoticeLine], at: usize, skip: usize) -> bool {
    let mut rest = lines[at].text.slice(skip..lines[at].text.len());
    let begins = begins_name(&rest);
    rest.append(&SourceText::join(lines[at + 1..].iter().map(|line| &line.text)));
    let listing = lists::read(rest.chars(), 0..rest.len());
    begins && !listing.names.is_empty() && listing.doubtful.iter().all(|name| name.end == rest.len())
}

/// Returns the lines that begin a new cell.
fn cell_borders(units: &[SourceText]) -> Vec<usize> {
    (1..units.len())
        .filter(|at| {
            let above = units[at - 1].chars();
            let is_dash = |line: &SourceText| line.chars().iter().all(|c| "—-–/无".contains(*c));
            let ends = !above.last().is_some_and(|c| "、，等和及".contains(*c)) && ends_a_name(units, *at);
            is_dash(&units[*at]) || (ends && begins_name(&units[*at]))
        })
        .collect()
}

/// Whether the lines before `at` end with a whole name.
fn ends_a_name(units: &[SourceText], at: usize) -> bool {
    let above = SourceText::join(&units[at.saturating_sub(4)..at]);
    let name = above.chars().rsplit(|c| "、，".contains(*c)).next().unwrap_or_default();
    names::is_unit(name)
}

/// Whether a line begins as the name of a unit does.
fn begins_name(line: &SourceText) -> bool {
    const WORDS: [&str; 12] =
        ["国网", "国家", "国有", "中国", "中共", "人民银行", "人行", "团委", "团市委", "团县委", "有关", "相关"];
    let chars = line.chars();
    chars.first().is_some_and(|c| "市县区省州各驻乡镇".contains(*c))
        || WORDS.iter().any(|word| words::starts_with(chars, word))
}
