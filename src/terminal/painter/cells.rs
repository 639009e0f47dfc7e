//! The difference between two frames as rectangles of cells. It is for Windows consoles without escape sequences,
//! which are painted by system calls.

use std::io;

use ratatui::{layout::Position, style::Color};

use super::grid::{Grid, GridColumn, TAIL};

/// The most bytes to write at once. Windows 7 has 64 KB for everything that passes through a console.
const BAND_MAX: usize = 32 << 10;

const LEADING_HALF: u16 = 0x0100;
const TRAILING_HALF: u16 = 0x0200;

/// Replaces characters that do not fit into a cell, which holds 16 bits.
const REPLACEMENT: u16 = b'?' as u16;

/// A cell of the console, as in the Windows type `CHAR_INFO`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ConsoleCell {
    /// A UTF-16 unit. Both halves of a wide character hold the same.
    pub glyph: u16,
    /// Foreground in bits 0 to 3, background in bits 4 to 7, then flags for the half of a wide character.
    pub attributes: u16,
}

/// A rectangle of cells.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Band {
    pub x: usize,
    pub y: usize,
    pub width: usize,
    pub height: usize,
    /// The cells row by row.
    pub cells: Vec<ConsoleCell>,
}

/// How a console takes its cells.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct CellLayout {
    /// The attributes of its own two colours.
    pub own_colours: u16,
    /// Whether the console adds the second half of a wide character itself, as it does with a raster font (点阵字体).
    /// It then lays out the cells one after another, past the ends of rows.
    pub packed: bool,
}

/// A console that is painted by cells.
pub trait CellConsole {
    /// Called before each frame: clerks change fonts while the program runs.
    fn layout(&mut self) -> io::Result<CellLayout>;

    /// Shows a rectangle of cells.
    fn put(&mut self, band: &Band) -> io::Result<()>;

    /// Moves the cursor, or hides it.
    fn set_cursor(&mut self, cursor: Option<Position>) -> io::Result<()>;
}

/// Paints a console by cells, and remembers its layout.
#[derive(Debug)]
pub(super) struct CellPainter<B> {
    layout: Option<CellLayout>,
    /// Function pointers, so that `Painter::paint` needs no `CellConsole` bound: other consoles are only writers.
    paint: fn(&mut B, &[Band], Option<Position>) -> io::Result<()>,
    ask: fn(&mut B) -> io::Result<CellLayout>,
}

impl<B: CellConsole> CellPainter<B> {
    pub(super) fn new() -> Self {
        let paint = |board: &mut B, bands: &[Band], cursor| {
            bands.iter().try_for_each(|band| board.put(band))?;
            board.set_cursor(cursor)
        };
        Self { layout: None, paint, ask: B::layout }
    }
}

impl<B> CellPainter<B> {
    /// Changes the console from `shown` to `wanted`.
    pub(super) fn paint(
        &mut self,
        board: &mut B,
        shown: Option<&Grid>,
        wanted: &Grid,
        cursor: Option<Position>,
    ) -> io::Result<()> {
        // Cells made for another font are wrong now, so a new layout paints the whole frame.
        let layout = (self.ask)(board)?;
        let is_same_layout = self.layout.replace(layout) == Some(layout);
        (self.paint)(board, &bands(shown.filter(|_| is_same_layout), wanted, layout), cursor)
    }
}

/// Returns the rectangles that change `shown` into `wanted`. Unchanged rows separate them.
///
/// ```text
/// shown      wanted     bands
/// [ ] 甲     [x] 甲      .#....
/// 乙         乙
/// 丙         丁         ##....   both halves of a wide character
/// ```
pub(super) fn bands(shown: Option<&Grid>, wanted: &Grid, layout: CellLayout) -> Vec<Band> {
    let rows: Vec<&[GridColumn]> = wanted.rows().collect();
    let shown: Vec<&[GridColumn]> = shown.map(|grid| grid.rows().collect()).unwrap_or_default();
    let changed = |y: usize| match shown.get(y) {
        Some(shown) => shown != &rows[y],
        None => true,
    };
    let mut bands = Vec::new();
    let mut y = 0;
    while y < rows.len() {
        let rows_at_once = if layout.packed { 1 } else { BAND_MAX / (rows[y].len().max(1) * size_of::<ConsoleCell>()) };
        let height = (y..rows.len()).take(rows_at_once.max(1)).take_while(|&y| changed(y)).count();
        if height == 0 {
            y += 1;
            continue;
        }
        bands.extend(band(y, &shown, &rows[y..y + height], layout));
        y += height;
    }
    bands
}

