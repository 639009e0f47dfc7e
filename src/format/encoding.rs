//! Recognises texts that another program saved in an encoding other than UTF-8.

use std::borrow::Cow;

use encoding_rs::{UTF_16BE, UTF_16LE};

use crate::domain::gbk;

/// The encoding of a text that is not UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-16, which Notepad calls Unicode.
    Utf16,
    /// GBK, which Notepad calls ANSI on a Chinese Windows.
    Gbk,
    /// Another encoding, or damaged UTF-8.
    Unknown,
}

/// Recognises the encoding of a text; none if it is UTF-8.
#[must_use]
pub fn other_than_utf8(bytes: &[u8]) -> Option<Encoding> {
    if from_utf16(bytes).is_some() {
        Some(Encoding::Utf16)
    } else if std::str::from_utf8(bytes).is_ok() {
        None
    } else if is_gbk(bytes) {
        Some(Encoding::Gbk)
    } else {
        Some(Encoding::Unknown)
    }
}

/// Decodes UTF-16; none if the bytes do not look like UTF-16. Without a byte-order mark the first character must be
/// ASCII, as it is in all files of this program.
#[must_use]
pub fn from_utf16(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let encoding = match bytes {
        [0xFF, 0xFE, ..] | [1..=0x7F, 0, ..] => UTF_16LE,
        [0xFE, 0xFF, ..] | [0, 1..=0x7F, ..] => UTF_16BE,
        _ => return None,
    };
    Some(encoding.decode_with_bom_removal(bytes).0)
}

/// Damaged UTF-8 is often valid GBK. But most of its Chinese characters are still whole; in GBK hardly any sequence is
/// whole UTF-8.
fn is_gbk(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    broken > whole && gbk::decode(bytes).is_some()
}
