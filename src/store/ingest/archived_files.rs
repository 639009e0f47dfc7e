//! The files of an archive, each read only as far as its kind requires.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Cursor, Write};
use std::path::Path;

use crate::format::kind::{self, FileKind, PEEK};
use crate::format::zip::{self, ArchiveEntry, ListedEntry};
use crate::format::{FormatError, PLAN_MAX, REPORT_MAX, WORKBOOK_MAX, ZipFault};
use crate::store::archive_reader::ArchiveReader;
use crate::store::{FileAction, StoreError};

use super::ignored_files::{is_system_name, reason_by_names};
use super::records::PackedRecords;
use super::skip_reason::SkipReason;

/// An archive among the files to collect.
#[derive(Debug)]
pub struct FoundArchive {
    opened: ArchiveReader,
}

/// A file of an archive.
#[derive(Debug)]
pub struct ArchivedFile {
    /// Name for messages, unique in the archive.
    pub label: String,
    /// Whether it belongs to records in the archive. Then it is not a report that was handed in.
    pub of_records: bool,
    listed: Result<ArchiveEntry, ZipFault>,
}

impl ArchivedFile {
    /// Why this file is ignored, if it is.
    #[must_use]
    pub fn ignore_reason(&self) -> Option<SkipReason> {
        reason_by_names(self.names())
    }

    /// Whether one of its folders was left by a system or another program.
    #[must_use]
    pub fn is_in_system_folder(&self) -> bool {
        self.names().skip(1).any(is_system_name)
    }

    /// Its name, then those of its folders, innermost first. Some programs separate them by backslashes.
    fn names(&self) -> impl Iterator<Item = &str> {
        self.label.rsplit(['/', '\\'])
    }
}

impl FoundArchive {
    pub(super) fn new(opened: ArchiveReader) -> Self {
        Self { opened }
    }

    /// The files in it, in the order of the archive.
    #[must_use]
    pub fn files(&self) -> Vec<ArchivedFile> {
        let records = PackedRecords::among(self.opened.listed().iter().map(zip::name));
        let mut labels = Labels::default();
        let file = |listed: &ListedEntry| {
            let name = zip::name(listed);
            let label = labels.unique(name);
            let of_records = records.contain(name);
            ArchivedFile { label, of_records, listed: listed.clone().map_err(|refused| refused.fault) }
        };
        self.opened.listed().iter().map(file).collect()
    }

    /// Reads a file as far as its kind requires. An archive inside the archive is only checked for being our workbook.
    pub fn inspect(&mut self, file: &ArchivedFile) -> Result<FileContent, StoreError> {
        let record = file.listed.as_ref().map_err(|fault| self.opened.refused(fault.clone().into()))?;
        let mut buffer = PeekBuffer { bytes: Vec::new(), size: record.size, kind: None };
        match self.opened.copy(record, &mut buffer, Path::new("")) {
            // The buffer has seen enough.
            Err(StoreError::Io { action: FileAction::Write, .. }) => {}
            copied => copied?,
        }
        let kind = buffer.kind();
        Ok(match limit(kind) {
            Some(limit) if record.size > limit => return Err(self.opened.refused(FormatError::TooLarge { limit })),
            Some(_) => FileContent::Text(kind, buffer.bytes),
            None if kind == FileKind::Office && buffer.is_packed() => {
                FileContent::Other(kind_of_inner_archive(&buffer.bytes))
            }
            None => FileContent::Other(kind),
        })
    }
}

/// The kind of an archive inside the archive.
fn kind_of_inner_archive(bytes: &[u8]) -> FileKind {
    match zip::list(Cursor::new(bytes)) {
        Ok(Ok(listed)) => kind::of_archive(&listed, Cursor::new(bytes)),
        _ => FileKind::Office,
    }
}

/// Gives each file of an archive its own label, since several may have the same name.
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
            // A file may itself have a name of that form.
            if self.taken.insert(label.clone()) {
                return label;
            }
        }
    }
}

/// Collects the first bytes of a file, and the rest only if its kind is one that is read.
struct PeekBuffer {
    bytes: Vec<u8>,
    size: u64,
    kind: Option<FileKind>,
}

impl PeekBuffer {
    fn kind(&mut self) -> FileKind {
        *self.kind.get_or_insert_with(|| kind::of(&self.bytes))
    }

    /// Whether the file is a zip archive.
    fn is_packed(&self) -> bool {
        self.bytes.starts_with(b"PK")
    }

    fn limit(&mut self) -> Option<u64> {
        let packed = self.kind() == FileKind::Office && self.is_packed();
        if packed { Some(WORKBOOK_MAX) } else { limit(self.kind()) }
    }

    /// Number of bytes still to collect.
    fn room(&mut self) -> usize {
        let wanted = match size(PEEK).saturating_sub(self.bytes.len()) {
            0 => self.limit().filter(|limit| self.size <= *limit).map_or(0, size),
            _ => size(PEEK),
        };
        wanted.saturating_sub(self.bytes.len())
    }
}

impl Write for PeekBuffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.room().min(bytes.len());
        self.bytes.extend_from_slice(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The kind of a file, with its content if it is worth reading.
#[derive(Debug)]
pub enum FileContent {
    /// A report or a plan, intact or not.
    Text(FileKind, Vec<u8>),
    /// An archive, whose files are read one by one.
    Archive(FoundArchive),
    /// Any other file.
    Other(FileKind),
}

pub(super) fn size(bytes: u64) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX)
}

/// Largest size in bytes for the kinds that are read; `None` for all others.
pub(super) fn limit(kind: FileKind) -> Option<u64> {
    match kind {
        FileKind::Report => Some(REPORT_MAX),
        FileKind::Plan => Some(PLAN_MAX),
        _ => None,
    }
}
