//! What a merge of two PCs' ledgers overwrote: fields that both set while neither had seen the other's value. The later
//! stamp wins, as always; the one that lost is told, and this PC's own value can be put back.

use serde::{Deserialize, Serialize};

use super::change::{Change, Field};
use super::ledger::{EntryId, Ledger};

/// A field that both sides set, unseen by each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overwritten {
    /// What this PC's side had said of it, and of nothing else.
    pub ours: Change,
    /// What the other side had said of it.
    pub theirs: Change,
    /// The entry whose value stands now.
    pub stands: EntryId,
    /// Whether that is the other side's.
    pub lost: bool,
}

/// The fields that `ours` and `theirs` both set, neither having seen the other's entry; `all` is the fold of both.
#[must_use]
pub fn overwritten(ours: &Ledger, theirs: &Ledger, all: &Ledger) -> Vec<Overwritten> {
    let judge = |field: Field| {
        let (our, their) = (ours.holder(&field)?, theirs.holder(&field)?);
        let seen = theirs.entry(our.id).is_some() || ours.entry(their.id).is_some();
        let (our_value, their_value) = (our.change.only(&field)?, their.change.only(&field)?);
        let stands = all.holder(&field)?.id;
        let told = !seen && our_value != their_value;
        told.then(|| Overwritten { ours: our_value, theirs: their_value, stands, lost: stands != our.id })
    };
    ours.all_fields().into_iter().filter_map(judge).collect()
}

/// The change that puts this PC's value back; none where the field was changed again, or is not lost.
#[must_use]
pub fn put_back(ledger: &Ledger, one: &Overwritten) -> Option<Change> {
    let [field] = &one.ours.fields()[..] else { return None };
    let stands = ledger.holder(field).is_some_and(|entry| entry.id == one.stands);
    (one.lost && stands).then(|| one.ours.clone())
}
