//! The first sheet: townships by tasks, with sums for each plan.

use std::fmt::Write as _;

use crate::domain::county::matrix::{CountyMatrix, TownshipRow, sums};
use crate::domain::county::{CountySums, Received, TaskFigures};
use crate::domain::plan::{Plan, Township};
use crate::domain::progress::State;
use crate::domain::wording::other_periods_words;

use super::super::headings::{Column, column_heads};
use super::super::sheet::{CellValue, Sheet, SheetCell};
use super::super::style::{Alignment, CENTRED, Fill, Font, NUMBER, Style, TEXT};
use super::heading::county_heading;

const PLAN: Column = ("规划", 20.0);
const BEFORE: [Column; 4] = [("序号", 4.8), ("乡镇", 14.2), ("状态", 7.5), ("第几次", 4.8)];
const BEHIND: [Column; 7] = [
    ("清单完成", 7.5),
    ("清单总数", 7.5),
    ("任务完成", 7.5),
    ("场次", 7.5),
    ("人次", 10.5),
    ("填报人", 10.7),
    ("电话", 15.0),
];

pub(super) fn sheet(matrix: &CountyMatrix) -> Sheet {
    let several = matrix.plans.len() > 1;
    let tasks = matrix.columns.iter().map(|&no| (no.to_string(), width(matrix, no)));
    let named = |(name, width): Column| (name.to_owned(), width);
    let before = several.then_some(PLAN).into_iter().chain(BEFORE).map(named);
    let (heads, widths): (Vec<String>, Vec<f64>) = before.chain(tasks).chain(BEHIND.map(named)).unzip();
    let mut sheet = Sheet::new("汇总表", widths);
    county_heading(&mut sheet, matrix, "乡镇进度汇总表");
    column_heads(&mut sheet, &heads);
    for plan in &matrix.plans {
        for (number, row) in (1..).zip(matrix.rows_of(plan)) {
            let short = several.then(|| SheetCell::text(&plan.short, TEXT));
            let cells: Vec<SheetCell> = short.into_iter().chain(township(&matrix.columns, number, row)).collect();
            sheet.row(&cells);
        }
        totals(&mut sheet, matrix, plan);
    }
    let note = SheetCell::over(heads.len(), CellValue::Text(notes(matrix)), Style::free(Font::Body, Alignment::Left));
    sheet.row(&[note]);
    sheet
}

/// The width of a task's column: that of its longest mark or of a line of its sums.
fn width(matrix: &CountyMatrix, no: u32) -> f64 {
    let reports = matrix.rows.iter().filter_map(|row| row.report).filter_map(|report| report.figures.task(no));
    let marks = reports.map(|task| mark(task).0.len());
    let sums = matrix.plans.iter().map(|plan| sums(matrix.rows_of(plan), Some(no)).items.total().to_string().len() + 1);
    let longest = marks.chain(sums).max().unwrap_or(0).max(3);
    f64::from(u32::try_from(longest).unwrap_or(u32::MAX)) * 0.85 + 1.3
}

/// The state of a task, readable on paper without colours.
fn mark(task: &TaskFigures) -> (String, Fill) {
    let text = format!("{}/{}", task.tally.done, task.tally.total());
    match task.tally.state() {
        State::Na => ("-".to_owned(), Fill::None),
        State::Done => (text, Fill::Green),
        State::Doing if task.tally.done == 0 => (text + "*", Fill::Yellow),
        State::Doing => (text, Fill::Yellow),
        State::Todo => (text, Fill::None),
    }
}

/// The cells of a township's row after its plan.
fn township(columns: &[u32], number: u32, row: &TownshipRow) -> Vec<SheetCell> {
    let strong = Style { fill: Fill::None, ..Style::head(Alignment::Centre) };
    let (status, style) = match row.report {
        Some(_) if row.is_conflict() => ("有冲突", strong),
        Some(_) => ("已报", CENTRED),
        None => ("未报", strong),
    };
    let mut cells = vec![
        SheetCell::number(number, CENTRED),
        SheetCell::text(&row.township.name, TEXT),
        SheetCell::text(status, style),
    ];
    let Some(report) = row.report else {
        let left = 1 + columns.len() + BEHIND.len();
        cells.extend(vec![SheetCell::new(CellValue::Empty, CENTRED); left]);
        return cells;
    };
    let figures = &report.figures;
    cells.push(SheetCell::number(report.revision, CENTRED));
    cells.extend(columns.iter().map(|&no| match figures.task(no).filter(|task| task.owed) {
        None => SheetCell::text("/", CENTRED),
        Some(task) => {
            let (text, fill) = mark(task);
            SheetCell::text(text, Style { fill, ..CENTRED })
        }
    }));
    cells.extend(sum_cells(figures.sums(), CENTRED, NUMBER));
    cells.extend([SheetCell::text(&report.reporter, TEXT), SheetCell::text(&report.phone, TEXT)]);
    cells
}

