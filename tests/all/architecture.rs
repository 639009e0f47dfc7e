//! The layers of the architecture: imports go down only, one folder writes files, and files stay short.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Longest source file, in lines.
const LINES_MAX: usize = 450;

/// The parts of the crate that each part may import; `terminal::x` allows only that module. `main` may import
/// everything. `runtime` and `commands` meet only in `operations`.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("domain", &["domain"]),
    ("embedded", &[]),
    ("format", &["domain", "format"]),
    ("notice", &["domain", "notice"]),
    ("store", &["domain", "format", "store", "terminal::win32"]),
    ("terminal", &["terminal"]),
    ("error", &["domain", "format", "store"]),
    ("cli", &["cli", "domain", "error", "terminal::look"]),
    ("app", &["domain", "app", "error", "terminal::keys", "terminal::text_field"]),
    ("ui", &["ui", "app", "domain", "terminal"]),
    ("operations", &["cli", "domain", "embedded", "error", "format", "operations", "store", "terminal::look"]),
    (
        "commands",
        &["cli", "commands", "domain", "embedded", "error", "format", "notice", "operations", "store", "terminal"],
    ),
    ("runtime", &["app", "cli", "domain", "error", "format", "operations", "runtime", "store", "terminal", "ui"]),
    ("lib", &[]),
];

pub(crate) struct Source {
    /// Path below `src`, with `/`.
    pub(crate) path: String,
    /// Its text without comments.
    pub(crate) code: String,
    pub(crate) lines: usize,
}

impl Source {
    fn part(&self) -> &str {
        self.path.split('/').next().unwrap().trim_end_matches(".rs")
    }

    /// Folders between `src` and the file.
    fn depth(&self) -> usize {
        self.path.matches('/').count()
    }
}

pub(crate) fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                found.push(source(&root, &path));
            }
        }
    }
    assert!(found.len() > 40, "the sources were found");
    found
}

fn source(root: &Path, path: &PathBuf) -> Source {
    let text = fs::read_to_string(path).unwrap();
    let code: Vec<&str> = text.lines().map(|line| line.split("//").next().unwrap()).collect();
    let below = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
    Source { path: below, code: code.join("\n"), lines: text.lines().count() }
}

/// Splits Rust code into words; `::` and brackets are words too.
pub(crate) fn words(code: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let length = match first {
            _ if is_word(first) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            ':' if rest.starts_with("::") => 2,
            _ => first.len_utf8(),
        };
        if !first.is_whitespace() {
            words.push(&rest[..length]);
        }
        rest = &rest[length..];
    }
    words
}

/// Returns each path after `crate::` as `part` or `part::module`, with grouped imports expanded.
fn named(code: &str) -> BTreeSet<String> {
    let words = words(code);
    let mut found = BTreeSet::new();
    for at in 0..words.len() {
        if words[at] == "crate" && words.get(at + 1) == Some(&"::") {
            for path in paths(&words[at + 2..]) {
                found.insert(path);
            }
        }
    }
    found
}

/// Returns the first two names of each path that begins here: one path, or several in braces.
fn paths(words: &[&str]) -> Vec<String> {
    if words.first() != Some(&"{") {
        return vec![head(words)];
    }
    let mut found = vec![head(&words[1..])];
    let mut depth = 0;
    for (at, word) in words.iter().enumerate() {
        match *word {
            "{" => depth += 1,
            "}" if depth == 1 => break,
            "}" => depth -= 1,
            "," if depth == 1 && words.get(at + 1) != Some(&"}") => found.push(head(&words[at + 1..])),
            _ => {}
        }
    }
    found
}

fn head(words: &[&str]) -> String {
    match words {
        [part, "::", module, ..] if *module != "{" => format!("{part}::{module}"),
        [part, "::", "{", ..] => {
            paths(&words[2..]).first().map_or_else(String::new, |inner| format!("{part}::{inner}"))
        }
        [part, ..] => (*part).to_owned(),
        [] => String::new(),
    }
}

#[test]
fn imports_parse_like_the_compiler() {
    let code = "use crate::{a::x, b, c::{d, e}};\nuse crate::f::g::H; let y = crate::i::J; crate_like::k";
    let found: Vec<String> = named(code).into_iter().collect();
    assert_eq!(found, ["a::x", "b", "c::d", "f::g", "i::J"]);
    assert_eq!(words("\"a\" unsafe_code unsafe{}"), ["\"", "a", "\"", "unsafe_code", "unsafe", "{", "}"]);
}

