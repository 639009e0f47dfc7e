//! The receipts (回执) from the county, stored unchanged in the data folder, so that a backup carries them to another PC.
//! The county stores the receipts it gave in the same way.

use std::path::{Path, PathBuf};

use crate::domain::plan::Plan;
use crate::domain::receipt::Receipt;
use crate::format::RECEIPT_MAX;
use crate::format::receipt::{self as format, ReceiptFile};

use super::folder::DataFolder;
use super::{StoreError, listing, outbox};

/// All intact receipts of a township under a plan. Damaged ones are left out.
pub fn all(data: &DataFolder, plan: &str, township: &str) -> Result<Vec<Receipt>, StoreError> {
    Ok(files(data, plan, township)?.into_iter().map(|file| file.receipt).collect())
}

/// Like [`all`], with their texts and hashes.
pub fn files(data: &DataFolder, plan: &str, township: &str) -> Result<Vec<ReceiptFile>, StoreError> {
    let mut files = Vec::new();
    for path in paths(data, plan, township)? {
        match read(&path) {
            Err(StoreError::Format { .. }) => {}
            file => files.push(file?),
        }
    }
    files.retain(|file| file.receipt.plan == plan && file.receipt.township.code == township);
    Ok(files)
}

/// Number of intact receipts, and the errors of the others.
#[must_use]
pub fn check(data: &DataFolder, plan: &str, township: &str) -> (usize, Vec<StoreError>) {
    listing::check_files(paths(data, plan, township), read)
}

/// Stores a receipt. False if it was stored before.
pub fn store(data: &DataFolder, of: &Plan, file: &ReceiptFile) -> Result<bool, StoreError> {
    let Receipt { plan, township, .. } = &file.receipt;
    if files(data, plan, &township.code)?.iter().any(|stored| stored.sha256 == file.sha256) {
        return Ok(false);
    }
    store_new(data, of, file).map(|()| true)
}

/// Stores a receipt that the caller knows to be new.
pub(super) fn store_new(data: &DataFolder, of: &Plan, file: &ReceiptFile) -> Result<(), StoreError> {
    let folder = data.receipts(&file.receipt.plan, &file.receipt.township.code);
    outbox::store_in(&folder, &file.receipt.file_name(of), file.text.as_bytes()).map(drop)
}

fn paths(data: &DataFolder, plan: &str, township: &str) -> Result<Vec<PathBuf>, StoreError> {
    super::ron_files(&data.receipts(plan, township))
}

fn read(path: &Path) -> Result<ReceiptFile, StoreError> {
    let bytes = super::read(path, RECEIPT_MAX)?;
    format::read(&bytes).map_err(|error| StoreError::Format { path: path.to_owned(), error })
}
