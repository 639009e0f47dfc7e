//! `Msg` says what happened; `Effect` says what the event loop must do next.

use std::path::PathBuf;

use crate::app::keymap::Intent;
use crate::app::state::audit::ReportAudit;
use crate::app::state::browser::{BrowserListing, BrowserPurpose};
use crate::app::state::county_screens::{CountyEffect, CountyMsg};
use crate::app::state::form::ReportRequest;
use crate::app::state::model::{Message, OpenTownship};
use crate::app::state::setup::{FirstRunSettings, Preferences, Signing, StorageCandidates, StorageState};
use crate::app::state::slot::EvidenceItem;
use crate::domain::activity::ActivityPatch;
use crate::domain::ledger::{Change, Entry, Hex16};
use crate::domain::period::Period;
use crate::domain::plan::Township;
use crate::domain::receipt::Receipt;
use crate::terminal::keys::Key;

#[derive(Debug)]
pub enum Msg {
    Key(Key),
    Text(String),
    /// A click at a column and row.
    Click(u16, u16),
    /// Wheel lines at a column and row; positive is down.
    Wheel(u16, u16, isize),
    /// A township was opened.
    Opened(Box<OpenTownship>),
    /// The open township was read again. The intent that waited for it can run now.
    Reopened(Box<OpenTownship>, Intent),
    /// A change is on the disk.
    Recorded(Box<Entry>),
    /// The reason why a change is not on the disk, or why the ledger could not be read after it.
    RecordFailed(String),
    /// The reason why an act was refused. Nothing else has changed.
    Refused(String),
    /// The entry that an export left in the ledger, and its result.
    Reported(Option<Box<Entry>>, Result<String, String>),
    /// The settings as they were saved.
    SettingsSaved(Box<SavedSettings>),
    StorageFound(StorageCandidates),
    /// The audit of a report, and whether to show its findings.
    Checked(Box<ReportAudit>, bool),
    /// The result of a backup or a merge.
    Finished(Result<String, String>),
    /// The message and all receipts after one was opened.
    ReceiptOpened(Result<(String, Vec<Receipt>), String>),
    /// The next folder for a report, and a message about it.
    NextFolder(PathBuf, Message),
    /// A folder was read.
    Listed(BrowserPurpose, Result<BrowserListing, String>),
    County(CountyMsg),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedSettings {
    pub signing: Signing,
    pub storage: StorageState,
    /// Today's date, if the clerk set it by hand.
    pub today: Option<chrono::NaiveDate>,
}

/// Work for the event loop. Each variant names the message that answers it.
#[derive(Debug, PartialEq, Eq)]
pub enum Effect {
    /// Append a change. Answered by [`Msg::Recorded`] or [`Msg::RecordFailed`].
    Record(Change),
    /// Copy new evidence, then append the activity.
    RecordActivity {
        id: Hex16,
        /// All changes except the evidence.
        set: Box<ActivityPatch>,
        /// All its evidence; `None` leaves it unchanged.
        evidence: Option<Vec<EvidenceItem>>,
    },
    /// Answered by [`Msg::Opened`].
    OpenTownship(Township),
    /// Open the same township again. Answered by [`Msg::Reopened`].
    Reopen(Intent),
    /// Answered by [`Msg::Reported`].
    Report(ReportRequest),
    /// Audit a report and measure the free space of its folder. Answered by [`Msg::Checked`].
    Check {
        period: Period,
        reporter: String,
        folder: PathBuf,
        /// Whether to show the findings.
        show: bool,
    },
    /// Write a backup into a folder. Answered by [`Msg::Finished`].
    Backup(PathBuf),
    /// Merge a file and open the township again. Answered by [`Msg::Finished`].
    Merge(PathBuf),
    /// Answered by [`Msg::ReceiptOpened`].
    OpenReceipt(PathBuf),
    /// Find the next drive after the one of this folder. Answered by [`Msg::NextFolder`].
    FindNextFolder(PathBuf),
    /// List a folder, or all drives without one. Answered by [`Msg::Listed`].
    List(BrowserPurpose, Option<PathBuf>),
    /// Find the drives that records and copies can use. Answered by [`Msg::StorageFound`].
    FindStorage,
    /// Answered by [`Msg::SettingsSaved`].
    SaveSettings(Box<Preferences>),
    /// Save the settings of the first run and open the township.
    FinishFirstRun(Box<FirstRunSettings>),
    County(CountyEffect),
    /// Redraw the whole screen.
    Repaint,
    /// Switch the look and save it.
    ChangeLook,
    Quit,
}
