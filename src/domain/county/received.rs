//! What the county keeps of one report.

use std::fmt;
use std::path::{MAIN_SEPARATOR, PathBuf};

use chrono::{DateTime, FixedOffset};

use super::figures::ReportFigures;
use crate::domain::ledger::{EntryChecksums, Head, KnownEntries};
use crate::domain::period::Period;
use crate::domain::plan::PlanFile;
use crate::domain::report::Report;

/// Where a report was found: a file, or a file packed in an archive.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReportOrigin {
    /// The file.
    pub path: PathBuf,
    /// The name within it, where it is an archive.
    pub within: Option<String>,
}

/// What the county keeps of one report: who says what, and what it knows of. The rest is read again when it is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Where it was found.
    pub origin: ReportOrigin,
    /// Its identity: SHA-256, 64 hex digits.
    pub sha256: String,
    /// Id of its plan.
    pub plan: String,
    /// The plan's text it was made under, by SHA-256.
    pub plan_sha256: String,
    /// Whether that is another text than the one here.
    pub other_text: bool,
    /// Code of the township.
    pub code: String,
    /// What is reported.
    pub period: Period,
    /// False for a period that was not over (期未满).
    pub period_over: bool,
    /// 1, 2, 3 ... within the period.
    pub revision: u32,
    /// The version vector.
    pub heads: Vec<Head>,
    /// The trails of the same PCs.
    pub trails: Vec<EntryChecksums>,
    /// The reports that were taken in to stand for ledgers that are lost.
    pub taken_in: Vec<String>,
    /// When it was made, by the township's clock.
    pub made_at: DateTime<FixedOffset>,
    /// Who filled in.
    pub reporter: String,
    /// Where to ring.
    pub phone: String,
    /// Damaged ledger lines that were passed over.
    pub damaged: u32,
    /// What it says.
    pub figures: ReportFigures,
}

impl Received {
    /// What the county keeps of a report of that plan.
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
            trails: report.trails,
            taken_in: report.taken_in,
            made_at: report.made_at,
            reporter: report.reporter,
            phone: report.phone,
            damaged: report.damaged,
        }
    }

    /// How it counts, where it was made under another text of its plan.
    #[must_use]
    pub fn other_text_note(&self) -> String {
        let unmatched = match self.figures.unmatched {
            0 => String::new(),
            items => format!("；有{items}条清单这里的规划没有，没有计入"),
        };
        format!("是用另一版规划填报的，已按清单编号计入{unmatched}。")
    }

    /// What it is a report of: plan, period and township.
    pub(super) fn concerns(&self) -> (&str, Period, &str) {
        (&self.plan, self.period, &self.code)
    }

    /// Whether all that `other` knew is known here, so that it says nothing that was not seen: the very entries, or its
    /// word for them where they are lost.
    pub(super) fn contains(&self, other: &Self) -> bool {
        self.taken_in.contains(&other.sha256) || self.known().contains(other.known())
    }

    fn known(&self) -> KnownEntries<'_> {
        KnownEntries { heads: &self.heads, trails: &self.trails }
    }
}

impl fmt::Display for ReportOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.within {
            // Wherever that name would lead, it is a name in there.
            Some(name) => write!(f, "{}{MAIN_SEPARATOR}{name}", self.path.display()),
            None => write!(f, "{}", self.path.display()),
        }
    }
}
