//! Reads all evidence in the mirror. A failing drive may lose content without changing sizes or times.

use std::path::PathBuf;

use crate::store::evidence::{EvidenceState, is_hash, read_state, restore};
use crate::store::folder::DataFolder;
use crate::store::{StoreError, listing};

/// The state of a township's evidence in the mirror.
#[derive(Debug, Default)]
pub struct CheckedCopies {
    /// Number of intact copies.
    pub whole: usize,
    /// Damaged copies that were replaced from the records.
    pub repaired: Vec<PathBuf>,
    /// Damaged copies that the records cannot replace.
    pub damaged: Vec<PathBuf>,
    /// Errors from reading or replacing copies.
    pub errors: Vec<StoreError>,
}

/// Checks every copy in the mirror and replaces damaged ones from the records. Missing copies are not errors: the next
/// mirror update adds them.
#[must_use]
pub fn check_copies(data: &DataFolder, mirror: &DataFolder, plan: &str, township: &str) -> CheckedCopies {
    let listing = listing::read(&mirror.evidence(plan, township));
    let mut checked = CheckedCopies { errors: listing.errors, ..CheckedCopies::default() };
    for entry in listing.entries {
        let path = entry.path;
        let Some(name) = path.file_name().and_then(|name| name.to_str()).filter(|name| is_hash(name)) else { continue };
        let own = data.evidence(plan, township).join(name);
        match read_state(&path).map(|state| state == EvidenceState::Whole) {
            Ok(true) => checked.whole += 1,
            Ok(false) => match restore(&own, &path) {
                Ok(true) => checked.repaired.push(path),
                Ok(false) => checked.damaged.push(path),
                Err(error) => checked.errors.push(error),
            },
            Err(error) => checked.errors.push(error),
        }
    }
    checked
}
