//! Reads files that may be anything: huge, a pipe, gone.

use std::fs::File;
use std::io;
use std::path::Path;

use crate::format::FormatError;

use super::error::{Doing, StoreError};

/// How much of a long file is read at once, in bytes.
pub(super) const BLOCK: usize = 64 << 10;

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
pub(super) fn open(path: &Path) -> Result<File, StoreError> {
    let refused = || StoreError::io(Doing::Reading, path);
    if !std::fs::metadata(path).map_err(refused())?.is_file() {
        return Err(refused()(io::ErrorKind::IsADirectory.into()));
    }
    File::open(path).map_err(refused())
}
