//! Forms on the screen: put in front, stepped through, handed in; and the lists they are opened from.

use std::path::PathBuf;

use crate::app::forms;
use crate::app::forms::submit::Outcome;
use crate::app::keymap::Intent;
use crate::app::message::Effect;
use crate::app::state::browser::Picks;
use crate::app::state::calendar::Calendar;
use crate::app::state::form::Purpose;
use crate::app::state::model::{Message, Model, Screen};
use crate::app::state::slot::Value;
use crate::app::state::view::View;
use crate::app::update::stack::put_form;
use crate::app::update::{county, search};
use crate::domain::activity::{Activity, ActivityPatch};
use crate::domain::checklist::CheckLine;
use crate::domain::ledger::Change;
use crate::domain::plan::Township;

/// Opens the settings.
pub(crate) fn settings(model: &mut Model) {
    let form = forms::settings::form(model);
    put_form(model, form);
}

/// Opens the filter of the task list.
pub(crate) fn filter(model: &mut Model) {
    if let Some(tasks) = search::of_tasks(model) {
        let form = forms::filter::form(model, &tasks.search.filter);
        put_form(model, form);
    }
}

/// Goes on to the second step of the first run.
pub(crate) fn first_run(model: &mut Model, township: Township) {
    model.choosing = Some(township);
    let form = forms::settings::who_form(model);
    put_form(model, form);
}

/// Opens the form that an act of the checklist or of the activity list asks for.
pub(crate) fn open_form(model: &mut Model, intent: Intent) {
    let Some(open) = &model.open else { return };
    let ledger = &open.ledger;
    let only = if let Screen::Activities(state) = model.screen() { state.only } else { None };
    let task = only.or_else(|| model.task_in_hand()).or_else(|| model.plan.owed().next().map(|(_, task)| task.no));
    let Some(task) = task else { return };
    let line = model.line_in_hand();
    let form = match intent {
        Intent::NewActivity => Some(forms::activity::form(model, task, None)),
        Intent::Remark => Some(forms::remark::remark(model, ledger, task)),
        Intent::NewItem => Some(forms::remark::own_item(model, ledger, task, None)),
        Intent::EditItem => {
            line.filter(CheckLine::own).map(|line| forms::remark::own_item(model, ledger, task, Some(&line.id)))
        }
        _ => line.and_then(|line| forms::item::form(model, ledger, &line.key())),
    };
    match form {
        Some(form) => put_form(model, form),
        None => model.message = Some(Message::info("只能改写自列的；规划里的清单不能改。")),
    }
}

/// The activity that is selected in the list.
pub(crate) fn selected_activity(model: &Model) -> Option<Activity> {
    let Screen::Activities(state) = model.screen() else { return None };
    let mut listed = state.listed(&model.open.as_ref()?.ledger, model.year);
    let place = state.cursor.place.min(listed.len().checked_sub(1)?);
    Some(listed.swap_remove(place))
}

/// Opens the form of the activity that is selected.
pub(crate) fn edit_activity(model: &mut Model) {
    if let Some(activity) = selected_activity(model) {
        let form = forms::activity::form(model, activity.task, Some(&activity));
        put_form(model, form);
    }
}

/// Drops the activity that is selected.
pub(crate) fn drop_activity(model: &mut Model) -> Option<Effect> {
    let id = selected_activity(model)?.id;
    let set = ActivityPatch { dropped: Some(true), ..ActivityPatch::default() };
    Some(Effect::Record(Change::Activity { id, set }))
}

/// Drops the line that is selected, where the township added it.
pub(crate) fn drop_item(model: &mut Model) -> Option<Effect> {
    let line = model.line_in_hand()?;
    if !line.own() {
        model.message = Some(Message::info("规划里的清单不能删；不用办的，按回车标为不适用。"));
        return None;
    }
    let own = model.open.as_ref()?.ledger.own_item(&line.id)?.clone();
    Some(Effect::Record(own.put(None)))
}

/// Hands the form in: what it asks for, or the slot to mend and why.
pub(crate) fn submit(model: &mut Model, view: &View) -> Option<Effect> {
    let Screen::Form(form) = model.screen() else { return None };
    let form = form.clone();
    match forms::submit::submit(model, &form, model.fresh) {
        Ok(Outcome::Effect(effect)) => return Some(effect),
        Ok(Outcome::Next(next)) => put_form(model, next),
        Ok(Outcome::Filter(filter)) => {
            model.screens.pop();
            search::set_filter(model, filter, view);
        }
        Ok(Outcome::Unchanged) => {
            model.screens.pop();
            model.message = Some(Message::info("没有改动。"));
        }
        Err((place, why)) => {
            model.message = Some(Message::alert(why));
            if let Some(Screen::Form(form)) = model.screens.last_mut() {
                form.focus(place);
            }
        }
    }
    None
}

/// What an act means where the keys go to: from the last slot of a form, going on hands it in.
pub(crate) fn meant(model: &Model, intent: Intent) -> Intent {
    match (intent, model.screen()) {
        (Intent::Forward, Screen::Form(form)) if form.at_last() => Intent::Submit,
        _ => intent,
    }
}

/// Asks for the next stick or folder that a report may go to, or for all drives in the browser.
pub(crate) fn next_place(model: &Model) -> Option<Effect> {
    match model.screen() {
        Screen::Form(form) => Some(Effect::NextPlace(form.folder())),
        Screen::Browser(browser) => Some(Effect::List(browser.picks, None)),
        _ => None,
    }
}

