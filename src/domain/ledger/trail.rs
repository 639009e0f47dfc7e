//! Which entries of a PC a report knows, told so shortly that the report can carry it.

use std::fmt::Write as _;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::EntryId;

/// What tells the entries of one PC from any others, in their order: the first 16 bits of the identity of each. By it a
/// report shows that it knows the very entries that another one knew: of a ledger that was put back from a copy and
/// then went on, the number alone does not tell. In a file it is one text, four hex digits an entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trail(Vec<u16>);

impl Trail {
    /// The trail of those entries.
    #[must_use]
    pub fn of(entries: impl IntoIterator<Item = EntryId>) -> Self {
        Self(entries.into_iter().map(Self::mark).collect())
    }

    fn mark(id: EntryId) -> u16 {
        (id.0 >> 48) as u16
    }

    /// How many entries it is of.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether it is of none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the entry of that number, counted from 1, is the one of that identity.
    #[must_use]
    pub fn shows(&self, number: u64, id: EntryId) -> bool {
        let place = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
        place.and_then(|place| self.0.get(place)) == Some(&Self::mark(id))
    }
}

impl Serialize for Trail {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut text = String::with_capacity(self.0.len() * 4);
        for mark in &self.0 {
            let _ = write!(text, "{mark:04x}");
        }
        serializer.serialize_str(&text)
    }
}

impl<'de> Deserialize<'de> for Trail {
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
    fn a_trail_shows_the_entries_it_is_of_and_no_others() {
        let ids = [0xA1B2_0000_0000_0001, 0x0003_FFFF_0000_0000].map(Hex16);
        let trail = Trail::of(ids);
        assert!(trail.shows(1, ids[0]) && trail.shows(2, ids[1]));
        assert!(!trail.shows(2, ids[0]) && !trail.shows(0, ids[0]) && !trail.shows(3, ids[1]));
        assert_eq!(ron::to_string(&trail).unwrap(), "\"a1b20003\"");
        assert_eq!(ron::from_str::<Trail>("\"a1b20003\"").unwrap(), trail);
        for bad in ["\"a1b\"", "\"a1b200031\"", "\"+1b2\"", "\"a1字\""] {
            assert!(ron::from_str::<Trail>(bad).is_err(), "{bad}");
        }
    }
}
