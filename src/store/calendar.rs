//! The calendar file that a clerk asks for. One that this program wrote before is written over, since it is made anew from
//! the records; anything else in its place is kept.

use std::io;
use std::path::Path;

use crate::format::calendar::MAKER;

use super::{StoreError, atomic, kept};

/// Largest calendar that is looked at before it is written over, in bytes.
const MAX: u64 = 16 << 20;

/// Writes the text of a calendar.
pub fn save(path: &Path, text: &str) -> Result<(), StoreError> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        super::make_folder(folder)?;
    }
    match super::read(path, MAX) {
        Ok(there) if String::from_utf8_lossy(&there).contains(MAKER) => {}
        Ok(there) => drop(kept::set_aside(path, &there, "old")?),
        Err(StoreError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    atomic::replace(path, text.as_bytes())
}
