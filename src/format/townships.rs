//! Unpacks the townships of China that are built into the program: deflated lines of text.

use std::io::Read as _;

use flate2::read::DeflateDecoder;

use crate::domain::townships::China;

/// Largest unpacked text, in bytes.
const MAX: u64 = 4 << 20;

/// Unpacks the townships; none if the data is damaged.
#[must_use]
pub fn read(packed: &[u8]) -> China {
    let mut text = String::new();
    // A part of the list is of no use.
    let whole = DeflateDecoder::new(packed).take(MAX).read_to_string(&mut text).is_ok();
    China::parse(if whole { &text } else { "" })
}
