//! The backup (备份): everything of a township in one archive, as it lies in the data folder. Which PCs wrote there is
//! left out: a folder made from a backup is another one, where each PC takes a new id.

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};

use crate::format;

use super::archive::Archive;
use super::evidence;
use super::folder::DataFolder;
use super::incoming::Kind;
use super::ledger::{self, copies};
use super::{Doing, StoreError, listing};

/// A backup that was made.
#[derive(Debug)]
pub struct BackedUp {
    /// Where it lies.
    pub path: PathBuf,
    /// How many files it holds.
    pub files: usize,
    /// Why a file is not in it, file by file.
    pub left_out: Vec<StoreError>,
    /// Evidence that is not in it because it is damaged.
    pub damaged: Vec<PathBuf>,
    /// Evidence that was damaged and was replaced by the whole copy in the mirror.
    pub repaired: Vec<PathBuf>,
}

/// Makes the backup of a township into `out`, under the name `<stem>.zip`. Damaged evidence is repaired from the mirror
/// or left out.
pub fn backup(
    data: &DataFolder,
    mirror: Option<&DataFolder>,
    township: &str,
    out: &Path,
    stem: &str,
    at: &DateTime<FixedOffset>,
) -> Result<BackedUp, StoreError> {
    let mut files = Vec::new();
    let mut left_out = Vec::new();
    // The ledgers first: they are what cannot be had again.
    for folder in ["ledger", "outbox", "receipts", "evidence"] {
        for plan in listed(&data.path.join(folder), true, &mut left_out) {
            files.extend(listed(&plan.join(township), false, &mut left_out));
        }
    }
    files.extend(listed(&data.plans(), false, &mut left_out));
    match listing::exists(&data.settings()) {
        Ok(true) => files.push(data.settings()),
        Ok(false) => {}
        Err(error) => left_out.push(error),
    }
    let mut archive = Archive::begin(out, at)?;
    let mut count = 0;
    let (mut damaged, mut repaired) = (Vec::new(), Vec::new());
    for path in &files {
        let Some((name, kind)) = name_of(data, path) else { continue };
        let added = match add(&mut archive, &name, &kind, path) {
            Ok(Added::Damaged) | Err(StoreError::Io { doing: Doing::Reading, .. })
                if matches!(kind, Kind::Evidence { .. }) && repair(data, mirror, path) =>
            {
                repaired.push(path.clone());
                add(&mut archive, &name, &kind, path)
            }
            added => added,
        };
        match added {
            Ok(Added::Whole) => count += 1,
            Ok(Added::Stray) => {}
            Ok(Added::Damaged) => damaged.push(path.clone()),
            Err(error @ StoreError::Io { doing: Doing::Writing, .. }) => return Err(error),
            Err(error) => left_out.push(error),
        }
    }
    if count == 0 {
        return Err(left_out.pop().unwrap_or_else(|| StoreError::NothingToBackUp { path: data.path.clone() }));
    }
    // A drive that was pulled out meanwhile looks like one without the folders that were still to come.
    if !listing::is_folder(&data.path)? {
        return Err(StoreError::PlaceGone { path: data.path.clone() });
    }
    // Who finds the file later sees it too.
    let stem = if left_out.is_empty() && damaged.is_empty() { stem.to_owned() } else { format!("{stem}-不完整") };
    Ok(BackedUp { path: archive.finish(&stem)?, files: count, left_out, damaged, repaired })
}

/// The name in the archive of a file that belongs into a backup, and what it is.
fn name_of(data: &DataFolder, path: &Path) -> Option<(String, Kind)> {
    let below = path.strip_prefix(&data.path).ok()?;
    let parts: Option<Vec<&str>> = below.components().map(|part| part.as_os_str().to_str()).collect();
    let name = parts?.join("/");
    let (kind, _) = Kind::of(&name)?;
    Some((name, kind))
}

/// What became of a file.
enum Added {
    /// It is in the archive.
    Whole,
    /// Another program left it among the ledgers: it does not belong into the archive.
    Stray,
    /// It is a piece of evidence that is not what its name says: it was left out.
    Damaged,
}

fn add(archive: &mut Archive, name: &str, kind: &Kind, path: &Path) -> Result<Added, StoreError> {
    if let Kind::Ledger { .. } = kind {
        // Another window may be writing: what is not a whole line yet is not there yet.
        let mut bytes = super::read(path, kind.limit())?;
        let read = format::ledger::read(&bytes, ledger::device_of(path));
        if read.is_err_and(|error| ledger::is_stray(path, &error)) {
            return Ok(Added::Stray);
        }
        bytes.truncate(copies::whole(path, &bytes));
        return archive.add_bytes(name, &bytes).map(|_| Added::Whole);
    }
    // What no merge would take in again is told now.
    let added = archive.add_file(name, path, kind.limit())?;
    if matches!(kind, Kind::Evidence { .. }) && path.file_name().is_none_or(|name| *name != *added.sha256) {
        return archive.take_back().map(|()| Added::Damaged);
    }
    Ok(Added::Whole)
}

/// Replaces a damaged piece of evidence by the whole copy in the mirror, where there is one.
fn repair(data: &DataFolder, mirror: Option<&DataFolder>, path: &Path) -> bool {
    let copy = mirror.zip(path.strip_prefix(&data.path).ok()).map(|(mirror, below)| mirror.path.join(below));
    copy.is_some_and(|copy| evidence::restore(&copy, path).unwrap_or(false))
}

/// The folders in a folder, or the files, by name; none where there is no folder.
fn listed(folder: &Path, folders: bool, left_out: &mut Vec<StoreError>) -> Vec<PathBuf> {
    let listing = listing::read(folder);
    left_out.extend(listing.errors);
    let mut paths = Vec::new();
    for entry in listing.entries {
        match entry.is_folder() {
            Ok(is_folder) if is_folder == folders => paths.push(entry.path),
            Ok(_) => {}
            Err(error) => left_out.push(error),
        }
    }
    paths
}
