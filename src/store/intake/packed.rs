//! The files of an archive, each taken no further than needed to know what it is.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Cursor, Write};
use std::path::Path;

use crate::format::kind::{self, Kind, PEEK};
use crate::format::zip::{self, Listed, Record};
use crate::format::{FormatError, PLAN_MAX, REPORT_MAX, WORKBOOK_MAX, ZipFault};
use crate::store::unpack::Opened;
use crate::store::{Doing, StoreError};

use super::aside::{aside_by_names, is_litter};
use super::records::Records;
use super::skipped::Skipped;

/// An archive that was found.
#[derive(Debug)]
pub struct Packed {
    opened: Opened,
}

/// A file of an archive.
#[derive(Debug)]
pub struct Part {
    /// What it is called to people; no two parts are called the same.
    pub label: String,
    /// Whether it belongs to records that lie in the archive, and is nothing that was handed in.
    pub of_records: bool,
    listed: Result<Record, ZipFault>,
}

impl Part {
    /// Whether it lies aside, and why.
    #[must_use]
    pub fn aside(&self) -> Option<Skipped> {
        aside_by_names(self.names())
    }

    /// Whether it lies in a folder that a system or another program left there.
    #[must_use]
    pub fn is_in_litter(&self) -> bool {
        self.names().skip(1).any(is_litter)
    }

    /// Its name and those of its folders; some programs part them as Windows does.
    fn names(&self) -> impl Iterator<Item = &str> {
        self.label.rsplit(['/', '\\'])
    }
}

impl Packed {
    pub(super) fn new(opened: Opened) -> Self {
        Self { opened }
    }

    /// The files in it.
    #[must_use]
    pub fn parts(&self) -> Vec<Part> {
        let records = Records::among(self.opened.listed().iter().map(zip::name));
        let mut labels = Labels::default();
        let part = |listed: &Listed| {
            let name = zip::name(listed);
            let label = labels.unique(name);
            let of_records = records.hold(name);
            Part { label, of_records, listed: listed.clone().map_err(|refused| refused.fault) }
        };
        self.opened.listed().iter().map(part).collect()
    }

    /// Looks what a file of the archive is; of another archive in it only whether it is a workbook of this program.
    pub fn look(&mut self, part: &Part) -> Result<Found, StoreError> {
        let record = part.listed.as_ref().map_err(|fault| self.opened.refused(fault.clone().into()))?;
        let mut taken = Taken { bytes: Vec::new(), size: record.size, kind: None };
        match self.opened.copy(record, &mut taken, Path::new("")) {
            // Enough was seen.
            Err(StoreError::Io { doing: Doing::Writing, .. }) => {}
            copied => copied?,
        }
        let kind = taken.kind();
        Ok(match limit(kind) {
            Some(limit) if record.size > limit => return Err(self.opened.refused(FormatError::TooLarge { limit })),
            Some(_) => Found::Text(kind, taken.bytes),
            None if kind == Kind::Office && taken.is_packed() => Found::Other(of_packed(&taken.bytes)),
            None => Found::Other(kind),
        })
    }
}

/// What an archive is of which all was taken.
fn of_packed(bytes: &[u8]) -> Kind {
    match zip::list(Cursor::new(bytes)) {
        Ok(Ok(listed)) => kind::of_archive(&listed, Cursor::new(bytes)),
        _ => Kind::Office,
    }
}

/// What the files of an archive are called, of which several may have one name.
#[derive(Default)]
struct Labels {
    taken: BTreeSet<String>,
    times: BTreeMap<String, usize>,
}

impl Labels {
    fn unique(&mut self, name: &str) -> String {
        let times = self.times.entry(name.to_owned()).or_default();
        loop {
            *times += 1;
            let label = if *times == 1 { name.to_owned() } else { format!("{name}（同名第{times}个）") };
            // A file may itself be called so.
            if self.taken.insert(label.clone()) {
                return label;
            }
        }
    }
}

/// Takes the first bytes of a file, and the others where it is worth reading.
struct Taken {
    bytes: Vec<u8>,
    size: u64,
    kind: Option<Kind>,
}

impl Taken {
    fn kind(&mut self) -> Kind {
        *self.kind.get_or_insert_with(|| kind::of(&self.bytes))
    }

    /// Whether it begins as a zip archive does.
    fn is_packed(&self) -> bool {
        self.bytes.starts_with(b"PK")
    }

    fn limit(&mut self) -> Option<u64> {
        let packed = self.kind() == Kind::Office && self.is_packed();
        if packed { Some(WORKBOOK_MAX) } else { limit(self.kind()) }
    }

    /// How many bytes are still wanted.
    fn room(&mut self) -> usize {
        let wanted = match size(PEEK).saturating_sub(self.bytes.len()) {
            0 => self.limit().filter(|limit| self.size <= *limit).map_or(0, size),
            _ => size(PEEK),
        };
        wanted.saturating_sub(self.bytes.len())
    }
}

impl Write for Taken {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.room().min(bytes.len());
        self.bytes.extend_from_slice(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

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

pub(super) fn size(bytes: u64) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX)
}

/// The most bytes of a file of that kind, where it is read.
pub(super) fn limit(kind: Kind) -> Option<u64> {
    match kind {
        Kind::Report => Some(REPORT_MAX),
        Kind::Plan => Some(PLAN_MAX),
        _ => None,
    }
}
