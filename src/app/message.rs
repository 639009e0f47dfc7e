//! What happens to the screen (Msg), and what the event loop has to do next (Effect).

use std::path::PathBuf;

use crate::app::keymap::Intent;
use crate::app::state::browser::{Listing, Picks};
use crate::app::state::checked::Checked;
use crate::app::state::county_work::{CountyEffect, CountyMsg};
use crate::app::state::form::Asked;
use crate::app::state::model::{Message, Open};
use crate::app::state::setup::{Keeping, Offers, Preferences, SetUp, Signing};
use crate::app::state::slot::Piece;
use crate::domain::activity::ActivityPatch;
use crate::domain::ledger::{Change, Entry, Hex16};
use crate::domain::period::Period;
use crate::domain::plan::Township;
use crate::domain::receipt::Receipt;
use crate::terminal::keys::Key;

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
    County(CountyMsg),
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
    County(CountyEffect),
    /// Paint everything anew.
    Repaint,
    /// Go to the other look and keep it.
    ChangeLook,
    /// End.
    Quit,
}
