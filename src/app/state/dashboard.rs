//! The dashboard (总览): the checklist lines to do next.

use crate::app::state::cursor::Cursor;
use crate::domain::checklist::CheckLine;

/// State of the dashboard.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dashboard {
    /// The lines to do next: those under way first, then those not begun, each in the plan's order.
    pub next: Vec<Next>,
    /// The selected line.
    pub cursor: Cursor,
}

/// A line to do next, with the number of its task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// The task.
    pub task: u32,
    /// The line.
    pub line: CheckLine,
}

impl Dashboard {
    /// The selected line.
    #[must_use]
    pub fn selected(&self) -> Option<&Next> {
        self.next.get(self.cursor.place)
    }
}
