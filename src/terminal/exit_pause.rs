//! Keeps the window of a program that was opened by a double-click, until its last message is read.

#[cfg(windows)]
use std::io::IsTerminal as _;
use std::io::{self, Write as _};

use crossterm::event;

/// Waits for a key if the console window would close with the program.
pub fn pause_before_window_closes() {
    if !closes_with_program() {
        return;
    }
    let _ = writeln!(io::stderr(), "按任意键关闭窗口。");
    while event::read().is_ok_and(|event| event.as_key_press_event().is_none()) {}
}

#[cfg(windows)]
fn closes_with_program() -> bool {
    let is_seen = io::stdin().is_terminal() && io::stdout().is_terminal() && io::stderr().is_terminal();
    is_seen && super::win32::console::is_alone()
}

/// A Unix terminal stays open until somebody closes it.
#[cfg(not(windows))]
fn closes_with_program() -> bool {
    false
}
