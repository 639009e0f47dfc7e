//! The difference between two frames as rectangles of cells, for consoles that are painted through calls of their
//! own and know no escape sequences (rule 9).

use std::io;

use ratatui::{layout::Position, style::Color};

use super::grid::{Grid, Slot, TAIL};

/// The most bytes handed over at once: Windows 7 keeps 64 KB for all that passes through a console.
const BAND_MAX: usize = 32 << 10;

const LEADING_HALF: u16 = 0x0100;
const TRAILING_HALF: u16 = 0x0200;

/// Stands for characters that a cell cannot hold.
const STRANGE: u16 = b'?' as u16;

/// One cell as the console has it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Cell {
    /// UTF-16; both halves of a wide character hold the same.
    pub glyph: u16,
    /// Foreground in the lowest four bits, background in the next, then which half of a wide character it is.
    pub attributes: u16,
}

/// A rectangle of cells.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Band {
    pub x: usize,
    pub y: usize,
    pub width: usize,
    pub height: usize,
    /// Row by row.
    pub cells: Vec<Cell>,
}

/// What is to be known of a console before cells are made for it.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Manner {
    /// The attributes of its own two colours.
    pub own: u16,
    /// Whether it makes the second half of a wide character itself, as it does with a raster font (点阵字体).
    /// It then lays out the cells one after the other, beyond the ends of rows.
    pub packed: bool,
}

/// How a console's cells and cursor are set.
pub trait Board {
    /// What it is like now; clerks change fonts while a program runs.
    fn manner(&mut self) -> io::Result<Manner>;

    /// Shows a rectangle of cells.
    fn put(&mut self, band: &Band) -> io::Result<()>;

    /// Puts the cursor there, or hides it.
    fn place(&mut self, cursor: Option<Position>) -> io::Result<()>;
}

/// Paints a board, and remembers what it was like.
#[derive(Debug)]
pub(super) struct Cells<B> {
    manner: Option<Manner>,
    /// The board's own way, known where the painter was made and not where it paints.
    paint: fn(&mut B, &[Band], Option<Position>) -> io::Result<()>,
    ask: fn(&mut B) -> io::Result<Manner>,
}

impl<B: Board> Cells<B> {
    pub(super) fn new() -> Self {
        let paint = |board: &mut B, bands: &[Band], cursor| {
            bands.iter().try_for_each(|band| board.put(band))?;
            board.place(cursor)
        };
        Self { manner: None, paint, ask: B::manner }
    }
}

impl<B> Cells<B> {
    /// Makes `board` show `wanted` instead of `shown`.
    pub(super) fn paint(
        &mut self,
        board: &mut B,
        shown: Option<&Grid>,
        wanted: &Grid,
        cursor: Option<Position>,
    ) -> io::Result<()> {
        let manner = (self.ask)(board)?;
        let known = self.manner.replace(manner) == Some(manner);
        (self.paint)(board, &bands(shown.filter(|_| known), wanted, manner), cursor)
    }
}

/// The rectangles that turn `shown` into `wanted`.
pub(super) fn bands(shown: Option<&Grid>, wanted: &Grid, manner: Manner) -> Vec<Band> {
    let rows: Vec<&[Slot]> = wanted.rows().collect();
    let shown: Vec<&[Slot]> = shown.map(|grid| grid.rows().collect()).unwrap_or_default();
    let changed = |y: usize| match shown.get(y) {
        Some(shown) => shown != &rows[y],
        None => true,
    };
    let mut bands = Vec::new();
    let mut y = 0;
    while y < rows.len() {
        let together = if manner.packed { 1 } else { BAND_MAX / (rows[y].len().max(1) * size_of::<Cell>()) };
        let height = (y..rows.len()).take(together.max(1)).take_while(|&y| changed(y)).count();
        if height == 0 {
            y += 1;
            continue;
        }
        bands.extend(band(y, &shown, &rows[y..y + height], manner));
        y += height;
    }
    bands
}

