//! The screen's logic. Pure: no disk, no clock, no drawing.
//!
//! ```text
//! key -> keymap -> Intent -> update -> Effect -> event loop -> Msg -> update
//!                              |
//!                            state   <- ui draws it
//! ```
//!
//! `state` holds plain values. `forms` builds and reads one form each. Only `update` changes the model. This folder
//! imports the domain, and from `terminal` only keys and text fields, which are values.
//!
//! The screen never shows a tick that the disk does not hold. A key therefore never changes the ledger: only
//! `Msg::Recorded` does, and the event loop sends it after the sync.

pub mod availability;
pub mod county_messages;
pub mod county_selection;
pub mod forms;
pub mod keymap;
pub mod message;
pub mod notices;
pub mod state;
pub mod update;
