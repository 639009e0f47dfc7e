//! ```text
//! +- 2025年全年 --------------------------------------------------------------+
//! |               1 1 1 1 2 2                                                 |
//! |乡镇       5 6 0 1 2 3 0 1                          清单  任务  人次  状态 |
//! |>攀莲镇    x ~ . x - x . .                         27/48 11/20   320 第1次 |
//! | 丙谷镇                                                              未报  |
//! | 完成乡镇  1 0 0 1 0 1 0 0                           56%   55%   320       |
//! |攀莲镇 任务5 深入开展农村科普活动：已完成，清单 3/3，2项活动，320人次      |
//! ```

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::super::canvas::Canvas;
use super::figures::FigureColumns;
use crate::app::county_messages::file_name;
use crate::app::state::county::CountyState;
use crate::app::state::county_screens::MatrixCursor;
use crate::app::state::county_table::{CountyRow, CountyStatus, CountyTable};
use crate::app::state::view::ClickTarget;
use crate::domain::progress::State;

/// Columns of the cursor mark and the township's name. Each cell begins with a blank.
const NAME: u16 = 13;
/// Columns of the plan's name, if there are several plans.
const PLAN: u16 = 10;
/// Rows below the matrix for the words on the selected cell: the minimum, the number if not all townships fit, and
/// the maximum.
const BELOW: (u16, u16, u16) = (2, 4, 6);

/// Columns of a task's number and title, with blanks.
const TITLE: u16 = 38;

struct MatrixLayout {
    /// First column of the cells, and columns per cell.
    cells: u16,
    cell: u16,
    /// Index of the first visible task, and number of visible tasks.
    first: usize,
    count: usize,
    figures: FigureColumns,
    end: u16,
    /// Names of the plans; empty for a single plan.
    plans: BTreeMap<usize, String>,
}

pub(super) fn draw(county: &CountyState, state: MatrixCursor, canvas: &mut Canvas, body: Rect) {
    let table = &county.table;
    let inner = Rect::new(body.x + 1, body.y + 1, body.width - 2, body.height - 2);
    if county.collected.county.reports.is_empty() {
        return draw_empty(county, canvas, body, inner);
    }
    let layout = MatrixLayout::of(county, state.column, inner);
    let (column, seen) = (state.column, layout.first..layout.first + layout.count);
    let mut title = county.period.name();
    title.extend(layout.figures.in_words(table.sums.activities.people).map(|people| format!(" {people}")));
    if table.columns.len() > layout.count {
        let _ = write!(title, " 任务第{}-{}列，共{}列", seen.start + 1, seen.end, table.columns.len());
    }
    canvas.border(body, &title, false, canvas.skin.palette.accent);
    let palette = canvas.skin.palette;
    let muted = |at: usize| if at == column { palette.selected } else { palette.muted };
    let numbers: Vec<_> = seen.clone().map(|at| (to_u64(table.columns[at]), muted(at))).collect();
    let done: Vec<_> = seen.clone().map(|at| (table.done[at].into(), palette.title)).collect();
    let (above, below_list) = (height(&numbers, layout.cell), height(&done, layout.cell));
    let all = u16::try_from(table.rows.len()).unwrap_or(u16::MAX);
    let room = inner.height.saturating_sub(above + below_list);
    let (least, usual, enough) = BELOW;
    let below = if all + least <= room { room - all } else { usual.min(room / 2) };
    let rows = room.saturating_sub(below).min(all);

    heading(&layout, canvas, Rect { height: above, ..inner });
    digits(&numbers, &layout, canvas, inner.y, above);
    canvas.view.list_rows = usize::from(rows);
    canvas.view.list_count = table.rows.len();
    let cursor = state.cursor.drawn(table.rows.len(), usize::from(rows));
    let top = inner.y + above;
    for (y, (index, row)) in (top..top + rows).zip(table.rows.iter().enumerate().skip(cursor.top)) {
        let line = Rect { y, height: 1, ..inner };
        canvas.target(line, ClickTarget::Row(index));
        let chosen = index == cursor.index;
        draw_row(county, row, chosen.then_some(column), index, &layout, canvas, line);
    }
    canvas.more(Rect { y: top - 1, height: rows + 2, ..body }, cursor.top, table.rows.len());
    totals(table, &layout, canvas, Rect { y: top + rows, height: below_list, ..inner });
    digits(&done, &layout, canvas, top + rows, below_list);
    if let Some(row) = table.rows.get(cursor.index) {
        let gap = u16::from(below > usual);
        let area = Rect { y: inner.bottom() - below + gap, height: (below - gap).min(enough - gap), ..inner };
        selection_words(county, row, column, layout.figures, canvas, area);
        let area = Rect { y: area.bottom() + 1, height: below.saturating_sub(enough + 1), ..inner };
        task_titles(county, row, column, canvas, area);
    }
}

