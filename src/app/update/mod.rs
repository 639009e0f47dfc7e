//! Changes the model after a message, and returns at most one effect for the event loop.

mod confirm;
mod county;
mod dashboard;
mod form;
mod intents;
mod mouse;
mod navigation;
mod open;
mod report;
mod results;
mod search;
mod stack;
mod toggle;

use crate::app::keymap::{self, Intent, Scope};
use crate::app::message::{Effect, Msg};
use crate::app::state::cursor::Cursor;
use crate::app::state::model::{Message, Model, Screen};
use crate::app::state::view::FrameView;
use crate::app::update::intents::run_intent;
use crate::app::update::mouse::click;
use crate::app::update::navigation::scroll;
use crate::terminal::keys::Key;

/// Lines per notch of the wheel.
pub const WHEEL_LINES: isize = 3;

/// `view` is the layout of the last frame.
pub fn update(model: &mut Model, msg: Msg, view: &FrameView) -> Option<Effect> {
    match msg {
        Msg::Key(key) => return pressed(model, key, view),
        Msg::Text(text) => {
            confirm::cancel(model);
            pasted(model, &text, view);
        }
        Msg::Click(x, y) => return view.target(x, y).and_then(|target| click(model, target, view)),
        Msg::Wheel(x, y, lines) => {
            confirm::cancel(model);
            scroll(model, view.pane(x, y), lines, view);
        }
        Msg::Opened(open) => results::on_opened(model, *open),
        Msg::Reopened(open, then) => return results::on_reopened(model, *open, then, view),
        Msg::RecordFailed(why) => results::on_record_failed(model, why),
        Msg::Refused(why) => model.message = Some(Message::alert(why)),
        Msg::Recorded(entry) => {
            results::on_recorded(model, *entry, view);
            return report::check(model);
        }
        Msg::Reported(entry, result) => {
            results::on_reported(model, entry, result);
            return report::check(model);
        }
        Msg::SettingsSaved(settled) => {
            results::on_settings_saved(model, *settled);
            return report::check(model);
        }
        Msg::StorageFound(offers) => {
            model.candidates = offers;
            form::open_settings(model);
        }
        Msg::NextFolder(folder, message) => {
            if let Some(Screen::Form(form)) = model.screens.last_mut() {
                form.set_folder(&folder);
            }
            model.message = Some(message);
            return report::check(model);
        }
        Msg::Checked(checked, show) => report::on_checked(model, *checked, show),
        Msg::Finished(result) => results::on_finished(model, result),
        Msg::ReceiptOpened(opened) => results::on_receipt_opened(model, opened),
        Msg::Listed(picks, listed) => results::on_listed(model, picks, listed),
        Msg::County(news) => county::handle_message(model, news),
    }
    None
}

fn pressed(model: &mut Model, key: Key, view: &FrameView) -> Option<Effect> {
    model.message = None;
    let Some(intent) = intent_of_key(model, key, view) else {
        confirm::cancel(model);
        return None;
    };
    run_intent(model, intent, view)
}

/// Returns the act of a key; `None` if a field took the key or it has no meaning here.
fn intent_of_key(model: &mut Model, key: Key, view: &FrameView) -> Option<Intent> {
    if view.too_small {
        // A window too small to draw hides what keys do, so only quitting and redrawing work.
        let intent = keymap::intent(Scope::Everywhere, key);
        return intent.filter(|intent| matches!(intent, Intent::Quit | Intent::Repaint));
    }
    if handle_key(model, key) || search::handle_key(model, key, view) {
        return None;
    }
    keymap::intent(model.scope(), key)
}

/// Handles a key in a text field; true if it did.
fn handle_key(model: &mut Model, key: Key) -> bool {
    match model.screens.last_mut() {
        Some(Screen::Form(form)) => form.handle_key(key),
        Some(Screen::Chooser(chooser)) => chooser.handle_key(key),
        _ => false,
    }
}

fn pasted(model: &mut Model, text: &str, view: &FrameView) {
    match model.screens.last_mut() {
        Some(Screen::Form(form)) => {
            form.paste(text);
        }
        Some(Screen::Chooser(chooser)) => {
            chooser.field.paste(text);
            chooser.cursor = Cursor::default();
        }
        _ => search::paste(model, text, view),
    }
}
