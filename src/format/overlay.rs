//! The overlay file: `format: "taizhang-overlay"`. People write it by hand.

use crate::domain::overlay::Overlay;

use super::{FileFormat, FormatError, PLAN_MAX, parse, text};

/// The `format` of an overlay, and its newest version.
const FORMAT: FileFormat = FileFormat { name: "taizhang-overlay", version: 1 };

/// Reads an overlay. Fails on unknown fields, so that a typing error is found.
pub fn read(bytes: &[u8]) -> Result<Overlay, FormatError> {
    parse(&text(bytes, PLAN_MAX)?, FORMAT)
}
