//! The mirror (第二份): a copy of the records on a second drive, updated when a session ends.
//!
//! It is a data folder and can be opened itself (`--data`). Nothing is deleted from it: a copy with more content than
//! the records may be the only intact one.

mod check;
mod copy_outcome;
mod immutable_files;
mod ledgers;
mod mutable_files;

pub use check::{CheckedCopies, check_copies};

use std::cell::Cell;
use std::fs::File;
use std::path::{Path, PathBuf};

use copy_outcome::{CopyOutcome, IsWhole};

use super::folder::DataFolder;
use super::permissions::Audience;
use super::{FileAction, StoreError, leftovers, listing, own_file, permissions};

/// Name of the mirror folder on its drive.
pub const MIRROR: &str = "taizhang-mirror";

/// Small files of the data folder that change, with the check for each.
const SMALL: [(&str, IsWhole); 2] =
    [("settings.ron", mutable_files::is_whole_settings), ("devices.ron", mutable_files::is_whole_devices)];

/// The folder of the values that imports overwrote: small files that change.
const MERGED: &str = "merged";

/// Folders of files that never change, with the check for each. The ledgers are copied before them, because nothing
/// else can replace a ledger.
const WRITTEN_ONCE: [(&str, IsWhole); 4] = [
    ("outbox", immutable_files::is_whole_report),
    ("receipts", immutable_files::is_whole_receipt),
    ("plans", |_| Ok(None)),
    ("evidence", |_| Ok(None)),
];

/// Deepest folder that is copied: `evidence/<plan>/<township>` and one more.
const DEPTH_MAX: usize = 4;

/// Most bytes that one session reads to compare files with equal size and different times. The next session compares
/// the rest. So the first update of an older mirror does not take long.
const COMPARED_MAX: u64 = 32 << 20;

/// The result of a mirror update.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mirrored {
    /// Path of the mirror folder.
    pub folder: PathBuf,
    /// Number of files written.
    pub written: usize,
    /// Copies of ledgers with entries that the records lack, under the names they have now.
    pub more: Vec<PathBuf>,
    /// Damaged files of the records that were replaced by the copies.
    pub repaired: Vec<PathBuf>,
    /// Damaged files of the records without an intact copy. They were not copied.
    pub damaged: Vec<PathBuf>,
}

/// Path of the mirror of `data` on the drive or folder `to`. Fails if `to` is absent, or if one of the two would be
/// inside the other.
pub fn mirror_folder(data: &DataFolder, to: &Path) -> Result<PathBuf, StoreError> {
    if !listing::is_folder(to)? {
        return Err(StoreError::MirrorGone { path: to.to_owned() });
    }
    let whole = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let (records, mirror) = (whole(&data.path), whole(to).join(MIRROR));
    if whole(&mirror).starts_with(&records) || records.starts_with(&mirror) {
        return Err(StoreError::MirrorInsideRecords { path: data.path.clone() });
    }
    Ok(to.join(MIRROR))
}

