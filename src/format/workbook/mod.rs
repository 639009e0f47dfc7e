//! Writes the printable workbooks (.xlsx), A4 landscape. The workbook of a report has the progress table, with its line
//! for signatures and seal, and the list of activities. All figures come from the report; the plan gives only words and
//! order. The same report always gives the same bytes. The county's workbook shows one period.

mod activities;
mod book;
mod county;
mod headings;
mod progress;
mod sheet;
mod style;

use std::io::{Read, Seek};

pub use rust_xlsxwriter::XlsxError;

use crate::domain::plan::Plan;
use crate::domain::report::Report;

use super::zip::{self, ArchiveEntry, ListedEntry};

use book::{COUNTY, REPORT};
pub use county::write_county;

/// The file extension of a workbook.
pub const ENDING: &str = "xlsx";

/// The part of a workbook that names its author.
const PROPERTIES: &str = "docProps/core.xml";
/// Largest part that is read, in bytes.
const PROPERTIES_MAX: u64 = 64 << 10;

/// Who made a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkbookOrigin {
    /// This program wrote it as a county's workbook, and nobody saved it since: office programs then write their name
    /// or a date. A workbook saved by hand may have additions, which must not be lost.
    County,
    /// This program made it; somebody may have saved it again.
    Own,
    /// This program made it, and somebody added other files to it.
    Filled,
    /// Any other archive.
    Foreign,
}

/// Recognises who made a workbook.
pub fn origin(listed: &[ListedEntry], mut archive: impl Read + Seek) -> WorkbookOrigin {
    let files = || listed.iter().flatten();
    let mut xml = String::new();
    let properties = files().find(|file| file.name == PROPERTIES && file.size <= PROPERTIES_MAX);
    let read = properties.and_then(|file| file.open(&mut archive).ok()?.read_to_string(&mut xml).ok());
    let says = |tag: &str| {
        let (_, behind) = xml.split_once(&format!("<{tag}"))?;
        behind.split_once('>')?.1.split_once("</").map(|(text, _)| text)
    };
    if read.is_none() || says("dc:creator") != Some(book::CREATOR) {
        return WorkbookOrigin::Foreign;
    }
    let has_place = |name: &str| {
        name == "[Content_Types].xml"
            || ["_rels/", "docProps/", "xl/", "customXml/"].iter().any(|at| name.starts_with(at))
    };
    if !listed.iter().all(|file| has_place(zip::name(file))) {
        return WorkbookOrigin::Filled;
    }
    // Version 0.1 stored all files, the library streams all files.
    let as_packed = files().all(ArchiveEntry::is_stored) || files().all(ArchiveEntry::is_streamed);
    let unchanged = says("dcterms:modified").is_none_or(|modified| says("dcterms:created") == Some(modified));
    if says("dc:subject") == Some(COUNTY) && as_packed && unchanged {
        WorkbookOrigin::County
    } else {
        WorkbookOrigin::Own
    }
}

/// Writes the workbook of a report. `sha256` is the identity of its file.
pub fn write(plan: &Plan, report: &Report, sha256: &str) -> Result<Vec<u8>, XlsxError> {
    let sheets = [progress::sheet(plan, report), activities::sheet(plan, report)];
    let seal = sha256.get(..16).unwrap_or(sha256);
    let (township, period) = (&report.township.name, report.period.name());
    let foot = format!("{township}　{period}　第{}次上报　校验 {seal}", report.revision);
    book::workbook([&plan.title, REPORT], &foot, &report.made_at, &sheets)
}
