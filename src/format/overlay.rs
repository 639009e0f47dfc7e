//! The overlay file: `format: "taizhang-overlay"`, written and read by people.

use crate::domain::overlay::Overlay;

use super::{FormatError, PLAN_MAX, parse, text};

/// The `format` of an overlay.
const FORMAT: &str = "taizhang-overlay";

/// Reads an overlay.
pub fn read(bytes: &[u8]) -> Result<Overlay, FormatError> {
    parse(&text(bytes, PLAN_MAX)?, FORMAT)
}
