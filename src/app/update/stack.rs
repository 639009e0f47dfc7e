//! Opens screens on top of the stack.

use crate::app::state::form::Form;
use crate::app::state::model::{Model, Screen};
use crate::app::state::tasks::{Focus, TaskList};
use crate::app::state::view::FrameView;

/// Opens a form, or its draft if one was left.
pub(crate) fn push_form(model: &mut Model, form: Form) {
    let same = |draft: &Form| draft.purpose == form.purpose && draft.year == form.year;
    let draft = model.drafts.iter().position(same).map(|at| model.drafts.remove(at));
    model.screens.push(Screen::Form(Box::new(draft.unwrap_or(form))));
}

/// Opens the task list on a task and a line of its checklist, if given.
pub(crate) fn show_task(model: &mut Model, no: Option<u32>, key: Option<&str>, view: &FrameView) {
    let mut tasks = TaskList::new(&model.plan);
    let index = |tasks: &TaskList| tasks.listed(&model.plan).iter().position(|(_, task)| Some(task.no) == no);
    // A task that does not name the townships is only in the list of all tasks.
    tasks.all = no.is_some() && index(&tasks).is_none();
    // Use the height of a full-size list: the list on the screen now may be shorter than the task list.
    let view = FrameView { list_rows: view.full_rows, ..FrameView::default() };
    tasks.select(&model.plan, index(&tasks).unwrap_or(0), &view);
    let lines = tasks.task(&model.plan).map(|task| model.checklist(task)).unwrap_or_default();
    let with_key = |key: &str| lines.iter().position(|line| line.key() == key);
    // A finding of an item is fixed at the item's first occurrence.
    if let Some(item) = key.and_then(|key| with_key(key).or_else(|| lines.iter().position(|line| line.id == key))) {
        tasks.focus = Focus::Items;
        tasks.item = item;
    }
    model.screens.push(Screen::Tasks(tasks));
}
