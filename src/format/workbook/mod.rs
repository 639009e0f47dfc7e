//! The printable workbooks (.xlsx), on A4 landscape. A report as an office sets it: the progress table with its line for
//! signatures and seal, and the ledger of activities; made from the report alone, the plan lending its words and order,
//! so that every figure is the report's; one report always makes the same bytes. And the county's book of one period.

mod activities;
mod book;
mod county;
mod progress;
mod sheet;
mod style;

use std::io::{Read, Seek};

pub use rust_xlsxwriter::XlsxError;

use crate::domain::period::Period;
use crate::domain::plan::Plan;
use crate::domain::report::Report;

use super::zip::{self, Listed, Record};

pub use county::write_county;
use sheet::{Cell, Sheet, Value};
use style::{Font, Place, Style};

/// The ending of a workbook's name.
pub const ENDING: &str = "xlsx";

/// The part of a workbook that says who made it.
const PROPERTIES: &str = "docProps/core.xml";
/// The most of it that is read, in bytes.
const PROPERTIES_MAX: u64 = 64 << 10;

/// What a workbook is about, as its properties say it.
const REPORT: &str = "上报表格";
const COUNTY: &str = "县级汇总";

/// What an archive is, from the files in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// This program wrote it as a county's workbook, and nobody saved it anew: office programs name themselves or a day
    /// where they save, and what somebody added would be lost with it.
    County,
    /// This program made it.
    Own,
    /// This program made it, and somebody put other files into it.
    Filled,
    /// Anything else.
    Foreign,
}

/// What the archive with those files is.
pub fn origin(listed: &[Listed], mut archive: impl Read + Seek) -> Origin {
    let files = || listed.iter().flatten();
    let mut xml = String::new();
    let properties = files().find(|file| file.name == PROPERTIES && file.size <= PROPERTIES_MAX);
    let read = properties.and_then(|file| file.open(&mut archive).ok()?.read_to_string(&mut xml).ok());
    let says = |tag: &str| {
        let (_, behind) = xml.split_once(&format!("<{tag}"))?;
        behind.split_once('>')?.1.split_once("</").map(|(text, _)| text)
    };
    if read.is_none() || says("dc:creator") != Some(book::CREATOR) {
        return Origin::Foreign;
    }
    let has_place = |name: &str| {
        name == "[Content_Types].xml"
            || ["_rels/", "docProps/", "xl/", "customXml/"].iter().any(|at| name.starts_with(at))
    };
    if !listed.iter().all(|file| has_place(zip::name(file))) {
        return Origin::Filled;
    }
    // As version 0.1 packed it, or as the library does.
    let as_packed = files().all(Record::is_stored) || files().all(Record::is_streamed);
    let unchanged = says("dcterms:modified").is_none_or(|modified| says("dcterms:created") == Some(modified));
    if says("dc:subject") == Some(COUNTY) && as_packed && unchanged { Origin::County } else { Origin::Own }
}

/// The workbook of a report whose file has that SHA-256.
pub fn write(plan: &Plan, report: &Report, sha256: &str) -> Result<Vec<u8>, XlsxError> {
    let sheets = [progress::sheet(plan, report), activities::sheet(plan, report)];
    let seal = sha256.get(..16).unwrap_or(sha256);
    let (township, period) = (&report.township.name, report.period.name());
    let foot = format!("{township}　{period}　第{}次上报　校验 {seal}", report.revision);
    book::workbook([&plan.title, REPORT], &foot, &report.made_at, &sheets)
}

/// The lines above a table of a report: the plan, what the table is, who reports what.
fn report_heading(sheet: &mut Sheet, plan: &Plan, report: &Report, what: &str) {
    let unfinished = if report.period_over { "" } else { "（期未满）" };
    let (township, period) = (&report.township.name, report.period.name());
    let title = format!("{township}{period}{what}{unfinished}");
    let who = format!("填报单位：{township}（{}）", report.township.code);
    let which = format!("{}　第{}次上报", span(report.period), report.revision);
    heading(sheet, &plan.title, title, [who, which]);
}

fn span(period: Period) -> String {
    format!("报告期：{} 至 {}", period.first_day(), period.last_day())
}

/// The lines above a table; what stands left and right in the third parts where half of the width is reached.
fn heading(sheet: &mut Sheet, title: &str, subtitle: String, [left, right]: [String; 2]) {
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

/// The row of column heads; each page begins with it.
fn column_heads<S: AsRef<str>>(sheet: &mut Sheet, heads: &[S]) {
    sheet.head = sheet.rows.len();
    let head = |head: &S| Cell::text(head.as_ref(), Style::head(Place::Centre));
    let cells: Vec<Cell> = heads.iter().map(head).collect();
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
