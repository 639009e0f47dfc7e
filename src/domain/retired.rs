//! Items of earlier revisions of a plan (原条目). They count nowhere; their last status is still shown.

use super::change::Field;
use super::ledger::{ItemStatus, Ledger};
use super::occurrence::Occurrence;
use super::plan::Plan;

/// An item that the plan no longer has, or one occurrence of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetiredItem {
    /// The id it had, as `5.1`.
    pub id: String,
    /// Its text; none if no known revision lists it.
    pub text: Option<String>,
    /// The occurrence that was marked; none for an item that is owed at most once a year.
    pub occurrence: Option<Occurrence>,
    /// The last status in the ledger.
    pub status: ItemStatus,
}

/// Items that the plan lists as retired, and unknown items that were marked in `year` or for all years.
#[must_use]
pub fn retired_items(plan: &Plan, ledger: &Ledger, year: i32) -> Vec<RetiredItem> {
    let mut items: Vec<RetiredItem> = Vec::new();
    for (id, text) in &plan.retired {
        let (text, status) = (Some(text.clone()), ItemStatus::Todo);
        items.push(RetiredItem { id: id.clone(), text, occurrence: None, status });
    }
    for field in ledger.marks() {
        let (id, occurrence, of_year) = match field {
            Field::Mark { item, year: of } => (item, None, of.is_none_or(|of| of == year)),
            Field::Occurrence { item, occurrence } => (item, Some(*occurrence), occurrence.year() == year),
            _ => continue,
        };
        let status = ledger.status(field);
        if status == ItemStatus::Todo || !of_year || plan.item(id).is_some() || is_own(id) {
            continue;
        }
        let last = items.iter().rposition(|one| one.id == *id);
        let text = last.and_then(|at| items[at].text.clone());
        let marked = RetiredItem { id: id.clone(), text, occurrence, status };
        match last {
            Some(at) if items[at].status == ItemStatus::Todo => items[at] = marked,
            Some(at) => items.insert(at + 1, marked),
            None => items.push(marked),
        }
    }
    items
}

/// Whether the id is of an own item of the township; it was dropped since.
fn is_own(id: &str) -> bool {
    id.split_once('.').is_some_and(|(_, rest)| rest.starts_with('z'))
}
