//! The ledger file: line 1 a header, then one line an entry. A line is compact RON, then ` #` and 16 hex digits of
//! SHA-256 over that RON; the RON carries the hash of the line before it (contract, Ledger).

use chrono::{DateTime, FixedOffset};
use ron::value::RawValue;
use serde::{Deserialize, Serialize};

use crate::domain::ledger::{Change, DeviceId, Entry, EntryId, Hex16, highest_counting};

use super::head::options;
use super::{FileFormat, FormatError, LEDGER_MAX, seal};

/// The `format` of a ledger, and its newest version.
pub const FORMAT: FileFormat = FileFormat { name: "taizhang-ledger", version: 1 };

/// Line 1 of a ledger: whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    format: String,
    version: u32,
    /// Id of the plan.
    pub plan: String,
    /// Code of the township.
    pub township: String,
    /// The PC that writes it.
    pub device: DeviceId,
}

/// An entry before it has an identity.
#[derive(Debug, Clone, Serialize)]
pub struct Draft {
    /// The hash of the line before it.
    pub prev: EntryId,
    /// Logical time.
    pub stamp: u64,
    /// Wall time.
    pub at: DateTime<FixedOffset>,
    /// Who is filling in.
    pub by: String,
    /// What changes.
    pub what: Change,
}

/// An entry as it is read. Where a newer program wrote it, what it changes is left as text.
#[derive(Deserialize)]
struct LedgerLine<T> {
    prev: EntryId,
    stamp: u64,
    at: DateTime<FixedOffset>,
    by: String,
    what: T,
}

/// What a ledger file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerReading {
    /// Its header; none where line 1 is damaged or missing.
    pub header: Option<Header>,
    /// The PC that writes it, by its header, else by what the caller knows.
    pub device: Option<DeviceId>,
    /// The entries understood, in the file's order.
    pub entries: Vec<Entry>,
    /// The stamps of whole entries of a newer program, kept and not understood.
    pub unknown: Vec<u64>,
    /// The lines (from 1) that are damaged and passed over.
    pub damaged: Vec<usize>,
    /// The lines (from 1) before which something is missing.
    pub gaps: Vec<usize>,
    /// How many bytes hold whole lines, from the start.
    pub whole: usize,
    /// Whether the last whole line lacks only its line end.
    pub unended: bool,
    /// The hash of the last whole line.
    pub last: EntryId,
    /// What the file is that holds not even one line.
    pub nothing: Option<EmptyLedger>,
    /// Whole entries of which other ledgers decide whether they count ([`LedgerReading::settle`]).
    far: Vec<FarEntry>,
}

/// What a file is that holds no line of a ledger, whole or damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmptyLedger {
    /// It has no bytes.
    NoBytes,
    /// It has line ends and spaces only.
    LineEnds,
    /// It has zero bytes only, as a power cut leaves a file whose length was written and whose content was not.
    Zeros,
    /// It has a beginning of a line, or anything else.
    NoWholeLine,
}

impl EmptyLedger {
    fn of(bytes: &[u8]) -> Self {
        match bytes {
            [] => EmptyLedger::NoBytes,
            _ if bytes.iter().all(u8::is_ascii_whitespace) => EmptyLedger::LineEnds,
            _ if bytes.iter().all(|byte| *byte == 0) => EmptyLedger::Zeros,
            _ => EmptyLedger::NoWholeLine,
        }
    }
}

/// An entry whose stamp is far above what any office reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
struct FarEntry {
    /// Its line, from 1.
    line: usize,
    stamp: u64,
    /// The entry; none where a newer program wrote it.
    entry: Option<Entry>,
}

impl Header {
    /// The header of a ledger of this program.
    #[must_use]
    pub fn new(plan: &str, township: &str, device: DeviceId) -> Self {
        Self {
            format: FORMAT.name.to_owned(),
            version: FORMAT.version,
            plan: plan.to_owned(),
            township: township.to_owned(),
            device,
        }
    }

    /// Its line, and the hash the first entry carries.
    pub fn line(&self) -> Result<(String, EntryId), ron::Error> {
        Ok(line(&ron::ser::to_string(self)?))
    }
}

impl Draft {
    /// The line of the entry, and the entry.
    pub fn line(self, device: DeviceId) -> Result<(String, Entry), ron::Error> {
        let (line, id) = line(&ron::ser::to_string(&self)?);
        let Draft { prev, stamp, at, by, what } = self;
        Ok((line, Entry { id, device, prev, stamp, at, by, change: what }))
    }
}

/// A line with its hash and line end.
fn line(ron: &str) -> (String, Hex16) {
    let hash = Hex16(seal::short(ron.as_bytes()));
    (format!("{ron} #{hash}\n"), hash)
}

/// Parts a line into its RON and the hash it names.
fn part(line: &[u8]) -> Option<(&str, Hex16)> {
    let line = std::str::from_utf8(line).ok()?;
    let (ron, hash) = line.trim_end().rsplit_once(" #")?;
    Some((ron, hash.parse().ok()?))
}

/// Reads a ledger by itself. `known` is the PC where the caller knows it (the file's name), for a damaged line 1.
///
/// Fails only where nothing can be told of the whole file: too large, another kind, newer, or nobody's.
pub fn read(bytes: &[u8], known: Option<DeviceId>) -> Result<LedgerReading, FormatError> {
    let mut reading = read_among_others(bytes, known)?;
    reading.settle(highest_counting(reading.stamps()));
    Ok(reading)
}

