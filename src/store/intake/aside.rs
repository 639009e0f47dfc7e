//! Files that lie where no report belongs. One that is a report counts all the same; whatever else it is, it is no fault.

use std::path::Path;

use crate::store::bundle::FOLDER as EVIDENCE;

/// Why a file may be anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aside {
    /// It lies among the evidence.
    Evidence,
}

impl Aside {
    /// Whether a file lies aside, and why.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        Self::named(path.iter().rev().map(|part| part.to_string_lossy()))
    }

    /// The same by its name and then those of its folders.
    pub(super) fn named(names: impl Iterator<Item = impl AsRef<str>>) -> Option<Self> {
        let mut folders = names.skip(1);
        folders.any(|folder| folder.as_ref() == EVIDENCE).then_some(Self::Evidence)
    }
}
