//! What the search through a county's folders does not look into or need not take for a report, and why.

use std::fs;
use std::path::PathBuf;

/// What lies in a folder: where, and what it is.
pub(super) type Thing = (PathBuf, fs::FileType);

/// Why something is left aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skipped {
    /// It was named and is not there.
    Gone,
    /// It is a link to a folder: it may lead round in a ring, or out of what was named.
    Link,
    /// It lies too deep.
    Deep,
    /// The records of a township, as a backup holds them.
    Records,
    /// The records of this program, or a copy that it keeps of them.
    Own,
    /// A link to a folder that was looked into.
    Read,
    /// By its name, systems and other programs leave it lying about.
    Litter,
    /// It lies among the evidence.
    Evidence,
}
