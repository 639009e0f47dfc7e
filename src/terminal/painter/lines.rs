//! A frame as lines of text, for consoles without escape sequences.

use super::grid::{Grid, TAIL};

/// Writes every row without trailing blanks, and ends it with CR LF.
pub(super) fn write_frame(grid: &Grid, out: &mut Vec<u8>) {
    for row in grid.rows() {
        let line: String = row.iter().map(|column| column.glyph).filter(|&glyph| glyph != TAIL).collect();
        out.extend(line.trim_end_matches(' ').bytes());
        out.extend(b"\r\n");
    }
}
