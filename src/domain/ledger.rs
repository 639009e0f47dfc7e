//! The ledger (台账): entries that say what changed, and the state that is their fold.
//!
//! An entry's identity is its hash. The fold is a function of the *set* of entries, whatever the order and however
//! often they are given, so that merging two PCs' ledgers is a union. Per field (one item in one year, say) the entry
//! with the later logical stamp wins, ties by hash. An undone entry stays in the ledger and is passed over.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::activity::{Activity, ActivityPatch};
use super::period::Period;

pub use super::change::{Change, Field, RemarkKind, RemarkPatch, Standing};

/// Sixty-four bits written as 16 lower-case hex digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hex16(pub u64);

/// Identity of an entry: the first 16 hex digits of the SHA-256 over its line's RON.
pub type EntryId = Hex16;

/// Random identity of one PC's ledger.
pub type DeviceId = Hex16;

/// One line of a ledger as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its identity.
    pub id: EntryId,
    /// The PC that wrote it.
    pub device: DeviceId,
    /// The hash of the line before it.
    pub prev: EntryId,
    /// Logical time: at least 1 more than any stamp its writer had seen.
    pub stamp: u64,
    /// Wall time, shown and never used for order.
    pub at: DateTime<FixedOffset>,
    /// Who was filling in.
    pub by: String,
    /// What changed.
    pub change: Change,
}

/// How much of one PC's ledger is known: an element of a version vector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The PC.
    pub device: DeviceId,
    /// How many of its entries.
    pub entries: u64,
    /// The last of them.
    pub last: EntryId,
}

/// A checklist line of the township's own (自列清单); never in the percentage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnItem {
    /// Its id, as `5.z3f2a`.
    pub id: String,
    /// Its task.
    pub task: u32,
    /// Its words.
    pub text: String,
}

/// The fold of all entries.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    entries: Vec<Entry>,
    places: HashMap<EntryId, usize>,
    /// For each field, the places of the entries that set it.
    fields: BTreeMap<Field, Vec<usize>>,
    /// For each entry that an undo or redo names: the latest of those, and whether it took the entry back.
    withdrawn: HashMap<EntryId, (Order, bool)>,
    heads: BTreeMap<DeviceId, (u64, Order)>,
    stamp: u64,
}

/// The total order of entries: by stamp, then by hash.
pub type Order = (u64, EntryId);

impl Entry {
    /// Its place in the total order.
    #[must_use]
    pub fn order(&self) -> Order {
        (self.stamp, self.id)
    }
}

impl Ledger {
    /// Takes an entry in; one that is there already changes nothing.
    pub fn add(&mut self, entry: Entry) {
        let place = self.entries.len();
        if *self.places.entry(entry.id).or_insert(place) != place {
            return;
        }
        self.stamp = self.stamp.max(entry.stamp);
        let order = entry.order();
        let head = self.heads.entry(entry.device).or_insert((0, order));
        head.0 += 1;
        head.1 = head.1.max(order);
        match &entry.change {
            Change::Undo { entry: target } | Change::Redo { entry: target } => {
                let back = matches!(entry.change, Change::Undo { .. });
                let known = self.withdrawn.entry(*target).or_insert((order, back));
                if order > known.0 {
                    *known = (order, back);
                }
            }
            _ => {}
        }
        for field in entry.change.fields() {
            self.fields.entry(field).or_default().push(place);
        }
        self.entries.push(entry);
    }

    /// Sees a stamp that an entry not understood carries, so that later ones go beyond it.
    pub fn saw(&mut self, stamp: u64) {
        self.stamp = self.stamp.max(stamp);
    }

    /// The stamp the next entry shall carry; none when the last possible one is used up.
    #[must_use]
    pub fn next_stamp(&self) -> Option<u64> {
        self.stamp.checked_add(1)
    }

    /// The entry of that identity.
    #[must_use]
    pub fn entry(&self, id: EntryId) -> Option<&Entry> {
        self.places.get(&id).map(|&place| &self.entries[place])
    }

    /// The last entry in the total order.
    #[must_use]
    pub fn latest(&self) -> Option<&Entry> {
        self.heads.values().map(|(_, last)| *last).max().and_then(|(_, id)| self.entry(id))
    }

