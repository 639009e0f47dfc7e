//! What kind of console this is, and how to draw on it so that nothing ever stands crooked.
//!
//! This folder owns every byte that goes to the console and every event that comes from it. It knows nothing of
//! plans or ledgers and imports nothing else of this crate.
//!
//! Text travels `display` -> `wrap` -> a ratatui `Buffer`. Old Chinese consoles draw some characters twice as wide
//! as Unicode says; so in the plain look only characters whose width nobody disputes leave this folder.

pub mod display;
pub mod field;
pub mod keys;
pub mod locale;
pub mod look;
pub mod painter;
pub mod parting;
pub mod popup;
pub mod probe;
pub mod session;
mod substitute;
#[cfg(unix)]
mod typed_ahead;
#[cfg(windows)]
pub(crate) mod win32;
pub mod wrap;
