//! The seal: a last line `// sha256: <64 hex>` over all bytes before it. It finds damage and edits; it does not
//! prove who wrote (contract, Files).

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::FormatError;

const MARK: &str = "// sha256: ";

/// SHA-256 of `bytes` as 64 lower-case hex digits.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes as lower-case hex digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The first eight bytes of the SHA-256 of `bytes`.
#[must_use]
pub fn short(bytes: &[u8]) -> u64 {
    Sha256::digest(bytes).iter().take(8).fold(0, |hash, byte| hash << 8 | u64::from(*byte))
}

/// `body` with its seal as last line.
#[must_use]
pub fn seal(mut body: String) -> String {
    if !body.ends_with('\n') {
        body.push('\n');
    }
    let hash = sha256(body.as_bytes());
    body + MARK + &hash + "\n"
}

/// The part of a sealed `text` (BOM removed, CRLF as LF) that the seal is over.
///
/// Empty lines after the seal, as mail adds them, are forgiven.
pub fn unseal(text: &str) -> Result<&str, FormatError> {
    let text = text.trim_end_matches(['\n', '\r', ' ']);
    let start = text.rfind('\n').map_or(0, |at| at + 1);
    let (body, last) = text.split_at(start);
    let hash = last.strip_prefix(MARK).ok_or(FormatError::NoSeal)?;
    if hash.len() != 64 {
        return Err(FormatError::NoSeal);
    }
    if sha256(body.as_bytes()) == hash { Ok(body) } else { Err(FormatError::BrokenSeal) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_text_opens_and_any_changed_byte_breaks_it() {
        let sealed = seal("// 攀莲镇\n(a: 1)".to_owned());
        assert_eq!(unseal(&sealed), Ok("// 攀莲镇\n(a: 1)\n"));
        for at in 0..sealed.len() - 1 {
            let mut bytes = sealed.clone().into_bytes();
            bytes[at] ^= 1;
            if let Ok(changed) = String::from_utf8(bytes) {
                assert!(unseal(&changed).is_err(), "byte {at}");
            }
        }
    }

    #[test]
    fn a_text_cut_anywhere_before_its_last_digit_is_refused() {
        let sealed = seal("(a: 1)".to_owned());
        for end in 0..sealed.len() - 1 {
            assert!(unseal(&sealed[..end]).is_err(), "cut at {end}");
        }
    }

    #[test]
    fn the_hash_is_sha_256() {
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(short(b"abc"), 0xba78_16bf_8f01_cfea);
    }
}
