//! The console: its modes, its title, the processes in its window, and the moment it closes.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::windows::fs::OpenOptionsExt as _;
use std::os::windows::io::AsRawHandle as _;
use std::sync::OnceLock;

use windows_sys::Win32::Storage::FileSystem::{FILE_SHARE_READ, FILE_SHARE_WRITE};
use windows_sys::Win32::System::Console::{
    ENABLE_EXTENDED_FLAGS, ENABLE_MOUSE_INPUT, ENABLE_PROCESSED_OUTPUT, ENABLE_VIRTUAL_TERMINAL_PROCESSING,
    ENABLE_WINDOW_INPUT, ENABLE_WRAP_AT_EOL_OUTPUT, GetConsoleMode, GetConsoleProcessList, GetConsoleTitleW,
    SetConsoleCtrlHandler, SetConsoleMode, SetConsoleTitleW,
};
use windows_sys::core::BOOL;

use super::{done, wide};

/// The longest title to save, in UTF-16 units. A longer one would be cut.
const TITLE_MAX: usize = 1 << 12;

/// Raw keys, the mouse, changes of size. The extended flags without Quick-Edit (快速编辑模式) turn Quick-Edit off:
/// with it, a click would freeze the program.
const INPUT: u32 = ENABLE_WINDOW_INPUT | ENABLE_MOUSE_INPUT | ENABLE_EXTENDED_FLAGS;

const ESCAPES: u32 = ENABLE_PROCESSED_OUTPUT | ENABLE_WRAP_AT_EOL_OUTPUT | ENABLE_VIRTUAL_TERMINAL_PROCESSING;

/// The console as it was before the program changed it.
#[derive(Debug)]
pub(crate) struct OriginalConsole {
    input: File,
    input_mode: u32,
    /// The screen buffer that was shown at the start.
    pub(super) output: File,
    output_mode: u32,
    title: Vec<u16>,
}

impl OriginalConsole {
    /// Reads the console's state and changes nothing.
    pub(crate) fn look() -> io::Result<Self> {
        let (input, output) = (open("CONIN$")?, open("CONOUT$")?);
        let (input_mode, output_mode) = (mode(&input)?, mode(&output)?);
        Ok(Self { input, input_mode, output, output_mode, title: title() })
    }

    /// Makes keys and mouse reach the program unprocessed.
    pub(crate) fn take_input(&self) -> io::Result<()> {
        set_mode(&self.input, INPUT)
    }

    /// Makes the console understand escape sequences.
    pub(crate) fn take_escapes(&self) -> io::Result<()> {
        set_mode(&self.output, ESCAPES)
    }

    /// Restores modes and title. Continues where one of them is refused.
    pub(crate) fn give_back(&self) {
        let _ = set_mode(&self.output, self.output_mode);
        let _ = set_mode(&self.input, self.input_mode);
        let _ = set_title_wide(&self.title);
    }
}

/// Whether the console can understand escape sequences. Its mode is unchanged afterwards.
pub(crate) fn understands_escapes() -> bool {
    let asked = || {
        let output = open("CONOUT$")?;
        let found = mode(&output)?;
        set_mode(&output, found | ENABLE_VIRTUAL_TERMINAL_PROCESSING)?;
        set_mode(&output, found)
    };
    asked().is_ok()
}

/// Whether the console window belongs to this program alone, and so closes with it.
pub(crate) fn is_alone() -> bool {
    let mut processes = [0; 2];
    // SAFETY: the list has room for two ids, as the call is passed.
    let count = unsafe { GetConsoleProcessList(processes.as_mut_ptr(), 2) };
    count == 1
}

pub(crate) fn set_title(title: &str) -> io::Result<()> {
    set_title_wide(&wide(title))
}

/// Calls `act` on a thread of its own when the window is closed, the clerk logs off, the PC shuts down, or Ctrl+Break
/// is pressed. Windows ends the program when `act` returns.
pub(crate) fn on_close(act: fn()) -> io::Result<()> {
    CLOSE_ACTION.get_or_init(|| act);
    // SAFETY: the handler lives as long as the program.
    done(unsafe { SetConsoleCtrlHandler(Some(run_close_action), 1) })
}

static CLOSE_ACTION: OnceLock<fn()> = OnceLock::new();

unsafe extern "system" fn run_close_action(_event: u32) -> BOOL {
    if let Some(act) = CLOSE_ACTION.get() {
        act();
    }
    1
}

/// Opens the console's input or its active screen buffer, even if the standard streams are redirected.
fn open(name: &str) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).share_mode(FILE_SHARE_READ | FILE_SHARE_WRITE).open(name)
}

fn mode(console: &File) -> io::Result<u32> {
    let mut mode = 0;
    // SAFETY: the handle is open while the file is borrowed, and `mode` has room for the answer.
    done(unsafe { GetConsoleMode(console.as_raw_handle(), &raw mut mode) })?;
    Ok(mode)
}

fn set_mode(console: &File, mode: u32) -> io::Result<()> {
    // SAFETY: the handle is open while the file is borrowed.
    done(unsafe { SetConsoleMode(console.as_raw_handle(), mode) })
}

/// Returns the title, with a final 0.
fn title() -> Vec<u16> {
    let mut title = vec![0; TITLE_MAX];
    // SAFETY: `title` has room for as many units as the call is passed. The call ends the text with 0.
    unsafe { GetConsoleTitleW(title.as_mut_ptr(), u32::try_from(TITLE_MAX).unwrap_or(0)) };
    let length = title.iter().position(|&unit| unit == 0).unwrap_or(TITLE_MAX - 1);
    title.truncate(length);
    title.push(0);
    title
}

fn set_title_wide(title: &[u16]) -> io::Result<()> {
    debug_assert_eq!(title.last(), Some(&0));
    // SAFETY: the title ends with 0.
    done(unsafe { SetConsoleTitleW(title.as_ptr()) })
}