/// Creates the mirror of `data` in `to`, or updates it. A file that cannot be read does not stop the update; its error
/// is returned at the end.
pub fn update(data: &DataFolder, to: &Path) -> Result<Mirrored, StoreError> {
    let folder = mirror_folder(data, to)?;
    // Whoever cannot read the records must not read the copy.
    let builder = |_: &Path| permissions::folder_builder(&data.path, Audience::Records);
    own_file::make_folder_with(&folder, builder).map_err(StoreError::io(FileAction::MakeFolder, &folder))?;
    leftovers::clear(&folder, None);
    let guard = folder.join("mirror.lock");
    let lock = own_file::open(File::options().create(true).append(true), &guard, FileAction::Write)?;
    // Without file locks, two sessions that end at the same instant may both write a file.
    let _ = lock.lock();
    let mut update = MirrorUpdate { result: Mirrored { folder, ..Mirrored::default() }, unread: None };
    update.copy_folder(&data.path.join("ledger"), &update.result.folder.join("ledger"), &ledgers::copy)?;
    for (name, is_whole) in SMALL {
        let (from, to) = (data.path.join(name), update.result.folder.join(name));
        match listing::exists(&from) {
            Ok(true) => update.copy_file(&from, &to, &|from, to| mutable_files::copy(from, to, is_whole))?,
            Ok(false) => {}
            Err(error) => update.pass_over(error)?,
        }
    }
    let copy = |from: &Path, to: &Path| mutable_files::copy(from, to, mutable_files::is_whole_list);
    update.copy_folder(&data.path.join(MERGED), &update.result.folder.join(MERGED), &copy)?;
    let left = Cell::new(COMPARED_MAX);
    for (name, is_whole) in WRITTEN_ONCE {
        let copy = |from: &Path, to: &Path| immutable_files::copy(from, to, is_whole, &left);
        update.copy_folder(&data.path.join(name), &update.result.folder.join(name), &copy)?;
    }
    // A drive that was unplugged during the update looks like empty folders.
    if !listing::is_folder(&data.path)? {
        return Err(StoreError::DataFolderGone { path: data.path.clone() });
    }
    update.unread.map_or(Ok(update.result), Err)
}

type CopyFile<'a> = dyn Fn(&Path, &Path) -> Result<CopyOutcome, StoreError> + 'a;

/// A running mirror update.
struct MirrorUpdate {
    result: Mirrored,
    /// The first error from reading the records.
    unread: Option<StoreError>,
}

impl MirrorUpdate {
    /// Copies a folder with its subfolders, sorted by name.
    fn copy_folder(&mut self, from: &Path, to: &Path, copy: &CopyFile<'_>) -> Result<(), StoreError> {
        // A link to a parent folder would lead in a circle.
        if to.strip_prefix(&self.result.folder).is_ok_and(|below| below.components().count() > DEPTH_MAX) {
            return Ok(());
        }
        let listing = listing::read(from);
        for error in listing.errors {
            self.pass_over(error)?;
        }
        if !listing.entries.is_empty() {
            super::make_folder(to)?;
            leftovers::clear(to, None);
        }
        for entry in listing.entries {
            let Some(name) = entry.path.file_name() else { continue };
            match entry.is_folder() {
                Ok(true) => self.copy_folder(&entry.path, &to.join(name), copy)?,
                Ok(false) if is_transient(&entry.path) => {}
                Ok(false) => self.copy_file(&entry.path, &to.join(name), copy)?,
                Err(error) => self.pass_over(error)?,
            }
        }
        Ok(())
    }

    fn copy_file(&mut self, from: &Path, to: &Path, copy: &CopyFile<'_>) -> Result<(), StoreError> {
        match copy(from, to) {
            Ok(CopyOutcome::UpToDate) => {}
            Ok(CopyOutcome::Written) => self.result.written += 1,
            Ok(CopyOutcome::KeptOld(aside)) => {
                self.result.written += 1;
                self.result.more.push(aside);
            }
            Ok(CopyOutcome::Repaired) => self.result.repaired.push(from.to_owned()),
            Ok(CopyOutcome::Damaged) => self.result.damaged.push(from.to_owned()),
            Err(error) => return self.pass_over(error),
        }
        Ok(())
    }

    /// An unreadable file of the records does not stop the update. An error of the mirror's drive does.
    fn pass_over(&mut self, error: StoreError) -> Result<(), StoreError> {
        match &error {
            StoreError::Io { action: FileAction::Read, path, .. } | StoreError::Format { path, .. }
                if !path.starts_with(&self.result.folder) =>
            {
                self.unread.get_or_insert(error);
                Ok(())
            }
            _ => Err(error),
        }
    }
}

/// Locks, holder files and temporary files mean nothing on another drive.
fn is_transient(path: &Path) -> bool {
    let end = path.extension().and_then(|end| end.to_str()).unwrap_or_default();
    matches!(end, "lock" | "holder" | "tmp")
}
