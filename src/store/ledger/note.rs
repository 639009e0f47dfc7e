//! What the user should know about the ledgers that were read.

use std::io;
use std::path::{Path, PathBuf};

use crate::domain::ledger::{DeviceId, Head};
use crate::format::FormatError;
use crate::format::ledger::{EmptyLedger, Header, LedgerReading};
use crate::store::Special;

/// What the user should know about a ledger.
#[allow(missing_docs, reason = "the variants say what their fields are")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LedgerNote {
    /// Damaged lines (from 1), which do not count.
    Damaged { path: PathBuf, lines: Vec<usize> },
    /// Lines (from 1) before which an entry is missing.
    Gap { path: PathBuf, lines: Vec<usize> },
    /// Intact entries of a newer program. They are kept but not understood.
    Unknown { path: PathBuf, entries: usize },
    /// The last line was incomplete and was moved to the file `aside`. `all` says that no whole line is left.
    SetAside { path: PathBuf, aside: PathBuf, all: bool },
    /// A ledger without a single whole line.
    Empty { path: PathBuf, what: EmptyLedger },
    /// A ledger lacks entries which a report of the outbox contains. `current` is the number of entries now.
    RolledBack { reported: Head, current: u64 },
    /// The last line is incomplete. The owner will move it to a separate file.
    Torn { path: PathBuf },
    /// A file or folder among the ledgers that is not a ledger. Another program left it.
    Stray { path: PathBuf },
    /// A ledger of this township that cannot be understood.
    Unreadable { path: PathBuf, error: FormatError },
    /// A ledger that the system would not read.
    Refused { path: PathBuf, kind: io::ErrorKind },
    /// A folder or file that the system would not read. It may hold entries. `code` is the system's error number.
    Unread { path: PathBuf, kind: io::ErrorKind, code: Option<i32> },
    /// A link, folder or pipe has the name of a ledger.
    NotAFile { path: PathBuf, what: Special },
    /// A ledger whose header names another township, plan or PC than its path.
    Misplaced { path: PathBuf, says: Header },
    /// This PC took a new device id in a folder that holds records.
    AnotherNumber { device: DeviceId },
}

impl LedgerNote {
    /// Whether the system refused to read a file or folder that may hold entries.
    #[must_use]
    pub fn is_unread(&self) -> bool {
        matches!(self, LedgerNote::Unread { .. } | LedgerNote::Refused { .. })
    }

    /// Whether there may be entries that do not count.
    #[must_use]
    pub fn hides_entries(&self) -> bool {
        self.is_unread() || matches!(self, LedgerNote::Unreadable { .. } | LedgerNote::NotAFile { .. })
    }
}

/// The notes on one ledger. `length` is its size in bytes; `None` if its end was just repaired.
#[must_use]
pub fn notes_on(path: &Path, reading: &LedgerReading, length: Option<usize>) -> Vec<LedgerNote> {
    let path = || path.to_owned();
    let mut notes = Vec::new();
    if !reading.damaged.is_empty() {
        notes.push(LedgerNote::Damaged { path: path(), lines: reading.damaged.clone() });
    }
    if !reading.gaps.is_empty() {
        notes.push(LedgerNote::Gap { path: path(), lines: reading.gaps.clone() });
    }
    if !reading.unknown.is_empty() {
        notes.push(LedgerNote::Unknown { path: path(), entries: reading.unknown.len() });
    }
    match (length, reading.empty) {
        (Some(_), Some(what)) => notes.push(LedgerNote::Empty { path: path(), what }),
        (Some(length), None) if reading.whole < length => notes.push(LedgerNote::Torn { path: path() }),
        _ => {}
    }
    notes
}
