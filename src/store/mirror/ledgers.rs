//! The ledgers in the mirror. A copy that the records have outgrown is brought up to date; one that holds entries
//! which the records lost is kept under a name of its own, where its entries count when the mirror is opened.

use std::cell::Cell;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

use crate::domain::ledger::{DeviceId, Hex16};
use crate::format::{FormatError, LEDGER_MAX, ledger as format};

use super::super::ledger::copies::{append, keep_beside, whole};
use super::super::ledger::is_ledger;
use super::super::{StoreError, atomic, kept, listing, read};
use super::copied::Copied;
use super::sealed;

/// Copies a ledger; another file among the ledgers, a torn line that was set aside say, as one that never changes.
pub(super) fn copy(from: &Path, to: &Path) -> Result<Copied, StoreError> {
    if !is_ledger(from) {
        // Nothing is compared of what is only kept.
        return sealed::copy(from, to, |_| Ok(None), &Cell::new(0));
    }
    let mut bytes = read(from, LEDGER_MAX)?;
    bytes.truncate(whole(from, &bytes));
    if !listing::exists(to)? {
        atomic::create(to, &bytes)?;
        return Ok(Copied::Written);
    }
    let there = read(to, LEDGER_MAX)?;
    if there == bytes {
        Ok(Copied::Stood)
    } else if let Some(new) = bytes.strip_prefix(&there[..]) {
        append(to, there.len(), new)?;
        Ok(Copied::Written)
    } else {
        let aside = keep_what_is_more(to, &there, &bytes)?;
        atomic::replace(to, &bytes)?;
        Ok(aside.map_or(Copied::Written, Copied::Beside))
    }
}

/// Keeps a copy that is not what the records grew from under a name of its own, unless the records have all it holds.
fn keep_what_is_more(to: &Path, there: &[u8], ours: &[u8]) -> Result<Option<PathBuf>, StoreError> {
    match holds_more(there, ours) {
        Ok(false) => Ok(None),
        Ok(true) => keep_beside(to, there).map(Some),
        // Not a ledger at all: kept, and not under a name that would be read as one.
        Err(_) => kept::set_aside(to, there, "damaged").map(Some),
    }
}

/// Whether a copy has entries that the ledger does not have.
fn holds_more(copy: &[u8], ledger: &[u8]) -> Result<bool, FormatError> {
    const NOBODY: DeviceId = Hex16(0);
    let copy = format::read(copy, Some(NOBODY))?;
    let Ok(ledger) = format::read(ledger, Some(NOBODY)) else { return Ok(!copy.is_empty()) };
    let ours: HashSet<_> = ledger.entries.iter().map(|entry| entry.id).collect();
    Ok(copy.unknown.len() > ledger.unknown.len() || copy.entries.iter().any(|entry| !ours.contains(&entry.id)))
}
