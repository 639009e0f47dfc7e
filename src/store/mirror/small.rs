//! Small files that change: settings, the list of PCs, what merges overwrote. A damaged one never replaces a whole copy.

use std::path::Path;

use crate::format::FormatError;
use crate::store::settings::Settings;
use crate::store::{StoreError, atomic, device, kept, merged, read};

use super::copied::{Copied, IsWhole};

/// Copies a file that is small and changes.
pub(super) fn copy(from: &Path, to: &Path, is_whole: IsWhole) -> Result<Copied, StoreError> {
    let too_large = |error: &StoreError| matches!(error, StoreError::Format { .. });
    let (bytes, there) = (read(from, kept::MAX), read(to, kept::MAX));
    match (bytes, there) {
        (Ok(bytes), Ok(there)) if bytes == there => Ok(Copied::Stood),
        (Err(error), _) if !too_large(&error) => Err(error),
        (Ok(bytes), _) if is_whole(from)? != Some(false) => {
            atomic::replace(to, &bytes)?;
            Ok(Copied::Written)
        }
        (_, Ok(there)) if is_whole(to)? == Some(true) => {
            kept::move_aside(from, "damaged")?;
            atomic::replace(from, &there)?;
            Ok(Copied::Repaired)
        }
        _ => Ok(Copied::Damaged),
    }
}

pub(super) fn is_whole_settings(path: &Path) -> Result<Option<bool>, StoreError> {
    judge(Settings::load(path))
}

pub(super) fn is_whole_devices(path: &Path) -> Result<Option<bool>, StoreError> {
    judge(device::check_list(path))
}

/// What was set aside beside a list is kept as it is.
pub(super) fn is_whole_list(path: &Path) -> Result<Option<bool>, StoreError> {
    if path.extension().is_some_and(|end| end == "ron") { judge(merged::check(path)) } else { Ok(None) }
}

fn judge<T>(loaded: Result<T, StoreError>) -> Result<Option<bool>, StoreError> {
    match loaded {
        Ok(_) => Ok(Some(true)),
        // What a newer program wrote cannot be judged.
        Err(StoreError::Format { error: FormatError::Newer { .. }, .. }) => Ok(None),
        Err(StoreError::Format { .. } | StoreError::NotAFile { .. }) => Ok(Some(false)),
        Err(error) => Err(error),
    }
}
