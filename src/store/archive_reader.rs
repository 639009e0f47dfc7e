//! Reads a zip archive, never all of it in memory. The checksum of each file is compared before its bytes are used.

use std::fs::File;
use std::io::{self, Read as _, Write};
use std::path::{Path, PathBuf};

use crate::format::FormatError;
use crate::format::ZipFault;
use crate::format::zip::{self, ARCHIVE_MAX, ArchiveEntry, ListedEntry};

use super::{BLOCK, FileAction, StoreError};

/// An archive with a valid directory.
#[derive(Debug)]
pub(super) struct ArchiveReader {
    path: PathBuf,
    file: File,
    listed: Vec<ListedEntry>,
}

impl ArchiveReader {
    /// Opens an archive and reads its directory.
    pub(super) fn new(path: &Path) -> Result<Self, StoreError> {
        let reading = || StoreError::io(FileAction::Read, path);
        let refused = |error: FormatError| StoreError::Format { path: path.to_owned(), error };
        let file = super::open(path)?;
        if file.metadata().map_err(reading())?.len() > ARCHIVE_MAX {
            return Err(refused(FormatError::TooLarge { limit: ARCHIVE_MAX }));
        }
        let listed = zip::list(&file).map_err(reading())?.map_err(refused)?;
        Ok(Self { path: path.to_owned(), file, listed })
    }

    /// All entries: the files, and the reasons why others cannot be read.
    pub(super) fn listed(&self) -> &[ListedEntry] {
        &self.listed
    }

    pub(super) fn file(&self) -> &File {
        &self.file
    }

    /// The files. Fails if any of them cannot be unpacked under its name.
    pub(super) fn records(&self) -> Result<Vec<ArchiveEntry>, StoreError> {
        zip::unpackable(&self.listed).map_err(|fault| self.refused(fault.into()))
    }

    /// Reads all of these files and compares their checksums.
    pub(super) fn check(&self, records: &[ArchiveEntry]) -> Result<(), StoreError> {
        records.iter().try_for_each(|record| self.copy(record, &mut io::sink(), Path::new("")))
    }

    /// Reads a file of at most `limit` bytes.
    pub(super) fn read(&self, record: &ArchiveEntry, limit: u64) -> Result<Vec<u8>, StoreError> {
        if record.size > limit {
            return Err(self.refused(FormatError::TooLarge { limit }));
        }
        let mut bytes = Vec::new();
        self.copy(record, &mut bytes, Path::new(""))?;
        Ok(bytes)
    }

    /// Copies a file to `to` and compares its checksum at the end. `name` is the path of `to` for errors.
    pub(super) fn copy(&self, record: &ArchiveEntry, to: &mut dyn Write, name: &Path) -> Result<(), StoreError> {
        // An error without a system code comes from the decoder: the archive is damaged.
        let broken = |error: io::Error| match error.raw_os_error() {
            Some(_) => StoreError::io(FileAction::Read, &self.path)(error),
            None => self.refused(ZipFault::Damaged(record.name.clone()).into()),
        };
        let mut file = &self.file;
        let mut unpacked = record.open(&mut file).map_err(|error| broken(zip::io_error(error)))?;
        let (mut block, mut left) = (vec![0; BLOCK], record.size);
        loop {
            match unpacked.read(&mut block) {
                Ok(0) if left == 0 => return Ok(()),
                Ok(0) => return Err(broken(io::ErrorKind::UnexpectedEof.into())),
                Ok(count) => {
                    left = left.saturating_sub(count as u64);
                    to.write_all(&block[..count]).map_err(StoreError::io(FileAction::Write, name))?;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(broken(error)),
            }
        }
    }

    pub(super) fn refused(&self, error: FormatError) -> StoreError {
        StoreError::Format { path: self.path.clone(), error }
    }
}
