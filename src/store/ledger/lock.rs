//! The lock beside a ledger: one window writes, and the others learn which one.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use crate::domain::ledger::DeviceId;
use crate::store::{FileAction, ReadOnly, StoreError, lock_holder, own_file};

/// A held lock, with the `.holder` file that describes the holder.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
    holder: PathBuf,
}

/// Whether the error says that the disk or network share has no locks.
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
        let holder = lock_holder::holder_path(folder, device);
        let mut options = OpenOptions::new();
        let options = options.read(true).write(true).create(true).truncate(false);
        let file = own_file::open(options, &path, FileAction::Lock)?;
        match file.try_lock() {
            Ok(()) => {
                // This PC may have two ids, each with a lock of its own.
                if let Some(other) = lock_holder::find_other_window(folder, device) {
                    let _ = file.unlock();
                    return Err(StoreError::ReadOnly(ReadOnly::Locked { holder: Some(other) }));
                }
                lock_holder::write(&holder)?;
                Ok(Self { file, holder })
            }
            Err(TryLockError::WouldBlock) => {
                Err(StoreError::ReadOnly(ReadOnly::Locked { holder: lock_holder::holder_text(&holder) }))
            }
            Err(TryLockError::Error(error)) if knows_no_locks(&error) => {
                Err(StoreError::ReadOnly(ReadOnly::NoLocks { path: folder.to_owned() }))
            }
            Err(TryLockError::Error(error)) => Err(StoreError::io(FileAction::Lock, &path)(error)),
        }
    }
}

impl Lock {
    /// The `.holder` file, written when the lock was taken.
    pub(super) fn holder(&self) -> &Path {
        &self.holder
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.holder);
        // Closing the file is not enough: a child process may have inherited it and would keep the lock.
        let _ = self.file.unlock();
    }
}
