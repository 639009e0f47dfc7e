//! The lock beside a ledger: one window writes, and others learn who it is.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use crate::domain::ledger::DeviceId;
use crate::store::{Doing, ReadOnly, StoreError, holder, own_file};

/// The lock beside a ledger, with a file that says who holds it.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
    holder: PathBuf,
}

/// Whether the disk or network share has no locks to give.
fn knows_no_locks(error: &io::Error) -> bool {
    #[cfg(unix)]
    if error.raw_os_error() == Some(rustix::io::Errno::NOLCK.raw_os_error()) {
        return true;
    }
    error.kind() == io::ErrorKind::Unsupported
}

impl Lock {
    pub(super) fn take(folder: &Path, device: DeviceId) -> Result<Self, StoreError> {
        let path = folder.join(format!("{device}.lock"));
        let holder = holder::file(folder, device);
        let mut options = OpenOptions::new();
        let options = options.read(true).write(true).create(true).truncate(false);
        let file = own_file::open(options, &path, Doing::Locking)?;
        match file.try_lock() {
            Ok(()) => {
                if let Some(other) = holder::other_window(folder, device) {
                    let _ = file.unlock();
                    return Err(StoreError::ReadOnly(ReadOnly::Locked { holder: Some(other) }));
                }
                holder::write(&holder)?;
                Ok(Self { file, holder })
            }
            Err(TryLockError::WouldBlock) => {
                Err(StoreError::ReadOnly(ReadOnly::Locked { holder: holder::words(&holder) }))
            }
            Err(TryLockError::Error(error)) if knows_no_locks(&error) => {
                Err(StoreError::ReadOnly(ReadOnly::NoLocks { path: folder.to_owned() }))
            }
            Err(TryLockError::Error(error)) => Err(StoreError::io(Doing::Locking, &path)(error)),
        }
    }
}

impl Lock {
    /// The file that says who holds it, written when it was taken.
    pub(super) fn holder(&self) -> &Path {
        &self.holder
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.holder);
        // Said aloud: merely closing the file would leave the lock to a child process that was started meanwhile.
        let _ = self.file.unlock();
    }
}
