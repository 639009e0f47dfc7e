//! The county's screens, and what they ask of the event loop.

use std::path::PathBuf;

use crate::app::state::cursor::Cursor;
use crate::app::state::setup::Signing;
use crate::domain::county::collected::Collected;
use crate::domain::period::Period;
use crate::domain::receipt::{Answer, Receipt, TaskAnswer};
use crate::domain::report::Report;

/// Where the keys go in the matrix.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Matrix {
    /// The selected township.
    pub cursor: Cursor,
    /// Place of the selected task among the columns.
    pub column: usize,
}

/// One report that is read in full.
#[derive(Debug, Clone)]
pub struct Submitted {
    /// Its place among the reports that were collected.
    pub place: usize,
    /// What it says.
    pub report: Report,
    /// Place of the task that is shown, among those of the report's figures.
    pub at: usize,
    /// First line that is seen.
    pub top: usize,
}

/// What the county hands out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutgoingFile {
    /// The answer to the report of that SHA-256.
    Answer(String),
    /// 收到 for every report that stands and was not answered.
    AcceptAll,
    /// The names of those that have not reported, to urge them.
    Missing,
    /// The workbook of the period.
    Workbook,
}

/// An answer to reports, as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answering {
    /// The reports, by their places.
    pub reports: Vec<usize>,
    /// How they are taken.
    pub answer: Answer,
    /// What is said of single tasks.
    pub remarks: Vec<TaskAnswer>,
    /// Who answers, and where the receipts go.
    pub signing: Signing,
    /// Where the county keeps what it gave, of the places offered; none where none is.
    pub place: Option<PathBuf>,
}

/// What the loop shall do for the county.
#[derive(Debug, PartialEq, Eq)]
pub enum CountyEffect {
    /// Read folders, telling [`CountyMsg::Working`], then say [`CountyMsg::Collected`].
    Collect(Vec<PathBuf>),
    /// Read the report at that place again, then say [`CountyMsg::Read`].
    Read(usize),
    /// Write receipts, telling [`CountyMsg::Working`] where they are many, then say [`CountyMsg::Answered`].
    Answer(Box<Answering>),
    /// Write a text into a folder under a name, then say [`CountyMsg::Kept`].
    Text {
        /// The folder.
        folder: PathBuf,
        /// The name of the file.
        name: String,
        /// The text.
        text: String,
    },
    /// Write the workbook of the period into a folder, then say [`CountyMsg::Kept`].
    Workbook(PathBuf),
}

/// What takes long at the county, and can be stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// Folders are read, file by file.
    Reading,
    /// Reports are answered, receipt by receipt.
    Answering,
}

/// What the loop tells of it.
#[derive(Debug)]
pub enum CountyMsg {
    /// How far something is that takes long: so many done of all.
    Working(Work, usize, usize),
    /// Nothing was read, and why.
    NothingRead(String),
    /// What was collected, with the period that is asked for, and what to tell besides.
    Collected(Box<Collected>, Option<Period>, String),
    /// The report at that place, or why it cannot be read.
    Read(usize, Result<Box<Report>, String>),
    /// The receipts that were given, and how it went.
    Answered(Vec<Receipt>, Result<String, String>),
    /// A file was written, or not.
    Kept(Result<String, String>),
}
