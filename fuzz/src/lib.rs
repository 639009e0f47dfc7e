//! The fuzz targets. The program's tests run them on the seeds (`tests/all/fuzz_targets.rs`), so that they keep up with
//! the program.

pub mod archive;
pub mod ledger;
pub mod notice;
pub mod plan;
pub mod sealed;
pub mod settings;
