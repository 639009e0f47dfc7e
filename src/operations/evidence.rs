//! Checks the evidence (佐证) of a township for `doctor` and `backup`. Faulty evidence is named by its activity and
//! repaired from the mirror if possible.

use std::collections::BTreeMap;

use crate::domain::check::EvidenceFault;
use crate::domain::ledger::Ledger;
use crate::error::Error;
use crate::store::evidence;

use super::check::EvidenceCheck;
use super::context::Context;

/// The result of a check of all evidence.
#[derive(Debug, Default)]
pub struct EvidenceSummary {
    /// Number of intact pieces.
    pub whole: usize,
    /// Pieces that are faulty, or were before they were repaired.
    pub faulty: Vec<FaultyEvidence>,
}

#[derive(Debug)]
pub struct FaultyEvidence {
    pub fault: EvidenceFault,
    /// What is wrong and what to do, for the user.
    pub sentence: String,
}

/// Checks every piece once.
pub fn check_all(context: &Context, ledger: &Ledger, depth: EvidenceCheck) -> Result<EvidenceSummary, Error> {
    let (mirror, plan, township) = (context.mirror(), &context.plan().id, &context.township()?.code);
    let mut summary = EvidenceSummary::default();
    for (_, (activity, piece)) in pieces(ledger) {
        let whole = depth == EvidenceCheck::ByContent;
        match evidence::find_fault(&context.data, mirror.as_ref(), plan, township, &piece, whole) {
            None => summary.whole += 1,
            Some(fault) => {
                summary.faulty.push(FaultyEvidence { fault, sentence: fault.sentence(&activity, &piece.name) });
            }
        }
    }
    Ok(summary)
}

/// The recorded evidence by SHA-256, each with the title of one activity, held or planned, that uses it.
#[must_use]
pub fn pieces(ledger: &Ledger) -> BTreeMap<String, (String, crate::domain::activity::Evidence)> {
    let activities = ledger.activities().into_iter().chain(ledger.planned());
    let pieces =
        activities.flat_map(|activity| activity.evidence.into_iter().map(move |piece| (activity.title.clone(), piece)));
    pieces.map(|(title, piece)| (piece.sha256.clone(), (title, piece))).collect()
}
