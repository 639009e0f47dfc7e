//! The second sheet: the ledger of activities (台账) of the period, and its sums.

use crate::domain::activity::Activity;
use crate::domain::measure::Measure;
use crate::domain::plan::Plan;
use crate::domain::report::Report;

use super::headings::{Column, column_heads, number_columns, report_heading, sum};
use super::sheet::{Cell, Sheet, Value};
use super::style::{CENTRED, NUMBER, Place, Style, TEXT};

const BEFORE: [Column; 5] = [("序号", 5.0), ("日期", 12.0), ("任务", 19.0), ("活动名称", 26.0), ("地点", 17.0)];
const BEHIND: [Column; 2] = [("佐证", 20.0), ("备注", 18.0)];

pub(super) fn sheet(plan: &Plan, report: &Report) -> Sheet {
    let columns = BEFORE.into_iter().chain(number_columns(false)).chain(BEHIND);
    let (heads, widths): (Vec<&str>, Vec<f64>) = columns.unzip();
    let mut sheet = Sheet::new("台账", widths);
    report_heading(&mut sheet, plan, report, "活动台账");
    column_heads(&mut sheet, &heads);
    for (number, activity) in (1..).zip(&report.activities) {
        sheet.row(&activity_row(plan, number, activity));
    }
    if report.activities.is_empty() {
        sheet.row(&[Cell::over(heads.len(), Value::text("本期没有活动记录"), CENTRED)]);
    }
    let activities = || report.activities.iter();
    sheet.row(&totals(
        format!("本期合计（{}项）", report.activities.len()),
        Measure::ALL.map(|measure| sum(activities().map(|one| one.number(measure)))),
        format!("{}份", activities().map(|one| one.evidence.len()).sum::<usize>()),
    ));
    let totals_of_year = report.year_totals;
    sheet.row(&totals(
        format!("{}年累计（截至{}，{}项）", report.period.year(), report.period.last_day(), totals_of_year.activities),
        Measure::ALL.map(|measure| Some(totals_of_year.sum(measure))),
        String::new(),
    ));
    sheet
}

fn activity_row(plan: &Plan, number: u64, activity: &Activity) -> Vec<Cell> {
    let title = plan.task(activity.task).map_or("", |(_, task)| task.title.as_str());
    let names: Vec<&str> = activity.evidence.iter().map(|piece| piece.name.as_str()).collect();
    let evidence = if names.is_empty() { "-".to_owned() } else { names.join("、") };
    let mut cells = vec![
        Cell::new(Value::Number(number), CENTRED),
        Cell::new(Value::Day(activity.date), CENTRED),
        Cell::new(Value::Text(format!("{} {title}", activity.task)), TEXT),
        Cell::new(Value::text(&activity.title), TEXT),
        Cell::new(Value::text(&activity.place), TEXT),
    ];
    cells.extend(Measure::ALL.map(|measure| Cell::new(Value::or_dash(activity.number(measure)), NUMBER)));
    cells.push(Cell::new(Value::Text(evidence), TEXT));
    cells.push(Cell::new(Value::text(&activity.note), TEXT));
    cells
}

fn totals(name: String, numbers: [Option<u64>; Measure::ALL.len()], evidence: String) -> Vec<Cell> {
    let mut cells = vec![Cell::over(BEFORE.len(), Value::Text(name), Style::head(Place::Centre))];
    cells.extend(numbers.map(|number| Cell::new(Value::or_dash(number), Style::head(Place::Right))));
    cells.push(Cell::new(Value::Text(evidence), Style::head(Place::Left)));
    cells.push(Cell::new(Value::Empty, Style::head(Place::Left)));
    cells
}
