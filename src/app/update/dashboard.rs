//! The dashboard (总览): open lines to tick on the spot, and the progress of each action.
//!
//! The list is computed when the dashboard opens. A ticked line stays until then, so that nothing vanishes under the
//! cursor.

use crate::app::state::dashboard::{Dashboard, NextLine};
use crate::app::state::model::{Model, Screen};
use crate::domain::checklist;
use crate::domain::ledger::{ItemStatus, Ledger};
use crate::domain::period::Period;
use crate::domain::plan::Plan;

fn open_lines(plan: &Plan, ledger: &Ledger, year: i32) -> Vec<NextLine> {
    let period = Period::year_of(year);
    let (mut doing, mut todo) = (Vec::new(), Vec::new());
    for (_, task) in plan.owed() {
        for line in checklist::of_task(task, ledger, year) {
            match line.status(ledger, period) {
                ItemStatus::Doing => doing.push(NextLine { task: task.no, line }),
                ItemStatus::Todo => todo.push(NextLine { task: task.no, line }),
                ItemStatus::Done { .. } | ItemStatus::NotApplicable { .. } => {}
            }
        }
    }
    doing.append(&mut todo);
    doing
}

/// Computes the list again. The selected line stays selected if it is still open.
pub(crate) fn list_open_lines(model: &mut Model) {
    let Some(open) = &model.open else { return };
    let next = open_lines(&model.plan, &open.ledger, model.year);
    let Some(dashboard) = model.screens.iter_mut().find_map(of_screen) else { return };
    let selected = dashboard.selected().map(|next| next.line.key());
    let index = selected.and_then(|key| next.iter().position(|other| other.line.key() == key));
    let index = index.unwrap_or(dashboard.cursor.index);
    dashboard.cursor.index = index.min(next.len().saturating_sub(1));
    dashboard.next = next;
}

/// After a change of the ledger: keeps the listed lines and appends lines that have become open.
pub(crate) fn after_change(model: &mut Model) {
    if !matches!(model.screen(), Screen::Dashboard(_)) {
        return list_open_lines(model);
    }
    let Some(open) = &model.open else { return };
    let come_up = open_lines(&model.plan, &open.ledger, model.year);
    let Some(dashboard) = model.screens.iter_mut().find_map(of_screen) else { return };
    for next in come_up {
        if dashboard.next.iter().all(|other| other.line.key() != next.line.key()) {
            dashboard.next.push(next);
        }
    }
}

fn of_screen(screen: &mut Screen) -> Option<&mut Dashboard> {
    if let Screen::Dashboard(dashboard) = screen { Some(dashboard) } else { None }
}
