//! A small emulator of a console for tests, of the painter and of the whole program. Each model is as stubborn as the
//! worst console known.
#![allow(dead_code, reason = "each of its two users needs its own part")]

use ratatui::style::Color;
use unicode_width::UnicodeWidthChar;

/// The differences between consoles.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ConsoleModel {
    /// Whether ambiguous characters are two columns wide.
    pub(crate) ambiguous_wide: bool,
    /// Whether overwriting half a wide character blanks its other half.
    pub(crate) clears_halves: bool,
    /// Whether the cursor wraps as soon as the last column is written.
    pub(crate) wraps_at_once: bool,
}

pub(crate) const MODELS: [ConsoleModel; 4] = [
    ConsoleModel { ambiguous_wide: false, clears_halves: false, wraps_at_once: false },
    ConsoleModel { ambiguous_wide: false, clears_halves: true, wraps_at_once: false },
    ConsoleModel { ambiguous_wide: true, clears_halves: false, wraps_at_once: true },
    ConsoleModel { ambiguous_wide: true, clears_halves: true, wraps_at_once: true },
];

/// One column: a glyph (`TAIL` for the second half of a wide one) and its colours.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct EmulatedCell {
    pub(crate) glyph: char,
    pub(crate) fg: u16,
    pub(crate) bg: u16,
}

pub(crate) const TAIL: char = '\0';

const DEFAULT: EmulatedCell = EmulatedCell { glyph: ' ', fg: 39, bg: 49 };

pub(crate) struct Emulator {
    model: ConsoleModel,
    width: usize,
    height: usize,
    pub(crate) cells: Vec<EmulatedCell>,
    pub(crate) cursor: (usize, usize),
    pub(crate) cursor_shown: bool,
    pub(crate) scrolled: bool,
    wrap_pending: bool,
    pen: EmulatedCell,
}

impl Emulator {
    pub(crate) fn new(model: ConsoleModel, width: u16, height: u16) -> Self {
        let (width, height) = (usize::from(width), usize::from(height));
        Self {
            model,
            width,
            height,
            cells: vec![EmulatedCell { glyph: '?', ..DEFAULT }; width * height],
            cursor: (0, 0),
            cursor_shown: true,
            scrolled: false,
            wrap_pending: false,
            pen: DEFAULT,
        }
    }

    pub(crate) fn resize(&mut self, width: u16, height: u16) {
        *self = Self { scrolled: self.scrolled, ..Self::new(self.model, width, height) };
    }

    /// What a person sees: a blank has no foreground.
    pub(crate) fn seen(&self) -> Vec<EmulatedCell> {
        let blank = |cell: &EmulatedCell| {
            if cell.glyph == ' ' { EmulatedCell { fg: 39, ..*cell } } else { *cell }
        };
        self.cells.iter().map(blank).collect()
    }

    pub(crate) fn text(&self) -> String {
        let rows = self.cells.chunks(self.width);
        rows.map(|row| row.iter().map(|place| place.glyph).filter(|&glyph| glyph != TAIL).collect::<String>() + "\n")
            .collect()
    }

    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        let mut rest = std::str::from_utf8(bytes).unwrap();
        while let Some(c) = rest.chars().next() {
            rest = if let Some(sequence) = rest.strip_prefix("\x1b[") {
                self.sequence(sequence)
            } else {
                self.character(c);
                &rest[c.len_utf8()..]
            };
        }
    }

    fn character(&mut self, c: char) {
        match c {
            '\r' => (self.cursor.0, self.wrap_pending) = (0, false),
            '\n' => self.line_feed(),
            c => {
                let columns = if self.model.ambiguous_wide { c.width_cjk() } else { c.width() };
                self.glyph(c, columns.unwrap());
            }
        }
    }

    fn glyph(&mut self, glyph: char, columns: usize) {
        if self.wrap_pending || self.cursor.0 + columns > self.width {
            self.cursor.0 = 0;
            self.line_feed();
        }
        let (x, y) = self.cursor;
        for (offset, glyph) in [glyph, TAIL].into_iter().take(columns).enumerate() {
            let at = y * self.width + x + offset;
            if self.model.clears_halves {
                if self.cells[at].glyph == TAIL {
                    self.cells[at - 1].glyph = ' ';
                }
                if x + offset + 1 < self.width && self.cells[at + 1].glyph == TAIL {
                    self.cells[at + 1].glyph = ' ';
                }
            }
            self.cells[at] = EmulatedCell { glyph, ..self.pen };
        }
        self.cursor.0 += columns;
        if self.cursor.0 == self.width {
            if self.model.wraps_at_once {
                self.cursor.0 = 0;
                self.line_feed();
            } else {
                (self.cursor.0, self.wrap_pending) = (self.width - 1, true);
            }
        }
    }

    fn line_feed(&mut self) {
        self.wrap_pending = false;
        if self.cursor.1 + 1 < self.height {
            self.cursor.1 += 1;
        } else {
            self.scrolled = true;
            self.cells.drain(..self.width);
            self.cells.extend(std::iter::repeat_n(DEFAULT, self.width));
        }
    }

    fn sequence<'a>(&mut self, sequence: &'a str) -> &'a str {
        let end = sequence.find(|c: char| c.is_ascii_alphabetic()).unwrap();
        let numbers: Vec<usize> = sequence[..end].split(';').map(|number| number.parse().unwrap_or(0)).collect();
        let count = numbers[0].max(1);
        match (&sequence[..end], sequence.as_bytes()[end]) {
            ("?25", b'h') => self.cursor_shown = true,
            ("?25", b'l') => self.cursor_shown = false,
            ("2", b'J') => self.cells.fill(EmulatedCell { glyph: ' ', ..self.pen }),
            (_, b'm') => numbers.iter().for_each(|&code| self.attribute(code)),
            (_, way) => {
                self.wrap_pending = false;
                match way {
                    b'H' => {
                        let column = numbers.get(1).copied().unwrap_or(1).max(1);
                        self.cursor = (column - 1, count - 1);
                    }
                    b'A' => self.cursor.1 -= count,
                    b'B' => self.cursor.1 += count,
                    b'C' => self.cursor.0 += count,
                    b'D' => self.cursor.0 -= count,
                    other => panic!("the painter never writes ESC [ {}", char::from(other)),
                }
                assert!(self.cursor.0 < self.width && self.cursor.1 < self.height);
            }
        }
        &sequence[end + 1..]
    }

    fn attribute(&mut self, code: usize) {
        let code = u16::try_from(code).unwrap();
        match code {
            0 => self.pen = DEFAULT,
            30..=37 | 39 | 90..=97 => self.pen.fg = code,
            40..=47 | 49 | 100..=107 => self.pen.bg = code,
            other => panic!("the painter never writes attribute {other}"),
        }
    }
}

/// The code of a colour as a foreground.
pub(crate) fn colour_code(color: Color) -> u16 {
    match color {
        Color::Black => 30,
        Color::Gray => 37,
        Color::Cyan => 36,
        Color::LightGreen => 92,
        _ => 39,
    }
}
