//! Copies of ledgers that other PCs wrote. A copy is extended or kept under its own name; no ledger is deleted.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::format::{LEDGER_MAX, ledger as format};

use super::super::permissions::Audience;
use super::super::{FileAction, StoreError, atomic, own_file, read, ron_file};
use super::file_name::device_of;

/// Length of the whole lines in bytes. An incomplete last line is copied later, when its owner has repaired it.
pub(in crate::store) fn whole_lines(path: &Path, bytes: &[u8]) -> usize {
    if bytes.last() == Some(&b'\n') {
        return bytes.len();
    }
    format::read(bytes, device_of(path)).map_or(bytes.len(), |reading| reading.whole)
}

/// Appends bytes and reads them back. Appending is the only safe write on a stick without a journal.
pub(in crate::store) fn append(to: &Path, length: usize, new: &[u8]) -> Result<(), StoreError> {
    let writing = || StoreError::io(FileAction::Write, to);
    let mut file = own_file::open(OpenOptions::new().append(true), to, FileAction::Write)?;
    if let Err(error) = file.write_all(new).and_then(|()| file.sync_all()) {
        let _ = cut(to, length as u64);
        return Err(writing()(error));
    }
    drop(file);
    let back = read(to, LEDGER_MAX)?;
    if back.get(length..) == Some(new) { Ok(()) } else { Err(StoreError::ReadBackDiffers { path: to.to_owned() }) }
}

/// Extends the ledger `to`, whose content is `current`, to `longer`, which begins with the same whole lines. Moves a
/// torn end to a separate file first.
pub(in crate::store) fn extend(to: &Path, current: &[u8], longer: &[u8]) -> Result<(), StoreError> {
    let whole = whole_lines(to, current);
    if whole < current.len() {
        ron_file::set_aside(to, &current[whole..], "torn")?;
        cut(to, whole as u64).map_err(StoreError::io(FileAction::Write, to))?;
    }
    append(to, whole, &longer[whole..])
}

/// Cuts a file back. It opens the file anew, because Windows refuses to cut through an append-only handle.
pub(super) fn cut(path: &Path, length: u64) -> io::Result<()> {
    let file = OpenOptions::new().write(true).open(path)?;
    file.set_len(length)?;
    file.sync_all()
}

/// Keeps a diverged copy beside `to` under a ledger's name, so that its entries count.
pub(in crate::store) fn keep_beside(to: &Path, bytes: &[u8]) -> Result<PathBuf, StoreError> {
    let stem = to.file_stem().unwrap_or_default().to_string_lossy();
    atomic::create_numbered(bytes, Audience::Records, |number| {
        to.with_file_name(format!("{stem}.kept-{number}.ledger"))
    })
}
