//! What a file is, by its first bytes, whatever it is called.

use std::io::{Read, Seek};

use super::encoding::Encoding;
use super::workbook::WorkbookOrigin;
use super::zip::ListedEntry;
use super::{encoding, ledger, plan, receipt, report, workbook};
use crate::domain::county::REMINDER;

/// How much of a file is looked at to tell its kind, in bytes: the comments at its head, and more.
pub const PEEK: u64 = 64 << 10;

/// The file that makes an archive an OFD, as official documents (公文) are.
pub const OFD: &str = "OFD.xml";

/// The first file of what office programs write since 2007.
const TYPES: &str = "[Content_Types].xml";

/// How the leaflet beside this program begins.
pub const LEAFLET: &str = "乡镇任务台账（taizhang）使用说明";

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A report.
    Report,
    /// A receipt.
    Receipt,
    /// A plan.
    Plan,
    /// One PC's ledger.
    Ledger,
    /// What this program writes for people, or comes with: a workbook, which is known only by what is in it, a letter to
    /// those that have not reported, the leaflet and the checksum beside the program.
    Handout,
    /// A program.
    Program,
    /// A workbook or document of an office program.
    Office,
    /// A zip archive, and so too many a workbook and document.
    Zip,
    /// An archive that this program does not open (.rar, .7z), or a part of one.
    OtherArchive,
    /// A picture, a film, a sound or a PDF.
    Media,
    /// Nothing of these.
    Unknown,
}

/// What a file is that begins with these bytes: at most [`PEEK`] of it.
#[must_use]
pub fn of(head: &[u8]) -> FileKind {
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return of_packed(head);
    }
    // What office programs wrote before 2007.
    if head.starts_with(b"\xD0\xCF\x11\xE0") {
        return FileKind::Office;
    }
    // The last is one of several parts of a zip archive.
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

/// The encoding that another program saved a file of this program in.
#[must_use]
pub fn foreign_encoding(bytes: &[u8]) -> Option<Encoding> {
    let encoding = encoding::other_than_utf8(bytes).filter(|encoding| *encoding != Encoding::Unknown)?;
    let peek = usize::try_from(PEEK).unwrap_or(usize::MAX);
    let known = [FileKind::Report, FileKind::Receipt, FileKind::Plan, FileKind::Ledger];
    known.contains(&of(&bytes[..bytes.len().min(peek)])).then_some(encoding)
}

/// What a text is. In GBK too it names its kind in ASCII; that it is not UTF-8 is told where it is read.
fn of_text(head: &[u8]) -> FileKind {
    let kinds = [
        (report::FORMAT.name, FileKind::Report),
        (receipt::FORMAT.name, FileKind::Receipt),
        (plan::FORMAT.name, FileKind::Plan),
        (ledger::FORMAT.name, FileKind::Ledger),
    ];
    let kind = |name: &str| kinds.iter().find(|(format, _)| *format == name).map(|(_, kind)| *kind);
    // Line by line: what tells the kind stands in the first few, and the rest need not be decoded.
    let of_line = |(number, line): (usize, &[u8])| {
        let line = String::from_utf8_lossy(line);
        let line = if number == 0 { line.trim_start_matches('\u{feff}') } else { &line };
        // Comments hold names that people wrote, and say nothing of the kind.
        let comment = line.trim_start().starts_with("//");
        if number == 0 && (line.starts_with(REMINDER) || line.starts_with(LEAFLET) || is_sum(line)) {
            return Some(FileKind::Handout);
        }
        line.split('"').skip(1).step_by(2).find_map(kind).filter(|_| !comment)
    };
    head.split(|byte| *byte == b'\n').enumerate().find_map(of_line).unwrap_or(FileKind::Unknown)
}

/// Whether a line is a SHA-256 and the name of a file, as `sha256sum` writes it.
fn is_sum(line: &str) -> bool {
    line.split_at_checked(64).is_some_and(|(sum, name)| {
        sum.bytes().all(|byte| byte.is_ascii_hexdigit()) && (name.starts_with("  ") || name.starts_with(" *"))
    })
}

/// What an archive is, by the name of the first file in it. Whoever has the whole archive knows better.
fn of_packed(head: &[u8]) -> FileKind {
    const NAME: usize = 30;
    const FIRST: [&str; 9] = [TYPES, "_rels/", "docProps/", "xl/", "word/", "ppt/", "mimetype", OFD, "Doc_0/"];
    let first = head.get(NAME..).unwrap_or_default();
    if FIRST.iter().any(|name| first.starts_with(name.as_bytes())) { FileKind::Office } else { FileKind::Zip }
}

/// What an archive is, by all files in it.
pub fn of_archive(listed: &[ListedEntry], archive: impl Read + Seek) -> FileKind {
    const MARKS: [&str; 3] = [TYPES, "mimetype", OFD];
    if !listed.iter().flatten().any(|file| MARKS.contains(&file.name.as_str())) {
        return FileKind::Zip;
    }
    match workbook::origin(listed, archive) {
        WorkbookOrigin::County | WorkbookOrigin::Own => FileKind::Handout,
        // Nothing else may hide in one that is passed over.
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
