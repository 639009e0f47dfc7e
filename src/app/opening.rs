//! Opening what is selected: a line of the dashboard, a township, a task, an activity, a folder, a finding.

use super::filling;
use super::model::{Message, Model, Screen};
use super::reporting;
use super::tasks::{Focus, Tasks};
use super::update::Effect;
use super::view::View;

/// Puts the task list in front, on a task where one is meant.
pub(super) fn show_task(model: &mut Model, no: Option<u32>, view: &View) {
    let mut tasks = Tasks::new(&model.plan);
    let place = no.and_then(|no| tasks.listed(&model.plan).iter().position(|(_, task)| task.no == no));
    // The dashboard's lists are not the task list's: how many rows that has is known once it is drawn.
    let rows = view.detail_rows;
    tasks.select(&model.plan, place.unwrap_or(0), &View { list_rows: rows, ..View::default() });
    model.screens.push(Screen::Tasks(tasks));
}

/// Opens what is selected.
pub(super) fn enter(model: &mut Model, view: &View) -> Option<Effect> {
    match model.screens.last()? {
        Screen::Dashboard(dashboard) => {
            let Some(next) = dashboard.selected().cloned() else {
                show_task(model, None, view);
                return None;
            };
            // The task list has as many rows as the dashboard has lines.
            reporting::show_item(
                model,
                next.task,
                &next.line.id,
                &View { list_rows: view.detail_rows, ..View::default() },
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
        Screen::Form(_) | Screen::History(_) | Screen::Help(..) => None,
    }
}
