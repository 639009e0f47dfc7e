//! The forms, one file each. A file builds its form from the model and reads it back.

pub(crate) mod activity;
pub(crate) mod filter;
pub(crate) mod item;
pub mod outgoing;
pub(crate) mod refusal;
pub(crate) mod remark;
pub(crate) mod report;
pub(crate) mod settings;
pub(crate) mod submission;
