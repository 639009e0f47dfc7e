//! What the loop answers: opened, on the disk, not on the disk, kept, found.

use chrono::Datelike as _;

use crate::app::keymap::Intent;
use crate::app::message::{Effect, Settled};
use crate::app::state::browser::{Browser, Listing, Picks};
use crate::app::state::dashboard::Dashboard;
use crate::app::state::form::Purpose;
use crate::app::state::model::{Message, Model, Open, Screen};
use crate::app::state::view::View;
use crate::app::update::intents::act;
use crate::app::update::{dashboard, search};
use crate::domain::checklist::{self, CheckLine};
use crate::domain::ledger::{Change, Entry, Standing};
use crate::domain::progress::State;
use crate::domain::receipt::Receipt;
use crate::domain::wording::change_words;

/// A township was opened: its dashboard comes in front, and the gravest notice is told.
pub(crate) fn opened(model: &mut Model, open: Open) {
    model.screens = vec![Screen::Dashboard(Dashboard::default())];
    if model.open.as_ref().is_some_and(|before| before.township != open.township) {
        model.drafts.clear();
    }
    model.choosing = None;
    model.message = open.read_only.clone().map(Message::alert);
    model.open = Some(open);
    dashboard::gather(model);
}

/// Goes on with what was asked for where the ledger can be written now, else says why it cannot.
pub(crate) fn reopened(model: &mut Model, open: Open, then: Intent, view: &View) -> Option<Effect> {
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
    let effect = act(model, then, view);
    if !notes.is_empty() {
        // What is asked now is not hidden by what is told.
        let asked = model.message.take().filter(|_| model.pending_confirmation.is_some()).map(|message| message.text);
        model.message = Some(Message::alert(notes + &asked.unwrap_or_default()));
    }
    effect
}

/// A change is on the disk: it is folded in, and told.
pub(crate) fn recorded(model: &mut Model, entry: Entry, view: &View) {
    let Some(open) = &mut model.open else { return };
    let words = match &entry.change {
        Change::Mark { item, to: Standing::Done { on }, .. } if on.year() != model.today.year() => {
            format!("{item} 已完成，已存盘。今天不在{}年度内，日期记为{on}。", model.year)
        }
        Change::Mark { item, to, .. } => {
            let line = checklist::line(&model.plan, &open.ledger, item).map(|(_, line)| line);
            let text = line.as_ref().map_or("", |line| line.text.as_str());
            let day = match to {
                Standing::Done { on } if *on != model.today => format!("（{on}）"),
                _ => String::new(),
            };
            let id = if line.as_ref().is_some_and(CheckLine::own) { "自列" } else { item };
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
        // What the form says is on the disk now.
        model.screens.pop();
    }
    model.message = Some(Message::info(words));
    search::after_change(model, view);
    dashboard::after_change(model);
    keep_item(model);
}

/// A change is not on the disk, and why; nothing more is written until the ledger was read anew.
pub(crate) fn record_failed(model: &mut Model, why: String) {
    if let Some(open) = &mut model.open {
        open.read_only = Some(why.clone());
    }
    model.message = Some(Message::alert(why));
}

/// A report was made, or not.
pub(crate) fn reported(model: &mut Model, entry: Option<Box<Entry>>, told: Result<String, String>) {
    if let (Some(open), Some(entry)) = (&mut model.open, entry) {
        open.ledger.add(*entry);
    }
    model.message = Some(match told {
        Ok(told) => Message::info(told),
        Err(why) => Message::alert(why),
    });
}

/// A backup was made or a file brought in, or not.
pub(crate) fn told(model: &mut Model, told: Result<String, String>) {
    if told.is_ok() && matches!(model.screen(), Screen::Browser(_)) {
        model.screens.pop();
    }
    model.message = Some(match told {
        Ok(told) => Message::info(told),
        Err(why) => Message::alert(why),
    });
}

/// The county's answer was taken in, or not.
pub(crate) fn receipt_opened(model: &mut Model, opened: Result<(String, Vec<Receipt>), String>) {
    match opened {
        Ok((told, receipts)) => {
            if matches!(model.screen(), Screen::Browser(_)) {
                model.screens.pop();
            }
            if let Some(open) = &mut model.open {
                open.receipts = receipts;
            }
            model.message = Some(Message::info(told));
        }
        Err(why) => model.message = Some(Message::alert(why)),
    }
}

/// The settings were kept.
pub(crate) fn settled(model: &mut Model, settled: Settled) {
    model.signing = settled.signing;
    model.keeping = settled.keeping;
    if let Some(today) = settled.today {
        if today.year() != model.today.year() {
            model.year = model.plan.nearest_year(today.year());
        }
        model.today = today;
    }
    model.day_by_hand = settled.today.is_some();
    if matches!(model.screen(), Screen::Form(form) if form.purpose == Purpose::Settings) {
        model.screens.pop();
        model.message = Some(Message::info("设置已存盘。"));
        dashboard::gather(model);
    }
}

/// A folder was read for the browser, which is opened where it is not.
pub(crate) fn listed(model: &mut Model, picks: Picks, listed: Result<Listing, String>) {
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

/// Brings the selected line back into its checklist, after one was dropped.
fn keep_item(model: &mut Model) {
    let Some(Screen::Tasks(tasks)) = model.screens.last() else { return };
    let count = tasks.task(&model.plan).map_or(0, |task| model.checklist(task).len());
    if let Some(Screen::Tasks(tasks)) = model.screens.last_mut() {
        tasks.item = tasks.item.min(count.saturating_sub(1));
    }
}
