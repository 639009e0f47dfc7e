//! The check (审核) before a report is made.

use std::collections::BTreeMap;

use crate::domain::check::{self, EvidenceFault, Facts, Finding, Level, Size};
use crate::domain::fit::report_fits;
use crate::domain::ledger::Hex16;
use crate::domain::period::Period;
use crate::domain::plan::PlanFile;
use crate::error::Error;
use crate::format::{self, REPORT_MAX};
use crate::store::outbox::Forgotten;
use crate::store::{StoreError, evidence, outbox};

use super::draft::ReportDraft;

/// How closely evidence is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// Whether it is there and has its size: a moment, however much there is.
    BySize,
    /// Its content too: as long as reading all of it takes.
    ByContent,
}

/// Everything found before a report of `period`, the errors first. Prints nothing, and writes nothing but evidence that it
/// repairs from the mirror.
#[must_use]
pub fn findings(draft: &ReportDraft, period: Period, closely: Evidence) -> Vec<Finding> {
    let mut facts = Facts { evidence: faulty_evidence(draft, period, closely), ..facts(draft, period) };
    match rolled_back(draft) {
        Ok(rolled_back) => facts.rolled_back = rolled_back,
        // What the reports in the outbox say cannot be compared.
        Err(_) => facts.uncounted.unread += 1,
    }
    check::check(draft.context.plan(), draft.ledger, period, &draft.by, &facts)
}

/// Refuses a report that 审核 finds errors in.
pub fn refuse(draft: &ReportDraft, period: Period) -> Result<(), Error> {
    let found = check::check(draft.context.plan(), draft.ledger, period, &draft.by, &facts(draft, period));
    let mut errors = found.into_iter().filter(|finding| finding.level == Level::Error);
    let Some(first) = errors.next() else { return Ok(()) };
    Err(Error::NotReady { period, first: first.text, errors: errors.count() + 1 })
}

/// What the reading of the ledgers said, and what the county would say of the report.
fn facts(draft: &ReportDraft, period: Period) -> Facts {
    let (bytes, refused) = match draft.bytes(period) {
        Ok(bytes) => (bytes.len() as u64, accepted(&draft.context.plan, &bytes).err()),
        Err(error) => (0, Some(Error::from(error).to_string())),
    };
    let size = Size { bytes, most: REPORT_MAX };
    Facts { damaged: draft.damaged, uncounted: draft.uncounted, size, refused, ..Facts::default() }
}

/// Checks whether the county would take in a report of these bytes. The error is the sentence that says why not.
pub fn accepted(plan: &PlanFile, bytes: &[u8]) -> Result<(), String> {
    let read = format::report::read(bytes).map_err(|error| error.to_string())?;
    report_fits(plan, &read.report)
}

/// The PCs whose ledgers no longer hold what a report was made of, and how many entries fewer they have.
fn rolled_back(draft: &ReportDraft) -> Result<Vec<(Hex16, u64)>, StoreError> {
    let (data, plan, township) = (&draft.context.data, &draft.context.plan().id, &draft.township.code);
    let forgotten = outbox::forgotten(data, plan, township, draft.ledger)?.into_iter();
    let missing = |one: Forgotten| (one.reported.device, one.reported.entries.saturating_sub(one.there));
    Ok(forgotten.map(missing).collect())
}

fn faulty_evidence(draft: &ReportDraft, period: Period, closely: Evidence) -> BTreeMap<String, EvidenceFault> {
    let (data, plan, township) = (&draft.context.data, &draft.context.plan().id, &draft.township.code);
    let mirror = draft.context.mirror();
    let mut looked_at: BTreeMap<String, Option<EvidenceFault>> = BTreeMap::new();
    for piece in check::handed_up(draft.ledger, period).flat_map(|one| one.evidence) {
        // One photo may serve several activities.
        let whole = closely == Evidence::ByContent;
        let look = || evidence::fault(data, mirror.as_ref(), plan, township, &piece, whole);
        looked_at.entry(piece.sha256.clone()).or_insert_with(look);
    }
    looked_at.into_iter().filter_map(|(sha256, fault)| Some((sha256, fault?))).collect()
}
