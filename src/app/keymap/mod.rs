//! Every act of the screen, declared once: scope, keys, intent, label, priority. The dispatcher, the footer, the help
//! screen and `docs/keys.md` read this table.
//!
//! With a Chinese input method on, letters do not arrive. The first key of each row is therefore no letter.

mod intent;
mod navigation;
mod scope;
mod table;

use std::borrow::Cow;
use std::sync::LazyLock;

use crate::terminal::keys::{Key, KeyCode, KeyModifiers};

use table::{KeyRow, TABLE};

pub use intent::Intent;
pub use scope::Scope;

#[derive(Debug)]
pub struct Binding {
    pub scope: Scope,
    /// The footer shows the first key.
    pub keys: &'static [Key],
    pub intent: Intent,
    /// The label in the footer and the help.
    pub label: Cow<'static, str>,
    /// Rank in the footer, from 1; 0 is in the help only.
    pub priority: u8,
}

pub static KEYMAP: LazyLock<Vec<Binding>> = LazyLock::new(|| {
    let mut rows = Vec::new();
    for &(scope, declared) in TABLE {
        for row in declared {
            match *row {
                KeyRow::Act(keys, intent, label, priority) => {
                    rows.push(Binding { scope, keys, intent, label: label.into(), priority });
                }
                KeyRow::List(moves) => rows.extend(moves.rows().map(|(keys, intent, label, priority)| Binding {
                    scope,
                    keys,
                    intent,
                    label: label.into(),
                    priority,
                })),
            }
        }
    }
    rows
});

/// Looks up a key: the scope's rows first, then those of all screens.
#[must_use]
pub fn intent(scope: Scope, key: Key) -> Option<Intent> {
    let in_scope = |scope| KEYMAP.iter().find(move |row| row.scope == scope && row.keys.contains(&key));
    in_scope(scope).or_else(|| in_scope(Scope::Everywhere)).map(|row| row.intent)
}

/// Returns the rows of the footer by priority.
#[must_use]
pub fn footer(scope: Scope) -> Vec<&'static Binding> {
    let hidden = |row: &Binding| matches!(scope, Scope::Help | Scope::Working) && row.intent == Intent::Help;
    let shown = |row: &&Binding| row.priority > 0 && (row.scope == scope || row.scope == Scope::Everywhere);
    let mut rows: Vec<&Binding> = KEYMAP.iter().filter(shown).filter(|row| !hidden(row)).collect();
    rows.sort_by_key(|row| row.priority);
    rows
}

#[must_use]
pub fn shown(row: &Binding) -> String {
    row.keys.first().map(|key| name(*key)).unwrap_or_default()
}

/// Returns the name of a key as printed on the keyboard.
#[must_use]
pub fn name(key: Key) -> String {
    let plain = match key.code {
        KeyCode::Char(' ') => "空格".to_owned(),
        KeyCode::Char(c) => c.to_ascii_uppercase().to_string(),
        KeyCode::F(n) => format!("F{n}"),
        KeyCode::Enter => "回车".to_owned(),
        KeyCode::Esc => "Esc".to_owned(),
        KeyCode::Up => "上".to_owned(),
        KeyCode::Down => "下".to_owned(),
        KeyCode::Left => "左".to_owned(),
        KeyCode::Right => "右".to_owned(),
        KeyCode::PageUp => "PgUp".to_owned(),
        KeyCode::PageDown => "PgDn".to_owned(),
        KeyCode::Home => "Home".to_owned(),
        KeyCode::End => "End".to_owned(),
        KeyCode::Tab => "Tab".to_owned(),
        KeyCode::BackTab => "Shift+Tab".to_owned(),
        KeyCode::Delete => "Delete".to_owned(),
        KeyCode::Backspace => "退格".to_owned(),
        _ => String::new(),
    };
    if key.mods.contains(KeyModifiers::CONTROL) { format!("Ctrl+{plain}") } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn scope_binds_each_key_once() {
        let mut seen = HashSet::new();
        for row in KEYMAP.iter() {
            for key in row.keys {
                assert!(seen.insert((row.scope.title(), *key)), "{} twice in {}", name(*key), row.scope.title());
            }
        }
    }

    #[test]
    fn every_action_has_a_plain_key() {
        for row in KEYMAP.iter() {
            let first = row.keys[0];
            let letter = matches!(first.code, KeyCode::Char(c) if c.is_alphabetic()) && first.mods.is_empty();
            assert!(!letter, "{}", row.label);
            assert!(row.keys.iter().all(|key| !name(*key).is_empty()), "{} has a key without a name", row.label);
        }
    }

    #[test]
    fn footer_names_back_and_help() {
        for scope in Scope::ALL.into_iter().filter(|scope| !matches!(scope, Scope::Everywhere | Scope::Dashboard)) {
            assert!(footer(scope).iter().any(|row| row.intent == Intent::Back), "{}", scope.title());
        }
        assert!(footer(Scope::Dashboard).iter().any(|row| row.intent == Intent::Help));
    }
}
