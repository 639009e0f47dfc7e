//! A zip archive that is written, file after file and never whole in memory: a temporary file that gets its name when
//! it is done and synced, and is then read back and compared.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use ::zip::write::SimpleFileOptions;
use ::zip::{CompressionMethod, System, ZipWriter};
use chrono::{DateTime, Datelike as _, FixedOffset, Timelike as _};
use sha2::{Digest as _, Sha256};
use tempfile::NamedTempFile;

use crate::format::FormatError;
use crate::format::seal::hex;
use crate::format::zip::{ENTRIES_MAX, io_error};

use super::unpack::Opened;
use super::{BLOCK, Doing, StoreError, atomic};

/// Largest archive that is written, in bytes: a stick's file system takes no file of 4 GB.
pub const WRITTEN_MAX: u64 = 3 << 30;

/// An archive that is being written. Dropped before it is done, it leaves nothing behind.
#[derive(Debug)]
pub struct Archive {
    folder: PathBuf,
    zip: ZipWriter<Target>,
    temporary: NamedTempFile,
    options: SimpleFileOptions,
    /// The files in it, by name and length.
    added: Vec<(String, u64)>,
}

/// What was added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// Its length.
    pub bytes: u64,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

impl Archive {
    /// An empty archive that will lie in `folder`; all its files carry the time `at`.
    pub fn begin(folder: &Path, at: &DateTime<FixedOffset>) -> Result<Self, StoreError> {
        super::make_folder_for(folder, super::rights::For::HandingOut)?;
        let writing = || StoreError::io(Doing::Writing, folder);
        let temporary = atomic::temporary_in(folder).map_err(writing())?;
        let file = temporary.as_file().try_clone().map_err(writing())?;
        let zip = ZipWriter::new(Target { file, place: 0, length: Cell::new(0), failed: false });
        // The same bytes on every system.
        let options = SimpleFileOptions::DEFAULT
            .compression_method(CompressionMethod::Stored)
            .system(System::Unix)
            .last_modified_time(stamp(at));
        Ok(Self { folder: folder.to_owned(), zip, temporary, options, added: Vec::new() })
    }

    /// Adds bytes as a file of that name.
    pub fn add_bytes(&mut self, name: &str, bytes: &[u8]) -> Result<Added, StoreError> {
        self.add(name, &mut &bytes[..], Path::new(name), bytes.len() as u64)
    }

    /// Adds a file of the disk under that name; one beyond `limit` bytes, or for which there is no room, is refused.
    /// What is refused leaves the archive as it was.
    pub fn add_file(&mut self, name: &str, path: &Path, limit: u64) -> Result<Added, StoreError> {
        self.add(name, &mut super::open(path)?, path, limit)
    }

    fn add(&mut self, name: &str, from: &mut dyn Read, path: &Path, limit: u64) -> Result<Added, StoreError> {
        let length = self.zip.get_ref().map_or(0, |target| target.place);
        let room = WRITTEN_MAX.saturating_sub(length);
        let too_large = |limit| StoreError::Format { path: path.to_owned(), error: FormatError::TooLarge { limit } };
        if self.added.len() >= ENTRIES_MAX {
            return Err(too_large(WRITTEN_MAX));
        }
        let started = self.zip.start_file(name, self.options);
        started.map_err(|error| StoreError::io(Doing::Writing, &self.folder)(io_error(error)))?;
        self.added.push((name.to_owned(), 0));
        let added = self.stream(from, path, limit.min(room));
        match (&added, self.added.last_mut()) {
            (Ok(Some(Added { bytes, .. })), Some((_, size))) => *size = *bytes,
            _ => self.take_back()?,
        }
        added?.ok_or_else(|| too_large(if limit < room { limit } else { WRITTEN_MAX }))
    }

    /// Writes the bytes of the file that was begun last; none where it has more than `limit`.
    fn stream(&mut self, from: &mut dyn Read, path: &Path, limit: u64) -> Result<Option<Added>, StoreError> {
        let (mut bytes, mut hash, mut block) = (0, Sha256::new(), vec![0; BLOCK]);
        loop {
            let count = from.read(&mut block).map_err(StoreError::io(Doing::Reading, path))?;
            if count == 0 {
                return Ok(Some(Added { bytes, sha256: hex(&hash.finalize()) }));
            }
            bytes += count as u64;
            if bytes > limit {
                return Ok(None);
            }
            hash.update(&block[..count]);
            self.zip.write_all(&block[..count]).map_err(StoreError::io(Doing::Writing, &self.folder))?;
        }
    }

