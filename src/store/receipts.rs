//! The receipts (回执) of the county: kept as they came, in the data folder, so that they go with it to another PC. The
//! county keeps those it gave in the same way.

use std::path::PathBuf;

use crate::domain::receipt::Receipt;
use crate::format::RECEIPT_MAX;
use crate::format::receipt::{self as format, ReceiptFile};

use super::folder::DataFolder;
use super::{StoreError, outbox};

/// Every whole receipt of a township under a plan.
#[must_use]
pub fn all(data: &DataFolder, plan: &str, township: &str) -> Vec<Receipt> {
    files(data, plan, township).into_iter().map(|file| file.receipt).collect()
}

/// The same with their texts.
#[must_use]
pub fn files(data: &DataFolder, plan: &str, township: &str) -> Vec<ReceiptFile> {
    let read = paths(data, plan, township).into_iter().filter_map(|path| read(&path).ok());
    read.filter(|file| file.receipt.plan == plan && file.receipt.township.code == township).collect()
}

/// How many receipts are whole, and what is wrong with the others.
#[must_use]
pub fn check(data: &DataFolder, plan: &str, township: &str) -> (usize, Vec<StoreError>) {
    let paths = paths(data, plan, township);
    let wrong: Vec<StoreError> = paths.iter().filter_map(|path| read(path).err()).collect();
    (paths.len() - wrong.len(), wrong)
}

/// Keeps a receipt; says whether it was not there yet.
pub fn keep(data: &DataFolder, file: &ReceiptFile) -> Result<bool, StoreError> {
    let Receipt { plan, township, .. } = &file.receipt;
    if files(data, plan, &township.code).iter().any(|kept| kept.sha256 == file.sha256) {
        return Ok(false);
    }
    let folder = data.receipts(plan, &township.code);
    outbox::hand_out(&folder, &file.receipt.file_name(), file.text.as_bytes()).map(|_| true)
}

fn paths(data: &DataFolder, plan: &str, township: &str) -> Vec<PathBuf> {
    super::values_in(&data.receipts(plan, township))
}

fn read(path: &std::path::Path) -> Result<ReceiptFile, StoreError> {
    let bytes = super::read(path, RECEIPT_MAX)?;
    format::read(&bytes).map_err(|error| StoreError::Format { path: path.to_owned(), error })
}
