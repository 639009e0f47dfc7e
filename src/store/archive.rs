//! A zip archive that is written, file after file and never whole in memory: a temporary file that gets its name when
//! it is done and synced, and is then read back and compared.

use std::fs::File;
use std::io::{self, Read, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use tempfile::NamedTempFile;

use crate::format::FormatError;
use crate::format::seal::hex;
use crate::format::zip::{self, Crc, ENTRIES_MAX, Entry, Stamp};

use super::unpack::Opened;
use super::{Doing, StoreError, atomic};

/// How much is read at once, in bytes.
pub(super) const BLOCK: usize = 64 << 10;

/// Largest archive that is written, in bytes: a stick's file system takes no file of 4 GB.
pub const WRITTEN_MAX: u64 = 3 << 30;

/// An archive that is being written. Dropped before it is done, it leaves nothing behind.
#[derive(Debug)]
pub struct Archive {
    folder: PathBuf,
    temporary: NamedTempFile,
    stamp: Stamp,
    entries: Vec<Entry>,
    /// Bytes that hold whole entries.
    length: u64,
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
    /// An empty archive that will lie in `folder`.
    pub fn begin(folder: &Path, stamp: Stamp) -> Result<Self, StoreError> {
        super::make_folder_for(folder, super::rights::For::HandingOut)?;
        let temporary = atomic::temporary_in(folder).map_err(StoreError::io(Doing::Writing, folder))?;
        Ok(Self { folder: folder.to_owned(), temporary, stamp, entries: Vec::new(), length: 0 })
    }

    /// Adds bytes as a file of that name.
    pub fn add_bytes(&mut self, name: &str, bytes: &[u8]) -> Result<Added, StoreError> {
        self.add(name, &mut &bytes[..], Path::new(name), bytes.len() as u64)
    }

    /// Adds a file of the disk under that name; one beyond `limit` bytes, or for which there is no room, is refused.
    /// What is refused leaves the archive as it was.
    pub fn add_file(&mut self, name: &str, path: &Path, limit: u64) -> Result<Added, StoreError> {
        let reading = || StoreError::io(Doing::Reading, path);
        if !std::fs::metadata(path).map_err(reading())?.is_file() {
            return Err(reading()(io::ErrorKind::IsADirectory.into()));
        }
        let mut file = File::open(path).map_err(reading())?;
        self.add(name, &mut file, path, limit)
    }

    fn add(&mut self, name: &str, from: &mut dyn Read, path: &Path, limit: u64) -> Result<Added, StoreError> {
        let room = WRITTEN_MAX.saturating_sub(self.length);
        let too_large = |limit| StoreError::Format { path: path.to_owned(), error: FormatError::TooLarge { limit } };
        if self.entries.len() >= ENTRIES_MAX {
            return Err(too_large(WRITTEN_MAX));
        }
        let mut entry = Entry { name: name.to_owned(), size: 0, crc: 0, offset: low(self.length) };
        let added = self.stream(&mut entry, from, path, limit.min(room));
        match added {
            Ok(Some(added)) => {
                self.length += zip::local_header(&entry, self.stamp).len() as u64 + added.bytes;
                self.entries.push(entry);
                Ok(added)
            }
            refused => {
                self.cut().map_err(StoreError::io(Doing::Writing, &self.folder))?;
                refused.and_then(|_| Err(too_large(if limit < room { limit } else { WRITTEN_MAX })))
            }
        }
    }

    /// Writes an entry behind the others; none where it has more than `limit` bytes.
    fn stream(
        &mut self,
        entry: &mut Entry,
        from: &mut dyn Read,
        path: &Path,
        limit: u64,
    ) -> Result<Option<Added>, StoreError> {
        let writing = || StoreError::io(Doing::Writing, &self.folder);
        let mut file = self.temporary.as_file();
        file.write_all(&zip::local_header(entry, self.stamp)).map_err(writing())?;
        let (mut bytes, mut crc, mut hash, mut block) = (0, Crc::default(), Sha256::new(), vec![0; BLOCK]);
        loop {
            let count = from.read(&mut block).map_err(StoreError::io(Doing::Reading, path))?;
            if count == 0 {
                break;
            }
            bytes += count as u64;
            if bytes > limit {
                return Ok(None);
            }
            crc.update(&block[..count]);
            hash.update(&block[..count]);
            file.write_all(&block[..count]).map_err(writing())?;
        }
        // Its length and sum are known only now.
        (entry.size, entry.crc) = (low(bytes), crc.value());
        let header = zip::local_header(entry, self.stamp);
        file.seek(SeekFrom::Start(self.length)).map_err(writing())?;
        file.write_all(&header).map_err(writing())?;
        file.seek(SeekFrom::End(0)).map_err(writing())?;
        Ok(Some(Added { bytes, sha256: hex(&hash.finalize()) }))
    }

    /// Takes away what stands behind the whole entries.
    fn cut(&self) -> io::Result<()> {
        let mut file = self.temporary.as_file();
        file.set_len(self.length)?;
        file.seek(SeekFrom::Start(self.length)).map(drop)
    }

    /// Takes the last entry back.
    pub fn take_back(&mut self) -> Result<(), StoreError> {
        if let Some(entry) = self.entries.pop() {
            self.length = entry.offset.into();
        }
        self.cut().map_err(StoreError::io(Doing::Writing, &self.folder))
    }

    /// Gives the archive its name, `<stem>.zip`, and reads it back. A file that is the same already is left as it is;
    /// another one of the name makes it `<stem> (2).zip`.
    pub fn finish(self, stem: &str) -> Result<PathBuf, StoreError> {
        let Self { folder, temporary, stamp, entries, length } = self;
        let writing = || StoreError::io(Doing::Writing, &folder);
        let directory = zip::directory(&entries, stamp, low(length));
        temporary.as_file().write_all(&directory).map_err(writing())?;
        let mut number = 1_u32;
        let path = loop {
            let name = if number == 1 { format!("{stem}.zip") } else { format!("{stem} ({number}).zip") };
            let path = folder.join(name);
            match std::fs::symlink_metadata(&path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => break path,
                _ if same(temporary.path(), &path).unwrap_or(false) => return Ok(path),
                _ => number += 1,
            }
        };
        atomic::place_new(temporary, &path).map_err(StoreError::io(Doing::Writing, &path))?;
        let back = Opened::new(&path).and_then(|mut opened| {
            let records = opened.records()?;
            let whole = records.iter().map(|record| (record.crc, record.size));
            let written = entries.iter().map(|entry| (entry.crc, u64::from(entry.size)));
            if whole.eq(written) { opened.check(&records) } else { Err(StoreError::ReadBack { path: path.clone() }) }
        });
        back.map_err(|_| {
            let _ = std::fs::remove_file(&path);
            StoreError::ReadBack { path: path.clone() }
        })?;
        Ok(path)
    }
}

/// A length as the format has it; [`WRITTEN_MAX`] keeps all of them below its end.
fn low(length: u64) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
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
