//! State of the county's screens, with their effects and messages.

use std::path::PathBuf;

use crate::app::state::cursor::Cursor;
use crate::app::state::setup::Signing;
use crate::domain::county::collected::Collected;
use crate::domain::period::Period;
use crate::domain::receipt::{Receipt, ReceiptAnswer, TaskAnswer};
use crate::domain::report::Report;

/// The selected cell of the matrix.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MatrixCursor {
    pub cursor: Cursor,
    /// Index of the selected column.
    pub column: usize,
}

/// A report that is shown in full.
#[derive(Debug, Clone)]
pub struct OpenReport {
    /// Index among the collected reports.
    pub index: usize,
    pub report: Report,
    /// Index of the shown task among those of the report's figures.
    pub at: usize,
    /// First visible line.
    pub top: usize,
}

/// A file that the county writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutgoingFile {
    /// The receipt for the report with this SHA-256.
    Answer(String),
    /// Receipts of 收到 for all effective reports without a receipt.
    AcceptAll,
    /// The reminder to townships that have not reported.
    Missing,
    Workbook,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerRequest {
    /// Indices of the reports.
    pub reports: Vec<usize>,
    pub answer: ReceiptAnswer,
    pub remarks: Vec<TaskAnswer>,
    pub signing: Signing,
    /// The data folder of the county's records, if one is offered.
    pub records_folder: Option<PathBuf>,
}

#[derive(Debug, PartialEq, Eq)]
pub enum CountyEffect {
    /// Read folders and report progress by [`CountyMsg::Working`]. Answered by [`CountyMsg::Collected`].
    Collect(Vec<PathBuf>),
    /// Read the report at this index again. Answered by [`CountyMsg::Read`].
    Read(usize),
    /// Write receipts and report progress by [`CountyMsg::Working`]. Answered by [`CountyMsg::Answered`].
    Answer(Box<AnswerRequest>),
    /// Write a text file. Answered by [`CountyMsg::FileWritten`].
    WriteText {
        folder: PathBuf,
        /// The name of the file.
        name: String,
        text: String,
    },
    /// Answered by [`CountyMsg::FileWritten`].
    WriteWorkbook(PathBuf),
}

/// A long job at the county. Esc stops it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountyJob {
    Reading,
    Answering,
}

#[derive(Debug)]
pub enum CountyMsg {
    /// The job, how many files are done, and how many there are.
    Working(CountyJob, usize, usize),
    /// The reason why nothing was read.
    NothingRead(String),
    /// The collection, the requested period, and problems to show.
    Collected(Box<Collected>, Option<Period>, String),
    /// The report at this index, or the error.
    Read(usize, Result<Box<Report>, String>),
    /// The receipts that were written, and the result.
    Answered(Vec<Receipt>, Result<String, String>),
    FileWritten(Result<String, String>),
}
