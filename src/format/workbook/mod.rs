//! The printable workbook (.xlsx): a report as an office sets it. Two sheets on A4 landscape, the progress table with
//! its line for signatures and seal, and the ledger of activities. Made from the report alone, the plan lending its
//! words and order, so that every figure is the report's; one report always makes the same bytes.
//!
//! The file is written here and not by a library: `rust_xlsxwriter` adds 718 KB to a program that may have 3 MB.

mod activities;
mod parts;
mod progress;
mod sheet;
mod style;

use crate::domain::plan::Plan;
use crate::domain::report::Report;

use sheet::{Cell, Sheet, Value};
use style::{Font, Place, Style};

/// The ending of a workbook's name.
pub const ENDING: &str = "xlsx";

/// The workbook of a report whose file has that SHA-256.
#[must_use]
pub fn write(plan: &Plan, report: &Report, sha256: &str) -> Vec<u8> {
    let sheets = [progress::sheet(plan, report), activities::sheet(plan, report)];
    let seal = sha256.get(..16).unwrap_or(sha256);
    let (township, period) = (&report.township.name, report.period.name());
    let foot = format!("{township}　{period}　第{}次上报　校验 {seal}", report.revision);
    parts::workbook(&plan.title, &foot, &report.made_at, &sheets)
}

/// The lines above a table: the plan, what the table is, who reports what.
fn heading(sheet: &mut Sheet, plan: &Plan, report: &Report, what: &str) {
    let columns = sheet.widths.len();
    let line = |font| Style::free(font, Place::Centre);
    sheet.row(&[Cell::over(columns, Value::text(&plan.title), line(Font::Title))]);
    let unfinished = if report.period_over { "" } else { "（期未满）" };
    let (township, period) = (&report.township.name, report.period.name());
    let title = format!("{township}{period}{what}{unfinished}");
    sheet.row(&[Cell::over(columns, Value::Text(title), line(Font::Subtitle))]);
    let who = format!("填报单位：{township}（{}）", report.township.code);
    let span = (report.period.first_day(), report.period.last_day());
    let which = format!("报告期：{} 至 {}　第{}次上报", span.0, span.1, report.revision);
    let half = columns / 2;
    sheet.row(&[
        Cell::over(half, Value::Text(who), Style::free(Font::Line, Place::Left)),
        Cell::over(columns - half, Value::Text(which), Style::free(Font::Line, Place::Right)),
    ]);
}

/// The row of column heads; each page begins with it.
fn column_heads(sheet: &mut Sheet, heads: &[&str]) {
    sheet.head = sheet.rows.len();
    let cells: Vec<Cell> = heads.iter().map(|head| Cell::new(Value::text(*head), Style::head(Place::Centre))).collect();
    sheet.row(&cells);
}

/// A row that names the rows below it.
fn group(sheet: &mut Sheet, name: String) {
    let columns = sheet.widths.len();
    sheet.row(&[Cell::over(columns, Value::Text(name), Style::head(Place::Left))]);
}

/// A sum of numbers that may be left out; left out itself where all of them are.
fn sum(numbers: impl Iterator<Item = Option<u64>>) -> Option<u64> {
    numbers.flatten().reduce(u64::saturating_add)
}
