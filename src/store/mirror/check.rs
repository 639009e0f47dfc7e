//! The evidence in the mirror, read in full: a drive that loses bytes changes neither the sizes nor the times of its files.

use std::path::PathBuf;

use crate::store::evidence::{State, is_hash, restore, state};
use crate::store::folder::DataFolder;
use crate::store::{StoreError, listing};

/// The evidence of a township in the mirror, piece by piece.
#[derive(Debug, Default)]
pub struct CheckedCopies {
    /// How many are whole.
    pub whole: usize,
    /// Damaged ones that were replaced by the records' own.
    pub repaired: Vec<PathBuf>,
    /// Damaged ones of which the records have no whole one either.
    pub damaged: Vec<PathBuf>,
    /// Why others could not be read or written.
    pub errors: Vec<StoreError>,
}

/// Reads every piece in the mirror, and repairs the damaged ones from the records. What the mirror lacks it gets at the end
/// of the next session.
#[must_use]
pub fn check_copies(data: &DataFolder, mirror: &DataFolder, plan: &str, township: &str) -> CheckedCopies {
    let listing = listing::read(&mirror.evidence(plan, township));
    let mut checked = CheckedCopies { errors: listing.errors, ..CheckedCopies::default() };
    for entry in listing.entries {
        let path = entry.path;
        let Some(name) = path.file_name().and_then(|name| name.to_str()).filter(|name| is_hash(name)) else { continue };
        let own = data.evidence(plan, township).join(name);
        match state(&path).map(|state| state == State::Whole) {
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
