//! The plan file: `format: "taizhang-plan"`, read by people, comments allowed.

use crate::domain::plan::Plan;

use super::{FormatError, PLAN_MAX, parse, seal, text};

/// The `format` of a plan.
pub const FORMAT: &str = "taizhang-plan";

/// A plan with the SHA-256 of its text (BOM removed, CRLF as LF).
#[derive(Debug, Clone)]
pub struct PlanFile {
    /// The plan.
    pub plan: Plan,
    /// SHA-256, 64 hex digits.
    pub sha256: String,
}

/// Reads a plan and holds it to its own rules.
pub fn read(bytes: &[u8]) -> Result<PlanFile, FormatError> {
    let text = text(bytes, PLAN_MAX)?;
    let plan: Plan = parse(&text, FORMAT)?;
    let faults = plan.faults();
    if faults.is_empty() {
        Ok(PlanFile { plan, sha256: seal::sha256(text.as_bytes()) })
    } else {
        Err(FormatError::Plan(faults))
    }
}
