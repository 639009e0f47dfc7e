//! Writes a zip archive file by file, never holding all of it in memory. The archive is a temporary file until it is
//! complete and synced; then it gets its name and is read back and compared.

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

use super::archive_reader::ArchiveReader;
use super::{BLOCK, FileAction, StoreError, atomic};

/// Largest archive that is written, in bytes. FAT32, the usual file system of USB sticks, holds no file of 4 GiB.
pub const WRITTEN_MAX: u64 = 3 << 30;

/// An archive that is being written. Dropping it before [`ArchiveWriter::finish`] leaves no file behind.
#[derive(Debug)]
pub struct ArchiveWriter {
    folder: PathBuf,
    zip: ZipWriter<ArchiveFile>,
    temporary: NamedTempFile,
    options: SimpleFileOptions,
    /// Names and sizes of the files written so far, compared when the archive is read back.
    added: Vec<(String, u64)>,
}

/// Size and hash of a file that was added to an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddedFile {
    /// Its length in bytes, unpacked.
    pub bytes: u64,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

impl ArchiveWriter {
    /// Starts an empty archive in `folder`. All files in it get the time `at`, so the same content gives the same
    /// bytes.
    pub fn begin(folder: &Path, at: &DateTime<FixedOffset>) -> Result<Self, StoreError> {
        super::make_folder_for(folder, super::permissions::Audience::HandingOut)?;
        let writing = || StoreError::io(FileAction::Write, folder);
        let temporary = atomic::temporary_in(folder).map_err(writing())?;
        let file = temporary.as_file().try_clone().map_err(writing())?;
        let zip = ZipWriter::new(ArchiveFile { file, offset: 0, length: Cell::new(0), failed: false });
        // Equal archives on Windows and Linux.
        let options = SimpleFileOptions::DEFAULT
            .compression_method(CompressionMethod::Stored)
            .system(System::Unix)
            .last_modified_time(stamp(at));
        Ok(Self { folder: folder.to_owned(), zip, temporary, options, added: Vec::new() })
    }

    /// Adds `bytes` as a file of that name.
    pub fn add_bytes(&mut self, name: &str, bytes: &[u8]) -> Result<AddedFile, StoreError> {
        self.add(name, &mut &bytes[..], Path::new(name), bytes.len() as u64)
    }

    /// Adds a file from the disk. Fails if it is longer than `limit` bytes or if the archive would exceed
    /// [`WRITTEN_MAX`]; the archive then stays as it was.
    pub fn add_file(&mut self, name: &str, path: &Path, limit: u64) -> Result<AddedFile, StoreError> {
        self.add(name, &mut super::open(path)?, path, limit)
    }

    fn add(&mut self, name: &str, from: &mut dyn Read, path: &Path, limit: u64) -> Result<AddedFile, StoreError> {
        let length = self.zip.get_ref().map_or(0, |target| target.offset);
        let room = WRITTEN_MAX.saturating_sub(length);
        let too_large = |limit| StoreError::Format { path: path.to_owned(), error: FormatError::TooLarge { limit } };
        if self.added.len() >= ENTRIES_MAX {
            return Err(too_large(WRITTEN_MAX));
        }
        let started = self.zip.start_file(name, self.options);
        started.map_err(|error| StoreError::io(FileAction::Write, &self.folder)(io_error(error)))?;
        self.added.push((name.to_owned(), 0));
        let added = self.stream(from, path, limit.min(room));
        match (&added, self.added.last_mut()) {
            (Ok(Some(AddedFile { bytes, .. })), Some((_, size))) => *size = *bytes,
            _ => self.take_back()?,
        }
        added?.ok_or_else(|| too_large(if limit < room { limit } else { WRITTEN_MAX }))
    }

    /// Writes the bytes of the file just started; `None` if there are more than `limit`.
    fn stream(&mut self, from: &mut dyn Read, path: &Path, limit: u64) -> Result<Option<AddedFile>, StoreError> {
        let (mut bytes, mut hash, mut block) = (0, Sha256::new(), vec![0; BLOCK]);
        loop {
            let count = from.read(&mut block).map_err(StoreError::io(FileAction::Read, path))?;
            if count == 0 {
                return Ok(Some(AddedFile { bytes, sha256: hex(&hash.finalize()) }));
            }
            bytes += count as u64;
            if bytes > limit {
                return Ok(None);
            }
            hash.update(&block[..count]);
            self.zip.write_all(&block[..count]).map_err(StoreError::io(FileAction::Write, &self.folder))?;
        }
    }

