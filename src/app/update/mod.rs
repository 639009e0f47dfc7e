//! What follows from a message: the model changes, and at most one effect is asked of the loop.

mod confirm;
mod county;
mod dashboard;
mod form;
mod intents;
mod mouse;
mod navigate;
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
use crate::app::state::view::View;
use crate::app::update::intents::act;
use crate::app::update::mouse::click;
use crate::app::update::navigate::wheel;
use crate::terminal::keys::Key;

/// Lines that one notch of the wheel moves.
pub const WHEEL_LINES: isize = 3;

/// Takes a message in. `view` is what the last frame showed.
pub fn update(model: &mut Model, msg: Msg, view: &View) -> Option<Effect> {
    match msg {
        Msg::Key(key) => return pressed(model, key, view),
        Msg::Text(text) => {
            confirm::take_back(model);
            pasted(model, &text, view);
        }
        Msg::Click(x, y) => return view.target(x, y).and_then(|target| click(model, target, view)),
        Msg::Wheel(x, y, lines) => {
            confirm::take_back(model);
            wheel(model, view.pane(x, y), lines, view);
        }
        Msg::Opened(open) => results::opened(model, *open),
        Msg::Reopened(open, then) => return results::reopened(model, *open, then, view),
        Msg::RecordFailed(why) => results::record_failed(model, why),
        Msg::Refused(why) => model.message = Some(Message::alert(why)),
        Msg::Recorded(entry) => {
            results::recorded(model, *entry, view);
            return report::check(model);
        }
        Msg::Reported(entry, told) => {
            results::reported(model, entry, told);
            return report::check(model);
        }
        Msg::Settled(settled) => {
            results::settled(model, *settled);
            return report::check(model);
        }
        Msg::Offered(offers) => {
            model.offers = offers;
            form::settings(model);
        }
        Msg::Place(folder, told) => {
            if let Some(Screen::Form(form)) = model.screens.last_mut() {
                form.set_folder(&folder);
            }
            model.message = Some(told);
            return report::check(model);
        }
        Msg::Checked(checked, show) => report::checked(model, *checked, show),
        Msg::Told(told) => results::told(model, told),
        Msg::ReceiptOpened(opened) => results::receipt_opened(model, opened),
        Msg::Listed(picks, listed) => results::listed(model, picks, listed),
        Msg::County(news) => county::news(model, news),
    }
    None
}

fn pressed(model: &mut Model, key: Key, view: &View) -> Option<Effect> {
    model.message = None;
    let Some(intent) = asked_for(model, key, view) else {
        confirm::take_back(model);
        return None;
    };
    act(model, intent, view)
}

/// The act that a key asks for; none where it was text, or means nothing here.
fn asked_for(model: &mut Model, key: Key, view: &View) -> Option<Intent> {
    if view.too_small {
        // What cannot be seen is not done.
        let intent = keymap::intent(Scope::Everywhere, key);
        return intent.filter(|intent| matches!(intent, Intent::Quit | Intent::Repaint));
    }
    if typed(model, key) || search::typed(model, key, view) {
        return None;
    }
    keymap::intent(model.scope(), key)
}

/// Lets a text field have the key; true if it took it.
fn typed(model: &mut Model, key: Key) -> bool {
    match model.screens.last_mut() {
        Some(Screen::Form(form)) => form.typed(key),
        Some(Screen::Chooser(chooser)) => chooser.typed(key),
        _ => false,
    }
}

fn pasted(model: &mut Model, text: &str, view: &View) {
    match model.screens.last_mut() {
        Some(Screen::Form(form)) => {
            form.paste(text);
        }
        Some(Screen::Chooser(chooser)) => {
            chooser.field.paste(text);
            chooser.cursor = Cursor::default();
        }
        _ => search::pasted(model, text, view),
    }
}
