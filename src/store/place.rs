//! The choice of the first run: a small file in the user's own folder for settings says where the records lie.
//!
//! Only a choice that cannot be seen otherwise is kept: the folder beside the program and the platform's are found
//! without it, and a stick leaves nothing behind on the PC.

use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::format::FileFormat;

use super::{Doing, StoreError, kept, places};

const FORMAT: FileFormat = FileFormat { name: "taizhang-place", version: 1 };

#[derive(Debug, Serialize, Deserialize)]
struct Place {
    data: PathBuf,
}

/// The file that keeps the choice; none where the platform has no folder for settings.
#[must_use]
pub fn file() -> Option<PathBuf> {
    places::local_config().map(|folder| folder.join("taizhang").join("place.ron"))
}

/// The folder that was chosen, whether it is there now or not; none where none was.
pub fn chosen() -> Result<Option<PathBuf>, StoreError> {
    let Some(file) = file() else { return Ok(None) };
    match kept::load::<Place>(&file, FORMAT) {
        // Going on in another folder would hide the records.
        Err(StoreError::Format { path, .. }) => Err(StoreError::PlaceUnknown { path }),
        place => Ok(place?.map(|place| place.data)),
    }
}

/// Keeps the choice in `file`.
pub(super) fn keep(file: Option<&Path>, data: &Path) -> Result<(), StoreError> {
    let file = file.ok_or(StoreError::NoDataFolder)?;
    kept::save(file, &Place { data: data.to_owned() }, FORMAT)
}

/// Forgets the choice that `file` keeps.
pub(super) fn forget(file: Option<&Path>) -> Result<(), StoreError> {
    let Some(file) = file else { return Ok(()) };
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StoreError::io(Doing::Writing, file)(error)),
        _ => Ok(()),
    }
}
