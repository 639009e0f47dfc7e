//! Recognises the kind of a file by its first bytes, whatever its name is.

use std::io::{Read, Seek};

use super::encoding::Encoding;
use super::workbook::WorkbookOrigin;
use super::zip::ListedEntry;
use super::{encoding, ledger, plan, receipt, report, workbook};
use crate::domain::county::REMINDER;

/// The bytes of a file that are read to recognise its kind: the comments at its head, and more.
pub const PEEK: u64 = 64 << 10;

/// The file that makes an archive an OFD, the format of official documents (公文).
pub const OFD: &str = "OFD.xml";

/// The first file in archives of office programs since 2007.
const TYPES: &str = "[Content_Types].xml";

/// The first words of the leaflet that comes with the program.
pub const LEAFLET: &str = "乡镇任务台账（taizhang）使用说明";

/// The kinds of files in a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A report of this program.
    Report,
    /// A receipt of this program.
    Receipt,
    /// A plan of this program.
    Plan,
    /// The ledger of one PC.
    Ledger,
    /// A file that this program writes for people or that comes with it: a workbook, a reminder, the leaflet, the
    /// checksum file. Workbooks are recognised by their content.
    Handout,
    /// An executable of Windows or Linux.
    Program,
    /// A workbook or document of an office program.
    Office,
    /// A zip archive. Many workbooks and documents are recognised only as this.
    Zip,
    /// An archive that this program does not open (.rar, .7z), or a part of one.
    OtherArchive,
    /// A picture, a video, a sound or a PDF.
    Media,
    /// Any other kind of file.
    Unknown,
}

/// Recognises a file by its first bytes, at most [`PEEK`] of them.
#[must_use]
pub fn of(head: &[u8]) -> FileKind {
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return of_packed(head);
    }
    // Files of office programs before 2007.
    if head.starts_with(b"\xD0\xCF\x11\xE0") {
        return FileKind::Office;
    }
    // The last is the mark of a split zip archive.
    let archives: [&[u8]; 7] = [b"Rar!", b"7z\xBC\xAF", b"\x1F\x8B", b"BZh", b"\xFD7zXZ", b"MSCF", b"PK\x07\x08"];
    if archives.iter().any(|begin| head.starts_with(begin)) || head.get(257..262) == Some(b"ustar") {
        return FileKind::OtherArchive;
    }
    if head.starts_with(b"MZ") || head.starts_with(b"\x7FELF") {
        return FileKind::Program;
    }
    let media: [&[u8]; 7] = [b"\xFF\xD8\xFF", b"\x89PNG", b"GIF8", b"BM", b"RIFF", b"ID3", b"%PDF"];
    if media.iter().any(|begin| head.starts_with(begin)) || head.get(4..8) == Some(b"ftyp") {
        return FileKind::Media;
    }
    match encoding::from_utf16(head) {
        Some(text) => of_text(text.as_bytes()),
        None => of_text(head),
    }
}

/// The encoding in which another program saved a file of this program.
#[must_use]
pub fn foreign_encoding(bytes: &[u8]) -> Option<Encoding> {
    let encoding = encoding::other_than_utf8(bytes).filter(|encoding| *encoding != Encoding::Unknown)?;
    let peek = usize::try_from(PEEK).unwrap_or(usize::MAX);
    let known = [FileKind::Report, FileKind::Receipt, FileKind::Plan, FileKind::Ledger];
    known.contains(&of(&bytes[..bytes.len().min(peek)])).then_some(encoding)
}

