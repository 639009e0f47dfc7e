//! The files to import: backups, data folders, folders of ledgers, single ledgers and reports. This module finds and
//! reads them. It does not trust their content and writes nothing.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::domain::plan::{is_code, is_id};
use crate::format::zip::{ARCHIVE_MAX, ArchiveEntry};
use crate::format::{self, FormatError, REPORT_MAX, kind};

use super::archive_reader::ArchiveReader;
use super::evidence::{EVIDENCE_MAX, is_hash};
use super::ledger::is_ledger;
use super::listing::{self, FolderEntry};
use super::{FileAction, StoreError, ron_file};

/// Most ledgers, reports, receipts and plans in one folder or archive.
const RECORDS_MAX: usize = 10_000;

/// The kind of a file, by its path in a data folder.
#[allow(missing_docs, reason = "the names say it")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecordKind {
    Settings,
    Plan,
    /// A ledger. `of` is the plan and township of its path; `None` for a ledger that was named by itself.
    Ledger {
        of: Option<(String, String)>,
    },
    /// A report of the outbox.
    Report,
    Receipt,
    Evidence {
        plan: String,
        township: String,
    },
}

impl RecordKind {
    /// Kind and name of the file at `path` below a data folder; `None` if no backup holds such a file.
    #[must_use]
    pub fn of(path: &str) -> Option<(Self, &str)> {
        let parts: Vec<&str> = path.split('/').collect();
        match parts[..] {
            ["settings.ron"] => Some((Self::Settings, parts[0])),
            ["plans", name] if has_extension(name, "ron") => Some((Self::Plan, name)),
            [folder, plan, township, name] if is_id(plan) && is_code(township) => {
                let of = || (plan.to_owned(), township.to_owned());
                let kind = match folder {
                    "ledger" if has_extension(name, "ledger") => Self::Ledger { of: Some(of()) },
                    "outbox" if has_extension(name, "ron") => Self::Report,
                    "receipts" if has_extension(name, "ron") => Self::Receipt,
                    "evidence" if is_hash(name) => Self::Evidence { plan: of().0, township: of().1 },
                    _ => return None,
                };
                Some((kind, name))
            }
            _ => None,
        }
    }
}

impl RecordKind {
    /// Largest file of this kind that is read, in bytes.
    #[must_use]
    pub fn limit(&self) -> u64 {
        match self {
            Self::Settings => ron_file::MAX,
            Self::Plan => format::PLAN_MAX,
            Self::Ledger { .. } => format::LEDGER_MAX,
            Self::Report => REPORT_MAX,
            Self::Receipt => format::RECEIPT_MAX,
            Self::Evidence { .. } => EVIDENCE_MAX,
        }
    }
}

fn has_extension(name: &str, ending: &str) -> bool {
    // Old systems write names in capitals.
    Path::new(name).extension().is_some_and(|end| end.eq_ignore_ascii_case(ending))
}

/// A file to import.
#[derive(Debug, Clone)]
pub struct ImportFile {
    /// Its kind, by its path or its first line.
    pub kind: RecordKind,
    /// Its name, without folders.
    pub name: String,
    /// Its path for messages; inside an archive, the archive's path joined with the name.
    pub shown: PathBuf,
    /// Whether the clerk named this file or the plain folder around it, not a data folder or an archive.
    pub named: bool,
    source: FileSource,
}

#[derive(Debug, Clone)]
enum FileSource {
    Disk(PathBuf),
    Packed(usize, ArchiveEntry),
}

/// All files of one import.
#[derive(Debug, Default)]
pub struct ImportSource {
    archives: Vec<ArchiveReader>,
    /// The files, in the order they were found.
    pub files: Vec<ImportFile>,
    /// Folders that could not be read completely. Their other files are imported.
    pub unread: Vec<(PathBuf, StoreError)>,
}

impl ImportSource {
    /// Adds the file, folder or archive at `path`. An archive is checked completely first: a damaged one adds nothing.
    pub fn add(&mut self, path: &Path) -> Result<(), StoreError> {
        let meta = std::fs::metadata(path).map_err(StoreError::io(FileAction::Read, path))?;
        if meta.is_dir() {
            return self.add_folder(path);
        }
        let first_bytes = super::read_head(path, 4)?;
        if first_bytes.starts_with(b"PK") {
            return self.add_archive(path);
        }
        let bytes = super::read(path, REPORT_MAX.max(format::LEDGER_MAX))?;
        if let Some(encoding) = kind::foreign_encoding(&bytes) {
            return Err(StoreError::Format { path: path.to_owned(), error: FormatError::Encoding(encoding) });
        }
        let kind = if is_ledger(path) {
            RecordKind::Ledger { of: None }
        } else {
            let text = format::text(&bytes, REPORT_MAX);
            match text.ok().as_deref().and_then(format::kind).as_deref() {
                Some(name) if name == format::report::FORMAT.name => RecordKind::Report,
                Some(name) if name == format::ledger::FORMAT.name => RecordKind::Ledger { of: None },
                found => {
                    let error = FormatError::WrongKind { found: found.map(str::to_owned) };
                    return Err(StoreError::Format { path: path.to_owned(), error });
                }
            }
        };
        self.push(kind, path, true);
        Ok(())
    }

