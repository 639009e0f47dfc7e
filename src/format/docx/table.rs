//! Reads the tables of a Word document as rows of cells.

use super::xml::XmlElement;

/// Most columns that a merged cell covers.
const COLUMNS_MAX: usize = 64;

/// The table that is being read. A nested table is text of its cell.
#[derive(Default)]
pub(super) struct TableText {
    depth: usize,
    row: Vec<String>,
    cell: TableCell,
    /// The cells of the row above, by column.
    above: Vec<String>,
}

#[derive(Default)]
struct TableCell {
    is_open: bool,
    text: String,
    /// The number of columns that it covers.
    span: usize,
    /// Whether it is merged with the cell above.
    is_merged: bool,
}

impl TableText {
    pub(super) fn is_in_cell(&self) -> bool {
        self.cell.is_open
    }

    pub(super) fn open(&mut self, element: &XmlElement) {
        match element.name {
            "tbl" => {
                self.depth += 1;
                if self.depth == 1 {
                    self.above.clear();
                }
            }
            "tr" if self.depth == 1 => self.row.clear(),
            "tc" if self.depth == 1 => self.cell = TableCell { is_open: true, span: 1, ..TableCell::default() },
            "gridSpan" if self.depth == 1 => {
                let span = element.value().and_then(|span| span.parse().ok()).unwrap_or(1);
                self.cell.span = usize::clamp(span, 1, COLUMNS_MAX);
            }
            "vMerge" if self.depth == 1 => self.cell.is_merged = element.value().as_deref() != Some("restart"),
            _ => {}
        }
    }

    /// Adds a paragraph to the cell.
    pub(super) fn paragraph(&mut self, text: &str) {
        const UNIT_ENDS: &str = "局委办部府会心镇乡道院社队司所";
        let (text, cell) = (text.trim().replace('\n', ""), &mut self.cell.text);
        // Units below each other are a list.
        let is_list = text.chars().count() > 1
            && cell.ends_with(|c| UNIT_ENDS.contains(c))
            && text.ends_with(|c| UNIT_ENDS.contains(c));
        if is_list {
            cell.push('、');
        }
        cell.push_str(&text);
    }

    /// Ends an element. Returns the row that ends with it.
    pub(super) fn close(&mut self, name: &str) -> Option<String> {
        match name {
            "tbl" => self.depth = self.depth.saturating_sub(1),
            "tc" if self.depth == 1 => {
                let cell = std::mem::take(&mut self.cell);
                let above = self.above.get(self.row.len());
                let text = if cell.is_merged { above.cloned().unwrap_or_default() } else { cell.text };
                self.row.push(text.replace('\t', " "));
                for _ in 1..cell.span {
                    self.row.push(String::new());
                }
            }
            "tr" if self.depth == 1 => {
                self.above = std::mem::take(&mut self.row);
                // A row of one cell over all columns is a line.
                let filled = self.above.iter().filter(|cell| !cell.is_empty()).count();
                let is_line = filled == 1 && self.above.first().is_some_and(|cell| !cell.is_empty());
                return Some(if is_line { self.above[0].clone() } else { self.above.join("\t") });
            }
            _ => {}
        }
        None
    }
}
