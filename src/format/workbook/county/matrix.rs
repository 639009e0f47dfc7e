//! The first sheet: a row a township, a column a task, and what each plan's townships make together.

use std::fmt::Write as _;

use crate::domain::county::matrix::{CountyMatrix, TownshipRow, sums};
use crate::domain::county::{CountySums, Received, TaskFigures};
use crate::domain::plan::{Plan, Township};
use crate::domain::progress::State;
use crate::domain::wording::other_periods_words;

use super::super::headings::{Column, column_heads};
use super::super::sheet::{Cell, Sheet, Value};
use super::super::style::{CENTRED, Fill, Font, NUMBER, Place, Style, TEXT};
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

pub(super) fn sheet(picture: &CountyMatrix) -> Sheet {
    let several = picture.plans.len() > 1;
    let tasks = picture.columns.iter().map(|&no| (no.to_string(), width(picture, no)));
    let named = |(name, width): Column| (name.to_owned(), width);
    let before = several.then_some(PLAN).into_iter().chain(BEFORE).map(named);
    let (heads, widths): (Vec<String>, Vec<f64>) = before.chain(tasks).chain(BEHIND.map(named)).unzip();
    let mut sheet = Sheet::new("汇总表", widths);
    county_heading(&mut sheet, picture, "乡镇进度汇总表");
    column_heads(&mut sheet, &heads);
    for plan in &picture.plans {
        for (number, row) in (1..).zip(picture.rows_of(plan)) {
            let short = several.then(|| Cell::text(&plan.short, TEXT));
            let cells: Vec<Cell> = short.into_iter().chain(township(&picture.columns, number, row)).collect();
            sheet.row(&cells);
        }
        totals(&mut sheet, picture, plan);
    }
    let note = Cell::over(heads.len(), Value::Text(notes(picture)), Style::free(Font::Body, Place::Left));
    sheet.row(&[note]);
    sheet
}

/// How wide the column of a task must be: as its longest mark, or a line of its sums.
fn width(picture: &CountyMatrix, no: u32) -> f64 {
    let reports = picture.rows.iter().filter_map(|row| row.report).filter_map(|report| report.figures.task(no));
    let marks = reports.map(|task| mark(task).0.len());
    let sums =
        picture.plans.iter().map(|plan| sums(picture.rows_of(plan), Some(no)).items.total().to_string().len() + 1);
    let longest = marks.chain(sums).max().unwrap_or(0).max(3);
    f64::from(u32::try_from(longest).unwrap_or(u32::MAX)) * 0.85 + 1.3
}

/// How far a task is, as it reads on paper without colours too.
fn mark(task: &TaskFigures) -> (String, Fill) {
    let told = format!("{}/{}", task.tally.done, task.tally.total());
    match task.tally.state() {
        State::Na => ("-".to_owned(), Fill::None),
        State::Done => (told, Fill::Green),
        State::Doing if task.tally.done == 0 => (told + "*", Fill::Yellow),
        State::Doing => (told, Fill::Yellow),
        State::Todo => (told, Fill::None),
    }
}

/// The row of a township, all but its plan.
fn township(columns: &[u32], number: u32, row: &TownshipRow) -> Vec<Cell> {
    let strong = Style { fill: Fill::None, ..Style::head(Place::Centre) };
    let (status, style) = match row.report {
        Some(_) if row.is_conflict() => ("有冲突", strong),
        Some(_) => ("已报", CENTRED),
        None => ("未报", strong),
    };
    let mut cells =
        vec![Cell::number(number, CENTRED), Cell::text(&row.township.name, TEXT), Cell::text(status, style)];
    let Some(report) = row.report else {
        let left = 1 + columns.len() + BEHIND.len();
        cells.extend(vec![Cell::new(Value::Empty, CENTRED); left]);
        return cells;
    };
    let figures = &report.figures;
    cells.push(Cell::number(report.revision, CENTRED));
    cells.extend(columns.iter().map(|&no| match figures.task(no).filter(|task| task.owed) {
        None => Cell::text("/", CENTRED),
        Some(task) => {
            let (told, fill) = mark(task);
            Cell::text(told, Style { fill, ..CENTRED })
        }
    }));
    cells.extend(sum_cells(figures.sums(), CENTRED, NUMBER));
    cells.extend([Cell::text(&report.reporter, TEXT), Cell::text(&report.phone, TEXT)]);
    cells
}

/// The sums behind the columns of the tasks.
fn sum_cells(CountySums { items, tasks, activities }: CountySums, centred: Style, number: Style) -> [Cell; 5] {
    [
        Cell::number(items.done, number),
        Cell::number(items.total(), number),
        Cell::text(format!("{}/{}", tasks.done, tasks.total()), centred),
        Cell::number(activities.sessions, number),
        Cell::number(activities.people, number),
    ]
}

/// What the townships of a plan make together: their items, and of each task how many have done it.
fn totals(sheet: &mut Sheet, picture: &CountyMatrix, plan: &Plan) {
    let (centre, right) = (Style::head(Place::Centre), Style::head(Place::Right));
    let rows = picture.rows_of(plan);
    let is_owed = |no: u32| plan.owed().any(|(_, task)| task.no == no);
    let by_task = |told: &dyn Fn(u32) -> Value| -> Vec<Cell> {
        let value = |no| if is_owed(no) { told(no) } else { Value::text("/") };
        picture.columns.iter().map(|&no| Cell::new(value(no), centre)).collect()
    };
    let before = BEFORE.len() + usize::from(picture.plans.len() > 1);
    let whole = |name: String| vec![Cell::over(before, Value::Text(name), centre)];

    let reported = rows.iter().filter(|row| row.report.is_some()).count();
    let mut items = whole(format!("清单合计（已报{reported}/{}个乡镇）", rows.len()));
    items.extend(by_task(&|no| {
        let tally = sums(rows, Some(no)).items;
        if tally.total() == 0 { Value::text("-") } else { Value::Text(format!("{}/\n{}", tally.done, tally.total())) }
    }));
    items.extend(sum_cells(sums(rows, None), centre, right));
    items.push(Cell::over(2, Value::Empty, centre));
    sheet.row(&items);

    let mut townships = whole("完成该项任务的乡镇数".to_owned());
    townships.extend(by_task(&|no| Value::Number(sums(rows, Some(no)).tasks.done.into())));
    townships.push(Cell::over(BEHIND.len(), Value::Empty, centre));
    sheet.row(&townships);
}

/// How the table is read, and which rows of it are not what they seem.
fn notes(picture: &CountyMatrix) -> String {
    let mut notes = "注：3/3 完成；1/3 进行中；0/3* 已开始，还没有一项完成；0/3 未开始；- 不适用；空白 未报".to_owned();
    if picture.plans.len() > 1 {
        notes += "；/ 该规划没有要求乡镇的任务";
    }
    notes += "。没有填的数不计入合计。";
    let named = |told: &dyn Fn(&Received, &Township) -> Option<String>| {
        let rows = picture.rows.iter();
        rows.filter_map(|row| told(row.report?, row.township)).collect::<Vec<_>>().join("、")
    };
    let others = picture.missing().filter_map(|row| {
        let others = other_periods_words(&picture.other_periods(row));
        (!others.is_empty()).then(|| format!("{}（{others}）", row.township.name))
    });
    let others = others.collect::<Vec<_>>().join("、");
    let conflicts = picture.conflicts().map(|row| row.township.name.as_str()).collect::<Vec<_>>().join("、");
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
