//! The receipt (回执): the county's answer to one report, and which report of a township it answers.
//!
//! A receipt is a file and no entry of the ledger: it says what the county thinks, changes nothing of what was done, and
//! reaches another PC with the data folder. The report it answers is named by its SHA-256, so that it can never be taken
//! for an answer to another one.

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
    /// Id of the report's plan.
    pub plan: String,
    /// Who reported.
    pub township: Township,
    /// What was reported.
    pub period: Period,
    /// Which report of the period.
    pub revision: u32,
    /// Accepted or returned.
    pub answer: ReceiptAnswer,
    /// What the county says of single tasks.
    pub remarks: Vec<TaskAnswer>,
    /// The county's office.
    pub office: String,
    /// Who answers for it.
    pub person: String,
    /// Where to ring.
    pub phone: String,
    /// When, by the county's clock.
    pub at: DateTime<FixedOffset>,
}

/// How a report was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReceiptAnswer {
    /// 收到，认可
    Accepted,
    /// 退回
    Returned,
}

/// What the county says of one task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskAnswer {
    /// The task.
    pub task: u32,
    /// The remark.
    pub text: String,
}

/// What does not fit together in a receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReceiptFault {
    /// The report is not named by 64 hex digits.
    NoReport,
    /// Revision 0.
    NoRevision,
    /// A returned report, and no remark that says why.
    NoReason,
    /// A task stands twice.
    TaskTwice(u32),
    /// A remark without words, or with too many.
    RemarkLength(u32),
    /// All remarks together are more than a receipt may hold.
    TooLong,
}

/// Why a township does not take a receipt.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptRefusal {
    /// It is of another plan.
    OtherPlan {
        /// The plan it names.
        named: String,
        /// The plan in use.
        here: String,
    },
    /// It answers another township.
    OtherTownship {
        /// The township it names.
        named: Township,
        /// The township here.
        here: Township,
    },
    /// It answers a report that this township did not make, as far as is known here.
    UnknownReport {
        /// The period it names.
        period: Period,
        /// The revision it names.
        revision: u32,
    },
    /// It names the report of another period or revision by this SHA-256.
    OtherReport {
        /// The period of that report.
        period: Period,
        /// The revision of that report.
        revision: u32,
    },
}

/// A report that was made, as the ledger or the outbox knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    /// The period.
    pub period: Period,
    /// Which report of the period.
    pub revision: u32,
    /// SHA-256, 64 hex digits.
    pub sha256: String,
    /// When, by the PC's clock.
    pub at: DateTime<FixedOffset>,
}

/// The latest report of a period, and what the county last said to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The report.
    pub report: Reported,
    /// The county's latest answer to it; none so far.
    pub receipt: Option<Receipt>,
}

impl Receipt {
    /// File name of the receipt: `<code>-<township>-<period>-第<r>次-回执-收到.ron`.
    #[must_use]
    pub fn file_name(&self, plan: &Plan) -> String {
        let rest = format!("{}-第{}次-回执-{}.ron", self.period, self.revision, self.answer.word());
        of_township(plan, &self.plan, &self.township.code, &rest)
    }

    /// Whether `earlier` says the same, the time it was made aside.
    #[must_use]
    pub fn repeats(&self, earlier: &Receipt) -> bool {
        Receipt { at: earlier.at, ..self.clone() } == *earlier
    }

    /// What the county says of a task.
    #[must_use]
    pub fn remark(&self, task: u32) -> Option<&str> {
        self.remarks.iter().find(|remark| remark.task == task).map(|remark| remark.text.as_str())
    }

    /// What does not fit together in a receipt whose seal is whole; none when all does.
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

    /// The report that this receipt answers, of those that `township` made; `known` has all of them.
    pub fn answers<'a>(
        &self,
        plan: &Plan,
        township: &Township,
        known: &'a [Reported],
    ) -> Result<&'a Reported, ReceiptRefusal> {
        if self.plan != plan.id {
            return Err(ReceiptRefusal::OtherPlan { named: self.plan.clone(), here: plan.id.clone() });
        }
        // Its name too: it goes into the name of the file that is kept.
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
    /// Which report it is, and how it was taken.
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
    /// The word that people read.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            ReceiptAnswer::Accepted => "收到",
            ReceiptAnswer::Returned => "退回",
        }
    }
}

/// Every report that the ledger says was made for the periods of `years`, by period, the latest last.
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

/// The latest report of each period of `year`, in the order they were made, with the county's latest answer to it.
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

/// The receipts that still say something: those of the latest report, and every return that no new report answered.
pub fn standing(answered: &[Answered]) -> impl Iterator<Item = &Receipt> {
    let last = answered.len().saturating_sub(1);
    let receipts = answered.iter().enumerate().filter_map(|(at, one)| Some((at, one.receipt.as_ref()?)));
    let stands = move |(at, receipt): &(usize, &Receipt)| *at == last || receipt.answer == ReceiptAnswer::Returned;
    receipts.filter(stands).map(|(_, receipt)| receipt)
}
