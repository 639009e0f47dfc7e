//! Planned activities (计划): of a day to come, in no figure until they were held.

use chrono::NaiveDate;

use super::activity::{Activity, ActivityPatch};
use super::change::Change;
use super::ledger::Ledger;
use super::serves::ServesPatch;

/// The change that says that a planned activity was held, with what is known of it now.
#[must_use]
pub fn held(planned: &Activity, now: &ActivityPatch, serves: &ServesPatch) -> Change {
    let mut set = ActivityPatch::of(planned);
    for part in now.fields() {
        set.take(part, now);
    }
    let mut serving = ServesPatch::of(planned);
    for part in serves.fields() {
        serving.take(part, serves);
    }
    Change::activity(planned.id, set, serving)
}

/// The planned activities whose day has passed: were they held?
#[must_use]
pub fn passed(ledger: &Ledger, today: NaiveDate) -> Vec<Activity> {
    ledger.planned().into_iter().filter(|one| one.date < today).collect()
}
