//! What the last drawn frame looked like: how long the lists are, and what lies under the mouse. Made by `ui`, read
//! by `update`, so that scrolling and clicking never compute the layout a second time.

use chrono::NaiveDate;

use crate::app::keymap::Intent;

/// Something on the screen that can be clicked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A task of the list, by its place.
    Task(usize),
    /// A row of the list in front, or a line of the checklist, by its place.
    Row(usize),
    /// A cell of the matrix in front, by its row and column.
    Cell(usize, usize),
    /// The box of such a row: a click ticks it.
    Box(usize),
    /// A day of the calendar.
    Day(NaiveDate),
    /// A slot of the form, by its place.
    Field(usize),
    /// The line to search with.
    Search,
    /// An act of the footer.
    Act(Intent),
}

/// A part of the screen that scrolls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pane {
    /// The list.
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

/// What the last frame showed.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// Whether the window is too small to show anything but that.
    pub too_small: bool,
    /// How many things the list has in all.
    pub list_count: usize,
    /// Rows that the list has on the screen.
    pub list_rows: usize,
    /// Rows that a list has which fills the screen, with no message at the foot.
    pub full_rows: usize,
    /// Rows that the detail has on the screen.
    pub detail_rows: usize,
    /// Lines that the detail has in all.
    pub detail_lines: usize,
    /// First and last line of each item in the detail.
    pub item_lines: Vec<(usize, usize)>,
    /// What can be clicked; the last one drawn lies on top.
    pub targets: Vec<(Area, Target)>,
    /// What scrolls under the wheel.
    pub panes: Vec<(Area, Pane)>,
}

impl Area {
    fn holds(self, x: u16, y: u16) -> bool {
        let within = |at: u16, from: u16, length: u16| at >= from && at - from < length;
        within(x, self.x, self.width) && within(y, self.y, self.height)
    }
}

impl View {
    /// What lies at that cell.
    #[must_use]
    pub fn target(&self, x: u16, y: u16) -> Option<Target> {
        self.targets.iter().rev().find(|(area, _)| area.holds(x, y)).map(|(_, target)| *target)
    }

    /// The pane at that cell.
    #[must_use]
    pub fn pane(&self, x: u16, y: u16) -> Option<Pane> {
        self.panes.iter().find(|(area, _)| area.holds(x, y)).map(|(_, pane)| *pane)
    }
}

/// The first line to show so that lines `first..=last` are seen in `rows` rows, moving as little as can be.
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