/// Opens what the slot is filled from: the calendar, or the file browser.
pub(crate) fn pick(model: &mut Model) -> Option<Effect> {
    let Screen::Form(form) = model.screen() else { return None };
    match form.value()? {
        Value::Day(_) => {
            let day = form.day_in_hand().unwrap_or(model.today);
            model.screens.push(Screen::Calendar(Calendar { day }));
            None
        }
        Value::Files { .. } => Some(Effect::List(Picks::Files, model.browsed.clone())),
        Value::Text(_) if form.at_folder() => {
            let folder = Some(form.folder()).filter(|folder| folder.is_absolute());
            Some(Effect::List(Picks::Folder, folder))
        }
        Value::Text(_) | Value::Texts { .. } => {
            model.message = Some(Message::info("这一栏直接写就行。"));
            None
        }
        Value::Choice { .. } => {
            model.message = Some(Message::info("这一栏按左右键换。"));
            None
        }
    }
}

/// Takes the file that the keys go to out of the form.
pub(crate) fn remove_file(model: &mut Model) {
    if let Some(Screen::Form(form)) = model.screens.last_mut() {
        form.remove_file();
    }
}

/// Throws away what was written in the form, and shows it as it is opened.
pub(crate) fn start_over(model: &mut Model) {
    let Some(Screen::Form(form)) = model.screens.pop() else { return };
    let fresh = match (&form.purpose, &model.open) {
        (Purpose::Report(_), _) => Some(forms::report::form(model)),
        (Purpose::Settings, _) => Some(forms::settings::form(model)),
        (Purpose::Who, _) => Some(forms::settings::who_form(model)),
        (Purpose::Item(id), Some(open)) => forms::item::form(model, &open.ledger, id),
        (Purpose::Activity(id), Some(open)) => {
            let stands = id.and_then(|id| open.ledger.activity(id));
            Some(forms::activity::form(model, forms::activity::task(model, &form), stands.as_ref()))
        }
        (Purpose::Remark(task), Some(open)) => Some(forms::remark::remark(model, &open.ledger, *task)),
        (Purpose::OwnItem { task, id }, Some(open)) => {
            Some(forms::remark::own_item(model, &open.ledger, *task, id.as_deref()))
        }
        _ => None,
    };
    model.screens.push(Screen::Form(fresh.map_or(form, Box::new)));
    model.message = Some(Message::info("已经重新填，原来写的不要了。"));
}

/// Marks the selected file, and goes on to the next.
pub(crate) fn mark_file(model: &mut Model, view: &View) {
    if let Some(Screen::Browser(browser)) = model.screens.last_mut()
        && browser.picks == Picks::Files
    {
        browser.mark();
        let count = browser.listing.things.len();
        browser.cursor.select(browser.cursor.place.saturating_add(1), count, view);
    }
}

/// Goes to the folder above, and from a drive to all drives.
pub(crate) fn above(model: &mut Model) -> Option<Effect> {
    let Screen::Browser(browser) = model.screen() else { return None };
    browser.listing.folder.as_ref()?;
    Some(Effect::List(browser.picks, browser.above()))
}

/// Opens the selected folder, or takes the selected file.
pub(crate) fn open_thing(model: &mut Model) -> Option<Effect> {
    let Screen::Browser(browser) = model.screen() else { return None };
    let thing = browser.thing()?;
    if thing.file.is_none() {
        return Some(Effect::List(browser.picks, Some(thing.path.clone())));
    }
    match browser.picks {
        Picks::Receipt => return Some(Effect::OpenReceipt(thing.path.clone())),
        Picks::Merge => return Some(Effect::Merge(thing.path.clone())),
        Picks::Folder | Picks::Backup | Picks::Collect => {
            model.message = Some(Message::info("要选的是文件夹；按 F5 选定现在这个文件夹。"));
            return None;
        }
        Picks::Files => {}
    }
    let mut files = browser.marked.clone();
    if !files.contains(&thing.path) {
        files.push(thing.path.clone());
    }
    put_files(model, files);
    None
}

/// Takes what was chosen in the browser into the form below it.
pub(crate) fn take(model: &mut Model) -> Option<Effect> {
    let Screen::Browser(browser) = model.screen() else { return None };
    match (browser.picks, browser.listing.folder.clone()) {
        (Picks::Receipt | Picks::Merge, _) => return open_thing(model),
        (Picks::Collect, Some(folder)) => return Some(county::collect_from(model, folder)),
        (Picks::Backup, Some(folder)) => return Some(Effect::Backup(folder)),
        (Picks::Files, _) => {
            let files = browser.taken();
            if files.is_empty() {
                model.message = Some(Message::info("还没有选文件。上下键移到文件上，按空格选上，可以选几个。"));
            } else {
                put_files(model, files);
            }
        }
        (Picks::Folder, Some(folder)) => {
            model.screens.pop();
            if let Some(Screen::Form(form)) = model.screens.last_mut() {
                form.set_folder(&folder);
            }
        }
        (Picks::Folder | Picks::Backup | Picks::Collect, None) => {
            model.message = Some(Message::info("请先按回车进一个盘或文件夹，再按 F5 选定。"));
        }
    }
    crate::app::update::report::check(model)
}

/// Closes the browser and puts files into the form; the next search for files begins beside them.
fn put_files(model: &mut Model, files: Vec<PathBuf>) {
    let beside = files.last().and_then(|file| file.parent()).map(ToOwned::to_owned);
    model.browsed = beside.or(model.browsed.take());
    model.screens.pop();
    if let Some(Screen::Form(form)) = model.screens.last_mut() {
        form.add_files(files);
    }
}

/// Goes on in the form: to another slot, or to another value.
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
