//! The acts of the key table, each told to the file that knows it; what is short and of no other file is done here.

use crate::app::keymap::{Intent, Scope};
use crate::app::message::Effect;
use crate::app::state::activities::Activities;
use crate::app::state::browser::Picks;
use crate::app::state::chooser::Chooser;
use crate::app::state::cursor::Cursor;
use crate::app::state::model::{Message, Model, Screen};
use crate::app::state::tasks::Focus;
use crate::app::state::view::View;
use crate::app::update::navigate::travel;
use crate::app::update::open::enter;
use crate::app::update::stack::show_task;
use crate::app::update::toggle::toggle;
use crate::app::update::{confirm, county, dashboard, form, report, search};
use crate::domain::ledger::{Change, DeviceId, Ledger};
use crate::domain::undo::{self, UndoRefusal};
use crate::error::Error;

/// Does an act of the key table, whatever asked for it: a key, a click, or the ledger that it had to wait for.
pub(crate) fn act(model: &mut Model, intent: Intent, view: &View) -> Option<Effect> {
    let intent = form::meant(model, intent);
    // The ledger is had hold of first, so that nothing is asked before what cannot be done. An answer waits meanwhile.
    if let Some(reopen) = reopen_first(model, intent) {
        return Some(reopen);
    }
    if !confirm::goes_ahead(model, intent) {
        return None;
    }
    match intent {
        Intent::Quit => return Some(Effect::Quit),
        Intent::Repaint => return Some(Effect::Repaint),
        Intent::ChangeLook => return Some(Effect::ChangeLook),
        Intent::Help => {
            if !matches!(model.screen(), Screen::Help(..)) {
                model.screens.push(Screen::Help(model.scope(), 0));
            }
        }
        Intent::Back => return back(model, view),
        Intent::Choose => model.screens.push(Screen::Chooser(chooser(model))),
        Intent::NextYear => next_year(model, view),
        Intent::TaskList => {
            show_task(model, model.task_in_hand(), None, view);
        }
        Intent::AllTasks => all_tasks(model, view),
        Intent::OnlyTask => only_task(model),
        Intent::Search => {
            if matches!(model.screen(), Screen::Dashboard(_)) {
                show_task(model, None, None, view);
            }
            search::open_line(model);
        }
        Intent::Results => search::to_results(model),
        Intent::Filter => form::filter(model),
        Intent::Settings => return Some(Effect::Offer),
        Intent::Show(scope) => show(model, scope),
        Intent::Report => return report::report(model),
        Intent::Check => return report::check_and(model, true),
        Intent::Receipt => return Some(report::look_for_receipt(model)),
        Intent::Undo => return take_back(model, undo::undo),
        Intent::Redo => return take_back(model, undo::redo),
        Intent::Toggle => return toggle(model),
        Intent::Open => return enter(model, view),
        Intent::Submit => return form::submit(model, view),
        Intent::NextPlace => return form::next_place(model),
        Intent::Pick => return form::pick(model),
        Intent::RemoveFile => form::remove_file(model),
        Intent::StartOver => form::start_over(model),
        Intent::Backup => return Some(Effect::List(Picks::Backup, None)),
        Intent::Merge => return Some(Effect::List(Picks::Merge, None)),
        Intent::MarkFile => form::mark_file(model, view),
        Intent::Above => return form::above(model),
        Intent::Take => return form::take(model),
        Intent::NewActivity | Intent::OpenItem | Intent::Remark | Intent::NewItem | Intent::EditItem => {
            form::open_form(model, intent);
        }
        Intent::DropActivity => return form::drop_activity(model),
        Intent::DropItem => return form::drop_item(model),
        Intent::Forward | Intent::NextField | Intent::PreviousField | Intent::NextValue | Intent::PreviousValue => {
            form::step_form(model, intent);
            return report::check(model);
        }
        Intent::Collect
        | Intent::ReadAgain
        | Intent::NextPeriod
        | Intent::PreviousTask
        | Intent::NextTask
        | Intent::Choices
        | Intent::Prefer
        | Intent::Answer
        | Intent::AcceptAll
        | Intent::Missing
        | Intent::SaveMissing
        | Intent::LeftOver
        | Intent::Workbook => return county::act(model, intent),
        Intent::Up
        | Intent::Down
        | Intent::PageUp
        | Intent::PageDown
        | Intent::First
        | Intent::Last
        | Intent::DayBefore
        | Intent::DayAfter => travel(model, intent, view),
    }
    None
}

