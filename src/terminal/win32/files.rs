//! What tells one file or folder from another, and where the user's own folders lie.

use std::ffi::OsString;
use std::fs::OpenOptions;
use std::io;
use std::os::windows::ffi::OsStringExt as _;
use std::os::windows::fs::OpenOptionsExt as _;
use std::os::windows::io::AsRawHandle as _;
use std::path::{Path, PathBuf};
use std::ptr;

use windows_sys::Win32::Foundation::MAX_PATH;
use windows_sys::Win32::Storage::FileSystem::{
    BY_HANDLE_FILE_INFORMATION, FILE_FLAG_BACKUP_SEMANTICS, FILE_READ_ATTRIBUTES, GetFileInformationByHandle,
};
use windows_sys::Win32::UI::Shell::{
    CSIDL_DESKTOPDIRECTORY, CSIDL_LOCAL_APPDATA, SHGFP_TYPE_CURRENT, SHGetFolderPathW,
};

use super::done;

/// The serial number of the volume, and the number of the file or folder on it. Unlike the time of creation it is
/// not inherited by a file that is put in the place of another.
pub(crate) fn identity(path: &Path) -> io::Result<(u64, u64)> {
    // A folder is opened only with this flag.
    let mut options = OpenOptions::new();
    options.access_mode(FILE_READ_ATTRIBUTES).custom_flags(FILE_FLAG_BACKUP_SEMANTICS);
    let file = options.open(path)?;
    let mut info = BY_HANDLE_FILE_INFORMATION::default();
    // SAFETY: the handle is open until the end of this function; the answer is written to a place of its own.
    done(unsafe { GetFileInformationByHandle(file.as_raw_handle(), &raw mut info) })?;
    let number = u64::from(info.nFileIndexHigh) << 32 | u64::from(info.nFileIndexLow);
    Ok((u64::from(info.dwVolumeSerialNumber), number))
}

/// The folder for data of programs that stays on this PC.
pub(crate) fn local_data() -> Option<PathBuf> {
    folder(CSIDL_LOCAL_APPDATA)
}

/// The desktop (桌面), wherever it was moved to.
pub(crate) fn desktop() -> Option<PathBuf> {
    folder(CSIDL_DESKTOPDIRECTORY)
}

/// The newer call for this wants a DLL that Windows 7 does not have.
fn folder(which: u32) -> Option<PathBuf> {
    let mut path = [0_u16; MAX_PATH as usize];
    // SAFETY: there is room for the `MAX_PATH` units that the call writes at most; nobody else's folder is asked for.
    let answer = unsafe {
        let which = i32::try_from(which).ok()?;
        SHGetFolderPathW(ptr::null_mut(), which, ptr::null_mut(), SHGFP_TYPE_CURRENT.cast_unsigned(), path.as_mut_ptr())
    };
    let length = path.iter().position(|&unit| unit == 0)?;
    (answer == 0 && length > 0).then(|| OsString::from_wide(&path[..length]).into())
}
