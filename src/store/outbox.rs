//! Making a report (上报): into the outbox, into the ledger, then out to the folder the clerk named.
//!
//! The order makes every break harmless: a report that the ledger does not know was never handed out; one that it
//! knows lies whole in the outbox and goes out again byte for byte.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::domain::ledger::{DeviceId, Head, Ledger};
use crate::domain::plan::Plan;
use crate::domain::report::Report;
use crate::format::{REPORT_MAX, report as format};

use super::folder::DataFolder;
use super::rights::For;
use super::{StoreError, atomic, listing};

/// A report of the outbox, its identity and its bytes.
#[derive(Debug)]
pub struct Kept {
    /// The report.
    pub report: Report,
    /// Its identity.
    pub sha256: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Every whole report of the township that its outbox holds; damaged ones are passed over.
pub fn reports(data: &DataFolder, plan: &str, township: &str) -> Result<Vec<Kept>, StoreError> {
    let mut reports = Vec::new();
    for path in paths(data, plan, township)? {
        let bytes = match super::read(&path, REPORT_MAX) {
            Err(StoreError::Format { .. }) => continue,
            read => read?,
        };
        let Ok(format::ReportFile { report, sha256 }) = format::read(&bytes) else { continue };
        // One that a renamed folder brought here is not the township's.
        if report.plan == plan && report.township.code == township {
            reports.push(Kept { report, sha256, bytes });
        }
    }
    Ok(reports)
}

/// A PC whose ledger no longer holds what a report was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forgotten {
    /// How many entries there were, by the report.
    pub reported: Head,
    /// How many there are now; not fewer where others were written since.
    pub there: u64,
}

/// The PCs whose ledgers do not hold what the reports of the outbox say of them; of each PC the report that says most.
pub fn forgotten(data: &DataFolder, plan: &str, township: &str, ledger: &Ledger) -> Result<Vec<Forgotten>, StoreError> {
    let there = ledger.heads();
    let mut most: BTreeMap<DeviceId, Head> = BTreeMap::new();
    let reported = reports(data, plan, township)?.into_iter().flat_map(|kept| kept.report.heads);
    for head in reported.filter(|head| !ledger.accounts_for(head)) {
        let known = most.entry(head.device).or_insert(head);
        if known.entries < head.entries {
            *known = head;
        }
    }
    let there = |device| there.iter().find(|head| head.device == device).map_or(0, |head| head.entries);
    Ok(most.into_values().map(|reported| Forgotten { reported, there: there(reported.device) }).collect())
}

fn paths(data: &DataFolder, plan: &str, township: &str) -> Result<Vec<PathBuf>, StoreError> {
    super::values_in(&data.outbox(plan, township))
}

/// How many reports the outbox holds whole, and what is wrong with the others.
#[must_use]
pub fn check(data: &DataFolder, plan: &str, township: &str) -> (usize, Vec<StoreError>) {
    listing::judge(paths(data, plan, township), |path| {
        let bytes = super::read(path, REPORT_MAX)?;
        format::read(&bytes).map_err(|error| StoreError::Format { path: path.to_owned(), error })
    })
}

/// Keeps a report's bytes in the outbox.
pub fn keep(data: &DataFolder, plan: &Plan, report: &Report, bytes: &[u8]) -> Result<(), StoreError> {
    keep_in(&data.outbox(&report.plan, &report.township.code), &report.file_name(plan), bytes).map(|_| ())
}

/// Writes a file of the records as [`hand_out`] does.
pub(super) fn keep_in(folder: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, StoreError> {
    write(folder, name, bytes, For::Records)
}

/// Writes a report into `folder` under `name` and compares what can be read back. Never overwrites: a file that
/// holds the same bytes is left as it is, another one makes the name `... (2)`.
pub fn hand_out(folder: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, StoreError> {
    write(folder, name, bytes, For::HandingOut)
}

fn write(folder: &Path, name: &str, bytes: &[u8], whom: For) -> Result<PathBuf, StoreError> {
    super::make_folder_for(folder, whom)?;
    atomic::create_numbered(bytes, whom, |number| numbered(folder, name, number))
}

/// The path of that name, or of `... (2)` and so on.
fn numbered(folder: &Path, name: &str, number: u32) -> PathBuf {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "ron"));
    if number == 1 { folder.join(name) } else { folder.join(format!("{stem} ({number}).{ending}")) }
}
