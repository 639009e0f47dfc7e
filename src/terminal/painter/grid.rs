//! A frame as a grid of columns, in which every wide character is whole.

use ratatui::{
    buffer::{Buffer, Cell},
    layout::Size,
    style::Color,
};
use unicode_width::UnicodeWidthChar;

/// Marks the second column of a wide character.
pub(super) const TAIL: char = '\0';

/// The colours of a column. Bold and the like are left out, because some consoles cannot show them.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Pen {
    pub(super) fg: Color,
    pub(super) bg: Color,
}

/// One column. A blank has no foreground, so that blanks which look alike are equal.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct GridColumn {
    pub(super) glyph: char,
    pub(super) pen: Pen,
}

impl GridColumn {
    const EMPTY: Self = Self::blank(Color::Reset);

    const fn blank(bg: Color) -> Self {
        Self { glyph: ' ', pen: Pen { fg: Color::Reset, bg } }
    }

    /// The columns of the glyph that begins here.
    pub(super) fn columns(self) -> usize {
        self.glyph.width().map_or(1, |columns| columns.max(1))
    }
}

/// The columns of a console, row by row. A `TAIL` follows every wide glyph and appears nowhere else.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Grid {
    width: usize,
    columns: Vec<GridColumn>,
}

impl Grid {
    pub(super) fn empty(size: Size) -> Self {
        Self { width: usize::from(size.width), columns: vec![GridColumn::EMPTY; size.area() as usize] }
    }

    /// Reads what a console of this size should show of `frame`. Blanks wide characters that something overlaps. The
    /// last column of the last row stays empty, because writing it makes some consoles scroll.
    pub(super) fn read(frame: &Buffer, size: Size) -> Self {
        let mut grid = Self::empty(size);
        if grid.columns.is_empty() || frame.area.is_empty() {
            return grid;
        }
        let last = size.height - 1;
        let cells = frame.content.chunks(usize::from(frame.area.width));
        for (y, (row, cells)) in (0..).zip(grid.columns.chunks_mut(grid.width).zip(cells)) {
            let writable = row.len() - usize::from(y == last);
            let visible = writable.min(cells.len());
            read_row(&cells[..visible], &mut row[..visible]);
        }
        grid
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = &[GridColumn]> {
        self.columns.chunks(self.width.max(1))
    }
}

fn read_row(cells: &[Cell], row: &mut [GridColumn]) {
    let mut x = 0;
    while x < cells.len() {
        let pen = Pen { fg: basic(cells[x].fg), bg: basic(cells[x].bg) };
        let glyph = cells[x].symbol().chars().next().unwrap_or(' ');
        row[x] = match glyph.width() {
            Some(1) if glyph != ' ' => GridColumn { glyph, pen },
            Some(2) if cells.get(x + 1).is_some_and(is_free) => {
                row[x + 1] = GridColumn { glyph: TAIL, pen };
                GridColumn { glyph, pen }
            }
            // A blank; or half a wide character, a control or a combining mark, none of which can be drawn.
            _ => GridColumn::blank(pen.bg),
        };
        x += row[x].columns();
    }
}

/// Whether the second half of a wide character may go here.
fn is_free(cell: &Cell) -> bool {
    matches!(cell.symbol(), " " | "")
}

/// Keeps the sixteen colours of every console. Any other becomes the console's own.
fn basic(color: Color) -> Color {
    match color {
        Color::Rgb(..) | Color::Indexed(_) => Color::Reset,
        color => color,
    }
}
