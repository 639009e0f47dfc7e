//! What the event loop collected from the folders of a county.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::domain::county::{County, Rejected};
use crate::domain::plan::PlanFile;
use crate::domain::receipt::Receipt;

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
