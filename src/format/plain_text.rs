//! Decodes texts of any program: UTF-8, UTF-16, GBK or GB 18030, with or without byte-order mark; CRLF as LF.

use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};

use super::FormatError;

/// Largest text, in bytes. A long notice has 200 KB.
pub const TEXT_MAX: u64 = 8 << 20;

/// The bytes that are inspected to recognise UTF-16.
const SAMPLE: usize = 4096;

/// One wrong character in this many is accepted, for old copies. A picture or a Word file has more.
const WRONG_ONE_IN: usize = 50;

/// Decodes a text. Fails if it fits no encoding.
pub fn decode(bytes: &[u8]) -> Result<String, FormatError> {
    if bytes.len() as u64 > TEXT_MAX {
        return Err(FormatError::TooLarge { limit: TEXT_MAX });
    }
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    let text = match (marked.or_else(|| utf_16(bytes)), std::str::from_utf8(bytes)) {
        (None, Ok(text)) => text.to_owned(),
        (encoding, _) => encoding.unwrap_or(GB18030).decode(bytes).0.into_owned(),
    };
    let wrong = text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
    if text.contains('\0') || wrong * WRONG_ONE_IN > text.chars().count() {
        return Err(FormatError::NotText);
    }
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// Recognises UTF-16 without a mark: in the right byte order nearly all units are Chinese or ASCII.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    if !sample.contains(&0) {
        return None;
    }
    let likely =
        |unit: u16| matches!(unit, 0x09..=0x0D | 0x20..=0x7E | 0x2010..=0x303F | 0x4E00..=0x9FFF | 0xFF00..=0xFFEF);
    let count =
        |order: fn([u8; 2]) -> u16| sample.chunks_exact(2).filter(|pair| likely(order([pair[0], pair[1]]))).count();
    let (little, big) = (count(u16::from_le_bytes), count(u16::from_be_bytes));
    if little.max(big) <= sample.len() / 2 * 9 / 10 {
        return None;
    }
    Some(if little >= big { UTF_16LE } else { UTF_16BE })
}
