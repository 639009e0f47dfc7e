//! Who holds a ledger's lock: a file beside the lock says so to people, and to other windows of the same PC.
//!
//! Each number of a PC has a ledger and a lock of its own. Where one PC has come to two numbers, the locks alone would
//! let two of its windows write at once, each without seeing what the other writes.

use std::fs::{self, File, TryLockError};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::domain::ledger::DeviceId;

use super::{Doing, StoreError, listing, own_file};

/// Longest text of a holder about itself that is read.
const TEXT_MAX: u64 = 200;

/// The file that says who holds the lock of a device's ledger.
pub(super) fn file(folder: &Path, device: DeviceId) -> PathBuf {
    folder.join(format!("{device}.holder"))
}

/// Says that this window holds the lock. The lock file itself cannot be read by others on Windows while it is locked.
///
/// Only something else in the place of the file is an error; a text that cannot be written is left out.
pub(super) fn write(file: &Path) -> Result<(), StoreError> {
    let now = chrono::Local::now().format("%m-%d %H:%M");
    let words = format!("{now} 打开，进程号 {}\n{}", std::process::id(), running());
    match own_file::open(File::options().write(true).create(true).truncate(false), file, Doing::Locking) {
        Ok(mut file) => drop(file.set_len(0).and_then(|()| file.write_all(words.as_bytes()))),
        Err(error @ StoreError::NotAFile { .. }) => return Err(error),
        Err(_) => {}
    }
    Ok(())
}

/// What the holder says about itself to people.
pub(super) fn words(file: &Path) -> Option<String> {
    text(file)?.lines().next().map(str::to_owned)
}

/// What another window of this PC says of itself that writes into `folder` under another number than `own`.
pub(super) fn other_window(folder: &Path, own: DeviceId) -> Option<String> {
    let (running, own) = (running(), file(folder, own));
    let files = listing::read(folder).entries.into_iter();
    let mut holders = files.filter(|file| file.has_extension("holder") && file.path != own).map(|file| file.path);
    holders.find_map(|file| {
        let text = text(&file)?;
        let (words, on) = text.split_once('\n')?;
        (on.trim() == running && is_locked(&file.with_extension("lock"))).then(|| words.to_owned())
    })
}

/// Whether a lock is held. A window that was killed leaves what it said of itself, and no lock.
fn is_locked(lock: &Path) -> bool {
    super::open(lock).is_ok_and(|lock| matches!(lock.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

fn text(file: &Path) -> Option<String> {
    own_file::read(file, TEXT_MAX).ok().and_then(|bytes| String::from_utf8(bytes).ok())
}

/// What this PC as it runs now is known by among the PCs on one network share: the id of this run of the system, or
/// the PC's name.
fn running() -> String {
    let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    let boot = boot.trim();
    if boot.is_empty() { gethostname::gethostname().to_string_lossy().into_owned() } else { boot.to_owned() }
}
