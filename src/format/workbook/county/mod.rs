//! The county's workbook of one period: the townships against the tasks, the tasks summed over the townships, who has
//! not reported, and the files that do not count. Made from what was collected alone, every sum from the reports that
//! stand.

mod files;
mod matrix;
mod tasks;

use chrono::{DateTime, FixedOffset};

use crate::domain::county::picture::Picture;
use crate::domain::county::{County, Rejected};

use super::sheet::Sheet;
use super::{COUNTY, XlsxError, book, heading, span};

/// The workbook of the period that `picture` shows.
pub fn write_county(
    picture: &Picture,
    county: &County,
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

/// The title of the plan, or the short ones of several.
fn title(picture: &Picture) -> String {
    match picture.plans[..] {
        [plan] => plan.title.clone(),
        _ => picture.plans.iter().map(|plan| plan.short.as_str()).collect::<Vec<_>>().join("、"),
    }
}

/// The lines above a table: the plans, what the table is, how many have reported.
fn county_heading(sheet: &mut Sheet, picture: &Picture, what: &str) {
    let (all, reported) = (picture.rows.len(), picture.reported());
    let conflicts = match picture.conflicts().count() {
        0 => String::new(),
        conflicts => format!("（其中有冲突{conflicts}个）"),
    };
    let who = format!("乡镇{all}个：已报{reported}个{conflicts}，未报{}个", all - reported);
    heading(sheet, &title(picture), format!("{}{what}", picture.period.name()), [who, span(picture.period)]);
}
