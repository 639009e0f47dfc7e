//! A zip archive as it is read: hostile until shown otherwise. What the directory says of places and lengths is held
//! to the file's own length before anything is taken from there.

use std::collections::BTreeSet;

use super::super::FormatError;
use super::{CENTRAL, END, LOCAL, names};

/// Bytes at the end of a file in which its directory's end must lie: a comment may stand behind it, or other bytes.
pub const TAIL: u64 = 22 + 65_535;
/// Bytes of an entry's own header without its name.
pub const LOCAL_HEADER: usize = 30;
/// An entry that grows to more than so many times its length is a bomb, once it is larger than [`SMALL`].
const RATIO_MAX: u64 = 200;
/// Bytes that may come out of however few.
const SMALL: u64 = 1 << 20;
/// The password flag.
const ENCRYPTED: u16 = 1;

/// Why an archive is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ZipFault {
    /// It has no end, or the end does not fit the rest: it was cut off, or is none.
    NotWhole,
    /// It wants a password, or is of a kind that this program never writes.
    Unsupported,
    /// An entry packed by a method that this program does not know.
    Method(String),
    /// An entry's name that leads out of the archive's folder, or is none.
    Name(String),
    /// Two entries of one name.
    Twice(String),
    /// An entry that would grow beyond measure.
    Bomb(String),
    /// An entry whose bytes are not those that were packed.
    Damaged(String),
}

impl From<ZipFault> for FormatError {
    fn from(fault: ZipFault) -> Self {
        FormatError::Zip(fault)
    }
}

/// Where the directory lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    /// Its first byte.
    pub offset: u64,
    /// Its length.
    pub size: u64,
    count: usize,
}

/// How an entry's bytes are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// As they are.
    Stored,
    /// Deflated, as Windows packs anew.
    Deflated,
}

/// One file of an archive that is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its name, folders parted by `/`; where it leads is not said.
    pub name: String,
    /// How it is packed.
    pub method: Method,
    /// CRC-32 of its bytes.
    pub crc: u32,
    /// Its packed length.
    pub packed: u64,
    /// Its length.
    pub size: u64,
    /// Where its own header begins.
    pub offset: u64,
}

/// One file of an archive that is not to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Its name.
    pub name: String,
    /// Why.
    pub fault: ZipFault,
}

/// Numbers of the format out of bytes that may be too few.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], ZipFault> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(ZipFault::NotWhole)?;
        self.0 = rest;
        Ok(taken)
    }

    fn two(&mut self) -> Result<u16, ZipFault> {
        self.take(2).map(|bytes| bytes.iter().rev().fold(0, |number, byte| number << 8 | u16::from(*byte)))
    }

    fn four(&mut self) -> Result<u32, ZipFault> {
        self.take(4).map(|bytes| bytes.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte)))
    }
}

/// Finds the directory from the last bytes of a file that is `length` long. A comment may hold the mark of an end, and
/// mail gateways put bytes behind an archive, so the last end that fits is taken.
pub fn end(tail: &[u8], length: u64) -> Result<End, ZipFault> {
    let before = length - tail.len() as u64;
    let marks = tail.windows(4).enumerate().rev().filter(|(_, four)| *four == END.to_le_bytes());
    let mut why = ZipFault::NotWhole;
    for (at, _) in marks {
        match end_at(&tail[at + 4..], before + at as u64) {
            Ok(end) => return Ok(end),
            Err(ZipFault::Unsupported) => why = ZipFault::Unsupported,
            Err(_) => {}
        }
    }
    Err(why)
}

/// The end whose mark lies at `place`, before these bytes.
fn end_at(bytes: &[u8], place: u64) -> Result<End, ZipFault> {
    let mut bytes = Bytes(bytes);
    let (disk, first_disk) = (bytes.two()?, bytes.two()?);
    let (here, count) = (bytes.two()?, bytes.two()?);
    let (size, offset) = (u64::from(bytes.four()?), u64::from(bytes.four()?));
    let comment = bytes.two()?;
    bytes.take(comment.into())?;
    if disk != 0 || first_disk != 0 || here != count || count == u16::MAX || offset == u64::from(u32::MAX) {
        return Err(ZipFault::Unsupported);
    }
    // An archive without files is nothing but its end; one that lies in another would else pass for the whole.
    if offset + size > place || count == 0 && place > 0 {
        return Err(ZipFault::NotWhole);
    }
    Ok(End { offset, size, count: count.into() })
}

/// The files that a directory lists, each by itself: one that is not to be read spoils no other. Entries that are
/// folders are passed over.
pub fn listed(directory: &[u8], end: End) -> Result<Vec<Result<Record, Refused>>, ZipFault> {
    let mut bytes = Bytes(directory);
    let mut listed = Vec::new();
    for _ in 0..end.count {
        if bytes.four()? != CENTRAL {
            return Err(ZipFault::NotWhole);
        }
        bytes.take(4)?;
        let (flags, method) = (bytes.two()?, bytes.two()?);
        bytes.take(4)?;
        let (crc, packed, size) = (bytes.four()?, bytes.four()?, bytes.four()?);
        let (name, extra, comment) = (bytes.two()?, bytes.two()?, bytes.two()?);
        bytes.take(8)?;
        let offset = bytes.four()?;
        let name = names::decode(bytes.take(name.into())?);
        bytes.take(usize::from(extra) + usize::from(comment))?;
        if name.ends_with(['/', '\\']) && size == 0 {
            continue;
        }
        let record = |method| Record {
            name: name.clone(),
            method,
            crc,
            packed: packed.into(),
            size: size.into(),
            offset: offset.into(),
        };
        let beyond_measure = u64::from(size) > SMALL && u64::from(size) / RATIO_MAX > packed.into();
        let judged = match method {
            _ if flags & ENCRYPTED != 0 || [packed, size, offset].contains(&u32::MAX) => Err(ZipFault::Unsupported),
            _ if beyond_measure => Err(ZipFault::Bomb(name.clone())),
            0 if size != packed => Err(ZipFault::Damaged(name.clone())),
            0 => Ok(record(Method::Stored)),
            8 => Ok(record(Method::Deflated)),
            _ => Err(ZipFault::Method(name.clone())),
        };
        listed.push(judged.map_err(|fault| Refused { name, fault }));
    }
    refuse_overlaps(&mut listed, end.offset);
    Ok(listed)
}

