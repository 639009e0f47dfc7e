//! The plans in the data folder, stored as `plans/<id>.ron`. A backup of another PC may have added files with other
//! names; the id inside the file counts.

use std::io;
use std::panic;
use std::path::{Path, PathBuf};
use std::thread;

use crate::domain::plan::PlanFile;
use crate::format::{PLAN_MAX, plan as format};

use super::folder::DataFolder;
use super::{StoreError, atomic, ron_file};

/// Where the plan of that id is stored.
#[must_use]
pub fn path(data: &DataFolder, id: &str) -> PathBuf {
    data.plans().join(format!("{id}.ron"))
}

/// A plan file in the data folder.
#[derive(Debug)]
pub struct StoredPlan {
    /// The parsed plan and its hash.
    pub file: PlanFile,
    /// Path of its file.
    pub path: PathBuf,
    /// Whether the file has a seal.
    pub sealed: bool,
}

/// Reads a plan file of at most `PLAN_MAX` bytes.
pub fn read(path: &Path) -> Result<StoredPlan, StoreError> {
    let bytes = super::read(path, PLAN_MAX)?;
    let file = format::read(&bytes).map_err(|error| StoreError::Format { path: path.to_owned(), error })?;
    Ok(StoredPlan { file, path: path.to_owned(), sealed: format::is_sealed(&bytes) })
}

/// Reads every plan in the data folder, sorted by file name. A province may have hundreds, so all cores read.
#[must_use]
pub fn all(data: &DataFolder) -> Vec<Result<StoredPlan, StoreError>> {
    let files = match super::ron_files(&data.plans()) {
        Ok(files) => files,
        Err(error) => return vec![Err(error)],
    };
    let threads = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let read_part = |files: &[PathBuf]| files.iter().map(|path| read(path)).collect::<Vec<_>>();
    if files.len() <= threads {
        return read_part(&files);
    }
    thread::scope(|scope| {
        let parts = files.chunks(files.len().div_ceil(threads));
        let readers: Vec<_> = parts.map(|part| scope.spawn(move || read_part(part))).collect();
        let plans = readers.into_iter().map(thread::ScopedJoinHandle::join);
        plans.flat_map(|part| part.unwrap_or_else(|why| panic::resume_unwind(why))).collect()
    })
}

/// Stores a plan. If the path holds anything but a plan of this id, a copy of it is kept under another name.
pub fn install(data: &DataFolder, id: &str, text: &str) -> Result<PathBuf, StoreError> {
    super::make_folder(&data.plans())?;
    let path = path(data, id);
    match super::read(&path, PLAN_MAX) {
        Ok(current) if !format::read(&current).is_ok_and(|file| file.plan.id == id) => {
            drop(ron_file::set_aside(&path, &current, "damaged")?);
        }
        Err(StoreError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
        Ok(_) => {}
    }
    atomic::replace(&path, text.as_bytes())?;
    Ok(path)
}

/// Writes the draft of a plan. A copy of a different draft is kept under another name.
pub fn write_draft(path: &Path, text: &str) -> Result<(), StoreError> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        super::make_folder(folder)?;
    }
    match super::read(path, PLAN_MAX) {
        Ok(current) if current == text.as_bytes() => return Ok(()),
        Ok(current) => drop(ron_file::set_aside(path, &current, "old")?),
        Err(StoreError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    atomic::replace(path, text.as_bytes())
}
