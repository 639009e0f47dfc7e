//! Texts that another program saved in another encoding than UTF-8.

use std::borrow::Cow;

use encoding_rs::{UTF_16BE, UTF_16LE};

use crate::domain::gbk;

/// What a text is that is not UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// What Notepad calls Unicode.
    Utf16,
    /// What Notepad calls ANSI on a Chinese Windows.
    Gbk,
    /// None of these, or damaged.
    Unknown,
}

/// The encoding of a text, where it is not UTF-8.
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

/// A text that is UTF-16, with its byte-order mark or without: all files of this program begin with an ASCII character.
#[must_use]
pub fn from_utf16(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let encoding = match bytes {
        [0xFF, 0xFE, ..] | [1..=0x7F, 0, ..] => UTF_16LE,
        [0xFE, 0xFF, ..] | [0, 1..=0x7F, ..] => UTF_16BE,
        _ => return None,
    };
    Some(encoding.decode_with_bom_removal(bytes).0)
}

/// Damaged UTF-8 often passes for GBK. But most of its Chinese characters are still whole, and of GBK hardly any is.
fn is_gbk(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    broken > whole && gbk::decode(bytes).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "// 攀莲镇上报\r\n(\r\n  format: \"taizhang-report\",\r\n  reporter: \"张三\",\r\n";

    #[test]
    fn encodings_are_told_apart() {
        let units = || TEXT.encode_utf16();
        let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
        let cases = [
            (TEXT.as_bytes().to_vec(), None),
            ([b"\xEF\xBB\xBF", TEXT.as_bytes()].concat(), None),
            ([b"\xFF\xFE", &little[..]].concat(), Some(Encoding::Utf16)),
            ([b"\xFE\xFF", &big[..]].concat(), Some(Encoding::Utf16)),
            (little, Some(Encoding::Utf16)),
            (big, Some(Encoding::Utf16)),
            (encoding_rs::GBK.encode(TEXT).0.into_owned(), Some(Encoding::Gbk)),
            (b"\xFF\xD8\xFF\xE0".to_vec(), Some(Encoding::Unknown)),
        ];
        for (bytes, encoding) in cases {
            assert_eq!(other_than_utf8(&bytes), encoding, "{}", bytes.escape_ascii());
        }
    }

    #[test]
    fn damaged_utf_8_is_no_gbk() {
        let whole = TEXT.as_bytes();
        for at in 0..whole.len() {
            let mut damaged = whole.to_vec();
            damaged[at] ^= 0x80;
            assert_ne!(other_than_utf8(&damaged), Some(Encoding::Gbk), "byte {at}");
        }
    }
}
