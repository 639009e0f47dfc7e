//! The leaflet beside each executable (使用说明.txt): readable on old systems, and true.

use taizhang::app::keymap;
use taizhang::app::keymap::{KEYMAP, Scope};
use taizhang::format::kind;

const LEAFLET: &str = include_str!("../../packaging/使用说明.txt");

#[test]
fn leaflet_fits_code_page_936() {
    let (_, _, unmappable) = encoding_rs::GBK.encode(LEAFLET);
    assert!(!unmappable);
    assert!(!LEAFLET.contains(['\t', '\r', '\u{feff}']), "packaging/build adds what Notepad wants");
}

#[test]
fn leaflet_names_the_main_keys() {
    let words: Vec<&str> = LEAFLET.split_whitespace().collect();
    let rows = KEYMAP.iter().filter(|row| matches!(row.scope, Scope::Dashboard | Scope::Everywhere));
    for row in rows {
        let name = keymap::name(row.keys[0]);
        if name.starts_with('F') || row.priority > 0 {
            let pair = [name.as_str(), &row.label];
            assert!(words.windows(2).any(|two| two == pair), "{name} {} is missing", row.label);
        }
    }
}

#[test]
fn county_ignores_the_leaflet() {
    assert_eq!(kind::of(format!("\u{feff}{LEAFLET}").as_bytes()), kind::FileKind::Handout);
}
