//! File permissions on Unix. A file of the records gets no wider permissions than its folder; a file that leaves the
//! office gets what the umask allows. Permissions are set at creation only, because the file system of a stick may have
//! none.

use std::fs::{DirBuilder, OpenOptions};
use std::path::Path;

/// Who may read a file or folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Audience {
    /// The office only: a part of the records.
    Records,
    /// Anyone who gets it: reports, backups, bundles.
    HandingOut,
}

/// Permissions for a new file at `path`. If the old file there has stricter ones, those are kept.
#[cfg(unix)]
pub(super) fn of_file(path: &Path, audience: Audience) -> u32 {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let above = if audience == Audience::Records { mode(folder).unwrap_or(0o700) } else { 0o777 };
    // The owner must be able to read it back.
    above & mode(path).unwrap_or(0o777) & 0o666 | 0o400
}

#[cfg(unix)]
fn mode(path: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt as _;
    Some(std::fs::metadata(path).ok()?.permissions().mode() & 0o777)
}

/// Sets the permissions that a new file of the records at `path` gets.
pub(super) fn limit<'a>(options: &'a mut OpenOptions, path: &Path) -> &'a mut OpenOptions {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(of_file(path, Audience::Records));
    }
    #[cfg(not(unix))]
    let _ = path;
    options
}

/// A builder for a folder inside `above`.
pub(super) fn folder_builder(above: &Path, audience: Audience) -> DirBuilder {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "only Unix has rights"))]
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    if audience == Audience::Records {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(mode(above).unwrap_or(0o700) | 0o700);
    }
    #[cfg(not(unix))]
    let _ = (above, audience);
    builder
}
