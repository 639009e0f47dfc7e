//! Paints frames on the console. Knows the width of every character and what the console shows, and writes only the
//! difference, in one write. See docs/terminal.md, "Our own painter".
//!
//! ```text
//! ratatui Buffer -> grid -+-> escapes   the difference as escape sequences
//!                         +-> cells     the difference as rectangles (Windows without escape sequences)
//!                         +-> lines     the whole frame as text (other consoles without them)
//! ```

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

use cells::CellPainter;
pub use cells::{Band, CellConsole, CellLayout, ConsoleCell};
use escapes::EscapeWriter;
use grid::Grid;

/// Remembers what the console shows, and paints the next frame over it.
#[derive(Debug)]
pub struct Painter<W> {
    out: W,
    method: Method<W>,
    size: Size,
    /// `None` when it is unknown.
    shown: Option<Grid>,
}

/// How the console is painted.
#[derive(Debug)]
enum Method<W> {
    Escapes(EscapeWriter),
    Lines,
    Cells(CellPainter<W>),
}

impl<W: CellConsole> Painter<W> {
    /// A painter for a console that is painted by cells.
    pub fn cells(board: W, size: Size) -> Self {
        Self { out: board, method: Method::Cells(CellPainter::new()), size, shown: None }
    }
}

impl<W: Write> Painter<W> {
    /// A painter for a console of this size with escape sequences.
    pub fn new(out: W, size: Size) -> Self {
        Self { out, method: Method::Escapes(EscapeWriter::default()), size, shown: None }
    }

    /// A painter for a console without escape sequences: it writes no escape byte.
    pub fn legacy(out: W, size: Size) -> Self {
        Self { out, method: Method::Lines, size, shown: None }
    }

    /// Makes the console show `frame`, with its cursor at `cursor` or hidden. A frame is one write and one flush, or
    /// none if nothing differs. After an error the next frame is painted whole.
    pub fn paint(&mut self, frame: &Buffer, cursor: Option<Position>) -> io::Result<()> {
        let wanted = Grid::read(frame, self.size);
        // Until the write succeeds, nobody knows what the console shows.
        let shown = self.shown.take();
        let mut bytes = Vec::new();
        match &mut self.method {
            Method::Escapes(escapes) => {
                let shown = shown.unwrap_or_else(|| escapes.clear(self.size, &mut bytes));
                escapes.hide_cursor_unless(cursor.is_some(), &mut bytes);
                for (y, (shown, wanted)) in shown.rows().zip(wanted.rows()).enumerate() {
                    escapes.write_row(y, shown, wanted, &mut bytes);
                }
                if let Some(cursor) = cursor.filter(|_| self.size.area() > 0) {
                    escapes.show_cursor(cursor, self.size, &mut bytes);
                }
            }
            Method::Lines if shown.as_ref() != Some(&wanted) => lines::write_frame(&wanted, &mut bytes),
            Method::Lines => {}
            Method::Cells(cells) => cells.paint(&mut self.out, shown.as_ref(), &wanted, cursor)?,
        }
        if !bytes.is_empty() {
            self.out.write_all(&bytes)?;
            self.out.flush()?;
        }
        self.shown = Some(wanted);
        Ok(())
    }

    /// Forgets what the console shows. The next frame clears it and is painted whole (Ctrl+L).
    pub fn invalidate(&mut self) {
        self.shown = None;
    }

    /// Sets the console's size. What it shows after a resize is unknown.
    pub fn resize(&mut self, size: Size) {
        self.size = size;
        self.invalidate();
    }
}
