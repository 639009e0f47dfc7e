//! Opens the program's own files: ledgers, locks, settings. Each must be an ordinary file. A link could redirect a
//! write to another program's file, and opening a pipe would block.
//!
//! The *folders* may be links: an office may keep its records on another disk that way.

use std::fs::{DirBuilder, File, Metadata, OpenOptions};
use std::io;
use std::path::Path;

use super::error::{FileAction, Special, StoreError};
use super::{atomic, permissions};

/// Metadata of the file. Fails if it is not an ordinary file.
pub(super) fn metadata(path: &Path) -> Result<Metadata, StoreError> {
    let meta = std::fs::symlink_metadata(path).map_err(StoreError::io(FileAction::Read, path))?;
    match Special::of(meta.file_type()) {
        Some(what) => Err(StoreError::NotAFile { path: path.to_owned(), what }),
        None => Ok(meta),
    }
}

/// Opens one of our own files, never a link's target.
pub(super) fn open(options: &mut OpenOptions, path: &Path, action: FileAction) -> Result<File, StoreError> {
    let not_a_file = |what| StoreError::NotAFile { path: path.to_owned(), what };
    let special = || std::fs::symlink_metadata(path).ok().and_then(|meta| Special::of(meta.file_type()));
    if let Some(what) = special() {
        return Err(not_a_file(what));
    }
    // Something else may have taken the path since the check: do not follow a link, do not wait for a pipe.
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        options.custom_flags(flags.bits().cast_signed());
    }
    let file = permissions::limit(options, path)
        .open(path)
        .map_err(|error| special().map_or_else(|| StoreError::io(action, path)(error), not_a_file))?;
    let kind = file.metadata().map_err(StoreError::io(action, path))?.file_type();
    match Special::of(kind) {
        Some(what) => Err(not_a_file(what)),
        None => Ok(file),
    }
}

/// Reads one of our own files, at most `limit` bytes.
pub(super) fn read(path: &Path, limit: u64) -> Result<Vec<u8>, StoreError> {
    match metadata(path) {
        Err(error @ StoreError::NotAFile { .. }) => Err(error),
        // Reading the file reports every other error.
        _ => super::read::read(path, limit),
    }
}

/// Creates a folder and its missing parents, and syncs the parent of each new one.
///
/// `builder` gets the parent of the folder to create.
pub(super) fn make_folder_with(path: &Path, builder: impl Fn(&Path) -> DirBuilder) -> io::Result<()> {
    let missing: Vec<&Path> =
        path.ancestors().take_while(|folder| !folder.as_os_str().is_empty() && !folder.is_dir()).collect();
    for folder in missing.into_iter().rev() {
        let above = folder.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
        match builder(above).create(folder) {
            Err(_) if folder.is_dir() => {}
            made => made?,
        }
        match atomic::sync_folder(above) {
            // A parent may be writable but not readable.
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {}
            synced => synced?,
        }
    }
    Ok(())
}

/// Creates a folder of the records and its missing parents.
pub(super) fn make_folder(path: &Path) -> Result<(), StoreError> {
    make_folder_for(path, permissions::Audience::Records)
}

pub(super) fn make_folder_for(path: &Path, audience: permissions::Audience) -> Result<(), StoreError> {
    let made = make_folder_with(path, |above| permissions::folder_builder(above, audience));
    made.map_err(StoreError::io(FileAction::MakeFolder, path))
}