#[test]
fn imports_go_down_only() {
    for source in sources() {
        if source.part() == "main" {
            continue;
        }
        let rule = MAY_NAME.iter().find(|(part, _)| *part == source.part());
        let (_, allowed) = rule.unwrap_or_else(|| panic!("no rule for src/{}", source.path));
        for path in named(&source.code) {
            let fits = |allowed: &&str| path == **allowed || path.starts_with(&format!("{allowed}::"));
            assert!(allowed.iter().any(fits), "src/{} names crate::{path}", source.path);
        }
    }
}

#[test]
fn super_stays_inside_its_folder() {
    for source in sources().iter().filter(|source| source.depth() > 0) {
        // An inner module may climb to its own file's level, so one more is allowed than there are folders.
        let climb = "super::".repeat(source.depth() + 1);
        assert!(!source.code.contains(&climb), "src/{}", source.path);
    }
}

/// Asserts that no source of these parts contains one of these words.
fn none_of(parts: &[&str], words_: &[&str], why: &str) {
    for source in sources().iter().filter(|source| parts.contains(&source.part())) {
        for word in words_ {
            assert!(!has_word(&source.code, word), "src/{} names {word}: {why}", source.path);
        }
    }
}

/// Matches whole names only: `OutgoingFile::` is not `File::`.
fn has_word(code: &str, word: &str) -> bool {
    let ends_name = |before: &str| before.ends_with(|c: char| c.is_alphanumeric() || c == '_');
    code.match_indices(word).any(|(at, _)| !ends_name(&code[..at]))
}

#[test]
fn domain_and_app_are_pure() {
    let impure =
        ["std::fs", "std::env", "std::process", "SystemTime", "Instant::now", "Local::now", "Utc::now", "crossterm"];
    none_of(&["domain", "format", "notice", "app"], &impure, "they are pure");
    none_of(&["domain", "format", "notice", "app", "store"], &["ratatui", "comfy_table"], "they know no screen");
}

#[test]
fn only_the_store_writes() {
    let opens = ["std::fs", "fs::", "File::", "OpenOptions", "tempfile"];
    let others =
        ["domain", "format", "notice", "app", "ui", "cli", "error", "embedded", "operations", "runtime", "main", "lib"];
    none_of(&others, &opens, "only the store opens files");
    // A command may open the file that it judges, and nothing else on the disk.
    let judges = sources().into_iter().filter(|source| source.part() == "commands");
    for source in judges {
        let code = source.code.replace("std::fs::File::open(", "");
        for word in opens.iter().chain(&["File::create", "fs::write"]) {
            assert!(!code.contains(word), "src/{} names {word}", source.path);
        }
    }
}

#[test]
fn ui_and_domain_never_print() {
    let prints = ["println!", "eprintln!", "print!(", "stdout()", "stderr()"];
    none_of(
        &["domain", "format", "notice", "app", "ui", "store", "cli", "error"],
        &prints,
        "only commands and the loop print",
    );
}

#[test]
fn unsafe_stays_in_win32() {
    for source in sources().iter().filter(|source| !source.path.starts_with("terminal/win32/")) {
        assert!(!words(&source.code).contains(&"unsafe"), "src/{}", source.path);
    }
}

#[test]
fn files_stay_short() {
    let long: Vec<_> = sources().into_iter().filter(|source| source.lines > LINES_MAX).collect();
    let long: Vec<_> = long.iter().map(|source| format!("src/{}: {}", source.path, source.lines)).collect();
    assert_eq!(long, Vec::<String>::new());
}

#[test]
fn every_module_has_a_head() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for source in sources() {
        let text = fs::read_to_string(root.join(&source.path)).unwrap();
        assert!(text.starts_with("//! "), "src/{}", source.path);
    }
}

#[test]
fn code_names_no_county() {
    for source in sources().iter().filter(|source| !source.path.ends_with("tests.rs")) {
        let code = source.code.split("#[cfg(test)]").next().unwrap();
        for word in ["米易", "攀莲", "科普", "科学素质", "510421", "miyi"] {
            let code = if source.part() == "embedded" { "" } else { code };
            assert!(!code.contains(word), "src/{} names {word}", source.path);
        }
    }
}
