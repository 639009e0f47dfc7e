//! Mouse clicks. The first click selects; a click on the selection opens it.

use crate::app::keymap::Intent;
use crate::app::message::Effect;
use crate::app::state::model::{Model, Screen};
use crate::app::state::tasks::Focus;
use crate::app::state::view::{ClickTarget, FrameView};
use crate::app::update::intents::run_intent;
use crate::app::update::{confirm, report};

/// Does what the key of the same act would do.
pub(crate) fn click(model: &mut Model, target: ClickTarget, view: &FrameView) -> Option<Effect> {
    model.message = None;
    if let Some(intent) = intent_of_click(model, target, view) {
        return run_intent(model, intent, view);
    }
    confirm::cancel(model);
    // The slot that was left may have changed, so audit again.
    if matches!(target, ClickTarget::Field(_)) { report::check(model) } else { None }
}

/// Returns the act of a click; `None` if it only selects.
fn intent_of_click(model: &mut Model, target: ClickTarget, view: &FrameView) -> Option<Intent> {
    if let ClickTarget::Act(intent) = target {
        return Some(intent);
    }
    let opens = select_target(model, target, view);
    match (target, model.screens.last_mut()?) {
        (ClickTarget::Box(_), Screen::Tasks(_) | Screen::Dashboard(_)) => Some(Intent::Toggle),
        (ClickTarget::Box(_), Screen::Browser(browser)) => {
            browser.mark();
            None
        }
        // A click on a focused choice moves to its next word.
        (ClickTarget::Field(_), Screen::Form(form)) => (opens && !form.in_text()).then_some(Intent::NextValue),
        _ => opens.then_some(Intent::Open),
    }
}

/// Selects the target. Returns whether this click opens it, because it was selected already.
fn select_target(model: &mut Model, target: ClickTarget, view: &FrameView) -> bool {
    let Model { plan, screens, .. } = model;
    match (target, screens.last_mut()) {
        (ClickTarget::Task(index), Some(Screen::Tasks(tasks))) => {
            tasks.focus = Focus::List;
            tasks.select(plan, index, view);
            false
        }
        (ClickTarget::Row(index) | ClickTarget::Box(index), Some(Screen::Tasks(tasks))) => {
            tasks.focus = Focus::Items;
            tasks.select_item(index, view.item_lines.len(), view);
            false
        }
        (ClickTarget::Field(index), Some(Screen::Form(form))) => std::mem::replace(&mut form.at, index) == index,
        (ClickTarget::Day(day), Some(Screen::Calendar(calendar))) => std::mem::replace(&mut calendar.day, day) == day,
        (ClickTarget::Search, Some(Screen::Tasks(tasks))) => {
            tasks.focus = Focus::Search;
            false
        }
        (ClickTarget::Cell(row, column), Some(Screen::County(matrix))) => {
            let same = (matrix.cursor.index, matrix.column) == (row, column);
            (matrix.cursor.index, matrix.column) = (row, column);
            same
        }
        (ClickTarget::Row(index) | ClickTarget::Box(index), Some(screen)) => {
            let Some(cursor) = screen.cursor() else { return false };
            std::mem::replace(&mut cursor.index, index) == index
        }
        _ => false,
    }
}
