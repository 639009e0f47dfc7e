//! Whole-file writes: temporary file in the same folder -> sync -> rename -> sync folder -> read back -> compare.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use tempfile::{NamedTempFile, PersistError};

use super::error::{Doing, StoreError};
use super::read::read;
#[cfg(unix)]
use super::rights;
use super::rights::For;
use super::{leftovers, listing};

/// Writes `bytes` to a file of the records, replacing what was there. On any failure the old file stands as it was, or it is said that the new one does.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    write(path, bytes, true, For::Records)
}

/// Writes `bytes` to a file that leaves the office, replacing what was there.
pub fn replace_handed_out(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    write(path, bytes, true, For::HandingOut)
}

/// Writes `bytes` to a file of the records where no file may be yet.
pub fn create(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    write(path, bytes, false, For::Records)
}

/// Most files of one name and a number that are passed over in the search for a free one.
pub(super) const NAMES_MAX: u32 = 1000;

/// Writes `bytes` under the first free one of the names `path_of(1)`, `path_of(2)`, ...; a file that holds them already
/// is left as it is.
pub(super) fn create_numbered(
    bytes: &[u8],
    whom: For,
    path_of: impl Fn(u32) -> PathBuf,
) -> Result<PathBuf, StoreError> {
    let holds_them = |path: &Path| read(path, bytes.len() as u64).is_ok_and(|there| there == bytes);
    for number in 1..=NAMES_MAX {
        let path = path_of(number);
        // Looked at first: to write a file and be refused costs a sync.
        let there = std::fs::symlink_metadata(&path).is_ok();
        match if there { None } else { Some(write(&path, bytes, false, whom)) } {
            Some(Err(StoreError::Io { source, .. })) if source.kind() == io::ErrorKind::AlreadyExists => {}
            Some(done) => return done.map(|()| path),
            None => {}
        }
        if holds_them(&path) {
            return Ok(path);
        }
    }
    Err(StoreError::NamesTaken { path: path_of(1) })
}

fn write(path: &Path, bytes: &[u8], replace: bool, whom: For) -> Result<(), StoreError> {
    let refused = || StoreError::io(Doing::Writing, path);
    let folder = folder_of(path);
    let mut temporary = temporary_for(path, whom).map_err(refused())?;
    temporary.write_all(bytes).map_err(refused())?;
    temporary.as_file().sync_all().map_err(refused())?;
    place(temporary, path, replace).map_err(refused())?;
    let not_synced = |source| StoreError::NotSynced { path: path.to_owned(), source };
    // A new file goes away again, one in the place of another is there.
    let synced = sync_folder(folder).map_err(|error| if replace { not_synced(error) } else { refused()(error) });
    let lasts = synced.and_then(|()| read_back(path, bytes));
    if lasts.is_err() && !replace {
        // A new file that is not sure to be whole would pass for a report; nothing stood here before.
        let _ = std::fs::remove_file(path);
    }
    lasts
}

/// Has a file read from the disk the next time: what the system still holds in memory would say nothing of the stick.
pub(super) fn forget_cached(path: &Path) {
    #[cfg(target_os = "linux")]
    if let Ok(file) = File::open(path) {
        let _ = rustix::fs::fadvise(&file, 0, None, rustix::fs::Advice::DontNeed);
    }
    #[cfg(not(target_os = "linux"))]
    let _ = path;
}

/// Compares what lies on the disk with what was written.
fn read_back(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    forget_cached(path);
    match read(path, bytes.len() as u64) {
        Ok(back) if back == bytes => Ok(()),
        _ => Err(StoreError::ReadBack { path: path.to_owned() }),
    }
}

/// Syncs a temporary file and gives it a name that may be taken already, then makes that last.
pub(super) fn place_synced(temporary: NamedTempFile, path: &Path) -> io::Result<()> {
    temporary.as_file().sync_all()?;
    place(temporary, path, true)?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// Syncs a temporary file and gives it a name that no file may have yet, then makes that last.
pub(super) fn place_new(temporary: NamedTempFile, path: &Path) -> io::Result<()> {
    temporary.as_file().sync_all()?;
    place(temporary, path, false)?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// Gives the temporary file its name. Antivirus programs hold a new file for a moment; that is waited for.
fn place(temporary: NamedTempFile, path: &Path, replace: bool) -> io::Result<()> {
    let path = match (path.parent(), path.file_name()) {
        (Some(folder), Some(name)) => at_any_length(folder).join(name),
        _ => path.to_owned(),
    };
    let mut temporary = temporary;
    let mut pauses = WHILE_HELD.into_iter();
    loop {
        let Err(refused) = persist(temporary, &path, replace) else { return Ok(()) };
        match pauses.next() {
            Some(pause) if is_held(&refused.error) => thread::sleep(Duration::from_millis(pause)),
            _ => return Err(refused.error),
        }
        temporary = refused.file;
    }
}

fn persist(temporary: NamedTempFile, path: &Path, replace: bool) -> Result<(), PersistError> {
    if replace {
        return temporary.persist(path).map(drop);
    }
    match temporary.persist_noclobber(path) {
        // Some drivers of exFAT sticks know no exclusive rename.
        Err(refused)
            if refused.error.kind() != io::ErrorKind::AlreadyExists
                && listing::exists(path).is_ok_and(|there| !there) =>
        {
            refused.file.persist(path).map(drop)
        }
        placed => placed.map(drop),
    }
}

/// How long a file is waited for that another program holds, in milliseconds, time after time.
const WHILE_HELD: [u64; 4] = [50, 100, 200, 400];

/// Whether another program holds the file, as Windows says it (access denied, sharing or lock violation).
fn is_held(error: &io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(5 | 32 | 33))
}

/// The folder as Windows takes it at any length; elsewhere as it is.
fn at_any_length(folder: &Path) -> Cow<'_, Path> {
    let whole = if cfg!(windows) { folder.canonicalize().ok() } else { None };
    whole.map_or(Cow::Borrowed(folder), Cow::Owned)
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A temporary file for what is handed out into `folder`.
pub(super) fn temporary_in(folder: &Path) -> io::Result<NamedTempFile> {
    temporary_for(&folder.join("new"), For::HandingOut)
}

/// A temporary file for a new file of the records in `folder`.
pub(super) fn temporary_record_in(folder: &Path) -> io::Result<NamedTempFile> {
    temporary_for(&folder.join("new"), For::Records)
}

/// A temporary file for `path`, beside it and with the rights that it will have.
fn temporary_for(path: &Path, whom: For) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(leftovers::PREFIX).suffix(leftovers::SUFFIX);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(std::fs::Permissions::from_mode(rights::of_file(path, whom)));
    }
    #[cfg(not(unix))]
    let _ = whom;
    let folder = folder_of(path);
    let temporary = builder.tempfile_in(at_any_length(folder))?;
    leftovers::clear(folder, Some(temporary.path()));
    Ok(temporary)
}

/// Makes a rename in `folder` last. Windows has no such call; NTFS logs its renames.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        match File::open(folder)?.sync_all() {
            // Some file systems cannot sync a folder; the file itself is synced.
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
