//! A screen of our own in the console's window, painted by cells. The one that was seen lies untouched beneath it.

use std::io;
use std::os::windows::io::{AsRawHandle as _, FromRawHandle as _, OwnedHandle};
use std::ptr;

use ratatui::layout::Position;
use windows_sys::Win32::Foundation::{GENERIC_READ, GENERIC_WRITE, HANDLE, INVALID_HANDLE_VALUE};
use windows_sys::Win32::Storage::FileSystem::{FILE_SHARE_READ, FILE_SHARE_WRITE};
use windows_sys::Win32::System::Console::{
    CHAR_INFO, CHAR_INFO_0, CONSOLE_CURSOR_INFO, CONSOLE_FONT_INFOEX, CONSOLE_SCREEN_BUFFER_INFO,
    CONSOLE_TEXTMODE_BUFFER, COORD, CreateConsoleScreenBuffer, GetConsoleCursorInfo, GetConsoleScreenBufferInfo,
    GetCurrentConsoleFontEx, SMALL_RECT, SetConsoleActiveScreenBuffer, SetConsoleCursorInfo, SetConsoleCursorPosition,
    SetConsoleScreenBufferSize, WriteConsoleOutputW,
};

use super::console::Found;
use super::done;
use crate::terminal::painter::{Band, Cell, Manner};

/// Set in a font's family where it is no raster font.
const TRUE_TYPE: u32 = 0x04;

/// A screen of our own.
#[derive(Debug)]
pub(crate) struct OwnScreen {
    screen: OwnedHandle,
    /// The attributes of the console's own colours.
    own: u16,
    /// How much of a cell the cursor fills, in percent.
    cursor_size: u32,
}

impl OwnScreen {
    /// Makes one with the console's own colours, as large as the window, not seen yet.
    pub(crate) fn new(found: &Found) -> io::Result<Self> {
        let seen = found.output.as_raw_handle();
        let own = info(seen)?.wAttributes;
        let mut cursor = CONSOLE_CURSOR_INFO::default();
        // SAFETY: the handle is open as long as `found` is borrowed; the answer is written to a place of its own.
        done(unsafe { GetConsoleCursorInfo(seen, &raw mut cursor) })?;
        let share = FILE_SHARE_READ | FILE_SHARE_WRITE;
        let access = GENERIC_READ | GENERIC_WRITE;
        // SAFETY: there are no security attributes to point to, and no data, as the documentation asks.
        let screen =
            unsafe { CreateConsoleScreenBuffer(access, share, ptr::null(), CONSOLE_TEXTMODE_BUFFER, ptr::null()) };
        if screen == INVALID_HANDLE_VALUE {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: the handle was made just now and belongs to nobody else.
        let screen = unsafe { OwnedHandle::from_raw_handle(screen) };
        Ok(Self { screen, own, cursor_size: cursor.dwSize })
    }

    /// Shows it.
    pub(crate) fn show(&self) -> io::Result<()> {
        activate(self.handle())
    }

    /// Lets the window have no more to scroll than it shows, and says what a painter must know.
    pub(crate) fn manner(&self) -> io::Result<Manner> {
        let info = info(self.handle())?;
        let SMALL_RECT { Left, Top, Right, Bottom } = info.srWindow;
        let window = COORD { X: Right - Left + 1, Y: Bottom - Top + 1 };
        if (window.X, window.Y) != (info.dwSize.X, info.dwSize.Y) {
            // SAFETY: the handle is open as long as `self`. A refusal leaves a scroll bar, no more.
            unsafe { SetConsoleScreenBufferSize(self.handle(), window) };
        }
        Ok(Manner { own: self.own & 0xFF, packed: self.has_raster_font() })
    }

    pub(crate) fn put(&self, band: &Band) -> io::Result<()> {
        let cells: Vec<CHAR_INFO> = band.cells.iter().copied().map(char_info).collect();
        if cells.is_empty() || cells.len() != band.width * band.height {
            return Ok(());
        }
        let mut region = SMALL_RECT {
            Left: short(band.x),
            Top: short(band.y),
            Right: short(band.x + band.width - 1),
            Bottom: short(band.y + band.height - 1),
        };
        let size = COORD { X: short(band.width), Y: short(band.height) };
        let origin = COORD { X: 0, Y: 0 };
        // SAFETY: there are as many cells as the size says, which was compared above; the region is our own.
        done(unsafe { WriteConsoleOutputW(self.handle(), cells.as_ptr(), size, origin, &raw mut region) })
    }

    /// Puts the cursor there, or hides it.
    pub(crate) fn place(&self, cursor: Option<Position>) -> io::Result<()> {
        if let Some(Position { x, y }) = cursor {
            let at = COORD { X: short(usize::from(x)), Y: short(usize::from(y)) };
            // SAFETY: the handle is open as long as `self`. A place outside the window is refused, as it should be.
            unsafe { SetConsoleCursorPosition(self.handle(), at) };
        }
        let cursor = CONSOLE_CURSOR_INFO { dwSize: self.cursor_size, bVisible: i32::from(cursor.is_some()) };
        // SAFETY: the handle is open as long as `self`; the cursor is read and not kept.
        done(unsafe { SetConsoleCursorInfo(self.handle(), &raw const cursor) })
    }

    fn has_raster_font(&self) -> bool {
        let size = u32::try_from(size_of::<CONSOLE_FONT_INFOEX>()).unwrap_or(0);
        let mut font = CONSOLE_FONT_INFOEX { cbSize: size, ..Default::default() };
        // SAFETY: the structure says its own size, and lies in a place of its own.
        let known = unsafe { GetCurrentConsoleFontEx(self.handle(), 0, &raw mut font) } != 0;
        known && font.FontFamily & TRUE_TYPE == 0
    }

    fn handle(&self) -> HANDLE {
        self.screen.as_raw_handle()
    }
}

impl Found {
    /// Shows again what was seen before.
    pub(crate) fn show(&self) -> io::Result<()> {
        activate(self.output.as_raw_handle())
    }
}

fn activate(screen: HANDLE) -> io::Result<()> {
    // SAFETY: both callers own an open screen.
    done(unsafe { SetConsoleActiveScreenBuffer(screen) })
}

fn info(screen: HANDLE) -> io::Result<CONSOLE_SCREEN_BUFFER_INFO> {
    let mut info = CONSOLE_SCREEN_BUFFER_INFO::default();
    // SAFETY: all callers own an open screen; the answer is written to a place of its own.
    done(unsafe { GetConsoleScreenBufferInfo(screen, &raw mut info) })?;
    Ok(info)
}

fn char_info(cell: Cell) -> CHAR_INFO {
    CHAR_INFO { Char: CHAR_INFO_0 { UnicodeChar: cell.glyph }, Attributes: cell.attributes }
}

fn short(cells: usize) -> i16 {
    i16::try_from(cells).unwrap_or(i16::MAX)
}
