//! The receipt (回执): the county's answer to one report of a township.
//!
//! A receipt is a file, not an entry of the ledger: it changes nothing that was done, and reaches another PC with the
//! data folder. It names its report by SHA-256, so it can never be taken for an answer to another report.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::file_names::of_township;
use super::ledger::{Change, Ledger};
use super::period::Period;
use super::plan::{Plan, Township};

/// Longest remark on one task, in characters.
pub const REMARK_MAX: usize = 2000;

/// The county's answer to a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// SHA-256 of the report, 64 hex digits.
    pub report: String,
    /// The id of the report's plan.
    pub plan: String,
    /// The township that reported.
    pub township: Township,
    /// The period that was reported.
    pub period: Period,
    /// The revision of the report within the period, from 1.
    pub revision: u32,
    /// Whether the report is accepted.
    pub answer: ReceiptAnswer,
    /// Remarks on tasks, at most one a task.
    pub remarks: Vec<TaskAnswer>,
    /// The office of the county.
    pub office: String,
    /// The person who answers.
    pub person: String,
    /// The telephone number of that person.
    pub phone: String,
    /// When it was given, by the county's clock.
    pub at: DateTime<FixedOffset>,
}

/// The county's decision on a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReceiptAnswer {
    /// The report is accepted (收到).
    Accepted,
    /// The report is returned for correction (退回).
    Returned,
}

/// The county's remark on one task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskAnswer {
    /// The number of the task.
    pub task: u32,
    /// The remark, 1 to [`REMARK_MAX`] characters.
    pub text: String,
}

/// A contradiction inside a receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReceiptFault {
    /// The report's SHA-256 is not 64 hex digits.
    NoReport,
    /// The revision is 0.
    NoRevision,
    /// The report is returned without a remark that says why.
    NoReason,
    /// A task has two remarks.
    TaskTwice(u32),
    /// A remark is empty or too long.
    RemarkLength(u32),
    /// The receipt is larger than its limit.
    TooLong,
}

/// Why a township refuses a receipt.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptRefusal {
    /// The receipt is for another plan.
    OtherPlan {
        /// The id that it names.
        named: String,
        /// The id of the plan in use.
        here: String,
    },
    /// The receipt is for another township.
    OtherTownship {
        /// The township that it names.
        named: Township,
        /// The township of this data folder.
        here: Township,
    },
    /// The ledger and the outbox know no such report.
    UnknownReport {
        /// The period that it names.
        period: Period,
        /// The revision that it names.
        revision: u32,
    },
    /// Its SHA-256 is that of a report of another period or revision.
    OtherReport {
        /// The period of that report.
        period: Period,
        /// The revision of that report.
        revision: u32,
    },
}

/// A report that was made, as the ledger or the outbox records it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    /// The period that it reports.
    pub period: Period,
    /// The revision of the report within the period, from 1.
    pub revision: u32,
    /// SHA-256 of its text, 64 hex digits.
    pub sha256: String,
    /// When it was made, by the PC's clock.
    pub at: DateTime<FixedOffset>,
}

/// The latest report of a period with the county's latest answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The report that was answered.
    pub report: Reported,
    /// The county's latest answer; none if there is none yet.
    pub receipt: Option<Receipt>,
}

impl Receipt {
    /// File name of the receipt: `<code>-<township>-<period>-第<r>次-回执-收到.ron`.
    #[must_use]
    pub fn file_name(&self, plan: &Plan) -> String {
        let rest = format!("{}-第{}次-回执-{}.ron", self.period, self.revision, self.answer.word());
        of_township(plan, &self.plan, &self.township.code, &rest)
    }

    /// Whether `earlier` says the same, apart from the time.
    #[must_use]
    pub fn repeats(&self, earlier: &Receipt) -> bool {
        Receipt { at: earlier.at, ..self.clone() } == *earlier
    }

    /// The remark on a task, if any.
    #[must_use]
    pub fn remark(&self, task: u32) -> Option<&str> {
        self.remarks.iter().find(|remark| remark.task == task).map(|remark| remark.text.as_str())
    }

