//! Sifting the task list (查找、筛选): a line to write what is looked for, and a filter by state, role, action and unit. Which tasks
//! are shown is worked out when one of them or the ledger changes, never while drawing.

use crate::app::state::filter::{Filter, SearchLine};
use crate::app::state::model::{Message, Model, Screen};
use crate::app::state::tasks::{Focus, Tasks};
use crate::app::state::view::View;
use crate::domain::ledger::Ledger;
use crate::domain::search::{Index, Query};
use crate::terminal::keys::Key;
use crate::terminal::text_field::TextField;

/// Opens the line to search with, or goes back into it.
pub(crate) fn open_line(model: &mut Model) {
    let index = index(model);
    let Some(tasks) = tasks(model) else { return };
    tasks.search.line.get_or_insert_with(|| Box::new(SearchLine { field: TextField::default(), index }));
    tasks.focus = Focus::Search;
}

/// Lets the line have the key; true if it took it.
pub(crate) fn typed(model: &mut Model, key: Key, view: &View) -> bool {
    let took = line(model).is_some_and(|line| line.field.key(key));
    if took {
        anew(model, view);
    }
    took
}

/// Puts pasted text into the line.
pub(crate) fn pasted(model: &mut Model, text: &str, view: &View) {
    if let Some(line) = line(model) {
        line.field.paste(text);
        anew(model, view);
    }
}

/// Leaves the line for what it found; what was written in it stays.
pub(crate) fn to_results(model: &mut Model) {
    let Model { plan, screens, .. } = model;
    let Some(Screen::Tasks(tasks)) = screens.last_mut() else { return };
    if tasks.listed(plan).is_empty() {
        model.message = Some(Message::info("没有找到，换个词再试；按 Esc 清除。"));
        return;
    }
    tasks.focus = Focus::List;
    if tasks.search.sought().is_none() {
        tasks.search.line = None;
    }
}

/// Clears the search, or else the filter.
pub(crate) fn clear(model: &mut Model, view: &View) {
    let Some(tasks) = tasks(model) else { return };
    tasks.focus = Focus::List;
    if tasks.search.line.take().is_none() {
        tasks.search.filter = Filter::default();
    }
    anew(model, view);
}

/// Filters the task list anew.
pub(crate) fn set_filter(model: &mut Model, filter: Filter, view: &View) {
    let Some(tasks) = tasks(model) else { return };
    tasks.search.filter = filter;
    if tasks.focus == Focus::Items {
        tasks.focus = Focus::List;
    }
    anew(model, view);
}

/// Sifts anew after the ledger or the year has changed. The selected task stays in sight although it may not belong
/// there any more: what a clerk has just ticked does not vanish under the cursor.
pub(crate) fn after_change(model: &mut Model, view: &View) {
    let Some(open) = of_tasks(model).filter(|tasks| tasks.search.is_on()) else { return };
    let stays = open.task(&model.plan).map(|task| task.no);
    if open.search.line.is_some() {
        let index = index(model);
        if let Some(line) = tasks(model).and_then(|tasks| tasks.search.line.as_mut()) {
            line.index = index;
        }
    }
    filter_tasks(model, stays, view);
}

fn anew(model: &mut Model, view: &View) {
    filter_tasks(model, None, view);
}

/// Works out what is left, and brings the selection into it.
fn filter_tasks(model: &mut Model, stays: Option<u32>, view: &View) {
    let Some(open) = of_tasks(model) else { return };
    let filter = open.search.filter.clone();
    let found = open.search.line.as_ref().zip(open.search.sought());
    let found = found.map(|(line, text)| line.index.find(&Query::new(text)).tasks);
    let progress = model.progress();
    let state = |no| progress.task(no).map(|task| task.tally.state());
    let left = model.plan.tasks().filter(|(action, task)| {
        stays == Some(task.no)
            || (filter.takes(&model.plan, action, task, state(task.no))
                && found.as_ref().is_none_or(|found| found.contains(&task.no)))
    });
    let left = (found.is_some() || filter.is_on()).then(|| left.map(|(_, task)| task.no).collect());
    let Model { plan, screens, .. } = model;
    let Some(tasks) = screens.iter_mut().rev().find_map(of_screen) else { return };
    tasks.search.left = left;
    let place = tasks.place(plan);
    tasks.select(plan, place, view);
    if place == 0 {
        tasks.list_top = 0;
    }
}

fn index(model: &Model) -> Index {
    let empty = Ledger::default();
    Index::of(&model.plan, model.open.as_ref().map_or(&empty, |open| &open.ledger), model.year)
}

/// The line, where the keys go to it.
fn line(model: &mut Model) -> Option<&mut SearchLine> {
    match model.screens.last_mut() {
        Some(Screen::Tasks(tasks)) if tasks.focus == Focus::Search => tasks.search.line.as_deref_mut(),
        _ => None,
    }
}

/// The task list, in front or behind another screen.
pub(crate) fn of_tasks(model: &Model) -> Option<&Tasks> {
    model.screens.iter().rev().find_map(|screen| if let Screen::Tasks(tasks) = screen { Some(tasks) } else { None })
}

pub(crate) fn tasks(model: &mut Model) -> Option<&mut Tasks> {
    model.screens.iter_mut().rev().find_map(of_screen)
}

fn of_screen(screen: &mut Screen) -> Option<&mut Tasks> {
    if let Screen::Tasks(tasks) = screen { Some(tasks) } else { None }
}