/// Refuses entries that share bytes with others, as those of a bomb do, or reach into the directory.
fn refuse_overlaps(listed: &mut [Result<Record, Refused>], directory: u64) {
    let reach = |record: &Record| (record.offset, record.offset + LOCAL_HEADER as u64 + record.packed);
    let places = listed.iter().enumerate().filter_map(|(at, one)| one.as_ref().ok().map(|record| (reach(record), at)));
    let mut places: Vec<_> = places.collect();
    places.sort_unstable();
    let mut overlapping = BTreeSet::new();
    // Of those before, the one that reaches furthest.
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
        if let Ok(Record { name, .. }) = &listed[at] {
            listed[at] = Err(Refused { name: name.clone(), fault: ZipFault::NotWhole });
        }
    }
}

/// The files of an archive of which each can be unpacked under its name, on every system; else why not.
pub fn unpackable(listed: &[Result<Record, Refused>]) -> Result<Vec<Record>, ZipFault> {
    let mut names = BTreeSet::new();
    let mut record = |one: &Result<Record, Refused>| match one {
        Err(refused) => Err(refused.fault.clone()),
        Ok(record) if !is_below(&record.name) => Err(ZipFault::Name(record.name.clone())),
        // Windows knows no difference of case.
        Ok(record) if !names.insert(record.name.to_lowercase()) => Err(ZipFault::Twice(record.name.clone())),
        Ok(record) => Ok(record.clone()),
    };
    listed.iter().map(&mut record).collect()
}

/// Where an entry's bytes begin, from its own header.
pub fn data_offset(header: &[u8], record: &Record) -> Result<u64, ZipFault> {
    let mut bytes = Bytes(header);
    if bytes.four()? != LOCAL {
        return Err(ZipFault::NotWhole);
    }
    bytes.take(22)?;
    let (name, extra) = (bytes.two()?, bytes.two()?);
    Ok(record.offset + LOCAL_HEADER as u64 + u64::from(name) + u64::from(extra))
}

/// Whether a name leads to a place below the folder it is unpacked in, on every system.
fn is_below(name: &str) -> bool {
    let fits = |part: &str| {
        let odd = |c: char| c.is_control() || matches!(c, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
        !part.is_empty() && !part.chars().all(|c| c == '.') && !part.ends_with([' ', '.']) && !part.contains(odd)
    };
    name.split('/').all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_anywhere_else() {
        for good in ["a", "ledger/x/510421100/0123.ledger", "佐证/2025-03-12 集市/照片 (2).jpg"] {
            assert!(is_below(good), "{good}");
        }
        for bad in ["", "/a", "../a", "a/../b", "a//b", "C:/a", "c:a", r"a\b", r"..\a", "a/.", "a/... ", "a\0", "a/"] {
            assert!(!is_below(bad), "{bad}");
        }
    }

    /// An archive of two files.
    fn whole() -> Vec<u8> {
        let stamp = super::super::Stamp::of(&chrono::DateTime::UNIX_EPOCH.fixed_offset());
        super::super::archive(&[("一.txt", "1"), ("二.txt", "22")], stamp)
    }

    fn names(bytes: &[u8]) -> Result<Vec<String>, ZipFault> {
        let end = end(bytes, bytes.len() as u64)?;
        let from = usize::try_from(end.offset).unwrap();
        let listed = listed(&bytes[from..from + usize::try_from(end.size).unwrap()], end)?;
        Ok(unpackable(&listed)?.into_iter().map(|record| record.name).collect())
    }

    #[test]
    fn an_archive_cut_anywhere_has_no_end() {
        let whole = whole();
        assert_eq!(names(&whole).unwrap(), ["一.txt", "二.txt"]);
        for cut in 0..whole.len() {
            assert!(names(&whole[..cut]).is_err(), "cut at {cut}");
        }
    }

    #[test]
    fn what_stands_behind_an_archive_hides_nothing_of_it() {
        let comment = |comment: &[u8]| {
            let mut bytes = whole();
            let length = bytes.len();
            bytes[length - 2..].copy_from_slice(&u16::try_from(comment.len()).unwrap().to_le_bytes());
            [&bytes, comment].concat()
        };
        let mark = END.to_le_bytes();
        for bytes in [
            [&whole()[..], b"\r\n"].concat(),
            [&whole()[..], &mark, b"\r\n"].concat(),
            comment(b"PK\x05\x06"),
            comment(&[&mark[..], &[7; 40]].concat()),
            // As an archive without files.
            comment(&[&mark[..], &[0; 18]].concat()),
            [comment("说明".as_bytes()), b"\r\n\r\n".to_vec()].concat(),
        ] {
            assert_eq!(names(&bytes).unwrap(), ["一.txt", "二.txt"]);
        }
        let empty = [&mark[..], &[0; 18]].concat();
        assert_eq!(names(&empty).unwrap(), [""; 0]);
    }
}
