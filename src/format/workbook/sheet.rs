//! A sheet as it is laid out: columns, rows as high as their texts need, cells over several columns. Row heights are
//! worked out here, since Excel and WPS leave a row of wrapped or merged cells as high as the file says.

use std::mem;

use chrono::NaiveDate;
use unicode_width::UnicodeWidthChar as _;

use super::style::{Place, Style, Writing};

/// Lines of text that a row takes at most; what is longer goes on in a row below. Excel's rows end at 409 points,
/// and a row must fit on a landscape page.
const LINES_MAX: usize = 22;
/// Height of a line by the size of its letters: what the tallest of the usual Chinese fonts takes.
const LINE_HEIGHT: f64 = 1.45;
/// Room above and below the text of a row, in points.
const ROOM: f64 = 5.0;
/// Pixels of a digit of the usual font: what a column's width is counted in.
pub(super) const DIGIT: f64 = 8.0;
/// Pixels of a column that no text stands in.
const MARGIN: f64 = 18.0;
/// Chinese characters that the narrowest column takes in a line.
const ROOM_MIN: f64 = 2.4;
/// Pixels of a point.
const POINT: f64 = 96.0 / 72.0;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// Nothing.
    Empty,
    /// A text, never read as a formula.
    Text(String),
    /// A number.
    Number(u64),
    /// A day.
    Day(NaiveDate),
}

impl Value {
    /// A number, or `-` where it was left out.
    pub(super) fn or_dash(number: Option<u64>) -> Self {
        number.map_or_else(|| Self::Text("-".to_owned()), Self::Number)
    }

    /// A text.
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

/// A cell, over `columns` columns.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub(super) columns: usize,
    pub(super) value: Value,
    pub(super) style: Style,
}

impl Cell {
    /// A cell of one column.
    pub(super) fn new(value: Value, style: Style) -> Self {
        Self::over(1, value, style)
    }

    /// A cell over several columns.
    pub(super) fn over(columns: usize, value: Value, mut style: Style) -> Self {
        style.writing = match &value {
            Value::Text(text) if text.starts_with(['=', '+', '-', '@']) && text != "-" => Writing::Quoted,
            Value::Empty | Value::Text(_) => Writing::General,
            Value::Number(_) => Writing::Number,
            Value::Day(_) => Writing::Day,
        };
        Self { columns, value, style }
    }

    /// A text of one column.
    pub(super) fn text(text: impl Into<String>, style: Style) -> Self {
        Self::new(Value::text(text), style)
    }

    /// A number of one column.
    pub(super) fn number(number: impl Into<u64>, style: Style) -> Self {
        Self::new(Value::Number(number.into()), style)
    }
}

/// A row with its height in points.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) height: f64,
    pub(super) cells: Vec<Cell>,
}

/// A sheet.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) name: &'static str,
    /// Widths of the columns, in digits.
    pub(super) widths: Vec<f64>,
    pub(super) rows: Vec<Row>,
    /// The row, from 0, that heads the table: it stays in sight, and each page begins with it.
    pub(super) head: usize,
}

impl Sheet {
    /// A sheet without rows.
    pub(super) fn new(name: &'static str, widths: impl Into<Vec<f64>>) -> Self {
        Self { name, widths: widths.into(), rows: Vec::new(), head: 0 }
    }

    /// Adds a row as high as its longest text, and rows below it for what is longer than a row can be.
    pub(super) fn row(&mut self, cells: &[Cell]) {
        let mut at = 0;
        let mut parts: Vec<Vec<String>> = Vec::new();
        let (mut lines, mut size) = (1, 1);
        for cell in cells {
            let width: f64 = self.widths.iter().skip(at).take(cell.columns).sum();
            at += cell.columns;
            size = size.max(cell.style.font.size());
            let pieces = if let Value::Text(text) = &cell.value {
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
                    Value::Text(_) => pieces.get_mut(row).map_or(Value::Empty, |piece| Value::Text(mem::take(piece))),
                    value if row == 0 => value.clone(),
                    _ => Value::Empty,
                };
                let mut cell = Cell::over(cell.columns, value, cell.style);
                if rows > 1 && cell.style.place == Place::Left {
                    cell.style.place = Place::TopLeft;
                }
                cell
            });
            let mut cells: Vec<Cell> = part.collect();
            if let Some(first) = cells.first_mut().filter(|first| row > 0 && first.value == Value::Empty) {
                first.value = Value::text("续");
            }
            self.rows.push(Row { height: height(lines, size), cells });
        }
    }

    /// Adds a row that is at least so high.
    pub(super) fn row_at_least(&mut self, height: f64, cells: &[Cell]) {
        self.row(cells);
        if let Some(row) = self.rows.last_mut() {
            row.height = row.height.max(height);
        }
    }
}

/// The height of a row of so many lines.
fn height(lines: usize, size: u32) -> f64 {
    let lines = u32::try_from(lines).unwrap_or(u32::MAX);
    (f64::from(lines) * f64::from(size) * LINE_HEIGHT + ROOM).ceil()
}

/// A text in pieces of at most [`LINES_MAX`] lines, and the lines of the longest piece. `room` is the width of a line
/// in Chinese characters.
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
