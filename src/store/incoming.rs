//! What comes in to be merged: backups, other data folders, folders of ledgers, ledgers and reports. Here it is found
//! and can be read; nothing of it is believed yet, and nothing is written.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::domain::plan::{is_code, is_id};
use crate::format::zip::{ARCHIVE_MAX, Record};
use crate::format::{self, FormatError, REPORT_MAX, kind};

use super::evidence::{EVIDENCE_MAX, is_hash};
use super::ledger::is_ledger;
use super::listing::{self, FolderEntry};
use super::unpack::Opened;
use super::{Doing, StoreError, kept};

/// Most ledgers, reports, receipts and plans that are taken in from one folder or archive.
const RECORDS_MAX: usize = 10_000;

/// What a file of a data folder is, by where it lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// The settings.
    Settings,
    /// A plan.
    Plan,
    /// A ledger; where it lies says whose it is, unless it was given by itself.
    Ledger {
        /// The plan and the township.
        of: Option<(String, String)>,
    },
    /// A report of the outbox.
    Report,
    /// A receipt.
    Receipt,
    /// A piece of evidence.
    Evidence {
        /// The plan.
        plan: String,
        /// The township.
        township: String,
    },
}

impl Kind {
    /// The kind of the file that lies there below a data folder, and its name; none for what no backup holds.
    #[must_use]
    pub fn of(path: &str) -> Option<(Self, &str)> {
        let parts: Vec<&str> = path.split('/').collect();
        match parts[..] {
            ["settings.ron"] => Some((Self::Settings, parts[0])),
            ["plans", name] if ends(name, "ron") => Some((Self::Plan, name)),
            [folder, plan, township, name] if is_id(plan) && is_code(township) => {
                let of = || (plan.to_owned(), township.to_owned());
                let kind = match folder {
                    "ledger" if ends(name, "ledger") => Self::Ledger { of: Some(of()) },
                    "outbox" if ends(name, "ron") => Self::Report,
                    "receipts" if ends(name, "ron") => Self::Receipt,
                    "evidence" if is_hash(name) => Self::Evidence { plan: of().0, township: of().1 },
                    _ => return None,
                };
                Some((kind, name))
            }
            _ => None,
        }
    }
}

impl Kind {
    /// The most bytes of such a file that are read.
    #[must_use]
    pub fn limit(&self) -> u64 {
        match self {
            Self::Settings => kept::MAX,
            Self::Plan => format::PLAN_MAX,
            Self::Ledger { .. } => format::LEDGER_MAX,
            Self::Report => REPORT_MAX,
            Self::Receipt => format::RECEIPT_MAX,
            Self::Evidence { .. } => EVIDENCE_MAX,
        }
    }
}

fn ends(name: &str, ending: &str) -> bool {
    // Old systems write names in capitals.
    Path::new(name).extension().is_some_and(|end| end.eq_ignore_ascii_case(ending))
}

/// A file that came in.
#[derive(Debug, Clone)]
pub struct Piece {
    /// What it is.
    pub kind: Kind,
    /// Its name, without folders.
    pub name: String,
    /// What it is called when something is told of it.
    pub shown: PathBuf,
    /// Whether the clerk named this very file.
    pub named: bool,
    source: Source,
}

#[derive(Debug, Clone)]
enum Source {
    Disk(PathBuf),
    Packed(usize, Record),
}

/// Everything that came in.
#[derive(Debug, Default)]
pub struct Incoming {
    archives: Vec<Opened>,
    /// The files.
    pub pieces: Vec<Piece>,
    /// What of a folder could not be read: the other files of it are taken.
    pub unread: Vec<(PathBuf, StoreError)>,
}

impl Incoming {
    /// Takes in what lies there. An archive is read through once, so that one that is damaged brings nothing at all.
    pub fn take(&mut self, path: &Path) -> Result<(), StoreError> {
        let meta = std::fs::metadata(path).map_err(StoreError::io(Doing::Reading, path))?;
        if meta.is_dir() {
            return self.folder(path);
        }
        let head = super::read_head(path, 4)?;
        if head.starts_with(b"PK") {
            return self.archive(path);
        }
        let bytes = super::read(path, REPORT_MAX.max(format::LEDGER_MAX))?;
        if let Some(encoding) = kind::saved_anew_in(&bytes) {
            return Err(StoreError::Format { path: path.to_owned(), error: FormatError::Encoding(encoding) });
        }
        let kind = if is_ledger(path) {
            Kind::Ledger { of: None }
        } else {
            let text = format::text(&bytes, REPORT_MAX);
            match text.ok().as_deref().and_then(format::kind).as_deref() {
                Some(name) if name == format::report::FORMAT.name => Kind::Report,
                Some(name) if name == format::ledger::FORMAT.name => Kind::Ledger { of: None },
                found => {
                    let error = FormatError::WrongKind { found: found.map(str::to_owned) };
                    return Err(StoreError::Format { path: path.to_owned(), error });
                }
            }
        };
        self.push(kind, path, true);
        Ok(())
    }

