//! The identity of a file or folder.

use std::fs::OpenOptions;
use std::io;
use std::os::windows::fs::OpenOptionsExt as _;
use std::os::windows::io::AsRawHandle as _;
use std::path::Path;

use windows_sys::Win32::Storage::FileSystem::{
    BY_HANDLE_FILE_INFORMATION, FILE_FLAG_BACKUP_SEMANTICS, FILE_READ_ATTRIBUTES, GetFileInformationByHandle,
};

use super::done;

/// Returns the volume's serial number and the number of the file or folder on it. A file that replaces another has a
/// new number, while it inherits the creation time.
pub(crate) fn identity(path: &Path) -> io::Result<(u64, u64)> {
    // Opening a folder needs this flag.
    let mut options = OpenOptions::new();
    options.access_mode(FILE_READ_ATTRIBUTES).custom_flags(FILE_FLAG_BACKUP_SEMANTICS);
    let file = options.open(path)?;
    let mut info = BY_HANDLE_FILE_INFORMATION::default();
    // SAFETY: the handle is open until the end of this function, and `info` has room for the answer.
    done(unsafe { GetFileInformationByHandle(file.as_raw_handle(), &raw mut info) })?;
    let number = u64::from(info.nFileIndexHigh) << 32 | u64::from(info.nFileIndexLow);
    Ok((u64::from(info.dwVolumeSerialNumber), number))
}