    /// Takes the last file back.
    pub fn take_back(&mut self) -> Result<(), StoreError> {
        self.added.pop();
        let aborted = self.zip.abort_file().map_err(io_error);
        let cut = aborted.and_then(|()| self.zip.get_ref().map_or(Ok(()), Target::cut));
        cut.map_err(StoreError::io(Doing::Writing, &self.folder))
    }

    /// Gives the archive its name, `<stem>.zip`, and reads it back. A file that is the same already is left as it is;
    /// another one of the name makes it `<stem> (2).zip`.
    pub fn finish(self, stem: &str) -> Result<PathBuf, StoreError> {
        let Self { folder, zip, temporary, added, .. } = self;
        let finished = zip.finish().map_err(io_error).and_then(|target| target.close());
        finished.map_err(StoreError::io(Doing::Writing, &folder))?;
        let mut number = 1_u32;
        let path = loop {
            let name = if number == 1 { format!("{stem}.zip") } else { format!("{stem} ({number}).zip") };
            let path = folder.join(name);
            match std::fs::symlink_metadata(&path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => break path,
                // A disk that says no to this name would say no to every other.
                Err(error) => return Err(StoreError::io(Doing::Writing, &path)(error)),
                Ok(_) if same(temporary.path(), &path).unwrap_or(false) => return Ok(path),
                Ok(_) => number += 1,
            }
        };
        atomic::place_new(temporary, &path).map_err(StoreError::io(Doing::Writing, &path))?;
        let back = Opened::new(&path).and_then(|opened| {
            let records = opened.records()?;
            let names = records.iter().map(|record| (record.name.as_str(), record.size));
            let whole = names.eq(added.iter().map(|(name, size)| (name.as_str(), *size)));
            if whole { opened.check(&records) } else { Err(StoreError::ReadBack { path: path.clone() }) }
        });
        back.map_err(|_| {
            let _ = std::fs::remove_file(&path);
            StoreError::ReadBack { path: path.clone() }
        })?;
        Ok(path)
    }
}

/// A moment as MS-DOS wrote it; its first where MS-DOS knows none.
fn stamp(at: &DateTime<FixedOffset>) -> ::zip::DateTime {
    let part = |number: u32| u8::try_from(number).unwrap_or(0);
    let year = u16::try_from(at.year()).unwrap_or(0);
    let (month, day) = (part(at.month()), part(at.day()));
    let (hour, minute, second) = (part(at.hour()), part(at.minute()), part(at.second()));
    ::zip::DateTime::from_date_and_time(year, month, day, hour, minute, second).unwrap_or_default()
}

/// The file that an archive is written to. The writer ends every archive when it is dropped, and prints to the terminal
/// where it cannot: once the file failed, it takes in whatever comes, always at its end, and keeps nothing.
#[derive(Debug)]
struct Target {
    file: File,
    /// Where the next byte goes.
    place: u64,
    length: Cell<u64>,
    failed: bool,
}

impl Target {
    /// Takes away what stands behind the place.
    fn cut(&self) -> io::Result<()> {
        self.length.set(self.place);
        if self.failed { Ok(()) } else { self.file.set_len(self.place) }
    }

    /// Whether all was written.
    fn close(&self) -> io::Result<()> {
        if self.failed { Err(io::ErrorKind::WriteZero.into()) } else { Ok(()) }
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = if self.failed { Ok(bytes.len()) } else { self.file.write(bytes) };
        match &written {
            Ok(count) => self.place += *count as u64,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => self.failed = true,
        }
        self.length.set(self.length.get().max(self.place));
        written
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for Target {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        if self.failed {
            self.place = self.length.get();
        } else if to != SeekFrom::Current(0) {
            self.place = self.file.seek(to).inspect_err(|_| self.failed = true)?;
        }
        Ok(self.place)
    }
}

/// Whether two files hold the same bytes.
fn same(one: &Path, other: &Path) -> io::Result<bool> {
    // A pipe of that name would never open.
    if !std::fs::metadata(other)?.is_file() {
        return Ok(false);
    }
    let (mut one, mut other) = (File::open(one)?, File::open(other)?);
    if one.metadata()?.len() != other.metadata()?.len() {
        return Ok(false);
    }
    let (mut a, mut b) = (vec![0; BLOCK], vec![0; BLOCK]);
    loop {
        let count = one.read(&mut a)?;
        if count == 0 {
            return Ok(true);
        }
        other.read_exact(&mut b[..count])?;
        if a[..count] != b[..count] {
            return Ok(false);
        }
    }
}
