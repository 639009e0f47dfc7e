//! The dashboard (总览): the checklist lines to do next.

use crate::app::state::cursor::Cursor;
use crate::domain::checklist::CheckLine;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dashboard {
    /// Lines under way first, then lines not begun, each in the plan's order.
    pub next: Vec<NextLine>,
    pub cursor: Cursor,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextLine {
    pub task: u32,
    pub line: CheckLine,
}

impl Dashboard {
    #[must_use]
    pub fn selected(&self) -> Option<&NextLine> {
        self.next.get(self.cursor.index)
    }
}
