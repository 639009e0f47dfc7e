//! A report as the county keeps it in memory.

use std::fmt;
use std::path::{MAIN_SEPARATOR, PathBuf};

use chrono::{DateTime, FixedOffset};

use super::figures::ReportFigures;
use crate::domain::ledger::{EntryChecksums, Head, KnownEntries};
use crate::domain::period::Period;
use crate::domain::plan::PlanFile;
use crate::domain::report::Report;

/// Where a report was found: a file, or a file in an archive.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReportOrigin {
    /// The path of the file or archive.
    pub path: PathBuf,
    /// The name in the archive, if it is one.
    pub within: Option<String>,
}

/// A report without its details: who reports, which entries it contains, and its figures. The rest is read again when
/// the user opens it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The file that it was read from.
    pub origin: ReportOrigin,
    /// Its identity: the SHA-256 of its text, 64 hex digits.
    pub sha256: String,
    /// The id of its plan.
    pub plan: String,
    /// SHA-256 of the text of the plan that it was made under.
    pub plan_sha256: String,
    /// Whether the county has another text of the plan.
    pub other_text: bool,
    /// The township's code in the roster, nine digits.
    pub code: String,
    /// The period that it reports.
    pub period: Period,
    /// False if the period was not over when it was made (期未满).
    pub period_over: bool,
    /// 1, 2, 3 ... within the period.
    pub revision: u32,
    /// Its version vector, ordered by device.
    pub heads: Vec<Head>,
    /// The entry checksums of the same PCs, in the same order.
    pub entry_checksums: Vec<EntryChecksums>,
    /// SHA-256 of the reports that were imported in place of lost ledgers.
    pub taken_in: Vec<String>,
    /// When it was made, by the township's clock.
    pub made_at: DateTime<FixedOffset>,
    /// The name of the reporter (填报人).
    pub reporter: String,
    /// The reporter's telephone number.
    pub phone: String,
    /// The number of damaged ledger lines that were skipped.
    pub damaged: u32,
    /// Its figures under the county's plan.
    pub figures: ReportFigures,
}

impl Received {
    /// Counts a report under the county's text of its plan.
    #[must_use]
    pub fn of(origin: ReportOrigin, sha256: String, report: Report, plan: &PlanFile) -> Self {
        Self {
            figures: ReportFigures::of(&plan.plan, &report),
            other_text: report.plan_sha256 != plan.sha256,
            origin,
            sha256,
            plan: report.plan,
            plan_sha256: report.plan_sha256,
            code: plan.plan.code_in_roster(&report.township.code).to_owned(),
            period: report.period,
            period_over: report.period_over,
            revision: report.revision,
            heads: report.heads,
            entry_checksums: report.entry_checksums,
            taken_in: report.taken_in,
            made_at: report.made_at,
            reporter: report.reporter,
            phone: report.phone,
            damaged: report.damaged,
        }
    }

    /// A sentence that says how a report made under another text of the plan counts.
    #[must_use]
    pub fn other_text_note(&self) -> String {
        let unmatched = match self.figures.unmatched {
            0 => String::new(),
            items => format!("；有{items}条清单这里的规划没有，没有计入"),
        };
        format!("是用另一版规划填报的，已按清单编号计入{unmatched}。")
    }

    /// The key of the report: plan, period and township.
    pub(super) fn concerns(&self) -> (&str, Period, &str) {
        (&self.plan, self.period, &self.code)
    }

    /// Whether the report contains every entry of `other`, or was made from a ledger that `other` was imported into.
    pub(super) fn contains(&self, other: &Self) -> bool {
        self.taken_in.contains(&other.sha256) || self.known().contains(other.known())
    }

    fn known(&self) -> KnownEntries<'_> {
        KnownEntries { heads: &self.heads, entry_checksums: &self.entry_checksums }
    }
}

impl fmt::Display for ReportOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.within {
            // The name in the archive is only shown; it never leads to a file.
            Some(name) => write!(f, "{}{MAIN_SEPARATOR}{name}", self.path.display()),
            None => write!(f, "{}", self.path.display()),
        }
    }
}
