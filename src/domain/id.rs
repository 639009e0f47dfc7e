//! Identities of entries and PCs: 64 bits, written as 16 hex digits.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::str::FromStr;

/// Sixty-four bits written as 16 lower-case hex digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hex16(pub u64);

impl fmt::Display for Hex16 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl FromStr for Hex16 {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let digits = text.len() == 16 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        if !digits {
            return Err(format!("not 16 hex digits: {text}"));
        }
        u64::from_str_radix(text, 16).map(Hex16).map_err(|error| error.to_string())
    }
}

impl Serialize for Hex16 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hex16 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// Identity of an entry: the first 16 hex digits of the SHA-256 over its line's RON.
pub type EntryId = Hex16;

/// Random identity of one PC's ledger.
pub type DeviceId = Hex16;

/// How much of one PC's ledger is known: one element of a version vector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The PC that wrote the ledger.
    pub device: DeviceId,
    /// The number of its entries that are known.
    pub entries: u64,
    /// The hash of the last known entry.
    pub last: EntryId,
}
