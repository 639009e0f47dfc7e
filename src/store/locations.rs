//! The user's own folders, and the identity of files, as the system reports them.

use std::path::{Path, PathBuf};

use directories::{BaseDirs, UserDirs};

#[cfg(windows)]
pub(super) use crate::terminal::win32::files::identity as file_identity;

/// Device and inode of a file. They show whether another file took its path.
#[cfg(not(windows))]
pub(super) fn file_identity(path: &Path) -> std::io::Result<(u64, u64)> {
    use std::os::unix::fs::MetadataExt as _;
    let meta = std::fs::metadata(path)?;
    Ok((meta.dev(), meta.ino()))
}

/// The user's folder for program data.
pub(super) fn local_data() -> Option<PathBuf> {
    BaseDirs::new().map(|folders| folders.data_local_dir().to_owned())
}

/// The user's folder for program settings that stay on this PC.
pub(super) fn local_config() -> Option<PathBuf> {
    BaseDirs::new().map(|folders| folders.config_local_dir().to_owned())
}

/// The desktop (桌面), or else the documents folder.
pub(super) fn desktop() -> Option<PathBuf> {
    let user = UserDirs::new()?;
    user.desktop_dir().or(user.document_dir()).map(Path::to_owned)
}

/// The user's own folders that exist, with the names shown for them.
pub(super) fn own_folders() -> Vec<(&'static str, PathBuf)> {
    let Some(user) = UserDirs::new() else { return Vec::new() };
    let folders = [
        ("桌面", user.desktop_dir()),
        ("图片", user.picture_dir()),
        ("文档", user.document_dir()),
        ("下载", user.download_dir()),
        ("用户文件夹", Some(user.home_dir())),
    ];
    let existing =
        |(name, path): (&'static str, Option<&Path>)| Some((name, path.filter(|path| path.is_dir())?.to_owned()));
    folders.into_iter().filter_map(existing).collect()
}
