//! The screen's logic: what is on it, what a key means, what follows from it. Pure: no disk, no clock, no drawing.
//!
//! Key -> [`keymap`] -> Intent -> [`update`] -> Effect, done by the loop -> Msg -> fold. Imports the domain, and of
//! `terminal` only keys and text fields, which are values.
//!
//! The invariant: the screen never shows a tick the disk does not hold. So `update` never changes the ledger on a
//! key; only `Msg::Recorded`, sent after the sync, does.

pub mod activities;
mod acts;
mod answers;
mod asking;
pub mod browser;
pub mod calendar;
pub mod chooser;
mod clicking;
pub mod county;
pub mod cursor;
pub mod dashboard;
mod filling;
pub mod form;
mod forms;
pub mod guide;
pub mod history;
pub mod keymap;
pub mod model;
pub mod notices;
mod opening;
pub mod reporting;
pub mod sift;
pub mod tasks;
mod ticking;
mod travel;
pub mod update;
pub mod view;