/// The smallest rectangle of whole characters that holds all that differs in these rows.
fn band(y: usize, shown: &[&[Slot]], rows: &[&[Slot]], manner: Manner) -> Option<Band> {
    let columns = rows.first()?.len();
    let differs =
        |x: usize| rows.iter().enumerate().any(|(at, row)| shown.get(y + at).is_none_or(|shown| shown[x] != row[x]));
    let whole = |x: usize| rows.iter().all(|row| row.get(x).is_none_or(|slot| slot.glyph != TAIL));
    let mut start = (0..columns).find(|&x| differs(x))?;
    let mut end = (0..columns).rfind(|&x| differs(x))? + 1;
    while !whole(start) {
        start -= 1;
    }
    while !whole(end) {
        end += 1;
    }
    let cells = rows.iter().flat_map(|row| cells(&row[start..end], manner)).collect();
    Some(Band { x: start, y, width: end - start, height: rows.len(), cells })
}

fn cells(slots: &[Slot], manner: Manner) -> Vec<Cell> {
    let mut cells = Vec::with_capacity(slots.len());
    for slot in slots.iter().filter(|slot| slot.glyph != TAIL) {
        let colours = colours(*slot, manner.own);
        let glyph = u16::try_from(u32::from(slot.glyph)).unwrap_or(STRANGE);
        if slot.columns() == 1 || manner.packed {
            cells.push(Cell { glyph, attributes: colours });
        } else {
            cells.push(Cell { glyph, attributes: colours | LEADING_HALF });
            cells.push(Cell { glyph, attributes: colours | TRAILING_HALF });
        }
    }
    // Where the console makes the second halves, the end of what it is given falls off the row.
    cells.resize(slots.len(), Cell { glyph: u16::from(b' '), attributes: manner.own });
    cells
}

fn colours(slot: Slot, own: u16) -> u16 {
    let fg = number(slot.pen.fg).unwrap_or(own & 0xF);
    let bg = number(slot.pen.bg).unwrap_or(own >> 4 & 0xF);
    bg << 4 | fg
}

