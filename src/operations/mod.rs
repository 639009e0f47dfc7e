//! The operations that the screen and the command line share, one file each. Nothing is printed here.

pub mod attachments;
pub mod backup;
pub mod check;
mod choice;
pub mod collect;
pub mod collected;
pub mod context;
pub mod draft;
pub mod due;
pub mod evidence;
pub mod export;
pub mod known_plans;
pub mod merge;
pub mod receipt;
pub mod signer;
