//! Prints tables for people, JSON and CSV for programs. Data goes to standard output, sentences to standard error.

use std::fmt::{Display, Write as _};
use std::io::{self, IsTerminal as _, Write};

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use serde::Serialize;

use crate::cli::OutputFormat;
use crate::domain::gbk;
use crate::domain::text::{harmless, is_treacherous};
use crate::error::Error;
use crate::store::ledger::LedgerWriter;
use crate::terminal::display::display;
use crate::terminal::locale::{TerminalEncoding, terminal_encoding};

use super::Outcome;
use crate::operations::context::Context;

/// A table before it is laid out for the terminal or written as CSV.
#[derive(Debug, Default)]
pub struct Rows {
    /// Column names: Chinese for a table, English for CSV.
    pub columns: Vec<(&'static str, &'static str)>,
    /// Each row has as many cells as there are columns.
    pub rows: Vec<Vec<String>>,
}

impl Rows {
    /// `columns` are pairs of a Chinese and an English name.
    #[must_use]
    pub fn new(columns: &[(&'static str, &'static str)]) -> Self {
        Self { columns: columns.to_vec(), rows: Vec::new() }
    }

    pub fn push(&mut self, row: impl IntoIterator<Item = String>) {
        self.rows.push(row.into_iter().collect());
    }
}

/// Prints data in the format of `--format`. `table` and `csv` are called only if their format is wanted.
pub fn print<T: Serialize>(
    context: &Context,
    json: &T,
    table: impl FnOnce() -> String,
    csv: impl FnOnce() -> Rows,
) -> Result<(), Error> {
    match context.format {
        OutputFormat::Table => say(&table()),
        OutputFormat::Json => {
            let text = serde_json::to_string_pretty(json).map_err(|error| Error::Output(error.into()))?;
            warn_of_encoding();
            write_all(format!("{}\n", escape_json(&text)).as_bytes())
        }
        OutputFormat::Csv => {
            let rows = csv();
            let mut bytes = "\u{feff}".as_bytes().to_vec();
            let mut writer = csv::Writer::from_writer(&mut bytes);
            let written = writer.write_record(rows.columns.iter().map(|(_, english)| english));
            let written = rows.rows.iter().try_fold(written, |_, row| {
                Ok(writer.write_record(row.iter().map(|cell| guard_formula(&harmless(cell)))))
            });
            written
                .and_then(|last| last)
                .and_then(|()| writer.flush().map_err(Into::into))
                .map_err(|error| Error::Output(io::Error::other(error)))?;
            drop(writer);
            warn_of_encoding();
            write_all(&bytes)
        }
    }
}

/// Prints a text and a line end on standard output, without control characters.
pub fn say(text: &str) -> Result<(), Error> {
    let text = format!("{}\n", harmless(text.trim_end_matches('\n')));
    write_all(&if io::stdout().is_terminal() { encode_for_terminal(text) } else { text.into_bytes() })
}

/// Prints each sentence on a line of standard error.
pub fn tell<T: Display>(sentences: &[T]) {
    for sentence in sentences {
        let text = format!("{}\n", harmless(&sentence.to_string()));
        let bytes = if io::stderr().is_terminal() { encode_for_terminal(text) } else { text.into_bytes() };
        let _ = io::stderr().write_all(&bytes);
    }
}

/// Encodes a text for the terminal. Output to a file or a pipe is always UTF-8 and does not pass here.
#[must_use]
pub fn encode_for_terminal(text: String) -> Vec<u8> {
    if terminal_encoding() == TerminalEncoding::Gbk { gbk::encode(&text) } else { text.into_bytes() }
}

/// JSON and CSV are UTF-8 even on a GBK terminal, where they would look garbled. This says why.
fn warn_of_encoding() {
    if io::stdout().is_terminal() && terminal_encoding() == TerminalEncoding::Gbk {
        tell(&["这个终端的编码是GBK，JSON和CSV总是UTF-8，在这里看会是乱码。请用 > 文件名 存成文件。"]);
    }
}

/// Writes characters that could control a terminal as `\u....`. The JSON value stays the same.
fn escape_json(json: &str) -> String {
    json.chars().fold(String::with_capacity(json.len()), |mut text, c| {
        if c != '\n' && is_treacherous(c) {
            // JSON writes a character beyond U+FFFF as two UTF-16 units.
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(text, "\\u{unit:04x}");
            }
        } else {
            text.push(c);
        }
        text
    })
}

/// Puts a `'` before a cell that a spreadsheet would run as a formula. The cell may come from another township's report.
/// Spreadsheets accept full-width signs as well.
fn guard_formula(cell: &str) -> String {
    const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    let is_formula =
        cell.chars().nth(1).is_some() && cell.trim_start().starts_with(SIGNS) && cell.parse::<f64>().is_err();
    if is_formula { format!("'{cell}") } else { cell.to_owned() }
}

fn write_all(bytes: &[u8]) -> Result<(), Error> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        // A reader such as `| head` closes the pipe once it has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.map_err(Error::Output),
    }
}

/// Ends a command that has changed something. If its answer could not be printed, the change remains, and the message
/// names it by `done`, such as `已记上`. `problems` are errors that came after the change.
pub fn end<T: Display>(done: &'static str, printed: Result<(), Error>, problems: &[T]) -> Result<Outcome, Error> {
    tell(problems);
    match printed {
        Err(Error::Output(source)) => tell(&[Error::DoneUnprinted { done, source }]),
        printed if problems.is_empty() => return printed.map(|()| Outcome::Done),
        printed => printed?,
    }
    Ok(Outcome::ProblemsFound)
}

/// Ends a command that has added an entry to this PC's ledger.
pub fn end_recording(writer: &mut LedgerWriter, printed: Result<(), Error>) -> Result<Outcome, Error> {
    let doubt: Vec<Error> = writer.take_doubt().map(Error::Store).into_iter().collect();
    end("已记上", printed, &doubt)
}

/// Lays out rows as an aligned table. `right` are the indexes of the columns with numbers.
#[must_use]
pub fn table(context: &Context, rows: &Rows, right: &[usize]) -> String {
    let look = context.printed_look();
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    if io::stdout().is_terminal() {
        // Leave the last column free: some consoles wrap a line that fills it.
        let columns = crossterm::terminal::size().map_or(80, |(columns, _)| columns);
        table.set_width(columns.saturating_sub(1).max(40));
    }
    table.set_header(rows.columns.iter().map(|(chinese, _)| *chinese));
    for row in &rows.rows {
        table.add_row(row.iter().map(|cell| display(cell, look).into_owned()));
    }
    for index in right {
        if let Some(column) = table.column_mut(*index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formula_cells_are_guarded() {
        assert_eq!(guard_formula("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0");
        for formula in ["＝1+1", "＋1", "－1", "＠SUM(1)", " =1+1", "\n=1+1", "\u{3000}＝1", "-30°C"] {
            assert_eq!(guard_formula(formula), format!("'{formula}"));
        }
        for plain in ["－", "张三", "-12.5", "+3", "-", "", "510421100"] {
            assert_eq!(guard_formula(plain), plain);
        }
    }
}
