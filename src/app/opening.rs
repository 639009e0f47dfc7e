//! Opening what is selected: a line of the dashboard, a township, a task, an activity, a folder, a finding.

use super::county;
use super::filling;
use super::keymap::Intent;
use super::model::{Message, Model, Screen};
use super::reporting;
use super::tasks::{Focus, Tasks};
use super::update::Effect;
use super::view::View;

/// Puts the task list in front: on a task where one is meant, and on a line of its checklist where that is.
pub(super) fn show_task(model: &mut Model, no: Option<u32>, line: Option<&str>, view: &View) {
    let mut tasks = Tasks::new(&model.plan);
    let place = |tasks: &Tasks| tasks.listed(&model.plan).iter().position(|(_, task)| Some(task.no) == no);
    // A task that is not the townships' stands among all tasks.
    tasks.all = no.is_some() && place(&tasks).is_none();
    // The list in front may have fewer rows than the one that comes.
    let view = View { list_rows: view.full_rows, ..View::default() };
    tasks.select(&model.plan, place(&tasks).unwrap_or(0), &view);
    let lines = tasks.task(&model.plan).map(|task| model.checklist(task)).unwrap_or_default();
    if let Some(item) = lines.iter().position(|one| Some(one.id.as_str()) == line) {
        tasks.focus = Focus::Items;
        tasks.item = item;
    }
    model.screens.push(Screen::Tasks(tasks));
}

/// Opens what is selected.
pub(super) fn enter(model: &mut Model, view: &View) -> Option<Effect> {
    match model.screens.last()? {
        Screen::Dashboard(dashboard) => {
            let next = dashboard.selected().cloned();
            show_task(
                model,
                next.as_ref().map(|next| next.task),
                next.as_ref().map(|next| next.line.id.as_str()),
                view,
            );
            None
        }
        Screen::Chooser(chooser) => {
            let Some(township) = chooser.township(&model.plan).cloned() else {
                model.message = Some(Message::info("没有找到，按 Esc 重新找。"));
                return None;
            };
            if model.open.is_none() && !model.offers.places.is_empty() {
                filling::first_run(model, township);
                return None;
            }
            Some(Effect::Open(township))
        }
        Screen::Tasks(tasks) => {
            let count = model.checklist(tasks.task(&model.plan)?).len();
            if count == 0 {
                model.message = Some(Message::info("这项任务没有列入各乡镇，没有清单。"));
                return None;
            }
            let Some(Screen::Tasks(tasks)) = model.screens.last_mut() else { return None };
            tasks.focus = Focus::Items;
            tasks.select_item(tasks.item, count, view);
            None
        }
        Screen::Activities(_) => {
            filling::edit_activity(model);
            None
        }
        Screen::Calendar(calendar) => {
            let day = calendar.day;
            model.screens.pop();
            if let Some(Screen::Form(form)) = model.screens.last_mut() {
                form.set_day(day);
            }
            None
        }
        Screen::Browser(_) => filling::open_thing(model),
        Screen::Findings(_) => reporting::mend(model, view),
        Screen::County(_) | Screen::Choices(_) => county::act(model, Intent::Open),
        Screen::Form(_)
        | Screen::History(_)
        | Screen::Working(..)
        | Screen::Submitted(_)
        | Screen::Missing(_)
        | Screen::LeftOver(_)
        | Screen::Help(..) => None,
    }
}
