//! The calls of Windows that no library wraps safely: the console and its screens, drives and files, the
//! network cards, the name of this installation.
//!
//! The only place in this program where `unsafe` stands; what goes out of here is safe. Nothing here is newer than
//! Windows 7.
#![allow(unsafe_code, reason = "these calls have no other form")]

pub(crate) mod cards;
pub(crate) mod console;
pub(crate) mod drives;
pub(crate) mod files;
pub(crate) mod installation;
pub(crate) mod own_screen;

use std::ffi::OsStr;
use std::io;
use std::os::windows::ffi::OsStrExt as _;

/// Text as Windows takes it: UTF-16, ended by 0.
fn wide(text: impl AsRef<OsStr>) -> Vec<u16> {
    text.as_ref().encode_wide().chain([0]).collect()
}

/// What the system says of a call that answers 0 for no.
fn done(answer: i32) -> io::Result<()> {
    if answer == 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}
