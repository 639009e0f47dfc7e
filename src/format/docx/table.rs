//! Tables of a Word document as rows of cells.

use super::xml::Element;

/// Most columns that cells are merged over.
const COLUMNS_MAX: usize = 64;

/// The table that is being read. A table within a cell is text of that cell.
#[derive(Default)]
pub(super) struct Table {
    depth: usize,
    row: Vec<String>,
    cell: Cell,
    /// The cells of the row above, by column.
    above: Vec<String>,
}

#[derive(Default)]
struct Cell {
    is_open: bool,
    text: String,
    /// How many columns it takes.
    span: usize,
    /// Whether it goes on with the cell above.
    is_merged: bool,
}

impl Table {
    pub(super) fn is_in_cell(&self) -> bool {
        self.cell.is_open
    }

    pub(super) fn open(&mut self, element: &Element) {
        match element.name {
            "tbl" => {
                self.depth += 1;
                if self.depth == 1 {
                    self.above.clear();
                }
            }
            "tr" if self.depth == 1 => self.row.clear(),
            "tc" if self.depth == 1 => self.cell = Cell { is_open: true, span: 1, ..Cell::default() },
            "gridSpan" if self.depth == 1 => {
                let span = element.value().and_then(|span| span.parse().ok()).unwrap_or(1);
                self.cell.span = usize::clamp(span, 1, COLUMNS_MAX);
            }
            "vMerge" if self.depth == 1 => self.cell.is_merged = element.value().as_deref() != Some("restart"),
            _ => {}
        }
    }

    /// One more paragraph of the cell.
    pub(super) fn paragraph(&mut self, text: &str) {
        const UNIT_ENDS: &str = "局委办部府会心镇乡道院社队司所";
        let (text, cell) = (text.trim().replace('\n', ""), &mut self.cell.text);
        // Units that stand one below the other are a list.
        let is_list = text.chars().count() > 1
            && cell.ends_with(|c| UNIT_ENDS.contains(c))
            && text.ends_with(|c| UNIT_ENDS.contains(c));
        if is_list {
            cell.push('、');
        }
        cell.push_str(&text);
    }

    /// Ends what has that name; gives the row that ends with it.
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
                // A row that is one cell over all columns is a line.
                let filled = self.above.iter().filter(|cell| !cell.is_empty()).count();
                let is_line = filled == 1 && self.above.first().is_some_and(|cell| !cell.is_empty());
                return Some(if is_line { self.above[0].clone() } else { self.above.join("\t") });
            }
            _ => {}
        }
        None
    }
}
