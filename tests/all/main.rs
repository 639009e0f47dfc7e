//! Tests of the product from outside. Each reads as a sentence about it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(clippy::disallowed_methods, reason = "a test stops where a folder cannot be read")]

mod activities;
mod architecture;
mod asking;
mod bundle;
mod checking;
mod circles;
mod cli;
mod clones;
mod collecting;
mod console;
mod county;
mod county_screen;
mod deadlines;
mod devices;
mod documents;
mod effects;
#[path = "../../src/terminal/painter/emulator.rs"]
mod emulator;
mod evidence;
#[cfg(all(target_os = "linux", target_env = "gnu", target_arch = "x86_64"))]
mod faults;
mod folders;
mod formats;
mod from_notice;
mod fuzzing;
#[cfg(unix)]
mod gbk;
mod hostile;
mod importing;
mod journeys;
mod leaflet;
mod ledger;
mod leftovers;
mod limits;
mod long;
mod losses;
mod marking;
mod merging;
mod mirror;
mod names;
mod notice;
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
mod refusable;
mod reports;
mod restoring;
mod revisions;
mod screen;
mod searching;
mod serving;
#[cfg(unix)]
mod special_files;
mod stamps;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod sticks;
mod storage;
mod strays;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod syncs;
mod test_pc;
mod typing;
mod undoing;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod unlisted;
mod version_0_1;
#[cfg(unix)]
mod window;
mod workbook;
mod workbook_county;
mod year;
