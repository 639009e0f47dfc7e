//! Files that never change once they are written. The name of evidence is its hash; reports and receipts have a seal. A
//! damaged file never replaces an intact copy, and is repaired from it.

use std::cell::Cell;
use std::fs::{File, Metadata};
use std::io;
use std::path::Path;
use std::time::Duration;

use crate::format::{self, FormatError, RECEIPT_MAX, REPORT_MAX};
use crate::store::evidence::{self, EvidenceState, is_hash};
use crate::store::{FileAction, StoreError, atomic, listing, open, read, ron_file};

use super::copy_outcome::{CopyOutcome, IsWhole};

/// Largest difference between the times of a file and its copy, since FAT32 rounds times to 2 seconds.
const SAME_TIME: Duration = Duration::from_secs(2);

/// Copies a file if there is no copy or it differs. The copy gets the time of the file: equal size and time mean equal
/// content. If only the times differ, the content is compared, as long as `left` (bytes) suffices.
pub(super) fn copy(from: &Path, to: &Path, is_whole: IsWhole, left: &Cell<u64>) -> Result<CopyOutcome, StoreError> {
    let (Some(meta), copy) = (listing::stat(from)?, listing::stat(to)?) else { return Ok(CopyOutcome::UpToDate) };
    let is_same_size = copy.as_ref().is_some_and(|copy| copy.len() == meta.len());
    let has_same_time = copy.as_ref().is_some_and(|copy| is_same_time(&meta, copy));
    if is_same_size && (has_same_time || meta.len() > left.get()) {
        return Ok(CopyOutcome::UpToDate);
    }
    if is_same_size {
        left.set(left.get() - meta.len());
    }
    let outcome = if is_same_size && is_same(from, to, meta.len())? {
        CopyOutcome::UpToDate
    } else {
        replace_copy((from, meta.len()), (to, copy.map(|copy| copy.len())), is_whole)?
    };
    if outcome != CopyOutcome::Damaged {
        copy_time(from, to);
    }
    Ok(outcome)
}

/// Whether both files have the same content. Evidence must also match its name.
fn is_same(from: &Path, to: &Path, length: u64) -> Result<bool, StoreError> {
    if is_evidence(from) {
        return Ok(
            evidence::read_state(from)? == EvidenceState::Whole && evidence::read_state(to)? == EvidenceState::Whole
        );
    }
    let from = read(from, length)?;
    Ok(read(to, length).is_ok_and(|copy| copy == from))
}

/// Copies a file whose copy is absent or differs. Each path comes with its length in bytes, if the file exists.
fn replace_copy(
    (from, length): (&Path, u64),
    (to, copy_length): (&Path, Option<u64>),
    is_whole: IsWhole,
) -> Result<CopyOutcome, StoreError> {
    if is_evidence(from) {
        return copy_evidence(from, to);
    }
    let Some(copy_length) = copy_length else {
        return write(from, to).map(|()| CopyOutcome::Written);
    };
    let (from_is_whole, copy_is_whole) = (is_whole(from)?, is_whole(to)?);
    match (from_is_whole, copy_is_whole) {
        (Some(false), Some(true)) => {
            if length > 0 {
                ron_file::move_aside(from, "damaged")?;
            }
            write(to, from)?;
            Ok(CopyOutcome::Repaired)
        }
        (Some(false), _) => Ok(CopyOutcome::Damaged),
        _ => {
            // The copy is incomplete, or another report of the same number: keep it.
            let aside = if copy_length > 0 { Some(ron_file::move_aside(to, "kept")?) } else { None };
            write(from, to)?;
            Ok(aside.filter(|_| copy_is_whole == Some(true)).map_or(CopyOutcome::Written, CopyOutcome::KeptOld))
        }
    }
}

/// Each side replaces the other only if it is intact.
fn copy_evidence(from: &Path, to: &Path) -> Result<CopyOutcome, StoreError> {
    if evidence::restore(from, to)? {
        return Ok(CopyOutcome::Written);
    }
    let repaired = evidence::restore(to, from).unwrap_or(false);
    Ok(if repaired { CopyOutcome::Repaired } else { CopyOutcome::Damaged })
}

fn write(from: &Path, to: &Path) -> Result<(), StoreError> {
    let mut file = open(from)?;
    let writing = || StoreError::io(FileAction::Write, to);
    let folder = to.parent().unwrap_or(Path::new("."));
    let mut temporary = atomic::temporary_record_in(folder).map_err(writing())?;
    io::copy(&mut file, &mut temporary).map_err(writing())?;
    atomic::persist_synced(temporary, to).map_err(writing())
}

fn is_same_time(file: &Metadata, copy: &Metadata) -> bool {
    let (Ok(file), Ok(copy)) = (file.modified(), copy.modified()) else { return true };
    file.duration_since(copy).unwrap_or_else(|later| later.duration()) <= SAME_TIME
}

/// Gives a copy the time of its file. If that fails, the next session compares the content.
fn copy_time(from: &Path, to: &Path) {
    let time = std::fs::metadata(from).and_then(|meta| meta.modified());
    let _ = time.and_then(|time| File::options().write(true).open(to)?.set_modified(time));
}

fn is_evidence(path: &Path) -> bool {
    path.file_name().and_then(|name| name.to_str()).is_some_and(is_hash)
}

pub(super) fn is_whole_report(path: &Path) -> Result<Option<bool>, StoreError> {
    is_whole_value(path, REPORT_MAX, |bytes| format::report::read(bytes).map(drop))
}

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
        // A file of a newer program cannot be judged.
        Err(FormatError::Newer { .. }) => None,
        Err(_) => Some(false),
    })
}
