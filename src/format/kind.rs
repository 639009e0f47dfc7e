//! What a file is, by its first bytes, whatever it is called.

use super::{ledger, plan, receipt, report};

/// How much of a file is looked at to tell its kind, in bytes: the comments at its head, and more.
pub const PEEK: u64 = 64 << 10;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A report.
    Report,
    /// A receipt.
    Receipt,
    /// A plan.
    Plan,
    /// One PC's ledger.
    Ledger,
    /// A zip archive, and so too a workbook or document of today's office programs.
    Zip,
    /// An archive of another program (.rar, .7z).
    OtherArchive,
    /// A picture, a film, a sound or a PDF.
    Media,
    /// Nothing of these.
    Unknown,
}

/// What a file is that begins with these bytes: at most [`PEEK`] of it.
#[must_use]
pub fn of(head: &[u8]) -> Kind {
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Kind::Zip;
    }
    if head.starts_with(b"Rar!") || head.starts_with(b"7z\xBC\xAF") {
        return Kind::OtherArchive;
    }
    let media: [&[u8]; 7] = [b"\xFF\xD8\xFF", b"\x89PNG", b"GIF8", b"BM", b"RIFF", b"ID3", b"%PDF"];
    if media.iter().any(|begin| head.starts_with(begin)) || head.get(4..8) == Some(b"ftyp") {
        return Kind::Media;
    }
    let kinds = [
        (report::FORMAT, Kind::Report),
        (receipt::FORMAT, Kind::Receipt),
        (plan::FORMAT, Kind::Plan),
        (ledger::FORMAT, Kind::Ledger),
    ];
    let kind = |name: &str| kinds.iter().find(|(format, _)| *format == name).map(|(_, kind)| *kind);
    // Line by line: what tells the kind stands in the first few, and the rest need not be decoded.
    let of_line = |(number, line): (usize, &[u8])| {
        let line = String::from_utf8_lossy(line);
        let line = if number == 0 { line.trim_start_matches('\u{feff}') } else { &line };
        // Comments hold names that people wrote, and say nothing of the kind.
        let comment = line.trim_start().starts_with("//");
        line.split('"').skip(1).step_by(2).find_map(kind).filter(|_| !comment)
    };
    head.split(|byte| *byte == b'\n').enumerate().find_map(of_line).unwrap_or(Kind::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_what_it_says_and_not_by_what_stands_in_its_comments() {
        let cases: [(&[u8], Kind); 7] = [
            ("\u{feff}// 填报人：\"taizhang-plan\"\r\n(\r\n  format: \"taizhang-report\",".as_bytes(), Kind::Report),
            (b"(format:\"taizhang-ledger\",version:1) #0", Kind::Ledger),
            (b"PK\x03\x04\x14\x00", Kind::Zip),
            (b"Rar!\x1a\x07", Kind::OtherArchive),
            (b"\xFF\xD8\xFF\xE1Exif \"taizhang-report\"", Kind::Media),
            (&[0; 100], Kind::Unknown),
            (b"", Kind::Unknown),
        ];
        for (head, kind) in cases {
            assert_eq!(of(head), kind, "{}", String::from_utf8_lossy(head));
        }
    }
}
