//! The search and the filter of the task list (查找、筛选). The matching tasks are computed when the search, the
//! filter or the ledger changes, never while drawing.

use crate::app::state::filter::{Filter, SearchLine};
use crate::app::state::model::{Message, Model, Screen};
use crate::app::state::tasks::{Focus, TaskList};
use crate::app::state::view::FrameView;
use crate::domain::ledger::Ledger;
use crate::domain::search::{Query, SearchIndex};
use crate::terminal::keys::Key;
use crate::terminal::text_field::TextField;

/// Opens or focuses the search line.
pub(crate) fn open_line(model: &mut Model) {
    let index = build_index(model);
    let Some(tasks) = task_list_mut(model) else { return };
    tasks.search.line.get_or_insert_with(|| Box::new(SearchLine { field: TextField::default(), index }));
    tasks.focus = Focus::Search;
}

/// Handles a key in the search line; true if it did.
pub(crate) fn handle_key(model: &mut Model, key: Key, view: &FrameView) -> bool {
    let took = focused_line(model).is_some_and(|line| line.field.key(key));
    if took {
        refilter(model, view);
    }
    took
}

pub(crate) fn paste(model: &mut Model, text: &str, view: &FrameView) {
    if let Some(line) = focused_line(model) {
        line.field.paste(text);
        refilter(model, view);
    }
}

/// Moves the focus to the results. The search text stays.
pub(crate) fn leave_line(model: &mut Model) {
    let Model { plan, screens, .. } = model;
    let Some(Screen::Tasks(tasks)) = screens.last_mut() else { return };
    if tasks.listed(plan).is_empty() {
        model.message = Some(Message::info("没有找到，换个词再试；按 Esc 清除。"));
        return;
    }
    tasks.focus = Focus::List;
    if tasks.search.query().is_none() {
        tasks.search.line = None;
    }
}

pub(crate) fn clear(model: &mut Model, view: &FrameView) {
    let Some(tasks) = task_list_mut(model) else { return };
    tasks.focus = Focus::List;
    if tasks.search.line.take().is_none() {
        tasks.search.filter = Filter::default();
    }
    refilter(model, view);
}

pub(crate) fn set_filter(model: &mut Model, filter: Filter, view: &FrameView) {
    let Some(tasks) = task_list_mut(model) else { return };
    tasks.search.filter = filter;
    if tasks.focus == Focus::Items {
        tasks.focus = Focus::List;
    }
    refilter(model, view);
}

/// Filters again after the ledger or the year has changed. The selected task stays visible although it may not match
/// any more: what a clerk has just ticked must not vanish under the cursor.
pub(crate) fn after_change(model: &mut Model, view: &FrameView) {
    let Some(open) = task_list(model).filter(|tasks| tasks.search.is_on()) else { return };
    let stays = open.task(&model.plan).map(|task| task.no);
    if open.search.line.is_some() {
        let index = build_index(model);
        if let Some(line) = task_list_mut(model).and_then(|tasks| tasks.search.line.as_mut()) {
            line.index = index;
        }
    }
    filter_tasks(model, stays, view);
}

fn refilter(model: &mut Model, view: &FrameView) {
    filter_tasks(model, None, view);
}

/// Computes the matching tasks and moves the selection to one of them. `stays` matches in any case.
fn filter_tasks(model: &mut Model, stays: Option<u32>, view: &FrameView) {
    let Some(open) = task_list(model) else { return };
    let filter = open.search.filter.clone();
    let found = open.search.line.as_ref().zip(open.search.query());
    let found = found.map(|(line, text)| line.index.find(&Query::new(text)).tasks);
    let progress = model.progress();
    let state = |no| progress.task(no).map(|task| task.tally.state());
    let left = model.plan.tasks().filter(|(action, task)| {
        stays == Some(task.no)
            || (filter.matches(&model.plan, action, task, state(task.no))
                && found.as_ref().is_none_or(|found| found.contains(&task.no)))
    });
    let left = (found.is_some() || filter.is_on()).then(|| left.map(|(_, task)| task.no).collect());
    let Model { plan, screens, .. } = model;
    let Some(tasks) = screens.iter_mut().rev().find_map(task_list_of) else { return };
    tasks.search.matching = left;
    let index = tasks.selected_index(plan);
    tasks.select(plan, index, view);
    if index == 0 {
        tasks.list_top = 0;
    }
}

fn build_index(model: &Model) -> SearchIndex {
    let empty = Ledger::default();
    SearchIndex::of(&model.plan, model.open.as_ref().map_or(&empty, |open| &open.ledger), model.year)
}

/// Returns the search line if it has the focus.
fn focused_line(model: &mut Model) -> Option<&mut SearchLine> {
    match model.screens.last_mut() {
        Some(Screen::Tasks(tasks)) if tasks.focus == Focus::Search => tasks.search.line.as_deref_mut(),
        _ => None,
    }
}

/// Returns the task list, even behind another screen.
pub(crate) fn task_list(model: &Model) -> Option<&TaskList> {
    model.screens.iter().rev().find_map(|screen| if let Screen::Tasks(tasks) = screen { Some(tasks) } else { None })
}

pub(crate) fn task_list_mut(model: &mut Model) -> Option<&mut TaskList> {
    model.screens.iter_mut().rev().find_map(task_list_of)
}

fn task_list_of(screen: &mut Screen) -> Option<&mut TaskList> {
    if let Screen::Tasks(tasks) = screen { Some(tasks) } else { None }
}
