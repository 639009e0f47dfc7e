//! Why the search for reports skips a file or folder.

/// Why a file or folder is skipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SkipReason {
    /// It was named but is absent.
    Gone,
    /// A link to a folder. It may lead in a circle, or out of the folders that were named.
    Link,
    /// It is nested too deeply.
    TooDeep,
    /// The records of a township, for example in a backup.
    Records,
    /// The records of this program, or their mirror.
    Own,
    /// A link to a folder that was searched anyway.
    AlreadySearched,
    /// Its name shows that a system or another program left it.
    SystemFile,
    /// It is in the evidence folder of a bundle.
    Evidence,
}