    /// Adds a data folder with its subfolders, or the ledgers and reports directly in any other folder.
    fn add_folder(&mut self, folder: &Path) -> Result<(), StoreError> {
        let (before, unread) = (self.files.len(), self.unread.len());
        if listing::is_folder(&folder.join("ledger"))? || listing::is_folder(&folder.join("outbox"))? {
            self.walk(folder, folder, 4)?;
        } else {
            for entry in self.list(folder)? {
                let kind = match () {
                    () if is_ledger(&entry.path) => RecordKind::Ledger { of: None },
                    () if entry.has_extension("ron") => RecordKind::Report,
                    () => continue,
                };
                if !entry.kind.is_dir() {
                    self.push(kind, &entry.path, true);
                }
            }
        }
        if self.unread.len() > unread { Ok(()) } else { self.check_new_files(before, folder) }
    }

    /// Lists a folder, and records the entries that cannot be read.
    fn list(&mut self, folder: &Path) -> Result<Vec<FolderEntry>, StoreError> {
        let listing = listing::read_existing(folder)?;
        self.unread.extend(listing.errors.into_iter().map(|error| (folder.to_owned(), error)));
        Ok(listing.entries)
    }

    fn walk(&mut self, root: &Path, folder: &Path, depth: usize) -> Result<(), StoreError> {
        for entry in self.list(folder)? {
            let path = &entry.path;
            if entry.is_folder()? {
                if depth > 1
                    && let Err(error) = self.walk(root, path, depth - 1)
                {
                    self.unread.push((path.clone(), error));
                }
            } else {
                let below = path.strip_prefix(root).unwrap_or(path);
                let parts: Vec<String> =
                    below.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
                if let Some((kind, _)) = RecordKind::of(&parts.join("/")) {
                    self.push(kind, path, false);
                }
            }
        }
        Ok(())
    }

    fn push(&mut self, kind: RecordKind, path: &Path, named: bool) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        self.files.push(ImportFile {
            kind,
            name,
            shown: path.to_owned(),
            named,
            source: FileSource::Disk(path.to_owned()),
        });
    }

    fn add_archive(&mut self, path: &Path) -> Result<(), StoreError> {
        let opened = ArchiveReader::new(path)?;
        let records = opened.records()?;
        if records.iter().map(|record| record.size).sum::<u64>() > ARCHIVE_MAX {
            return Err(opened.refused(FormatError::TooLarge { limit: ARCHIVE_MAX }));
        }
        opened.check(&records)?;
        let before = self.files.len();
        let number = self.archives.len();
        self.archives.push(opened);
        for record in records {
            // People who repack a backup often put one folder around everything.
            let inner = record.name.split_once('/').map_or("", |(_, inner)| inner);
            let found = RecordKind::of(&record.name).or_else(|| RecordKind::of(inner));
            if let Some((kind, name)) = found.map(|(kind, name)| (kind, name.to_owned())) {
                let shown = path.join(&record.name);
                self.files.push(ImportFile {
                    kind,
                    name,
                    shown,
                    named: false,
                    source: FileSource::Packed(number, record),
                });
            }
        }
        self.check_new_files(before, path)
    }

    fn check_new_files(&mut self, before: usize, path: &Path) -> Result<(), StoreError> {
        let is_record = |file: &&ImportFile| !matches!(file.kind, RecordKind::Evidence { .. });
        if self.files[before..].iter().filter(is_record).count() > RECORDS_MAX {
            self.files.truncate(before);
            return Err(StoreError::TooManyFiles { path: path.to_owned(), most: RECORDS_MAX });
        }
        if self.files.len() > before { Ok(()) } else { Err(StoreError::NothingToMerge { path: path.to_owned() }) }
    }

    /// Reads a file of at most `limit` bytes.
    pub fn read(&mut self, file: &ImportFile, limit: u64) -> Result<Vec<u8>, StoreError> {
        match &file.source {
            FileSource::Disk(path) => super::read(path, limit),
            FileSource::Packed(number, record) => self.archive(*number)?.read(record, limit),
        }
    }

    /// Copies a file of any size to `to`. `name` is the path of `to` for errors.
    pub fn copy(&mut self, file: &ImportFile, to: &mut dyn Write, name: &Path) -> Result<(), StoreError> {
        match &file.source {
            FileSource::Packed(number, record) => self.archive(*number)?.copy(record, to, name),
            FileSource::Disk(path) => {
                let mut file = super::open(path)?;
                io::copy(&mut file, to).map(drop).map_err(StoreError::io(FileAction::Write, name))
            }
        }
    }

    fn archive(&mut self, number: usize) -> Result<&mut ArchiveReader, StoreError> {
        self.archives.get_mut(number).ok_or_else(|| StoreError::Unwritable("no such archive".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_data_folder_files_are_imported() {
        let hash = "0".repeat(64);
        let good = [
            "settings.ron",
            "plans/next.ron",
            "ledger/miyi-1/510421100/0123456789abcdef.ledger",
            "ledger/miyi-1/510421100/0123456789ABCDEF.LEDGER",
            "outbox/miyi-1/510421100/第1次.ron",
            &format!("evidence/miyi-1/510421100/{hash}"),
        ];
        for path in good {
            assert!(RecordKind::of(path).is_some(), "{path}");
        }
        let bad = [
            "devices.ron",
            "ledger/miyi-1/510421100/0123456789abcdef.lock",
            "ledger/../510421100/a.ledger",
            "ledger/miyi-1/../a.ledger",
            "evidence/miyi-1/510421100/photo.jpg",
            "ledger/a.ledger",
            "program.exe",
        ];
        for path in bad {
            assert!(RecordKind::of(path).is_none(), "{path}");
        }
    }
}