/// Reads a ledger that counts together with others; [`LedgerReading::settle`] is to be called with the stamps of them all.
pub fn read_among_others(bytes: &[u8], known: Option<DeviceId>) -> Result<LedgerReading, FormatError> {
    if bytes.len() as u64 > LEDGER_MAX {
        return Err(FormatError::TooLarge { limit: LEDGER_MAX });
    }
    let start = if bytes.starts_with("\u{feff}".as_bytes()) { 3 } else { 0 };
    let mut reading = LedgerReading {
        header: None,
        device: known,
        entries: Vec::new(),
        unknown: Vec::new(),
        damaged: Vec::new(),
        gaps: Vec::new(),
        whole: start,
        unended: false,
        last: Hex16(0),
        nothing: None,
        far: Vec::new(),
    };
    // The hash that the next line must carry; none where it is not known.
    let mut expected = None;
    for (at, raw) in bytes[start..].split_inclusive(|byte| *byte == b'\n').enumerate() {
        let number = at + 1;
        let ended = raw.last() == Some(&b'\n');
        let parted = part(raw.strip_suffix(b"\n").unwrap_or(raw));
        let whole = parted.filter(|(ron, hash)| Hex16(seal::short(ron.as_bytes())) == *hash);
        if !ended && whole.is_none() {
            break;
        }
        reading.whole += raw.len();
        reading.unended = !ended;
        if raw.trim_ascii().is_empty() {
            // An empty line, as an editor adds it, takes nothing away.
            continue;
        }
        match whole {
            None => reading.damaged.push(number),
            Some((ron, hash)) if number == 1 => match super::parse::<Header>(ron, FORMAT) {
                Ok(header) => reading.header = Some(header),
                // Line 1 was taken away whole: what follows still counts.
                Err(FormatError::WrongKind { found: None }) => {
                    reading.gaps.push(number);
                    reading.take(ron, hash, number, None);
                }
                Err(error) => return Err(error),
            },
            Some((ron, hash)) => reading.take(ron, hash, number, expected),
        }
        if number == 1 {
            reading.device = reading.header.as_ref().map(|header| header.device).or(known);
        }
        expected = parted.map(|(_, hash)| hash);
        reading.last = expected.unwrap_or(reading.last);
    }
    if reading.device.is_none() {
        return Err(FormatError::NoLedgerHeader);
    }
    if reading.is_empty() {
        reading.nothing = Some(EmptyLedger::of(&bytes[start..]));
    }
    Ok(reading)
}

/// Whether a reader finds this entry in its line.
#[must_use]
pub fn reads_back(line: &str, entry: &Entry) -> bool {
    // Behind an empty line, since line 1 is the header's.
    let Ok(mut reading) = read_among_others(format!("\n{line}").as_bytes(), Some(entry.device)) else { return false };
    reading.settle(entry.stamp);
    let same = |read: &Entry| (read.id, read.prev, read.stamp) == (entry.id, entry.prev, entry.stamp);
    matches!(&reading.entries[..], [read] if same(read) && read.change == entry.change) && !reading.unended
}

/// An entry, without its change where that is a newer program's; none where it is no entry at all.
fn envelope(ron: &str) -> Option<LedgerLine<Option<Change>>> {
    // Nearly every entry is understood at once; only another is read for what stands around its change.
    if let Ok(LedgerLine { prev, stamp, at, by, what }) = options().from_str::<LedgerLine<Change>>(ron) {
        return Some(LedgerLine { prev, stamp, at, by, what: Some(what) });
    }
    let LedgerLine { prev, stamp, at, by, what } = options().from_str::<LedgerLine<&RawValue>>(ron).ok()?;
    Some(LedgerLine { prev, stamp, at, by, what: what.into_rust().ok() })
}

impl LedgerReading {
    /// Whether not even line 1 is there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.last == Hex16(0) && self.damaged.is_empty()
    }

    /// Takes one whole line in.
    fn take(&mut self, ron: &str, id: EntryId, number: usize, expected: Option<EntryId>) {
        let Some(envelope) = envelope(ron) else {
            // A second header, as two files joined have it, is no entry.
            match super::parse::<Header>(ron, FORMAT) {
                Ok(found) => {
                    self.header.get_or_insert(found);
                    self.gaps.push(number);
                }
                Err(_) => self.unknown.push(0),
            }
            return;
        };
        if expected.is_some_and(|hash| hash != envelope.prev) {
            self.gaps.push(number);
        }
        let Some(device) = self.device else { return };
        let LedgerLine { prev, stamp, at, by, what } = envelope;
        let entry = what.map(|change| Entry { id, device, prev, stamp, at, by, change });
        if stamp > highest_counting([]) {
            self.far.push(FarEntry { line: number, stamp, entry });
        } else {
            self.put(stamp, entry);
        }
    }

    fn put(&mut self, stamp: u64, entry: Option<Entry>) {
        match entry {
            Some(entry) => self.entries.push(entry),
            None => self.unknown.push(stamp),
        }
    }

    /// The stamps of all whole entries.
    pub fn stamps(&self) -> impl Iterator<Item = u64> {
        let far = self.far.iter().map(|far| far.stamp);
        self.entries.iter().map(|entry| entry.stamp).chain(self.unknown.iter().copied()).chain(far)
    }

    /// Decides about entries far ahead: up to `highest` they count, above it their lines are damaged.
    pub fn settle(&mut self, highest: u64) {
        for FarEntry { line, stamp, entry } in std::mem::take(&mut self.far) {
            if stamp <= highest {
                self.put(stamp, entry);
            } else {
                let at = self.damaged.partition_point(|known| *known < line);
                self.damaged.insert(at, line);
            }
        }
    }
}
