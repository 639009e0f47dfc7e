//! Checksums by which two reports compare the histories that they contain.

use std::cmp::Ordering;
use std::fmt::Write as _;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{EntryId, Head};

/// A rolling checksum per entry: 16 bits over the entry and all before it. Two ledgers with the same length but
/// different histories differ here, for example where a ledger was restored from a copy and then continued. In a file
/// it is one text, four hex digits an entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntryChecksums(Vec<u16>);

impl EntryChecksums {
    /// The checksums of these entries, in the order given.
    #[must_use]
    pub fn of(entries: impl IntoIterator<Item = EntryId>) -> Self {
        let sum = |sum: &mut u64, id: EntryId| {
            // Entry ids are hashes already. The sum must only depend on their order.
            *sum = (sum.rotate_left(7) ^ id.0).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            Some((*sum >> 48) as u16)
        };
        Self(entries.into_iter().scan(0, sum).collect())
    }

    /// The number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the first `number` entries are the same in both.
    fn agrees(&self, other: &Self, number: u64) -> bool {
        let place = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
        place.is_some_and(|place| self.0.get(place).is_some_and(|sum| other.0.get(place) == Some(sum)))
    }
}

/// The entries that a report contains, as its version vector and checksums say.
#[derive(Debug, Clone, Copy)]
pub struct KnownEntries<'a> {
    /// The version vector, ordered by device.
    pub heads: &'a [Head],
    /// The entry checksums of the same PCs, in the same order; empty if the report has none.
    pub entry_checksums: &'a [EntryChecksums],
}

impl KnownEntries<'_> {
    /// Whether every entry that `other` contains is contained here too.
    #[must_use]
    pub fn contains(self, other: KnownEntries) -> bool {
        other.heads.iter().enumerate().all(|(at, head)| self.knows(*head, other.entry_checksums.get(at)))
    }

    fn knows(self, head: Head, checksums: Option<&EntryChecksums>) -> bool {
        let Ok(at) = self.heads.binary_search_by_key(&head.device, |known| known.device) else { return false };
        let agree = self.entry_checksums.get(at).zip(checksums).map(|(ours, theirs)| ours.agrees(theirs, head.entries));
        match self.heads[at].entries.cmp(&head.entries) {
            Ordering::Less => false,
            Ordering::Equal => self.heads[at].last == head.last && agree != Some(false),
            Ordering::Greater => agree == Some(true),
        }
    }
}

impl Serialize for EntryChecksums {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut text = String::with_capacity(self.0.len() * 4);
        for mark in &self.0 {
            let _ = write!(text, "{mark:04x}");
        }
        serializer.serialize_str(&text)
    }
}

impl<'de> Deserialize<'de> for EntryChecksums {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let mark = |digits: &[u8]| {
            let digits =
                std::str::from_utf8(digits).ok().filter(|digits| digits.len() == 4 && !digits.starts_with('+'))?;
            u16::from_str_radix(digits, 16).ok()
        };
        let marks: Option<Vec<u16>> = text.as_bytes().chunks(4).map(mark).collect();
        marks.map(Self).ok_or_else(|| D::Error::custom("four hex digits an entry"))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Hex16;
    use super::*;

    #[test]
    fn checksums_compare_entries_not_counts() {
        let id = |number: u64| Hex16(number.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let known = |ids: &[u64]| {
            let ids: Vec<Hex16> = ids.iter().copied().map(id).collect();
            let head = Head { device: Hex16(1), entries: ids.len() as u64, last: ids[ids.len() - 1] };
            ([head], [EntryChecksums::of(ids)])
        };
        let contains = |one: &[u64], other: &[u64]| {
            let ((heads, entry_checksums), (theirs, their_checksums)) = (known(one), known(other));
            let other = KnownEntries { heads: &theirs, entry_checksums: &their_checksums };
            KnownEntries { heads: &heads, entry_checksums: &entry_checksums }.contains(other)
        };
        assert!(contains(&[1, 2, 3], &[1, 2]) && contains(&[1, 2], &[1, 2]));
        assert!(!contains(&[1, 2], &[1, 2, 3]) && !contains(&[1, 4, 5, 6], &[1, 2, 3]));
        // The last entry is the same and an earlier one differs.
        assert!(!contains(&[1, 4, 3, 5], &[1, 2, 3]) && !contains(&[1, 4, 3], &[1, 2, 3]));
    }

    #[test]
    fn checksums_serialise_as_one_text() {
        let checksums = EntryChecksums::of([Hex16(1), Hex16(2)]);
        let text = ron::to_string(&checksums).unwrap();
        assert_eq!((text.len(), ron::from_str::<EntryChecksums>(&text).unwrap()), (10, checksums));
        for bad in ["\"a1b\"", "\"a1b200031\"", "\"+1b2\"", "\"a1字\""] {
            assert!(ron::from_str::<EntryChecksums>(bad).is_err(), "{bad}");
        }
    }
}
