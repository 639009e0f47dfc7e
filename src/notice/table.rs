//! Stage 2: tables whose cells are separated by tabs or bars. [`super::flattened_table`] reads tables with a line for
//! each cell.

use super::flattened_table;
use super::lines::NoticeLine;
use super::source_text::SourceText;
use super::task_table::{TableColumn, TaskRow, TaskTable};

/// Reads the table at the beginning of `lines`. Returns how many lines it takes.
#[must_use]
pub fn read(lines: &[NoticeLine]) -> Option<(TaskTable, usize)> {
    if lines.first()?.cells.is_none() {
        return flattened_table::read(lines);
    }
    let mut columns: Vec<TableColumn> = Vec::new();
    let mut table = TaskTable::default();
    let mut section = None;
    let mut length = 0;
    while let Some(line) = lines.get(length) {
        let Some(cells) = &line.cells else {
            // A row of one cell between others is the title of the rows below.
            if !is_row(lines.get(length + 1), columns.len()) {
                break;
            }
            section = Some(line.words());
            length += 1;
            continue;
        };
        let heads: Vec<TableColumn> = cells.iter().map(|cell| TableColumn::of(cell.chars())).collect();
        if heads.iter().any(|column| column.holds_units()) && heads.contains(&TableColumn::Text) {
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

/// Returns the title in a row that only has a Chinese number and one text.
fn group_title(columns: &[TableColumn], cells: &[SourceText]) -> Option<String> {
    let mut filled = cells.iter().zip(columns).filter(|(cell, _)| !cell.is_empty());
    let ((number, TableColumn::Number), (title, TableColumn::Text), None) =
        (filled.next()?, filled.next()?, filled.next())
    else {
        return None;
    };
    let is_counted = number.chars().iter().any(char::is_ascii_digit);
    (!is_counted).then(|| title.text(0..title.len()))
}

/// Whether the line is a row with so many cells.
fn is_row(line: Option<&NoticeLine>, columns: usize) -> bool {
    line.and_then(|line| line.cells.as_ref()).is_some_and(|cells| cells.len() == columns)
}

fn add_row(table: &mut TaskTable, columns: &[TableColumn], cells: &[SourceText], line: u32) {
    let mut row = TaskRow { lines: (line, line), ..TaskRow::default() };
    let mut texts: Vec<&SourceText> = Vec::new();
    for (cell, column) in cells.iter().zip(columns) {
        match column {
            TableColumn::Number => row.label = cell.text(0..cell.len()),
            TableColumn::Text => texts.push(cell),
            TableColumn::Field(label) => row.fields.push((*label, cell.clone())),
            TableColumn::Other => {}
        }
    }
    match texts.as_slice() {
        [] => {}
        [text] => row.text = (*text).clone(),
        [title, text, more @ ..] => {
            row.title = Some((*title).clone());
            row.text = (*text).clone();
            row.text.append(&SourceText::join(more.iter().copied()));
        }
    }
    // A row without number and name continues the cells of the row above.
    let goes_on = row.label.is_empty()
        && row.title.as_ref().is_none_or(SourceText::is_empty)
        && columns.contains(&TableColumn::Number);
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

/// If the first text column is empty or repeated in places, it holds the titles of groups of rows.
fn name_sections(table: &mut TaskTable) {
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
