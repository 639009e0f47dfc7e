//! What each fuzz target does with the bytes it is given. The suite of the program runs the same functions on the seeds
//! (`tests/all/fuzzing.rs`), so that they keep up with the program.

pub mod archive;
pub mod ledger;
pub mod notice;
pub mod plan;
pub mod sealed;
pub mod settings;
