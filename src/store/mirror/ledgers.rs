//! The ledgers in the mirror. A copy that is behind is extended. A copy with entries that the records lost is kept
//! under its own name, so that its entries count when the mirror is opened.

use std::cell::Cell;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

use crate::domain::ledger::{DeviceId, Hex16};
use crate::format::{FormatError, LEDGER_MAX, ledger as format};

use super::super::ledger::copies::{append, keep_beside, whole_lines};
use super::super::ledger::is_ledger;
use super::super::{StoreError, atomic, listing, read, ron_file};
use super::copy_outcome::CopyOutcome;
use super::immutable_files;

/// Copies a ledger. Any other file in its folder, such as a torn line, never changes and is copied as such.
pub(super) fn copy(from: &Path, to: &Path) -> Result<CopyOutcome, StoreError> {
    if !is_ledger(from) {
        // These files are only kept; their content is not compared.
        return immutable_files::copy(from, to, |_| Ok(None), &Cell::new(0));
    }
    let mut bytes = read(from, LEDGER_MAX)?;
    bytes.truncate(whole_lines(from, &bytes));
    if !listing::exists(to)? {
        atomic::create(to, &bytes)?;
        return Ok(CopyOutcome::Written);
    }
    let copy = read(to, LEDGER_MAX)?;
    if copy == bytes {
        Ok(CopyOutcome::UpToDate)
    } else if let Some(new) = bytes.strip_prefix(&copy[..]) {
        append(to, copy.len(), new)?;
        Ok(CopyOutcome::Written)
    } else {
        let kept = keep_diverged(to, &copy, &bytes)?;
        atomic::replace(to, &bytes)?;
        Ok(kept.map_or(CopyOutcome::Written, CopyOutcome::KeptOld))
    }
}

/// Keeps a diverged copy under its own name, unless our ledger has all its entries.
fn keep_diverged(to: &Path, copy: &[u8], ours: &[u8]) -> Result<Option<PathBuf>, StoreError> {
    match has_more_entries(copy, ours) {
        Ok(false) => Ok(None),
        Ok(true) => keep_beside(to, copy).map(Some),
        // Not a ledger: keep it under a name that is not read as one.
        Err(_) => ron_file::set_aside(to, copy, "damaged").map(Some),
    }
}

/// Whether the copy has entries that our ledger lacks.
fn has_more_entries(copy: &[u8], ledger: &[u8]) -> Result<bool, FormatError> {
    const NOBODY: DeviceId = Hex16(0);
    let copy = format::read(copy, Some(NOBODY))?;
    let Ok(ledger) = format::read(ledger, Some(NOBODY)) else { return Ok(!copy.is_empty()) };
    let ours: HashSet<_> = ledger.entries.iter().map(|entry| entry.id).collect();
    Ok(copy.unknown.len() > ledger.unknown.len() || copy.entries.iter().any(|entry| !ours.contains(&entry.id)))
}
