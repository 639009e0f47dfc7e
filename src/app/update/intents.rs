//! Dispatches the acts of the key table to their files. Short acts are done here.

use crate::app::keymap::{Intent, Scope};
use crate::app::message::Effect;
use crate::app::state::activities::ActivityList;
use crate::app::state::browser::BrowserPurpose;
use crate::app::state::chooser::Chooser;
use crate::app::state::cursor::Cursor;
use crate::app::state::model::{Message, Model, Screen};
use crate::app::state::tasks::Focus;
use crate::app::state::view::FrameView;
use crate::app::update::navigation::move_selection;
use crate::app::update::open::open_selection;
use crate::app::update::stack::show_task;
use crate::app::update::toggle::toggle;
use crate::app::update::{confirm, county, dashboard, form, report, search};
use crate::domain::ledger::{Change, DeviceId, Ledger};
use crate::domain::undo::{self, UndoRefusal};
use crate::error::Error;

/// Runs an act, whether a key, a click or a reopened ledger asked for it.
pub(crate) fn run_intent(model: &mut Model, intent: Intent, view: &FrameView) -> Option<Effect> {
    let intent = form::resolve_intent(model, intent);
    // Reopen the ledger before any question: a question is useless if the act cannot be done. A pending second press
    // waits.
    if let Some(reopen) = reopen_first(model, intent) {
        return Some(reopen);
    }
    if !confirm::is_confirmed(model, intent) {
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
            show_task(model, model.selected_task(), None, view);
        }
        Intent::AllTasks => all_tasks(model, view),
        Intent::OnlyTask => toggle_task_filter(model),
        Intent::Search => {
            if matches!(model.screen(), Screen::Dashboard(_)) {
                show_task(model, None, None, view);
            }
            search::open_line(model);
        }
        Intent::Results => search::leave_line(model),
        Intent::Filter => form::open_filter(model),
        Intent::Settings => return Some(Effect::FindStorage),
        Intent::Show(scope) => show(model, scope),
        Intent::Report => return report::open_report(model),
        Intent::Check => return report::check_and_show(model, true),
        Intent::Receipt => return Some(report::look_for_receipt(model)),
        Intent::Undo => return undo_or_redo(model, undo::undo),
        Intent::Redo => return undo_or_redo(model, undo::redo),
        Intent::Toggle => return toggle(model),
        Intent::Open => return open_selection(model, view),
        Intent::Submit => return form::submit(model, view),
        Intent::NextPlace => return form::find_next_folder(model),
        Intent::Pick => return form::pick(model),
        Intent::RemoveFile => form::remove_file(model),
        Intent::StartOver => form::start_over(model),
        Intent::Backup => return Some(Effect::List(BrowserPurpose::Backup, None)),
        Intent::Merge => return Some(Effect::List(BrowserPurpose::Merge, None)),
        Intent::MarkFile => form::mark_file(model, view),
        Intent::Above => return form::open_parent(model),
        Intent::Take => return form::take_selection(model),
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
        | Intent::Workbook => return county::run(model, intent),
        Intent::Up
        | Intent::Down
        | Intent::PageUp
        | Intent::PageDown
        | Intent::First
        | Intent::Last
        | Intent::DayBefore
        | Intent::DayAfter => move_selection(model, intent, view),
    }
    None
}

fn back(model: &mut Model, view: &FrameView) -> Option<Effect> {
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
            // The form opens again with what was typed.
            model.message = Some(Message::info("没有存盘。填的先留着，再打开这张表还在。"));
            model.drafts.push(*form);
        }
        if matches!(model.screen(), Screen::Dashboard(_)) {
            dashboard::list_open_lines(model);
        }
        // Audit again, because the clerk may have fixed a finding.
        return report::check(model);
    } else {
        let saved = if model.open.is_some() { "所有改动都已存盘，不用另外保存。" } else { "" };
        model.message = Some(Message::info(format!("要退出请按 F10。{saved}")));
    }
    None
}

fn chooser(model: &Model) -> Chooser {
    let code = model.open.as_ref().map(|open| &open.township.code);
    let index = model.plan.roster.iter().position(|township| Some(&township.code) == code).unwrap_or(0);
    Chooser { cursor: Cursor { index, top: 0 }, ..Chooser::default() }
}

fn next_year(model: &mut Model, view: &FrameView) {
    let (first, last) = model.plan.notice.years;
    model.year = if model.year >= last { first } else { model.year + 1 };
    model.message = Some(Message::info(format!("现在填的是{}年度。", model.year)));
    search::after_change(model, view);
    dashboard::list_open_lines(model);
}

fn all_tasks(model: &mut Model, view: &FrameView) {
    let Model { plan, screens, .. } = model;
    let Some(Screen::Tasks(tasks)) = screens.last_mut() else { return };
    let (before, no) = (tasks.all, tasks.no);
    tasks.all = !before;
    if tasks.focus == Focus::Items {
        tasks.focus = Focus::List;
    }
    // If the task is no longer listed, select the next one that is.
    let index = tasks.listed(plan).iter().position(|(_, task)| task.no >= no).unwrap_or(usize::MAX);
    tasks.select(plan, index, view);
    let text =
        if before { "只列本乡镇的任务。" } else { "列出全部任务；灰色的没有列入各乡镇。" };
    model.message = Some(Message::info(text));
}

/// Shows the history of the selected task, or of everything from the dashboard. Shows the activities of the year, or
/// from a checklist only those of its task.
fn show(model: &mut Model, scope: Scope) {
    let (from, task) = (model.scope(), model.selected_task());
    model.screens.push(match scope {
        Scope::History => {
            let task = task.filter(|_| from != Scope::Dashboard);
            Screen::History { task, cursor: Cursor::default() }
        }
        Scope::Activities => {
            let only = task.filter(|_| from == Scope::Items);
            Screen::Activities(ActivityList { only, cursor: Cursor::LAST })
        }
        _ => return,
    });
}

/// Switches between the activities of one task and of all tasks.
fn toggle_task_filter(model: &mut Model) {
    let task = form::selected_activity(model).map(|activity| activity.task).or_else(|| model.selected_task());
    if let Some(Screen::Activities(state)) = model.screens.last_mut() {
        state.only = if state.only.is_some() { None } else { task };
        state.cursor = Cursor::LAST;
    }
}

fn undo_or_redo(model: &mut Model, find: fn(&Ledger, DeviceId) -> Result<Change, UndoRefusal>) -> Option<Effect> {
    let open = model.open.as_ref()?;
    match find(&open.ledger, open.device?) {
        Ok(change) => Some(Effect::Record(change)),
        Err(refusal) => {
            model.message = Some(Message::info(Error::Undo(refusal).to_string()));
            None
        }
    }
}

/// Returns the effect that reopens a read-only ledger before an intent that writes. Every such intent must be in the
/// list: otherwise it fails in a read-only window, instead of reading the ledger again.
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
