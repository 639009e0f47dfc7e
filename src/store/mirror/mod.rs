//! The mirror (第二份): a copy of the records on a second drive, brought up to date when a session ends.
//!
//! It is a data folder itself and opens by itself (`--data`). Nothing is ever taken away in it: what it holds and the
//! records do not is kept, since a copy that has more may be the only one that is whole.

mod check;
mod copied;
mod ledgers;
mod sealed;
mod small;

pub use check::{CheckedCopies, check_copies};

use std::cell::Cell;
use std::fs::File;
use std::path::{Path, PathBuf};

use copied::{Copied, IsWhole};

use super::folder::DataFolder;
use super::rights::For;
use super::{Doing, StoreError, leftovers, listing, own_file, rights};

/// Name of the mirror's folder on the drive that was chosen for it.
pub const MIRROR: &str = "taizhang-mirror";

/// The files of a data folder that are small and change, with what says whether such a file is whole.
const SMALL: [(&str, IsWhole); 2] =
    [("settings.ron", small::is_whole_settings), ("devices.ron", small::is_whole_devices)];

/// The folder of the values that merges overwrote: small files that change.
const MERGED: &str = "merged";

/// The folders of files that are written once, and what says whether such a file is whole. The ledgers go before them:
/// they are what cannot be had again.
const WRITTEN_ONCE: [(&str, IsWhole); 4] = [
    ("outbox", sealed::is_whole_report),
    ("receipts", sealed::is_whole_receipt),
    ("plans", |_| Ok(None)),
    ("evidence", |_| Ok(None)),
];

/// Deepest folder below the data folder: `evidence/<plan>/<township>`, and one more.
const DEPTH_MAX: usize = 4;

/// The most that is read in one session to compare files whose times differ, in bytes. The rest waits for the next: a
/// second drive from before is looked at once, and no session waits long for it.
const COMPARED_MAX: u64 = 32 << 20;

/// How the mirror was brought up to date.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mirrored {
    /// The mirror.
    pub folder: PathBuf,
    /// How many files were written.
    pub written: usize,
    /// The copies of ledgers that hold what the records do not, under the names they are kept by now.
    pub more: Vec<PathBuf>,
    /// Damaged files of the records that were replaced by the whole ones in the mirror.
    pub repaired: Vec<PathBuf>,
    /// Damaged files of the records of which the mirror has no whole one either. They were not copied.
    pub damaged: Vec<PathBuf>,
}

/// Where the mirror of `data` on `to` lies; refused where `to` is not there, or where both would be lost together.
pub fn place(data: &DataFolder, to: &Path) -> Result<PathBuf, StoreError> {
    if !listing::is_folder(to)? {
        return Err(StoreError::MirrorGone { path: to.to_owned() });
    }
    let whole = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let (records, mirror) = (whole(&data.path), whole(to).join(MIRROR));
    if whole(&mirror).starts_with(&records) || records.starts_with(&mirror) {
        return Err(StoreError::MirrorOnItself { path: data.path.clone() });
    }
    Ok(to.join(MIRROR))
}

/// Makes the mirror of `data` in `to`, or brings it up to date. What cannot be read is passed over and told last.
pub fn mirror(data: &DataFolder, to: &Path) -> Result<Mirrored, StoreError> {
    let folder = place(data, to)?;
    // The copy is open to no one who cannot read the records.
    let builder = |_: &Path| rights::folder_builder(&data.path, For::Records);
    own_file::make_folder_with(&folder, builder).map_err(StoreError::io(Doing::MakingFolder, &folder))?;
    leftovers::clear(&folder, None);
    let guard = folder.join("mirror.lock");
    let lock = own_file::open(File::options().create(true).append(true), &guard, Doing::Writing)?;
    // Where locks are not known, two sessions that end in one instant could each write the same file.
    let _ = lock.lock();
    let mut copying = Copying { done: Mirrored { folder, ..Mirrored::default() }, unread: None };
    copying.folder(&data.path.join("ledger"), &copying.done.folder.join("ledger"), &ledgers::copy)?;
    for (name, is_whole) in SMALL {
        let (from, to) = (data.path.join(name), copying.done.folder.join(name));
        match listing::exists(&from) {
            Ok(true) => copying.one(&from, &to, &|from, to| small::copy(from, to, is_whole))?,
            Ok(false) => {}
            Err(error) => copying.pass_over(error)?,
        }
    }
    let copy = |from: &Path, to: &Path| small::copy(from, to, small::is_whole_list);
    copying.folder(&data.path.join(MERGED), &copying.done.folder.join(MERGED), &copy)?;
    let left = Cell::new(COMPARED_MAX);
    for (name, is_whole) in WRITTEN_ONCE {
        let copy = |from: &Path, to: &Path| sealed::copy(from, to, is_whole, &left);
        copying.folder(&data.path.join(name), &copying.done.folder.join(name), &copy)?;
    }
    // A drive that was pulled out meanwhile looks like one without the folders that were still to come.
    if !listing::is_folder(&data.path)? {
        return Err(StoreError::PlaceGone { path: data.path.clone() });
    }
    copying.unread.map_or(Ok(copying.done), Err)
}

type Copy<'a> = dyn Fn(&Path, &Path) -> Result<Copied, StoreError> + 'a;

/// A mirror that is being brought up to date.
struct Copying {
    done: Mirrored,
    /// Why a file of the records could not be read, the first of these.
    unread: Option<StoreError>,
}

impl Copying {
    /// Copies a folder and all below it, by name.
    fn folder(&mut self, from: &Path, to: &Path, copy: &Copy<'_>) -> Result<(), StoreError> {
        // A link to a folder above would lead round in a ring.
        if to.strip_prefix(&self.done.folder).is_ok_and(|below| below.components().count() > DEPTH_MAX) {
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
                Ok(true) => self.folder(&entry.path, &to.join(name), copy)?,
                Ok(false) if is_of_the_moment(&entry.path) => {}
                Ok(false) => self.one(&entry.path, &to.join(name), copy)?,
                Err(error) => self.pass_over(error)?,
            }
        }
        Ok(())
    }

    fn one(&mut self, from: &Path, to: &Path, copy: &Copy<'_>) -> Result<(), StoreError> {
        match copy(from, to) {
            Ok(Copied::Stood) => {}
            Ok(Copied::Written) => self.done.written += 1,
            Ok(Copied::Beside(aside)) => {
                self.done.written += 1;
                self.done.more.push(aside);
            }
            Ok(Copied::Repaired) => self.done.repaired.push(from.to_owned()),
            Ok(Copied::Damaged) => self.done.damaged.push(from.to_owned()),
            Err(error) => return self.pass_over(error),
        }
        Ok(())
    }

    /// A file of the records that cannot be read keeps no other from being copied; a drive that refuses does.
    fn pass_over(&mut self, error: StoreError) -> Result<(), StoreError> {
        match &error {
            StoreError::Io { doing: Doing::Reading, path, .. } | StoreError::Format { path, .. }
                if !path.starts_with(&self.done.folder) =>
            {
                self.unread.get_or_insert(error);
                Ok(())
            }
            _ => Err(error),
        }
    }
}

/// Locks, who holds them, and files that were being written: they mean nothing on another drive.
fn is_of_the_moment(path: &Path) -> bool {
    let end = path.extension().and_then(|end| end.to_str()).unwrap_or_default();
    matches!(end, "lock" | "holder" | "tmp")
}
