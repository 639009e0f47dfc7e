//! Whole-file writes: temporary file in the same folder -> sync -> rename -> sync folder -> read back -> compare.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use tempfile::{NamedTempFile, PersistError};

use super::error::{FileAction, StoreError};
#[cfg(unix)]
use super::permissions;
use super::permissions::Audience;
use super::read::read;
use super::{leftovers, listing};

/// Writes `bytes` to a file of the records, replacing the old content. On failure the old file is unchanged, except for
/// [`StoreError::NotSynced`] and [`StoreError::ReadBackDiffers`]: then the new file has replaced it but may not last.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    write(path, bytes, true, Audience::Records)
}

/// Like [`replace`], for a file that leaves the office.
pub fn replace_handed_out(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    write(path, bytes, true, Audience::HandingOut)
}

/// Writes `bytes` to a new file of the records. Fails if the file exists.
pub fn create(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    write(path, bytes, false, Audience::Records)
}

/// Most numbered names that are tried in the search for a free one.
pub(super) const NAMES_MAX: u32 = 1000;

/// Writes `bytes` under the first free name of `path_of(1)`, `path_of(2)`, ... Stops early at a file that already holds
/// the same bytes.
pub(super) fn create_numbered(
    bytes: &[u8],
    audience: Audience,
    path_of: impl Fn(u32) -> PathBuf,
) -> Result<PathBuf, StoreError> {
    let has_same_bytes = |path: &Path| read(path, bytes.len() as u64).is_ok_and(|current| current == bytes);
    for number in 1..=NAMES_MAX {
        let path = path_of(number);
        // A failed write costs a sync, so look first.
        let exists = std::fs::symlink_metadata(&path).is_ok();
        match if exists { None } else { Some(write(&path, bytes, false, audience)) } {
            Some(Err(StoreError::Io { source, .. })) if source.kind() == io::ErrorKind::AlreadyExists => {}
            Some(done) => return done.map(|()| path),
            None => {}
        }
        if has_same_bytes(&path) {
            return Ok(path);
        }
    }
    Err(StoreError::NamesTaken { path: path_of(1) })
}

fn write(path: &Path, bytes: &[u8], replace: bool, audience: Audience) -> Result<(), StoreError> {
    let write_error = || StoreError::io(FileAction::Write, path);
    let folder = folder_of(path);
    let mut temporary = temporary_for(path, audience).map_err(write_error())?;
    temporary.write_all(bytes).map_err(write_error())?;
    temporary.as_file().sync_all().map_err(write_error())?;
    rename_with_retries(temporary, path, replace).map_err(write_error())?;
    let not_synced = |source| StoreError::NotSynced { path: path.to_owned(), source };
    // On failure a new file is removed again. A replaced file stays: its old content is gone.
    let synced = sync_folder(folder).map_err(|error| if replace { not_synced(error) } else { write_error()(error) });
    let written = synced.and_then(|()| read_back(path, bytes));
    if written.is_err() && !replace {
        // An incomplete new file could be mistaken for a report.
        let _ = std::fs::remove_file(path);
    }
    written
}

/// Drops the file from the page cache, so that the next read comes from the disk and not from memory.
pub(super) fn forget_cached(path: &Path) {
    #[cfg(target_os = "linux")]
    if let Ok(file) = File::open(path) {
        let _ = rustix::fs::fadvise(&file, 0, None, rustix::fs::Advice::DontNeed);
    }
    #[cfg(not(target_os = "linux"))]
    let _ = path;
}

/// Compares the file on the disk with what was written.
fn read_back(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    forget_cached(path);
    match read(path, bytes.len() as u64) {
        Ok(back) if back == bytes => Ok(()),
        _ => Err(StoreError::ReadBackDiffers { path: path.to_owned() }),
    }
}

