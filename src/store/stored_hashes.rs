//! Hashes of the reports and receipts in the data folder, by township. They are read once per import: reading them
//! again for every imported file would take longer with each file.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use super::folder::DataFolder;
use super::{StoreError, outbox, receipts};

/// A plan's id and a township's code.
type TownshipKey = (String, String);

#[derive(Default)]
pub(super) struct StoredHashes {
    reports: HashMap<TownshipKey, BTreeSet<String>>,
    receipts: HashMap<TownshipKey, BTreeSet<String>>,
}

impl StoredHashes {
    /// The SHA-256 hashes of a township's reports.
    pub(super) fn reports(
        &mut self,
        data: &DataFolder,
        plan: &str,
        code: &str,
    ) -> Result<&mut BTreeSet<String>, StoreError> {
        Ok(match self.reports.entry(key(plan, code)) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                new.insert(outbox::reports(data, plan, code)?.into_iter().map(|stored| stored.sha256).collect())
            }
        })
    }

    /// The SHA-256 hashes of a township's receipts.
    pub(super) fn receipts(
        &mut self,
        data: &DataFolder,
        plan: &str,
        code: &str,
    ) -> Result<&mut BTreeSet<String>, StoreError> {
        Ok(match self.receipts.entry(key(plan, code)) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                new.insert(receipts::files(data, plan, code)?.into_iter().map(|file| file.sha256).collect())
            }
        })
    }
}

fn key(plan: &str, code: &str) -> TownshipKey {
    (plan.to_owned(), code.to_owned())
}
