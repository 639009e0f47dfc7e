//! Why a file could not be read or written. The sentences for the user are in `crate::error`.

use std::fs::FileType;
use std::io;
use std::path::{Path, PathBuf};

use crate::format::FormatError;
use crate::format::ledger::Header;
use crate::format::workbook::XlsxError;

/// What was found instead of an ordinary file.
#[allow(missing_docs, reason = "the names say it")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Special {
    /// A symbolic link, whatever its target.
    Link,
    Folder,
    /// A pipe, a socket or a device.
    Pipe,
}

impl Special {
    /// The special kind of a file type; `None` for an ordinary file.
    pub(super) fn of(kind: FileType) -> Option<Self> {
        match kind {
            kind if kind.is_file() => None,
            kind if kind.is_symlink() => Some(Self::Link),
            kind if kind.is_dir() => Some(Self::Folder),
            _ => Some(Self::Pipe),
        }
    }
}

/// What the program was doing when the system refused.
#[allow(missing_docs, reason = "the names say it")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileAction {
    Read,
    Write,
    MakeFolder,
    Lock,
}

/// Why a file could not be read or written.
#[allow(missing_docs, reason = "the variants say what their fields are")]
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The system refused.
    Io { action: FileAction, path: PathBuf, source: io::Error },
    /// The content of a file is invalid.
    Format {
        path: PathBuf,
        #[source]
        error: FormatError,
    },
    /// A link, folder or pipe has the name of one of our files.
    NotAFile { path: PathBuf, what: Special },
    /// All numbered variants of a file name are in use. `path` is the name without a number.
    NamesTaken { path: PathBuf },
    /// The content read back differs from what was written, or could not be read back.
    ReadBackDiffers { path: PathBuf },
    /// A file was replaced, but syncing it failed: its old content may return after a power cut.
    NotSynced { path: PathBuf, source: io::Error },
    /// The platform has no folder for program data.
    NoDataFolder,
    /// The chosen data folder is absent: its drive is unplugged, or the folder was moved.
    DataFolderGone { path: PathBuf },
    /// The file that names the chosen data folder cannot be understood.
    ChoiceUnreadable { path: PathBuf },
    /// No other folder can be chosen while the folder beside the program exists: it takes precedence.
    ProgramFolderInUse { path: PathBuf },
    /// The drive of the mirror is absent.
    MirrorGone { path: PathBuf },
    /// The mirror would be inside the data folder, or the data folder inside the mirror.
    MirrorInsideRecords { path: PathBuf },
    /// This window is read-only.
    ReadOnly(#[source] ReadOnly),
    /// Another program changed the ledger while this window had it open.
    ChangedOutside { path: PathBuf },
    /// The ledger is gone: its drive was unplugged, or the file was moved or replaced.
    LedgerGone { path: PathBuf },
    /// An append failed, and so did cutting the file back. The entry may be there at the next start.
    AppendNotUndone { path: PathBuf, source: io::Error },
    /// An entry was synced, but the ledger could not be checked afterwards.
    Unconfirmed { path: PathBuf, source: io::Error },
    /// A file changed after it was read.
    ChangedSince { path: PathBuf },
    /// The data folder holds nothing to back up.
    NothingToBackUp { path: PathBuf },
    /// The folder or archive holds nothing to import.
    NothingToMerge { path: PathBuf },
    /// The folder or archive holds more files than a data folder can have.
    TooManyFiles { path: PathBuf, most: usize },
    /// A value cannot be written. This is a defect of the program.
    Unwritable(String),
}

/// Why a window is read-only.
#[allow(missing_docs, reason = "the variants say what their fields are")]
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadOnly {
    /// Another window or command holds the lock. `holder` is the text it left in its `.holder` file.
    Locked { holder: Option<String> },
    /// The disk or network share does not support locks.
    NoLocks { path: PathBuf },
    /// The folder cannot be written to. `code` is the error number of the system.
    Folder { path: PathBuf, kind: io::ErrorKind, code: Option<i32> },
    /// A link, folder or pipe has the name of a file of the ledger.
    NotAFile { path: PathBuf, what: Special },
    /// This PC's own ledger cannot be understood.
    OwnLedger {
        path: PathBuf,
        #[source]
        error: FormatError,
    },
    /// The header of this PC's own ledger names another township, plan or PC: a folder or file was renamed.
    Misplaced { path: PathBuf, says: Header },
    /// An append failed, and so did cutting the file back.
    Broken { path: PathBuf },
}

impl From<XlsxError> for StoreError {
    fn from(error: XlsxError) -> Self {
        StoreError::Unwritable(error.to_string())
    }
}

impl StoreError {
    pub(super) fn io(action: FileAction, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| StoreError::Io { action, path, source }
    }

    /// The same refusal as the lasting state of a window.
    #[must_use]
    pub fn into_read_only(self) -> ReadOnly {
        match self {
            StoreError::ReadOnly(why) => why,
            StoreError::Io { path, source, .. } => {
                ReadOnly::Folder { path, kind: source.kind(), code: source.raw_os_error() }
            }
            StoreError::Format { path, error } => ReadOnly::OwnLedger { path, error },
            StoreError::NotAFile { path, what } => ReadOnly::NotAFile { path, what },
            StoreError::ReadBackDiffers { path }
            | StoreError::NotSynced { path, .. }
            | StoreError::ChangedOutside { path }
            | StoreError::LedgerGone { path }
            | StoreError::AppendNotUndone { path, .. }
            | StoreError::Unconfirmed { path, .. } => ReadOnly::Broken { path },
            StoreError::DataFolderGone { path }
            | StoreError::ChoiceUnreadable { path }
            | StoreError::ProgramFolderInUse { path }
            | StoreError::MirrorGone { path }
            | StoreError::MirrorInsideRecords { path }
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
