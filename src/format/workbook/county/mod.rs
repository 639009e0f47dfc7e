//! The county's workbook of one period: townships by tasks, sums of tasks, missing townships, and files that do not
//! count. Every sum comes from the effective reports.

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

/// Writes the workbook of the period of `matrix`.
pub fn write_county(
    matrix: &CountyMatrix,
    county: &CountyReports,
    rejected: &[Rejected],
    made_at: &DateTime<FixedOffset>,
) -> Result<Vec<u8>, XlsxError> {
    let sheets = [
        matrix::sheet(matrix),
        tasks::sheet(matrix),
        files::missing(matrix),
        files::problems(matrix, county, rejected),
    ];
    let foot = format!("{}　生成时间 {}", matrix.period.name(), made_at.format("%Y-%m-%d %H:%M"));
    book::workbook([&title(matrix), COUNTY], &foot, made_at, &sheets)
}
