//! What may lie in the ledgers of a township and is in no figure.

/// What may be in the ledgers and does not count. Any of it keeps a report from being made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Uncounted {
    /// Entries and ledgers of a newer program.
    pub newer: usize,
    /// Files and folders that could not be read, or that are damaged as a whole.
    pub unread: usize,
}

impl Uncounted {
    /// Whether there is anything of it.
    #[must_use]
    pub fn is_any(self) -> bool {
        self != Self::default()
    }
}
