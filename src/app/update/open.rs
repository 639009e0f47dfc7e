//! Opens the selected line, township, task, activity, folder or finding.

use crate::app::keymap::Intent;
use crate::app::message::Effect;
use crate::app::state::model::{Message, Model, Screen};
use crate::app::state::tasks::Focus;
use crate::app::state::view::FrameView;
use crate::app::update::stack::show_task;
use crate::app::update::{county, form, report};

pub(crate) fn open_selection(model: &mut Model, view: &FrameView) -> Option<Effect> {
    match model.screens.last()? {
        Screen::Dashboard(dashboard) => {
            let next = dashboard.selected().cloned();
            show_task(
                model,
                next.as_ref().map(|next| next.task),
                next.as_ref().map(|next| next.line.key()).as_deref(),
                view,
            );
            None
        }
        Screen::Chooser(chooser) => {
            let Some(township) = chooser.township(&model.plan).cloned() else {
                model.message = Some(Message::info("没有找到，按 Esc 重新找。"));
                return None;
            };
            if model.open.is_none() && !model.candidates.locations.is_empty() {
                form::open_signers(model, township);
                return None;
            }
            Some(Effect::OpenTownship(township))
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
            form::edit_activity(model);
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
        Screen::Browser(_) => form::open_entry(model),
        Screen::Findings(_) => report::open_finding(model, view),
        Screen::County(_) | Screen::Choices(_) => county::run(model, Intent::Open),
        _ => None,
    }
}
