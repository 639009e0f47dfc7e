//! The user's own folders, and what tells one file from another that was put in its place, as the system says.

#[cfg(windows)]
pub(super) use crate::terminal::win32::files::{desktop, identity, local_data};

#[cfg(not(windows))]
pub(super) use unix::{desktop, identity, local_data};

#[cfg(not(windows))]
mod unix {
    use std::io;
    use std::os::unix::fs::MetadataExt as _;
    use std::path::{Path, PathBuf};

    use directories::{BaseDirs, UserDirs};

    /// Which file it is, and on which volume.
    pub(crate) fn identity(path: &Path) -> io::Result<(u64, u64)> {
        let meta = std::fs::metadata(path)?;
        Ok((meta.dev(), meta.ino()))
    }

    /// The folder for data of programs.
    pub(crate) fn local_data() -> Option<PathBuf> {
        BaseDirs::new().map(|folders| folders.data_local_dir().to_owned())
    }

    /// The desktop (桌面), or else the documents.
    pub(crate) fn desktop() -> Option<PathBuf> {
        let user = UserDirs::new()?;
        user.desktop_dir().or(user.document_dir()).map(Path::to_owned)
    }
}
