//! Makes a report (上报): writes it to the outbox, records it in the ledger, then copies it to the folder that the clerk
//! chose.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::domain::ledger::{Change, Entry};
use crate::domain::period::Period;
use crate::domain::plan::Plan;
use crate::domain::report::{Edition, Report, last_export};
use crate::error::Error;
use crate::format::seal;
use crate::store::ledger::LedgerWriter;
use crate::store::outbox::{self, StoredReport};
use crate::store::{StoreError, listing};

use super::check::{check_accepted, refuse_with_errors};
use super::draft::{ReportDraft, report_bytes};

/// A new report, or an earlier one with the same content.
#[derive(Debug)]
pub struct MadeReport {
    /// The new ledger entry; `None` if an earlier report has the same content.
    pub entry: Option<Entry>,
    /// The file in the clerk's folder, or why it could not be written. The outbox has the report in both cases.
    pub handed_out: Result<ExportedReport, StoreError>,
}

/// A report in the clerk's folder, also printed as JSON (see `docs/cli.md`).
#[derive(Debug, Clone, Serialize)]
pub struct ExportedReport {
    pub path: PathBuf,
    /// Counts from 1 for each period.
    pub revision: u32,
    pub sha256: String,
    /// False if nothing had changed, so that the stored bytes were copied again.
    pub new: bool,
    /// The workbook beside it, if one was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub xlsx: Option<PathBuf>,
    /// The evidence bundle beside it, if one was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<PathBuf>,
    /// Whether its folder had to be created.
    #[serde(skip)]
    pub made_folder: bool,
}

impl ExportedReport {
    #[must_use]
    pub fn words(&self, period: Period) -> String {
        let made_folder = if self.made_folder { "文件夹原来没有，已新建。" } else { "" };
        let (period, revision) = (period.name(), self.revision);
        if self.new {
            format!("已生成{period}第{revision}次上报，写入后已读回核对。{made_folder}")
        } else {
            format!("{period}自第{revision}次上报以来没有变化，交出的仍是那一份。{made_folder}")
        }
    }
}

/// Makes the report of `period`: outbox, ledger, then the folder `out`.
pub fn export(draft: &ReportDraft, writer: &mut LedgerWriter, period: Period, out: &Path) -> Result<MadeReport, Error> {
    let plan = draft.context.plan();
    if !plan.years().contains(&period.year()) {
        return Err(Error::Year { year: period.year(), years: plan.notice.years });
    }
    refuse_with_errors(draft, period)?;
    // Checked before anything is stored: if the ledger is gone, the report would contain what no disk holds.
    writer.check()?;
    let earlier = latest(draft, period)?;
    let (revision, parent) = match (&earlier, last_export(draft.ledger, period)) {
        // The ledger was restored from an older copy and does not know this report; the outbox does.
        (Some(stored), (revision, _)) if stored.report.revision > revision => {
            (stored.report.revision, Some(stored.sha256.clone()))
        }
        (_, last) => last,
    };
    let report = draft.compose(Edition { period, revision: revision.saturating_add(1), parent });
    let repeats = |stored: &StoredReport| {
        report.parent.as_ref() == Some(&stored.sha256) && report.repeats(&stored.report, draft.ledger, writer.device())
    };
    if let Some(stored) = earlier.filter(repeats) {
        // A power cut between outbox and ledger left a report that the ledger does not know.
        let is_known = draft.ledger.exports(period).into_iter().any(|entry| is_export_of(entry, &stored.sha256));
        let entry = if is_known { None } else { Some(record(draft, writer, &stored.report, &stored.sha256)?) };
        let handed_out = hand_out(plan, out, &stored.report, &stored.bytes, entry.is_some());
        return Ok(MadeReport { entry, handed_out });
    }
    let bytes = report_bytes(&report)?;
    // Read it as the county will, before anything is stored.
    check_accepted(&draft.context.plan, &bytes).map_err(Error::CountyRefuses)?;
    outbox::store(&draft.context.data, plan, &report, &bytes)?;
    let entry = record(draft, writer, &report, &seal::sha256(&bytes))?;
    Ok(MadeReport { entry: Some(entry), handed_out: hand_out(plan, out, &report, &bytes, true) })
}

/// Records in the ledger that a report was made.
fn record(draft: &ReportDraft, writer: &mut LedgerWriter, report: &Report, sha256: &str) -> Result<Entry, StoreError> {
    draft.context.append(writer, draft.ledger, report.exported(sha256, Vec::new()))
}

/// The report of `period` with the highest revision in the outbox.
fn latest(draft: &ReportDraft, period: Period) -> Result<Option<StoredReport>, StoreError> {
    let reports = outbox::reports(&draft.context.data, &draft.context.plan().id, &draft.township.code)?;
    Ok(reports.into_iter().filter(|stored| stored.report.period == period).max_by_key(|stored| stored.report.revision))
}

/// Whether an entry records the report with that SHA-256.
fn is_export_of(entry: &Entry, sum: &str) -> bool {
    matches!(&entry.change, Change::Exported { sha256, .. } if sha256 == sum)
}

fn hand_out(plan: &Plan, out: &Path, report: &Report, bytes: &[u8], new: bool) -> Result<ExportedReport, StoreError> {
    let made_folder = !listing::exists(out)?;
    let path = outbox::hand_out(out, &report.file_name(plan), bytes)?;
    // An absolute path stays valid in another working folder.
    let path = std::path::absolute(&path).unwrap_or(path);
    Ok(ExportedReport {
        path,
        revision: report.revision,
        sha256: seal::sha256(bytes),
        new,
        xlsx: None,
        evidence: None,
        made_folder,
    })
}
