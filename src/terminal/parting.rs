//! The last words of a program whose window goes with it: one that a double-click opened. They are to be read.

#[cfg(windows)]
use std::io::IsTerminal as _;
use std::io::{self, Write as _};

use crossterm::event;

/// Waits for a key if the window goes when the program ends; elsewhere does nothing.
pub fn wait_if_window_goes() {
    if !window_goes() {
        return;
    }
    let _ = writeln!(io::stderr(), "按任意键关闭窗口。");
    while event::read().is_ok_and(|event| event.as_key_press_event().is_none()) {}
}

#[cfg(windows)]
fn window_goes() -> bool {
    let is_seen = io::stdin().is_terminal() && io::stdout().is_terminal() && io::stderr().is_terminal();
    is_seen && super::win32::console::is_alone()
}

/// A terminal shows what it was told until somebody closes it.
#[cfg(not(windows))]
fn window_goes() -> bool {
    false
}
