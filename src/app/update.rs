//! What follows from a message: the model changes, and at most one effect is asked of the loop.

use std::path::PathBuf;

use crate::domain::activity::ActivityPatch;
use crate::domain::ledger::{Change, Entry, Hex16};
use crate::domain::period::Period;
use crate::domain::plan::Township;
use crate::domain::receipt::Receipt;
use crate::terminal::keys::Key;

use super::acts::act;
use super::answers;
use super::asking;
use super::browser::{Listing, Picks};
use super::clicking::click;
use super::county::{self, News, Wanted};
use super::cursor::Cursor;
use super::filling;
use super::form::{Asked, Piece};
use super::guide::{Keeping, Offers, Preferences, SetUp, Signing};
use super::keymap::{self, Intent, Scope};
use super::model::{Message, Model, Open, Screen};
use super::reporting::{self, Checked};
use super::sift;
use super::travel::wheel;
use super::view::View;

/// What happened.
#[derive(Debug)]
pub enum Msg {
    /// A key.
    Key(Key),
    /// Pasted text.
    Text(String),
    /// A click at a column and row.
    Click(u16, u16),
    /// The wheel over a column and row, by lines downward.
    Wheel(u16, u16, isize),
    /// A township was opened.
    Opened(Box<Open>),
    /// The open township was read anew, to go on with what was asked for where it can be written now.
    Reopened(Box<Open>, Intent),
    /// A change is on the disk.
    Recorded(Box<Entry>),
    /// A change is not on the disk, or the ledger could not be looked at after it; and why.
    RecordFailed(String),
    /// Something asked for was not done, and why; nothing else has changed.
    Refused(String),
    /// A report was asked for: the entry it left in the ledger, and how it went.
    Reported(Option<Box<Entry>>, Result<String, String>),
    /// Who signs, where the records lie and what day it is, as they were kept.
    Settled(Box<Settled>),
    /// What can be chosen in the settings.
    Offered(Offers),
    /// What the check of a report found, and whether it shall be shown.
    Checked(Box<Checked>, bool),
    /// A backup was made or a file brought in, or why not.
    Told(Result<String, String>),
    /// A receipt was taken in, and all there are now; or why not.
    ReceiptOpened(Result<(String, Vec<Receipt>), String>),
    /// Another folder that a report may go to, and what is known of it.
    Place(PathBuf, Message),
    /// A folder was read.
    Listed(Picks, Result<Listing, String>),
    /// Something of the county's desk.
    County(News),
}

/// What was kept of the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// Who signs, and where reports go.
    pub signing: Signing,
    /// Where the records lie.
    pub keeping: Keeping,
    /// Today, where it was set by hand.
    pub today: Option<chrono::NaiveDate>,
}

/// What the loop shall do.
#[derive(Debug, PartialEq, Eq)]
pub enum Effect {
    /// Keep a change, then say [`Msg::Recorded`] or [`Msg::RecordFailed`].
    Record(Change),
    /// Keep the evidence of an activity, where it changes, and then the activity.
    RecordActivity {
        /// The activity.
        id: Hex16,
        /// What changes besides the evidence.
        set: Box<ActivityPatch>,
        /// All its evidence; none leaves it as it is.
        evidence: Option<Vec<Piece>>,
    },
    /// Open a township, then say [`Msg::Opened`].
    Open(Township),
    /// Open the same township anew, then say [`Msg::Reopened`].
    Reopen(Intent),
    /// Make a report, then say [`Msg::Reported`].
    Report(Asked),
    /// Check what a report of a period would say, and the room where it goes; then say [`Msg::Checked`].
    Check {
        /// The period.
        period: Period,
        /// Who would sign.
        reporter: String,
        /// Where the report would go.
        folder: PathBuf,
        /// Whether what is found shall be shown.
        show: bool,
    },
    /// Make a backup in a folder, then say [`Msg::Told`].
    Backup(PathBuf),
    /// Bring a file in, open the township anew, then say [`Msg::Told`].
    Merge(PathBuf),
    /// Take a receipt in, then say [`Msg::ReceiptOpened`].
    OpenReceipt(PathBuf),
    /// Find the next drive after the one of this folder, then say [`Msg::Place`].
    NextPlace(PathBuf),
    /// Read a folder, or the places to begin at, then say [`Msg::Listed`].
    List(Picks, Option<PathBuf>),
    /// Find out what can be chosen in the settings, then say [`Msg::Offered`].
    Offer,
    /// Keep the settings, then say [`Msg::Settled`].
    Set(Box<Preferences>),
    /// Settle the first run and open the township.
    SetUp(Box<SetUp>),
    /// Something for the county's desk.
    County(Wanted),
    /// Paint everything anew.
    Repaint,
    /// Go to the other look and keep it.
    ChangeLook,
    /// End.
    Quit,
}

/// Lines that one notch of the wheel moves.
pub const WHEEL_LINES: isize = 3;

/// Takes a message in. `view` is what the last frame showed.
pub fn update(model: &mut Model, msg: Msg, view: &View) -> Option<Effect> {
    match msg {
        Msg::Key(key) => return pressed(model, key, view),
        Msg::Text(text) => {
            asking::take_back(model);
            pasted(model, &text, view);
        }
        Msg::Click(x, y) => return view.target(x, y).and_then(|target| click(model, target, view)),
        Msg::Wheel(x, y, lines) => {
            asking::take_back(model);
            wheel(model, view.pane(x, y), lines, view);
        }
        Msg::Opened(open) => answers::opened(model, *open),
        Msg::Reopened(open, then) => return answers::reopened(model, *open, then, view),
        Msg::RecordFailed(why) => answers::record_failed(model, why),
        Msg::Refused(why) => model.message = Some(Message::alert(why)),
        Msg::Recorded(entry) => {
            answers::recorded(model, *entry, view);
            return reporting::check(model);
        }
        Msg::Reported(entry, told) => {
            answers::reported(model, entry, told);
            return reporting::check(model);
        }
        Msg::Settled(settled) => {
            answers::settled(model, *settled);
            return reporting::check(model);
        }
        Msg::Offered(offers) => {
            model.offers = offers;
            filling::settings(model);
        }
        Msg::Place(folder, told) => {
            if let Some(Screen::Form(form)) = model.screens.last_mut() {
                form.set_folder(&folder);
            }
            model.message = Some(told);
            return reporting::check(model);
        }
        Msg::Checked(checked, show) => reporting::checked(model, *checked, show),
        Msg::Told(told) => answers::told(model, told),
        Msg::ReceiptOpened(opened) => answers::receipt_opened(model, opened),
        Msg::Listed(picks, listed) => answers::listed(model, picks, listed),
        Msg::County(news) => county::news(model, news),
    }
    None
}

fn pressed(model: &mut Model, key: Key, view: &View) -> Option<Effect> {
    model.message = None;
    let Some(intent) = asked_for(model, key, view) else {
        asking::take_back(model);
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
    if typed(model, key) || sift::typed(model, key, view) {
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
        _ => sift::pasted(model, text, view),
    }
}
