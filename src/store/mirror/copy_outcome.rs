//! The outcome of copying one file to the mirror.

use std::path::{Path, PathBuf};

use crate::store::StoreError;

/// What happened to one file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum CopyOutcome {
    /// The copy was up to date.
    UpToDate,
    /// The copy was written.
    Written,
    /// The copy was written, and its old content was kept under this path.
    KeptOld(PathBuf),
    /// The original was damaged and was replaced by the copy.
    Repaired,
    /// The original is damaged, and so is the copy. Nothing was written.
    Damaged,
}

/// Checks whether a file is intact; `None` if that cannot be known.
pub(super) type IsWhole = fn(&Path) -> Result<Option<bool>, StoreError>;
