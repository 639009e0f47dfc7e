//! The selection on the county's screens, and the acts that it allows.

use crate::app::keymap::Intent;
use crate::app::state::county_screens::MatrixCursor;
use crate::app::state::county_table::{CountyRow, CountyStatus};
use crate::app::state::model::{Model, Screen};
use crate::domain::county::Received;

pub(crate) fn is_available(model: &Model, intent: Intent) -> bool {
    let Some(county) = &model.county else { return true };
    let table = &county.table;
    let row = selected_row(model);
    match intent {
        Intent::Open if matches!(model.screen(), Screen::County(_)) => row.is_some_and(|row| row.effective.is_some()),
        Intent::Choices => {
            row.is_some_and(|row| county.status(&row) != CountyStatus::Conflict && county.choices(&row).len() > 1)
        }
        Intent::Answer => report_to_answer(model).is_ok(),
        Intent::AcceptAll => table.rows.len() > table.missing + table.conflicts + table.accepted + table.returned,
        Intent::Missing | Intent::SaveMissing => table.missing > 0,
        Intent::Workbook => !county.collected.county.reports.is_empty(),
        Intent::NextPeriod => table.others > 0,
        Intent::LeftOver => !table.left_over.is_empty(),
        _ => true,
    }
}

pub(crate) fn matrix_cursor(model: &Model) -> Option<MatrixCursor> {
    model.screens.iter().rev().find_map(|screen| if let Screen::County(matrix) = screen { Some(*matrix) } else { None })
}

#[must_use]
pub fn selected_row(model: &Model) -> Option<CountyRow> {
    model.county.as_ref()?.table.rows.get(matrix_cursor(model)?.cursor.index).copied()
}

/// Returns the report that the county can answer now. The error is the sentence to show.
pub(crate) fn report_to_answer(model: &Model) -> Result<&Received, &'static str> {
    let county = model.county.as_ref().ok_or("")?;
    let index = match model.screens.iter().rev().find(|screen| !matches!(screen, Screen::Help(..))) {
        Some(Screen::Submitted(shown)) => shown.index,
        _ => selected_row(model).and_then(|row| row.effective).ok_or("这个乡镇还没有上报，没有可以答复的。")?.report,
    };
    let report = &county.collected.county.reports[index];
    let effective = county.collected.county.effective_report(&report.plan, report.period, &report.code);
    match effective {
        Some(effective) if effective.conflict.is_some() && matches!(model.screen(), Screen::Submitted(_)) => {
            Err("这个乡镇的上报有冲突，先按 Esc 返回，用空格选定一份，再答复。")
        }
        Some(effective) if effective.conflict.is_some() => {
            Err("这个乡镇的上报有冲突，先选定一份（回车进去，空格选定），再答复。")
        }
        Some(effective) if effective.report == index => Ok(report),
        _ => Err("这一份没有采用，不用答复；答复采用的那一份。"),
    }
}

/// Returns the task under the cursor of the open report, else of the matrix.
pub(crate) fn selected_task(model: &Model) -> Option<u32> {
    let county = model.county.as_ref()?;
    if let Some(Screen::Submitted(shown)) = model.screens.last() {
        return county.collected.county.reports[shown.index].figures.tasks.get(shown.at).map(|task| task.no);
    }
    county.table.columns.get(matrix_cursor(model)?.column).copied()
}
