//! The plans in the data folder, one file a plan: `plans/<id>.ron`. A backup of another PC may have brought files under
//! other names; their ids count.

use std::io;
use std::panic;
use std::path::{Path, PathBuf};
use std::thread;

use crate::domain::plan::PlanFile;
use crate::format::{PLAN_MAX, plan as format};

use super::folder::DataFolder;
use super::{StoreError, atomic, kept};

/// Where a plan of that id is kept.
#[must_use]
pub fn path(data: &DataFolder, id: &str) -> PathBuf {
    data.plans().join(format!("{id}.ron"))
}

/// A plan and its file.
#[derive(Debug)]
pub struct Kept {
    /// The plan.
    pub file: PlanFile,
    /// Where it is kept.
    pub path: PathBuf,
    /// Whether the file has a seal.
    pub sealed: bool,
}

/// Reads a plan file.
pub fn read(path: &Path) -> Result<Kept, StoreError> {
    let bytes = super::read(path, PLAN_MAX)?;
    let file = format::read(&bytes).map_err(|error| StoreError::Format { path: path.to_owned(), error })?;
    Ok(Kept { file, path: path.to_owned(), sealed: format::is_sealed(&bytes) })
}

/// Every plan in the data folder, by the names of the files. A county of a province keeps many, so all cores read.
#[must_use]
pub fn all(data: &DataFolder) -> Vec<Result<Kept, StoreError>> {
    let files = match super::values_in(&data.plans()) {
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

/// Keeps the file of a plan in the data folder. A file that is no plan of this id is set aside first.
pub fn install(data: &DataFolder, id: &str, text: &str) -> Result<PathBuf, StoreError> {
    super::make_folder(&data.plans())?;
    let path = path(data, id);
    match super::read(&path, PLAN_MAX) {
        Ok(there) if !format::read(&there).is_ok_and(|file| file.plan.id == id) => {
            drop(kept::set_aside(&path, &there, "damaged")?);
        }
        Err(StoreError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
        Ok(_) => {}
    }
    atomic::replace(&path, text.as_bytes())?;
    Ok(path)
}

/// Writes the draft of a plan. Another text that is there is set aside first.
pub fn write_draft(path: &Path, text: &str) -> Result<(), StoreError> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        super::make_folder(folder)?;
    }
    match super::read(path, PLAN_MAX) {
        Ok(there) if there == text.as_bytes() => return Ok(()),
        Ok(there) => drop(kept::set_aside(path, &there, "old")?),
        Err(StoreError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    atomic::replace(path, text.as_bytes())
}
