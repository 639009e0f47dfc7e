//! Why something could not be read or kept. The sentences stand in `crate::error`.

use std::fs::FileType;
use std::io;
use std::path::{Path, PathBuf};

use crate::format::FormatError;
use crate::format::ledger::Header;
use crate::format::workbook::XlsxError;

/// What lies in the place of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Special {
    /// A symbolic link, wherever it leads.
    Link,
    /// A folder.
    Folder,
    /// A pipe, a socket or a device.
    Pipe,
}

impl Special {
    /// What a file of that type is; none where it is an ordinary one.
    pub(super) fn of(kind: FileType) -> Option<Self> {
        match kind {
            kind if kind.is_file() => None,
            kind if kind.is_symlink() => Some(Self::Link),
            kind if kind.is_dir() => Some(Self::Folder),
            _ => Some(Self::Pipe),
        }
    }
}

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
#[derive(Debug, thiserror::Error)]
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
        #[source]
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
    ReadOnly(#[source] ReadOnly),
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
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
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
        #[source]
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
    pub(super) fn io(doing: Doing, path: &Path) -> impl FnOnce(io::Error) -> Self {
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
