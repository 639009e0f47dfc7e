//! The drives of this PC.

use std::path::{Path, PathBuf};
use std::ptr;

use windows_sys::Win32::Storage::FileSystem::{GetDiskFreeSpaceExW, GetDriveTypeW, GetLogicalDrives};
use windows_sys::Win32::System::Diagnostics::Debug::{SEM_FAILCRITICALERRORS, SetThreadErrorMode};
use windows_sys::Win32::System::WindowsProgramming::{DRIVE_FIXED, DRIVE_REMOVABLE};

use super::{done, wide};

/// Returns the roots (`E:\`) of the drives, and whether each is removable. Floppy and network drives are left out,
/// because asking them may take a minute.
pub(crate) fn roots() -> Vec<(PathBuf, bool)> {
    // SAFETY: the call takes no arguments.
    let letters = unsafe { GetLogicalDrives() };
    let named = (b'C'..=b'Z').filter(|letter| letters >> (letter - b'A') & 1 == 1);
    let roots = named.map(|letter| PathBuf::from(format!("{}:\\", char::from(letter))));
    roots.filter_map(|root| Some((is_removable(&root)?, root))).map(|(removable, root)| (root, removable)).collect()
}

/// Returns the bytes free for this user, or `None` if the drive has no medium.
pub(crate) fn free(root: &Path) -> Option<u64> {
    let path = wide(root);
    let (mut free, mut mode) = (0, 0);
    // SAFETY: the path ends with 0, `free` has room for the answer, and the other outputs may be null. Without the
    // error mode an empty card reader would open a window.
    let answer = unsafe {
        SetThreadErrorMode(SEM_FAILCRITICALERRORS, &raw mut mode);
        let answer = GetDiskFreeSpaceExW(path.as_ptr(), &raw mut free, ptr::null_mut(), ptr::null_mut());
        SetThreadErrorMode(mode, ptr::null_mut());
        answer
    };
    done(answer).ok().map(|()| free)
}

fn is_removable(root: &Path) -> Option<bool> {
    let path = wide(root);
    // SAFETY: the path ends with 0.
    match unsafe { GetDriveTypeW(path.as_ptr()) } {
        DRIVE_REMOVABLE => Some(true),
        DRIVE_FIXED => Some(false),
        _ => None,
    }
}
