//! The dashboard (总览): what is open now, to be ticked on the spot, and how far each action is.
//!
//! The open lines are gathered when the dashboard is come to; what is ticked there stays where it is until then, so
//! that nothing vanishes under the cursor.

use crate::app::state::dashboard::{Dashboard, Next};
use crate::app::state::model::{Model, Screen};
use crate::domain::checklist;
use crate::domain::ledger::{Ledger, Standing};
use crate::domain::period::Period;
use crate::domain::plan::Plan;

/// The lines that are open in `year`.
fn open_lines(plan: &Plan, ledger: &Ledger, year: i32) -> Vec<Next> {
    let period = Period::year_of(year);
    let (mut doing, mut todo) = (Vec::new(), Vec::new());
    for (_, task) in plan.owed() {
        for line in checklist::of_task(task, ledger, year) {
            match line.standing(ledger, period) {
                Standing::Doing => doing.push(Next { task: task.no, line }),
                Standing::Todo => todo.push(Next { task: task.no, line }),
                Standing::Done { .. } | Standing::NotApplicable { .. } => {}
            }
        }
    }
    doing.append(&mut todo);
    doing
}

/// Gathers the open lines anew, the selected one staying selected where it is still there.
pub(crate) fn gather(model: &mut Model) {
    let Some(open) = &model.open else { return };
    let next = open_lines(&model.plan, &open.ledger, model.year);
    let Some(dashboard) = model.screens.iter_mut().find_map(of_screen) else { return };
    let selected = dashboard.selected().map(|next| next.line.key());
    let place = selected.and_then(|key| next.iter().position(|one| one.line.key() == key));
    let place = place.unwrap_or(dashboard.cursor.place);
    dashboard.cursor.place = place.min(next.len().saturating_sub(1));
    dashboard.next = next;
}

/// After a change of the ledger: where the dashboard is in front, what is listed stays; what has come up is added.
pub(crate) fn after_change(model: &mut Model) {
    if !matches!(model.screen(), Screen::Dashboard(_)) {
        return gather(model);
    }
    let Some(open) = &model.open else { return };
    let come_up = open_lines(&model.plan, &open.ledger, model.year);
    let Some(dashboard) = model.screens.iter_mut().find_map(of_screen) else { return };
    for next in come_up {
        if dashboard.next.iter().all(|one| one.line.key() != next.line.key()) {
            dashboard.next.push(next);
        }
    }
}

fn of_screen(screen: &mut Screen) -> Option<&mut Dashboard> {
    if let Screen::Dashboard(dashboard) = screen { Some(dashboard) } else { None }
}
