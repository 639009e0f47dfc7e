//! Screens that are put in front of the others.

use crate::app::state::form::Form;
use crate::app::state::model::{Model, Screen};
use crate::app::state::tasks::{Focus, Tasks};
use crate::app::state::view::View;

/// Puts a form in front: its draft where it was left before, else as it was made.
pub(crate) fn put_form(model: &mut Model, form: Form) {
    let same = |draft: &Form| draft.purpose == form.purpose && draft.year == form.year;
    let draft = model.drafts.iter().position(same).map(|at| model.drafts.remove(at));
    model.screens.push(Screen::Form(Box::new(draft.unwrap_or(form))));
}

/// Puts the task list in front: on a task where one is meant, and on a line of its checklist where that is.
pub(crate) fn show_task(model: &mut Model, no: Option<u32>, line: Option<&str>, view: &View) {
    let mut tasks = Tasks::new(&model.plan);
    let place = |tasks: &Tasks| tasks.listed(&model.plan).iter().position(|(_, task)| Some(task.no) == no);
    // A task that is not the townships' stands among all tasks.
    tasks.all = no.is_some() && place(&tasks).is_none();
    // The list in front may have fewer rows than the one that comes.
    let view = View { list_rows: view.full_rows, ..View::default() };
    tasks.select(&model.plan, place(&tasks).unwrap_or(0), &view);
    let lines = tasks.task(&model.plan).map(|task| model.checklist(task)).unwrap_or_default();
    let named = |line: &str| lines.iter().position(|one| one.key() == line);
    // What was found of an item is mended at the first of its occurrences.
    if let Some(item) = line.and_then(|line| named(line).or_else(|| lines.iter().position(|one| one.id == line))) {
        tasks.focus = Focus::Items;
        tasks.item = item;
    }
    model.screens.push(Screen::Tasks(tasks));
}
