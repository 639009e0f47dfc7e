//! Copies of ledgers: what another PC wrote, brought here file by file. A copy is continued, or kept under a name of its
//! own; nothing that is read as a ledger is thrown away.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::format::{LEDGER_MAX, ledger as format};

use super::super::rights::For;
use super::super::{Doing, StoreError, atomic, kept, own_file, read};
use super::naming::device_of;

/// How many bytes hold whole lines: a line that broke off goes over when its owner has mended it.
pub(in crate::store) fn whole(path: &Path, bytes: &[u8]) -> usize {
    if bytes.last() == Some(&b'\n') {
        return bytes.len();
    }
    format::read(bytes, device_of(path)).map_or(bytes.len(), |reading| reading.whole)
}

/// Appends what is new: the one write that is safe on a stick whose file system knows no journal.
pub(in crate::store) fn append(to: &Path, length: usize, new: &[u8]) -> Result<(), StoreError> {
    let writing = || StoreError::io(Doing::Writing, to);
    let mut file = own_file::open(OpenOptions::new().append(true), to, Doing::Writing)?;
    if let Err(error) = file.write_all(new).and_then(|()| file.sync_all()) {
        let _ = cut(to, length as u64);
        return Err(writing()(error));
    }
    drop(file);
    let back = read(to, LEDGER_MAX)?;
    if back.get(length..) == Some(new) { Ok(()) } else { Err(StoreError::ReadBack { path: to.to_owned() }) }
}

/// Continues the ledger `to`, of which the whole lines of `there` are left, by one that begins with the same lines. Its
/// torn end is set aside first.
pub(in crate::store) fn continue_with(to: &Path, there: &[u8], longer: &[u8]) -> Result<(), StoreError> {
    let whole = whole(to, there);
    if whole < there.len() {
        kept::set_aside(to, &there[whole..], "torn")?;
        cut(to, whole as u64).map_err(StoreError::io(Doing::Writing, to))?;
    }
    append(to, whole, &longer[whole..])
}

/// Cuts a file back. Windows refuses that to a handle that was opened for appending, so that it gets one of its own.
pub(super) fn cut(path: &Path, length: u64) -> io::Result<()> {
    let file = OpenOptions::new().write(true).open(path)?;
    file.set_len(length)?;
    file.sync_all()
}

/// Keeps a ledger that is not what `to` grew from under a name beside it, where its entries count.
pub(in crate::store) fn keep_beside(to: &Path, bytes: &[u8]) -> Result<PathBuf, StoreError> {
    let stem = to.file_stem().unwrap_or_default().to_string_lossy();
    atomic::create_numbered(bytes, For::Records, |number| to.with_file_name(format!("{stem}.kept-{number}.ledger")))
}
