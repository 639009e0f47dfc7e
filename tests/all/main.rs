//! What the product promises, tried from outside: each test reads as a sentence about it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod cli;
mod clones;
mod folders;
mod hostile;
mod ledger;
mod marking;
mod notice;
mod office;
mod periods;
mod reports;
mod storage;