impl MatrixLayout {
    fn of(county: &CountyState, column: usize, inner: Rect) -> Self {
        let plans = county.plan_names(usize::from(PLAN - 1));
        let figures = FigureColumns::within(inner.width);
        let left = NAME + if plans.is_empty() { 0 } else { PLAN };
        let room = inner.width.saturating_sub(left + figures.columns() + 1);
        let all = county.table.columns.len();
        let cell = if usize::from(room) >= all * 3 { 3 } else { 2 };
        let fit = usize::from(room / cell).max(1);
        let first = (column / fit * fit).min(all.saturating_sub(1));
        let count = fit.min(all - first);
        Self { cells: inner.x + left, cell, first, count, figures, end: inner.right() - 1, plans }
    }

    /// Returns the last column of a cell by its visible index.
    fn last(&self, index: usize) -> u16 {
        self.cells + self.cell * (u16::try_from(index).unwrap_or(0) + 1) - 1
    }
}

/// Rows of the numbers. If one is wider than its cell, all are written from top to bottom, a digit per row.
fn height(numbers: &[(u64, Style)], cell: u16) -> u16 {
    let longest = numbers.iter().map(|(number, _)| number.to_string().len()).max().unwrap_or(1);
    if longest < usize::from(cell) { 1 } else { u16::try_from(longest).unwrap_or(1) }
}

fn digits(numbers: &[(u64, Style)], layout: &MatrixLayout, canvas: &mut Canvas, y: u16, height: u16) {
    for (index, (number, style)) in numbers.iter().enumerate() {
        let text = number.to_string();
        let last = layout.last(index);
        if height == 1 {
            canvas.put_right(last + 1, y, &text, *style);
            continue;
        }
        for (y, digit) in (y..y + height).rev().zip(text.chars().rev()) {
            canvas.put(last, y, 1, &digit.to_string(), *style);
        }
    }
}

fn heading(layout: &MatrixLayout, canvas: &mut Canvas, area: Rect) {
    let style = canvas.skin.palette.muted;
    let y = area.bottom() - 1;
    let mut x = area.x + 1;
    if !layout.plans.is_empty() {
        canvas.put(x, y, PLAN, "规划", style);
        x += PLAN;
    }
    canvas.put(x, y, NAME, "乡镇", style);
    layout.figures.head(layout.end, y, canvas);
}

fn draw_row(
    county: &CountyState,
    row: &CountyRow,
    chosen: Option<usize>,
    index: usize,
    layout: &MatrixLayout,
    canvas: &mut Canvas,
    line: Rect,
) {
    let palette = canvas.skin.palette;
    let style = if chosen.is_some() { palette.selected } else { palette.text };
    let mut x = line.x + 1;
    canvas.style(Rect { width: layout.cells - line.x - 1, ..line }, style);
    if chosen.is_some() {
        canvas.put(line.x, line.y, 1, canvas.skin.look.glyphs().cursor, style);
    }
    if let Some(plan) = layout.plans.get(&row.plan) {
        canvas.put(x, line.y, PLAN - 1, plan, style);
        x += PLAN;
    }
    canvas.put(x, line.y, NAME - 1, &county.township(row).name, style);
    let report = county.report(row);
    for at in 0..layout.count {
        let column = layout.first + at;
        let task = report.and_then(|report| report.figures.task(county.table.columns[column]));
        let state = task.map(|task| task.tally.state());
        let last = layout.last(at);
        let cell = Rect { x: last - 1, width: 2, ..line };
        canvas.target(cell, ClickTarget::Cell(index, column));
        let style = match state {
            _ if chosen == Some(column) => palette.selected,
            Some(state) => canvas.state_style(state),
            None => palette.text,
        };
        let mark = state.map_or(" ", |state| canvas.state_mark(state));
        canvas.put(last, line.y, 1, mark, style);
        if chosen == Some(column) {
            canvas.put(last - 1, line.y, 1, canvas.skin.look.glyphs().cursor, style);
        }
    }
    if report.is_none() && chosen.is_none() {
        // The cursor would split these words. They are shown below for the selected row.
        let columns = layout.end.saturating_sub(layout.figures.columns() + layout.cells + 1);
        canvas.put(layout.cells + 1, line.y, columns, &county.other_periods(row), palette.muted);
    }
    let of_row = if chosen.is_some() { palette.title } else { palette.text };
    layout.figures.of_row(county, row, of_row, layout.end, line.y, canvas);
}

