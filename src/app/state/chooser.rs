//! The list of townships. Typed text filters it.

use crate::app::state::cursor::Cursor;
use crate::domain::plan::{Plan, Township};
use crate::domain::search::Query;
use crate::terminal::keys::{Key, KeyCode};
use crate::terminal::text_field::TextField;

#[derive(Debug, Clone, Default)]
pub struct Chooser {
    /// The search text: a name in Chinese, pinyin or initials, or a code.
    pub field: TextField,
    pub cursor: Cursor,
}

impl Chooser {
    /// Returns the matching townships; all without a search text.
    #[must_use]
    pub fn found<'a>(&self, plan: &'a Plan) -> Vec<&'a Township> {
        let sought = self.field.value().trim();
        let query = Query::new(sought);
        plan.roster.iter().filter(|township| township.code.starts_with(sought) || query.is_in(&township.name)).collect()
    }

    #[must_use]
    pub fn township<'a>(&self, plan: &'a Plan) -> Option<&'a Township> {
        self.found(plan).get(self.cursor.index).copied()
    }

    /// Handles keys that write text; true if it did. Other editing keys move the selection.
    pub fn handle_key(&mut self, key: Key) -> bool {
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
