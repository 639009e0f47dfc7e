//! The rules of the trade: plan, periods, ledger and its fold, progress, report, county. No files, no clock, no
//! terminal. Imports only itself.

#![warn(missing_docs)]

pub mod activity;
pub mod assignment;
pub mod change;
pub mod check;
pub mod checklist;
pub mod county;
pub mod due;
pub mod entry;
pub mod file_names;
pub mod fit;
pub mod gbk;
pub mod history;
pub mod id;
pub mod installation;
pub mod item_status;
pub mod ledger;
pub mod measure;
pub mod merge;

pub mod occurrence;
pub mod overlay;
pub mod period;
pub mod plan;
pub mod planned;
pub mod plans;
pub mod progress;
pub mod receipt;
pub mod report;
pub mod restore;
pub mod retired;
pub mod revision;
pub mod search;
pub mod serves;
pub mod short_names;
pub mod target;
pub mod text;
pub mod townships;
pub mod typed;
pub mod uncounted;
pub mod undo;
pub mod wording;
