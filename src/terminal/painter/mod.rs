//! Puts frames on the console (rules 3, 4, 5, 9): knows how wide every character is and what the console shows,
//! and writes what differs, in one write.
//!
//! `grid` reads a ratatui `Buffer` into columns, `escapes` says the difference in escape sequences, `cells` as
//! rectangles for consoles painted through calls of their own, `lines` says a frame as plain text.

mod cells;
mod escapes;
mod grid;
mod lines;

#[cfg(test)]
mod emulator;
#[cfg(test)]
mod tests;

use std::io::{self, Write};

use ratatui::{
    buffer::Buffer,
    layout::{Position, Size},
};

use cells::Cells;
pub use cells::{Band, Board, Cell, Manner};
use escapes::Escapes;
use grid::Grid;

/// Keeps what the console shows and paints what shall be there instead.
#[derive(Debug)]
pub struct Painter<W> {
    out: W,
    route: Route<W>,
    size: Size,
    /// What the console shows; `None` when nobody knows.
    shown: Option<Grid>,
}

/// How the console is spoken to.
#[derive(Debug)]
enum Route<W> {
    /// Differences in escape sequences.
    Escapes(Escapes),
    /// Whole frames as lines of text: not one escape byte.
    Lines,
    /// Rectangles of cells.
    Cells(Cells<W>),
}

impl<W: Board> Painter<W> {
    /// A painter for a console whose cells are set by calls of its own (rule 9).
    pub fn cells(board: W, size: Size) -> Self {
        Self { out: board, route: Route::Cells(Cells::new()), size, shown: None }
    }
}

impl<W: Write> Painter<W> {
    /// A painter for a console of this size that understands escape sequences.
    pub fn new(out: W, size: Size) -> Self {
        Self { out, route: Route::Escapes(Escapes::default()), size, shown: None }
    }

    /// A painter for a console that understands none (rule 9).
    pub fn legacy(out: W, size: Size) -> Self {
        Self { out, route: Route::Lines, size, shown: None }
    }

    /// Makes the console show `frame`, with its cursor at `cursor` or hidden. One write and one flush if anything
    /// differs, else nothing. After an error the next frame is painted whole.
    pub fn paint(&mut self, frame: &Buffer, cursor: Option<Position>) -> io::Result<()> {
        let wanted = Grid::read(frame, self.size);
        let shown = self.shown.take();
        let mut bytes = Vec::new();
        match &mut self.route {
            Route::Escapes(escapes) => {
                let shown = shown.unwrap_or_else(|| escapes.clear(self.size, &mut bytes));
                escapes.hide_cursor_unless(cursor.is_some(), &mut bytes);
                for (y, (shown, wanted)) in shown.rows().zip(wanted.rows()).enumerate() {
                    escapes.row(y, shown, wanted, &mut bytes);
                }
                if let Some(cursor) = cursor.filter(|_| self.size.area() > 0) {
                    escapes.show_cursor(cursor, self.size, &mut bytes);
                }
            }
            Route::Lines if shown.as_ref() != Some(&wanted) => lines::frame(&wanted, &mut bytes),
            Route::Lines => {}
            Route::Cells(cells) => cells.paint(&mut self.out, shown.as_ref(), &wanted, cursor)?,
        }
        if !bytes.is_empty() {
            self.out.write_all(&bytes)?;
            self.out.flush()?;
        }
        self.shown = Some(wanted);
        Ok(())
    }

    /// Forgets what the console shows: the next frame clears it and is painted whole (Ctrl+L).
    pub fn invalidate(&mut self) {
        self.shown = None;
    }

    /// The console has this size now; what it shows after a resize nobody knows.
    pub fn resize(&mut self, size: Size) {
        self.size = size;
        self.invalidate();
    }
}
