//! Prepares the build: the table of pinyin readings for the search, the packed list of townships, and the Windows
//! resources.

use std::collections::HashMap;
use std::env::{var, var_os};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

use flate2::Compression;
use flate2::write::DeflateEncoder;
use pinyin::{ToPinyin as _, ToPinyinMulti as _};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    embed_windows_resources();
    write_readings()?;
    pack_townships()
}

const SOURCE: &str = "packaging/windows.rc";

/// Adds icon, version and manifest to the Windows program, if `windres` is installed.
fn embed_windows_resources() {
    for part in [SOURCE, "packaging/windows.manifest", "packaging/taizhang.ico"] {
        println!("cargo::rerun-if-changed={part}");
    }
    let target = |what: &str| var(format!("CARGO_CFG_TARGET_{what}")).unwrap_or_default();
    if target("OS") != "windows" || target("ENV") != "gnu" {
        return;
    }
    let processor = if target("ARCH") == "x86" { "i686".to_owned() } else { target("ARCH") };
    let object = PathBuf::from(var_os("OUT_DIR").unwrap_or_default()).join("windows.o");
    let mut windres = Command::new(format!("{processor}-w64-mingw32-windres"));
    for part in ["MAJOR", "MINOR", "PATCH"] {
        let number = var(format!("CARGO_PKG_VERSION_{part}")).unwrap_or_default();
        windres.arg(format!("-DVERSION_{part}={number}"));
    }
    windres.args(["--codepage=65001", "--include-dir=packaging", "--output-format=coff", SOURCE]);
    if windres.arg(&object).status().is_ok_and(|status| status.success()) {
        println!("cargo::rustc-link-arg-bins={}", object.display());
    } else {
        println!("cargo::warning=no icon and no version: {processor}-w64-mingw32-windres did not make them");
    }
}

/// From 〇 to the last of the unified ideographs.
const CHARACTERS: std::ops::RangeInclusive<char> = '\u{3007}'..='\u{9FFF}';

/// Writes the table of readings (读音) for `domain::search`: the data of the `pinyin` crate for these characters only, an
/// eighth of its size.
fn write_readings() -> io::Result<()> {
    // Each distinct line of readings is stored once; a character has the offset of its line.
    let mut lines = String::from("\n");
    let mut known = HashMap::from([(String::new(), 0)]);
    let mut offsets = String::new();
    for c in CHARACTERS {
        let all = c.to_pinyin_multi().into_iter().flatten();
        let mut spelled: Vec<String> = all.map(|reading| spelling(reading.plain())).collect();
        // The most common reading first, because document numbers are spelled with it.
        let common = c.to_pinyin().map(|reading| spelling(reading.plain()));
        spelled.sort_by_key(|reading| (Some(reading) != common.as_ref(), reading.clone()));
        spelled.dedup();
        let line = spelled.into_iter().filter(|reading| !reading.is_empty()).collect::<Vec<_>>().join(" ");
        let offset = *known.entry(line).or_insert_with_key(|line| {
            lines.push_str(line);
            lines.push('\n');
            lines.len() - line.len() - 1
        });
        let offset = u16::try_from(offset).map_err(io::Error::other)?;
        let _ = write!(offsets, "{offset},");
    }
    let first = u32::from(*CHARACTERS.start());
    let count = CHARACTERS.count();
    let table = format!(
        "const FIRST: u32 = {first};\nstatic PLACES: [u16; {count}] = [{offsets}];\nstatic LINES: &str = {lines:?};\n"
    );
    write("readings.rs", &table)
}

fn write(name: &str, table: &str) -> io::Result<()> {
    let out = var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo names no folder to write to"))?;
    fs::write(Path::new(&out).join(name), table)
}

/// Compresses the list of China's townships. The program unpacks it only when somebody chooses one.
fn pack_townships() -> io::Result<()> {
    const SOURCE: &str = "data/townships/townships.txt";
    println!("cargo::rerun-if-changed={SOURCE}");
    let out = var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo names no folder to write to"))?;
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&fs::read(SOURCE)?)?;
    fs::write(Path::new(&out).join("townships.deflate"), packed.finish()?)
}

/// A reading in lower-case ASCII letters; `ü` becomes `v`, as on every Chinese keyboard.
fn spelling(reading: &str) -> String {
    let letter = |c: char| match c {
        'ü' => Some('v'),
        'ê' => Some('e'),
        c => Some(c).filter(char::is_ascii_lowercase),
    };
    reading.chars().filter_map(letter).collect()
}
