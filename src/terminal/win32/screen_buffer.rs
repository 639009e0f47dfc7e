//! A second screen buffer for the console, painted by cells. The first one stays untouched.

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

use super::console::OriginalConsole;
use super::done;
use crate::terminal::painter::{Band, CellLayout, ConsoleCell};

/// The bit of a font's family that raster fonts lack.
const TRUE_TYPE: u32 = 0x04;

#[derive(Debug)]
pub(crate) struct ScreenBuffer {
    screen: OwnedHandle,
    /// The attributes of the console's own colours.
    own_colours: u16,
    /// The part of a cell that the cursor fills, in percent.
    cursor_size: u32,
}

impl ScreenBuffer {
    /// Makes a hidden buffer with the console's own colours.
    pub(crate) fn new(found: &OriginalConsole) -> io::Result<Self> {
        let active = found.output.as_raw_handle();
        let own_colours = info(active)?.wAttributes;
        let mut cursor = CONSOLE_CURSOR_INFO::default();
        // SAFETY: the handle is open while `found` is borrowed, and `cursor` has room for the answer.
        done(unsafe { GetConsoleCursorInfo(active, &raw mut cursor) })?;
        let share = FILE_SHARE_READ | FILE_SHARE_WRITE;
        let access = GENERIC_READ | GENERIC_WRITE;
        // SAFETY: the security attributes and the data may be null.
        let screen =
            unsafe { CreateConsoleScreenBuffer(access, share, ptr::null(), CONSOLE_TEXTMODE_BUFFER, ptr::null()) };
        if screen == INVALID_HANDLE_VALUE {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: the handle is new and has no other owner.
        let screen = unsafe { OwnedHandle::from_raw_handle(screen) };
        Ok(Self { screen, own_colours, cursor_size: cursor.dwSize })
    }

    pub(crate) fn show(&self) -> io::Result<()> {
        activate(self.handle())
    }

    /// Shrinks the buffer to the window, so that nothing can scroll, and returns how to make cells for it.
    pub(crate) fn layout(&self) -> io::Result<CellLayout> {
        let info = info(self.handle())?;
        let SMALL_RECT { Left, Top, Right, Bottom } = info.srWindow;
        let window = COORD { X: Right - Left + 1, Y: Bottom - Top + 1 };
        if (window.X, window.Y) != (info.dwSize.X, info.dwSize.Y) {
            // A failure is ignored: it only means that a scroll bar remains.
            // SAFETY: the handle is open as long as `self`.
            unsafe { SetConsoleScreenBufferSize(self.handle(), window) };
        }
        Ok(CellLayout { own_colours: self.own_colours & 0xFF, packed: self.has_raster_font() })
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
        // SAFETY: the number of cells matches the size, as checked above, and `region` is ours.
        done(unsafe { WriteConsoleOutputW(self.handle(), cells.as_ptr(), size, origin, &raw mut region) })
    }

    /// Moves the cursor, or hides it.
    pub(crate) fn set_cursor(&self, cursor: Option<Position>) -> io::Result<()> {
        if let Some(Position { x, y }) = cursor {
            let at = COORD { X: short(usize::from(x)), Y: short(usize::from(y)) };
            // SAFETY: the handle is open as long as `self`. Windows refuses a position outside the window, as it
            // should.
            unsafe { SetConsoleCursorPosition(self.handle(), at) };
        }
        let cursor = CONSOLE_CURSOR_INFO { dwSize: self.cursor_size, bVisible: i32::from(cursor.is_some()) };
        // SAFETY: the handle is open as long as `self`. The call reads the cursor and does not keep it.
        done(unsafe { SetConsoleCursorInfo(self.handle(), &raw const cursor) })
    }

    fn has_raster_font(&self) -> bool {
        let size = u32::try_from(size_of::<CONSOLE_FONT_INFOEX>()).unwrap_or(0);
        let mut font = CONSOLE_FONT_INFOEX { cbSize: size, ..Default::default() };
        // SAFETY: the structure states its own size, and `font` has room for the answer.
        let has_font = unsafe { GetCurrentConsoleFontEx(self.handle(), 0, &raw mut font) } != 0;
        has_font && font.FontFamily & TRUE_TYPE == 0
    }

    fn handle(&self) -> HANDLE {
        self.screen.as_raw_handle()
    }
}

impl OriginalConsole {
    /// Shows this screen buffer again.
    pub(crate) fn show(&self) -> io::Result<()> {
        activate(self.output.as_raw_handle())
    }
}

fn activate(screen: HANDLE) -> io::Result<()> {
    // SAFETY: both callers own an open screen buffer.
    done(unsafe { SetConsoleActiveScreenBuffer(screen) })
}

fn info(screen: HANDLE) -> io::Result<CONSOLE_SCREEN_BUFFER_INFO> {
    let mut info = CONSOLE_SCREEN_BUFFER_INFO::default();
    // SAFETY: every caller owns an open screen buffer, and `info` has room for the answer.
    done(unsafe { GetConsoleScreenBufferInfo(screen, &raw mut info) })?;
    Ok(info)
}

fn char_info(cell: ConsoleCell) -> CHAR_INFO {
    CHAR_INFO { Char: CHAR_INFO_0 { UnicodeChar: cell.glyph }, Attributes: cell.attributes }
}

fn short(cells: usize) -> i16 {
    i16::try_from(cells).unwrap_or(i16::MAX)
}
