//! What the data folder holds of the townships that a merge touches, read once for each and kept up to date: reading it
//! again for every file that comes in would take longer with each of them.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use super::folder::DataFolder;
use super::{StoreError, outbox, receipts};

/// A plan's id and a township's code.
type Place = (String, String);

/// What is known to be here.
#[derive(Default)]
pub(super) struct Known {
    reports: HashMap<Place, BTreeSet<String>>,
    receipts: HashMap<Place, BTreeSet<String>>,
}

impl Known {
    /// The SHA-256 of the reports that a township made.
    pub(super) fn reports(
        &mut self,
        data: &DataFolder,
        plan: &str,
        code: &str,
    ) -> Result<&mut BTreeSet<String>, StoreError> {
        Ok(match self.reports.entry(place(plan, code)) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                new.insert(outbox::reports(data, plan, code)?.into_iter().map(|kept| kept.sha256).collect())
            }
        })
    }

    /// The SHA-256 of the receipts that a township got.
    pub(super) fn receipts(
        &mut self,
        data: &DataFolder,
        plan: &str,
        code: &str,
    ) -> Result<&mut BTreeSet<String>, StoreError> {
        Ok(match self.receipts.entry(place(plan, code)) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                new.insert(receipts::files(data, plan, code)?.into_iter().map(|file| file.sha256).collect())
            }
        })
    }
}

fn place(plan: &str, code: &str) -> Place {
    (plan.to_owned(), code.to_owned())
}
