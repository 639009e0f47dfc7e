//! The clerk's choice at the first run: a small file in the user's folder for program settings names the data folder.
//!
//! A choice is saved only if it cannot be found otherwise. The folder beside the program and the platform's folder are
//! found without it, and a stick leaves nothing behind on the PC.

use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::format::FileFormat;

use super::{FileAction, StoreError, locations, ron_file};

const FORMAT: FileFormat = FileFormat { name: "taizhang-place", version: 1 };

#[derive(Debug, Serialize, Deserialize)]
struct ChosenFolder {
    data: PathBuf,
}

/// Path of the file with the choice; `None` if the platform has no folder for settings.
#[must_use]
pub fn choice_path() -> Option<PathBuf> {
    locations::local_config().map(|folder| folder.join("taizhang").join("place.ron"))
}

/// The chosen folder, whether or not it exists now; `None` if none was chosen.
pub fn load_choice() -> Result<Option<PathBuf>, StoreError> {
    let Some(file) = choice_path() else { return Ok(None) };
    match ron_file::load::<ChosenFolder>(&file, FORMAT) {
        // Using another folder would hide the records.
        Err(StoreError::Format { path, .. }) => Err(StoreError::ChoiceUnreadable { path }),
        place => Ok(place?.map(|place| place.data)),
    }
}

pub(super) fn save_choice(file: Option<&Path>, data: &Path) -> Result<(), StoreError> {
    let file = file.ok_or(StoreError::NoDataFolder)?;
    ron_file::save(file, &ChosenFolder { data: data.to_owned() }, FORMAT)
}

pub(super) fn remove_choice(file: Option<&Path>) -> Result<(), StoreError> {
    let Some(file) = file else { return Ok(()) };
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StoreError::io(FileAction::Write, file)(error)),
        _ => Ok(()),
    }
}
