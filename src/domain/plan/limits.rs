//! The limits of a plan. A real plan is far below them. They bound the work that a damaged or hostile file causes, and
//! are checked before that work begins.

use std::ops::RangeInclusive;

/// The years that a plan may cover.
pub(super) const YEARS: RangeInclusive<i32> = 1949..=2200;
/// Maximum number of years of one plan.
pub(super) const SPAN_MAX: i32 = 50;
/// Maximum number of actions, and of tasks.
pub(super) const TASKS_MAX: usize = 1000;
/// Maximum number of checklist items of all tasks.
pub(super) const ITEMS_MAX: usize = 3000;
/// Maximum number of units that one task or safeguard names, and of words for the townships.
pub(super) const UNITS_MAX: usize = 300;
/// Maximum number of townships, with the abolished and former ones. The largest province has some 4,000.
pub(super) const TOWNSHIPS_MAX: usize = 10_000;
/// Maximum number of safeguards, and of errata.
pub(super) const NOTES_MAX: usize = 1000;
/// Maximum number of rules for when reports are due.
pub(super) const REPORTS_MAX: usize = 20;
/// Maximum number of days from the end of a time to the deadline of its report.
pub(super) const DAYS_AFTER_MAX: u32 = 366;
/// Longest text of a task, in characters. Each quote is searched in it.
pub(super) const TEXT_MAX: usize = 10_000;
/// Longest name of a township, in characters. It is part of file names.
pub(super) const NAME_MAX: usize = 30;
