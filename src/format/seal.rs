//! The seal: a last line `// sha256: <64 hex>` over all bytes before it. It finds damage and edits. It does not prove
//! who wrote the file.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::FormatError;

const MARK: &str = "// sha256: ";

/// SHA-256 of `bytes` as 64 lower-case hex digits.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Writes bytes as lower-case hex digits.
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

/// Adds the seal to `body` as its last line.
#[must_use]
pub fn seal(mut body: String) -> String {
    if !body.ends_with('\n') {
        body.push('\n');
    }
    let hash = sha256(body.as_bytes());
    body + MARK + &hash + "\n"
}

/// Whether the last line of a text looks like a seal, whole or damaged.
#[must_use]
pub fn is_sealed(text: &str) -> bool {
    text.trim_end().lines().next_back().is_some_and(|last| last.starts_with(MARK.trim_end()))
}

/// A sealed text whose seal fits.
#[derive(Debug, PartialEq, Eq)]
pub struct Unsealed<'a> {
    /// The text before the seal.
    pub body: &'a str,
    /// SHA-256 of the text with its seal: the file's identity, 64 hex digits.
    pub sha256: String,
}

/// Checks the seal of `text` (BOM removed, CRLF as LF). Fails if it is missing or does not fit.
///
/// Empty lines after the seal are ignored, because mail adds them.
pub fn unseal(text: &str) -> Result<Unsealed<'_>, FormatError> {
    let text = text.trim_end_matches(['\n', '\r', ' ']);
    let start = text.rfind('\n').map_or(0, |at| at + 1);
    let (body, last) = text.split_at(start);
    let hash = last.strip_prefix(MARK).ok_or(FormatError::NoSeal)?;
    if hash.len() != 64 {
        return Err(FormatError::NoSeal);
    }
    // The second hash continues from the first, so that no byte is hashed twice.
    let mut sum = Sha256::new_with_prefix(body);
    if hex(&sum.clone().finalize()) != hash {
        return Err(FormatError::BrokenSeal);
    }
    sum.update(last);
    sum.update("\n");
    Ok(Unsealed { body, sha256: hex(&sum.finalize()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_byte_breaks_the_seal() {
        let sealed = seal("// 攀莲镇\n(a: 1)".to_owned());
        let (body, sha256) = ("// 攀莲镇\n(a: 1)\n", sha256(sealed.as_bytes()));
        assert_eq!(unseal(&sealed), Ok(Unsealed { body, sha256: sha256.clone() }));
        assert_eq!(unseal(&(sealed.clone() + "\n \n")), Ok(Unsealed { body, sha256 }));
        for at in 0..sealed.len() - 1 {
            let mut bytes = sealed.clone().into_bytes();
            bytes[at] ^= 1;
            if let Ok(changed) = String::from_utf8(bytes) {
                assert!(unseal(&changed).is_err(), "byte {at}");
            }
        }
    }

    #[test]
    fn truncated_text_is_refused() {
        let sealed = seal("(a: 1)".to_owned());
        for end in 0..sealed.len() - 1 {
            assert!(unseal(&sealed[..end]).is_err(), "cut at {end}");
        }
    }

    #[test]
    fn hash_is_sha_256() {
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(short(b"abc"), 0xba78_16bf_8f01_cfea);
    }
}
