//! The values that imports overwrote here, one small file a township. A value is kept until it is restored or set
//! again.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::domain::ledger::Ledger;
use crate::domain::merge::{Overwritten, put_back};
use crate::format::{FileFormat, FormatError};

use super::folder::DataFolder;
use super::{StoreError, ron_file};

const FORMAT: FileFormat = FileFormat { name: "taizhang-merged", version: 2 };

#[derive(Debug, Default, Serialize, Deserialize)]
struct OverwrittenList {
    overwritten: Vec<Overwritten>,
}

fn path(data: &DataFolder, plan: &str, township: &str) -> PathBuf {
    data.path.join("merged").join(plan).join(format!("{township}.ron"))
}

/// The overwritten values of a township.
pub fn load(data: &DataFolder, plan: &str, township: &str) -> Result<Vec<Overwritten>, StoreError> {
    let list: Option<OverwrittenList> = ron_file::load(&path(data, plan, township), FORMAT)?;
    Ok(list.unwrap_or_default().overwritten)
}

/// Checks that a list can be read. An absent list is fine.
pub(super) fn check(path: &Path) -> Result<(), StoreError> {
    ron_file::load::<OverwrittenList>(path, FORMAT).map(drop)
}

/// Replaces the list of a township.
pub fn save(data: &DataFolder, plan: &str, township: &str, overwritten: Vec<Overwritten>) -> Result<(), StoreError> {
    // Write the old version if possible, so that older programs can read the file.
    let is_old = |value: &Overwritten| value.ours.is_of_0_1() && value.theirs.is_of_0_1();
    let version = if overwritten.iter().all(is_old) { 1 } else { FORMAT.version };
    ron_file::save_as(&path(data, plan, township), &OverwrittenList { overwritten }, FORMAT, version)
}

/// Adds the values that an import is about to overwrite. Drops those that the ledger `before` no longer lets us
/// restore.
///
/// The list is written before the ledgers are: otherwise an interruption between the two would hide what was
/// overwritten. A value that is listed but not overwritten does no harm, because restoring it changes nothing.
pub(super) fn add(
    data: &DataFolder,
    plan: &str,
    township: &str,
    before: &Ledger,
    new: &[Overwritten],
) -> Result<(), StoreError> {
    let mut all = match load(data, plan, township) {
        // Saving renames the damaged list.
        Err(StoreError::Format { error, .. }) if !matches!(error, FormatError::Newer { .. }) => Vec::new(),
        loaded => loaded?,
    };
    all.retain(|value| put_back(before, value).is_some());
    all.extend(new.iter().filter(|value| value.lost).cloned());
    save(data, plan, township, all)
}
