//! `taizhang` (乡镇任务台账): the tasks of a county's plan, kept offline by a township and reported to the county.

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
