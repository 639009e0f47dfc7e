//! Makes the table of readings (读音) that `domain::search` looks characters up in: the data of the `pinyin` crate for
//! the characters that an office writes, an eighth of its size.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

use pinyin::ToPinyinMulti as _;

/// From 〇 to the last of the unified ideographs.
const CHARACTERS: std::ops::RangeInclusive<char> = '\u{3007}'..='\u{9FFF}';

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
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
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo names no folder to write to"))?;
    fs::write(Path::new(&out).join("readings.rs"), table)
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
