//! The only writer. Owns the data folder: ledgers, settings, outbox, receipts, evidence, locks; knows where it lies and may
//! lie, and keeps its mirror on a second drive.
//!
//! Durability story:
//! - After a sync returns, bytes survive. Append within one file is the only write a ledger needs, because rename
//!   is not atomic on FAT32 sticks.
//! - One process holds an OS lock on a file *beside* the ledger; a second one reads only, and says who has it.
//! - A failed append cuts the file back to its last good length; if that fails too, the store reads only from then on.
//! - A torn last line is set aside by the owner, holding the lock; everyone else passes over it.
//! - Whole files (settings, reports) go: temporary file in the same folder, sync, rename, sync of the folder, read
//!   back, compare.
//!
//! Imports the domain and the formats; knows no screen and no command line.

pub mod archive;
pub mod atomic;
pub mod backup;
pub mod browse;
pub mod bundle;
pub mod device;
pub mod drives;
pub mod evidence;
pub mod folder;
mod holder;
pub mod incoming;
pub mod intake;
mod kept;
mod known;
pub mod ledger;
mod leftovers;
pub mod listing;
pub mod merged;
pub mod merging;
pub mod mirror;
pub mod offers;
pub mod outbox;
mod own_file;
pub mod place;
mod places;
pub mod plans;
pub mod receipts;
mod rights;
pub mod settings;
mod unpack;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use crate::format::FormatError;
use crate::format::ledger::Header;
use crate::format::workbook::XlsxError;
use rights::For;

pub use own_file::Special;

/// What was being done when the system said no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// Reading a file or folder.
    Reading,
    /// Writing a file.
    Writing,
    /// Making a folder.
    MakingFolder,
    /// Locking the ledger.
    Locking,
}

