//! The `.holder` file beside a ledger's lock. It tells people and other windows of the same PC who holds the lock.
//!
//! Each device id has its own ledger and lock. If one PC has two ids, the locks alone would let two of its windows
//! write at once, each without seeing the other's entries. The second line of the file lets them recognise each other.

use std::fs::{self, File, TryLockError};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::domain::ledger::DeviceId;

use super::{FileAction, StoreError, listing, own_file};

/// Longest holder file that is read, in bytes.
const TEXT_MAX: u64 = 200;

/// Path of the holder file of a device.
pub(super) fn holder_path(folder: &Path, device: DeviceId) -> PathBuf {
    folder.join(format!("{device}.holder"))
}

/// Writes the holder file of this window. On Windows, others cannot read a file while it is locked, so the lock itself
/// cannot hold the text.
///
/// A text that cannot be written is left out. Only a link or folder in place of the file is an error.
pub(super) fn write(file: &Path) -> Result<(), StoreError> {
    let now = chrono::Local::now().format("%m-%d %H:%M");
    let words = format!("{now} 打开，进程号 {}\n{}", std::process::id(), running_pc());
    match own_file::open(File::options().write(true).create(true).truncate(false), file, FileAction::Lock) {
        Ok(mut file) => drop(file.set_len(0).and_then(|()| file.write_all(words.as_bytes()))),
        Err(error @ StoreError::NotAFile { .. }) => return Err(error),
        Err(_) => {}
    }
    Ok(())
}

/// The line for people: when the holder started, and its process id.
pub(super) fn holder_text(file: &Path) -> Option<String> {
    read_file(file)?.lines().next().map(str::to_owned)
}

/// The line of another window of this PC that writes to `folder` under another device id than `own`.
pub(super) fn find_other_window(folder: &Path, own: DeviceId) -> Option<String> {
    let (this_pc, own) = (running_pc(), holder_path(folder, own));
    let files = listing::read(folder).entries.into_iter();
    let mut holders = files.filter(|file| file.has_extension("holder") && file.path != own).map(|file| file.path);
    holders.find_map(|file| {
        let text = read_file(&file)?;
        let (words, pc) = text.split_once('\n')?;
        (pc.trim() == this_pc && is_locked(&file.with_extension("lock"))).then(|| words.to_owned())
    })
}

/// Whether a lock is held. A killed window leaves its holder file but no lock.
fn is_locked(lock: &Path) -> bool {
    super::open(lock).is_ok_and(|lock| matches!(lock.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

fn read_file(file: &Path) -> Option<String> {
    own_file::read(file, TEXT_MAX).ok().and_then(|bytes| String::from_utf8(bytes).ok())
}

/// An id of this PC while it runs, unique among the PCs on a network share: the boot id, or else the host name.
fn running_pc() -> String {
    let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    let boot = boot.trim();
    if boot.is_empty() { gethostname::gethostname().to_string_lossy().into_owned() } else { boot.to_owned() }
}
