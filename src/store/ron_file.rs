//! Small RON files that are written whole: settings, the device list, the overwritten values. A file of a newer version
//! is never overwritten. A damaged file is renamed before a new one is written.

use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::format::{self, FileFormat, FormatError};

use super::permissions::Audience;
use super::{FileAction, StoreError, atomic, listing, own_file};

/// Largest such file, in bytes. The values that an import overwrote may include many long notes.
pub(super) const MAX: u64 = 16 << 20;

/// Reads a value; `None` if the file is absent.
pub(super) fn load<T: DeserializeOwned>(path: &Path, format: FileFormat) -> Result<Option<T>, StoreError> {
    let bytes = match own_file::read(path, MAX) {
        Ok(bytes) => bytes,
        Err(StoreError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    parse(&bytes, format).map(Some).map_err(|error| StoreError::Format { path: path.to_owned(), error })
}

/// Parses a value.
pub(super) fn parse<T: DeserializeOwned>(bytes: &[u8], format: FileFormat) -> Result<T, FormatError> {
    format::text(bytes, MAX).and_then(|text| format::parse(&text, format))
}

/// Writes a value. Refuses to replace a file of a newer version; renames a damaged one first.
pub(super) fn save<T: Serialize + DeserializeOwned>(
    path: &Path,
    value: &T,
    format: FileFormat,
) -> Result<(), StoreError> {
    save_as(path, value, format, format.version)
}

/// Writes a value in an earlier version of the format.
pub(super) fn save_as<T: Serialize + DeserializeOwned>(
    path: &Path,
    value: &T,
    format: FileFormat,
    version: u32,
) -> Result<(), StoreError> {
    if let Some(folder) = path.parent() {
        super::make_folder(folder)?;
    }
    match load::<T>(path, format) {
        Err(StoreError::Format { error: FormatError::Newer { version }, path }) => {
            return Err(StoreError::Format { path, error: FormatError::Newer { version } });
        }
        Err(error @ StoreError::NotAFile { .. }) => return Err(error),
        Err(StoreError::Format { .. }) => drop(move_aside(path, "damaged")?),
        _ => {}
    }
    let text =
        format::write_value(value, format.at(version)).map_err(|error| StoreError::Unwritable(error.to_string()))?;
    // Check that the text can be read again before it replaces anything.
    parse::<T>(text.as_bytes(), format).map_err(|error| StoreError::Format { path: path.to_owned(), error })?;
    atomic::replace(path, text.as_bytes())
}

/// Renames a file to a free name beside it: `<stem>.<why>-1`, `-2`, ...
pub(super) fn move_aside(file: &Path, why: &str) -> Result<PathBuf, StoreError> {
    for number in 1..=atomic::NAMES_MAX {
        let aside = file.with_extension(format!("{why}-{number}"));
        if !listing::exists(&aside)? {
            std::fs::rename(file, &aside).map_err(StoreError::io(FileAction::Write, &aside))?;
            return Ok(aside);
        }
    }
    Err(StoreError::NamesTaken { path: file.to_owned() })
}

/// Writes `bytes` to a free name beside a file: `<stem>.<why>-1`, `-2`, ... Equal bytes are written once.
pub(super) fn set_aside(file: &Path, bytes: &[u8], why: &str) -> Result<PathBuf, StoreError> {
    atomic::create_numbered(bytes, Audience::Records, |number| file.with_extension(format!("{why}-{number}")))
}
