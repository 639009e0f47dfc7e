//! The console while the program has it, and the way back (rule 11): whatever ends the program, the console is
//! left as it was found.

use std::{
    env,
    io::{self, Write},
    panic,
    sync::{Mutex, MutexGuard, Once, PoisonError},
};

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

/// Set to `legacy`, makes the program believe that the console knows no escape sequences.
pub const CONSOLE_VARIABLE: &str = "TAIZHANG_CONSOLE";

/// What state the console is in. Whoever writes to it holds the lock, so that nothing is written after the way back.
static SCREEN: Mutex<Screen> = Mutex::new(Screen::Theirs);

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Screen {
    /// As it was found.
    Theirs,
    /// Ours, by escape sequences.
    Escapes,
    /// Ours, without any.
    Legacy,
}

/// Whether the console can only be written to without escape sequences (rule 9).
#[must_use]
pub fn is_legacy() -> bool {
    let forced = env::var_os(CONSOLE_VARIABLE).is_some_and(|value| value == "legacy");
    #[cfg(windows)]
    return forced || !crossterm::ansi_support::supports_ansi();
    #[cfg(not(windows))]
    forced
}

/// Has the console while it lives, and gives it back when dropped, on a panic and on SIGTERM, SIGHUP and SIGINT.
#[derive(Debug)]
#[must_use = "the console is given back when this is dropped"]
pub struct Session(());

impl Session {
    /// Takes the console: raw mode, and unless it is `legacy` the other screen, mouse, marked pastes and the title.
    pub fn enter(title: &str, legacy: bool) -> io::Result<Self> {
        watch_panics();
        #[cfg(unix)]
        watch_signals()?;
        let mut screen = lock();
        enable_raw_mode()?;
        *screen = if legacy { Screen::Legacy } else { Screen::Escapes };
        drop(screen);
        let session = Self(());
        if !legacy {
            let title: String = title.chars().filter(|c| !c.is_control()).collect();
            system::take(&title)?;
        }
        Ok(session)
    }

    /// Where frames are written: every write goes out at once, and none after the console was given back.
    pub fn output(&self) -> io::Result<Output> {
        system::output().map(Output)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        restore(&mut lock());
    }
}

/// The way to the console while a session has it.
#[derive(Debug)]
pub struct Output(system::Out);

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match *lock() {
            Screen::Theirs => Err(io::ErrorKind::NotConnected.into()),
            Screen::Escapes | Screen::Legacy => self.0.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

fn lock() -> MutexGuard<'static, Screen> {
    SCREEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Gives the console back, if it has not been. Errors have nowhere to go: it may be gone already.
fn restore(screen: &mut Screen) {
    let was = std::mem::replace(screen, Screen::Theirs);
    if was == Screen::Escapes {
        let _ = system::give_back();
    }
    if was != Screen::Theirs {
        let _ = disable_raw_mode();
    }
}

/// The message of a panic is to be read on the console as it was.
fn watch_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let report = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            restore(&mut lock());
            report(info);
        }));
    });
}

/// A thread that sleeps until a signal asks the program to end.
#[cfg(unix)]
fn watch_signals() -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use std::{process, sync::OnceLock, thread};

    static WATCHER: OnceLock<()> = OnceLock::new();
    if WATCHER.get().is_some() {
        return Ok(());
    }
    let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM])?;
    thread::Builder::new().name("signals".into()).spawn(move || {
        if let Some(signal) = signals.forever().next() {
            let mut screen = lock(); // And keep it: whoever would write now waits for the end.
            restore(&mut screen);
            process::exit(128 + signal);
        }
    })?;
    WATCHER.get_or_init(|| ());
    Ok(())
}

#[cfg(unix)]
mod system {
    use std::{
        fs::File,
        io::{self, Write},
        os::fd::AsFd,
    };

    /// Unbuffered, so that a frame is one system call.
    pub(super) type Out = File;

    pub(super) fn output() -> io::Result<Out> {
        Ok(io::stdout().as_fd().try_clone_to_owned()?.into())
    }

    /// The other screen, the title (the old one put by), clicks and wheel but no motion, pastes marked.
    pub(super) fn take(title: &str) -> io::Result<()> {
        let taken = format!("\x1b[?1049h\x1b[22;0t\x1b]0;{title}\x07\x1b[?1000h\x1b[?1006h\x1b[?2004h");
        output()?.write_all(taken.as_bytes())
    }

    pub(super) fn give_back() -> io::Result<()> {
        output()?.write_all(b"\x1b[m\x1b[?25h\x1b[?2004l\x1b[?1006l\x1b[?1000l\x1b[23;0t\x1b[?1049l")
    }
}

#[cfg(windows)]
mod system {
    use std::io::{self, Stdout};

    use crossterm::{
        cursor::Show,
        event::{DisableMouseCapture, EnableMouseCapture},
        execute,
        style::ResetColor,
        terminal::{EnterAlternateScreen, LeaveAlternateScreen, SetTitle},
    };

    pub(super) type Out = Stdout;

    #[allow(clippy::unnecessary_wraps, reason = "on other systems the handle may be refused")]
    pub(super) fn output() -> io::Result<Out> {
        Ok(io::stdout())
    }

    /// Pastes arrive as keys here; taking the mouse also ends the Quick-Edit mode that freezes output on a click.
    pub(super) fn take(title: &str) -> io::Result<()> {
        execute!(io::stdout(), EnterAlternateScreen, SetTitle(title), EnableMouseCapture)
    }

    pub(super) fn give_back() -> io::Result<()> {
        execute!(io::stdout(), ResetColor, Show, DisableMouseCapture, LeaveAlternateScreen)
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests;
