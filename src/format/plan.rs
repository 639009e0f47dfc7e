//! The plan file: `format: "taizhang-plan"`, read by people, comments allowed.

use crate::domain::plan::{Plan, PlanFile};

use super::{FormatError, PLAN_MAX, parse, seal, text};

/// The `format` of a plan.
pub const FORMAT: &str = "taizhang-plan";

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
