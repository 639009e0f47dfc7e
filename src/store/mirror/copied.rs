//! How one file of the records and its copy came to agree.

use std::path::{Path, PathBuf};

use crate::store::StoreError;

/// What became of one file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Copied {
    /// The copy was as it should be.
    Stood,
    /// It was written.
    Written,
    /// It was written, and what it held is kept here.
    Beside(PathBuf),
    /// The records' own file was damaged, and was replaced by the copy.
    Repaired,
    /// The records' own file is damaged and the copy is no better. Nothing was written.
    Damaged,
}

/// Says of a file whether it is whole; none where that cannot be known.
pub(super) type IsWhole = fn(&Path) -> Result<Option<bool>, StoreError>;
