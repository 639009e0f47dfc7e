//! The ledger file: a header in line 1, then one entry a line. A line is compact RON, then ` #` and 16 hex digits of
//! the SHA-256 over that RON. The RON contains the hash of the line before. `docs/formats.md` describes the fields and
//! what damage does.

use chrono::{DateTime, FixedOffset};
use ron::value::RawValue;
use serde::{Deserialize, Serialize};

use crate::domain::ledger::{Change, DeviceId, Entry, EntryId, Hex16, highest_counting};

use super::head::options;
use super::{FileFormat, FormatError, LEDGER_MAX, seal};

/// The `format` of a ledger, and its newest version.
pub const FORMAT: FileFormat = FileFormat { name: "taizhang-ledger", version: 1 };

/// Line 1 of a ledger: plan, township and PC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    format: String,
    version: u32,
    /// The id of the plan.
    pub plan: String,
    /// The township's code, nine digits.
    pub township: String,
    /// The PC that writes the file.
    pub device: DeviceId,
}

/// An entry before it is written and gets its hash.
#[derive(Debug, Clone, Serialize)]
pub struct Draft {
    /// The hash of the line before it.
    pub prev: EntryId,
    /// Logical time: above every stamp seen so far.
    pub stamp: u64,
    /// Wall time, shown and never used for order.
    pub at: DateTime<FixedOffset>,
    /// The name of the reporter (填报人).
    pub by: String,
    /// The change that it records.
    pub what: Change,
}

/// An entry as it is read. The change of a newer program is left as text.
#[derive(Deserialize)]
struct LedgerLine<T> {
    prev: EntryId,
    stamp: u64,
    at: DateTime<FixedOffset>,
    by: String,
    what: T,
}

/// The content of a ledger file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerReading {
    /// The header; none if line 1 is damaged or missing.
    pub header: Option<Header>,
    /// The PC that wrote the file, by its header, else by its name.
    pub device: Option<DeviceId>,
    /// The entries that were understood, in the file's order.
    pub entries: Vec<Entry>,
    /// The stamps of whole entries that only a newer program understands.
    pub unknown: Vec<u64>,
    /// The numbers of damaged lines, from 1. They are skipped.
    pub damaged: Vec<usize>,
    /// The numbers of lines, from 1, before which a line is missing.
    pub gaps: Vec<usize>,
    /// The length of the whole lines, in bytes from the start.
    pub whole: usize,
    /// Whether the last whole line lacks only its line end.
    pub unended: bool,
    /// The hash of the last whole line.
    pub last: EntryId,
    /// What the file contains if it has no line at all.
    pub empty: Option<EmptyLedger>,
    /// Whole entries with a stamp so high that other ledgers decide whether they count ([`LedgerReading::limit_stamps`]).
    far: Vec<FarEntry>,
}

/// The content of a file that has no ledger line, whole or damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmptyLedger {
    /// The file is empty.
    NoBytes,
    /// Only line ends and spaces.
    LineEnds,
    /// Only zero bytes, as a power cut leaves a file whose length was written and whose content was not.
    Zeros,
    /// The beginning of a line, or anything else.
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

/// An entry whose stamp is far above what an office reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
struct FarEntry {
    /// The number of its line, from 1.
    line: usize,
    stamp: u64,
    /// The entry; none if only a newer program understands it.
    entry: Option<Entry>,
}

impl Header {
    /// A header of the newest version.
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

    /// The line of the header, and its hash, which the first entry contains.
    pub fn line(&self) -> Result<(String, EntryId), ron::Error> {
        Ok(line(&ron::ser::to_string(self)?))
    }
}

impl Draft {
    /// The line of the entry, and the entry with its hash.
    pub fn line(self, device: DeviceId) -> Result<(String, Entry), ron::Error> {
        let (line, id) = line(&ron::ser::to_string(&self)?);
        let Draft { prev, stamp, at, by, what } = self;
        Ok((line, Entry { id, device, prev, stamp, at, by, change: what }))
    }
}

/// Adds hash and line end to the RON of a line.
fn line(ron: &str) -> (String, Hex16) {
    let hash = Hex16(seal::short(ron.as_bytes()));
    (format!("{ron} #{hash}\n"), hash)
}

/// Splits a line into its RON and its hash.
fn split_line(line: &[u8]) -> Option<(&str, Hex16)> {
    let line = std::str::from_utf8(line).ok()?;
    let (ron, hash) = line.trim_end().rsplit_once(" #")?;
    Some((ron, hash.parse().ok()?))
}

/// Reads a ledger by itself. `known` is the PC by the file's name, for a damaged line 1.
///
/// Fails only if the whole file is unusable: too large, of another kind, of a newer version, or of an unknown PC.
pub fn read(bytes: &[u8], known: Option<DeviceId>) -> Result<LedgerReading, FormatError> {
    let mut reading = read_among_others(bytes, known)?;
    reading.limit_stamps(highest_counting(reading.stamps()));
    Ok(reading)
}

