//! The difference between two frames, said in as few bytes of escape sequences as possible (rule 3).
//!
//! Both halves of a wide character are always written together, from left to right, so that it does not matter
//! whether the console clears the other half of one that is half overwritten.

use std::io::Write;

use ratatui::{
    layout::{Position, Size},
    style::Color,
};

use super::grid::{Grid, Pen, Slot, TAIL};

/// What is known of the console's state between two writes.
#[derive(Debug, Default)]
pub(super) struct Escapes {
    /// Where the next glyph will stand; unknown after the last column, where consoles wrap early or late.
    at: Option<(usize, usize)>,
    pen: Pen,
    /// Whether the cursor is visible; unknown until told.
    cursor: Option<bool>,
}

impl Escapes {
    /// Clears the console to its own colours.
    pub(super) fn clear(&mut self, size: Size, out: &mut Vec<u8>) -> Grid {
        *self = Self::default();
        out.extend(b"\x1b[m\x1b[2J");
        Grid::empty(size)
    }

    /// Writes what differs in row `y`.
    pub(super) fn row(&mut self, y: usize, shown: &[Slot], wanted: &[Slot], out: &mut Vec<u8>) {
        let mut x = 0;
        while x < wanted.len() {
            if shown[x] != wanted[x] {
                self.go(x, y, Some(wanted), out);
                self.put(wanted[x], out);
                self.at = Some((x + wanted[x].columns(), y)).filter(|&(x, _)| x < wanted.len());
            }
            x += wanted[x].columns();
        }
    }

    /// Hides the cursor before anything is painted, unless it is wanted.
    pub(super) fn hide_cursor_unless(&mut self, wanted: bool, out: &mut Vec<u8>) {
        if !wanted && self.cursor != Some(false) {
            out.extend(b"\x1b[?25l");
            self.cursor = Some(false);
        }
    }

    /// Puts the cursor where the caret is, once everything is painted.
    pub(super) fn show_cursor(&mut self, at: Position, size: Size, out: &mut Vec<u8>) {
        let (x, y) = (at.x.min(size.width - 1), at.y.min(size.height - 1));
        self.go(usize::from(x), usize::from(y), None, out);
        if self.cursor != Some(true) {
            out.extend(b"\x1b[?25h");
            self.cursor = Some(true);
        }
    }

    fn put(&mut self, slot: Slot, out: &mut Vec<u8>) {
        self.take(slot, out);
        let mut utf8 = [0; 4];
        out.extend(slot.glyph.encode_utf8(&mut utf8).bytes());
    }

    /// Changes the colours, if this slot needs others.
    fn take(&mut self, slot: Slot, out: &mut Vec<u8>) {
        let fg = if slot.glyph == ' ' { self.pen.fg } else { slot.pen.fg };
        let pen = Pen { fg, bg: slot.pen.bg };
        let (fg, bg) = (code(pen.fg), code(pen.bg) + 10);
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

    /// Brings the cursor to a column the cheapest way: not at all, by writing again what stands between, or by a
    /// relative or an absolute move.
    fn go(&mut self, x: usize, y: usize, row: Option<&[Slot]>, out: &mut Vec<u8>) {
        if self.at == Some((x, y)) {
            return;
        }
        let mut way = absolute(x, y);
        if let Some(from) = self.at {
            let row = row.filter(|_| from.1 == y);
            let again = |from| row.and_then(|row| self.again(row.get(from..x)?));
            let returned = again(0).map(|glyphs| format!("\r{glyphs}"));
            for other in [relative(from, (x, y)), again(from.0), returned].into_iter().flatten() {
                if other.len() < way.len() {
                    way = other;
                }
            }
        }
        out.extend(way.bytes());
        self.at = Some((x, y));
    }

    /// The glyphs between here and there, if they are whole, few, and need no other colours.
    fn again(&self, between: &[Slot]) -> Option<String> {
        let few = (1..="\x1b[99;99H".len()).contains(&between.len());
        let whole = between.first().is_some_and(|slot| slot.glyph != TAIL);
        let same = |slot: &Slot| slot.pen.bg == self.pen.bg && (slot.glyph == ' ' || slot.pen.fg == self.pen.fg);
        (few && whole && between.iter().all(same))
            .then(|| between.iter().map(|slot| slot.glyph).filter(|&glyph| glyph != TAIL).collect())
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
    let step = |distance: usize, way: char| match distance {
        1 => format!("\x1b[{way}"),
        _ => format!("\x1b[{distance}{way}"),
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

/// The colour's code as a foreground; ten more is the background.
fn code(color: Color) -> u8 {
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
