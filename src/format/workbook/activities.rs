//! The second sheet: the activities (台账) of the period, and their sums.

use crate::domain::activity::Activity;
use crate::domain::measure::Measure;
use crate::domain::plan::Plan;
use crate::domain::report::Report;

use super::headings::{Column, column_heads, number_columns, report_heading, sum};
use super::sheet::{CellValue, Sheet, SheetCell};
use super::style::{Alignment, CENTRED, NUMBER, Style, TEXT};

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
        sheet.row(&[SheetCell::over(heads.len(), CellValue::text("本期没有活动记录"), CENTRED)]);
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

fn activity_row(plan: &Plan, number: u64, activity: &Activity) -> Vec<SheetCell> {
    let title = plan.task(activity.task).map_or("", |(_, task)| task.title.as_str());
    let names: Vec<&str> = activity.evidence.iter().map(|piece| piece.name.as_str()).collect();
    let evidence = if names.is_empty() { "-".to_owned() } else { names.join("、") };
    let mut cells = vec![
        SheetCell::new(CellValue::Number(number), CENTRED),
        SheetCell::new(CellValue::Day(activity.date), CENTRED),
        SheetCell::new(CellValue::Text(format!("{} {title}", activity.task)), TEXT),
        SheetCell::new(CellValue::text(&activity.title), TEXT),
        SheetCell::new(CellValue::text(&activity.place), TEXT),
    ];
    cells.extend(Measure::ALL.map(|measure| SheetCell::new(CellValue::or_dash(activity.number(measure)), NUMBER)));
    cells.push(SheetCell::new(CellValue::Text(evidence), TEXT));
    cells.push(SheetCell::new(CellValue::text(&activity.note), TEXT));
    cells
}

fn totals(name: String, numbers: [Option<u64>; Measure::ALL.len()], evidence: String) -> Vec<SheetCell> {
    let mut cells = vec![SheetCell::over(BEFORE.len(), CellValue::Text(name), Style::head(Alignment::Centre))];
    cells.extend(numbers.map(|number| SheetCell::new(CellValue::or_dash(number), Style::head(Alignment::Right))));
    cells.push(SheetCell::new(CellValue::Text(evidence), Style::head(Alignment::Left)));
    cells.push(SheetCell::new(CellValue::Empty, Style::head(Alignment::Left)));
    cells
}
