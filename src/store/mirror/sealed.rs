//! Files that never change once they are written. Evidence says by its name whether it is whole, a report or receipt by
//! its seal: a damaged file never replaces a whole copy, and is repaired from it.

use std::cell::Cell;
use std::fs::{File, Metadata};
use std::io;
use std::path::Path;
use std::time::Duration;

use crate::format::{self, FormatError, RECEIPT_MAX, REPORT_MAX};
use crate::store::evidence::{self, State, is_hash};
use crate::store::{Doing, StoreError, atomic, kept, listing, open, read};

use super::copied::{Copied, IsWhole};

/// How far the times of a file and its copy may lie apart: FAT32 keeps them to 2 seconds.
const SAME_TIME: Duration = Duration::from_secs(2);

/// Copies a file where there is no copy, or another one. A copy gets the times of its file: where size and time are the
/// same, so is the content. Where the times differ the content is read, for `left` bytes in all.
pub(super) fn copy(from: &Path, to: &Path, is_whole: IsWhole, left: &Cell<u64>) -> Result<Copied, StoreError> {
    let (Some(meta), there) = (listing::stat(from)?, listing::stat(to)?) else { return Ok(Copied::Stood) };
    let has_size = there.as_ref().is_some_and(|there| there.len() == meta.len());
    let has_time = there.as_ref().is_some_and(|there| is_same_time(&meta, there));
    if has_size && (has_time || meta.len() > left.get()) {
        return Ok(Copied::Stood);
    }
    let copied = if has_size {
        left.set(left.get() - meta.len());
        if is_same(from, to, meta.len())? { Copied::Stood } else { copy_other(from, to, is_whole)? }
    } else {
        copy_other(from, to, is_whole)?
    };
    if copied != Copied::Damaged {
        copy_time(from, to);
    }
    Ok(copied)
}

/// Whether both files hold the same, and evidence what its name says.
fn is_same(from: &Path, to: &Path, length: u64) -> Result<bool, StoreError> {
    if is_evidence(from) {
        return Ok(evidence::state(from)? == State::Whole && evidence::state(to)? == State::Whole);
    }
    let from = read(from, length)?;
    Ok(read(to, length).is_ok_and(|there| there == from))
}

/// Copies a file where its copy is absent or another one.
fn copy_other(from: &Path, to: &Path, is_whole: IsWhole) -> Result<Copied, StoreError> {
    if is_evidence(from) {
        return copy_evidence(from, to);
    }
    let length = listing::stat(from)?.map_or(0, |meta| meta.len());
    let Some(there) = listing::stat(to)?.map(|meta| meta.len()) else {
        return write(from, to).map(|()| Copied::Written);
    };
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

fn is_same_time(one: &Metadata, other: &Metadata) -> bool {
    let (Ok(one), Ok(other)) = (one.modified(), other.modified()) else { return true };
    one.duration_since(other).unwrap_or_else(|later| later.duration()) <= SAME_TIME
}

/// Gives a copy the time of its file. Where that fails, the content is read once more.
fn copy_time(from: &Path, to: &Path) {
    let time = std::fs::metadata(from).and_then(|meta| meta.modified());
    let _ = time.and_then(|time| File::options().write(true).open(to)?.set_modified(time));
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
