//! Opens, moves through and submits forms, and the lists that they are opened from.

use std::path::PathBuf;

use crate::app::forms;
use crate::app::forms::submission::FormOutcome;
use crate::app::keymap::Intent;
use crate::app::message::Effect;
use crate::app::state::browser::BrowserPurpose;
use crate::app::state::calendar::Calendar;
use crate::app::state::form::FormPurpose;
use crate::app::state::model::{Message, Model, Screen};
use crate::app::state::slot::SlotValue;
use crate::app::state::view::FrameView;
use crate::app::update::stack::push_form;
use crate::app::update::{county, search};
use crate::domain::activity::{Activity, ActivityPatch};
use crate::domain::checklist::CheckLine;
use crate::domain::ledger::Change;
use crate::domain::plan::Township;

pub(crate) fn open_settings(model: &mut Model) {
    let form = forms::settings::form(model);
    push_form(model, form);
}

pub(crate) fn open_filter(model: &mut Model) {
    if let Some(tasks) = search::task_list(model) {
        let form = forms::filter::form(model, &tasks.search.filter);
        push_form(model, form);
    }
}

/// Opens the second step of the first run.
pub(crate) fn open_signers(model: &mut Model, township: Township) {
    model.chosen_township = Some(township);
    let form = forms::settings::signers_form(model);
    push_form(model, form);
}

/// Opens the form of an act of the checklist or the activity list.
pub(crate) fn open_form(model: &mut Model, intent: Intent) {
    let Some(open) = &model.open else { return };
    let ledger = &open.ledger;
    let only = if let Screen::Activities(state) = model.screen() { state.only } else { None };
    let task = only.or_else(|| model.selected_task()).or_else(|| model.plan.owed().next().map(|(_, task)| task.no));
    let Some(task) = task else { return };
    let line = model.selected_line();
    let form = match intent {
        Intent::NewActivity => Some(forms::activity::form(model, task, None)),
        Intent::Remark => Some(forms::remark::remark_form(model, ledger, task)),
        Intent::NewItem => Some(forms::remark::own_item_form(model, ledger, task, None)),
        Intent::EditItem => {
            line.filter(CheckLine::is_own).map(|line| forms::remark::own_item_form(model, ledger, task, Some(&line.id)))
        }
        _ => line.and_then(|line| forms::item::form(model, ledger, &line.key())),
    };
    match form {
        Some(form) => push_form(model, form),
        None => model.message = Some(Message::info("只能改写自列的；规划里的清单不能改。")),
    }
}

pub(crate) fn selected_activity(model: &Model) -> Option<Activity> {
    let Screen::Activities(state) = model.screen() else { return None };
    let mut listed = state.listed(&model.open.as_ref()?.ledger, model.year);
    let index = state.cursor.index.min(listed.len().checked_sub(1)?);
    Some(listed.swap_remove(index))
}

pub(crate) fn edit_activity(model: &mut Model) {
    if let Some(activity) = selected_activity(model) {
        let form = forms::activity::form(model, activity.task, Some(&activity));
        push_form(model, form);
    }
}

pub(crate) fn drop_activity(model: &mut Model) -> Option<Effect> {
    let id = selected_activity(model)?.id;
    let set = ActivityPatch { dropped: Some(true), ..ActivityPatch::default() };
    Some(Effect::Record(Change::Activity { id, set }))
}

/// Drops the selected line if the township added it.
pub(crate) fn drop_item(model: &mut Model) -> Option<Effect> {
    let line = model.selected_line()?;
    if !line.is_own() {
        model.message = Some(Message::info("规划里的清单不能删；不用办的，按回车标为不适用。"));
        return None;
    }
    let own = model.open.as_ref()?.ledger.own_item(&line.id)?.clone();
    Some(Effect::Record(own.reword(None)))
}

