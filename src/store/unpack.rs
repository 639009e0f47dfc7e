//! A zip archive that is read: hostile until shown otherwise, never whole in memory. Nothing is taken for an entry's
//! bytes before their sum was compared.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};

use miniz_oxide::inflate::stream::{InflateState, inflate};
use miniz_oxide::{DataFormat, MZFlush, MZStatus};

use crate::format::FormatError;
use crate::format::zip::reading::{
    LOCAL_HEADER, Method, Record, Refused, TAIL, ZipFault, data_offset, end, listed, unpackable,
};
use crate::format::zip::{ARCHIVE_MAX, Crc};

use super::archive::BLOCK;
use super::{Doing, StoreError};

/// Longest directory that is read, in bytes.
const DIRECTORY_MAX: u64 = 32 << 20;

/// An archive whose directory fits together.
#[derive(Debug)]
pub(super) struct Opened {
    path: PathBuf,
    file: File,
    listed: Vec<Result<Record, Refused>>,
}

impl Opened {
    /// Opens an archive and holds its directory to its length.
    pub(super) fn new(path: &Path) -> Result<Self, StoreError> {
        let reading = || StoreError::io(Doing::Reading, path);
        let refused = |error: FormatError| StoreError::Format { path: path.to_owned(), error };
        let meta = std::fs::metadata(path).map_err(reading())?;
        if !meta.is_file() {
            return Err(reading()(io::ErrorKind::IsADirectory.into()));
        }
        let mut file = File::open(path).map_err(reading())?;
        let length = meta.len();
        if length > ARCHIVE_MAX {
            return Err(refused(FormatError::TooLarge { limit: ARCHIVE_MAX }));
        }
        let tail = part(&mut file, length.saturating_sub(TAIL), TAIL).map_err(reading())?;
        let end = end(&tail, length).map_err(|fault| refused(fault.into()))?;
        if end.size > DIRECTORY_MAX {
            return Err(refused(FormatError::TooLarge { limit: DIRECTORY_MAX }));
        }
        let directory = part(&mut file, end.offset, end.size).map_err(reading())?;
        let listed = listed(&directory, end).map_err(|fault| refused(fault.into()))?;
        Ok(Self { path: path.to_owned(), file, listed })
    }

    /// The files in it, and those that are not to be read.
    pub(super) fn listed(&self) -> &[Result<Record, Refused>] {
        &self.listed
    }

    /// The files in it, where all of them can be unpacked under their names.
    pub(super) fn records(&self) -> Result<Vec<Record>, StoreError> {
        unpackable(&self.listed).map_err(|fault| self.refused(fault.into()))
    }

    /// Reads every one of those files and compares its sum.
    pub(super) fn check(&mut self, records: &[Record]) -> Result<(), StoreError> {
        records.iter().try_for_each(|record| self.copy(record, &mut io::sink(), Path::new("")))
    }

    /// A small file of the archive; one beyond `limit` bytes is refused.
    pub(super) fn read(&mut self, record: &Record, limit: u64) -> Result<Vec<u8>, StoreError> {
        if record.size > limit {
            return Err(self.refused(FormatError::TooLarge { limit }));
        }
        let mut bytes = Vec::new();
        self.copy(record, &mut bytes, Path::new(""))?;
        Ok(bytes)
    }

    /// Copies a file of the archive to `to`, which is called `name`; its sum is compared at the end.
    pub(super) fn copy(&mut self, record: &Record, to: &mut dyn Write, name: &Path) -> Result<(), StoreError> {
        let damaged = || self.refused(ZipFault::Damaged(record.name.clone()).into());
        let reading = || StoreError::io(Doing::Reading, &self.path);
        let mut file = &self.file;
        let header = part(&mut file, record.offset, LOCAL_HEADER as u64).map_err(reading())?;
        let offset = data_offset(&header, record).map_err(|fault| self.refused(fault.into()))?;
        file.seek(SeekFrom::Start(offset)).map_err(reading())?;
        let mut packed = file.take(record.packed);
        let (mut crc, mut size) = (Crc::default(), 0);
        let mut out = |bytes: &[u8]| {
            size += bytes.len() as u64;
            if size > record.size {
                return Err(damaged());
            }
            crc.update(bytes);
            to.write_all(bytes).map_err(StoreError::io(Doing::Writing, name))
        };
        let mut block = vec![0; BLOCK];
        match record.method {
            Method::Stored => loop {
                match packed.read(&mut block).map_err(reading())? {
                    0 => break,
                    count => out(&block[..count])?,
                }
            },
            Method::Deflated => {
                let mut state = InflateState::new_boxed(DataFormat::Raw);
                let mut unpacked = vec![0; BLOCK];
                'file: loop {
                    let count = packed.read(&mut block).map_err(reading())?;
                    let mut rest = &block[..count];
                    loop {
                        let step = inflate(&mut state, rest, &mut unpacked, MZFlush::None);
                        rest = &rest[step.bytes_consumed..];
                        out(&unpacked[..step.bytes_written])?;
                        match step.status {
                            Ok(MZStatus::StreamEnd) => break 'file,
                            Ok(_) if step.bytes_written == unpacked.len() => {}
                            Ok(_) if rest.is_empty() && count > 0 => break,
                            _ => return Err(damaged()),
                        }
                    }
                }
            }
        }
        if size == record.size && crc.value() == record.crc { Ok(()) } else { Err(damaged()) }
    }

    /// The archive is refused.
    pub(super) fn refused(&self, error: FormatError) -> StoreError {
        StoreError::Format { path: self.path.clone(), error }
    }
}

/// At most `most` bytes from a place on.
fn part(mut file: impl io::Read + io::Seek, from: u64, most: u64) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(from))?;
    let mut bytes = Vec::new();
    file.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}
