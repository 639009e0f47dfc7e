//! The mouse: what a click on something means. The first click selects, a click on what is selected opens it.

use super::model::{Model, Screen};
use super::opening::enter;
use super::tasks::Focus;
use super::ticking::toggle;
use super::update::{Effect, act};
use super::view::{Target, View};

/// What follows from a click on `target`.
pub(super) fn click(model: &mut Model, target: Target, view: &View) -> Option<Effect> {
    model.message = None;
    if let Target::Act(intent) = target {
        return act(model, intent, view);
    }
    let opens = selects(model, target, view);
    match (target, model.screens.last_mut()?) {
        (Target::Box(_), Screen::Tasks(_) | Screen::Dashboard(_)) => return toggle(model),
        (Target::Box(_), Screen::Browser(browser)) => browser.mark(),
        (Target::Field(place), Screen::Form(form)) => {
            // A click on the choice that has the keys goes on to its next word.
            if form.at == place && !form.in_text() {
                form.step_value(1);
            }
            form.at = place;
        }
        (Target::Day(day), Screen::Calendar(calendar)) => {
            let opens = calendar.day == day;
            calendar.day = day;
            if opens {
                return enter(model, view);
            }
        }
        _ if opens => return enter(model, view),
        _ => {}
    }
    None
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
        (Target::Search, Some(Screen::Tasks(tasks))) => {
            tasks.focus = Focus::Search;
            false
        }
        (Target::Row(place) | Target::Box(place), Some(screen)) => {
            let Some(cursor) = screen.cursor() else { return false };
            std::mem::replace(&mut cursor.place, place) == place
        }
        _ => false,
    }
}
