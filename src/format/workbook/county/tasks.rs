//! The second sheet: a row a task, summed over the townships. Activities of tasks that do not name the townships have
//! rows of their own, so that the rows of a plan make its sums.

use std::collections::BTreeSet;

use crate::domain::activity::ActivityTotals;
use crate::domain::county::picture::{Picture, Row};
use crate::domain::measure::Measure;
use crate::domain::plan::Plan;
use crate::domain::progress::{State, Tally};

use super::super::headings::{column_heads, group};
use super::super::progress::leads;
use super::super::sheet::{Cell, Sheet, Value};
use super::super::style::{CENTRED, NUMBER, Place, Style, TEXT};
use super::heading::county_heading;

const HEADS: [&str; 14] = [
    "序号",
    "任务",
    "牵头单位",
    "完成乡镇数",
    "进行中",
    "未开始",
    "不适用",
    "清单完成",
    "清单总数",
    "活动项数",
    "场次",
    "人次",
    "资料份数",
    "经费（元）",
];
const WIDTHS: [f64; 14] = [5.0, 28.0, 34.0, 7.5, 7.5, 7.5, 7.5, 7.5, 7.5, 7.5, 8.0, 11.5, 10.0, 13.5];

/// In how many townships a task is done, under way, not begun, 不适用.
type States = [u64; 4];

pub(super) fn sheet(picture: &Picture) -> Sheet {
    let mut sheet = Sheet::new("任务汇总", WIDTHS);
    county_heading(&mut sheet, picture, "任务完成情况汇总表");
    column_heads(&mut sheet, &HEADS);
    for plan in &picture.plans {
        if picture.plans.len() > 1 {
            group(&mut sheet, plan.title.clone());
        }
        of_one(&mut sheet, picture, plan);
    }
    sheet
}

fn of_one(sheet: &mut Sheet, picture: &Picture, plan: &Plan) {
    let mut all = States::default();
    for (_, task) in plan.owed() {
        let states = states(picture, plan, task.no);
        for (sum, more) in all.iter_mut().zip(states) {
            *sum += more;
        }
        sheet.row(&row(picture, plan, task.no, Some(states)));
    }
    let others = others(picture, plan);
    if !others.is_empty() {
        group(sheet, "没有要求乡镇的任务（只有活动）".to_owned());
    }
    for no in others {
        sheet.row(&row(picture, plan, no, None));
    }
    let mut cells = vec![Cell::over(3, Value::text("合计"), Style::head(Place::Centre))];
    let (tally, sums) = picture.sums(plan, None);
    cells.extend(numbers(Some((all, tally)), sums, Style::head(Place::Right)));
    sheet.row(&cells);
}

/// The tasks that do not name the townships, but have activities.
fn others(picture: &Picture, plan: &Plan) -> BTreeSet<u32> {
    let tasks = picture.rows_of(plan).iter().filter_map(Row::report).flat_map(|report| &report.figures.tasks);
    tasks.filter(|task| !task.owed).map(|task| task.no).collect()
}

fn states(picture: &Picture, plan: &Plan, no: u32) -> States {
    let mut states = States::default();
    for task in picture.rows_of(plan).iter().filter_map(Row::report).filter_map(|report| report.figures.task(no)) {
        let at = match task.tally.state() {
            State::Done => 0,
            State::Doing => 1,
            State::Todo => 2,
            State::Na => 3,
        };
        states[at] += 1;
    }
    states
}

/// The row of a task; without states where the townships do not owe it.
fn row(picture: &Picture, plan: &Plan, no: u32, states: Option<States>) -> Vec<Cell> {
    let task = plan.task(no).map(|(_, task)| task);
    let (tally, sums) = picture.sums(plan, Some(no));
    let mut cells = vec![
        Cell::number(no, CENTRED),
        Cell::text(task.map_or("（规划里没有这项任务）", |task| &task.title), TEXT),
        Cell::text(task.map(leads).unwrap_or_default(), TEXT),
    ];
    cells.extend(numbers(states.map(|states| (states, tally)), sums, NUMBER));
    cells
}

fn numbers(owed: Option<(States, Tally)>, sums: ActivityTotals, style: Style) -> Vec<Cell> {
    let owed = owed.map(|(states, tally)| (states, [tally.done, tally.total()].map(u64::from)));
    let (states, items) = owed.unzip();
    let counts = states.map_or([None; 4], |states| states.map(Some));
    let items = items.map_or([None; 2], |items| items.map(Some));
    let sums = [sums.activities].into_iter().chain(Measure::ALL.map(|measure| sums.sum(measure))).map(Some);
    counts.into_iter().chain(items).chain(sums).map(|number| Cell::new(Value::or_dash(number), style)).collect()
}
