//! What each screen holds: plain values. Nothing here takes the whole model to change it, or asks for an effect.

pub mod activities;
pub mod browser;
pub mod calendar;
pub mod checked;
pub mod chooser;
pub mod county;
pub mod county_table;
pub mod county_work;
pub mod cursor;
pub mod dashboard;
pub mod filter;
pub mod form;
pub mod model;
pub mod setup;
pub mod slot;
pub mod tasks;
pub mod view;
