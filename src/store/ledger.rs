//! The ledgers of one township under one plan: all are read, this PC's own is appended to.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};

use crate::domain::ledger::{Change, DeviceId, Entry, EntryId, Head, Ledger};
use crate::format::ledger::{Draft, Header, Reading};
use crate::format::{FormatError, LEDGER_MAX, ledger as format};

use super::folder::DataFolder;
use super::outbox::{self, Forgotten};
use super::{Doing, ReadOnly, StoreError, atomic, device, kept, listing, places};

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
    /// A ledger without a single byte.
    Empty {
        /// The ledger.
        path: PathBuf,
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
    /// A file among the ledgers that is not one of them.
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        error: FormatError,
    },
    /// A file among the ledgers that the system would not read.
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
    /// A ledger of another township or plan.
    Foreign {
        /// The file.
        path: PathBuf,
    },
}

/// The ledgers as they were read.
#[derive(Debug, Default)]
pub struct Shelf {
    /// The fold of all entries.
    pub ledger: Ledger,
    /// What to tell.
    pub notes: Vec<Note>,
}

impl Shelf {
    /// Damaged lines in all ledgers.
    #[must_use]
    pub fn damaged(&self) -> u32 {
        let lines = |note: &Note| if let Note::Damaged { lines, .. } = note { lines.len() } else { 0 };
        u32::try_from(self.notes.iter().map(lines).sum::<usize>()).unwrap_or(u32::MAX)
    }

    /// Entries of a newer program, and ledgers and folders that cannot be read; any keeps a report from being made, since
    /// it would lack what they hold.
    #[must_use]
    pub fn unknown(&self) -> usize {
        let count = |note: &Note| match note {
            Note::Unknown { entries, .. } => *entries,
            Note::Unreadable { .. } | Note::Refused { .. } | Note::Unread { .. } => 1,
            _ => 0,
        };
        self.notes.iter().map(count).sum()
    }

