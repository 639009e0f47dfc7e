//! The documents match the program: the key table and the pictures of the screen.
//!
//! Set `UPDATE_DOCS` to update the documents.

use std::fmt::Write as _;
use std::path::Path;

use taizhang::app::keymap;
use taizhang::app::keymap::{KEYMAP, Scope};

/// The pages with a picture, and its snapshot.
const PICTURES: [(&str, &str); 3] = [
    ("README.md", "all__journeys__a_task_done.snap"),
    ("README.en.md", "all__journeys__a_task_done.snap"),
    ("docs/county.md", "all__county_screen__matrix.snap"),
];
const README_LINES_MAX: usize = 150;

/// `docs/keys.md` from the key table.
fn keys_page() -> String {
    let mut page = String::from(
        "# 按键\n\n\
         由程序的按键表生成，测试保证两边一致。按键改了以后，运行\n\
         `UPDATE_DOCS=1 cargo test --test all readme::` 重新生成。\n\n\
         每个操作的第一个键都不是字母，开着输入法也能用。屏幕最下面一行写着当前能用的键，F1 是帮助。\n",
    );
    for scope in Scope::ALL {
        write!(page, "\n## {}\n\n| 按键 | 作用 |\n|---|---|\n", scope.title()).unwrap();
        for row in KEYMAP.iter().filter(|row| row.scope == scope) {
            let keys: Vec<String> = row.keys.iter().map(|key| keymap::name(*key)).collect();
            writeln!(page, "| {} | {} |", keys.join("、"), row.label).unwrap();
        }
    }
    page
}

/// The page with its snapshot between two `screen` marks.
fn with_picture(name: &str, snapshot: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(folder.join(name)).unwrap();
    let snapshot = std::fs::read_to_string(folder.join("tests/all/snapshots").join(snapshot)).unwrap();
    let (_, frame) = snapshot.trim_start_matches("---\n").split_once("\n---\n").unwrap();
    let (head, rest) = text.split_once("<!-- screen -->").unwrap();
    let (_, tail) = rest.split_once("<!-- /screen -->").unwrap();
    format!("{head}<!-- screen -->\n```text\n{}\n```\n<!-- /screen -->{tail}", frame.trim_end())
}

/// Compares a file of the repository with `expected`, or updates it if `UPDATE_DOCS` is set.
fn hold(name: &str, expected: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, expected).unwrap();
    } else {
        let text = std::fs::read_to_string(path).unwrap();
        assert_eq!(text, expected, "{name} is old: run UPDATE_DOCS=1 cargo test --test all readme::");
    }
}

#[test]
fn key_page_equals_the_keymap() {
    hold("docs/keys.md", &keys_page());
}

#[test]
fn pages_show_todays_screen() {
    for (name, snapshot) in PICTURES {
        hold(name, &with_picture(name, snapshot));
    }
}

#[test]
fn readme_stays_short() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    assert!(readme.lines().count() <= README_LINES_MAX, "{} lines", readme.lines().count());
}

/// The pages for developers, which name files of the sources.
const DEVELOPER_PAGES: [&str; 5] =
    ["CONTRIBUTING.md", "docs/architecture.md", "docs/formats.md", "docs/terminal.md", "docs/performance.md"];

#[test]
fn files_named_in_pages_exist() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    for page in DEVELOPER_PAGES {
        let text = std::fs::read_to_string(folder.join(page)).unwrap();
        let named =
            text.split('`').filter(|word| ["src/", "tests/", "benches/"].iter().any(|top| word.starts_with(top)));
        for name in named.filter(|name| !name.contains(' ')) {
            assert!(folder.join(name).exists(), "{page} names {name}");
        }
    }
}
