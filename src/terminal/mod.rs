//! The console: what it can show, how to draw on it, and how to read its keys.
//!
//! Every byte to the console and every event from it passes through this folder. The folder knows nothing of plans or
//! ledgers and imports nothing else of this crate.
//!
//! Text goes through `display`, then `wrap`, into a ratatui `Buffer`. Old Chinese consoles draw some characters twice
//! as wide as Unicode says. In the plain look, therefore, only characters of undisputed width are drawn. The facts
//! and their sources are in docs/terminal.md.

pub mod display;
pub mod exit_pause;
pub mod keys;
pub mod locale;
pub mod look;
pub mod painter;
pub mod popup;
pub mod probe;
pub mod session;
mod substitute;
pub mod text_field;
#[cfg(unix)]
mod typed_ahead;
#[cfg(windows)]
pub(crate) mod win32;
pub mod wrap;
