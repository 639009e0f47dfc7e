//! The difference between two frames in as few bytes of escape sequences as possible.
//!
//! ```text
//! shown:    [ ] 农村科普    0/3
//! wanted:   [x] 农村科普    1/3
//! written:  \r[x  ESC[14C  1
//! ```
//!
//! The carriage return and a rewritten `[` are shorter than a move to column 2. Runs of Chinese need no moves at all.
//!
//! Both halves of a wide character are written together, from left to right. So it does not matter whether the
//! console clears the other half of a character that is half overwritten.

use std::io::Write;

use ratatui::{
    layout::{Position, Size},
    style::Color,
};

use super::grid::{Grid, GridColumn, Pen, TAIL};

/// The console's known state between two writes.
#[derive(Debug, Default)]
pub(super) struct EscapeWriter {
    /// The cursor's column and row. `None` after the last column, where consoles wrap early or late.
    at: Option<(usize, usize)>,
    pen: Pen,
    /// Whether the cursor is visible. `None` until it was set.
    cursor: Option<bool>,
}

impl EscapeWriter {
    /// Clears the console to its own colours.
    pub(super) fn clear(&mut self, size: Size, out: &mut Vec<u8>) -> Grid {
        *self = Self::default();
        out.extend(b"\x1b[m\x1b[2J");
        Grid::empty(size)
    }

    /// Writes the differences in row `y`.
    pub(super) fn write_row(&mut self, y: usize, shown: &[GridColumn], wanted: &[GridColumn], out: &mut Vec<u8>) {
        let mut x = 0;
        while x < wanted.len() {
            if shown[x] != wanted[x] {
                self.move_cursor(x, y, Some(wanted), out);
                self.put(wanted[x], out);
                // In the last column some consoles wrap at once, so the cursor may be anywhere.
                self.at = Some((x + wanted[x].columns(), y)).filter(|&(x, _)| x < wanted.len());
            }
            x += wanted[x].columns();
        }
    }

    /// Hides the cursor before painting, unless it is wanted.
    pub(super) fn hide_cursor_unless(&mut self, wanted: bool, out: &mut Vec<u8>) {
        if !wanted && self.cursor != Some(false) {
            out.extend(b"\x1b[?25l");
            self.cursor = Some(false);
        }
    }

    /// Shows the cursor at the caret after painting.
    pub(super) fn show_cursor(&mut self, at: Position, size: Size, out: &mut Vec<u8>) {
        let (x, y) = (at.x.min(size.width - 1), at.y.min(size.height - 1));
        self.move_cursor(usize::from(x), usize::from(y), None, out);
        if self.cursor != Some(true) {
            out.extend(b"\x1b[?25h");
            self.cursor = Some(true);
        }
    }

    fn put(&mut self, column: GridColumn, out: &mut Vec<u8>) {
        self.set_colours(column, out);
        let mut utf8 = [0; 4];
        out.extend(column.glyph.encode_utf8(&mut utf8).bytes());
    }

    /// Switches to the colours of `column`. A blank needs no foreground, so it keeps the present one.
    fn set_colours(&mut self, column: GridColumn, out: &mut Vec<u8>) {
        let fg = if column.glyph == ' ' { self.pen.fg } else { column.pen.fg };
        let pen = Pen { fg, bg: column.pen.bg };
        let (fg, bg) = (colour_code(pen.fg), colour_code(pen.bg) + 10);
        // Writing into a `Vec` cannot fail.
        let _ = match (pen.fg == self.pen.fg, pen.bg == self.pen.bg) {
            (true, true) => Ok(()),
            _ if pen == Pen::default() => out.write_all(b"\x1b[m"),
            (true, false) => write!(out, "\x1b[{bg}m"),
            (false, true) => write!(out, "\x1b[{fg}m"),
            (false, false) => write!(out, "\x1b[{fg};{bg}m"),
        };
        self.pen = pen;
    }

    /// Moves the cursor by the fewest bytes: none, the glyphs in between again, a relative or an absolute move.
    fn move_cursor(&mut self, x: usize, y: usize, row: Option<&[GridColumn]>, out: &mut Vec<u8>) {
        if self.at == Some((x, y)) {
            return;
        }
        let mut shortest = absolute(x, y);
        if let Some(from) = self.at {
            let row = row.filter(|_| from.1 == y);
            let rewrite = |from| row.and_then(|row| self.rewrite(row.get(from..x)?));
            let returned = rewrite(0).map(|glyphs| format!("\r{glyphs}"));
            for other in [relative(from, (x, y)), rewrite(from.0), returned].into_iter().flatten() {
                if other.len() < shortest.len() {
                    shortest = other;
                }
            }
        }
        out.extend(shortest.bytes());
        self.at = Some((x, y));
    }

    /// Returns the glyphs in `between` if they are few, begin with a whole character, and need no other colours.
    fn rewrite(&self, between: &[GridColumn]) -> Option<String> {
        let is_short = (1..="\x1b[99;99H".len()).contains(&between.len());
        let begins_whole = between.first().is_some_and(|column| column.glyph != TAIL);
        let needs_no_colours =
            |column: &GridColumn| column.pen.bg == self.pen.bg && (column.glyph == ' ' || column.pen.fg == self.pen.fg);
        (is_short && begins_whole && between.iter().all(needs_no_colours))
            .then(|| between.iter().map(|column| column.glyph).filter(|&glyph| glyph != TAIL).collect())
    }
}

fn absolute(x: usize, y: usize) -> String {
    match (x, y) {
        (0, 0) => "\x1b[H".into(),
        (0, y) => format!("\x1b[{}H", y + 1),
        (x, y) => format!("\x1b[{};{}H", y + 1, x + 1),
    }
}

fn relative(from: (usize, usize), to: (usize, usize)) -> Option<String> {
    let step = |distance: usize, direction: char| match distance {
        1 => format!("\x1b[{direction}"),
        _ => format!("\x1b[{distance}{direction}"),
    };
    if to == (0, from.1) {
        Some("\r".into())
    } else if to.1 == from.1 {
        Some(if to.0 > from.0 { step(to.0 - from.0, 'C') } else { step(from.0 - to.0, 'D') })
    } else if to.0 == from.0 {
        Some(if to.1 > from.1 { step(to.1 - from.1, 'B') } else { step(from.1 - to.1, 'A') })
    } else {
        None
    }
}

/// The colour's code as a foreground. As a background it is ten more.
fn colour_code(color: Color) -> u8 {
    match color {
        Color::Black => 30,
        Color::Red => 31,
        Color::Green => 32,
        Color::Yellow => 33,
        Color::Blue => 34,
        Color::Magenta => 35,
        Color::Cyan => 36,
        Color::Gray => 37,
        Color::DarkGray => 90,
        Color::LightRed => 91,
        Color::LightGreen => 92,
        Color::LightYellow => 93,
        Color::LightBlue => 94,
        Color::LightMagenta => 95,
        Color::LightCyan => 96,
        Color::White => 97,
        Color::Reset | Color::Rgb(..) | Color::Indexed(_) => 39,
    }
}
