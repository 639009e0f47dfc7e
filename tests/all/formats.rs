//! Limits of formats: content of archives, writing an archive, encodings of text.

use std::fs;
use std::io::{Cursor, Write as _};

use chrono::DateTime;
use encoding_rs::GBK;
use taizhang::format::encoding::{Encoding, other_than_utf8};
use taizhang::format::{FormatError, zip as archives};
use taizhang::store::archive_writer::ArchiveWriter;
use taizhang::store::{FileAction, StoreError};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// An archive of small files with these raw names.
fn packed(names: &[&[u8]]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for name in names {
        archive.start_file_with_options(SimpleFileOptions::DEFAULT.name(name)).unwrap();
        archive.write_all(b"x").unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// Names of an archive whose files can all be unpacked.
fn names(bytes: &[u8]) -> Result<Vec<String>, FormatError> {
    let listed = archives::list(Cursor::new(bytes)).unwrap()?;
    Ok(archives::unpackable(&listed)?.into_iter().map(|record| record.name).collect())
}

const TWO: [&[u8]; 2] = ["一.txt".as_bytes(), "二.txt".as_bytes()];

#[test]
fn unsafe_archive_names_are_refused() {
    for good in ["a", "ledger/x/510421100/0123.ledger", "佐证/2025-03-12 集市/照片 (2).jpg"] {
        assert_eq!(names(&packed(&[good.as_bytes()])).unwrap(), [good]);
    }
    for bad in ["", "/a", "../a", "a/../b", "a//b", "C:/a", "c:a", r"a\b", r"..\a", "a/.", "a/... ", "a\0", "a/"] {
        assert!(names(&packed(&[bad.as_bytes()])).is_err(), "{bad}");
    }
}

#[test]
fn archive_names_decode() {
    let chinese = "攀莲镇/第1次（期未满）.ron";
    assert_eq!(names(&packed(&[chinese.as_bytes()])).unwrap(), [chinese]);
    assert_eq!(names(&packed(&[&GBK.encode(chinese).0])).unwrap(), [chinese]);
    assert_eq!(names(&packed(&[b"\xC5\xCA.ron\xC5"])).unwrap(), ["\u{FFFD}\u{FFFD}.ron\u{FFFD}"]);
}

#[test]
fn truncated_archive_is_refused() {
    let whole = packed(&TWO);
    assert_eq!(names(&whole).unwrap(), ["一.txt", "二.txt"]);
    for cut in 0..whole.len() {
        assert!(names(&whole[..cut]).is_err(), "cut at {cut}");
    }
}

#[test]
fn trailing_bytes_hide_nothing() {
    let whole = packed(&TWO);
    let comment = |comment: &[u8]| {
        let mut bytes = whole.clone();
        let length = bytes.len();
        bytes[length - 2..].copy_from_slice(&u16::try_from(comment.len()).unwrap().to_le_bytes());
        [&bytes, comment].concat()
    };
    let mark = *b"PK\x05\x06";
    let empty = [&mark[..], &[0; 18]].concat();
    for bytes in [
        [&whole[..], b"\r\n"].concat(),
        [&whole[..], &mark, b"\r\n"].concat(),
        [&whole[..], &empty].concat(),
        comment(&mark),
        comment(&[&mark[..], &[7; 40]].concat()),
        comment(&empty),
        [comment("说明".as_bytes()), b"\r\n\r\n".to_vec()].concat(),
    ] {
        assert_eq!(names(&bytes).unwrap(), ["一.txt", "二.txt"], "{}", bytes.escape_ascii());
    }
    assert_eq!(names(&empty).unwrap(), [""; 0]);
}

/// Once, every error but "no such file" counted as a taken name, and the next number was tried forever.
#[test]
fn refused_name_ends_the_archive() {
    let folder = tempfile::tempdir().unwrap();
    let mut archive = ArchiveWriter::begin(folder.path(), &DateTime::UNIX_EPOCH.fixed_offset()).unwrap();
    archive.add_bytes("一.txt", b"1").unwrap();
    let refused = archive.finish(&"长".repeat(200));
    assert!(matches!(refused, Err(StoreError::Io { action: FileAction::Write, .. })), "{refused:?}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn removed_entry_leaves_no_trace() {
    let folder = tempfile::tempdir().unwrap();
    let made = |stem: &str, twice: bool| {
        let mut archive = ArchiveWriter::begin(folder.path(), &DateTime::UNIX_EPOCH.fixed_offset()).unwrap();
        archive.add_bytes("一.txt", b"1").unwrap();
        if twice {
            archive.add_bytes("二.txt", &[7; 1000]).unwrap();
            archive.take_back().unwrap();
        }
        archive.add_bytes("三.txt", b"333").unwrap();
        fs::read(archive.finish(stem).unwrap()).unwrap()
    };
    assert_eq!(made("甲", true), made("乙", false));
}

const TEXT: &str = "// 攀莲镇上报\r\n(\r\n  format: \"taizhang-report\",\r\n  reporter: \"张三\",\r\n";

#[test]
fn encodings_are_distinguished() {
    let units = || TEXT.encode_utf16();
    let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
    let cases = [
        (TEXT.as_bytes().to_vec(), None),
        ([b"\xEF\xBB\xBF", TEXT.as_bytes()].concat(), None),
        ([b"\xFF\xFE", &little[..]].concat(), Some(Encoding::Utf16)),
        ([b"\xFE\xFF", &big[..]].concat(), Some(Encoding::Utf16)),
        (little, Some(Encoding::Utf16)),
        (big, Some(Encoding::Utf16)),
        (GBK.encode(TEXT).0.into_owned(), Some(Encoding::Gbk)),
        (b"\xFF\xD8\xFF\xE0".to_vec(), Some(Encoding::Unknown)),
    ];
    for (bytes, encoding) in cases {
        assert_eq!(other_than_utf8(&bytes), encoding, "{}", bytes.escape_ascii());
    }
}

#[test]
fn damaged_utf8_is_not_gbk() {
    for at in 0..TEXT.len() {
        let mut damaged = TEXT.as_bytes().to_vec();
        damaged[at] ^= 0x80;
        assert_ne!(other_than_utf8(&damaged), Some(Encoding::Gbk), "byte {at}");
    }
}
