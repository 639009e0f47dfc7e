//! What the screen and the command line both do: open the records, check, export, import, back up, answer, collect. Each
//! file is one operation. Nothing is printed here.

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
pub mod signing;
