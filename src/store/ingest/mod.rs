//! Finds the files in the folders that a county collects from, and tells the kind of each. A file may be huge, damaged
//! or foreign: it is read only as far as its kind requires. Nothing is written.

mod archived_files;
mod folder_walk;
mod ignored_files;
mod records;
mod skip_reason;

pub use archived_files::{ArchivedFile, FileContent, FoundArchive};
use archived_files::{limit, size};
pub use folder_walk::FolderWalk;
pub use ignored_files::ignore_reason;
pub use skip_reason::SkipReason;

use std::io::Read as _;
use std::path::Path;

use crate::domain::county::ReportOrigin;
use crate::format::FormatError;
use crate::format::kind::{self, FileKind, PEEK};
use crate::format::workbook::{self, WorkbookOrigin as Made};

use super::archive_reader::ArchiveReader;
use super::{FileAction, StoreError};

/// Reads a file as far as its kind requires.
pub fn inspect(path: &Path) -> Result<FileContent, StoreError> {
    let reading = || StoreError::io(FileAction::Read, path);
    let mut file = super::open(path)?;
    let meta = file.metadata().map_err(reading())?;
    let mut bytes = Vec::with_capacity(size(meta.len().min(PEEK)));
    (&mut file).take(PEEK).read_to_end(&mut bytes).map_err(reading())?;
    match kind::of(&bytes) {
        FileKind::Zip | FileKind::Office if bytes.starts_with(b"PK") => Ok(archive(ArchiveReader::new(path)?)),
        kind => {
            let Some(limit) = limit(kind) else { return Ok(FileContent::Other(kind)) };
            if bytes.len() < size(PEEK) {
                return Ok(FileContent::Text(kind, bytes));
            }
            bytes.reserve_exact(size(meta.len().min(limit).saturating_sub(PEEK)));
            file.take(limit.saturating_sub(PEEK) + 1).read_to_end(&mut bytes).map_err(reading())?;
            if bytes.len() as u64 > limit {
                return Err(StoreError::Format { path: path.to_owned(), error: FormatError::TooLarge { limit } });
            }
            Ok(FileContent::Text(kind, bytes))
        }
    }
}

/// Reads a file that may be inside an archive; `None` if the archive has no such file.
pub fn inspect_origin(origin: &ReportOrigin) -> Result<Option<FileContent>, StoreError> {
    match (inspect(&origin.path)?, &origin.within) {
        (FileContent::Archive(mut archive), Some(name)) => {
            let file = archive.files().into_iter().find(|file| file.label == *name);
            file.map(|file| archive.inspect(&file)).transpose()
        }
        (_, Some(_)) => Ok(None),
        (found, None) => Ok(Some(found)),
    }
}

/// Splits a path that may lead into an archive, as messages show it.
#[must_use]
pub fn parse_origin(path: &Path) -> ReportOrigin {
    let archive = path.ancestors().skip(1).find(|folder| folder.is_file());
    let within = archive
        .and_then(|archive| path.strip_prefix(archive).ok())
        .map(|within| within.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"));
    ReportOrigin { path: archive.unwrap_or(path).to_owned(), within }
}

fn archive(opened: ArchiveReader) -> FileContent {
    match kind::of_archive(opened.listed(), opened.file()) {
        FileKind::Zip => FileContent::Archive(FoundArchive::new(opened)),
        kind => FileContent::Other(kind),
    }
}

/// Whether a file is a county workbook exactly as this program wrote it: nobody has saved it since.
pub fn is_workbook_of_county(path: &Path) -> Result<bool, StoreError> {
    match ArchiveReader::new(path) {
        Ok(opened) => Ok(workbook::origin(opened.listed(), opened.file()) == Made::County),
        Err(StoreError::Format { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}
