//! What lies in the folders that a county collects from: every file below them, and what each of them is. Any of them
//! may be huge, damaged or no file of this program at all; none is read further than needed to know that, and nothing is
//! written.

mod aside;
mod packed;
mod records;
mod skipped;
mod walking;

pub use aside::aside;
pub use packed::{Found, Packed, Part};
use packed::{limit, size};
pub use skipped::Skipped;
pub use walking::Walked;

use std::io::Read as _;
use std::path::Path;

use crate::domain::county::Origin;
use crate::format::FormatError;
use crate::format::kind::{self, Kind, PEEK};
use crate::format::workbook::{self, Origin as Made};

use super::unpack::Opened;
use super::{Doing, StoreError};

/// Looks what a file is.
pub fn look(path: &Path) -> Result<Found, StoreError> {
    let reading = || StoreError::io(Doing::Reading, path);
    let mut file = super::open(path)?;
    let meta = file.metadata().map_err(reading())?;
    let mut bytes = Vec::with_capacity(size(meta.len().min(PEEK)));
    (&mut file).take(PEEK).read_to_end(&mut bytes).map_err(reading())?;
    match kind::of(&bytes) {
        Kind::Zip | Kind::Office if bytes.starts_with(b"PK") => Ok(archive(Opened::new(path)?)),
        kind => {
            let Some(limit) = limit(kind) else { return Ok(Found::Other(kind)) };
            if bytes.len() < size(PEEK) {
                return Ok(Found::Text(kind, bytes));
            }
            bytes.reserve_exact(size(meta.len().min(limit).saturating_sub(PEEK)));
            file.take(limit.saturating_sub(PEEK) + 1).read_to_end(&mut bytes).map_err(reading())?;
            if bytes.len() as u64 > limit {
                return Err(StoreError::Format { path: path.to_owned(), error: FormatError::TooLarge { limit } });
            }
            Ok(Found::Text(kind, bytes))
        }
    }
}

/// Looks what lies at a place; none where the archive has no such file.
pub fn look_at(origin: &Origin) -> Result<Option<Found>, StoreError> {
    match (look(&origin.path)?, &origin.within) {
        (Found::Archive(mut packed), Some(name)) => {
            let part = packed.parts().into_iter().find(|part| part.label == *name);
            part.map(|part| packed.look(&part)).transpose()
        }
        (_, Some(_)) => Ok(None),
        (found, None) => Ok(Some(found)),
    }
}

/// The place that a path names; it may lead on into an archive, as places there are told.
#[must_use]
pub fn origin(path: &Path) -> Origin {
    let archive = path.ancestors().skip(1).find(|folder| folder.is_file());
    let within = archive
        .and_then(|archive| path.strip_prefix(archive).ok())
        .map(|within| within.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"));
    Origin { path: archive.unwrap_or(path).to_owned(), within }
}

fn archive(opened: Opened) -> Found {
    match kind::of_archive(opened.listed(), opened.file()) {
        Kind::Zip => Found::Archive(Packed::new(opened)),
        kind => Found::Other(kind),
    }
}

/// Whether a file is a workbook of a county as this program wrote it, which nobody saved anew since.
pub fn is_workbook_of_county(path: &Path) -> Result<bool, StoreError> {
    match Opened::new(path) {
        Ok(opened) => Ok(workbook::origin(opened.listed(), opened.file()) == Made::County),
        Err(StoreError::Format { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}
