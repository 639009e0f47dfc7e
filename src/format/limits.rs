//! The largest size of a file of each kind, and the deepest nesting of a text.

/// Largest plan, in bytes.
pub const PLAN_MAX: u64 = 4 << 20;

/// Largest report, in bytes.
pub const REPORT_MAX: u64 = 16 << 20;

/// Largest receipt, in bytes.
pub const RECEIPT_MAX: u64 = 1 << 20;

/// Largest workbook in an archive that is inspected, in bytes.
pub const WORKBOOK_MAX: u64 = 16 << 20;

/// Largest ledger, in bytes: more than a million entries.
pub const LEDGER_MAX: u64 = 512 << 20;

/// Deepest nesting of a RON text.
pub(super) const NESTING_MAX: usize = 64;