    /// Takes a ledger's entries in.
    fn take(&mut self, path: &Path, reading: Reading, length: Option<usize>) {
        self.notes.extend(notes(path, &reading, length));
        for stamp in reading.unknown {
            self.ledger.saw(stamp);
        }
        self.ledger.extend(reading.entries);
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
    match length {
        Some(0) => notes.push(Note::Empty { path: path() }),
        Some(length) if reading.whole < length => notes.push(Note::Torn { path: path() }),
        _ => {}
    }
    notes
}

/// What to tell of a folder or file that could not be read.
fn unread(error: StoreError) -> Note {
    match error {
        StoreError::Io { path, source, .. } => Note::Unread { path, kind: source.kind(), code: source.raw_os_error() },
        _ => Note::Unread { path: PathBuf::new(), kind: io::ErrorKind::Other, code: None },
    }
}

/// What to tell where a ledger no longer holds what a report was made of.
fn rolled_back(data: &DataFolder, plan: &str, township: &str, ledger: &Ledger) -> Vec<Note> {
    match outbox::forgotten(data, plan, township, ledger) {
        Ok(forgotten) => {
            forgotten.into_iter().map(|Forgotten { reported, there }| Note::RolledBack { reported, there }).collect()
        }
        Err(error) => vec![unread(error)],
    }
}

/// This PC's own ledger, open for appending. Holds the lock while it lives.
#[derive(Debug)]
pub struct Writer {
    device: DeviceId,
    path: PathBuf,
    file: File,
    /// Which file it is, to know whether another was put in its place.
    identity: (u64, u64),
    /// The length we left the file at; before each append it must still be so.
    length: u64,
    last: EntryId,
    broken: bool,
    _lock: Lock,
}

/// Reads all ledgers of a township without writing anything; an absent folder is an empty shelf.
#[must_use]
pub fn read_all(data: &DataFolder, plan: &str, township: &str) -> Shelf {
    let mut shelf = read_others(&data.ledgers(plan, township), plan, township, None);
    shelf.notes.extend(rolled_back(data, plan, township, &shelf.ledger));
    shelf
}

/// Reads all ledgers of a township, and opens this PC's own for appending where that can be done.
///
/// Sets a torn last line of the own ledger aside. Where the own ledger cannot be opened for writing, everything is
/// still read and the reason comes back instead of a writer.
pub fn open(data: &DataFolder, plan: &str, township: &str) -> (Shelf, Result<Writer, ReadOnly>) {
    let folder = data.ledgers(plan, township);
    let opened = own(data, &folder, plan, township);
    match opened {
        Ok((writer, reading, notes)) => {
            let mut shelf = read_others(&folder, plan, township, Some(&writer.path));
            shelf.notes.extend(notes);
            shelf.take(&writer.path, reading, None);
            shelf.notes.extend(rolled_back(data, plan, township, &shelf.ledger));
            (shelf, Ok(writer))
        }
        Err(error) => (read_all(data, plan, township), Err(error.into_read_only())),
    }
}

fn read_others(folder: &Path, plan: &str, township: &str, own: Option<&Path>) -> Shelf {
    let mut shelf = Shelf::default();
    let listing = listing::read(folder);
    shelf.notes.extend(listing.errors.into_iter().map(unread));
    let ledgers = listing.entries.into_iter().filter(|entry| entry.has_extension("ledger"));
    for path in ledgers.map(|entry| entry.path).filter(|path| own != Some(path)) {
        match read_one(&path) {
            Ok((reading, _)) if !belongs(&reading, plan, township) => shelf.notes.push(Note::Foreign { path }),
            Ok((reading, length)) => shelf.take(&path, reading, Some(length)),
            Err(StoreError::Format { error, .. }) => shelf.notes.push(Note::Unreadable { path, error }),
            Err(StoreError::Io { source, .. }) => shelf.notes.push(Note::Refused { path, kind: source.kind() }),
            Err(_) => shelf.notes.push(Note::Refused { path, kind: io::ErrorKind::Other }),
        }
    }
    shelf
}

/// A ledger without a header lies where it belongs; one with a header says where it belongs.
fn belongs(reading: &Reading, plan: &str, township: &str) -> bool {
    reading.header.as_ref().is_none_or(|header| header.plan == plan && header.township == township)
}

/// Reads one ledger, and how many bytes it has.
fn read_one(path: &Path) -> Result<(Reading, usize), StoreError> {
    let bytes = super::read(path, LEDGER_MAX)?;
    let known = path.file_stem().and_then(OsStr::to_str).and_then(|stem| stem.parse().ok());
    let reading = format::read(&bytes, known).map_err(|error| StoreError::Format { path: path.to_owned(), error })?;
    Ok((reading, bytes.len()))
}

/// Opens this PC's own ledger, makes it if there is none, and mends its end.
fn own(
    data: &DataFolder,
    folder: &Path,
    plan: &str,
    township: &str,
) -> Result<(Writer, Reading, Vec<Note>), StoreError> {
    let device = device::own(data)?;
    super::make_folder(folder)?;
    let lock = Lock::take(folder, device)?;
    let path = folder.join(format!("{device}.ledger"));
    let writing = || StoreError::io(Doing::Writing, &path);
    let emptied = listing::stat(&path)?.is_some_and(|meta| meta.len() == 0);
    let mut options = OpenOptions::new();
    let mut file = options.read(true).append(true).create(true).open(&path).map_err(writing())?;
    let bytes = super::read(&path, LEDGER_MAX)?;
    let of_path = |error| StoreError::Format { path: path.clone(), error };
    let mut reading = format::read(&bytes, Some(device)).map_err(of_path)?;
    let mut notes = Vec::new();
    if emptied {
        notes.push(Note::Empty { path: path.clone() });
    }
    if reading.whole < bytes.len() {
        let aside = kept::set_aside(&path, &bytes[reading.whole..], "torn")?;
        file.set_len(reading.whole as u64).map_err(writing())?;
        file.sync_all().map_err(writing())?;
        notes.push(Note::SetAside { path: path.clone(), aside, all: reading.is_empty() });
    }
    let mut length = reading.whole as u64;
    let missing = if reading.is_empty() {
        let header = Header::new(plan, township, device);
        let (line, hash) = header.line().map_err(|error| StoreError::Unwritable(error.to_string()))?;
        reading.last = hash;
        line
    } else if reading.unended {
        "\n".to_owned()
    } else {
        String::new()
    };
    if !missing.is_empty() {
        if let Err(error) = file.write_all(missing.as_bytes()).and_then(|()| file.sync_all()) {
            let _ = file.set_len(length);
            return Err(writing()(error));
        }
        atomic::sync_folder(folder).map_err(writing())?;
        length += missing.len() as u64;
    }
    let last = reading.last;
    let identity = places::identity(&path).map_err(writing())?;
    Ok((Writer { device, path, file, identity, length, last, broken: false, _lock: lock }, reading, notes))
}

impl Writer {
    /// The PC that writes.
    #[must_use]
    pub fn device(&self) -> DeviceId {
        self.device
    }

