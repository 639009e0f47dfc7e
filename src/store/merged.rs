//! What the merges so far overwrote here, kept until it was put back or set anew: one small file a township.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::domain::ledger::Ledger;
use crate::domain::merge::{Overwritten, put_back};
use crate::format::{FileFormat, FormatError};

use super::folder::DataFolder;
use super::{StoreError, kept};

const FORMAT: FileFormat = FileFormat { name: "taizhang-merged", version: 2 };

#[derive(Debug, Default, Serialize, Deserialize)]
struct Kept {
    overwritten: Vec<Overwritten>,
}

fn path(data: &DataFolder, plan: &str, township: &str) -> PathBuf {
    data.path.join("merged").join(plan).join(format!("{township}.ron"))
}

/// What was overwritten.
pub fn load(data: &DataFolder, plan: &str, township: &str) -> Result<Vec<Overwritten>, StoreError> {
    let kept: Option<Kept> = kept::load(&path(data, plan, township), FORMAT)?;
    Ok(kept.unwrap_or_default().overwritten)
}

/// Whether a list can be understood; none at all is as good.
pub(super) fn check(path: &Path) -> Result<(), StoreError> {
    kept::load::<Kept>(path, FORMAT).map(drop)
}

/// Keeps what was overwritten, in the place of what was kept before.
pub fn save(data: &DataFolder, plan: &str, township: &str, overwritten: Vec<Overwritten>) -> Result<(), StoreError> {
    // Programs of before cannot read what they do not know; the rest they can.
    let is_old = |one: &Overwritten| one.ours.is_of_0_1() && one.theirs.is_of_0_1();
    let version = if overwritten.iter().all(is_old) { 1 } else { FORMAT.version };
    kept::save_as(&path(data, plan, township), &Kept { overwritten }, FORMAT, version)
}

/// Adds what is about to be overwritten, beside what can still be put back in `before`.
///
/// It is kept before the ledgers are: where they get there and this does not, nobody would ever be told. What is kept
/// and then not overwritten does no harm, since nothing is put back where the own value stands.
pub(super) fn add(
    data: &DataFolder,
    plan: &str,
    township: &str,
    before: &Ledger,
    new: &[Overwritten],
) -> Result<(), StoreError> {
    let mut all = match load(data, plan, township) {
        // It is set aside when it is written anew.
        Err(StoreError::Format { error, .. }) if !matches!(error, FormatError::Newer { .. }) => Vec::new(),
        loaded => loaded?,
    };
    all.retain(|one| put_back(before, one).is_some());
    all.extend(new.iter().filter(|one| one.lost).cloned());
    save(data, plan, township, all)
}
