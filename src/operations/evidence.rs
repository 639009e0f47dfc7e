//! Evidence (佐证) that is not as it was written down: named by its activity, and repaired from the mirror where that can be
//! done. `doctor` and `backup` ask for it.

use std::collections::BTreeMap;

use crate::domain::check::EvidenceFault;
use crate::domain::ledger::Ledger;
use crate::error::Error;
use crate::store::evidence;

use super::check::Evidence;
use super::context::Context;

/// The evidence that the activities of a township name.
#[derive(Debug, Default)]
pub struct Looked {
    /// How many pieces are whole.
    pub whole: usize,
    /// Those that are not, or were not until now.
    pub faulty: Vec<Faulty>,
}

/// A piece that is not as it was written down.
#[derive(Debug)]
pub struct Faulty {
    /// What is wrong with it, or was.
    pub fault: EvidenceFault,
    /// That in words, with what to do.
    pub sentence: String,
}

/// Looks at every piece, each once.
pub fn look(context: &Context, ledger: &Ledger, closely: Evidence) -> Result<Looked, Error> {
    let (mirror, plan, township) = (context.mirror(), &context.plan().id, &context.township()?.code);
    let mut looked = Looked::default();
    for (_, (activity, piece)) in pieces(ledger) {
        let whole = closely == Evidence::ByContent;
        match evidence::fault(&context.data, mirror.as_ref(), plan, township, &piece, whole) {
            None => looked.whole += 1,
            Some(fault) => looked.faulty.push(Faulty { fault, sentence: fault.sentence(&activity, &piece.name) }),
        }
    }
    Ok(looked)
}

/// The pieces by their SHA-256, each with the title of an activity that names it.
#[must_use]
pub fn pieces(ledger: &Ledger) -> BTreeMap<String, (String, crate::domain::activity::Evidence)> {
    let activities = ledger.activities().into_iter();
    let pieces = activities.flat_map(|one| one.evidence.into_iter().map(move |piece| (one.title.clone(), piece)));
    pieces.map(|(title, piece)| (piece.sha256.clone(), (title, piece))).collect()
}
