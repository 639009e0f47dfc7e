//! Writes the calendar file (.ics). It replaces a calendar of this program, since the records can produce it again. Any
//! other file of that name is kept under a new name.

use std::io;
use std::path::Path;

use crate::format::calendar::MAKER;

use super::{StoreError, atomic, ron_file};

/// Largest file that is checked before it is replaced, in bytes.
const MAX: u64 = 16 << 20;

/// Writes a calendar. Fails if a file of that name exists and cannot be read.
pub fn save(path: &Path, text: &str) -> Result<(), StoreError> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        super::make_folder(folder)?;
    }
    match super::read(path, MAX) {
        Ok(old) if String::from_utf8_lossy(&old).contains(MAKER) => {}
        Ok(old) => drop(ron_file::set_aside(path, &old, "old")?),
        Err(StoreError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    atomic::replace(path, text.as_bytes())
}
