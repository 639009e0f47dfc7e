//! Opening the program's own files: ledgers, locks, settings. Each is an ordinary file; whatever else lies in its place
//! is refused and named. A link could lead the writing into somebody's other file, and a pipe would never open.
//!
//! The *folders* may be links: an office may keep its records on another disk that way.

use std::fs::{DirBuilder, File, Metadata, OpenOptions};
use std::io;
use std::path::Path;

use super::error::{Doing, Special, StoreError};
use super::{atomic, rights};

/// What is known of the file itself, where it is an ordinary one.
pub(super) fn metadata(path: &Path) -> Result<Metadata, StoreError> {
    let meta = std::fs::symlink_metadata(path).map_err(StoreError::io(Doing::Reading, path))?;
    match Special::of(meta.file_type()) {
        Some(what) => Err(StoreError::NotAFile { path: path.to_owned(), what }),
        None => Ok(meta),
    }
}

/// Opens an ordinary file of ours, and nothing that a link leads to.
pub(super) fn open(options: &mut OpenOptions, path: &Path, doing: Doing) -> Result<File, StoreError> {
    let not_a_file = |what| StoreError::NotAFile { path: path.to_owned(), what };
    let special = || std::fs::symlink_metadata(path).ok().and_then(|meta| Special::of(meta.file_type()));
    if let Some(what) = special() {
        return Err(not_a_file(what));
    }
    // Whatever is put there meanwhile is not followed and not waited for.
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        options.custom_flags(flags.bits().cast_signed());
    }
    let file = rights::limit(options, path)
        .open(path)
        .map_err(|error| special().map_or_else(|| StoreError::io(doing, path)(error), not_a_file))?;
    let kind = file.metadata().map_err(StoreError::io(doing, path))?.file_type();
    match Special::of(kind) {
        Some(what) => Err(not_a_file(what)),
        None => Ok(file),
    }
}

/// Reads an ordinary file of ours of at most `limit` bytes.
pub(super) fn read(path: &Path, limit: u64) -> Result<Vec<u8>, StoreError> {
    match metadata(path) {
        Err(error @ StoreError::NotAFile { .. }) => Err(error),
        // Any other refusal is worded by the reading itself.
        _ => super::read::read(path, limit),
    }
}

/// Makes a folder and all above it that are missing. Each new one lasts: the folder above it is synced.
///
/// `builder` makes the folders below the one that it gets.
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
            // A folder may be one that can be written and not listed.
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {}
            synced => synced?,
        }
    }
    Ok(())
}

/// Makes a folder of the records, and all above it that are missing.
pub(super) fn make_folder(path: &Path) -> Result<(), StoreError> {
    make_folder_for(path, rights::For::Records)
}

pub(super) fn make_folder_for(path: &Path, whom: rights::For) -> Result<(), StoreError> {
    let made = make_folder_with(path, |above| rights::folder_builder(above, whom));
    made.map_err(StoreError::io(Doing::MakingFolder, path))
}
