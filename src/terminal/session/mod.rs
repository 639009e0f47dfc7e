//! Takes the console and gives it back. Whatever ends the program, the console is as it was before. See
//! docs/terminal.md, "Give the console back".

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

use super::exit_pause;
#[cfg(unix)]
use system::UnixConsole as TakenConsole;
#[cfg(windows)]
use system::WindowsConsole as TakenConsole;

/// The value `legacy` makes the program treat the console as one without escape sequences.
pub const CONSOLE_VARIABLE: &str = "TAIZHANG_CONSOLE";

/// The console's state. Every writer holds this lock, so that nothing is written after the console was given back.
static CONSOLE: Mutex<ConsoleState> = Mutex::new(ConsoleState::Free);

/// What to do before a signal or a closed window ends the program.
static BEFORE_END: Mutex<Option<Act>> = Mutex::new(None);

type Act = Box<dyn FnOnce() + Send>;

#[derive(Debug)]
enum ConsoleState {
    Free,
    Taken(TakenConsole),
}

/// Whether the console understands no escape sequences.
#[must_use]
pub fn is_legacy() -> bool {
    let forced = env::var_os(CONSOLE_VARIABLE).is_some_and(|value| value == "legacy");
    forced || !system::understands_escapes()
}

/// Holds the console while it lives. Gives it back when dropped, on a panic, on SIGTERM, SIGHUP and SIGINT, and when
/// its window is closed.
#[derive(Debug)]
#[must_use = "the console is given back when this is dropped"]
pub struct Session(());

impl Session {
    /// Takes the console: raw mode, and unless it is `legacy` the alternate screen, mouse, bracketed paste and the
    /// title.
    pub fn enter(title: &str, legacy: bool) -> io::Result<Self> {
        watch_panics();
        system::watch_end()?;
        let title: String = title.chars().filter(|c| !c.is_control()).collect();
        let mut console = lock();
        let taken = TakenConsole::begin(legacy)?;
        // Store the state even after a failure, so that dropping the session undoes what was done.
        let result = taken.take(&title);
        *console = ConsoleState::Taken(taken);
        drop(console);
        let session = Self(());
        result.map(|()| session)
    }

    /// Returns the stream for frames. It has no buffer, and refuses writes after the console was given back.
    pub fn output(&self) -> io::Result<Output> {
        system::output().map(Output)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        restore(&mut lock());
    }
}

/// The stream to the console while a session holds it.
#[derive(Debug)]
pub struct Output(system::Stream);

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match *lock() {
            ConsoleState::Free => Err(io::ErrorKind::NotConnected.into()),
            ConsoleState::Taken(_) => self.0.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

fn lock() -> MutexGuard<'static, ConsoleState> {
    CONSOLE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Gives the console back, if that has not happened yet.
fn restore(console: &mut ConsoleState) {
    if let ConsoleState::Taken(taken) = std::mem::replace(console, ConsoleState::Free) {
        taken.give_back();
    }
}

/// Sets what to do when a signal or a closed window ends the program, in place of what was set before. Windows allows
/// five seconds for it.
pub fn before_end(act: impl FnOnce() + Send + 'static) {
    *BEFORE_END.lock().unwrap_or_else(PoisonError::into_inner) = Some(Box::new(act));
}

/// Gives the console back and ends the program, whatever its threads are doing.
fn end_program(code: i32) -> ! {
    // Keep the lock until the exit, so that no other thread writes any more.
    let mut console = lock();
    restore(&mut console);
    let act = BEFORE_END.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(act) = act {
        act();
    }
    process::exit(code);
}

/// Gives the console back before a panic's message is printed, so that the message stays readable.
fn watch_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let report = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            restore(&mut lock());
            report(info);
            exit_pause::pause_before_window_closes();
        }));
    });
}
