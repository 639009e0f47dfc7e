//! The layout of the last frame: lengths of lists, and click targets. `ui` fills it and `update` reads it, so that
//! scrolling and clicks never compute a layout again.

use chrono::NaiveDate;

use crate::app::keymap::Intent;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClickTarget {
    /// Index in the task list.
    Task(usize),
    /// Index of a row of the visible list, or of a line of the checklist.
    Row(usize),
    /// Row and column of the matrix.
    Cell(usize, usize),
    /// The box of a row. A click ticks it.
    Box(usize),
    /// A day of the calendar.
    Day(NaiveDate),
    /// Index of a slot of the form.
    Field(usize),
    Search,
    /// An act of the footer.
    Act(Intent),
}

/// A part of the screen that the wheel scrolls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pane {
    List,
    /// The detail beside it.
    Detail,
}

/// A rectangle of cells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Area {
    pub x: u16,
    pub y: u16,
    pub width: u16,
    pub height: u16,
}

#[derive(Debug, Clone, Default)]
pub struct FrameView {
    /// Whether the window is too small to draw the screen.
    pub too_small: bool,
    /// Number of entries of the list.
    pub list_count: usize,
    /// Visible rows of the list.
    pub list_rows: usize,
    /// Rows of a list that fills the screen without a message at the bottom.
    pub full_rows: usize,
    /// Visible rows of the detail.
    pub detail_rows: usize,
    /// Number of lines of the detail.
    pub detail_lines: usize,
    /// First and last line of each item in the detail.
    pub item_lines: Vec<(usize, usize)>,
    /// Click targets. A later one covers an earlier one.
    pub targets: Vec<(Area, ClickTarget)>,
    pub panes: Vec<(Area, Pane)>,
}

impl Area {
    fn contains(self, x: u16, y: u16) -> bool {
        let within = |at: u16, from: u16, length: u16| at >= from && at - from < length;
        within(x, self.x, self.width) && within(y, self.y, self.height)
    }
}

impl FrameView {
    #[must_use]
    pub fn target(&self, x: u16, y: u16) -> Option<ClickTarget> {
        self.targets.iter().rev().find(|(area, _)| area.contains(x, y)).map(|(_, target)| *target)
    }

    #[must_use]
    pub fn pane(&self, x: u16, y: u16) -> Option<Pane> {
        self.panes.iter().find(|(area, _)| area.contains(x, y)).map(|(_, pane)| *pane)
    }
}

/// Returns the first visible line that shows lines `first..=last` in `rows` rows with the least scrolling.
#[must_use]
pub fn scrolled_to(top: usize, first: usize, last: usize, rows: usize) -> usize {
    let lowest = (last + 1).saturating_sub(rows.max(1));
    top.max(lowest).min(first.max(lowest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scrolling_moves_the_least() {
        assert_eq!(scrolled_to(0, 3, 3, 10), 0, "seen already");
        assert_eq!(scrolled_to(0, 10, 10, 10), 1, "one below");
        assert_eq!(scrolled_to(5, 3, 4, 10), 3, "above");
        assert_eq!(scrolled_to(5, 0, 20, 10), 11, "taller than the screen: its end");
    }
}
