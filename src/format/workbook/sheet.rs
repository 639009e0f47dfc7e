//! The layout of a sheet: columns, row heights, and cells over several columns. Excel and WPS do not adjust the height
//! of a row with wrapped or merged cells, so it is computed here.

use std::mem;

use chrono::NaiveDate;
use unicode_width::UnicodeWidthChar as _;

use super::style::{Alignment, Style, ValueFormat};

/// Most lines of text in a row. The rest continues in a row below: Excel's rows end at 409 points, and a row must fit
/// on a landscape page.
const LINES_MAX: usize = 22;
/// Height of a line as a multiple of the font size, for the tallest of the usual Chinese fonts.
const LINE_HEIGHT: f64 = 1.45;
/// Space above and below the text of a row, in points.
const ROOM: f64 = 5.0;
/// Width of a digit of the default font, in pixels. Column widths are counted in digits.
pub(super) const DIGIT: f64 = 8.0;
/// Width of a column that text cannot use, in pixels.
const MARGIN: f64 = 18.0;
/// Chinese characters in a line of the narrowest column.
const ROOM_MIN: f64 = 2.4;
/// Pixels in one point.
const POINT: f64 = 96.0 / 72.0;

/// The value of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum CellValue {
    Empty,
    /// A text. Excel never reads it as a formula.
    Text(String),
    Number(u64),
    Day(NaiveDate),
}

impl CellValue {
    /// A number, or `-` if it was left out.
    pub(super) fn or_dash(number: Option<u64>) -> Self {
        number.map_or_else(|| Self::Text("-".to_owned()), Self::Number)
    }

    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

/// A cell that covers `columns` columns.
#[derive(Debug, Clone)]
pub(super) struct SheetCell {
    pub(super) columns: usize,
    pub(super) value: CellValue,
    pub(super) style: Style,
}

impl SheetCell {
    pub(super) fn new(value: CellValue, style: Style) -> Self {
        Self::over(1, value, style)
    }

    pub(super) fn over(columns: usize, value: CellValue, mut style: Style) -> Self {
        style.writing = match &value {
            CellValue::Text(text) if text.starts_with(['=', '+', '-', '@']) && text != "-" => ValueFormat::Quoted,
            CellValue::Empty | CellValue::Text(_) => ValueFormat::General,
            CellValue::Number(_) => ValueFormat::Number,
            CellValue::Day(_) => ValueFormat::Day,
        };
        Self { columns, value, style }
    }

    pub(super) fn text(text: impl Into<String>, style: Style) -> Self {
        Self::new(CellValue::text(text), style)
    }

    pub(super) fn number(number: impl Into<u64>, style: Style) -> Self {
        Self::new(CellValue::Number(number.into()), style)
    }
}

/// A row. Its height is in points.
#[derive(Debug)]
pub(super) struct SheetRow {
    pub(super) height: f64,
    pub(super) cells: Vec<SheetCell>,
}

#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) name: &'static str,
    /// Widths of the columns, in digits.
    pub(super) widths: Vec<f64>,
    pub(super) rows: Vec<SheetRow>,
    /// The row of column heads, from 0. It stays visible, and each page repeats it.
    pub(super) head: usize,
}

impl Sheet {
    pub(super) fn new(name: &'static str, widths: impl Into<Vec<f64>>) -> Self {
        Self { name, widths: widths.into(), rows: Vec::new(), head: 0 }
    }

    /// Adds a row as high as its longest text. A text too long for one row continues in rows below it.
    pub(super) fn row(&mut self, cells: &[SheetCell]) {
        let mut at = 0;
        let mut parts: Vec<Vec<String>> = Vec::new();
        let (mut lines, mut size) = (1, 1);
        for cell in cells {
            let width: f64 = self.widths.iter().skip(at).take(cell.columns).sum();
            at += cell.columns;
            size = size.max(cell.style.font.size());
            let pieces = if let CellValue::Text(text) = &cell.value {
                let room = (width * DIGIT - MARGIN) / (f64::from(cell.style.font.size()) * POINT);
                let (pieces, highest) = pieces(text, room);
                lines = lines.max(highest);
                pieces
            } else {
                Vec::new()
            };
            parts.push(pieces);
        }
        let rows = parts.iter().map(Vec::len).max().unwrap_or(1).max(1);
        for row in 0..rows {
            let part = cells.iter().zip(&mut parts).map(|(cell, pieces)| {
                let value = match &cell.value {
                    CellValue::Text(_) => {
                        pieces.get_mut(row).map_or(CellValue::Empty, |piece| CellValue::Text(mem::take(piece)))
                    }
                    value if row == 0 => value.clone(),
                    _ => CellValue::Empty,
                };
                let mut cell = SheetCell::over(cell.columns, value, cell.style);
                if rows > 1 && cell.style.place == Alignment::Left {
                    cell.style.place = Alignment::TopLeft;
                }
                cell
            });
            let mut cells: Vec<SheetCell> = part.collect();
            if let Some(first) = cells.first_mut().filter(|first| row > 0 && first.value == CellValue::Empty) {
                first.value = CellValue::text("续");
            }
            self.rows.push(SheetRow { height: height(lines, size), cells });
        }
    }

    /// Adds a row of at least this height, in points.
    pub(super) fn row_at_least(&mut self, height: f64, cells: &[SheetCell]) {
        self.row(cells);
        if let Some(row) = self.rows.last_mut() {
            row.height = row.height.max(height);
        }
    }
}

/// The height of a row in points.
fn height(lines: usize, size: u32) -> f64 {
    let lines = u32::try_from(lines).unwrap_or(u32::MAX);
    (f64::from(lines) * f64::from(size) * LINE_HEIGHT + ROOM).ceil()
}

/// Splits a text into pieces of at most [`LINES_MAX`] lines. Also returns the lines of the longest piece. `room` is the
/// width of a line in Chinese characters.
fn pieces(text: &str, room: f64) -> (Vec<String>, usize) {
    let room = room.max(ROOM_MIN);
    let mut pieces = vec![String::new()];
    let (mut lines, mut most, mut used) = (1, 1, 0.0);
    for c in text.chars() {
        let width = if c.width().unwrap_or(0) > 1 || !c.is_ascii() { 1.0 } else { 0.6 };
        let turn = c == '\n' || used + width > room;
        if turn {
            used = 0.0;
            lines += 1;
        }
        if lines > LINES_MAX {
            pieces.push(String::new());
            lines = 1;
            if c == '\n' {
                // The row below begins a new line anyway.
                continue;
            }
        }
        most = most.max(lines);
        if c != '\n' {
            used += width;
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push(c);
        }
    }
    (pieces, most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn row_height_follows_wrapped_lines() {
        assert_eq!(pieces("", 10.0), (vec![String::new()], 1));
        assert_eq!(pieces("一二三四五六", 3.0).1, 2);
        assert_eq!(pieces("一\n二\n三", 10.0).1, 3);
        assert_eq!(pieces("abcdefghij", 3.0).1, 2);
    }

    #[test]
    fn long_text_continues_in_more_rows() {
        let text = "长".repeat(1000);
        let (pieces, lines) = pieces(&text, 5.0);
        assert_eq!((pieces.concat(), lines), (text, LINES_MAX));
        assert!(height(lines, 10) < 409.0);
        assert!(pieces.iter().all(|piece| piece.chars().count() <= LINES_MAX * 5));
    }
}
