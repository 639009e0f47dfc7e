//! What is made before the program is compiled: the table of readings for the search, the table of the characters that
//! old consoles have, and the Windows resources.

use std::collections::{BTreeSet, HashMap};
use std::env::{var, var_os};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

use pinyin::ToPinyinMulti as _;
use unicode_width::UnicodeWidthChar as _;

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    dress_for_windows();
    write_readings()?;
    write_gbk()?;
    write_gbk_wide()
}

const SOURCE: &str = "packaging/windows.rc";

/// Gives the Windows program its icon, its version and its manifest, where the tool for that is at hand.
fn dress_for_windows() {
    for part in [SOURCE, "packaging/windows.manifest", "packaging/taizhang.ico"] {
        println!("cargo::rerun-if-changed={part}");
    }
    let target = |what: &str| var(format!("CARGO_CFG_TARGET_{what}")).unwrap_or_default();
    if target("OS") != "windows" || target("ENV") != "gnu" {
        return;
    }
    let processor = if target("ARCH") == "x86" { "i686".to_owned() } else { target("ARCH") };
    let made = PathBuf::from(var_os("OUT_DIR").unwrap_or_default()).join("windows.o");
    let mut windres = Command::new(format!("{processor}-w64-mingw32-windres"));
    for part in ["MAJOR", "MINOR", "PATCH"] {
        let number = var(format!("CARGO_PKG_VERSION_{part}")).unwrap_or_default();
        windres.arg(format!("-DVERSION_{part}={number}"));
    }
    windres.args(["--codepage=65001", "--include-dir=packaging", "--output-format=coff", SOURCE]);
    if windres.arg(&made).status().is_ok_and(|status| status.success()) {
        println!("cargo::rustc-link-arg-bins={}", made.display());
    } else {
        println!("cargo::warning=no icon and no version: {processor}-w64-mingw32-windres did not make them");
    }
}

/// From 〇 to the last of the unified ideographs.
const CHARACTERS: std::ops::RangeInclusive<char> = '\u{3007}'..='\u{9FFF}';

/// Makes the table of readings (读音) that `domain::search` looks characters up in: the data of the `pinyin` crate for
/// the characters that an office writes, an eighth of its size.
fn write_readings() -> io::Result<()> {
    // Each different line of readings once; a character has the place of its line.
    let mut lines = String::from("\n");
    let mut known = HashMap::from([(String::new(), 0)]);
    let mut places = String::new();
    for c in CHARACTERS {
        let all = c.to_pinyin_multi().into_iter().flatten();
        let spelled: BTreeSet<String> = all.map(|reading| spelling(reading.plain())).collect();
        let line = spelled.into_iter().filter(|one| !one.is_empty()).collect::<Vec<_>>().join(" ");
        let place = *known.entry(line).or_insert_with_key(|line| {
            lines.push_str(line);
            lines.push('\n');
            lines.len() - line.len() - 1
        });
        let place = u16::try_from(place).map_err(io::Error::other)?;
        let _ = write!(places, "{place},");
    }
    let first = u32::from(*CHARACTERS.start());
    let count = CHARACTERS.count();
    let table = format!(
        "const FIRST: u32 = {first};\nstatic PLACES: [u16; {count}] = [{places}];\nstatic LINES: &str = {lines:?};\n"
    );
    write("readings.rs", &table)
}

fn write(name: &str, table: &str) -> io::Result<()> {
    let out = var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo names no folder to write to"))?;
    fs::write(Path::new(&out).join(name), table)
}

/// The character that two bytes are in code page 936.
fn of_pair(lead: u8, trail: u8) -> Option<char> {
    let pair = [lead, trail];
    let (text, malformed) = encoding_rs::GBK.decode_without_bom_handling(&pair);
    let mut chars = text.chars();
    chars.next().filter(|_| !malformed && chars.next().is_none())
}

/// Makes the table of the pairs of code page 936, 0 for those that are none: `domain::gbk` reads and writes by it.
fn write_gbk() -> io::Result<()> {
    let code = |lead, trail| of_pair(lead, trail).and_then(|c| u16::try_from(u32::from(c)).ok()).unwrap_or(0);
    let row = |lead: u8| (0x40..=0xFE).map(|trail| code(lead, trail)).collect::<Vec<u16>>();
    let rows: Vec<_> = (0x81..=0xFE).map(row).collect();
    write("gbk.rs", &format!("static GBK: [[u16; {}]; {}] = {rows:?};\n", rows[0].len(), rows.len()))
}

/// Makes the table of the wide characters of code page 936, a bit for each code point of the first plane; the tables
/// of all encodings, which `encoding_rs` brings, would be 16 times its size.
fn write_gbk_wide() -> io::Result<()> {
    let mut bits = vec![0_u64; 0x1_0000 / 64];
    for lead in 0x81..=0xFE {
        for trail in (0x40..=0xFE).filter(|&trail| !is_later_addition(lead, trail)) {
            if let Some(c) = of_pair(lead, trail).filter(|c| c.width() == Some(2)) {
                let code = u32::from(c) as usize;
                bits[code / 64] |= 1 << (code % 64);
            }
        }
    }
    let lint = r#"#[allow(clippy::unreadable_literal, reason = "bits, not numbers")]"#;
    write("gbk_wide.rs", &format!("{lint}\nstatic GBK_WIDE: [u64; {}] = {bits:?};\n", bits.len()))
}

/// Pairs that GB 18030 filled after code page 936 was fixed: the fonts of old systems have nothing there.
fn is_later_addition(lead: u8, trail: u8) -> bool {
    matches!((lead, trail), (0xA6, 0xD9..=0xDF | 0xEC..=0xED | 0xF3) | (0xA9, 0x89..=0x95) | (0xFE, _))
}

/// A reading in small ASCII letters; `ü` is written `v`, as on every keyboard.
fn spelling(reading: &str) -> String {
    let letter = |c: char| match c {
        'ü' => Some('v'),
        'ê' => Some('e'),
        c => Some(c).filter(char::is_ascii_lowercase),
    };
    reading.chars().filter_map(letter).collect()
}
