//! What lies in the folders that a county collects from: every file below them, and what each of them is. Any of them
//! may be huge, damaged or no file of this program at all; none is read further than needed to know that, and nothing is
//! written.

mod aside;
mod packed;
mod records;
mod walking;

pub use aside::Aside;
pub use packed::{Packed, Part};
pub use walking::{NotFollowed, Walked};

use std::io::Read as _;
use std::path::Path;

use crate::domain::county::Origin;
use crate::format::FormatError;
use crate::format::kind::{self, Kind, OFD, PEEK};
use crate::format::{PLAN_MAX, REPORT_MAX, workbook};

use super::unpack::Opened;
use super::{Doing, StoreError};

/// What a file is, with its bytes where it is worth reading.
#[derive(Debug)]
pub enum Found {
    /// A report or a plan, whole or not.
    Text(Kind, Vec<u8>),
    /// An archive.
    Archive(Packed),
    /// Anything else.
    Other(Kind),
}

/// Looks what a file is.
pub fn look(path: &Path) -> Result<Found, StoreError> {
    let reading = || StoreError::io(Doing::Reading, path);
    let mut file = super::open(path)?;
    let meta = file.metadata().map_err(reading())?;
    let mut bytes = Vec::with_capacity(size(meta.len().min(PEEK)));
    (&mut file).take(PEEK).read_to_end(&mut bytes).map_err(reading())?;
    match kind::of(&bytes) {
        Kind::Zip | Kind::Office | Kind::Workbook if bytes.starts_with(b"PK") => Ok(archive(Opened::new(path)?)),
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

/// What an archive is, by the names in it.
fn archive(opened: Opened) -> Found {
    const MARKS: [&str; 3] = ["[Content_Types].xml", "mimetype", OFD];
    if !opened.listed().iter().flatten().any(|record| MARKS.contains(&record.name.as_str())) {
        return Found::Archive(Packed::new(opened));
    }
    let properties = opened.listed().iter().flatten().find(|record| record.name == workbook::PROPERTIES).cloned();
    let properties = properties.and_then(|record| opened.read(&record, PEEK).ok());
    match properties {
        Some(xml) if workbook::is_own(&String::from_utf8_lossy(&xml)) => {
            // Nothing else may hide in one that is passed over.
            let whole = opened.listed().iter().all(|listed| workbook::has_place_for(packed::name(listed)));
            if whole { Found::Other(Kind::Workbook) } else { Found::Archive(Packed::new(opened)) }
        }
        _ => Found::Other(Kind::Office),
    }
}

fn size(bytes: u64) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX)
}

/// The most bytes of a file of that kind, where it is read.
fn limit(kind: Kind) -> Option<u64> {
    match kind {
        Kind::Report => Some(REPORT_MAX),
        Kind::Plan => Some(PLAN_MAX),
        _ => None,
    }
}
