//! Small files that are written whole: settings, the list of PCs. A newer one is never overwritten, a damaged one is
//! set aside first.

use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::format::{self, FileFormat, FormatError};

use super::rights::For;
use super::{Doing, StoreError, atomic, listing, own_file};

/// Largest such file, in bytes. What a merge overwrote may be many long notes.
pub(super) const MAX: u64 = 16 << 20;

/// Reads a value; none where there is no file.
pub(super) fn load<T: DeserializeOwned>(path: &Path, format: FileFormat) -> Result<Option<T>, StoreError> {
    let bytes = match own_file::read(path, MAX) {
        Ok(bytes) => bytes,
        Err(StoreError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    value(&bytes, format).map(Some).map_err(|error| StoreError::Format { path: path.to_owned(), error })
}

/// The value in a file's bytes.
pub(super) fn value<T: DeserializeOwned>(bytes: &[u8], format: FileFormat) -> Result<T, FormatError> {
    format::text(bytes, MAX).and_then(|text| format::parse(&text, format))
}

/// Writes a value in the place of one that `T` can be read from, or of none.
pub(super) fn save<T: Serialize + DeserializeOwned>(
    path: &Path,
    value: &T,
    format: FileFormat,
) -> Result<(), StoreError> {
    save_as(path, value, format, format.version)
}

/// The same in an earlier version of the format.
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
    // Nothing is kept that could not be read again.
    self::value::<T>(text.as_bytes(), format).map_err(|error| StoreError::Format { path: path.to_owned(), error })?;
    atomic::replace(path, text.as_bytes())
}

/// Gives a file a name of its own beside it: `<name>.<why>-1`, `-2`, ...
pub(super) fn move_aside(file: &Path, why: &str) -> Result<PathBuf, StoreError> {
    for number in 1..=atomic::NAMES_MAX {
        let aside = file.with_extension(format!("{why}-{number}"));
        if !listing::exists(&aside)? {
            std::fs::rename(file, &aside).map_err(StoreError::io(Doing::Writing, &aside))?;
            return Ok(aside);
        }
    }
    Err(StoreError::NamesTaken { path: file.to_owned() })
}

/// Keeps bytes under a name of their own beside a file: `<name>.<why>-1`, `-2`, ... The same bytes are kept once.
pub(super) fn set_aside(file: &Path, bytes: &[u8], why: &str) -> Result<PathBuf, StoreError> {
    atomic::create_numbered(bytes, For::Records, |number| file.with_extension(format!("{why}-{number}")))
}
