//! The console while the program has it, and the way back (rule 11): whatever ends the program, the console is
//! left as it was found.

use std::{
    env,
    io::{self, Write},
    panic, process,
    sync::{Mutex, MutexGuard, Once, PoisonError},
};

#[cfg(unix)]
#[path = "unix.rs"]
mod system;
#[cfg(windows)]
#[path = "windows.rs"]
mod system;
#[cfg(unix)]
#[cfg(test)]
mod tests;

use super::parting;

/// Set to `legacy`, makes the program believe that the console knows no escape sequences.
pub const CONSOLE_VARIABLE: &str = "TAIZHANG_CONSOLE";

/// What state the console is in. Whoever writes to it holds the lock, so that nothing is written after the way back.
static SCREEN: Mutex<Screen> = Mutex::new(Screen::Theirs);

/// What is still to be done where the program is ended from outside.
static BEFORE_END: Mutex<Option<Act>> = Mutex::new(None);

type Act = Box<dyn FnOnce() + Send>;

#[derive(Debug)]
enum Screen {
    /// As it was found.
    Theirs,
    /// Ours, and what is needed to give it back.
    Ours(system::Taken),
}

/// Whether the console can only be written to without escape sequences (rule 9).
#[must_use]
pub fn is_legacy() -> bool {
    let forced = env::var_os(CONSOLE_VARIABLE).is_some_and(|value| value == "legacy");
    forced || !system::understands_escapes()
}

/// Has the console while it lives, and gives it back when dropped, on a panic, on SIGTERM, SIGHUP and SIGINT, and
/// when its window is closed.
#[derive(Debug)]
#[must_use = "the console is given back when this is dropped"]
pub struct Session(());

impl Session {
    /// Takes the console: raw mode, and unless it is `legacy` the other screen, mouse, marked pastes and the title.
    pub fn enter(title: &str, legacy: bool) -> io::Result<Self> {
        watch_panics();
        system::watch_end()?;
        let title: String = title.chars().filter(|c| !c.is_control()).collect();
        let mut screen = lock();
        let taken = system::Taken::begin(legacy)?;
        // From here on a failure has something to give back.
        let done = taken.take(&title);
        *screen = Screen::Ours(taken);
        drop(screen);
        let session = Self(());
        done.map(|()| session)
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
            Screen::Ours(_) => self.0.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

fn lock() -> MutexGuard<'static, Screen> {
    SCREEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Gives the console back, if it has not been.
fn restore(screen: &mut Screen) {
    if let Screen::Ours(taken) = std::mem::replace(screen, Screen::Theirs) {
        taken.give_back();
    }
}

/// Has something done where a signal or the closing of the window ends the program. Windows waits five seconds for it.
/// It takes the place of what was to be done before.
pub fn before_end(act: impl FnOnce() + Send + 'static) {
    *BEFORE_END.lock().unwrap_or_else(PoisonError::into_inner) = Some(Box::new(act));
}

/// Gives the console back and ends the program, whatever else it is doing.
fn end(code: i32) -> ! {
    let mut screen = lock(); // And keep it: whoever would write now waits for the end.
    restore(&mut screen);
    let act = BEFORE_END.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(act) = act {
        act();
    }
    process::exit(code);
}

/// The message of a panic is to be read on the console as it was.
fn watch_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let report = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            restore(&mut lock());
            report(info);
            parting::wait_if_window_goes();
        }));
    });
}
