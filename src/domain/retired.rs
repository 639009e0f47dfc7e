//! Items of earlier revisions of a plan (原条目): they count nowhere, and what was written down of them is shown.

use super::change::Field;
use super::ledger::{Ledger, Standing};
use super::plan::Plan;

/// An item that the plan no longer has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetiredItem {
    /// Its id.
    pub id: String,
    /// Its words; none where no revision here lists it.
    pub text: Option<String>,
    /// What was written down last.
    pub standing: Standing,
}

/// The items that the plan no longer has: those that it lists, and any other that was marked in `year` or for all years.
#[must_use]
pub fn retired_items(plan: &Plan, ledger: &Ledger, year: i32) -> Vec<RetiredItem> {
    let mut items: Vec<RetiredItem> = Vec::new();
    for (id, text) in &plan.retired {
        items.push(RetiredItem { id: id.clone(), text: Some(text.clone()), standing: Standing::Todo });
    }
    for field in ledger.marks() {
        let (id, of_year) = match field {
            Field::Mark { item, year: of } => (item, of.is_none_or(|of| of == year)),
            Field::Occurrence { item, occurrence } => (item, occurrence.year() == year),
            _ => continue,
        };
        let standing = ledger.standing(field);
        if standing == Standing::Todo || !of_year || plan.item(id).is_some() || is_own(id) {
            continue;
        }
        match items.iter_mut().find(|one| one.id == *id) {
            Some(known) => known.standing = standing,
            None => items.push(RetiredItem { id: id.clone(), text: None, standing }),
        }
    }
    items
}

/// Whether the township added the line, and dropped it since.
fn is_own(id: &str) -> bool {
    id.split_once('.').is_some_and(|(_, rest)| rest.starts_with('z'))
}
