//! Planned activities (计划): for a coming day, in no figure until they were held.

use chrono::NaiveDate;

use super::activity::{Activity, ActivityPatch};
use super::change::Change;
use super::ledger::Ledger;
use super::serves::ServesPatch;

/// The change that records a planned activity as held, with the edits made now.
#[must_use]
pub fn held(planned: &Activity, now: &ActivityPatch, serves: &ServesPatch) -> Change {
    let mut set = ActivityPatch::of(planned);
    set.take_all(now);
    let mut serving = ServesPatch::of(planned);
    serving.take_all(serves);
    Change::activity(planned.id, set, serving)
}

/// Planned activities whose day has passed. The clerk is asked whether they were held.
#[must_use]
pub fn passed(ledger: &Ledger, today: NaiveDate) -> Vec<Activity> {
    ledger.planned().into_iter().filter(|one| one.date < today).collect()
}
