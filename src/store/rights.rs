//! Who may read what is written, on Unix. The records get no wider rights than the folder they lie in; what is handed out
//! gets what the umask leaves. Nothing is changed afterwards: a stick's file system may know no rights.

use std::fs::{DirBuilder, OpenOptions};
use std::path::Path;

/// Whom a file or folder is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum For {
    /// Part of the records.
    Records,
    /// Reports, backups and whatever else leaves the office.
    HandingOut,
}

/// The rights that a new file at `path` is made with. A file there now may have stricter ones: they stay.
#[cfg(unix)]
pub(super) fn of_file(path: &Path, whom: For) -> u32 {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let above = if whom == For::Records { mode(folder).unwrap_or(0o700) } else { 0o777 };
    // Its owner must be able to read it back.
    above & mode(path).unwrap_or(0o777) & 0o666 | 0o400
}

#[cfg(unix)]
fn mode(path: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt as _;
    Some(std::fs::metadata(path).ok()?.permissions().mode() & 0o777)
}

/// Has a file of the records at `path` made with the rights that it may have, where it is made at all.
pub(super) fn limit<'a>(options: &'a mut OpenOptions, path: &Path) -> &'a mut OpenOptions {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(of_file(path, For::Records));
    }
    #[cfg(not(unix))]
    let _ = path;
    options
}

/// What makes a folder below `above`.
pub(super) fn folder_builder(above: &Path, whom: For) -> DirBuilder {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "only Unix has rights"))]
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    if whom == For::Records {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(mode(above).unwrap_or(0o700) | 0o700);
    }
    #[cfg(not(unix))]
    let _ = (above, whom);
    builder
}
