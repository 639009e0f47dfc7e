//! Items of earlier revisions of a plan (原条目): they count nowhere, and what was written down of them is shown.

use super::change::Field;
use super::ledger::{ItemStatus, Ledger};
use super::occurrence::Occurrence;
use super::plan::Plan;

/// An item that the plan no longer has, or one occurrence of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetiredItem {
    /// Its id.
    pub id: String,
    /// Its words; none where no revision here lists it.
    pub text: Option<String>,
    /// Which occurrence of it was marked; none of an item that was not owed more often than once a year.
    pub occurrence: Option<Occurrence>,
    /// What was written down last.
    pub standing: ItemStatus,
}

/// The items that the plan no longer has: those that it lists, and any other that was marked in `year` or for all years.
#[must_use]
pub fn retired_items(plan: &Plan, ledger: &Ledger, year: i32) -> Vec<RetiredItem> {
    let mut items: Vec<RetiredItem> = Vec::new();
    for (id, text) in &plan.retired {
        let (text, standing) = (Some(text.clone()), ItemStatus::Todo);
        items.push(RetiredItem { id: id.clone(), text, occurrence: None, standing });
    }
    for field in ledger.marks() {
        let (id, occurrence, of_year) = match field {
            Field::Mark { item, year: of } => (item, None, of.is_none_or(|of| of == year)),
            Field::Occurrence { item, occurrence } => (item, Some(*occurrence), occurrence.year() == year),
            _ => continue,
        };
        let standing = ledger.standing(field);
        if standing == ItemStatus::Todo || !of_year || plan.item(id).is_some() || is_own(id) {
            continue;
        }
        let last = items.iter().rposition(|one| one.id == *id);
        let text = last.and_then(|at| items[at].text.clone());
        let marked = RetiredItem { id: id.clone(), text, occurrence, standing };
        match last {
            Some(at) if items[at].standing == ItemStatus::Todo => items[at] = marked,
            Some(at) => items.insert(at + 1, marked),
            None => items.push(marked),
        }
    }
    items
}

/// Whether the township added the line, and dropped it since.
fn is_own(id: &str) -> bool {
    id.split_once('.').is_some_and(|(_, rest)| rest.starts_with('z'))
}
