//! Reads zip archives, which may be hostile. The crate `zip` reads the format. The limits (how many files, how large,
//! which names) are checked here, from the directory, before anything is unpacked.

use std::collections::BTreeSet;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::sync::Arc;

use crate::domain::gbk;
use ::zip::read::{ArchiveOffset, Config, OwnedZipFileEntry, ZipFile, ZipFileEntry};
use ::zip::result::{ZipError, ZipResult};
use ::zip::unstable::read::ZipIterable;
use ::zip::{CompressionMethod, HasZipMetadata as _, ZipArchive, ZipReadOptions};

use super::error::{FormatError, ZipFault};

/// Most entries of an archive: without an extension the format counts them in 16 bits.
pub const ENTRIES_MAX: usize = 65_535;
/// Largest entry, and largest archive, in bytes: FAT32 counts in 32 bits.
pub const ARCHIVE_MAX: u64 = u32::MAX as u64;
/// Longest directory, in bytes.
const DIRECTORY_MAX: u64 = 32 << 20;
/// Bytes of an entry's local header without its name.
const LOCAL_HEADER: u64 = 30;
/// An entry that unpacks to more than this many times its packed size is a bomb, if it is larger than [`SMALL`].
const RATIO_MAX: u64 = 200;
/// Unpacked bytes that are accepted at any ratio.
const SMALL: u64 = 1 << 20;

/// One file of an archive that can be unpacked.
#[derive(Debug, Clone)]
pub struct ArchiveEntry {
    /// Its name, with folders separated by `/`. It is not checked whether it leads out of the folder.
    pub name: String,
    /// The unpacked size in bytes.
    pub size: u64,
    entry: Arc<OwnedZipFileEntry>,
}

impl ArchiveEntry {
    /// Starts to unpack the file. The checksum is compared at its end. It never grows beyond [`Self::size`].
    pub fn open<'a, R: Read + Seek>(&'a self, reader: &'a mut R) -> ZipResult<ZipFile<'a, R>> {
        OwnedZipFileEntry::as_ref(&self.entry).with_reader(reader, ZipReadOptions::new())
    }

    /// Whether it is stored without compression.
    #[must_use]
    pub fn is_stored(&self) -> bool {
        self.entry.compression() == CompressionMethod::Stored
    }

    /// Whether its length follows its data, as a packer writes it that never seeks back.
    #[must_use]
    pub fn is_streamed(&self) -> bool {
        self.entry.get_metadata().is_using_data_descriptor()
    }
}

/// One file of an archive that is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedEntry {
    /// The name in the archive.
    pub name: String,
    /// Why it is refused.
    pub fault: ZipFault,
}

/// A file of an archive, or why it is refused.
pub type ListedEntry = Result<ArchiveEntry, RefusedEntry>;

/// The name of a file, refused or not.
#[must_use]
pub fn name(listed: &ListedEntry) -> &str {
    listed.as_ref().map_or_else(|refused| &refused.name, |record| &record.name)
}

/// Lists the files of an archive, without folders. A refused file does not spoil the others. The outer error is of the
/// disk, the inner one of the archive.
pub fn list(mut reader: impl Read + Seek) -> io::Result<Result<Vec<ListedEntry>, FormatError>> {
    let mut end = reader.seek(SeekFrom::End(0))?;
    loop {
        match ZipIterable::try_new(BufReader::new(Blanked { reader: &mut reader, end, place: 0 }), AS_IT_IS) {
            Ok(files) if !files.is_empty() => return list_files(files),
            Ok(_) => {}
            Err(error) => return fault(error).map(Err),
        }
        // An archive without files consists only of its end record. An empty one inside a comment, or after another
        // archive, must not pass for the whole file.
        let blanked = BufReader::new(Blanked { reader: &mut reader, end, place: 0 });
        match ZipArchive::with_config(AS_IT_IS, blanked).map(|empty| empty.central_directory_start()) {
            Ok(0) => return Ok(Ok(Vec::new())),
            Ok(before) if before < end => end = before,
            Ok(_) => return Ok(Err(ZipFault::NotWhole.into())),
            Err(error) => return fault(error).map(Err),
        }
    }
}

/// A file whose bytes from `end` on read as zeros, at the same length: comments have their length.
struct Blanked<R> {
    reader: R,
    end: u64,
    place: u64,
}

impl<R: Read> Read for Blanked<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(bytes)?;
        let kept = self.end.saturating_sub(self.place).min(count as u64);
        bytes[usize::try_from(kept).unwrap_or(count)..count].fill(0);
        self.place += count as u64;
        Ok(count)
    }
}

impl<R: Seek> Seek for Blanked<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.place = self.reader.seek(to)?;
        Ok(self.place)
    }
}

/// Offsets count from the first byte of the file.
const AS_IT_IS: Config = Config { archive_offset: ArchiveOffset::Known(0) };

