//! Printing: tables for people, JSON and CSV for programs. Data goes to standard output, sentences to the error output.

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

/// Rows of facts under named columns.
#[derive(Debug, Default)]
pub struct Rows {
    /// Column names: Chinese for a table, English for CSV.
    pub columns: Vec<(&'static str, &'static str)>,
    /// The rows, as wide as the columns.
    pub rows: Vec<Vec<String>>,
}

impl Rows {
    /// No rows yet under these columns, each `(Chinese, English)`.
    #[must_use]
    pub fn new(columns: &[(&'static str, &'static str)]) -> Self {
        Self { columns: columns.to_vec(), rows: Vec::new() }
    }

    /// One more row.
    pub fn push(&mut self, row: impl IntoIterator<Item = String>) {
        self.rows.push(row.into_iter().collect());
    }
}

/// Prints one set of facts in the format asked for: `table` and `csv` make their rows only when needed.
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
            tell_of_encoding();
            write_all(format!("{}\n", escaped(&text)).as_bytes())
        }
        OutputFormat::Csv => {
            let rows = csv();
            let mut bytes = "\u{feff}".as_bytes().to_vec();
            let mut writer = csv::Writer::from_writer(&mut bytes);
            let written = writer.write_record(rows.columns.iter().map(|(_, english)| english));
            let written = rows.rows.iter().try_fold(written, |_, row| {
                Ok(writer.write_record(row.iter().map(|cell| unreckoned(&harmless(cell)))))
            });
            written
                .and_then(|last| last)
                .and_then(|()| writer.flush().map_err(Into::into))
                .map_err(|error| Error::Output(io::Error::other(error)))?;
            drop(writer);
            tell_of_encoding();
            write_all(&bytes)
        }
    }
}

/// Prints a text and a line end on standard output.
pub fn say(text: &str) -> Result<(), Error> {
    let text = format!("{}\n", harmless(text.trim_end_matches('\n')));
    write_all(&if io::stdout().is_terminal() { on_terminal(text) } else { text.into_bytes() })
}

/// Tells sentences on the error output.
pub fn tell<T: Display>(sentences: &[T]) {
    for sentence in sentences {
        let text = format!("{}\n", harmless(&sentence.to_string()));
        let bytes = if io::stderr().is_terminal() { on_terminal(text) } else { text.into_bytes() };
        let _ = io::stderr().write_all(&bytes);
    }
}

/// A text as the terminal reads it. Output that goes elsewhere, into a file say, is UTF-8.
#[must_use]
pub fn on_terminal(text: String) -> Vec<u8> {
    if terminal_encoding() == TerminalEncoding::Gbk { gbk::encode(&text) } else { text.into_bytes() }
}

/// Tells that data for programs is UTF-8 where the terminal is not.
fn tell_of_encoding() {
    if io::stdout().is_terminal() && terminal_encoding() == TerminalEncoding::Gbk {
        tell(&["这个终端的编码是GBK，JSON和CSV总是UTF-8，在这里看会是乱码。请用 > 文件名 存成文件。"]);
    }
}

/// JSON with what a terminal must not be sent written as `\u....`: the value stays what it is.
fn escaped(json: &str) -> String {
    json.chars().fold(String::with_capacity(json.len()), |mut text, c| {
        if c != '\n' && is_treacherous(c) {
            // Beyond the first plane JSON has two such numbers.
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(text, "\\u{unit:04x}");
            }
        } else {
            text.push(c);
        }
        text
    })
}

/// A cell that a spreadsheet takes for a text or a number and never for a formula, whoever wrote it. The full-width
/// signs begin a formula too, where an input method made them so.
fn unreckoned(cell: &str) -> String {
    const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    let formula = cell.chars().nth(1).is_some() && cell.trim_start().starts_with(SIGNS) && cell.parse::<f64>().is_err();
    if formula { format!("'{cell}") } else { cell.to_owned() }
}

fn write_all(bytes: &[u8]) -> Result<(), Error> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        // The reader has seen enough, as `| head` does.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.map_err(Error::Output),
    }
}

/// How a command ends that has done something, and then printed its answer. An answer that could not be printed takes
/// nothing back. `done` says what stands, as `已记上`; `problems` is what else went wrong behind it.
pub fn end<T: Display>(done: &'static str, printed: Result<(), Error>, problems: &[T]) -> Result<Outcome, Error> {
    tell(problems);
    match printed {
        Err(Error::Output(source)) => tell(&[Error::DoneUnprinted { done, source }]),
        printed if problems.is_empty() => return printed.map(|()| Outcome::Done),
        printed => printed?,
    }
    Ok(Outcome::ProblemsFound)
}

/// How a command ends that has recorded something in this PC's ledger.
pub fn recorded(writer: &mut LedgerWriter, printed: Result<(), Error>) -> Result<Outcome, Error> {
    let doubt: Vec<Error> = writer.take_doubt().map(Error::Store).into_iter().collect();
    end("已记上", printed, &doubt)
}

/// Rows as an aligned table, in the look that the console shows straight. `right` names the columns of numbers.
#[must_use]
pub fn table(context: &Context, rows: &Rows, right: &[usize]) -> String {
    let look = context.printed_look();
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    if io::stdout().is_terminal() {
        // One column is left free: a full last column makes some consoles wrap.
        let columns = crossterm::terminal::size().map_or(80, |(columns, _)| columns);
        table.set_width(columns.saturating_sub(1).max(40));
    }
    table.set_header(rows.columns.iter().map(|(chinese, _)| *chinese));
    for row in &rows.rows {
        table.add_row(row.iter().map(|cell| display(cell, look).into_owned()));
    }
    for at in right {
        if let Some(column) = table.column_mut(*at) {
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
        assert_eq!(unreckoned("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0");
        for formula in ["＝1+1", "＋1", "－1", "＠SUM(1)", " =1+1", "\n=1+1", "\u{3000}＝1", "-30°C"] {
            assert_eq!(unreckoned(formula), format!("'{formula}"));
        }
        for plain in ["－", "张三", "-12.5", "+3", "-", "", "510421100"] {
            assert_eq!(unreckoned(plain), plain);
        }
    }
}
