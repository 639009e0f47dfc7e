//! What was collected from the folders of a county: the reports, the plans they are of, and the files that do not count.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::{CountyReports, Rejected};
use crate::domain::period::Period;
use crate::domain::plan::{Plan, PlanFile};
use crate::domain::receipt::Receipt;

/// Everything that was collected.
#[derive(Debug, Clone, Default)]
pub struct Collected {
    /// The folders that were read.
    pub folders: Vec<PathBuf>,
    /// Every plan that is known: the one in use first.
    pub plans: Vec<PlanFile>,
    /// The reports, and which of them count.
    pub county: CountyReports,
    /// What is no report that can be taken in.
    pub rejected: Vec<Rejected>,
    /// What is no report and need not be: receipts, plans, what systems leave lying about.
    pub passed_over: Vec<Rejected>,
    /// Whether it was stopped before all files were read.
    pub stopped: bool,
    /// The reports that were chosen in conflicts, by SHA-256.
    pub preferred: BTreeSet<String>,
    /// The latest receipt given for each report, by the report's SHA-256; those for reports that were replaced too.
    /// Empty until the receipts are read.
    pub answered: BTreeMap<String, Receipt>,
}

impl Collected {
    /// The plans that the period is shown of: all that reports came of; where none came, the one in use.
    #[must_use]
    pub fn plans_in(&self, period: Period) -> Vec<&Plan> {
        self.county.plans_in(self.plans.iter().map(|file| &file.plan), period)
    }

    /// The plan of that id.
    #[must_use]
    pub fn plan(&self, id: &str) -> Option<&PlanFile> {
        self.plans.iter().find(|known| known.plan.id == id)
    }

    /// Decides anew which reports count, those of `preferred` chosen in conflicts.
    pub fn decide(&mut self, preferred: BTreeSet<String>) {
        self.county.decide(&preferred);
        self.preferred = preferred;
    }
}
