//! The townships of China as the program carries them: deflated lines of text.

use std::io::Read as _;

use flate2::read::DeflateDecoder;

use crate::domain::townships::China;

/// Largest text that is unpacked, in bytes.
const MAX: u64 = 4 << 20;

/// Unpacks the townships; none of what is no such data.
#[must_use]
pub fn read(packed: &[u8]) -> China {
    let mut text = String::new();
    // What was unpacked before a fault is of no use either.
    let whole = DeflateDecoder::new(packed).take(MAX).read_to_string(&mut text).is_ok();
    China::parse(if whole { &text } else { "" })
}
