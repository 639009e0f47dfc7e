//! The console on Windows: saves its modes and title, then uses escape sequences or a screen buffer of our own.

use std::io::{self, Write as _};

use ratatui::layout::Position;

use super::{ConsoleState, Output, lock};
use crate::terminal::painter::{Band, CellConsole, CellLayout};
use crate::terminal::win32::console::{self, OriginalConsole};
use crate::terminal::win32::screen_buffer::ScreenBuffer;

pub(super) use console::understands_escapes;

pub(super) use std::io::Stdout as Stream;

/// The exit code of a program that its console ended (`STATUS_CONTROL_C_EXIT`).
const ENDED: i32 = 0xC000_013A_u32.cast_signed();

#[allow(clippy::unnecessary_wraps, reason = "on other systems the handle may be refused")]
pub(super) fn output() -> io::Result<Stream> {
    Ok(io::stdout())
}

/// The console as it was, and the screen buffer shown instead.
#[derive(Debug)]
pub(super) struct WindowsConsole {
    found: OriginalConsole,
    /// `None` on a console with escape sequences.
    screen: Option<ScreenBuffer>,
}

impl WindowsConsole {
    pub(super) fn begin(legacy: bool) -> io::Result<Self> {
        let found = OriginalConsole::look()?;
        let screen = legacy.then(|| ScreenBuffer::new(&found)).transpose()?;
        Ok(Self { found, screen })
    }

    /// Sets raw keys and mouse, the title and another screen. Pastes arrive as keys here.
    pub(super) fn take(&self, title: &str) -> io::Result<()> {
        self.found.take_input()?;
        console::set_title(title)?;
        if let Some(screen) = &self.screen {
            screen.show()
        } else {
            self.found.take_escapes()?;
            write_escapes("\x1b[?1049h")
        }
    }

    /// Ignores errors: the console may be gone already, and nobody could read them.
    pub(super) fn give_back(self) {
        let _ = if self.screen.is_some() { self.found.show() } else { write_escapes("\x1b[m\x1b[?25h\x1b[?1049l") };
        self.found.give_back();
    }
}

fn write_escapes(escapes: &str) -> io::Result<()> {
    let mut out = io::stdout();
    out.write_all(escapes.as_bytes())?;
    out.flush()
}

/// Gives the console back when its window is closed.
pub(super) fn watch_end() -> io::Result<()> {
    console::on_close(|| super::end_program(ENDED))
}

impl CellConsole for Output {
    fn layout(&mut self) -> io::Result<CellLayout> {
        with_screen_buffer(ScreenBuffer::layout)
    }

    fn put(&mut self, band: &Band) -> io::Result<()> {
        with_screen_buffer(|screen| screen.put(band))
    }

    fn set_cursor(&mut self, cursor: Option<Position>) -> io::Result<()> {
        with_screen_buffer(|screen| screen.set_cursor(cursor))
    }
}

/// Runs `act` on the screen buffer. Fails after the console was given back.
fn with_screen_buffer<T>(act: impl FnOnce(&ScreenBuffer) -> io::Result<T>) -> io::Result<T> {
    match &*lock() {
        ConsoleState::Taken(console) => {
            console.screen.as_ref().map_or_else(|| Err(io::ErrorKind::Unsupported.into()), act)
        }
        ConsoleState::Free => Err(io::ErrorKind::NotConnected.into()),
    }
}
