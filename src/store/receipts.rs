//! The receipts (回执) of the county: kept as they came, in the data folder, so that they go with it to another PC. The
//! county keeps those it gave in the same way.

use std::path::{Path, PathBuf};

use crate::domain::plan::Plan;
use crate::domain::receipt::Receipt;
use crate::format::RECEIPT_MAX;
use crate::format::receipt::{self as format, ReceiptFile};

use super::folder::DataFolder;
use super::{StoreError, listing, outbox};

/// Every whole receipt of a township under a plan; damaged ones are passed over.
pub fn all(data: &DataFolder, plan: &str, township: &str) -> Result<Vec<Receipt>, StoreError> {
    Ok(files(data, plan, township)?.into_iter().map(|file| file.receipt).collect())
}

/// The same with their texts.
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

/// How many receipts are whole, and what is wrong with the others.
#[must_use]
pub fn check(data: &DataFolder, plan: &str, township: &str) -> (usize, Vec<StoreError>) {
    listing::judge(paths(data, plan, township), read)
}

/// Keeps a receipt; says whether it was not there yet.
pub fn keep(data: &DataFolder, of: &Plan, file: &ReceiptFile) -> Result<bool, StoreError> {
    let Receipt { plan, township, .. } = &file.receipt;
    if files(data, plan, &township.code)?.iter().any(|kept| kept.sha256 == file.sha256) {
        return Ok(false);
    }
    keep_new(data, of, file).map(|()| true)
}

/// Keeps a receipt that is known not to be there yet.
pub(super) fn keep_new(data: &DataFolder, of: &Plan, file: &ReceiptFile) -> Result<(), StoreError> {
    let folder = data.receipts(&file.receipt.plan, &file.receipt.township.code);
    outbox::keep_in(&folder, &file.receipt.file_name(of), file.text.as_bytes()).map(drop)
}

fn paths(data: &DataFolder, plan: &str, township: &str) -> Result<Vec<PathBuf>, StoreError> {
    super::values_in(&data.receipts(plan, township))
}

fn read(path: &Path) -> Result<ReceiptFile, StoreError> {
    let bytes = super::read(path, RECEIPT_MAX)?;
    format::read(&bytes).map_err(|error| StoreError::Format { path: path.to_owned(), error })
}