    /// Appends one change and syncs it. One write and one sync; nothing is kept unless this returns the entry.
    ///
    /// `stamp` is [`Ledger::next_stamp`] of everything read.
    pub fn append(
        &mut self,
        what: Change,
        stamp: u64,
        at: DateTime<FixedOffset>,
        by: &str,
    ) -> Result<Entry, StoreError> {
        self.check()?;
        let draft = Draft { prev: self.last, stamp, at, by: by.to_owned(), what };
        let (line, entry) = draft.line(self.device).map_err(|error| StoreError::Unwritable(error.to_string()))?;
        if let Err(error) = self.file.write_all(line.as_bytes()).and_then(|()| self.file.sync_data()) {
            let back = self.file.set_len(self.length).and_then(|()| self.file.sync_data());
            self.broken = back.is_err();
            return Err(StoreError::io(Doing::Writing, &self.path)(error));
        }
        self.length += line.len() as u64;
        self.last = entry.id;
        // A stick that was pulled meanwhile took the line with it.
        self.check()?;
        Ok(entry)
    }

    /// Whether the ledger still lies where it was opened, as we left it.
    pub fn check(&self) -> Result<(), StoreError> {
        if self.broken {
            return Err(StoreError::ReadOnly(ReadOnly::Broken { path: self.path.clone() }));
        }
        match (places::identity(&self.path), std::fs::metadata(&self.path)) {
            (Ok(identity), Ok(meta)) if identity == self.identity => {
                let ours = meta.len() == self.length;
                if ours { Ok(()) } else { Err(StoreError::ChangedOutside { path: self.path.clone() }) }
            }
            _ => Err(StoreError::Gone { path: self.path.clone() }),
        }
    }
}

/// The lock beside a ledger, with a file that says who holds it.
#[derive(Debug)]
struct Lock {
    file: File,
    holder: PathBuf,
}

/// Longest word of a holder about itself that is shown.
const HOLDER_MAX: u64 = 200;

/// Whether the disk or network share has no locks to give.
fn knows_no_locks(error: &io::Error) -> bool {
    #[cfg(unix)]
    if error.raw_os_error() == Some(rustix::io::Errno::NOLCK.raw_os_error()) {
        return true;
    }
    error.kind() == io::ErrorKind::Unsupported
}

impl Lock {
    fn take(folder: &Path, device: DeviceId) -> Result<Self, StoreError> {
        let path = folder.join(format!("{device}.lock"));
        let holder = folder.join(format!("{device}.holder"));
        let mut options = OpenOptions::new();
        let file = options.read(true).write(true).create(true).truncate(false).open(&path);
        let file = file.map_err(StoreError::io(Doing::Locking, &path))?;
        match file.try_lock() {
            Ok(()) => {
                // The lock file itself is unreadable to others on Windows while it is locked.
                let now = chrono::Local::now().format("%m-%d %H:%M");
                let _ = std::fs::write(&holder, format!("{now} 打开，进程号 {}", std::process::id()));
                Ok(Self { file, holder })
            }
            Err(TryLockError::WouldBlock) => {
                let word = super::read(&holder, HOLDER_MAX).ok().and_then(|bytes| String::from_utf8(bytes).ok());
                Err(StoreError::ReadOnly(ReadOnly::Locked { holder: word }))
            }
            Err(TryLockError::Error(error)) if knows_no_locks(&error) => {
                Err(StoreError::ReadOnly(ReadOnly::NoLocks { path: folder.to_owned() }))
            }
            Err(TryLockError::Error(error)) => Err(StoreError::io(Doing::Locking, &path)(error)),
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.holder);
        // Said aloud: merely closing the file would leave the lock to a child process that was started meanwhile.
        let _ = self.file.unlock();
    }
}
