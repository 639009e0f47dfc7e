//! The only writer of the data folder: ledgers, settings, outbox, receipts, evidence and locks. It also finds the data
//! folder and keeps its mirror on a second drive.
//!
//! Durability:
//! - Bytes survive once a sync has returned. A ledger only ever needs appends within one file, because rename is not
//!   atomic on FAT32 sticks.
//! - One process holds an OS lock on a file *beside* the ledger. A second process opens the ledger read-only and says
//!   who holds the lock.
//! - A failed append cuts the file back to its last good length. If that fails too, the ledger is read-only from then
//!   on.
//! - The owner, holding the lock, moves a torn last line to a separate file. Everyone else skips it.
//! - Whole files (settings, reports) are written to a temporary file in the same folder, synced and renamed; then the
//!   folder is synced and the file is read back and compared.
//!
//! Imports the domain and the formats. Knows no screen and no command line.

#![warn(missing_docs)]

mod archive_reader;
pub mod archive_writer;
pub mod atomic;
pub mod backup;
pub mod browser;
pub mod bundle;
pub mod calendar;
pub mod chosen_folder;
pub mod device;
pub mod drives;
mod error;
pub mod evidence;
pub mod folder;
pub mod import;
pub mod import_source;
pub mod ingest;
pub mod ledger;
mod leftovers;
pub mod listing;
mod locations;
mod lock_holder;
pub mod mirror;
pub mod outbox;
pub mod overwritten_values;
mod own_file;
mod permissions;
pub mod plans;
mod read;
pub mod receipts;
mod ron_file;
pub mod settings;
pub mod storage_candidates;
mod stored_hashes;

pub use error::{FileAction, ReadOnly, Special, StoreError};
pub use listing::ron_files;
use own_file::{make_folder, make_folder_for};
use read::{BLOCK, open};
pub use read::{read, read_head};
