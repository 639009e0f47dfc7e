//! The history (改动记录): the entries that concern a task.

use super::activity::{Activity, ActivityPatch};
use super::ledger::{Change, Entry, Hex16, Ledger};
use super::plan::Plan;

/// The entries that concern a task, or all entries, lowest stamp first.
#[must_use]
pub fn of_task<'a>(plan: &Plan, ledger: &'a Ledger, task: Option<u32>) -> Vec<&'a Entry> {
    let mut entries = ledger.in_order();
    entries.retain(|entry| task.is_none_or(|task| tasks_of(plan, ledger, &entry.change).contains(&task)));
    entries
}

/// The number of the task that a change concerns; the first if there are several.
#[must_use]
pub fn task_of(plan: &Plan, ledger: &Ledger, change: &Change) -> Option<u32> {
    tasks_of(plan, ledger, change).first().copied()
}

fn tasks_of(plan: &Plan, ledger: &Ledger, change: &Change) -> Vec<u32> {
    // The id of an own item begins with its task's number. So does that of an item that the plan no longer has.
    let of_id = |id: &str| id.split_once('.').and_then(|(no, _)| no.parse().ok());
    let of_item = |id: &str| plan.item(id).map(|(task, _)| task.no).or_else(|| of_id(id)).into_iter().collect();
    match change {
        Change::Mark { item, .. } | Change::MarkOccurrence { item, .. } | Change::Assign { item, .. } => of_item(item),
        Change::Activity { id, set } => of_activity(ledger, *id, set, &[]),
        Change::ActivityServing { id, set, serves } | Change::PlannedActivity { id, set, serves } => {
            of_activity(ledger, *id, set, serves.tasks.as_deref().unwrap_or_default())
        }
        Change::Remark { task, .. } | Change::OwnItem { task, .. } | Change::OwnItemOfYear { task, .. } => vec![*task],
        Change::Undo { entry } | Change::Redo { entry } => match ledger.entry(*entry).map(|target| &target.change) {
            Some(Change::Undo { .. } | Change::Redo { .. }) | None => Vec::new(),
            Some(change) => tasks_of(plan, ledger, change),
        },
        Change::Exported { .. } => Vec::new(),
    }
}

/// The tasks that a change of an activity names, and those that the activity serves now.
fn of_activity(ledger: &Ledger, id: Hex16, set: &ActivityPatch, also: &[u32]) -> Vec<u32> {
    let known = ledger.activity(id).or_else(|| ledger.planned_activity(id).cloned());
    let known = known.iter().flat_map(Activity::tasks);
    let mut tasks = Vec::new();
    for no in set.task.into_iter().chain(known).chain(also.iter().copied()) {
        if !tasks.contains(&no) {
            tasks.push(no);
        }
    }
    tasks
}
