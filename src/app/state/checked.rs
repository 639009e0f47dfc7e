//! The audit (审核) of the report that is being filled in.

use crate::domain::check::{Finding, Level};
use crate::domain::period::Period;

/// What is known of a report before it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The period.
    pub period: Period,
    /// What 审核 found, the errors first.
    pub findings: Vec<Finding>,
    /// Bytes that can still be written where the report would go, where the system tells.
    pub room: Option<u64>,
}

impl Checked {
    /// How many errors, and how many warnings.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let errors = self.findings.iter().filter(|finding| finding.level == Level::Error).count();
        (errors, self.findings.len() - errors)
    }
}
