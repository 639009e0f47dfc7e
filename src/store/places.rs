//! The user's own folders, and what tells one file from another that was put in its place, as the system says.

use std::path::{Path, PathBuf};

use directories::{BaseDirs, UserDirs};

#[cfg(windows)]
pub(super) use crate::terminal::win32::files::identity;

/// Which file it is, and on which volume.
#[cfg(not(windows))]
pub(super) fn identity(path: &Path) -> std::io::Result<(u64, u64)> {
    use std::os::unix::fs::MetadataExt as _;
    let meta = std::fs::metadata(path)?;
    Ok((meta.dev(), meta.ino()))
}

/// The folder for data of programs.
pub(super) fn local_data() -> Option<PathBuf> {
    BaseDirs::new().map(|folders| folders.data_local_dir().to_owned())
}

/// The folder for settings of programs, on this PC alone.
pub(super) fn local_config() -> Option<PathBuf> {
    BaseDirs::new().map(|folders| folders.config_local_dir().to_owned())
}

/// The desktop (桌面), or else the documents.
pub(super) fn desktop() -> Option<PathBuf> {
    let user = UserDirs::new()?;
    user.desktop_dir().or(user.document_dir()).map(Path::to_owned)
}

/// The user's own folders by the names that desktops have for them, those that are there.
pub(super) fn own_folders() -> Vec<(&'static str, PathBuf)> {
    let Some(user) = UserDirs::new() else { return Vec::new() };
    let folders = [
        ("桌面", user.desktop_dir()),
        ("图片", user.picture_dir()),
        ("文档", user.document_dir()),
        ("下载", user.download_dir()),
        ("用户文件夹", Some(user.home_dir())),
    ];
    let there =
        |(name, path): (&'static str, Option<&Path>)| Some((name, path.filter(|path| path.is_dir())?.to_owned()));
    folders.into_iter().filter_map(there).collect()
}