fn back(model: &mut Model, view: &View) -> Option<Effect> {
    if let Some(Screen::Tasks(tasks)) = model.screens.last_mut()
        && tasks.focus == Focus::Items
    {
        tasks.focus = Focus::List;
    } else if model.is_filtered() {
        search::clear(model, view);
    } else if let Some(Screen::Chooser(chooser)) = model.screens.last_mut()
        && !chooser.field.value().is_empty()
    {
        *chooser = Chooser::default();
    } else if model.screens.len() > 1 {
        if let Some(Screen::Form(form)) = model.screens.pop()
            && form.keeps_draft()
        {
            // What was typed is there when the form is opened again.
            model.message = Some(Message::info("没有存盘。填的先留着，再打开这张表还在。"));
            model.drafts.push(*form);
        }
        if matches!(model.screen(), Screen::Dashboard(_)) {
            dashboard::gather(model);
        }
        // What was mended is not found any more.
        return report::check(model);
    } else {
        let saved = if model.open.is_some() { "所有改动都已存盘，不用另外保存。" } else { "" };
        model.message = Some(Message::info(format!("要退出请按 F10。{saved}")));
    }
    None
}

fn chooser(model: &Model) -> Chooser {
    let code = model.open.as_ref().map(|open| &open.township.code);
    let place = model.plan.roster.iter().position(|one| Some(&one.code) == code).unwrap_or(0);
    Chooser { cursor: Cursor { place, top: 0 }, ..Chooser::default() }
}

fn next_year(model: &mut Model, view: &View) {
    let (first, last) = model.plan.notice.years;
    model.year = if model.year >= last { first } else { model.year + 1 };
    model.message = Some(Message::info(format!("现在填的是{}年度。", model.year)));
    search::after_change(model, view);
    dashboard::gather(model);
}

fn all_tasks(model: &mut Model, view: &View) {
    let Model { plan, screens, .. } = model;
    let Some(Screen::Tasks(tasks)) = screens.last_mut() else { return };
    let (before, no) = (tasks.all, tasks.no);
    tasks.all = !before;
    if tasks.focus == Focus::Items {
        tasks.focus = Focus::List;
    }
    // A task that is no longer listed leaves the selection to the next one that is.
    let place = tasks.listed(plan).iter().position(|(_, task)| task.no >= no).unwrap_or(usize::MAX);
    tasks.select(plan, place, view);
    let told =
        if before { "只列本乡镇的任务。" } else { "列出全部任务；灰色的没有列入各乡镇。" };
    model.message = Some(Message::info(told));
}

/// Shows the history of the selected task, from the dashboard all of it; or the activities of the year, from a checklist
/// only those of its task.
fn show(model: &mut Model, scope: Scope) {
    let (from, task) = (model.scope(), model.task_in_hand());
    model.screens.push(match scope {
        Scope::History => {
            let task = task.filter(|_| from != Scope::Dashboard);
            Screen::History { task, cursor: Cursor::default() }
        }
        Scope::Activities => {
            let only = task.filter(|_| from == Scope::Items);
            Screen::Activities(Activities { only, cursor: Cursor::LAST })
        }
        _ => return,
    });
}

/// Goes from the activities of one task to all, or back.
fn only_task(model: &mut Model) {
    let task = form::selected_activity(model).map(|one| one.task).or_else(|| model.task_in_hand());
    if let Some(Screen::Activities(state)) = model.screens.last_mut() {
        state.only = if state.only.is_some() { None } else { task };
        state.cursor = Cursor::LAST;
    }
}

/// The change that undo or redo asks for.
fn take_back(model: &mut Model, find: fn(&Ledger, DeviceId) -> Result<Change, UndoRefusal>) -> Option<Effect> {
    let open = model.open.as_ref()?;
    match find(&open.ledger, open.device?) {
        Ok(change) => Some(Effect::Record(change)),
        Err(refusal) => {
            model.message = Some(Message::info(Error::Undo(refusal).to_string()));
            None
        }
    }
}

/// Asks the loop to get hold of the ledger again before an act that writes into it, where it cannot be written.
fn reopen_first(model: &Model, intent: Intent) -> Option<Effect> {
    let writes = matches!(
        intent,
        Intent::Report
            | Intent::Undo
            | Intent::Redo
            | Intent::Toggle
            | Intent::Submit
            | Intent::NewActivity
            | Intent::DropActivity
            | Intent::OpenItem
            | Intent::Remark
            | Intent::NewItem
            | Intent::EditItem
            | Intent::DropItem
    );
    let needs_it = !matches!(model.screen(), Screen::Form(form) if form.needs_no_ledger());
    let read_only = model.open.as_ref().is_some_and(|open| open.read_only.is_some());
    (writes && needs_it && read_only).then_some(Effect::Reopen(intent))
}