/// Submits the form. A refused form focuses the slot to correct and says why.
pub(crate) fn submit(model: &mut Model, view: &FrameView) -> Option<Effect> {
    let Screen::Form(form) = model.screen() else { return None };
    let form = form.clone();
    match forms::submission::submit(model, &form, model.next_id) {
        Ok(FormOutcome::Effect(effect)) => return Some(effect),
        Ok(FormOutcome::Next(next)) => push_form(model, next),
        Ok(FormOutcome::Filter(filter)) => {
            model.screens.pop();
            search::set_filter(model, filter, view);
        }
        Ok(FormOutcome::Unchanged) => {
            model.screens.pop();
            model.message = Some(Message::info("没有改动。"));
        }
        Err((slot, why)) => {
            model.message = Some(Message::alert(why));
            if let Some(Screen::Form(form)) = model.screens.last_mut() {
                form.focus(slot);
            }
        }
    }
    None
}

/// Returns the act that an intent means here: from the last slot of a form, Enter submits.
pub(crate) fn resolve_intent(model: &Model, intent: Intent) -> Intent {
    match (intent, model.screen()) {
        (Intent::Forward, Screen::Form(form)) if form.at_last() => Intent::Submit,
        _ => intent,
    }
}

/// Asks for the next drive or folder for a report, or opens the list of drives.
pub(crate) fn find_next_folder(model: &Model) -> Option<Effect> {
    match model.screen() {
        Screen::Form(form) => Some(Effect::FindNextFolder(form.folder())),
        Screen::Browser(browser) => Some(Effect::List(browser.purpose, None)),
        _ => None,
    }
}

/// Opens the calendar or the file browser for the focused slot.
pub(crate) fn pick(model: &mut Model) -> Option<Effect> {
    let Screen::Form(form) = model.screen() else { return None };
    match form.value()? {
        SlotValue::Day(_) => {
            let day = form.focused_day().unwrap_or(model.today);
            model.screens.push(Screen::Calendar(Calendar { day }));
            None
        }
        SlotValue::Files { .. } => Some(Effect::List(BrowserPurpose::Files, model.last_folder.clone())),
        SlotValue::Text(_) if form.at_folder() => {
            let folder = Some(form.folder()).filter(|folder| folder.is_absolute());
            Some(Effect::List(BrowserPurpose::Folder, folder))
        }
        SlotValue::Text(_) | SlotValue::Texts { .. } => {
            model.message = Some(Message::info("这一栏直接写就行。"));
            None
        }
        SlotValue::Choice { .. } => {
            model.message = Some(Message::info("这一栏按左右键换。"));
            None
        }
    }
}

pub(crate) fn remove_file(model: &mut Model) {
    if let Some(Screen::Form(form)) = model.screens.last_mut() {
        form.remove_file();
    }
}

/// Discards the changes of the form.
pub(crate) fn start_over(model: &mut Model) {
    let Some(Screen::Form(form)) = model.screens.pop() else { return };
    let fresh = match (&form.purpose, &model.open) {
        (FormPurpose::Report(_), _) => Some(forms::report::form(model)),
        (FormPurpose::Settings, _) => Some(forms::settings::form(model)),
        (FormPurpose::Signers, _) => Some(forms::settings::signers_form(model)),
        (FormPurpose::Item(id), Some(open)) => forms::item::form(model, &open.ledger, id),
        (FormPurpose::Activity(id), Some(open)) => {
            let activity = id.and_then(|id| open.ledger.activity(id));
            Some(forms::activity::form(model, forms::activity::chosen_task(model, &form), activity.as_ref()))
        }
        (FormPurpose::Remark(task), Some(open)) => Some(forms::remark::remark_form(model, &open.ledger, *task)),
        (FormPurpose::OwnItem { task, id }, Some(open)) => {
            Some(forms::remark::own_item_form(model, &open.ledger, *task, id.as_deref()))
        }
        _ => None,
    };
    model.screens.push(Screen::Form(fresh.map_or(form, Box::new)));
    model.message = Some(Message::info("已经重新填，原来写的不要了。"));
}

