//! The backup (备份): all files of a township in one archive, laid out as in the data folder. The list of device ids is
//! left out, so that a folder restored from a backup takes a new id.

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};

use crate::format;

use super::archive_writer::ArchiveWriter;
use super::evidence;
use super::folder::DataFolder;
use super::import_source::RecordKind;
use super::ledger::{self, copies};
use super::{FileAction, StoreError, listing};

/// The result of a backup.
#[derive(Debug)]
pub struct BackupFile {
    /// Path of the archive.
    pub path: PathBuf,
    /// Number of files in it.
    pub files: usize,
    /// Files that could not be read, as one error each.
    pub left_out: Vec<StoreError>,
    /// Damaged evidence that was left out.
    pub damaged: Vec<PathBuf>,
    /// Damaged evidence that was replaced by the intact copy in the mirror.
    pub repaired: Vec<PathBuf>,
}

/// Writes the backup of a township to `<out>/<stem>.zip`. Damaged evidence is repaired from the mirror or left out. An
/// incomplete backup says so in its name.
pub fn backup(
    data: &DataFolder,
    mirror: Option<&DataFolder>,
    township: &str,
    out: &Path,
    stem: &str,
    at: &DateTime<FixedOffset>,
) -> Result<BackupFile, StoreError> {
    let mut files = Vec::new();
    let mut left_out = Vec::new();
    // Ledgers first: nothing else can replace them.
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
    let mut archive = ArchiveWriter::begin(out, at)?;
    let mut count = 0;
    let (mut damaged, mut repaired) = (Vec::new(), Vec::new());
    for path in &files {
        let Some((name, kind)) = name_of(data, path) else { continue };
        let added = match add(&mut archive, &name, &kind, path) {
            Ok(AddOutcome::Damaged) | Err(StoreError::Io { action: FileAction::Read, .. })
                if matches!(kind, RecordKind::Evidence { .. }) && repair(data, mirror, path) =>
            {
                repaired.push(path.clone());
                add(&mut archive, &name, &kind, path)
            }
            added => added,
        };
        match added {
            Ok(AddOutcome::Whole) => count += 1,
            Ok(AddOutcome::Stray) => {}
            Ok(AddOutcome::Damaged) => damaged.push(path.clone()),
            Err(error @ StoreError::Io { action: FileAction::Write, .. }) => return Err(error),
            Err(error) => left_out.push(error),
        }
    }
    if count == 0 {
        return Err(left_out.pop().unwrap_or_else(|| StoreError::NothingToBackUp { path: data.path.clone() }));
    }
    // A drive that was unplugged during the backup looks like empty folders.
    if !listing::is_folder(&data.path)? {
        return Err(StoreError::DataFolderGone { path: data.path.clone() });
    }
    // Visible to whoever finds the file later.
    let stem = if left_out.is_empty() && damaged.is_empty() { stem.to_owned() } else { format!("{stem}-不完整") };
    Ok(BackupFile { path: archive.finish(&stem)?, files: count, left_out, damaged, repaired })
}

/// Archive name and kind of a file; `None` if it does not belong in a backup.
fn name_of(data: &DataFolder, path: &Path) -> Option<(String, RecordKind)> {
    let below = path.strip_prefix(&data.path).ok()?;
    let parts: Option<Vec<&str>> = below.components().map(|part| part.as_os_str().to_str()).collect();
    let name = parts?.join("/");
    let (kind, _) = RecordKind::of(&name)?;
    Some((name, kind))
}

enum AddOutcome {
    /// It is in the archive.
    Whole,
    /// Not a ledger: another program left it among the ledgers. It was left out.
    Stray,
    /// Evidence whose content does not match its hash. It was left out.
    Damaged,
}

fn add(archive: &mut ArchiveWriter, name: &str, kind: &RecordKind, path: &Path) -> Result<AddOutcome, StoreError> {
    if let RecordKind::Ledger { .. } = kind {
        // Another window may be writing: leave out a line that is not complete yet.
        let mut bytes = super::read(path, kind.limit())?;
        let read = format::ledger::read(&bytes, ledger::device_of(path));
        if read.is_err_and(|error| ledger::is_stray(path, &error)) {
            return Ok(AddOutcome::Stray);
        }
        bytes.truncate(copies::whole_lines(path, &bytes));
        return archive.add_bytes(name, &bytes).map(|_| AddOutcome::Whole);
    }
    // Files over the limit fail now, because an import would refuse them.
    let added = archive.add_file(name, path, kind.limit())?;
    if matches!(kind, RecordKind::Evidence { .. }) && path.file_name().is_none_or(|name| *name != *added.sha256) {
        return archive.take_back().map(|()| AddOutcome::Damaged);
    }
    Ok(AddOutcome::Whole)
}

/// Replaces a damaged piece of evidence by the copy in the mirror. True if that copy was intact.
fn repair(data: &DataFolder, mirror: Option<&DataFolder>, path: &Path) -> bool {
    let copy = mirror.zip(path.strip_prefix(&data.path).ok()).map(|(mirror, below)| mirror.path.join(below));
    copy.is_some_and(|copy| evidence::restore(&copy, path).unwrap_or(false))
}

/// The folders (or the files) in a folder, sorted by name. An absent folder is empty.
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
