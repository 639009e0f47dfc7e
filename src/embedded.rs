//! The plans that the program carries in itself.

/// The text of each plan; the first is the one that opens.
pub const PLANS: &[&str] = &[include_str!("../data/miyi-2021-2025.ron")];
