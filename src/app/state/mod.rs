//! The state of each screen: plain values. Nothing here changes the whole model or asks for an effect.

pub mod activities;
pub mod audit;
pub mod browser;
pub mod calendar;
pub mod chooser;
pub mod county;
pub mod county_screens;
pub mod county_table;
pub mod cursor;
pub mod dashboard;
pub mod filter;
pub mod form;
pub mod model;
pub mod setup;
pub mod slot;
pub mod tasks;
pub mod view;
