//! The lines above a table of the county: plans, title, and how many townships have reported.

use crate::domain::county::matrix::CountyMatrix;

use super::super::headings::{heading, span};
use super::super::sheet::Sheet;

/// The title of the plan, or the short titles of several.
pub(super) fn title(matrix: &CountyMatrix) -> String {
    match matrix.plans[..] {
        [plan] => plan.title.clone(),
        _ => matrix.plans.iter().map(|plan| plan.short.as_str()).collect::<Vec<_>>().join("、"),
    }
}

pub(super) fn county_heading(sheet: &mut Sheet, matrix: &CountyMatrix, what: &str) {
    let (all, reported) = (matrix.rows.len(), matrix.reported());
    let conflicts = match matrix.conflicts().count() {
        0 => String::new(),
        conflicts => format!("（其中有冲突{conflicts}个）"),
    };
    let who = format!("乡镇{all}个：已报{reported}个{conflicts}，未报{}个", all - reported);
    heading(sheet, &title(matrix), format!("{}{what}", matrix.period.name()), [who, span(matrix.period)]);
}
