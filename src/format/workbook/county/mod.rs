//! The county's workbook of one period: the townships against the tasks, the tasks summed over the townships, who has
//! not reported, and the files that do not count. Made from what was collected alone, every sum from the reports that
//! stand.

mod files;
mod heading;
mod matrix;
mod tasks;

use chrono::{DateTime, FixedOffset};
use rust_xlsxwriter::XlsxError;

use crate::domain::county::matrix::CountyMatrix;
use crate::domain::county::{CountyReports, Rejected};

use super::book::{self, COUNTY};
use heading::title;

/// The workbook of the period that `picture` shows.
pub fn write_county(
    picture: &CountyMatrix,
    county: &CountyReports,
    rejected: &[Rejected],
    made_at: &DateTime<FixedOffset>,
) -> Result<Vec<u8>, XlsxError> {
    let sheets = [
        matrix::sheet(picture),
        tasks::sheet(picture),
        files::missing(picture),
        files::problems(picture, county, rejected),
    ];
    let foot = format!("{}　生成时间 {}", picture.period.name(), made_at.format("%Y-%m-%d %H:%M"));
    book::workbook([&title(picture), COUNTY], &foot, made_at, &sheets)
}
