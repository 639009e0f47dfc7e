//! The console of Windows: its modes and its title put by, and either escape sequences or a screen of our own.

use std::io::{self, Stdout, Write as _};

use ratatui::layout::Position;

use super::{Output, Screen, lock};
use crate::terminal::painter::{Band, Board, Manner};
use crate::terminal::win32::console::{self, Found};
use crate::terminal::win32::own_screen::OwnScreen;

pub(super) use console::understands_escapes;

pub(super) type Out = Stdout;

/// The exit code of a program that its console ended.
const ENDED: i32 = 0xC000_013A_u32.cast_signed();

#[allow(clippy::unnecessary_wraps, reason = "on other systems the handle may be refused")]
pub(super) fn output() -> io::Result<Out> {
    Ok(io::stdout())
}

/// The console as it was found, and what is shown instead.
#[derive(Debug)]
pub(super) struct Taken {
    found: Found,
    /// Where there are no escape sequences.
    screen: Option<OwnScreen>,
}

impl Taken {
    pub(super) fn begin(legacy: bool) -> io::Result<Self> {
        let found = Found::look()?;
        let screen = legacy.then(|| OwnScreen::new(&found)).transpose()?;
        Ok(Self { found, screen })
    }

    /// Keys and mouse as they come, the title, another screen. Pastes arrive as keys here.
    pub(super) fn take(&self, title: &str) -> io::Result<()> {
        self.found.take_input()?;
        console::set_title(title)?;
        if let Some(screen) = &self.screen {
            screen.show()
        } else {
            self.found.take_escapes()?;
            say("\x1b[?1049h")
        }
    }

    /// Errors have nowhere to go: the console may be gone already.
    pub(super) fn give_back(self) {
        let _ = if self.screen.is_some() { self.found.show() } else { say("\x1b[m\x1b[?25h\x1b[?1049l") };
        self.found.give_back();
    }
}

fn say(escapes: &str) -> io::Result<()> {
    let mut out = io::stdout();
    out.write_all(escapes.as_bytes())?;
    out.flush()
}

/// Has the console given back when its window is closed.
pub(super) fn watch_end() -> io::Result<()> {
    console::on_close(|| super::end(ENDED))
}

impl Board for Output {
    fn manner(&mut self) -> io::Result<Manner> {
        on_screen(OwnScreen::manner)
    }

    fn put(&mut self, band: &Band) -> io::Result<()> {
        on_screen(|screen| screen.put(band))
    }

    fn place(&mut self, cursor: Option<Position>) -> io::Result<()> {
        on_screen(|screen| screen.place(cursor))
    }
}

/// Nothing is painted after the console was given back.
fn on_screen<T>(act: impl FnOnce(&OwnScreen) -> io::Result<T>) -> io::Result<T> {
    match &*lock() {
        Screen::Ours(system) => system.screen.as_ref().map_or_else(|| Err(io::ErrorKind::Unsupported.into()), act),
        Screen::Theirs => Err(io::ErrorKind::NotConnected.into()),
    }
}