/// Why something could not be read or kept.
#[derive(Debug)]
pub enum StoreError {
    /// The system refused.
    Io {
        /// What was being done.
        doing: Doing,
        /// To which file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file is not what it should be.
    Format {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        error: FormatError,
    },
    /// No ordinary file lies in the place of one of ours.
    NotAFile {
        /// The place.
        path: PathBuf,
        /// What lies there.
        what: Special,
    },
    /// A thousand files have the name, with a number, that a new one was to get.
    NamesTaken {
        /// The file, without a number.
        path: PathBuf,
    },
    /// What was read back is not what was written.
    ReadBack {
        /// The file.
        path: PathBuf,
    },
    /// A file was replaced, and the disk did not say that it keeps it.
    NotSynced {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The platform names no folder for data.
    NoDataFolder,
    /// The folder chosen for the records is not there now: its drive is not plugged in, or it was moved.
    PlaceGone {
        /// The folder that was chosen.
        path: PathBuf,
    },
    /// A folder was chosen for the records, and what says which cannot be understood.
    PlaceUnknown {
        /// The file that says which.
        path: PathBuf,
    },
    /// The folder beside the program goes before any that is chosen.
    BesideStands {
        /// The folder beside the program.
        path: PathBuf,
    },
    /// The second drive is not there.
    MirrorGone {
        /// Where the mirror was to go.
        path: PathBuf,
    },
    /// The mirror would lie in the folder of the records itself.
    MirrorOnItself {
        /// That folder.
        path: PathBuf,
    },
    /// This window may not write.
    ReadOnly(ReadOnly),
    /// The ledger was changed by something else while this window had it open.
    ChangedOutside {
        /// The ledger.
        path: PathBuf,
    },
    /// The ledger is no longer where it was: a stick was pulled, a file was moved or put in its place.
    Gone {
        /// The ledger.
        path: PathBuf,
    },
    /// An entry could not be written whole, and not be taken away again either.
    Unsure {
        /// The ledger.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// An entry was synced, and then the ledger could not be looked at any more.
    Unconfirmed {
        /// The ledger.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file that was read is no longer what it was then.
    ChangedSince {
        /// The file.
        path: PathBuf,
    },
    /// Nothing is there to be backed up.
    NothingToBackUp {
        /// The data folder.
        path: PathBuf,
    },
    /// Nothing in it that a merge could take in.
    NothingToMerge {
        /// The folder or archive.
        path: PathBuf,
    },
    /// More files than a data folder has.
    TooManyFiles {
        /// The folder or archive.
        path: PathBuf,
        /// The most.
        most: usize,
    },
    /// A value that cannot be written (a defect of the program, told and not hidden).
    Unwritable(String),
}

/// Why a window reads only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadOnly {
    /// Another window or command holds the lock.
    Locked {
        /// What it left about itself.
        holder: Option<String>,
    },
    /// The disk or network share knows no locks.
    NoLocks {
        /// The folder.
        path: PathBuf,
    },
    /// The folder cannot be written to.
    Folder {
        /// The file or folder that was refused.
        path: PathBuf,
        /// Kind of the refusal.
        kind: io::ErrorKind,
        /// The system's number for it.
        code: Option<i32>,
    },
    /// No ordinary file lies in the place of a file of the ledger.
    NotAFile {
        /// The place.
        path: PathBuf,
        /// What lies there.
        what: Special,
    },
    /// This PC's own ledger cannot be understood.
    OwnLedger {
        /// The ledger.
        path: PathBuf,
        /// What is wrong with it.
        error: FormatError,
    },
    /// This PC's own ledger says that it is another township's, plan's or PC's: a folder or file was renamed.
    Misplaced {
        /// The ledger.
        path: PathBuf,
        /// What it says itself.
        says: Header,
    },
    /// An append failed, and so did cutting the file back.
    Broken {
        /// The ledger.
        path: PathBuf,
    },
}

impl From<XlsxError> for StoreError {
    fn from(error: XlsxError) -> Self {
        StoreError::Unwritable(error.to_string())
    }
}

impl StoreError {
    fn io(doing: Doing, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| StoreError::Io { doing, path, source }
    }

    /// The same refusal as a state that lasts while the window is open.
    #[must_use]
    pub fn into_read_only(self) -> ReadOnly {
        match self {
            StoreError::ReadOnly(why) => why,
            StoreError::Io { path, source, .. } => {
                ReadOnly::Folder { path, kind: source.kind(), code: source.raw_os_error() }
            }
            StoreError::Format { path, error } => ReadOnly::OwnLedger { path, error },
            StoreError::NotAFile { path, what } => ReadOnly::NotAFile { path, what },
            StoreError::ReadBack { path }
            | StoreError::NotSynced { path, .. }
            | StoreError::ChangedOutside { path }
            | StoreError::Gone { path }
            | StoreError::Unsure { path, .. }
            | StoreError::Unconfirmed { path, .. } => ReadOnly::Broken { path },
            StoreError::PlaceGone { path }
            | StoreError::PlaceUnknown { path }
            | StoreError::BesideStands { path }
            | StoreError::MirrorGone { path }
            | StoreError::MirrorOnItself { path }
            | StoreError::ChangedSince { path }
            | StoreError::NamesTaken { path }
            | StoreError::TooManyFiles { path, .. }
            | StoreError::NothingToMerge { path }
            | StoreError::NothingToBackUp { path } => {
                ReadOnly::Folder { path, kind: io::ErrorKind::NotFound, code: None }
            }
            StoreError::NoDataFolder | StoreError::Unwritable(_) => {
                ReadOnly::Folder { path: PathBuf::new(), kind: io::ErrorKind::Other, code: None }
            }
        }
    }
}

/// Reads a file of at most `limit` bytes; one byte more is read from a larger one, and refused.
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>, StoreError> {
    let bytes = read_head(path, limit.saturating_add(1))?;
    if bytes.len() as u64 > limit {
        return Err(StoreError::Format { path: path.to_owned(), error: FormatError::TooLarge { limit } });
    }
    Ok(bytes)
}

/// Reads the first bytes of a file, at most that many.
pub fn read_head(path: &Path, most: u64) -> Result<Vec<u8>, StoreError> {
    use io::Read as _;
    let mut bytes = Vec::new();
    open(path)?.take(most).read_to_end(&mut bytes).map_err(StoreError::io(Doing::Reading, path))?;
    Ok(bytes)
}

/// Opens a file for reading, links followed. Anything but a file, a pipe say, might never open or never end.
fn open(path: &Path) -> Result<File, StoreError> {
    let refused = || StoreError::io(Doing::Reading, path);
    if !std::fs::metadata(path).map_err(refused())?.is_file() {
        return Err(refused()(io::ErrorKind::IsADirectory.into()));
    }
    File::open(path).map_err(refused())
}

/// The files of values in a folder, sorted; none where there is no folder.
pub fn values_in(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let mut entries = listing::read(folder).complete()?;
    entries.retain(|entry| entry.has_extension("ron") && !entry.kind.is_dir());
    Ok(entries.into_iter().map(|entry| entry.path).collect())
}

/// Makes a folder of the records, and all above it that are missing.
fn make_folder(path: &Path) -> Result<(), StoreError> {
    make_folder_for(path, For::Records)
}

fn make_folder_for(path: &Path, whom: For) -> Result<(), StoreError> {
    let made = own_file::make_folder(path, |above| rights::folder_builder(above, whom));
    made.map_err(StoreError::io(Doing::MakingFolder, path))
}
