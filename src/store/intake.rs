//! What lies in the folders that a county collects from: every file below them, and what each of them is. Any of them
//! may be huge, damaged or no file of this program at all; none is read further than needed to know that, and nothing is
//! written.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read as _, Write};
use std::path::{Path, PathBuf};

use crate::domain::county::Origin;
use crate::format::FormatError;
use crate::format::kind::{self, Kind, PEEK};
use crate::format::zip::reading::{Record, Refused, ZipFault};
use crate::format::{PLAN_MAX, REPORT_MAX, workbook};

use super::bundle::FOLDER as EVIDENCE;
use super::unpack::Opened;
use super::{Doing, StoreError, incoming};

/// Deepest folder that is looked into, below the one that was named.
const DEPTH_MAX: usize = 64;

/// The files below some folders.
#[derive(Debug, Default)]
pub struct Walked {
    /// The files, folder by folder and by name.
    pub files: Vec<PathBuf>,
    /// Folders and links that are not followed, and why.
    pub refused: Vec<(PathBuf, NotFollowed)>,
    /// What systems and other programs leave lying about.
    pub passed_over: Vec<PathBuf>,
}

/// Why a folder is not looked into.
#[derive(Debug)]
pub enum NotFollowed {
    /// The system refused.
    Store(StoreError),
    /// It is a link to a folder: it may lead round in a ring, or out of what was named.
    Link,
    /// It lies too deep.
    Deep,
}

/// What a file is, with its bytes where it is worth reading.
#[derive(Debug)]
pub enum Found {
    /// A report or a plan, whole or not.
    Text(Kind, Vec<u8>),
    /// An archive.
    Archive(Packed),
    /// A backup of this program.
    Backup,
    /// Anything else.
    Other(Kind),
}

impl Walked {
    /// Finds all files below `named`, each folder once and each file that is named itself once, whichever way it was
    /// reached.
    #[must_use]
    pub fn of(named: &[PathBuf]) -> Self {
        let mut walked = Self::default();
        let (mut seen, mut by_name) = (BTreeSet::new(), BTreeMap::new());
        for path in named {
            match fs::metadata(path) {
                Ok(meta) if meta.is_dir() => walked.folder(path, &mut seen),
                Ok(_) => drop(by_name.insert(real(path), path.clone())),
                Err(error) => walked.refuse_io(path, error),
            }
        }
        if !by_name.is_empty() {
            walked.files.retain(|path| !by_name.contains_key(&real(path)));
            walked.files.extend(by_name.into_values());
        }
        walked
    }

    fn folder(&mut self, root: &Path, seen: &mut BTreeSet<PathBuf>) {
        let mut left = vec![(root.to_owned(), 0)];
        while let Some((folder, depth)) = left.pop() {
            if !seen.insert(real(&folder)) {
                continue;
            }
            let mut things: Vec<(PathBuf, fs::FileType)> = Vec::new();
            match fs::read_dir(&folder) {
                Err(error) => self.refuse_io(&folder, error),
                Ok(listed) => {
                    for thing in listed {
                        match thing.and_then(|thing| Ok((thing.path(), thing.file_type()?))) {
                            Ok(thing) => things.push(thing),
                            Err(error) => self.refuse_io(&folder, error),
                        }
                    }
                }
            }
            things.sort_by(|a, b| a.0.cmp(&b.0));
            let mut folders = Vec::new();
            for (path, kind) in things {
                if path.file_name().is_some_and(|name| is_litter(&name.to_string_lossy())) {
                    self.passed_over.push(path);
                } else if kind.is_dir() && depth == DEPTH_MAX {
                    self.refused.push((path, NotFollowed::Deep));
                } else if kind.is_dir() {
                    folders.push((path, depth + 1));
                } else if kind.is_symlink() && path.is_dir() {
                    self.refused.push((path, NotFollowed::Link));
                } else {
                    self.files.push(path);
                }
            }
            left.extend(folders.into_iter().rev());
        }
    }

    fn refuse_io(&mut self, path: &Path, error: io::Error) {
        self.refused.push((path.to_owned(), NotFollowed::Store(StoreError::io(Doing::Reading, path)(error))));
    }
}

/// Where a path really leads, however it is written.
fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// Whether that name is of what nobody put there on purpose: thumbnails, locks of office programs, a drive's own folders.
fn is_litter(name: &str) -> bool {
    const NAMES: [&str; 5] = ["thumbs.db", "desktop.ini", "system volume information", "$recycle.bin", "__macosx"];
    let hidden = name.starts_with('.') && name.contains(|c| c != '.');
    hidden || name.starts_with("~$") || NAMES.contains(&name.to_lowercase().as_str())
}

/// Looks what a file is.
pub fn look(path: &Path) -> Result<Found, StoreError> {
    let reading = || StoreError::io(Doing::Reading, path);
    // Anything but a file, a pipe say, might never end or never begin.
    let meta = fs::metadata(path).map_err(reading())?;
    if !meta.is_file() {
        return Err(reading()(io::ErrorKind::IsADirectory.into()));
    }
    let mut file = File::open(path).map_err(reading())?;
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

/// What an archive is, by the names in it.
fn archive(mut opened: Opened) -> Found {
    let named = |name: &str| opened.listed().iter().flatten().find(|record| record.name == name).cloned();
    if named("[Content_Types].xml").is_none() && named("mimetype").is_none() {
        let is_ledger =
            |record: &Record| matches!(incoming::Kind::of(&record.name), Some((incoming::Kind::Ledger { .. }, _)));
        let backup = opened.listed().iter().flatten().any(is_ledger);
        return if backup { Found::Backup } else { Found::Archive(Packed { opened }) };
    }
    let properties = named(workbook::PROPERTIES).and_then(|record| opened.read(&record, PEEK).ok());
    let own = properties.is_some_and(|xml| workbook::is_own(&String::from_utf8_lossy(&xml)));
    Found::Other(if own { Kind::Workbook } else { Kind::Office })
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
    listed: Result<Record, ZipFault>,
}

impl Part {
    /// Whether it is evidence, as it lies in a bundle of this program.
    #[must_use]
    pub fn is_evidence(&self) -> bool {
        self.names().skip(1).any(|folder| folder == EVIDENCE)
    }

    /// Whether a system or another program left it there.
    #[must_use]
    pub fn is_litter(&self) -> bool {
        self.names().any(is_litter)
    }

    /// Its name and those of its folders; some programs part them as Windows does.
    fn names(&self) -> impl Iterator<Item = &str> {
        self.label.rsplit(['/', '\\'])
    }
}

impl Packed {
    /// The files in it.
    #[must_use]
    pub fn parts(&self) -> Vec<Part> {
        let mut labels = BTreeMap::new();
        let mut part = |listed: &Result<Record, Refused>| {
            let name = listed.as_ref().map_or_else(|refused| &refused.name, |record| &record.name);
            let times = labels.entry(name.clone()).and_modify(|times| *times += 1).or_insert(1);
            let label = if *times == 1 { name.clone() } else { format!("{name}（同名第{times}个）") };
            Part { label, listed: listed.clone().map_err(|refused| refused.fault) }
        };
        self.opened.listed().iter().map(&mut part).collect()
    }

    /// Looks what a file of the archive is; another archive in it is not opened.
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
            None => Found::Other(kind),
        })
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

    /// How many bytes are still wanted.
    fn room(&mut self) -> usize {
        let wanted = match size(PEEK).saturating_sub(self.bytes.len()) {
            0 => limit(self.kind()).filter(|limit| self.size <= *limit).map_or(0, size),
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