    /// Whether the entry was taken back and not given back since.
    #[must_use]
    pub fn undone(&self, id: EntryId) -> bool {
        self.withdrawn.get(&id).is_some_and(|(_, back)| *back)
    }

    /// The entry that a field's value comes from.
    #[must_use]
    pub fn holder(&self, field: &Field) -> Option<&Entry> {
        self.last_of(self.fields.get(field)?)
    }

    /// The last of these entries that is not taken back.
    fn last_of(&self, places: &[usize]) -> Option<&Entry> {
        places
            .iter()
            .map(|&place| &self.entries[place])
            .filter(|entry| !self.undone(entry.id))
            .max_by_key(|e| e.order())
    }

    /// Where an item stands, by its field.
    #[must_use]
    pub fn standing(&self, field: &Field) -> Standing {
        match self.holder(field).map(|entry| &entry.change) {
            Some(Change::Mark { to, .. }) => to.clone(),
            _ => Standing::Todo,
        }
    }

    /// The activity of that id, where it was written down and not dropped.
    #[must_use]
    pub fn activity(&self, id: Hex16) -> Option<Activity> {
        let mut whole = ActivityPatch::default();
        for part in super::activity::ActivityField::ALL {
            if let Some(Change::Activity { set, .. }) = self.holder(&Field::Activity(id, part)).map(|e| &e.change) {
                whole.take(part, set);
            }
        }
        whole.into_activity(id)
    }

    /// All activities that stand, by date, then by identity.
    #[must_use]
    pub fn activities(&self) -> Vec<Activity> {
        let of_activity = |field: &Field| if let Field::Activity(id, _) = field { Some(*id) } else { None };
        let mut ids: Vec<Hex16> = self.fields.keys().filter_map(of_activity).collect();
        ids.dedup();
        let mut found: Vec<Activity> = ids.into_iter().filter_map(|id| self.activity(id)).collect();
        found.sort_by_key(|activity| (activity.date, activity.id));
        found
    }

    /// A remark on a task in a year; empty where none was made.
    #[must_use]
    pub fn remark(&self, task: u32, year: i32, kind: RemarkKind) -> &str {
        match self.holder(&Field::Remark(task, year, kind)).map(|entry| &entry.change) {
            Some(Change::Remark { set, .. }) => set.get(kind).map_or("", String::as_str),
            _ => "",
        }
    }

    /// The township's own checklist lines: id, task and words, by task and then as they were added.
    #[must_use]
    pub fn own_items(&self) -> Vec<OwnItem> {
        let mut found: Vec<((u32, Order), OwnItem)> = Vec::new();
        for (field, places) in &self.fields {
            let (Field::OwnItem(_), Some(entry)) = (field, self.last_of(places)) else { continue };
            let first = places.iter().map(|&place| self.entries[place].order()).min();
            if let (Change::OwnItem { item, task, text: Some(text) }, Some(first)) = (&entry.change, first) {
                let own = OwnItem { id: item.clone(), task: *task, text: text.clone() };
                found.push(((*task, first), own));
            }
        }
        found.sort_by_key(|(place, _)| *place);
        found.into_iter().map(|(_, own)| own).collect()
    }

    /// All entries in their total order, the earliest first.
    #[must_use]
    pub fn in_order(&self) -> Vec<&Entry> {
        let mut all: Vec<&Entry> = self.entries.iter().collect();
        all.sort_by_key(|entry| entry.order());
        all
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The version vector: how much is known of each PC, by device.
    #[must_use]
    pub fn heads(&self) -> Vec<Head> {
        let head = |(device, (entries, last)): (&DeviceId, &(u64, Order))| Head {
            device: *device,
            entries: *entries,
            last: last.1,
        };
        self.heads.iter().map(head).collect()
    }

    /// The reports made for `period`, the latest last.
    #[must_use]
    pub fn exports(&self, period: Period) -> Vec<&Entry> {
        let of_period = |entry: &&Entry| matches!(&entry.change, Change::Exported { period: p, .. } if *p == period);
        let mut found: Vec<&Entry> = self.entries.iter().filter(of_period).collect();
        found.sort_by_key(|entry| entry.order());
        found
    }
}

impl Extend<Entry> for Ledger {
    fn extend<T: IntoIterator<Item = Entry>>(&mut self, entries: T) {
        for entry in entries {
            self.add(entry);
        }
    }
}

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
