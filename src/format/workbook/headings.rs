//! The lines above a table, its column heads and group rows, as all sheets share them.

use crate::domain::measure::Measure;
use crate::domain::period::Period;
use crate::domain::plan::Plan;
use crate::domain::report::Report;

use super::sheet::{Cell, Sheet, Value};
use super::style::{Font, Place, Style};

/// The lines above a table of a report: the plan, what the table is, who reports what.
pub(super) fn report_heading(sheet: &mut Sheet, plan: &Plan, report: &Report, what: &str) {
    let unfinished = if report.period_over { "" } else { "（期未满）" };
    let (township, period) = (&report.township.name, report.period.name());
    let title = format!("{township}{period}{what}{unfinished}");
    let who = format!("填报单位：{township}（{}）", report.township.code);
    let which = format!("{}　第{}次上报", span(report.period), report.revision);
    heading(sheet, &plan.title, title, [who, which]);
}

pub(super) fn span(period: Period) -> String {
    format!("报告期：{} 至 {}", period.first_day(), period.last_day())
}

/// The lines above a table; what stands left and right in the third parts where half of the width is reached.
pub(super) fn heading(sheet: &mut Sheet, title: &str, subtitle: String, [left, right]: [String; 2]) {
    let columns = sheet.widths.len();
    let line = |font| Style::free(font, Place::Centre);
    sheet.row(&[Cell::over(columns, Value::text(title), line(Font::Title))]);
    sheet.row(&[Cell::over(columns, Value::Text(subtitle), line(Font::Subtitle))]);
    let whole: f64 = sheet.widths.iter().sum();
    let half = (1..columns).find(|&at| sheet.widths[..at].iter().sum::<f64>() * 2.0 >= whole).unwrap_or(1);
    sheet.row(&[
        Cell::over(half, Value::Text(left), Style::free(Font::Line, Place::Left)),
        Cell::over(columns - half, Value::Text(right), Style::free(Font::Line, Place::Right)),
    ]);
}

/// A column of a sheet: its head and its width.
pub(super) type Column = (&'static str, f64);

/// The columns of the numbers of an activity; a county's sums are wider.
pub(super) fn number_columns(of_county: bool) -> [Column; Measure::ALL.len()] {
    Measure::ALL.map(|measure| {
        let (head, width, more) = match measure {
            Measure::Sessions => (measure.name(), 7.0, 1.0),
            Measure::People => (measure.name(), 9.0, 2.5),
            Measure::Materials => (measure.name(), 9.0, 1.0),
            Measure::Funds => ("经费（元）", 11.5, 2.0),
        };
        (head, if of_county { width + more } else { width })
    })
}

/// The row of column heads; each page begins with it.
pub(super) fn column_heads<S: AsRef<str>>(sheet: &mut Sheet, heads: &[S]) {
    sheet.head = sheet.rows.len();
    let head = |head: &S| Cell::text(head.as_ref(), Style::head(Place::Centre));
    let cells: Vec<Cell> = heads.iter().map(head).collect();
    sheet.row(&cells);
}

/// A row that names the rows below it.
pub(super) fn group(sheet: &mut Sheet, name: String) {
    let columns = sheet.widths.len();
    sheet.row(&[Cell::over(columns, Value::Text(name), Style::head(Place::Left))]);
}

/// A sum of numbers that may be left out; left out itself where all of them are.
pub(super) fn sum(numbers: impl Iterator<Item = Option<u64>>) -> Option<u64> {
    numbers.flatten().reduce(u64::saturating_add)
}
