//! The console on Unix: escape sequences, raw mode, and the signals that end the program.

use std::{
    io::{self, Write},
    os::fd::AsFd,
    sync::OnceLock,
    thread,
};

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

/// Has no buffer, so that a frame is one system call.
pub(super) use std::fs::File as Stream;

pub(super) fn output() -> io::Result<Stream> {
    Ok(io::stdout().as_fd().try_clone_to_owned()?.into())
}

pub(super) fn understands_escapes() -> bool {
    true
}

/// The console in raw mode.
#[derive(Debug)]
pub(super) struct UnixConsole {
    /// Only raw mode was set, and no escape sequence may be written.
    legacy: bool,
}

impl UnixConsole {
    pub(super) fn begin(legacy: bool) -> io::Result<Self> {
        enable_raw_mode()?;
        Ok(Self { legacy })
    }

    /// Sets the alternate screen, the title (the old one is saved), mouse clicks and wheel without motion, and
    /// bracketed paste.
    pub(super) fn take(&self, title: &str) -> io::Result<()> {
        if self.legacy {
            return Ok(());
        }
        let taken = format!("\x1b[?1049h\x1b[22;0t\x1b]0;{title}\x07\x1b[?1000h\x1b[?1006h\x1b[?2004h");
        output()?.write_all(taken.as_bytes())
    }

    /// Ignores errors: the console may be gone already, and nobody could read them.
    pub(super) fn give_back(self) {
        if !self.legacy {
            let back = b"\x1b[m\x1b[?25h\x1b[?2004l\x1b[?1006l\x1b[?1000l\x1b[23;0t\x1b[?1049l";
            let _ = output().and_then(|mut out| out.write_all(back));
        }
        let _ = disable_raw_mode();
    }
}

/// Starts a thread that sleeps until a signal asks the program to end.
pub(super) fn watch_end() -> io::Result<()> {
    static WATCHER: OnceLock<()> = OnceLock::new();
    if WATCHER.get().is_some() {
        return Ok(());
    }
    let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM])?;
    thread::Builder::new().name("signals".into()).spawn(move || {
        if let Some(signal) = signals.forever().next() {
            super::end_program(128 + signal);
        }
    })?;
    WATCHER.get_or_init(|| ());
    Ok(())
}