/// The console's number of a colour, where it is not its own.
fn number(color: Color) -> Option<u16> {
    Some(match color {
        Color::Black => 0,
        Color::Blue => 1,
        Color::Green => 2,
        Color::Cyan => 3,
        Color::Red => 4,
        Color::Magenta => 5,
        Color::Yellow => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightBlue => 9,
        Color::LightGreen => 10,
        Color::LightCyan => 11,
        Color::LightRed => 12,
        Color::LightMagenta => 13,
        Color::LightYellow => 14,
        Color::White => 15,
        Color::Reset | Color::Rgb(..) | Color::Indexed(_) => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::{buffer::Buffer, layout::Rect, style::Style};

    use super::*;

    const HALVES: Manner = Manner { own: 0x07, packed: false };
    const PACKED: Manner = Manner { own: 0x07, packed: true };

    fn grid(rows: &[&str]) -> Grid {
        let frame = Buffer::with_lines(rows.iter().copied());
        Grid::read(&frame, frame.area.as_size())
    }

    fn cell(c: char, attributes: u16) -> Cell {
        Cell { glyph: c as u16, attributes }
    }

    #[test]
    fn wide_character_takes_two_cells() {
        let [band] = &bands(None, &grid(&["a农b "]), HALVES)[..] else { panic!() };
        assert_eq!((band.x, band.y, band.width, band.height), (0, 0, 5, 1));
        let blank = cell(' ', 0x07);
        assert_eq!(band.cells, [cell('a', 0x07), cell('农', 0x107), cell('农', 0x207), cell('b', 0x07), blank]);
    }

    #[test]
    fn raster_font_writes_row_by_row() {
        let [first, second] = &bands(None, &grid(&["a农b", "科普"]), PACKED)[..] else { panic!() };
        assert_eq!((first.width, second.y, second.height), (4, 1, 1));
        assert_eq!(first.cells, [cell('a', 0x07), cell('农', 0x07), cell('b', 0x07), cell(' ', 0x07)]);
    }

    #[test]
    fn colours_map_to_console_attributes() {
        let mut frame = Buffer::empty(Rect::new(0, 0, 4, 1));
        frame.set_string(0, 0, "a", Style::new().fg(Color::LightGreen).bg(Color::Black));
        frame.set_string(1, 0, "b", Style::new().fg(Color::Black).bg(Color::Cyan));
        frame.set_string(2, 0, "c", Style::new().fg(Color::Reset).bg(Color::Reset));
        let grid = Grid::read(&frame, frame.area.as_size());
        let attributes = |own| bands(None, &grid, Manner { own, packed: false })[0].cells.clone();
        assert_eq!(attributes(0xF0)[..3], [cell('a', 0x0A), cell('b', 0x30), cell('c', 0xF0)]);
    }

    #[test]
    fn only_changed_cells_are_written() {
        let before = grid(&["[ ] 农村科普 ", "[ ] 三下乡   ", "            "]);
        let after = grid(&["[x] 农村科普 ", "[ ] 三下乡   ", "     已存盘 "]);
        let bands = |before| bands(Some(before), &after, HALVES);
        let places: Vec<_> = bands(&before).iter().map(|band| (band.x, band.y, band.width)).collect();
        assert_eq!(places, [(1, 0, 1), (5, 2, 6)]);
        assert_eq!(bands(&after), []);
    }

    #[test]
    fn writes_fit_the_console_buffer() {
        let rows = vec!["深入开展农村科普".repeat(20); 100];
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let bands = bands(None, &grid(&rows), HALVES);
        assert!(bands.len() > 1 && bands.iter().all(|band| band.cells.len() * size_of::<Cell>() <= BAND_MAX));
        assert_eq!(bands.iter().map(|band| band.height).sum::<usize>(), 100);
    }

    /// A console that holds cells, and makes the second halves itself where it is `packed`.
    struct Screen {
        width: usize,
        cells: Vec<Cell>,
    }

    impl Screen {
        fn put(&mut self, band: &Band, packed: bool) {
            assert_eq!(band.cells.len(), band.width * band.height);
            for (row, cells) in band.cells.chunks(band.width).enumerate() {
                let at = (band.y + row) * self.width + band.x;
                let target = &mut self.cells[at..at + band.width];
                if packed {
                    let laid = cells.iter().flat_map(|cell| halves(*cell));
                    target.iter_mut().zip(laid).for_each(|(target, cell)| *target = cell);
                } else {
                    target.copy_from_slice(cells);
                }
            }
        }
    }

    fn halves(cell: Cell) -> Vec<Cell> {
        let wide = char::from_u32(u32::from(cell.glyph)).is_some_and(|c| c > '\u{2FFF}');
        let half = |half| Cell { attributes: cell.attributes | half, ..cell };
        if wide { vec![half(LEADING_HALF), half(TRAILING_HALF)] } else { vec![cell] }
    }

    proptest! {
        #[test]
        fn updates_equal_a_full_repaint(
            frames in proptest::collection::vec(proptest::collection::vec("[ab 农村科普]{0,12}", 4), 1..8),
        ) {
            for manner in [HALVES, PACKED] {
                let blank = cell(' ', manner.own);
                let mut screen = Screen { width: 12, cells: vec![blank; 48] };
                let mut shown = None;
                for rows in &frames {
                    let mut frame = Buffer::empty(Rect::new(0, 0, 12, 4));
                    for (row, y) in rows.iter().zip(0..) {
                        frame.set_string(0, y, row, Style::new());
                    }
                    let wanted = Grid::read(&frame, frame.area.as_size());
                    for band in bands(shown.as_ref(), &wanted, manner) {
                        screen.put(&band, manner.packed);
                    }
                    let mut fresh = Screen { width: 12, cells: vec![blank; 48] };
                    for band in bands(None, &wanted, HALVES) {
                        fresh.put(&band, false);
                    }
                    prop_assert_eq!(&screen.cells, &fresh.cells);
                    shown = Some(wanted);
                }
            }
        }
    }
}
