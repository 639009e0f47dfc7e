//! Small files that change: settings, the device list, overwritten values. A damaged file never replaces an intact
//! copy.

use std::path::Path;

use crate::format::FormatError;
use crate::store::settings::Settings;
use crate::store::{StoreError, atomic, device, overwritten_values, read, ron_file};

use super::copy_outcome::{CopyOutcome, IsWhole};

/// Copies a small file that changes.
pub(super) fn copy(from: &Path, to: &Path, is_whole: IsWhole) -> Result<CopyOutcome, StoreError> {
    let too_large = |error: &StoreError| matches!(error, StoreError::Format { .. });
    let (bytes, copy) = (read(from, ron_file::MAX), read(to, ron_file::MAX));
    match (bytes, copy) {
        (Ok(bytes), Ok(copy)) if bytes == copy => Ok(CopyOutcome::UpToDate),
        (Err(error), _) if !too_large(&error) => Err(error),
        (Ok(bytes), _) if is_whole(from)? != Some(false) => {
            atomic::replace(to, &bytes)?;
            Ok(CopyOutcome::Written)
        }
        (_, Ok(copy)) if is_whole(to)? == Some(true) => {
            ron_file::move_aside(from, "damaged")?;
            atomic::replace(from, &copy)?;
            Ok(CopyOutcome::Repaired)
        }
        _ => Ok(CopyOutcome::Damaged),
    }
}

pub(super) fn is_whole_settings(path: &Path) -> Result<Option<bool>, StoreError> {
    judge(Settings::load(path))
}

pub(super) fn is_whole_devices(path: &Path) -> Result<Option<bool>, StoreError> {
    judge(device::check_list(path))
}

/// Only `.ron` files are lists. Others are damaged lists that were renamed.
pub(super) fn is_whole_list(path: &Path) -> Result<Option<bool>, StoreError> {
    if path.extension().is_some_and(|end| end == "ron") { judge(overwritten_values::check(path)) } else { Ok(None) }
}

fn judge<T>(loaded: Result<T, StoreError>) -> Result<Option<bool>, StoreError> {
    match loaded {
        Ok(_) => Ok(Some(true)),
        // A file of a newer program cannot be judged.
        Err(StoreError::Format { error: FormatError::Newer { .. }, .. }) => Ok(None),
        Err(StoreError::Format { .. } | StoreError::NotAFile { .. }) => Ok(Some(false)),
        Err(error) => Err(error),
    }
}
