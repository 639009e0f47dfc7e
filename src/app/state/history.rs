//! The history (改动记录) of a task, or of everything: who changed what, when, the latest first.

use crate::app::state::cursor::Cursor;

/// State of the history.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct History {
    /// The task; none for everything.
    pub task: Option<u32>,
    /// The selected change.
    pub cursor: Cursor,
}
