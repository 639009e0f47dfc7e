//! A frame as lines of text, for consoles without escape sequences (rule 9).

use super::grid::{Grid, TAIL};

/// Writes every row, its trailing blanks left out, ended by CR LF.
pub(super) fn frame(grid: &Grid, out: &mut Vec<u8>) {
    for row in grid.rows() {
        let line: String = row.iter().map(|slot| slot.glyph).filter(|&glyph| glyph != TAIL).collect();
        out.extend(line.trim_end_matches(' ').bytes());
        out.extend(b"\r\n");
    }
}