/// The cells of sums after those of the tasks.
fn sum_cells(CountySums { items, tasks, activities }: CountySums, centred: Style, number: Style) -> [SheetCell; 5] {
    [
        SheetCell::number(items.done, number),
        SheetCell::number(items.total(), number),
        SheetCell::text(format!("{}/{}", tasks.done, tasks.total()), centred),
        SheetCell::number(activities.sessions, number),
        SheetCell::number(activities.people, number),
    ]
}

/// Adds the sums of a plan's townships: their items, and for each task how many have done it.
fn totals(sheet: &mut Sheet, matrix: &CountyMatrix, plan: &Plan) {
    let (centre, right) = (Style::head(Alignment::Centre), Style::head(Alignment::Right));
    let rows = matrix.rows_of(plan);
    let is_owed = |no: u32| plan.owed().any(|(_, task)| task.no == no);
    let by_task = |value_of: &dyn Fn(u32) -> CellValue| -> Vec<SheetCell> {
        let value = |no| if is_owed(no) { value_of(no) } else { CellValue::text("/") };
        matrix.columns.iter().map(|&no| SheetCell::new(value(no), centre)).collect()
    };
    let before = BEFORE.len() + usize::from(matrix.plans.len() > 1);
    let whole = |name: String| vec![SheetCell::over(before, CellValue::Text(name), centre)];

    let reported = rows.iter().filter(|row| row.report.is_some()).count();
    let mut items = whole(format!("清单合计（已报{reported}/{}个乡镇）", rows.len()));
    items.extend(by_task(&|no| {
        let tally = sums(rows, Some(no)).items;
        if tally.total() == 0 {
            CellValue::text("-")
        } else {
            CellValue::Text(format!("{}/\n{}", tally.done, tally.total()))
        }
    }));
    items.extend(sum_cells(sums(rows, None), centre, right));
    items.push(SheetCell::over(2, CellValue::Empty, centre));
    sheet.row(&items);

    let mut townships = whole("完成该项任务的乡镇数".to_owned());
    townships.extend(by_task(&|no| CellValue::Number(sums(rows, Some(no)).tasks.done.into())));
    townships.push(SheetCell::over(BEHIND.len(), CellValue::Empty, centre));
    sheet.row(&townships);
}

/// The notes below the table: its signs, and rows that need attention.
fn notes(matrix: &CountyMatrix) -> String {
    let mut notes = "注：3/3 完成；1/3 进行中；0/3* 已开始，还没有一项完成；0/3 未开始；- 不适用；空白 未报".to_owned();
    if matrix.plans.len() > 1 {
        notes += "；/ 该规划没有要求乡镇的任务";
    }
    notes += "。没有填的数不计入合计。";
    let named = |note: &dyn Fn(&Received, &Township) -> Option<String>| {
        let rows = matrix.rows.iter();
        rows.filter_map(|row| note(row.report?, row.township)).collect::<Vec<_>>().join("、")
    };
    let others = matrix.missing().filter_map(|row| {
        let others = other_periods_words(&matrix.other_periods(row));
        (!others.is_empty()).then(|| format!("{}（{others}）", row.township.name))
    });
    let others = others.collect::<Vec<_>>().join("、");
    let conflicts = matrix.conflicts().map(|row| row.township.name.as_str()).collect::<Vec<_>>().join("、");
    let early = named(&|report, township| (!report.period_over).then(|| township.name.clone()));
    let damaged =
        named(&|report, township| (report.damaged > 0).then(|| format!("{}（{}行）", township.name, report.damaged)));
    for (what, names) in [
        ("有冲突，暂按最后生成的一份计，见“问题文件”", conflicts),
        ("没有报这一期、报了别的报告期的", others),
        ("报告期未满就上报的", early),
        ("台账有损坏、损坏的行没有计入的", damaged),
    ] {
        if !names.is_empty() {
            let _ = write!(notes, "\n{what}：{names}。");
        }
    }
    notes
}