fn totals(table: &CountyTable, layout: &MatrixLayout, canvas: &mut Canvas, area: Rect) {
    let style = canvas.skin.palette.title;
    let y = area.bottom() - 1;
    canvas.put(area.x + 1, y, NAME, "完成的乡镇数", style);
    layout.figures.of_all(table, layout.end, y, canvas);
}

/// Describes the selected report and cell, and explains the marks.
fn selection_words(
    county: &CountyState,
    row: &CountyRow,
    column: usize,
    figures: FigureColumns,
    canvas: &mut Canvas,
    area: Rect,
) {
    let palette = canvas.skin.palette;
    let no = county.table.columns.get(column).copied().unwrap_or_default();
    let columns = area.width - 2;
    // Reserve the last row for the marks, and one row for the report if there are two.
    let rows = area.height.saturating_sub(1).max(1);
    let of_cell = canvas.wrap_clauses(&cell_words(county, row, no), columns, rows.saturating_sub(1).max(1));
    let left = rows.saturating_sub(u16::try_from(of_cell.len()).unwrap_or(rows));
    let of_report = canvas.wrap_clauses(&report_words(county, row, figures), columns, left);
    let style = if matches!(county.status(row), CountyStatus::Missing | CountyStatus::Conflict) {
        palette.alert
    } else {
        palette.text
    };
    let lines: Vec<(String, Style)> = of_cell
        .into_iter()
        .map(|line| (line, palette.title))
        .chain(of_report.into_iter().map(|line| (line, style)))
        .collect();
    let legend = [State::Done, State::Doing, State::Todo, State::Na]
        .map(|state| format!("{} {}", canvas.state_mark(state), state.word()));
    let legend = format!("{}  空白 未报", legend.join("  "));
    for (y, (line, style)) in (area.y..).zip(&lines) {
        canvas.put(area.x + 1, y, columns, line, *style);
    }
    if usize::from(area.height) > lines.len() {
        canvas.put(area.x + 1, area.bottom() - 1, columns, &legend, palette.muted);
    }
}

/// Lists the titles of all columns if they fit.
fn task_titles(county: &CountyState, row: &CountyRow, column: usize, canvas: &mut Canvas, area: Rect) {
    let palette = canvas.skin.palette;
    let columns = &county.table.columns;
    let side_by_side = usize::from(area.width / TITLE).max(1);
    let rows = columns.len().div_ceil(side_by_side);
    if rows > usize::from(area.height) {
        return;
    }
    for (at, no) in columns.iter().enumerate() {
        let Some((_, task)) = county.plan(row).task(*no) else { continue };
        let step = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
        let (x, y) = (area.x + 1 + TITLE * step(at / rows), area.y + step(at % rows));
        let style = if at == column { palette.accent } else { palette.muted };
        canvas.put_right(x + 2, y, &no.to_string(), style);
        canvas.put(x + 3, y, TITLE - 4, &task.title, style);
    }
}

