//! Reads files of any kind and size.

use std::fs::File;
use std::io;
use std::path::Path;

use crate::format::FormatError;

use super::error::{FileAction, StoreError};

/// Bytes that are read at once from a long file.
pub(super) const BLOCK: usize = 64 << 10;

/// Reads a file. Fails if it is longer than `limit` bytes, after reading one byte more.
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>, StoreError> {
    let bytes = read_head(path, limit.saturating_add(1))?;
    if bytes.len() as u64 > limit {
        return Err(StoreError::Format { path: path.to_owned(), error: FormatError::TooLarge { limit } });
    }
    Ok(bytes)
}

/// Reads at most the first `most` bytes of a file.
pub fn read_head(path: &Path, most: u64) -> Result<Vec<u8>, StoreError> {
    use io::Read as _;
    let mut bytes = Vec::new();
    open(path)?.take(most).read_to_end(&mut bytes).map_err(StoreError::io(FileAction::Read, path))?;
    Ok(bytes)
}

/// Opens a file for reading; links are followed. Fails for anything but a file: opening a pipe may block, and reading a
/// device may never end.
pub(super) fn open(path: &Path) -> Result<File, StoreError> {
    let refused = || StoreError::io(FileAction::Read, path);
    if !std::fs::metadata(path).map_err(refused())?.is_file() {
        return Err(refused()(io::ErrorKind::IsADirectory.into()));
    }
    File::open(path).map_err(refused())
}