    /// A data folder with all below it; any other folder with the ledgers and reports in it.
    fn folder(&mut self, folder: &Path) -> Result<(), StoreError> {
        let (before, unread) = (self.pieces.len(), self.unread.len());
        if listing::is_folder(&folder.join("ledger"))? || listing::is_folder(&folder.join("outbox"))? {
            self.walk(folder, folder, 4)?;
        } else {
            for entry in self.list(folder)? {
                let kind = match () {
                    () if is_ledger(&entry.path) => Kind::Ledger { of: None },
                    () if entry.has_extension("ron") => Kind::Report,
                    () => continue,
                };
                if !entry.kind.is_dir() {
                    self.push(kind, &entry.path, true);
                }
            }
        }
        if self.unread.len() > unread { Ok(()) } else { self.some_since(before, folder) }
    }

    /// What lies in a folder that is there; what cannot be read of it is kept to be told.
    fn list(&mut self, folder: &Path) -> Result<Vec<FolderEntry>, StoreError> {
        let listing = listing::read_existing(folder)?;
        self.unread.extend(listing.errors.into_iter().map(|error| (folder.to_owned(), error)));
        Ok(listing.entries)
    }

    fn walk(&mut self, root: &Path, folder: &Path, deep: usize) -> Result<(), StoreError> {
        for entry in self.list(folder)? {
            let path = &entry.path;
            if entry.is_folder()? {
                if deep > 1
                    && let Err(error) = self.walk(root, path, deep - 1)
                {
                    self.unread.push((path.clone(), error));
                }
            } else {
                let below = path.strip_prefix(root).unwrap_or(path);
                let parts: Vec<String> =
                    below.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
                if let Some((kind, _)) = Kind::of(&parts.join("/")) {
                    self.push(kind, path, false);
                }
            }
        }
        Ok(())
    }

    fn push(&mut self, kind: Kind, path: &Path, named: bool) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        self.pieces.push(Piece { kind, name, shown: path.to_owned(), named, source: Source::Disk(path.to_owned()) });
    }

    fn archive(&mut self, path: &Path) -> Result<(), StoreError> {
        let opened = Opened::new(path)?;
        let records = opened.records()?;
        if records.iter().map(|record| record.size).sum::<u64>() > ARCHIVE_MAX {
            return Err(opened.refused(FormatError::TooLarge { limit: ARCHIVE_MAX }));
        }
        opened.check(&records)?;
        let before = self.pieces.len();
        let number = self.archives.len();
        self.archives.push(opened);
        for record in records {
            // Packed anew by hand, all may lie in one folder.
            let inner = record.name.split_once('/').map_or("", |(_, inner)| inner);
            let found = Kind::of(&record.name).or_else(|| Kind::of(inner));
            if let Some((kind, name)) = found.map(|(kind, name)| (kind, name.to_owned())) {
                let shown = path.join(&record.name);
                self.pieces.push(Piece { kind, name, shown, named: false, source: Source::Packed(number, record) });
            }
        }
        self.some_since(before, path)
    }

    fn some_since(&mut self, before: usize, path: &Path) -> Result<(), StoreError> {
        let is_record = |piece: &&Piece| !matches!(piece.kind, Kind::Evidence { .. });
        if self.pieces[before..].iter().filter(is_record).count() > RECORDS_MAX {
            self.pieces.truncate(before);
            return Err(StoreError::TooManyFiles { path: path.to_owned(), most: RECORDS_MAX });
        }
        if self.pieces.len() > before { Ok(()) } else { Err(StoreError::NothingToMerge { path: path.to_owned() }) }
    }

    /// The bytes of a file that is at most so large.
    pub fn read(&mut self, piece: &Piece, limit: u64) -> Result<Vec<u8>, StoreError> {
        match &piece.source {
            Source::Disk(path) => super::read(path, limit),
            Source::Packed(number, record) => self.opened(*number)?.read(record, limit),
        }
    }

    /// Copies a file of any size to `to`, which is called `name`.
    pub fn copy(&mut self, piece: &Piece, to: &mut dyn Write, name: &Path) -> Result<(), StoreError> {
        match &piece.source {
            Source::Packed(number, record) => self.opened(*number)?.copy(record, to, name),
            Source::Disk(path) => {
                let mut file = super::open(path)?;
                io::copy(&mut file, to).map(drop).map_err(StoreError::io(Doing::Writing, name))
            }
        }
    }

    fn opened(&mut self, number: usize) -> Result<&mut Opened, StoreError> {
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
            assert!(Kind::of(path).is_some(), "{path}");
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
            assert!(Kind::of(path).is_none(), "{path}");
        }
    }
}
