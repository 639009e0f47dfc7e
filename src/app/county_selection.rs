//! What is selected on the county's screens, and which acts that allows.

use crate::app::keymap::Intent;
use crate::app::state::county_table::{Row, Status};
use crate::app::state::county_work::Matrix;
use crate::app::state::model::{Model, Screen};
use crate::domain::county::Received;

/// Whether an act means anything now, as far as the county decides it.
pub(crate) fn can(model: &Model, intent: Intent) -> bool {
    let Some(desk) = &model.county else { return true };
    let table = &desk.table;
    let row = selected(model);
    match intent {
        Intent::Open if matches!(model.screen(), Screen::County(_)) => row.is_some_and(|row| row.standing.is_some()),
        Intent::Choices => row.is_some_and(|row| desk.status(&row) != Status::Conflict && desk.choices(&row).len() > 1),
        Intent::Answer => in_hand(model).is_ok(),
        Intent::AcceptAll => table.rows.len() > table.missing + table.conflicts + table.accepted + table.returned,
        Intent::Missing | Intent::SaveMissing => table.missing > 0,
        Intent::Workbook => !desk.found.county.reports.is_empty(),
        Intent::NextPeriod => table.others > 0,
        Intent::LeftOver => !table.left_over.is_empty(),
        _ => true,
    }
}

pub(crate) fn matrix(model: &Model) -> Option<Matrix> {
    model.screens.iter().rev().find_map(|screen| if let Screen::County(matrix) = screen { Some(*matrix) } else { None })
}

/// The row that is selected in the matrix.
#[must_use]
pub fn selected(model: &Model) -> Option<Row> {
    model.county.as_ref()?.table.rows.get(matrix(model)?.cursor.place).copied()
}

/// The report that an answer would be to; or why there is none.
pub(crate) fn in_hand(model: &Model) -> Result<&Received, &'static str> {
    let desk = model.county.as_ref().ok_or("")?;
    let place = match model.screens.iter().rev().find(|screen| !matches!(screen, Screen::Help(..))) {
        Some(Screen::Submitted(shown)) => shown.place,
        _ => selected(model).and_then(|row| row.standing).ok_or("这个乡镇还没有上报，没有可以答复的。")?.report,
    };
    let report = &desk.found.county.reports[place];
    let stands = desk.found.county.standing(&report.plan, report.period, &report.code);
    match stands {
        Some(standing) if standing.conflict.is_some() && matches!(model.screen(), Screen::Submitted(_)) => {
            Err("这个乡镇的上报有冲突，先按 Esc 返回，用空格选定一份，再答复。")
        }
        Some(standing) if standing.conflict.is_some() => {
            Err("这个乡镇的上报有冲突，先选定一份（回车进去，空格选定），再答复。")
        }
        Some(standing) if standing.report == place => Ok(report),
        _ => Err("这一份没有采用，不用答复；答复采用的那一份。"),
    }
}

/// The task that is under the cursor: of the report that is read, else of the matrix.
pub(crate) fn task_in_hand(model: &Model) -> Option<u32> {
    let desk = model.county.as_ref()?;
    if let Some(Screen::Submitted(shown)) = model.screens.last() {
        return desk.found.county.reports[shown.place].figures.tasks.get(shown.at).map(|task| task.no);
    }
    desk.table.columns.get(matrix(model)?.column).copied()
}
