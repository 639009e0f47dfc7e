//! What the walk through a county's folders does not look into, and why.

use std::fs;
use std::io;
use std::path::PathBuf;

use crate::store::StoreError;

/// What lies in a folder: where, and what it is.
pub(super) type Thing = (PathBuf, fs::FileType);

/// Why something is not looked into.
#[derive(Debug)]
pub enum NotFollowed {
    /// The system refused.
    Store(StoreError),
    /// It was named and is not there.
    Gone,
    /// It is a link to a folder: it may lead round in a ring, or out of what was named.
    Link,
    /// It lies too deep.
    Deep,
    /// The records of a township.
    Records,
    /// The records of this program, or a copy that it keeps of them.
    Own,
    /// A link to a folder that was looked into.
    Read,
    /// Systems and other programs leave it lying about.
    Litter,
}

impl NotFollowed {
    /// What the system says, where it refused.
    #[must_use]
    pub fn error(&self) -> Option<io::Error> {
        match self {
            Self::Gone => Some(io::ErrorKind::NotFound.into()),
            Self::Store(StoreError::Io { source, .. }) => {
                // An error cannot be copied; the system's number says all that is told of it.
                Some(source.raw_os_error().map_or_else(|| source.kind().into(), io::Error::from_raw_os_error))
            }
            _ => None,
        }
    }
}