/// Reads one of several ledgers. The caller then calls [`LedgerReading::limit_stamps`] with the stamps of all of them.
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
        empty: None,
        far: Vec::new(),
    };
    // The hash that the next line must contain; none if it is not known.
    let mut expected = None;
    for (at, raw) in bytes[start..].split_inclusive(|byte| *byte == b'\n').enumerate() {
        let number = at + 1;
        let ended = raw.last() == Some(&b'\n');
        let split = split_line(raw.strip_suffix(b"\n").unwrap_or(raw));
        let whole = split.filter(|(ron, hash)| Hex16(seal::short(ron.as_bytes())) == *hash);
        if !ended && whole.is_none() {
            break;
        }
        reading.whole += raw.len();
        reading.unended = !ended;
        if raw.trim_ascii().is_empty() {
            // An editor may add empty lines. They do no harm.
            continue;
        }
        match whole {
            None => reading.damaged.push(number),
            Some((ron, hash)) if number == 1 => match super::parse::<Header>(ron, FORMAT) {
                Ok(header) => reading.header = Some(header),
                // Line 1 is missing as a whole. The rest still counts.
                Err(FormatError::WrongKind { found: None }) => {
                    reading.gaps.push(number);
                    reading.add_line(ron, hash, number, None);
                }
                Err(error) => return Err(error),
            },
            Some((ron, hash)) => reading.add_line(ron, hash, number, expected),
        }
        if number == 1 {
            reading.device = reading.header.as_ref().map(|header| header.device).or(known);
        }
        expected = split.map(|(_, hash)| hash);
        reading.last = expected.unwrap_or(reading.last);
    }
    if reading.device.is_none() {
        return Err(FormatError::NoLedgerHeader);
    }
    if reading.is_empty() {
        reading.empty = Some(EmptyLedger::of(&bytes[start..]));
    }
    Ok(reading)
}

/// Whether reading the line gives this entry. The writer checks it before it appends.
#[must_use]
pub fn reads_back(line: &str, entry: &Entry) -> bool {
    // After an empty line, because line 1 is the header.
    let Ok(mut reading) = read_among_others(format!("\n{line}").as_bytes(), Some(entry.device)) else { return false };
    reading.limit_stamps(entry.stamp);
    let same = |read: &Entry| (read.id, read.prev, read.stamp) == (entry.id, entry.prev, entry.stamp);
    matches!(&reading.entries[..], [read] if same(read) && read.change == entry.change) && !reading.unended
}

/// Parses an entry; without its change if only a newer program understands it; none if it is no entry.
fn parse_line(ron: &str) -> Option<LedgerLine<Option<Change>>> {
    // Nearly every entry parses at once. Only the others are parsed a second time without their change.
    if let Ok(LedgerLine { prev, stamp, at, by, what }) = options().from_str::<LedgerLine<Change>>(ron) {
        return Some(LedgerLine { prev, stamp, at, by, what: Some(what) });
    }
    let LedgerLine { prev, stamp, at, by, what } = options().from_str::<LedgerLine<&RawValue>>(ron).ok()?;
    Some(LedgerLine { prev, stamp, at, by, what: what.into_rust().ok() })
}

impl LedgerReading {
    /// Whether the file has not even line 1.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.last == Hex16(0) && self.damaged.is_empty()
    }

    /// Adds one whole line.
    fn add_line(&mut self, ron: &str, id: EntryId, number: usize, expected: Option<EntryId>) {
        let Some(parsed) = parse_line(ron) else {
            // A second header, as in two joined files, is no entry.
            match super::parse::<Header>(ron, FORMAT) {
                Ok(found) => {
                    self.header.get_or_insert(found);
                    self.gaps.push(number);
                }
                Err(_) => self.unknown.push(0),
            }
            return;
        };
        if expected.is_some_and(|hash| hash != parsed.prev) {
            self.gaps.push(number);
        }
        let Some(device) = self.device else { return };
        let LedgerLine { prev, stamp, at, by, what } = parsed;
        let entry = what.map(|change| Entry { id, device, prev, stamp, at, by, change });
        if stamp > highest_counting([]) {
            self.far.push(FarEntry { line: number, stamp, entry });
        } else {
            self.add_entry(stamp, entry);
        }
    }

    fn add_entry(&mut self, stamp: u64, entry: Option<Entry>) {
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

    /// Decides about entries with very high stamps: up to `highest` they count; above it their lines are damaged.
    pub fn limit_stamps(&mut self, highest: u64) {
        for FarEntry { line, stamp, entry } in std::mem::take(&mut self.far) {
            if stamp <= highest {
                self.add_entry(stamp, entry);
            } else {
                let at = self.damaged.partition_point(|known| *known < line);
                self.damaged.insert(at, line);
            }
        }
    }
}
