//! The plan file: `format: "taizhang-plan"`, read by people, comments allowed. A plan that a county hands out ends with a
//! seal; a draft, and a plan that somebody wrote by hand, does not.

use std::borrow::Cow;

use crate::domain::plan::{Plan, PlanFile};

use super::{FormatError, PLAN_MAX, parse, seal, text};

pub use super::plan_text::{FORMAT, write};

/// Reads a plan and holds it to its seal, where it has one, and to its own rules.
pub fn read(bytes: &[u8]) -> Result<PlanFile, FormatError> {
    let file = read_draft(bytes)?;
    let faults = file.plan.faults();
    if faults.is_empty() { Ok(file) } else { Err(FormatError::Plan(faults)) }
}

/// Reads a plan that may still contradict itself.
pub fn read_draft(bytes: &[u8]) -> Result<PlanFile, FormatError> {
    let text = body(bytes)?;
    Ok(PlanFile { plan: parse(&text, FORMAT)?, sha256: seal::sha256(text.as_bytes()) })
}

/// The text of a plan without its seal, which is held to it.
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

/// The file of a plan with its seal.
pub fn sealed(bytes: &[u8]) -> Result<String, FormatError> {
    Ok(seal::seal(body(bytes)?.into_owned()))
}

/// Whether a plan reads the same when it is written anew; a defect of the program where it does not.
#[must_use]
pub fn survives(plan: &Plan, text: &str) -> bool {
    read_draft(text.as_bytes()).is_ok_and(|file| file.plan == *plan)
}
