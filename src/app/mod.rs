//! The screen's logic: what is on it, what a key means, what follows from it. Pure: no disk, no clock, no drawing.
//!
//! ```text
//! key -> keymap -> Intent -> update -> Effect -> event loop -> Msg -> update
//!                              |
//!                            state   <- ui draws it
//! ```
//!
//! `state` holds plain values, `forms` builds and reads one form each, and only `update` changes the model. Imports the
//! domain, and of `terminal` only keys and text fields, which are values.
//!
//! The invariant: the screen never shows a tick the disk does not hold. So `update` never changes the ledger on a
//! key; only `Msg::Recorded`, sent after the sync, does.

pub mod available;
pub mod county_selection;
pub mod county_words;
pub mod forms;
pub mod keymap;
pub mod message;
pub mod notices;
pub mod state;
pub mod update;
