//! Makes a report (上报) and hands it out: into the outbox, into the ledger, then into the folder that the clerk chose.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::domain::ledger::{Change, Entry};
use crate::domain::period::Period;
use crate::domain::plan::Plan;
use crate::domain::report::{Edition, Report, last_export};
use crate::error::Error;
use crate::format::seal;
use crate::store::ledger::Writer;
use crate::store::outbox::{self, Kept};
use crate::store::{StoreError, listing};

use super::check::{accepted, refuse};
use super::draft::{ReportDraft, written};

/// A report that was made, or an earlier one that says the same.
#[derive(Debug)]
pub struct Made {
    /// The ledger's new entry; none where an earlier report says the same.
    pub entry: Option<Entry>,
    /// What was handed out, or why it could not be; the outbox has it either way.
    pub handed_out: Result<Exported, StoreError>,
}

/// A report in the clerk's folder (contract, JSON).
#[derive(Debug, Clone, Serialize)]
pub struct Exported {
    /// Where it lies.
    pub path: PathBuf,
    /// 1, 2, 3 ...
    pub revision: u32,
    /// Its identity.
    pub sha256: String,
    /// False where nothing had changed and the stored bytes went out again.
    pub new: bool,
    /// The printable workbook beside it, where one was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub xlsx: Option<PathBuf>,
    /// The evidence bundle beside it, where one was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<PathBuf>,
    /// Whether the folder was not there and was made.
    #[serde(skip)]
    pub made_folder: bool,
}

impl Exported {
    /// How it went.
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

/// Makes the report of `period` and hands it out into `out`: outbox, ledger, then `out`.
pub fn export(draft: &ReportDraft, writer: &mut Writer, period: Period, out: &Path) -> Result<Made, Error> {
    let plan = draft.context.plan();
    if !plan.years().contains(&period.year()) {
        return Err(Error::Year { year: period.year(), years: plan.notice.years });
    }
    refuse(draft, period)?;
    // Refused before anything is kept: where the ledger is gone, a report would say what no disk holds.
    writer.check()?;
    let earlier = latest(draft, period)?;
    let (revision, parent) = match (&earlier, last_export(draft.ledger, period)) {
        // The outbox knows of a report that a ledger put back from a copy has forgotten.
        (Some(kept), (revision, _)) if kept.report.revision > revision => {
            (kept.report.revision, Some(kept.sha256.clone()))
        }
        (_, last) => last,
    };
    let report = draft.compose(Edition { period, revision: revision.saturating_add(1), parent });
    let repeats = |kept: &Kept| {
        report.parent.as_ref() == Some(&kept.sha256) && report.repeats(&kept.report, draft.ledger, writer.device())
    };
    if let Some(kept) = earlier.filter(repeats) {
        // A power cut between outbox and ledger left a report that the ledger does not know.
        let is_known = draft.ledger.exports(period).into_iter().any(|entry| is_export_of(entry, &kept.sha256));
        let entry = if is_known { None } else { Some(record(draft, writer, &kept.report, &kept.sha256)?) };
        let handed_out = hand_out(plan, out, &kept.report, &kept.bytes, entry.is_some());
        return Ok(Made { entry, handed_out });
    }
    let bytes = written(&report)?;
    // Read back as the county will, before anything of it is kept.
    accepted(&draft.context.plan, &bytes).map_err(Error::CountyRefuses)?;
    outbox::keep(&draft.context.data, plan, &report, &bytes)?;
    let entry = record(draft, writer, &report, &seal::sha256(&bytes))?;
    Ok(Made { entry: Some(entry), handed_out: hand_out(plan, out, &report, &bytes, true) })
}

/// Writes into the ledger that a report was made.
fn record(draft: &ReportDraft, writer: &mut Writer, report: &Report, sha256: &str) -> Result<Entry, StoreError> {
    draft.context.append(writer, draft.ledger, report.exported(sha256, Vec::new()))
}

/// The latest report of `period` that the outbox holds.
fn latest(draft: &ReportDraft, period: Period) -> Result<Option<Kept>, StoreError> {
    let reports = outbox::reports(&draft.context.data, &draft.context.plan().id, &draft.township.code)?;
    Ok(reports.into_iter().filter(|kept| kept.report.period == period).max_by_key(|kept| kept.report.revision))
}

/// Whether an entry says that the report of that sum was made.
fn is_export_of(entry: &Entry, sum: &str) -> bool {
    matches!(&entry.change, Change::Exported { sha256, .. } if sha256 == sum)
}

fn hand_out(plan: &Plan, out: &Path, report: &Report, bytes: &[u8], new: bool) -> Result<Exported, StoreError> {
    let made_folder = !listing::exists(out)?;
    let path = outbox::hand_out(out, &report.file_name(plan), bytes)?;
    // A path that says where it is, whatever folder the program was started in.
    let path = std::path::absolute(&path).unwrap_or(path);
    Ok(Exported {
        path,
        revision: report.revision,
        sha256: seal::sha256(bytes),
        new,
        xlsx: None,
        evidence: None,
        made_folder,
    })
}
