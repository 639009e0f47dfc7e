//! Stage 2: tables. Rows whose cells are parted by tabs or bars; a table that a copy spilled cell after cell, a line
//! each, is read in [`super::spilled`].

use super::flow::Flow;
use super::lines::Line;
use super::rows::{Column, Row, Table};
use super::spilled;

/// Reads the table that `lines` begin with, and how many lines it takes.
#[must_use]
pub fn read(lines: &[Line]) -> Option<(Table, usize)> {
    if lines.first()?.cells.is_none() {
        return spilled::read(lines);
    }
    let mut columns: Vec<Column> = Vec::new();
    let mut table = Table::default();
    let mut section = None;
    let mut length = 0;
    while let Some(line) = lines.get(length) {
        let Some(cells) = &line.cells else {
            // A row of one cell between others names the rows below it.
            if !is_row(lines.get(length + 1), columns.len()) {
                break;
            }
            section = Some(line.words());
            length += 1;
            continue;
        };
        let heads: Vec<Column> = cells.iter().map(|cell| Column::of(cell.chars())).collect();
        if heads.iter().any(|column| column.holds_units()) && heads.contains(&Column::Text) {
            columns = heads;
        } else if let Some(title) = group_title(&columns, cells) {
            section = Some(title);
        } else if !columns.is_empty() {
            add_row(&mut table, &columns, cells, line.no);
            if let Some(row) = table.rows.last_mut() {
                row.section.clone_from(&section);
            }
        }
        length += 1;
    }
    if table.rows.is_empty() {
        return None;
    }
    name_sections(&mut table);
    Some((table, length))
}

/// The words of a row that names those below it: a Chinese number, one text, and nothing else.
fn group_title(columns: &[Column], cells: &[Flow]) -> Option<String> {
    let mut filled = cells.iter().zip(columns).filter(|(cell, _)| !cell.is_empty());
    let ((number, Column::Number), (title, Column::Text), None) = (filled.next()?, filled.next()?, filled.next())
    else {
        return None;
    };
    let is_counted = number.chars().iter().any(char::is_ascii_digit);
    (!is_counted).then(|| title.text(0..title.len()))
}

/// Whether the line is a row of so many cells.
fn is_row(line: Option<&Line>, columns: usize) -> bool {
    line.and_then(|line| line.cells.as_ref()).is_some_and(|cells| cells.len() == columns)
}

fn add_row(table: &mut Table, columns: &[Column], cells: &[Flow], line: u32) {
    let mut row = Row { lines: (line, line), ..Row::default() };
    let mut texts: Vec<&Flow> = Vec::new();
    for (cell, column) in cells.iter().zip(columns) {
        match column {
            Column::Number => row.label = cell.text(0..cell.len()),
            Column::Text => texts.push(cell),
            Column::Field(label) => row.fields.push((*label, cell.clone())),
            Column::Other => {}
        }
    }
    match texts.as_slice() {
        [] => {}
        [text] => row.text = (*text).clone(),
        [title, text, more @ ..] => {
            row.title = Some((*title).clone());
            row.text = (*text).clone();
            row.text.append(&Flow::join(more.iter().copied()));
        }
    }
    // A row without number and name goes on with the cells of the row above.
    let goes_on =
        row.label.is_empty() && row.title.as_ref().is_none_or(Flow::is_empty) && columns.contains(&Column::Number);
    match table.rows.last_mut().filter(|_| goes_on) {
        Some(above) => {
            above.text.append(&row.text);
            for ((_, above), (_, more)) in above.fields.iter_mut().zip(&row.fields) {
                above.append(more);
            }
            above.lines.1 = line;
        }
        None => table.rows.push(row),
    }
}

/// A first text column that is left empty or repeated names groups of rows.
fn name_sections(table: &mut Table) {
    let titles: Vec<String> = table
        .rows
        .iter()
        .map(|row| row.title.as_ref().map(|title| title.text(0..title.len())).unwrap_or_default())
        .collect();
    let is_grouped = titles.windows(2).any(|pair| pair[1].is_empty() || pair[0] == pair[1]);
    if !is_grouped || titles.iter().all(String::is_empty) {
        return;
    }
    let mut section = None;
    for (row, title) in table.rows.iter_mut().zip(titles) {
        if !title.is_empty() {
            section = Some(title);
        }
        row.section.clone_from(&section);
        row.title = None;
    }
}
