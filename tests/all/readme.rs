//! What the README says is what the program does.

use std::fmt::Write as _;

use taizhang::app::keymap;
use taizhang::app::keymap::{KEYMAP, Scope};

/// The key table, row by row as the program has it.
fn key_table() -> String {
    let mut table = String::from("\n| 画面 | 按键 | 作用 |\n|---|---|---|\n");
    for scope in Scope::ALL {
        for row in KEYMAP.iter().filter(|row| row.scope == scope) {
            let keys: Vec<String> = row.keys.iter().map(|key| keymap::name(*key)).collect();
            writeln!(table, "| {} | {} | {} |", scope.title(), keys.join("、"), row.label).unwrap();
        }
    }
    table
}

/// Set `UPDATE_README` to write the table anew.
#[test]
fn the_key_table_of_the_readme_is_the_programs_own() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = std::fs::read_to_string(path).unwrap();
    let (head, rest) = readme.split_once("<!-- keys -->").unwrap();
    let (table, tail) = rest.split_once("<!-- /keys -->").unwrap();
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(path, format!("{head}<!-- keys -->{}<!-- /keys -->{tail}", key_table())).unwrap();
        return;
    }
    assert_eq!(table, key_table());
}
