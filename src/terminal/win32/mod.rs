//! Windows calls that no library wraps safely: console, screen buffers, drives, files, network cards, installation.
//!
//! This is the only folder with `unsafe`. Everything it exports is safe. No call is newer than Windows 7.
#![allow(unsafe_code, reason = "these calls have no other form")]

pub(crate) mod console;
pub(crate) mod drives;
pub(crate) mod files;
pub(crate) mod installation;
pub(crate) mod network_cards;
pub(crate) mod screen_buffer;

use std::ffi::OsStr;
use std::io;
use std::os::windows::ffi::OsStrExt as _;

/// UTF-16 that ends with 0, as Windows takes text.
fn wide(text: impl AsRef<OsStr>) -> Vec<u16> {
    text.as_ref().encode_wide().chain([0]).collect()
}

/// Turns the result of a call that answers 0 on failure into the system's error.
fn done(answer: i32) -> io::Result<()> {
    if answer == 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}
