//! Tests of the product from outside. Each reads as a sentence about it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(clippy::disallowed_methods, reason = "a test stops where a folder cannot be read")]

mod activities;
mod architecture;
mod audit;
mod backup;
mod bundle;
mod circles;
mod cli;
mod clones;
mod collect;
mod confirmation;
mod console;
mod county;
mod county_screen;
mod data_loss;
mod deadlines;
mod devices;
mod documents;
mod effects;
#[path = "../../src/terminal/painter/emulator.rs"]
mod emulator;
mod evidence;
mod export_refusals;
#[cfg(all(target_os = "linux", target_env = "gnu", target_arch = "x86_64"))]
mod faults;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod faulty_sticks;
mod folders;
mod formats;
mod from_notice;
mod fuzz_targets;
#[cfg(unix)]
mod gbk;
mod hostile;
mod journeys;
mod leaflet;
mod ledger;
mod leftovers;
mod limits;
mod long;
mod marks;
mod merge;
mod mirror;
mod names;
mod notice;
mod notice_import;
mod occurrences;
mod office;
mod old_readers;
mod periods;
mod plan_import;
mod plans;
#[cfg(unix)]
mod pty;
#[cfg(unix)]
mod pty_county;
#[cfg(unix)]
mod pty_year;
mod readme;
mod receipts;
mod reference_fold;
mod reports;
mod revisions;
mod screen;
mod search;
mod served_tasks;
#[cfg(unix)]
mod special_files;
mod stamps;
mod storage;
mod stray_files;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod syncs;
mod test_pc;
mod typed_arguments;
mod undo;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod unreadable_folders;
mod version_0_1;
#[cfg(unix)]
mod window;
mod workbook;
mod workbook_county;
mod year;
