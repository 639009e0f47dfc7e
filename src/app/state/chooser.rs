//! Choosing the township: at the first run, and at any time later. What is typed leaves the townships that it finds.

use crate::app::state::cursor::Cursor;
use crate::domain::plan::{Plan, Township};
use crate::domain::search::Query;
use crate::terminal::keys::{Key, KeyCode};
use crate::terminal::text_field::TextField;

/// State of the chooser.
#[derive(Debug, Clone, Default)]
pub struct Chooser {
    /// What is looked for: a name in Chinese, pinyin or initials, or a code.
    pub field: TextField,
    /// The selected township, among those found.
    pub cursor: Cursor,
}

impl Chooser {
    /// The townships found: all of them where nothing is typed.
    #[must_use]
    pub fn found<'a>(&self, plan: &'a Plan) -> Vec<&'a Township> {
        let sought = self.field.value().trim();
        let query = Query::new(sought);
        plan.roster.iter().filter(|one| one.code.starts_with(sought) || query.is_in(&one.name)).collect()
    }

    /// The selected township.
    #[must_use]
    pub fn township<'a>(&self, plan: &'a Plan) -> Option<&'a Township> {
        self.found(plan).get(self.cursor.place).copied()
    }

    /// Lets the line have the key where it writes; true if it took it. The other keys of an editor move the selection.
    pub fn typed(&mut self, key: Key) -> bool {
        let writes = match key.code {
            KeyCode::Char(c) => c != ' ' && c != '　' && c != '?' && c != '？',
            KeyCode::Backspace => true,
            _ => false,
        };
        let took = writes && self.field.key(key);
        if took {
            self.cursor = Cursor::default();
        }
        took
    }
}
