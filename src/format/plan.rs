//! The plan file: `format: "taizhang-plan"`. People read it; comments are allowed. A plan that a county hands out ends
//! with a seal. A draft, and a plan written by hand, has none.

use std::borrow::Cow;

use crate::domain::plan::{Plan, PlanFile};

use super::{FormatError, PLAN_MAX, parse, seal, text};

pub use super::plan_text::{FORMAT, write};

/// Reads a plan and checks its seal, if it has one, and its faults.
pub fn read(bytes: &[u8]) -> Result<PlanFile, FormatError> {
    let file = read_draft(bytes)?;
    let faults = file.plan.faults();
    if faults.is_empty() { Ok(file) } else { Err(FormatError::Plan(faults)) }
}

/// Reads a plan without checking its faults.
pub fn read_draft(bytes: &[u8]) -> Result<PlanFile, FormatError> {
    let text = body(bytes)?;
    Ok(PlanFile { plan: parse(&text, FORMAT)?, sha256: seal::sha256(text.as_bytes()) })
}

/// The text of a plan before its seal, which is checked.
pub fn body(bytes: &[u8]) -> Result<Cow<'_, str>, FormatError> {
    let text = text(bytes, PLAN_MAX)?;
    if !seal::is_sealed(&text) {
        return Ok(text);
    }
    let body = seal::unseal(&text).map(|whole| whole.body.len()).map_err(|_| FormatError::BrokenPlanSeal)?;
    Ok(match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[..body]),
        Cow::Owned(mut text) => {
            text.truncate(body);
            Cow::Owned(text)
        }
    })
}

/// Whether the file of a plan has a seal.
#[must_use]
pub fn is_sealed(bytes: &[u8]) -> bool {
    text(bytes, PLAN_MAX).is_ok_and(|text| seal::is_sealed(&text))
}

/// The text of a plan with its seal added.
pub fn sealed(bytes: &[u8]) -> Result<String, FormatError> {
    Ok(seal::seal(body(bytes)?.into_owned()))
}

/// Whether the written text of a plan reads back as the same plan. If not, the program has a defect.
#[must_use]
pub fn survives(plan: &Plan, text: &str) -> bool {
    read_draft(text.as_bytes()).is_ok_and(|file| file.plan == *plan)
}