fn list_files<R: Read + Seek>(mut files: ZipIterable<R>) -> io::Result<Result<Vec<ListedEntry>, FormatError>> {
    if files.len() > ENTRIES_MAX {
        return Ok(Err(ZipFault::Unsupported.into()));
    }
    let mut listed = Vec::new();
    let mut directory = None;
    let entries = match files.files() {
        Ok(entries) => entries,
        Err(error) => return fault(error).map(Err),
    };
    for (number, entry) in (1..).zip(entries) {
        let entry = match entry.map_err(fault) {
            Ok(entry) => entry,
            Err(error) => {
                let _ = error?;
                // A broken directory entry hides all entries after it.
                listed.push(Err(RefusedEntry { name: format!("第{number}个文件起"), fault: ZipFault::NotWhole }));
                break;
            }
        };
        let place = entry.central_header_start();
        if place - *directory.get_or_insert(place) > DIRECTORY_MAX {
            return Ok(Err(FormatError::TooLarge { limit: DIRECTORY_MAX }));
        }
        let name = decode(entry.name_raw());
        if name.ends_with(['/', '\\']) && entry.size() == 0 {
            continue;
        }
        listed.push(match judge(&entry, &name) {
            Ok(()) => Ok(ArchiveEntry { name, size: entry.size(), entry: Arc::new(entry.into()) }),
            Err(fault) => Err(RefusedEntry { name, fault }),
        });
    }
    refuse_overlaps(&mut listed, directory.unwrap_or(0));
    Ok(Ok(listed))
}

/// The fault of an archive; fails if the operating system failed to read it.
fn fault(error: ZipError) -> io::Result<FormatError> {
    match error {
        ZipError::Io(error) if error.raw_os_error().is_some() => Err(error),
        ZipError::UnsupportedArchive(_) => Ok(ZipFault::Unsupported.into()),
        _ => Ok(ZipFault::NotWhole.into()),
    }
}

/// Converts an error of unpacking to an I/O error.
#[must_use]
pub fn io_error(error: ZipError) -> io::Error {
    match error {
        ZipError::Io(error) => error,
        error => io::Error::other(error),
    }
}

fn judge(entry: &ZipFileEntry, name: &str) -> Result<(), ZipFault> {
    let (packed, size) = (entry.compressed_size(), entry.size());
    match entry.compression() {
        _ if entry.encrypted() || packed.max(size) >= ARCHIVE_MAX => Err(ZipFault::Unsupported),
        _ if size > SMALL && size / RATIO_MAX > packed => Err(ZipFault::Bomb(name.to_owned())),
        CompressionMethod::Stored if size != packed => Err(ZipFault::Damaged(name.to_owned())),
        CompressionMethod::Stored | CompressionMethod::Deflated => Ok(()),
        _ => Err(ZipFault::Method(name.to_owned())),
    }
}

/// Refuses entries that share bytes with others, as in a bomb, or that overlap the directory.
fn refuse_overlaps(listed: &mut [ListedEntry], directory: u64) {
    let reach = |record: &ArchiveEntry| {
        let begin = record.entry.header_start();
        (begin, begin.saturating_add(LOCAL_HEADER + record.entry.compressed_size()))
    };
    let places = listed.iter().enumerate().filter_map(|(at, one)| one.as_ref().ok().map(|record| (reach(record), at)));
    let mut places: Vec<_> = places.collect();
    places.sort_unstable();
    let mut overlapping = BTreeSet::new();
    // The entry so far that reaches furthest.
    let mut furthest: Option<(u64, usize)> = None;
    for &((begin, end), at) in &places {
        match furthest {
            Some((reached, by)) if begin < reached => overlapping.extend([by, at]),
            _ => {}
        }
        if end > directory {
            overlapping.insert(at);
        }
        furthest = furthest.max(Some((end, at)));
    }
    for at in overlapping {
        if let Ok(ArchiveEntry { name, .. }) = &listed[at] {
            listed[at] = Err(RefusedEntry { name: name.clone(), fault: ZipFault::NotWhole });
        }
    }
}

/// All files of an archive, if each can be unpacked under its name on every system. Fails with the first fault.
pub fn unpackable(listed: &[ListedEntry]) -> Result<Vec<ArchiveEntry>, ZipFault> {
    let mut names = BTreeSet::new();
    let mut record = |one: &ListedEntry| match one {
        Err(refused) => Err(refused.fault.clone()),
        Ok(record) if !is_below(&record.name) => Err(ZipFault::Name(record.name.clone())),
        // Windows ignores case in file names.
        Ok(record) if !names.insert(record.name.to_lowercase()) => Err(ZipFault::Twice(record.name.clone())),
        Ok(record) => Ok(record.clone()),
    };
    listed.iter().map(&mut record).collect()
}

/// Decodes a name. The format has a flag for UTF-8, which some programs do not set; Chinese Windows writes code page
/// 936. Other bytes are shown as far as possible.
fn decode(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(name) => name.to_owned(),
        Err(_) => gbk::decode(bytes).unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned()),
    }
}

/// Whether a name stays below the target folder and is valid on every system.
fn is_below(name: &str) -> bool {
    let fits = |part: &str| {
        let odd = |c: char| c.is_control() || matches!(c, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
        !part.is_empty() && !part.chars().all(|c| c == '.') && !part.ends_with([' ', '.']) && !part.contains(odd)
    };
    name.split('/').all(fits)
}