    /// Removes the file that was added last.
    pub fn take_back(&mut self) -> Result<(), StoreError> {
        self.added.pop();
        let aborted = self.zip.abort_file().map_err(io_error);
        let cut = aborted.and_then(|()| self.zip.get_ref().map_or(Ok(()), ArchiveFile::cut));
        cut.map_err(StoreError::io(FileAction::Write, &self.folder))
    }

    /// Names the archive `<stem>.zip` and reads it back. If a file of that name holds other bytes, the archive is named
    /// `<stem> (2).zip` and so on; if it holds the same bytes, it is left as it is.
    pub fn finish(self, stem: &str) -> Result<PathBuf, StoreError> {
        let Self { folder, zip, temporary, added, .. } = self;
        let finished = zip.finish().map_err(io_error).and_then(|target| target.close());
        finished.map_err(StoreError::io(FileAction::Write, &folder))?;
        let mut number = 1_u32;
        let path = loop {
            let name = if number == 1 { format!("{stem}.zip") } else { format!("{stem} ({number}).zip") };
            let path = folder.join(name);
            match std::fs::symlink_metadata(&path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => break path,
                // The disk refuses this name for a reason that holds for every other name too.
                Err(error) => return Err(StoreError::io(FileAction::Write, &path)(error)),
                Ok(_) if has_same_bytes(temporary.path(), &path).unwrap_or(false) => return Ok(path),
                Ok(_) => number += 1,
            }
        };
        atomic::persist_new(temporary, &path).map_err(StoreError::io(FileAction::Write, &path))?;
        let back = ArchiveReader::new(&path).and_then(|opened| {
            let records = opened.records()?;
            let names = records.iter().map(|record| (record.name.as_str(), record.size));
            let whole = names.eq(added.iter().map(|(name, size)| (name.as_str(), *size)));
            if whole { opened.check(&records) } else { Err(StoreError::ReadBackDiffers { path: path.clone() }) }
        });
        back.map_err(|_| {
            let _ = std::fs::remove_file(&path);
            StoreError::ReadBackDiffers { path: path.clone() }
        })?;
        Ok(path)
    }
}

/// The MS-DOS time of `at`; the earliest one (1980) if MS-DOS cannot express it.
fn stamp(at: &DateTime<FixedOffset>) -> ::zip::DateTime {
    let part = |number: u32| u8::try_from(number).unwrap_or(0);
    let year = u16::try_from(at.year()).unwrap_or(0);
    let (month, day) = (part(at.month()), part(at.day()));
    let (hour, minute, second) = (part(at.hour()), part(at.minute()), part(at.second()));
    ::zip::DateTime::from_date_and_time(year, month, day, hour, minute, second).unwrap_or_default()
}

/// The file below the zip writer. `ZipWriter` finishes its archive when it is dropped and prints to the terminal if
/// that fails. After a failed write this file therefore pretends to succeed and discards everything; [`Self::close`]
/// reports it.
#[derive(Debug)]
struct ArchiveFile {
    file: File,
    /// Offset of the next byte.
    offset: u64,
    length: Cell<u64>,
    failed: bool,
}

impl ArchiveFile {
    /// Cuts the file off at the current offset.
    fn cut(&self) -> io::Result<()> {
        self.length.set(self.offset);
        if self.failed { Ok(()) } else { self.file.set_len(self.offset) }
    }

    /// Fails if any write failed.
    fn close(&self) -> io::Result<()> {
        if self.failed { Err(io::ErrorKind::WriteZero.into()) } else { Ok(()) }
    }
}

impl Write for ArchiveFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = if self.failed { Ok(bytes.len()) } else { self.file.write(bytes) };
        match &written {
            Ok(count) => self.offset += *count as u64,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => self.failed = true,
        }
        self.length.set(self.length.get().max(self.offset));
        written
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for ArchiveFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        if self.failed {
            self.offset = self.length.get();
        } else if to != SeekFrom::Current(0) {
            self.offset = self.file.seek(to).inspect_err(|_| self.failed = true)?;
        }
        Ok(self.offset)
    }
}

fn has_same_bytes(a: &Path, b: &Path) -> io::Result<bool> {
    // Opening a named pipe would block.
    if !std::fs::metadata(b)?.is_file() {
        return Ok(false);
    }
    let (mut a, mut b) = (File::open(a)?, File::open(b)?);
    if a.metadata()?.len() != b.metadata()?.len() {
        return Ok(false);
    }
    let (mut a_block, mut b_block) = (vec![0; BLOCK], vec![0; BLOCK]);
    loop {
        let count = a.read(&mut a_block)?;
        if count == 0 {
            return Ok(true);
        }
        b.read_exact(&mut b_block[..count])?;
        if a_block[..count] != b_block[..count] {
            return Ok(false);
        }
    }
}
