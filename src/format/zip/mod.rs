//! The zip format as far as this program needs it: entries stored as they are, names in UTF-8, no zip64. Bytes and
//! values only; whoever has a file reads and writes it in pieces with these.
//!
//! Written here and not by a library, since the program may have 3 MB: `zip` adds 500 KB and more, `rawzip` 46 KB.

mod names;
pub mod reading;

use chrono::{DateTime, Datelike as _, FixedOffset, Timelike as _};

/// An archive may have no more entries than this: the format counts them in 16 bits.
pub const ENTRIES_MAX: usize = 65_535;
/// Largest entry, and largest archive, in bytes: the format and a FAT32 stick both count in 32 bits.
pub const ARCHIVE_MAX: u64 = u32::MAX as u64;

const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
/// Version 2.0 of the format reads what we write.
const VERSION: u16 = 20;
/// The name is UTF-8.
const UTF8: u16 = 1 << 11;

/// One file of an archive that is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name, folders parted by `/`.
    pub name: String,
    /// Its length in bytes.
    pub size: u32,
    /// CRC-32 of its bytes.
    pub crc: u32,
    /// Where its header begins.
    pub offset: u32,
}

/// The time that all entries of an archive carry, as MS-DOS wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    time: u16,
    date: u16,
}

impl Stamp {
    /// The stamp of a moment; years that MS-DOS does not know become the nearest.
    #[must_use]
    pub fn of(at: &DateTime<FixedOffset>) -> Self {
        let part = |number: u32| u16::try_from(number).unwrap_or(0);
        let year = u16::try_from((at.year() - 1980).clamp(0, 127)).unwrap_or(0);
        Self {
            time: part(at.hour()) << 11 | part(at.minute()) << 5 | part(at.second() / 2),
            date: year << 9 | part(at.month()) << 5 | part(at.day()),
        }
    }
}

/// CRC-32 of bytes that come in pieces.
#[derive(Debug, Clone, Copy)]
pub struct Crc(u32);

impl Default for Crc {
    fn default() -> Self {
        Self(u32::MAX)
    }
}

impl Crc {
    const TABLE: [u32; 256] = Self::table();

    const fn table() -> [u32; 256] {
        let mut table = [0; 256];
        let (mut at, mut byte) = (0, 0);
        while at < 256 {
            let mut value: u32 = byte;
            let mut bit = 0;
            while bit < 8 {
                value = if value & 1 == 1 { value >> 1 ^ 0xedb8_8320 } else { value >> 1 };
                bit += 1;
            }
            table[at] = value;
            at += 1;
            byte += 1;
        }
        table
    }

    /// Takes more bytes in.
    pub fn update(&mut self, bytes: &[u8]) {
        for byte in bytes {
            let low = usize::from(self.0.to_le_bytes()[0] ^ byte);
            self.0 = self.0 >> 8 ^ Self::TABLE[low];
        }
    }

    /// The sum so far.
    #[must_use]
    pub fn value(self) -> u32 {
        !self.0
    }

    /// The sum of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> u32 {
        let mut crc = Self::default();
        crc.update(bytes);
        crc.value()
    }
}

/// Numbers of the format, the low byte first.
#[derive(Default)]
struct Fields(Vec<u8>);

impl Fields {
    fn two(mut self, number: u16) -> Self {
        self.0.extend(number.to_le_bytes());
        self
    }

    fn four(mut self, number: u32) -> Self {
        self.0.extend(number.to_le_bytes());
        self
    }

    /// What local and central headers say alike, from the flags on: no extra field.
    fn common(self, entry: &Entry, stamp: Stamp) -> Self {
        let name = u16::try_from(entry.name.len()).unwrap_or(u16::MAX);
        let fields = self.two(UTF8).two(0).two(stamp.time).two(stamp.date);
        fields.four(entry.crc).four(entry.size).four(entry.size).two(name).two(0)
    }
}

/// What stands before an entry's bytes.
#[must_use]
pub fn local_header(entry: &Entry, stamp: Stamp) -> Vec<u8> {
    let mut header = Fields::default().four(LOCAL).two(VERSION).common(entry, stamp).0;
    header.extend(entry.name.as_bytes());
    header
}

/// What stands behind the last entry: the directory of all, which begins at `offset`.
#[must_use]
pub fn directory(entries: &[Entry], stamp: Stamp, offset: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in entries {
        let fields = Fields::default().four(CENTRAL).two(VERSION).two(VERSION).common(entry, stamp);
        bytes.extend(fields.two(0).two(0).two(0).four(0).four(entry.offset).0);
        bytes.extend(entry.name.as_bytes());
    }
    let (count, size) = (u16::try_from(entries.len()).unwrap_or(0), u32::try_from(bytes.len()).unwrap_or(0));
    let end = Fields::default().four(END).two(0).two(0).two(count).two(count).four(size).four(offset).two(0);
    bytes.extend(end.0);
    bytes
}

/// A whole archive of small files.
#[must_use]
pub fn archive(files: &[(&str, &str)], stamp: Stamp) -> Vec<u8> {
    let length = |bytes: &[u8]| u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    let (mut bytes, mut entries) = (Vec::new(), Vec::new());
    for (name, content) in files {
        let content = content.as_bytes();
        let entry =
            Entry { name: (*name).to_owned(), size: length(content), crc: Crc::of(content), offset: length(&bytes) };
        bytes.extend(local_header(&entry, stamp));
        bytes.extend(content);
        entries.push(entry);
    }
    let offset = length(&bytes);
    bytes.extend(directory(&entries, stamp, offset));
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_is_crc_32() {
        assert_eq!(Crc::of(b"123456789"), 0xcbf4_3926);
    }
}
