//! Answers of the event loop to effects.

use chrono::Datelike as _;

use crate::app::keymap::Intent;
use crate::app::message::{Effect, SavedSettings};
use crate::app::state::browser::{Browser, BrowserListing, BrowserPurpose};
use crate::app::state::dashboard::Dashboard;
use crate::app::state::form::FormPurpose;
use crate::app::state::model::{Message, Model, OpenTownship, Screen};
use crate::app::state::view::FrameView;
use crate::app::update::intents::run_intent;
use crate::app::update::{dashboard, search};
use crate::domain::checklist::{self, CheckLine};
use crate::domain::ledger::{Change, Entry, ItemStatus};
use crate::domain::progress::State;
use crate::domain::receipt::Receipt;
use crate::domain::wording::change_words;

/// Shows the dashboard of an opened township, and the most serious notice.
pub(crate) fn on_opened(model: &mut Model, open: OpenTownship) {
    model.screens = vec![Screen::Dashboard(Dashboard::default())];
    if model.open.as_ref().is_some_and(|before| before.township != open.township) {
        model.drafts.clear();
    }
    model.chosen_township = None;
    model.message = open.read_only.clone().map(Message::alert);
    model.open = Some(open);
    dashboard::list_open_lines(model);
}

/// Runs the waiting act if the ledger can be written now. Otherwise says why not.
pub(crate) fn on_reopened(model: &mut Model, open: OpenTownship, then: Intent, view: &FrameView) -> Option<Effect> {
    let why = open.read_only.clone();
    let notes = open.notes.concat();
    model.open = Some(open);
    search::after_change(model, view);
    dashboard::after_change(model);
    if let Some(why) = why {
        model.pending_confirmation = None;
        model.message = Some(Message::alert(why));
        return None;
    }
    let effect = run_intent(model, then, view);
    if !notes.is_empty() {
        // Put the notes and the question into one message, because a second message would replace the first.
        let question =
            model.message.take().filter(|_| model.pending_confirmation.is_some()).map(|message| message.text);
        model.message = Some(Message::alert(notes + &question.unwrap_or_default()));
    }
    effect
}

/// Applies an entry that is on the disk, and says so.
pub(crate) fn on_recorded(model: &mut Model, entry: Entry, view: &FrameView) {
    let Some(open) = &mut model.open else { return };
    let words = match &entry.change {
        Change::Mark { item, to: ItemStatus::Done { on }, .. } if on.year() != model.today.year() => {
            format!("{item} 已完成，已存盘。今天不在{}年度内，日期记为{on}。", model.year)
        }
        Change::Mark { item, to, .. } => {
            let line = checklist::line(&model.plan, &open.ledger, item).map(|(_, line)| line);
            let text = line.as_ref().map_or("", |line| line.text.as_str());
            let day = match to {
                ItemStatus::Done { on } if *on != model.today => format!("（{on}）"),
                _ => String::new(),
            };
            let id = if line.as_ref().is_some_and(CheckLine::is_own) { "自列" } else { item };
            format!("{id} {text}：{}{day}，已存盘。", State::of(to).word())
        }
        Change::Remark { task, .. } => format!("任务{task}的说明已存盘。"),
        Change::OwnItem { text: Some(_), .. } | Change::OwnItemOfYear { text: Some(_), .. } => {
            "自列清单已存盘。".to_owned()
        }
        other => format!("{}，已存盘。", change_words(&open.ledger, other)),
    };
    open.ledger.add(entry);
    if matches!(model.screen(), Screen::Form(form) if form.is_of_ledger()) {
        model.screens.pop();
    }
    model.message = Some(Message::info(words));
    search::after_change(model, view);
    dashboard::after_change(model);
    clamp_item(model);
}

/// Makes the ledger read-only after a failed write. Nothing is written until it is read again.
pub(crate) fn on_record_failed(model: &mut Model, why: String) {
    if let Some(open) = &mut model.open {
        open.read_only = Some(why.clone());
    }
    model.message = Some(Message::alert(why));
}

pub(crate) fn on_reported(model: &mut Model, entry: Option<Box<Entry>>, result: Result<String, String>) {
    if let (Some(open), Some(entry)) = (&mut model.open, entry) {
        open.ledger.add(*entry);
    }
    model.message = Some(match result {
        Ok(text) => Message::info(text),
        Err(why) => Message::alert(why),
    });
}

pub(crate) fn on_finished(model: &mut Model, result: Result<String, String>) {
    if result.is_ok() && matches!(model.screen(), Screen::Browser(_)) {
        model.screens.pop();
    }
    model.message = Some(match result {
        Ok(text) => Message::info(text),
        Err(why) => Message::alert(why),
    });
}

pub(crate) fn on_receipt_opened(model: &mut Model, opened: Result<(String, Vec<Receipt>), String>) {
    match opened {
        Ok((text, receipts)) => {
            if matches!(model.screen(), Screen::Browser(_)) {
                model.screens.pop();
            }
            if let Some(open) = &mut model.open {
                open.receipts = receipts;
            }
            model.message = Some(Message::info(text));
        }
        Err(why) => model.message = Some(Message::alert(why)),
    }
}

pub(crate) fn on_settings_saved(model: &mut Model, settled: SavedSettings) {
    model.signing = settled.signing;
    model.storage = settled.storage;
    if let Some(today) = settled.today {
        if today.year() != model.today.year() {
            model.year = model.plan.nearest_year(today.year());
        }
        model.today = today;
    }
    model.is_day_manual = settled.today.is_some();
    if matches!(model.screen(), Screen::Form(form) if form.purpose == FormPurpose::Settings) {
        model.screens.pop();
        model.message = Some(Message::info("设置已存盘。"));
        dashboard::list_open_lines(model);
    }
}

/// Shows a folder in the browser, and opens the browser if needed.
pub(crate) fn on_listed(model: &mut Model, picks: BrowserPurpose, listed: Result<BrowserListing, String>) {
    let listing = match listed {
        Ok(listing) => listing,
        Err(why) => {
            model.message = Some(Message::alert(why));
            return;
        }
    };
    if let Some(Screen::Browser(browser)) = model.screens.last_mut() {
        browser.enter(listing);
    } else {
        model.screens.push(Screen::Browser(Box::new(Browser::new(picks, listing))));
    }
}

/// Keeps the selection inside the checklist after a line was dropped.
fn clamp_item(model: &mut Model) {
    let Some(Screen::Tasks(tasks)) = model.screens.last() else { return };
    let count = tasks.task(&model.plan).map_or(0, |task| model.checklist(task).len());
    if let Some(Screen::Tasks(tasks)) = model.screens.last_mut() {
        tasks.item = tasks.item.min(count.saturating_sub(1));
    }
}
