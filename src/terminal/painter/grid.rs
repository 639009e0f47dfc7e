//! A frame in columns: what stands in each, with wide characters whole or not at all (rules 4 and 5).

use ratatui::{
    buffer::{Buffer, Cell},
    layout::Size,
    style::Color,
};
use unicode_width::UnicodeWidthChar;

/// Marks the second column of a wide character.
pub(super) const TAIL: char = '\0';

/// The colours of a column. Attributes such as bold are not drawn: some consoles cannot show them.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Pen {
    pub(super) fg: Color,
    pub(super) bg: Color,
}

/// What stands in one column. A blank has no foreground, so that two blanks which look alike are equal.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Slot {
    pub(super) glyph: char,
    pub(super) pen: Pen,
}

impl Slot {
    const EMPTY: Self = Self::blank(Color::Reset);

    const fn blank(bg: Color) -> Self {
        Self { glyph: ' ', pen: Pen { fg: Color::Reset, bg } }
    }

    /// How many columns the glyph that begins here takes.
    pub(super) fn columns(self) -> usize {
        self.glyph.width().map_or(1, |columns| columns.max(1))
    }
}

/// A console's worth of slots. Every wide glyph is followed by its `TAIL`, and no `TAIL` stands alone.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Grid {
    width: usize,
    slots: Vec<Slot>,
}

impl Grid {
    /// A cleared console.
    pub(super) fn empty(size: Size) -> Self {
        Self { width: usize::from(size.width), slots: vec![Slot::EMPTY; size.area() as usize] }
    }

    /// What a console of this size shall show of `frame`. Wide characters that something straddles are blanked, and
    /// the last column of the last row stays empty: writing it makes some consoles scroll.
    pub(super) fn read(frame: &Buffer, size: Size) -> Self {
        let mut grid = Self::empty(size);
        if grid.slots.is_empty() || frame.area.is_empty() {
            return grid;
        }
        let last = size.height - 1;
        let cells = frame.content.chunks(usize::from(frame.area.width));
        for (y, (row, cells)) in (0..).zip(grid.slots.chunks_mut(grid.width).zip(cells)) {
            let writable = row.len() - usize::from(y == last);
            let visible = writable.min(cells.len());
            read_row(&cells[..visible], &mut row[..visible]);
        }
        grid
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = &[Slot]> {
        self.slots.chunks(self.width.max(1))
    }
}

fn read_row(cells: &[Cell], row: &mut [Slot]) {
    let mut x = 0;
    while x < cells.len() {
        let pen = Pen { fg: basic(cells[x].fg), bg: basic(cells[x].bg) };
        let glyph = cells[x].symbol().chars().next().unwrap_or(' ');
        row[x] = match glyph.width() {
            Some(1) if glyph != ' ' => Slot { glyph, pen },
            Some(2) if cells.get(x + 1).is_some_and(is_free) => {
                row[x + 1] = Slot { glyph: TAIL, pen };
                Slot { glyph, pen }
            }
            _ => Slot::blank(pen.bg),
        };
        x += row[x].columns();
    }
}

/// Whether the second half of a wide character may lie here.
fn is_free(cell: &Cell) -> bool {
    matches!(cell.symbol(), " " | "")
}

/// The sixteen colours every console has; anything else is the console's own.
fn basic(color: Color) -> Color {
    match color {
        Color::Rgb(..) | Color::Indexed(_) => Color::Reset,
        color => color,
    }
}