    /// Finds a contradiction inside a receipt. The seal was checked before.
    #[must_use]
    pub fn fault(&self) -> Option<ReceiptFault> {
        if self.report.len() != 64 || !self.report.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
            return Some(ReceiptFault::NoReport);
        }
        if self.revision == 0 {
            return Some(ReceiptFault::NoRevision);
        }
        if self.answer == ReceiptAnswer::Returned && self.remarks.is_empty() {
            return Some(ReceiptFault::NoReason);
        }
        let mut tasks = BTreeSet::new();
        if let Some(twice) = self.remarks.iter().find(|remark| !tasks.insert(remark.task)) {
            return Some(ReceiptFault::TaskTwice(twice.task));
        }
        let unfit = |one: &&TaskAnswer| one.text.trim().is_empty() || one.text.chars().count() > REMARK_MAX;
        self.remarks.iter().find(unfit).map(|one| ReceiptFault::RemarkLength(one.task))
    }

    /// Finds the report that this receipt answers among the `known` reports of `township`. Fails if the receipt is for
    /// another plan, township or report.
    pub fn answers<'a>(
        &self,
        plan: &Plan,
        township: &Township,
        known: &'a [Reported],
    ) -> Result<&'a Reported, ReceiptRefusal> {
        if self.plan != plan.id {
            return Err(ReceiptRefusal::OtherPlan { named: self.plan.clone(), here: plan.id.clone() });
        }
        // The name is compared too, because it becomes part of a file name.
        if self.township != *township {
            return Err(ReceiptRefusal::OtherTownship { named: self.township.clone(), here: township.clone() });
        }
        let Self { period, revision, .. } = *self;
        match known.iter().find(|report| report.sha256 == self.report) {
            None => Err(ReceiptRefusal::UnknownReport { period, revision }),
            Some(report) if (report.period, report.revision) != (period, revision) => {
                Err(ReceiptRefusal::OtherReport { period: report.period, revision: report.revision })
            }
            Some(report) => Ok(report),
        }
    }
}

impl Answered {
    /// The report and the answer in words.
    #[must_use]
    pub fn words(&self) -> String {
        let answer = self
            .receipt
            .as_ref()
            .map_or("县里还没有回执".to_owned(), |receipt| format!("县里{}", receipt.answer.word()));
        format!("{}第{}次，{answer}", self.report.period.name(), self.report.revision)
    }
}

impl ReceiptAnswer {
    /// The word that the screen shows.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            ReceiptAnswer::Accepted => "收到",
            ReceiptAnswer::Returned => "退回",
        }
    }
}

/// Every report that the ledger records for periods of `years`, by period, oldest first.
#[must_use]
pub fn reported(ledger: &Ledger, years: impl IntoIterator<Item = i32>) -> Vec<Reported> {
    let entries = years.into_iter().flat_map(Period::all_of).flat_map(|period| ledger.exports(period));
    let report = |entry: &super::ledger::Entry| match &entry.change {
        Change::Exported { period, revision, sha256, .. } => {
            Some(Reported { period: *period, revision: *revision, sha256: sha256.clone(), at: entry.at })
        }
        _ => None,
    };
    entries.filter_map(report).collect()
}

/// The latest report of each period of `year`, in the order they were made, with the county's latest answer.
///
/// `receipts` are those of this plan and township.
#[must_use]
pub fn answered(ledger: &Ledger, year: i32, receipts: &[Receipt]) -> Vec<Answered> {
    let periods = Period::all_of(year).into_iter();
    let mut last: Vec<_> = periods.filter_map(|period| ledger.exports(period).last().copied()).collect();
    last.sort_by_key(|entry| entry.order());
    let answer = |entry: &super::ledger::Entry| {
        let Change::Exported { period, revision, sha256, .. } = &entry.change else { return None };
        let report = Reported { period: *period, revision: *revision, sha256: sha256.clone(), at: entry.at };
        Some(Answered { receipt: latest(receipts, sha256).cloned(), report })
    };
    last.into_iter().filter_map(answer).collect()
}

/// The latest answer to the report of that SHA-256.
#[must_use]
pub fn latest<'a>(receipts: &'a [Receipt], report: &str) -> Option<&'a Receipt> {
    receipts.iter().filter(|receipt| receipt.report == report).max_by_key(|receipt| receipt.at)
}

/// The receipts that still matter: that of the latest report, and every return of a report that was not replaced.
pub fn current(answered: &[Answered]) -> impl Iterator<Item = &Receipt> {
    let last = answered.len().saturating_sub(1);
    let receipts = answered.iter().enumerate().filter_map(|(at, one)| Some((at, one.receipt.as_ref()?)));
    let is_current = move |(at, receipt): &(usize, &Receipt)| *at == last || receipt.answer == ReceiptAnswer::Returned;
    receipts.filter(is_current).map(|(_, receipt)| receipt)
}
