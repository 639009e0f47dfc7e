//! What a person should know of the ledgers that were read.

use std::io;
use std::path::{Path, PathBuf};

use crate::domain::ledger::{DeviceId, Head};
use crate::format::FormatError;
use crate::format::ledger::{Header, Nothing, Reading};
use crate::store::Special;

/// What a person should know of the ledgers that were read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// Lines (from 1) that are damaged and passed over; the others count.
    Damaged {
        /// The ledger.
        path: PathBuf,
        /// The lines.
        lines: Vec<usize>,
    },
    /// Lines (from 1) before which something is missing.
    Gap {
        /// The ledger.
        path: PathBuf,
        /// The lines.
        lines: Vec<usize>,
    },
    /// Whole entries of a newer program, kept and not understood.
    Unknown {
        /// The ledger.
        path: PathBuf,
        /// How many.
        entries: usize,
    },
    /// The last line broke off in writing and was set aside under another name.
    SetAside {
        /// The ledger.
        path: PathBuf,
        /// Where the piece lies now.
        aside: PathBuf,
        /// Whether no whole line is left before it.
        all: bool,
    },
    /// A ledger that holds not even one line.
    Empty {
        /// The ledger.
        path: PathBuf,
        /// What it holds.
        what: Nothing,
    },
    /// A ledger no longer holds what a report was made of.
    RolledBack {
        /// What the report says of it.
        reported: Head,
        /// Entries that there are.
        there: u64,
    },
    /// The last line broke off in writing; its owner will set it aside.
    Torn {
        /// The ledger.
        path: PathBuf,
    },
    /// A file or folder among the ledgers that is none of them, by name or content; another program left it.
    Stray {
        /// The file.
        path: PathBuf,
    },
    /// A ledger of this township that cannot be understood.
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        error: FormatError,
    },
    /// A ledger, or the folder of the ledgers, that the system would not read.
    Refused {
        /// The file.
        path: PathBuf,
        /// Kind of the refusal.
        kind: io::ErrorKind,
    },
    /// A folder, or a file that is no ledger, which the system would not read; what it holds is not known.
    Unread {
        /// The folder or file.
        path: PathBuf,
        /// Kind of the refusal.
        kind: io::ErrorKind,
        /// The system's number for it.
        code: Option<i32>,
    },
    /// No ordinary file lies where a ledger should.
    NotAFile {
        /// The place.
        path: PathBuf,
        /// What lies there.
        what: Special,
    },
    /// A ledger of another township, plan or PC than its folders and name say.
    Misplaced {
        /// The file.
        path: PathBuf,
        /// What it says itself.
        says: Header,
    },
    /// This PC took another number in a folder that holds records.
    AnotherNumber {
        /// The number.
        device: DeviceId,
    },
}

impl Note {
    /// Whether entries may lie in a file or folder that the system would not read just now.
    #[must_use]
    pub fn is_unread(&self) -> bool {
        matches!(self, Note::Unread { .. } | Note::Refused { .. })
    }

    /// Whether there may be entries that do not count.
    #[must_use]
    pub fn hides_entries(&self) -> bool {
        self.is_unread() || matches!(self, Note::Unreadable { .. } | Note::NotAFile { .. })
    }
}

/// What to tell of one ledger. `length` is how many bytes it has; none where its end was mended just now.
#[must_use]
pub fn notes(path: &Path, reading: &Reading, length: Option<usize>) -> Vec<Note> {
    let path = || path.to_owned();
    let mut notes = Vec::new();
    if !reading.damaged.is_empty() {
        notes.push(Note::Damaged { path: path(), lines: reading.damaged.clone() });
    }
    if !reading.gaps.is_empty() {
        notes.push(Note::Gap { path: path(), lines: reading.gaps.clone() });
    }
    if !reading.unknown.is_empty() {
        notes.push(Note::Unknown { path: path(), entries: reading.unknown.len() });
    }
    match (length, reading.nothing) {
        (Some(_), Some(what)) => notes.push(Note::Empty { path: path(), what }),
        (Some(length), None) if reading.whole < length => notes.push(Note::Torn { path: path() }),
        _ => {}
    }
    notes
}
