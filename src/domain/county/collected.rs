//! All that was collected from the folders of a county: reports, their plans, and files that do not count.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::{CountyReports, Rejected};
use crate::domain::period::Period;
use crate::domain::plan::{Plan, PlanFile};
use crate::domain::receipt::Receipt;

/// The result of reading the county's folders.
#[derive(Debug, Clone, Default)]
pub struct Collected {
    /// The folders that the user named.
    pub folders: Vec<PathBuf>,
    /// Every known plan, the one in use first.
    pub plans: Vec<PlanFile>,
    /// The reports, and which of them count.
    pub county: CountyReports,
    /// Files that should be reports and cannot be read as such.
    pub rejected: Vec<Rejected>,
    /// Files that are not expected to be reports: receipts, plans, files of the operating system.
    pub passed_over: Vec<Rejected>,
    /// Whether the user stopped before all files were read.
    pub stopped: bool,
    /// SHA-256 of the reports that the county chose in conflicts.
    pub preferred: BTreeSet<String>,
    /// The latest receipt for each report, replaced reports included, by the report's SHA-256. Empty until the receipts
    /// are read.
    pub answered: BTreeMap<String, Receipt>,
}

impl Collected {
    /// The plans that the table of a period shows: those with reports, or found among them; else the one in use.
    #[must_use]
    pub fn plans_in(&self, period: Period) -> Vec<&Plan> {
        self.county.plans_in(self.plans.iter().map(|file| &file.plan), period)
    }

    /// Finds a known plan by its id.
    #[must_use]
    pub fn plan(&self, id: &str) -> Option<&PlanFile> {
        self.plans.iter().find(|known| known.plan.id == id)
    }

    /// Decides again which reports count, with the county's choices in `preferred`.
    pub fn decide(&mut self, preferred: BTreeSet<String>) {
        self.county.decide(&preferred);
        self.preferred = preferred;
    }
}
