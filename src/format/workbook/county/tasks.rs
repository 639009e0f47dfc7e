//! The second sheet: a row for each task, summed over the townships. Other tasks with activities have rows of their
//! own, so that the rows of a plan add up to its sums.

use std::collections::BTreeSet;

use crate::domain::county::CountySums;
use crate::domain::county::matrix::{CountyMatrix, sums};
use crate::domain::measure::Measure;
use crate::domain::plan::Plan;
use crate::domain::progress::Tally;

use super::super::headings::{Column, column_heads, group, number_columns};
use super::super::progress::leads;
use super::super::sheet::{CellValue, Sheet, SheetCell};
use super::super::style::{Alignment, CENTRED, NUMBER, Style, TEXT};
use super::heading::county_heading;

const BEFORE: [Column; 10] = [
    ("序号", 5.0),
    ("任务", 28.0),
    ("牵头单位", 34.0),
    ("完成乡镇数", 7.5),
    ("进行中", 7.5),
    ("未开始", 7.5),
    ("不适用", 7.5),
    ("清单完成", 7.5),
    ("清单总数", 7.5),
    ("活动项数", 7.5),
];

pub(super) fn sheet(matrix: &CountyMatrix) -> Sheet {
    let (heads, widths): (Vec<&str>, Vec<f64>) = BEFORE.into_iter().chain(number_columns(true)).unzip();
    let mut sheet = Sheet::new("任务汇总", widths);
    county_heading(&mut sheet, matrix, "任务完成情况汇总表");
    column_heads(&mut sheet, &heads);
    for plan in &matrix.plans {
        if matrix.plans.len() > 1 {
            group(&mut sheet, plan.title.clone());
        }
        of_one(&mut sheet, matrix, plan);
    }
    sheet
}

fn of_one(sheet: &mut Sheet, matrix: &CountyMatrix, plan: &Plan) {
    for (_, task) in plan.owed() {
        sheet.row(&row(matrix, plan, task.no, true));
    }
    let others = others(matrix, plan);
    if !others.is_empty() {
        group(sheet, "没有要求乡镇的任务（只有活动）".to_owned());
    }
    for no in others {
        sheet.row(&row(matrix, plan, no, false));
    }
    let mut cells = vec![SheetCell::over(3, CellValue::text("合计"), Style::head(Alignment::Centre))];
    cells.extend(numbers(sums(matrix.rows_of(plan), None), true, Style::head(Alignment::Right)));
    sheet.row(&cells);
}

/// The tasks with activities that do not name the townships.
fn others(matrix: &CountyMatrix, plan: &Plan) -> BTreeSet<u32> {
    let tasks = matrix.rows_of(plan).iter().filter_map(|row| row.report).flat_map(|report| &report.figures.tasks);
    tasks.filter(|task| !task.owed).map(|task| task.no).collect()
}

/// The row of a task; without states if the townships do not owe it.
fn row(matrix: &CountyMatrix, plan: &Plan, no: u32, is_owed: bool) -> Vec<SheetCell> {
    let task = plan.task(no).map(|(_, task)| task);
    let mut cells = vec![
        SheetCell::number(no, CENTRED),
        SheetCell::text(task.map_or("（规划里没有这项任务）", |task| &task.title), TEXT),
        SheetCell::text(task.map(leads).unwrap_or_default(), TEXT),
    ];
    cells.extend(numbers(sums(matrix.rows_of(plan), Some(no)), is_owed, NUMBER));
    cells
}

/// The cells of a task: townships by state, items, activities.
fn numbers(CountySums { items, tasks, activities }: CountySums, is_owed: bool, style: Style) -> Vec<SheetCell> {
    let Tally { todo, doing, done, na } = tasks;
    let owed = [done, doing, todo, na, items.done, items.total()];
    let owed = owed.map(|count| is_owed.then_some(count.into()));
    let sums = [activities.activities].into_iter().chain(Measure::ALL.map(|measure| activities.sum(measure))).map(Some);
    owed.into_iter().chain(sums).map(|number| SheetCell::new(CellValue::or_dash(number), style)).collect()
}
