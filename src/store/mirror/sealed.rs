//! Files that never change once they are written. Evidence says by its name whether it is whole, a report or receipt by
//! its seal: a damaged file never replaces a whole copy, and is repaired from it.

use std::io;
use std::path::Path;

use crate::format::{self, FormatError, RECEIPT_MAX, REPORT_MAX};
use crate::store::evidence::{self, is_hash};
use crate::store::{Doing, StoreError, atomic, kept, listing, open, read};

use super::copied::{Copied, IsWhole};

/// Copies a file where there is no copy, or one of another size.
pub(super) fn copy(from: &Path, to: &Path, is_whole: IsWhole) -> Result<Copied, StoreError> {
    let Some(length) = listing::stat(from)?.map(|meta| meta.len()) else { return Ok(Copied::Stood) };
    let there = listing::stat(to)?.map(|meta| meta.len());
    if there == Some(length) {
        return Ok(Copied::Stood);
    }
    if is_evidence(from) {
        return copy_evidence(from, to);
    }
    let Some(there) = there else { return write(from, to).map(|()| Copied::Written) };
    let (from_is_whole, copy_is_whole) = (is_whole(from)?, is_whole(to)?);
    match (from_is_whole, copy_is_whole) {
        (Some(false), Some(true)) => {
            if length > 0 {
                kept::move_aside(from, "damaged")?;
            }
            write(to, from)?;
            Ok(Copied::Repaired)
        }
        (Some(false), _) => Ok(Copied::Damaged),
        _ => {
            // Cut off, or another report of this number: nothing is thrown away.
            let aside = if there > 0 { Some(kept::move_aside(to, "kept")?) } else { None };
            write(from, to)?;
            Ok(aside.filter(|_| copy_is_whole == Some(true)).map_or(Copied::Written, Copied::Beside))
        }
    }
}

/// Each of the two is replaced by the other only where that one is whole.
fn copy_evidence(from: &Path, to: &Path) -> Result<Copied, StoreError> {
    if evidence::restore(from, to)? {
        return Ok(Copied::Written);
    }
    let repaired = evidence::restore(to, from).unwrap_or(false);
    Ok(if repaired { Copied::Repaired } else { Copied::Damaged })
}

fn write(from: &Path, to: &Path) -> Result<(), StoreError> {
    let mut file = open(from)?;
    let writing = || StoreError::io(Doing::Writing, to);
    let folder = to.parent().unwrap_or(Path::new("."));
    let mut temporary = atomic::temporary_record_in(folder).map_err(writing())?;
    io::copy(&mut file, &mut temporary).map_err(writing())?;
    atomic::place_synced(temporary, to).map_err(writing())
}

fn is_evidence(path: &Path) -> bool {
    path.file_name().and_then(|name| name.to_str()).is_some_and(is_hash)
}

/// By its seal and content.
pub(super) fn is_whole_report(path: &Path) -> Result<Option<bool>, StoreError> {
    is_whole_value(path, REPORT_MAX, |bytes| format::report::read(bytes).map(drop))
}

/// By its seal and content.
pub(super) fn is_whole_receipt(path: &Path) -> Result<Option<bool>, StoreError> {
    is_whole_value(path, RECEIPT_MAX, |bytes| format::receipt::read(bytes).map(drop))
}

fn is_whole_value(
    path: &Path,
    limit: u64,
    check: impl Fn(&[u8]) -> Result<(), FormatError>,
) -> Result<Option<bool>, StoreError> {
    if path.extension().is_none_or(|end| end != "ron") {
        return Ok(None);
    }
    let bytes = match read(path, limit) {
        Err(StoreError::Format { .. }) => return Ok(Some(false)),
        bytes => bytes?,
    };
    Ok(match check(&bytes) {
        Ok(()) => Some(true),
        // What a newer program wrote cannot be judged.
        Err(FormatError::Newer { .. }) => None,
        Err(_) => Some(false),
    })
}
