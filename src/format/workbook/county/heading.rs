//! The lines above a table of the county: the plans, what the table is, how many have reported.

use crate::domain::county::matrix::CountyMatrix;

use super::super::headings::{heading, span};
use super::super::sheet::Sheet;

/// The title of the plan, or the short ones of several.
pub(super) fn title(picture: &CountyMatrix) -> String {
    match picture.plans[..] {
        [plan] => plan.title.clone(),
        _ => picture.plans.iter().map(|plan| plan.short.as_str()).collect::<Vec<_>>().join("、"),
    }
}

/// The lines above a table: the plans, what the table is, how many have reported.
pub(super) fn county_heading(sheet: &mut Sheet, picture: &CountyMatrix, what: &str) {
    let (all, reported) = (picture.rows.len(), picture.reported());
    let conflicts = match picture.conflicts().count() {
        0 => String::new(),
        conflicts => format!("（其中有冲突{conflicts}个）"),
    };
    let who = format!("乡镇{all}个：已报{reported}个{conflicts}，未报{}个", all - reported);
    heading(sheet, &title(picture), format!("{}{what}", picture.period.name()), [who, span(picture.period)]);
}
