//! The forms, one file each: how a form is built from the model, and what a filled form asks for.

pub(crate) mod activity;
pub(crate) mod filter;
pub mod handing;
pub(crate) mod item;
pub(crate) mod refusal;
pub(crate) mod remark;
pub(crate) mod report;
pub(crate) mod settings;
pub(crate) mod submit;