/// Returns the smallest rectangle that holds every difference in these rows and cuts no wide character.
fn band(y: usize, shown: &[&[GridColumn]], rows: &[&[GridColumn]], layout: CellLayout) -> Option<Band> {
    let columns = rows.first()?.len();
    let differs =
        |x: usize| rows.iter().enumerate().any(|(at, row)| shown.get(y + at).is_none_or(|shown| shown[x] != row[x]));
    let cuts_nothing = |x: usize| rows.iter().all(|row| row.get(x).is_none_or(|column| column.glyph != TAIL));
    let mut start = (0..columns).find(|&x| differs(x))?;
    let mut end = (0..columns).rfind(|&x| differs(x))? + 1;
    while !cuts_nothing(start) {
        start -= 1;
    }
    while !cuts_nothing(end) {
        end += 1;
    }
    let cells = rows.iter().flat_map(|row| cells(&row[start..end], layout)).collect();
    Some(Band { x: start, y, width: end - start, height: rows.len(), cells })
}

fn cells(columns: &[GridColumn], layout: CellLayout) -> Vec<ConsoleCell> {
    let mut cells = Vec::with_capacity(columns.len());
    for column in columns.iter().filter(|column| column.glyph != TAIL) {
        let colours = colours(*column, layout.own_colours);
        let glyph = u16::try_from(u32::from(column.glyph)).unwrap_or(REPLACEMENT);
        if column.columns() == 1 || layout.packed {
            cells.push(ConsoleCell { glyph, attributes: colours });
        } else {
            cells.push(ConsoleCell { glyph, attributes: colours | LEADING_HALF });
            cells.push(ConsoleCell { glyph, attributes: colours | TRAILING_HALF });
        }
    }
    // A packed console widens each wide character to two columns itself and pushes the last cells off the row. Pad
    // with blanks, so that there is still one cell for each column.
    cells.resize(columns.len(), ConsoleCell { glyph: u16::from(b' '), attributes: layout.own_colours });
    cells
}

fn colours(column: GridColumn, own_colours: u16) -> u16 {
    let fg = colour_number(column.pen.fg).unwrap_or(own_colours & 0xF);
    let bg = colour_number(column.pen.bg).unwrap_or(own_colours >> 4 & 0xF);
    bg << 4 | fg
}

/// The console's number of a colour, or `None` for its own colour.
fn colour_number(color: Color) -> Option<u16> {
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

    const HALVES: CellLayout = CellLayout { own_colours: 0x07, packed: false };
    const PACKED: CellLayout = CellLayout { own_colours: 0x07, packed: true };

    fn grid(rows: &[&str]) -> Grid {
        let frame = Buffer::with_lines(rows.iter().copied());
        Grid::read(&frame, frame.area.as_size())
    }

    fn cell(c: char, attributes: u16) -> ConsoleCell {
        ConsoleCell { glyph: c as u16, attributes }
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
        let attributes = |own_colours| bands(None, &grid, CellLayout { own_colours, packed: false })[0].cells.clone();
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
        assert!(bands.len() > 1 && bands.iter().all(|band| band.cells.len() * size_of::<ConsoleCell>() <= BAND_MAX));
        assert_eq!(bands.iter().map(|band| band.height).sum::<usize>(), 100);
    }

    /// A console that holds cells. If `packed`, it adds the second halves itself.
    struct Screen {
        width: usize,
        cells: Vec<ConsoleCell>,
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

    fn halves(cell: ConsoleCell) -> Vec<ConsoleCell> {
        let wide = char::from_u32(u32::from(cell.glyph)).is_some_and(|c| c > '\u{2FFF}');
        let half = |half| ConsoleCell { attributes: cell.attributes | half, ..cell };
        if wide { vec![half(LEADING_HALF), half(TRAILING_HALF)] } else { vec![cell] }
    }

    proptest! {
        #[test]
        fn updates_equal_a_full_repaint(
            frames in proptest::collection::vec(proptest::collection::vec("[ab 农村科普]{0,12}", 4), 1..8),
        ) {
            for layout in [HALVES, PACKED] {
                let blank = cell(' ', layout.own_colours);
                let mut screen = Screen { width: 12, cells: vec![blank; 48] };
                let mut shown = None;
                for rows in &frames {
                    let mut frame = Buffer::empty(Rect::new(0, 0, 12, 4));
                    for (row, y) in rows.iter().zip(0..) {
                        frame.set_string(0, y, row, Style::new());
                    }
                    let wanted = Grid::read(&frame, frame.area.as_size());
                    for band in bands(shown.as_ref(), &wanted, layout) {
                        screen.put(&band, layout.packed);
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
