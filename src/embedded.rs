//! The plans and the townships of China that the program carries in itself.

/// The text of each plan; the first is the one that opens.
pub const PLANS: &[&str] = &[include_str!("../data/miyi-2021-2025.ron")];

/// The townships of China (全国乡镇名录), deflated; `format::townships` reads them.
pub const TOWNSHIPS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/townships.deflate"));
