//! The audit (审核) of the report in the form.

use crate::domain::check::{CheckFinding, Severity};
use crate::domain::period::Period;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportAudit {
    pub period: Period,
    /// Errors first.
    pub findings: Vec<CheckFinding>,
    /// Free bytes in the report's folder, if the system knows.
    pub room: Option<u64>,
}

impl ReportAudit {
    /// Returns the number of errors and of warnings.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let errors = self.findings.iter().filter(|finding| finding.level == Severity::Error).count();
        (errors, self.findings.len() - errors)
    }
}
