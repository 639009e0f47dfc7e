//! The only writer. Owns the data folder: ledgers, settings, outbox, receipts, evidence, locks; knows where it lies and may
//! lie, and keeps its mirror on a second drive.
//!
//! Durability story:
//! - After a sync returns, bytes survive. Append within one file is the only write a ledger needs, because rename
//!   is not atomic on FAT32 sticks.
//! - One process holds an OS lock on a file *beside* the ledger; a second one reads only, and says who has it.
//! - A failed append cuts the file back to its last good length; if that fails too, the store reads only from then on.
//! - A torn last line is set aside by the owner, holding the lock; everyone else passes over it.
//! - Whole files (settings, reports) go: temporary file in the same folder, sync, rename, sync of the folder, read
//!   back, compare.
//!
//! Imports the domain and the formats; knows no screen and no command line.

#![warn(missing_docs)]

pub mod archive;
pub mod atomic;
pub mod backup;
pub mod browse;
pub mod bundle;
pub mod calendar;
pub mod device;
pub mod drives;
mod error;
pub mod evidence;
pub mod folder;
mod holder;
pub mod incoming;
pub mod intake;
mod kept;
mod known;
pub mod ledger;
mod leftovers;
pub mod listing;
pub mod merged;
pub mod merging;
pub mod mirror;
pub mod offers;
pub mod outbox;
mod own_file;
pub mod place;
mod places;
pub mod plans;
mod read;
pub mod receipts;
mod rights;
pub mod settings;
mod unpack;

pub use error::{Doing, ReadOnly, Special, StoreError};
pub use listing::values_in;
use own_file::{make_folder, make_folder_for};
use read::{BLOCK, open};
pub use read::{read, read_head};
