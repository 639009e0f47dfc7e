//! The lines above a table, its column heads and group rows, shared by all sheets.

use crate::domain::measure::Measure;
use crate::domain::period::Period;
use crate::domain::plan::Plan;
use crate::domain::report::Report;

use super::sheet::{CellValue, Sheet, SheetCell};
use super::style::{Alignment, Font, Style};

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

/// The lines above a table. The left and right texts meet where half of the width is reached.
pub(super) fn heading(sheet: &mut Sheet, title: &str, subtitle: String, [left, right]: [String; 2]) {
    let columns = sheet.widths.len();
    let line = |font| Style::free(font, Alignment::Centre);
    sheet.row(&[SheetCell::over(columns, CellValue::text(title), line(Font::Title))]);
    sheet.row(&[SheetCell::over(columns, CellValue::Text(subtitle), line(Font::Subtitle))]);
    let whole: f64 = sheet.widths.iter().sum();
    let half = (1..columns).find(|&at| sheet.widths[..at].iter().sum::<f64>() * 2.0 >= whole).unwrap_or(1);
    sheet.row(&[
        SheetCell::over(half, CellValue::Text(left), Style::free(Font::Line, Alignment::Left)),
        SheetCell::over(columns - half, CellValue::Text(right), Style::free(Font::Line, Alignment::Right)),
    ]);
}

/// A column of a sheet: its head, and its width in digits.
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

/// Adds the row of column heads. Each page repeats it.
pub(super) fn column_heads<S: AsRef<str>>(sheet: &mut Sheet, heads: &[S]) {
    sheet.head = sheet.rows.len();
    let head = |head: &S| SheetCell::text(head.as_ref(), Style::head(Alignment::Centre));
    let cells: Vec<SheetCell> = heads.iter().map(head).collect();
    sheet.row(&cells);
}

/// Adds a row that names the rows below it.
pub(super) fn group(sheet: &mut Sheet, name: String) {
    let columns = sheet.widths.len();
    sheet.row(&[SheetCell::over(columns, CellValue::Text(name), Style::head(Alignment::Left))]);
}

/// The sum of numbers that may be left out; none if all of them are.
pub(super) fn sum(numbers: impl Iterator<Item = Option<u64>>) -> Option<u64> {
    numbers.flatten().reduce(u64::saturating_add)
}