fn cell_words(county: &CountyState, row: &CountyRow, no: u32) -> String {
    let name = &county.township(row).name;
    let Some((_, task)) = county.plan(row).task(no) else { return format!("{name}的规划里没有任务{no}。") };
    let head = format!("{name} 任务{no} {}", task.title);
    let Some(figures) = county.report(row).and_then(|report| report.figures.task(no)) else { return head };
    let (tally, sums) = (figures.tally, figures.activities);
    let mut words = vec![tally.state().word().to_owned()];
    if tally.total() > 0 {
        words.push(format!("清单{}/{}", tally.done, tally.total()));
    }
    if tally.na > 0 && tally.total() > 0 {
        words.push(format!("不适用{}条", tally.na));
    }
    for (count, word) in [(sums.activities, "项活动"), (sums.sessions, "场"), (sums.people, "人次")] {
        if count > 0 {
            words.push(format!("{count}{word}"));
        }
    }
    format!("{head}：{}", words.join("，"))
}

fn report_words(county: &CountyState, row: &CountyRow, figures: FigureColumns) -> String {
    let period = county.period.name();
    let plan = if county.table.has_several_plans() { format!("{}：", county.plan(row).short) } else { String::new() };
    let Some(report) = county.report(row) else {
        let others = county.other_periods(row);
        let others = if others.is_empty() { others } else { format!("{others}（按 F7 看）。") };
        return format!("{plan}还没有上报{period}。{others}按 F4 看未报名单。");
    };
    if county.status(row) == CountyStatus::Conflict {
        let count = county.choices(row).len();
        return format!("{plan}有{count}份上报，按回车看清楚，选定一份。哪一份也不包含另一份，表里先列最近填报的。");
    }
    let returned = county.returned_before(report).map_or("", |_| "，上一次退回过");
    let answer = match county.status(row) {
        CountyStatus::Answered(answer) => format!("，已答复{}", answer.word()),
        _ => "，还没有答复".to_owned(),
    };
    let phone = if report.phone.is_empty() { String::new() } else { format!(" {}", report.phone) };
    let over = if report.period_over { "" } else { "（期未满）" };
    let day = report.made_at.format("%Y-%m-%d");
    let damaged = match report.damaged {
        0 => String::new(),
        lines => format!("，台账坏了{lines}行没有计入"),
    };
    let people = figures.in_words(report.figures.activities.people).map(|people| format!("，{people}"));
    let people = people.unwrap_or_default();
    let (times, reporter) = (report.revision, &report.reporter);
    format!("{plan}第{times}次上报{over}，{day}{damaged}{people}，{reporter}{phone}{answer}{returned}。按回车细看。")
}

/// Says what to do without any report, and why files do not count.
fn draw_empty(county: &CountyState, canvas: &mut Canvas, body: Rect, inner: Rect) {
    let palette = canvas.skin.palette;
    canvas.border(body, "县级汇总", false, palette.accent);
    let folders: Vec<String> = county.collected.folders.iter().map(|folder| folder.display().to_string()).collect();
    let text = format!(
        "{} 里没有可以汇总的上报文件。请把各乡镇交来的上报文件（.ron，或装着它们的 .zip）放进一个文件夹，\
         按 F6 选这个文件夹；就是这个文件夹的，放好以后按 5 重新读。",
        folders.join("、")
    );
    let mut lines: Vec<(String, Style)> = Vec::new();
    lines.extend(canvas.wrap(&text, inner.width - 4).into_iter().map(|line| (line, palette.text)));
    if !county.collected.rejected.is_empty() {
        lines.push((String::new(), palette.text));
        lines.push((format!("{}个文件没有采用：", county.collected.rejected.len()), palette.title));
    }
    for file in &county.collected.rejected {
        let words = format!("{}：{}", file_name(&file.origin), file.reason);
        let wrapped = canvas.wrap(&words, inner.width - 4);
        if lines.len() + wrapped.len() >= usize::from(inner.height) {
            break;
        }
        lines.extend(wrapped.into_iter().map(|line| (line, palette.text)));
    }
    for (y, (line, style)) in (inner.y + 1..inner.bottom()).zip(lines) {
        canvas.put(inner.x + 2, y, inner.width - 4, &line, style);
    }
}

fn to_u64(number: u32) -> u64 {
    number.into()
}
