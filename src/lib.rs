//! `taizhang` (乡镇任务台账): what a county plan asks of a township, kept offline and reported upward.

pub mod app;
pub mod cli;
pub mod commands;
pub mod domain;
pub mod embedded;
pub mod error;
pub mod format;
pub mod notice;
pub mod operations;
pub mod runtime;
pub mod store;
pub mod terminal;
pub mod ui;
