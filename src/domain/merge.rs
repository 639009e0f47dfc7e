//! The values that a merge of two PCs' ledgers overwrote: fields that both sides set without having seen the other's
//! value. The later stamp wins; the program lists the loser, and this PC's own value can be restored.

use serde::{Deserialize, Serialize};

use super::change::{Change, Field};
use super::ledger::{EntryId, Ledger};

/// A field that both sides set, unseen by each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overwritten {
    /// The value of this PC's side, as a change of this field alone.
    pub ours: Change,
    /// The value of the other side.
    pub theirs: Change,
    /// The hash of the entry that won.
    #[serde(rename = "stands")]
    pub winner: EntryId,
    /// Whether this PC's value lost.
    pub lost: bool,
}

/// Finds the fields that `ours` and `theirs` both set to different values, neither side having seen the other's entry.
/// `all` is the fold of both.
#[must_use]
pub fn overwritten(ours: &Ledger, theirs: &Ledger, all: &Ledger) -> Vec<Overwritten> {
    let judge = |field: Field| {
        let (our, their) = (ours.winning_entry(&field)?, theirs.winning_entry(&field)?);
        let seen = theirs.entry(our.id).is_some() || ours.entry(their.id).is_some();
        let (our_value, their_value) = (our.change.only(&field)?, their.change.only(&field)?);
        let winner = all.winning_entry(&field)?.id;
        let is_overwritten = !seen && our_value != their_value;
        is_overwritten.then(|| Overwritten { ours: our_value, theirs: their_value, winner, lost: winner != our.id })
    };
    ours.all_fields().into_iter().filter_map(judge).collect()
}

/// The change that restores this PC's value; none if the value did not lose or the field was changed again.
#[must_use]
pub fn put_back(ledger: &Ledger, value: &Overwritten) -> Option<Change> {
    let [field] = &value.ours.fields()[..] else { return None };
    let is_unchanged = ledger.winning_entry(field).is_some_and(|entry| entry.id == value.winner);
    (value.lost && is_unchanged).then(|| value.ours.clone())
}