/// Syncs a temporary file, renames it to `path` (replacing an old file) and syncs the folder.
pub(super) fn persist_synced(temporary: NamedTempFile, path: &Path) -> io::Result<()> {
    temporary.as_file().sync_all()?;
    rename_with_retries(temporary, path, true)?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// Like [`persist_synced`], but fails if `path` exists.
pub(super) fn persist_new(temporary: NamedTempFile, path: &Path) -> io::Result<()> {
    temporary.as_file().sync_all()?;
    rename_with_retries(temporary, path, false)?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// Renames the temporary file to `path`. Antivirus programs hold a new file for a moment, so it is tried several times.
fn rename_with_retries(temporary: NamedTempFile, path: &Path, replace: bool) -> io::Result<()> {
    let path = match (path.parent(), path.file_name()) {
        (Some(folder), Some(name)) => at_any_length(folder).join(name),
        _ => path.to_owned(),
    };
    let mut temporary = temporary;
    let mut pauses = WHILE_HELD.into_iter();
    loop {
        let Err(refused) = rename(temporary, &path, replace) else { return Ok(()) };
        match pauses.next() {
            Some(pause) if is_held(&refused.error) => thread::sleep(Duration::from_millis(pause)),
            _ => return Err(refused.error),
        }
        temporary = refused.file;
    }
}

fn rename(temporary: NamedTempFile, path: &Path, replace: bool) -> Result<(), PersistError> {
    if replace {
        return temporary.persist(path).map(drop);
    }
    match temporary.persist_noclobber(path) {
        // Some exFAT drivers have no exclusive rename.
        Err(refused)
            if refused.error.kind() != io::ErrorKind::AlreadyExists
                && listing::exists(path).is_ok_and(|exists| !exists) =>
        {
            refused.file.persist(path).map(drop)
        }
        placed => placed.map(drop),
    }
}

/// Pauses between the attempts to rename a file that another program holds, in milliseconds.
const WHILE_HELD: [u64; 4] = [50, 100, 200, 400];

/// Whether another program holds the file. The Windows codes are access denied, sharing violation and lock violation.
fn is_held(error: &io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(5 | 32 | 33))
}

/// On Windows the `\\?\` form of the path, which may exceed 260 characters; elsewhere the path itself.
fn at_any_length(folder: &Path) -> Cow<'_, Path> {
    let whole = if cfg!(windows) { folder.canonicalize().ok() } else { None };
    whole.map_or(Cow::Borrowed(folder), Cow::Owned)
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A temporary file in `folder` for a file that leaves the office.
pub(super) fn temporary_in(folder: &Path) -> io::Result<NamedTempFile> {
    temporary_for(&folder.join("new"), Audience::HandingOut)
}

/// A temporary file in `folder` for a file of the records.
pub(super) fn temporary_record_in(folder: &Path) -> io::Result<NamedTempFile> {
    temporary_for(&folder.join("new"), Audience::Records)
}

/// A temporary file beside `path`, with the permissions that `path` will have.
fn temporary_for(path: &Path, audience: Audience) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(leftovers::PREFIX).suffix(leftovers::SUFFIX);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(std::fs::Permissions::from_mode(permissions::of_file(path, audience)));
    }
    #[cfg(not(unix))]
    let _ = audience;
    let folder = folder_of(path);
    let temporary = builder.tempfile_in(at_any_length(folder))?;
    leftovers::clear(folder, Some(temporary.path()));
    Ok(temporary)
}

/// Makes a rename in `folder` durable. Windows has no such call; NTFS logs its renames.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        match File::open(folder)?.sync_all() {
            // Some file systems cannot sync a folder. The file itself is synced.
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
            done => done,
        }
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_replace_overwrites() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("设置.ron");
        create(&path, b"one").unwrap();
        assert!(create(&path, b"two").is_err());
        assert_eq!(std::fs::read(&path).unwrap(), b"one");
        replace(&path, b"two").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        let left = crate::store::listing::read(folder.path()).complete().unwrap();
        assert_eq!(left.len(), 1, "no temporary file is left");
    }
}
