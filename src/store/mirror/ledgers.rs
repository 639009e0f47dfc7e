//! The ledgers in the mirror. A copy that the records have outgrown is brought up to date; one that holds entries
//! which the records lost is kept under a name of its own, where its entries count when the mirror is opened.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::domain::ledger::{DeviceId, Hex16};
use crate::format::{FormatError, LEDGER_MAX, ledger as format};

use super::super::{Doing, StoreError, atomic, kept, read};
use super::{Copied, written_once};

/// Copies a ledger; another file among the ledgers, a torn line that was set aside say, as one that never changes.
pub(super) fn copy(from: &Path, to: &Path) -> Result<Copied, StoreError> {
    if from.extension() != Some(OsStr::new("ledger")) {
        return written_once(from, to);
    }
    let mut bytes = read(from, LEDGER_MAX)?;
    bytes.truncate(whole(from, &bytes));
    let there = match std::fs::metadata(to) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            atomic::create(to, &bytes)?;
            return Ok(Copied::Written);
        }
        _ => read(to, LEDGER_MAX)?,
    };
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

/// How many bytes hold whole lines: a line that broke off goes over when its owner has mended it.
pub(in crate::store) fn whole(path: &Path, bytes: &[u8]) -> usize {
    if bytes.last() == Some(&b'\n') {
        return bytes.len();
    }
    format::read(bytes, named(path)).map_or(bytes.len(), |reading| reading.whole)
}

/// The PC whose ledger the file's name says it is.
pub(in crate::store) fn named(path: &Path) -> Option<DeviceId> {
    path.file_stem().and_then(OsStr::to_str).and_then(|stem| stem.parse().ok())
}

/// Appends what is new: the one write that is safe on a stick whose file system knows no journal.
pub(in crate::store) fn append(to: &Path, length: usize, new: &[u8]) -> Result<(), StoreError> {
    let writing = || StoreError::io(Doing::Writing, to);
    let mut file = OpenOptions::new().append(true).open(to).map_err(writing())?;
    if let Err(error) = file.write_all(new).and_then(|()| file.sync_all()) {
        let _ = file.set_len(length as u64);
        return Err(writing()(error));
    }
    drop(file);
    let back = read(to, LEDGER_MAX)?;
    if back.get(length..) == Some(new) { Ok(()) } else { Err(StoreError::ReadBack { path: to.to_owned() }) }
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

/// Keeps a ledger that is not what `to` grew from under a name beside it, where its entries count.
pub(in crate::store) fn keep_beside(to: &Path, bytes: &[u8]) -> Result<PathBuf, StoreError> {
    let stem = to.file_stem().unwrap_or_default().to_string_lossy();
    for number in 1_u32.. {
        let aside = to.with_file_name(format!("{stem}.kept-{number}.ledger"));
        match atomic::create(&aside, bytes) {
            Err(StoreError::Io { source, .. }) if source.kind() == io::ErrorKind::AlreadyExists => {
                if read(&aside, LEDGER_MAX).is_ok_and(|kept| kept == bytes) {
                    return Ok(aside);
                }
            }
            done => return done.map(|()| aside),
        }
    }
    Err(StoreError::Unwritable("no name is free".to_owned()))
}

/// Whether a copy has entries that the ledger does not have.
fn holds_more(copy: &[u8], ledger: &[u8]) -> Result<bool, FormatError> {
    const NOBODY: DeviceId = Hex16(0);
    let copy = format::read(copy, Some(NOBODY))?;
    let Ok(ledger) = format::read(ledger, Some(NOBODY)) else { return Ok(!copy.is_empty()) };
    let ours: HashSet<_> = ledger.entries.iter().map(|entry| entry.id).collect();
    Ok(copy.unknown.len() > ledger.unknown.len() || copy.entries.iter().any(|entry| !ours.contains(&entry.id)))
}