/// Recognises a text. The `format` is ASCII in GBK too; the reader reports later that it is not UTF-8.
fn of_text(head: &[u8]) -> FileKind {
    let kinds = [
        (report::FORMAT.name, FileKind::Report),
        (receipt::FORMAT.name, FileKind::Receipt),
        (plan::FORMAT.name, FileKind::Plan),
        (ledger::FORMAT.name, FileKind::Ledger),
    ];
    let kind = |name: &str| kinds.iter().find(|(format, _)| *format == name).map(|(_, kind)| *kind);
    // Line by line: the kind is in the first few lines, and the rest need not be decoded.
    let of_line = |(number, line): (usize, &[u8])| {
        let line = String::from_utf8_lossy(line);
        let line = if number == 0 { line.trim_start_matches('\u{feff}') } else { &line };
        // Comments contain names that people wrote, and say nothing about the kind.
        let comment = line.trim_start().starts_with("//");
        if number == 0 && (line.starts_with(REMINDER) || line.starts_with(LEAFLET) || is_sum(line)) {
            return Some(FileKind::Handout);
        }
        line.split('"').skip(1).step_by(2).find_map(kind).filter(|_| !comment)
    };
    head.split(|byte| *byte == b'\n').enumerate().find_map(of_line).unwrap_or(FileKind::Unknown)
}

/// Whether a line is a SHA-256 and a file name, as `sha256sum` writes it.
fn is_sum(line: &str) -> bool {
    line.split_at_checked(64).is_some_and(|(sum, name)| {
        sum.bytes().all(|byte| byte.is_ascii_hexdigit()) && (name.starts_with("  ") || name.starts_with(" *"))
    })
}

/// Recognises an archive by the name of its first file. [`of_archive`] with all files is more reliable.
fn of_packed(head: &[u8]) -> FileKind {
    const NAME: usize = 30;
    const FIRST: [&str; 9] = [TYPES, "_rels/", "docProps/", "xl/", "word/", "ppt/", "mimetype", OFD, "Doc_0/"];
    let first = head.get(NAME..).unwrap_or_default();
    if FIRST.iter().any(|name| first.starts_with(name.as_bytes())) { FileKind::Office } else { FileKind::Zip }
}

/// Recognises an archive by all files in it.
pub fn of_archive(listed: &[ListedEntry], archive: impl Read + Seek) -> FileKind {
    const MARKS: [&str; 3] = [TYPES, "mimetype", OFD];
    if !listed.iter().flatten().any(|file| MARKS.contains(&file.name.as_str())) {
        return FileKind::Zip;
    }
    match workbook::origin(listed, archive) {
        WorkbookOrigin::County | WorkbookOrigin::Own => FileKind::Handout,
        // An archive that is skipped must contain nothing else.
        WorkbookOrigin::Filled => FileKind::Zip,
        WorkbookOrigin::Foreign => FileKind::Office,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_do_not_decide_the_kind() {
        let tar = [&[b'a'; 257][..], b"ustar\x0000"].concat();
        let sum = format!("{}  taizhang.exe\n", "0a".repeat(32));
        let utf16: Vec<u8> = "(format:\"taizhang-report\"".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let cases: [(&[u8], FileKind); 15] = [
            (
                "\u{feff}// 填报人：\"taizhang-plan\"\r\n(\r\n  format: \"taizhang-report\",".as_bytes(),
                FileKind::Report,
            ),
            (b"(format:\"taizhang-ledger\",version:1) #0", FileKind::Ledger),
            (b"PK\x03\x04\x14\x00", FileKind::Zip),
            (b"Rar!\x1a\x07", FileKind::OtherArchive),
            (b"\xFF\xD8\xFF\xE1Exif \"taizhang-report\"", FileKind::Media),
            (b"PK\x07\x08PK\x03\x04", FileKind::OtherArchive),
            (b"\x1F\x8B\x08\x00", FileKind::OtherArchive),
            (&tar, FileKind::OtherArchive),
            (&utf16, FileKind::Report),
            (b"\xFF\xFE/\0/\0", FileKind::Unknown),
            (b"MZ\x90\x00", FileKind::Program),
            (b"\x7FELF\x02\x01", FileKind::Program),
            (sum.as_bytes(), FileKind::Handout),
            (&[0; 100], FileKind::Unknown),
            (b"", FileKind::Unknown),
        ];
        for (head, kind) in cases {
            assert_eq!(of(head), kind, "{}", String::from_utf8_lossy(head));
        }
    }
}
