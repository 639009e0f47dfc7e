//! How large a file of each kind may be, and how deep a text may nest.

/// Largest plan that is read, in bytes.
pub const PLAN_MAX: u64 = 4 << 20;

/// Largest report that is read, in bytes.
pub const REPORT_MAX: u64 = 16 << 20;

/// Largest receipt that is read, in bytes.
pub const RECEIPT_MAX: u64 = 1 << 20;

/// Largest workbook that is looked into, where it lies in an archive, in bytes.
pub const WORKBOOK_MAX: u64 = 16 << 20;

/// Largest ledger that is read, in bytes: a million entries and more.
pub const LEDGER_MAX: u64 = 512 << 20;

/// Deepest nesting of a RON file that is read.
pub(super) const NESTING_MAX: usize = 64;