/// Marks the selected file and moves to the next.
pub(crate) fn mark_file(model: &mut Model, view: &FrameView) {
    if let Some(Screen::Browser(browser)) = model.screens.last_mut()
        && browser.purpose == BrowserPurpose::Files
    {
        browser.mark();
        let count = browser.listing.entries.len();
        browser.cursor.select(browser.cursor.index.saturating_add(1), count, view);
    }
}

/// Opens the parent folder, or the list of drives from the root of a drive.
pub(crate) fn open_parent(model: &mut Model) -> Option<Effect> {
    let Screen::Browser(browser) = model.screen() else { return None };
    browser.listing.folder.as_ref()?;
    Some(Effect::List(browser.purpose, browser.above()))
}

/// Opens the selected folder, or chooses the selected file.
pub(crate) fn open_entry(model: &mut Model) -> Option<Effect> {
    let Screen::Browser(browser) = model.screen() else { return None };
    let thing = browser.selected()?;
    if thing.file.is_none() {
        return Some(Effect::List(browser.purpose, Some(thing.path.clone())));
    }
    match browser.purpose {
        BrowserPurpose::Receipt => return Some(Effect::OpenReceipt(thing.path.clone())),
        BrowserPurpose::Merge => return Some(Effect::Merge(thing.path.clone())),
        BrowserPurpose::Folder | BrowserPurpose::Backup | BrowserPurpose::Collect => {
            model.message = Some(Message::info("要选的是文件夹；按 F5 选定现在这个文件夹。"));
            return None;
        }
        BrowserPurpose::Files => {}
    }
    let mut files = browser.marked.clone();
    if !files.contains(&thing.path) {
        files.push(thing.path.clone());
    }
    put_files(model, files);
    None
}

/// Hands the chosen files or folder to the form below the browser.
pub(crate) fn take_selection(model: &mut Model) -> Option<Effect> {
    let Screen::Browser(browser) = model.screen() else { return None };
    match (browser.purpose, browser.listing.folder.clone()) {
        (BrowserPurpose::Receipt | BrowserPurpose::Merge, _) => return open_entry(model),
        (BrowserPurpose::Collect, Some(folder)) => return Some(county::collect_from(model, folder)),
        (BrowserPurpose::Backup, Some(folder)) => return Some(Effect::Backup(folder)),
        (BrowserPurpose::Files, _) => {
            let files = browser.chosen_files();
            if files.is_empty() {
                model.message = Some(Message::info("还没有选文件。上下键移到文件上，按空格选上，可以选几个。"));
            } else {
                put_files(model, files);
            }
        }
        (BrowserPurpose::Folder, Some(folder)) => {
            model.screens.pop();
            if let Some(Screen::Form(form)) = model.screens.last_mut() {
                form.set_folder(&folder);
            }
        }
        (BrowserPurpose::Folder | BrowserPurpose::Backup | BrowserPurpose::Collect, None) => {
            model.message = Some(Message::info("请先按回车进一个盘或文件夹，再按 F5 选定。"));
        }
    }
    crate::app::update::report::check(model)
}

/// Closes the browser and adds files to the form. The browser opens beside them next time.
fn put_files(model: &mut Model, files: Vec<PathBuf>) {
    let beside = files.last().and_then(|file| file.parent()).map(ToOwned::to_owned);
    model.last_folder = beside.or(model.last_folder.take());
    model.screens.pop();
    if let Some(Screen::Form(form)) = model.screens.last_mut() {
        form.add_files(files);
    }
}

/// Moves to another slot, or to another value of the slot.
pub(crate) fn step_form(model: &mut Model, intent: Intent) {
    let Some(Screen::Form(form)) = model.screens.last_mut() else { return };
    match intent {
        Intent::Forward | Intent::NextField => form.step(1),
        Intent::PreviousField => form.step(-1),
        Intent::NextValue => form.step_value(1),
        Intent::PreviousValue => form.step_value(-1),
        _ => {}
    }
}
