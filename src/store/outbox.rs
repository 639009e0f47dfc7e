//! The outbox: every report (上报) made here. A report is written to the outbox, then recorded in the ledger, then copied
//! to the folder that the clerk named.
//!
//! This order makes an interruption harmless. A report that the ledger does not know has not left the office. A report
//! that it knows is complete in the outbox and can be copied again, byte for byte.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::domain::ledger::{DeviceId, Head, Ledger};
use crate::domain::plan::Plan;
use crate::domain::report::Report;
use crate::format::{REPORT_MAX, report as format};

use super::folder::DataFolder;
use super::permissions::Audience;
use super::{StoreError, atomic, listing};

/// A report in the outbox.
#[derive(Debug)]
pub struct StoredReport {
    /// The parsed content of the file.
    pub report: Report,
    /// SHA-256 that identifies it.
    pub sha256: String,
    /// Content of its file.
    pub bytes: Vec<u8>,
}

/// All intact reports of a township. Damaged ones are left out.
pub fn reports(data: &DataFolder, plan: &str, township: &str) -> Result<Vec<StoredReport>, StoreError> {
    let mut reports = Vec::new();
    for path in paths(data, plan, township)? {
        let bytes = match super::read(&path, REPORT_MAX) {
            Err(StoreError::Format { .. }) => continue,
            read => read?,
        };
        let Ok(format::ReportFile { report, sha256 }) = format::read(&bytes) else { continue };
        // A renamed folder may hold reports of another township.
        if report.plan == plan && report.township.code == township {
            reports.push(StoredReport { report, sha256, bytes });
        }
    }
    Ok(reports)
}

/// A ledger that lacks entries which one of our reports contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LostEntries {
    /// The head of the ledger in the report.
    pub reported: Head,
    /// Number of entries now. It is not smaller if other entries were written since.
    pub current: u64,
}

/// The ledgers that lack entries which reports of the outbox contain. For each PC, the report with the most entries
/// counts.
pub fn lost_entries(
    data: &DataFolder,
    plan: &str,
    township: &str,
    ledger: &Ledger,
) -> Result<Vec<LostEntries>, StoreError> {
    let heads = ledger.heads();
    let mut most: BTreeMap<DeviceId, Head> = BTreeMap::new();
    let reported = reports(data, plan, township)?.into_iter().flat_map(|stored| stored.report.heads);
    for head in reported.filter(|head| !ledger.accounts_for(head)) {
        let known = most.entry(head.device).or_insert(head);
        if known.entries < head.entries {
            *known = head;
        }
    }
    let current = |device| heads.iter().find(|head| head.device == device).map_or(0, |head| head.entries);
    Ok(most.into_values().map(|reported| LostEntries { reported, current: current(reported.device) }).collect())
}

fn paths(data: &DataFolder, plan: &str, township: &str) -> Result<Vec<PathBuf>, StoreError> {
    super::ron_files(&data.outbox(plan, township))
}

/// Number of intact reports in the outbox, and the errors of the others.
#[must_use]
pub fn check(data: &DataFolder, plan: &str, township: &str) -> (usize, Vec<StoreError>) {
    listing::check_files(paths(data, plan, township), |path| {
        let bytes = super::read(path, REPORT_MAX)?;
        format::read(&bytes).map_err(|error| StoreError::Format { path: path.to_owned(), error })
    })
}

/// Writes a report to the outbox.
pub fn store(data: &DataFolder, plan: &Plan, report: &Report, bytes: &[u8]) -> Result<(), StoreError> {
    store_in(&data.outbox(&report.plan, &report.township.code), &report.file_name(plan), bytes).map(|_| ())
}

/// Like [`hand_out`], for a file of the records.
pub(super) fn store_in(folder: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, StoreError> {
    write(folder, name, bytes, Audience::Records)
}

/// Writes a report into `folder` and reads it back. Never overwrites: if another file has the name, the report is named
/// `... (2)`; if the same bytes are there, nothing is written.
pub fn hand_out(folder: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, StoreError> {
    write(folder, name, bytes, Audience::HandingOut)
}

fn write(folder: &Path, name: &str, bytes: &[u8], audience: Audience) -> Result<PathBuf, StoreError> {
    super::make_folder_for(folder, audience)?;
    atomic::create_numbered(bytes, audience, |number| numbered(folder, name, number))
}

/// `name` in `folder`; for a number above 1 with ` (2)` and so on before the extension.
fn numbered(folder: &Path, name: &str, number: u32) -> PathBuf {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "ron"));
    if number == 1 { folder.join(name) } else { folder.join(format!("{stem} ({number}).{ending}")) }
}
