//! Contents of the ledgers that no figure includes.

/// Counts of ledger contents that cannot be read or understood. No report is made while any is above 0, because it
/// would be incomplete.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Uncounted {
    /// Entries and ledgers written by a newer program.
    pub newer: usize,
    /// Files and folders that could not be read, or are damaged as a whole.
    pub unread: usize,
}

impl Uncounted {
    /// Whether any count is above 0.
    #[must_use]
    pub fn is_any(self) -> bool {
        self != Self::default()
    }
}
