//! The check (审核) before a report.

use std::collections::BTreeMap;

use crate::domain::check::{self, CheckFinding, EvidenceFault, ReportSize, Severity, StoreFacts};
use crate::domain::fit::report_fits;
use crate::domain::ledger::Hex16;
use crate::domain::period::Period;
use crate::domain::plan::PlanFile;
use crate::error::Error;
use crate::format::{self, REPORT_MAX};
use crate::store::outbox::LostEntries;
use crate::store::{StoreError, evidence, outbox};

use super::draft::ReportDraft;

/// How thoroughly evidence is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EvidenceCheck {
    /// Compares sizes. Fast, however much evidence there is.
    BySize,
    /// Compares hashes too. Reads all evidence.
    ByContent,
}

/// All findings for a report of `period`, errors first. Writes nothing, except evidence that it repairs from the
/// mirror.
#[must_use]
pub fn findings(draft: &ReportDraft, period: Period, depth: EvidenceCheck) -> Vec<CheckFinding> {
    let mut facts = StoreFacts { evidence: faulty_evidence(draft, period, depth), ..facts(draft, period) };
    match rolled_back_ledgers(draft) {
        Ok(rolled_back) => facts.rolled_back = rolled_back,
        // The reports in the outbox could not be read, so the ledger cannot be compared with them.
        Err(_) => facts.uncounted.unread += 1,
    }
    check::check(draft.context.plan(), draft.ledger, period, &draft.by, &facts)
}

/// Fails if the check (审核) finds errors.
pub fn refuse_with_errors(draft: &ReportDraft, period: Period) -> Result<(), Error> {
    let found = check::check(draft.context.plan(), draft.ledger, period, &draft.by, &facts(draft, period));
    let mut errors = found.into_iter().filter(|finding| finding.level == Severity::Error);
    let Some(first) = errors.next() else { return Ok(()) };
    Err(Error::NotReady { period, first: first.text, errors: errors.count() + 1 })
}

/// Facts from the ledgers, and whether the county would accept the report.
fn facts(draft: &ReportDraft, period: Period) -> StoreFacts {
    let (bytes, refused) = match draft.bytes(period) {
        Ok(bytes) => (bytes.len() as u64, check_accepted(&draft.context.plan, &bytes).err()),
        Err(error) => (0, Some(Error::from(error).to_string())),
    };
    let size = ReportSize { bytes, most: REPORT_MAX };
    StoreFacts { damaged: draft.damaged, uncounted: draft.uncounted, size, refused, ..StoreFacts::default() }
}

/// Checks that the county would accept these bytes as a report. The error is a sentence with the reason.
pub fn check_accepted(plan: &PlanFile, bytes: &[u8]) -> Result<(), String> {
    let read = format::report::read(bytes).map_err(|error| error.to_string())?;
    report_fits(plan, &read.report)
}

/// The PCs whose ledgers lack entries of an earlier report, with the number of missing entries.
fn rolled_back_ledgers(draft: &ReportDraft) -> Result<Vec<(Hex16, u64)>, StoreError> {
    let (data, plan, township) = (&draft.context.data, &draft.context.plan().id, &draft.township.code);
    let lost = outbox::lost_entries(data, plan, township, draft.ledger)?.into_iter();
    let missing = |lost: LostEntries| (lost.reported.device, lost.reported.entries.saturating_sub(lost.current));
    Ok(lost.map(missing).collect())
}

fn faulty_evidence(draft: &ReportDraft, period: Period, depth: EvidenceCheck) -> BTreeMap<String, EvidenceFault> {
    let (data, plan, township) = (&draft.context.data, &draft.context.plan().id, &draft.township.code);
    let mirror = draft.context.mirror();
    let mut faults: BTreeMap<String, Option<EvidenceFault>> = BTreeMap::new();
    for piece in check::reported_activities(draft.ledger, period).flat_map(|activity| activity.evidence) {
        // One photo may belong to several activities.
        let whole = depth == EvidenceCheck::ByContent;
        let look = || evidence::find_fault(data, mirror.as_ref(), plan, township, &piece, whole);
        faults.entry(piece.sha256.clone()).or_insert_with(look);
    }
    faults.into_iter().filter_map(|(sha256, fault)| Some((sha256, fault?))).collect()
}
