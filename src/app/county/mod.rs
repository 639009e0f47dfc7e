//! The county's desk (县级汇总) on the screen: what was collected, the matrix of one period, and the screens over it.
//!
//! What the matrix shows is put together once per change ([`Table`]); a frame draws the rows that are seen.

mod acts;
mod table;
mod words;

pub use super::forms::handing::remarks;
pub use acts::selected;
pub(super) use acts::{act, can, collect_from, news, question, task_in_hand};
pub use table::{Row, Status, Table};
pub(super) use words::reminder;
pub use words::{Kind, file_name};

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use chrono::NaiveDate;

use crate::domain::county::{County, Received, Rejected};
use crate::domain::naming::told_apart;
use crate::domain::period::Period;
use crate::domain::plan::{Plan, PlanFile, Township};
use crate::domain::receipt::{Answer, Receipt, TaskAnswer};
use crate::domain::report::Report;
use crate::domain::wording::other_periods_words;

use super::cursor::Cursor;
use super::guide::Signing;

/// What was collected, as the loop read it.
#[derive(Debug, Clone)]
pub struct Found {
    /// The folders that were read.
    pub folders: Vec<PathBuf>,
    /// Every plan that is known: the one in use first.
    pub plans: Vec<PlanFile>,
    /// The reports, and which of them count.
    pub county: County,
    /// What is no report that can be taken in.
    pub rejected: Vec<Rejected>,
    /// What is no report and need not be.
    pub passed_over: Vec<Rejected>,
    /// Whether it was stopped before all files were read.
    pub stopped: bool,
    /// The reports that were chosen in conflicts, by SHA-256.
    pub preferred: BTreeSet<String>,
    /// The latest receipt given for each report, by the report's SHA-256; those for reports that were replaced too.
    pub answered: BTreeMap<String, Receipt>,
}

/// The county's desk.
#[derive(Debug, Clone)]
pub struct Desk {
    /// What was collected.
    pub found: Found,
    /// The period that is shown.
    pub period: Period,
    /// The matrix of it.
    pub table: Table,
}

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
pub enum Handing {
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
pub enum Wanted {
    /// Read folders, telling [`News::Working`], then say [`News::Collected`].
    Collect(Vec<PathBuf>),
    /// Read the report at that place again, then say [`News::Read`].
    Read(usize),
    /// Write receipts, telling [`News::Working`] where they are many, then say [`News::Answered`].
    Answer(Box<Answering>),
    /// Write a text into a folder under a name, then say [`News::Kept`].
    Text {
        /// The folder.
        folder: PathBuf,
        /// The name of the file.
        name: String,
        /// The text.
        text: String,
    },
    /// Write the workbook of the period into a folder, then say [`News::Kept`].
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
pub enum News {
    /// How far something is that takes long: so many done of all.
    Working(Work, usize, usize),
    /// Nothing was read, and why.
    NothingRead(String),
    /// What was collected, with the period that is asked for, and what to tell besides.
    Collected(Box<Found>, Option<Period>, String),
    /// The report at that place, or why it cannot be read.
    Read(usize, Result<Box<Report>, String>),
    /// The receipts that were given, and how it went.
    Answered(Vec<Receipt>, Result<String, String>),
    /// A file was written, or not.
    Kept(Result<String, String>),
}

impl Desk {
    /// The desk with a period in front: the one asked for where any report has it or none has another, else the usual
    /// one of those that are reported by `today`, else `default`.
    #[must_use]
    pub fn new(found: Found, asked: Option<Period>, default: Period, today: NaiveDate) -> Self {
        let period = asked.or_else(|| found.county.usual_period(today)).unwrap_or(default);
        let table = Table::of(&found, period);
        Self { found, period, table }
    }

    /// Puts the matrix together anew, after a change.
    pub fn refresh(&mut self) {
        self.table = Table::of(&self.found, self.period);
    }

    /// The plan of a row.
    #[must_use]
    pub fn plan(&self, row: &Row) -> &Plan {
        &self.found.plans[row.plan].plan
    }

    /// The names of the plans as they are told apart in a column, by the places of the plans; none where there is but one.
    #[must_use]
    pub fn plan_names(&self, columns: usize) -> BTreeMap<usize, String> {
        let places: &[usize] = if self.table.several() { &self.table.plans } else { &[] };
        let names: Vec<&str> = places.iter().map(|at| self.found.plans[*at].plan.short.as_str()).collect();
        places.iter().copied().zip(told_apart(&names, columns)).collect()
    }

    /// The township of a row.
    #[must_use]
    pub fn township(&self, row: &Row) -> &Township {
        &self.plan(row).roster[row.township]
    }

    /// The report that a row shows.
    #[must_use]
    pub fn report(&self, row: &Row) -> Option<&Received> {
        row.standing.map(|standing| &self.found.county.reports[standing.report])
    }

    /// The plan and the township that a report is of.
    #[must_use]
    pub fn whose(&self, report: &Received) -> Option<(&Plan, &Township)> {
        let plan = &self.found.plans.iter().find(|known| known.plan.id == report.plan)?.plan;
        plan.township(&report.code).ok().map(|township| (plan, township))
    }

    /// The place of the report of that SHA-256; none where it was not collected.
    #[must_use]
    pub fn place_of(&self, sha256: &str) -> Option<usize> {
        self.found.county.reports.iter().position(|report| report.sha256 == sha256)
    }

    /// Where the township of a row stands.
    #[must_use]
    pub fn status(&self, row: &Row) -> Status {
        row.status(&self.found)
    }

    /// The reports that the one of a row was chosen from, or is to be: all that none of the others contains. One alone
    /// leaves nothing to choose.
    #[must_use]
    pub fn choices(&self, row: &Row) -> Vec<usize> {
        let county = &self.found.county;
        let Some(standing) = row.standing else { return Vec::new() };
        if let Some(conflict) = standing.conflict {
            return county.conflicts[conflict].reports.clone();
        }
        let aside = county.set_aside.iter().filter(|(_, by)| *by == standing.report).map(|(one, _)| *one);
        let mut all: Vec<usize> = aside.chain([standing.report]).collect();
        all.sort_unstable();
        all
    }

    /// That the township of a row has reported other periods, in words; nothing where it has not.
    #[must_use]
    pub fn other_periods(&self, row: &Row) -> String {
        let (plan, code) = (&self.plan(row).id, &self.township(row).code);
        other_periods_words(&self.found.county.other_periods(plan, code, self.period))
    }

    /// How an earlier report of the same township and period was returned last; none where none was.
    #[must_use]
    pub fn returned_before(&self, report: &Received) -> Option<&Receipt> {
        let of_it = |receipt: &&Receipt| {
            (&receipt.plan, &receipt.township.code, receipt.period) == (&report.plan, &report.code, report.period)
                && receipt.report != report.sha256
                && receipt.revision < report.revision
        };
        let before = self.found.answered.values().filter(of_it).max_by_key(|receipt| (receipt.revision, receipt.at));
        before.filter(|receipt| receipt.answer == Answer::Returned)
    }

    /// The reports of the period that stand and were not answered; conflicts are not among them.
    #[must_use]
    pub fn unanswered(&self) -> Vec<usize> {
        let rows = self.table.rows.iter().filter(|row| self.status(row) == Status::Received);
        rows.filter_map(|row| row.standing.map(|standing| standing.report)).collect()
    }
}
