//! The mouse: what a click on something means. The first click selects, a click on what is selected opens it.

use crate::app::keymap::Intent;
use crate::app::message::Effect;
use crate::app::state::model::{Model, Screen};
use crate::app::state::tasks::Focus;
use crate::app::state::view::{Target, View};
use crate::app::update::intents::act;
use crate::app::update::{confirm, report};

/// What follows from a click on `target`: what the key of the same act would do.
pub(crate) fn click(model: &mut Model, target: Target, view: &View) -> Option<Effect> {
    model.message = None;
    if let Some(intent) = asked_for(model, target, view) {
        return act(model, intent, view);
    }
    confirm::take_back(model);
    // What was written in the slot that was left counts now.
    if matches!(target, Target::Field(_)) { report::check(model) } else { None }
}

/// The act that a click asks for; none where it only selects.
fn asked_for(model: &mut Model, target: Target, view: &View) -> Option<Intent> {
    if let Target::Act(intent) = target {
        return Some(intent);
    }
    let opens = selects(model, target, view);
    match (target, model.screens.last_mut()?) {
        (Target::Box(_), Screen::Tasks(_) | Screen::Dashboard(_)) => Some(Intent::Toggle),
        (Target::Box(_), Screen::Browser(browser)) => {
            browser.mark();
            None
        }
        // A click on the choice that has the keys goes on to its next word.
        (Target::Field(_), Screen::Form(form)) => (opens && !form.in_text()).then_some(Intent::NextValue),
        _ => opens.then_some(Intent::Open),
    }
}

/// Selects what was clicked on; whether it was selected already, and is opened by this click.
fn selects(model: &mut Model, target: Target, view: &View) -> bool {
    let Model { plan, screens, .. } = model;
    match (target, screens.last_mut()) {
        (Target::Task(place), Some(Screen::Tasks(tasks))) => {
            tasks.focus = Focus::List;
            tasks.select(plan, place, view);
            false
        }
        (Target::Row(place) | Target::Box(place), Some(Screen::Tasks(tasks))) => {
            tasks.focus = Focus::Items;
            tasks.select_item(place, view.item_lines.len(), view);
            false
        }
        (Target::Field(place), Some(Screen::Form(form))) => std::mem::replace(&mut form.at, place) == place,
        (Target::Day(day), Some(Screen::Calendar(calendar))) => std::mem::replace(&mut calendar.day, day) == day,
        (Target::Search, Some(Screen::Tasks(tasks))) => {
            tasks.focus = Focus::Search;
            false
        }
        (Target::Cell(row, column), Some(Screen::County(matrix))) => {
            let same = (matrix.cursor.place, matrix.column) == (row, column);
            (matrix.cursor.place, matrix.column) = (row, column);
            same
        }
        (Target::Row(place) | Target::Box(place), Some(screen)) => {
            let Some(cursor) = screen.cursor() else { return false };
            std::mem::replace(&mut cursor.place, place) == place
        }
        _ => false,
    }
}
