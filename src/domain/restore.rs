//! A ledger from a report: where nothing else is left, the report that was handed up brings back what it says. It
//! fills what is empty and overwrites nothing, so that it can be taken in at any time and any number of times.

use super::activity::{Activity, ActivityPatch};
use super::change::{Change, Field, RemarkKind, RemarkPatch};
use super::ledger::{Entry, Ledger, Standing};
use super::plan::{Cycle, Plan};
use super::progress::{field_of, mark};
use super::report::{Report, TaskRemarks};

/// What a report brings to a ledger.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Filling {
    /// What is written down, in this order.
    pub changes: Vec<Change>,
    /// How many values stand otherwise here already, and stay.
    pub differing: usize,
    /// How many items do not fit the plan, and are passed over.
    pub unfit: usize,
}

/// What `report` says and `ledger` does not say yet. `sha256` is the report's identity.
#[must_use]
pub fn filling(plan: &Plan, ledger: &Ledger, report: &Report, sha256: &str) -> Filling {
    let mut filling = Filling::default();
    let year = report.period.year();
    for item in &report.items {
        let cycle = plan.item(&item.id).map_or(Cycle::Yearly, |(_, item)| item.cycle);
        let field = field_of(&item.id, cycle, year);
        match mark(plan, ledger, &item.id, year, item.standing.clone()) {
            Ok(Some(change)) if ledger.holder(&field).is_none() => filling.changes.push(change),
            Ok(Some(_)) => filling.differing += 1,
            Ok(None) => {}
            Err(_) => filling.unfit += 1,
        }
    }
    for own in &report.own_items {
        if ledger.holder(&Field::OwnItem(own.id.clone())).is_some() {
            continue;
        }
        let (item, task) = (own.id.clone(), own.task);
        filling.changes.push(Change::OwnItem { item: item.clone(), task, text: Some(own.text.clone()) });
        if own.standing != Standing::Todo && ledger.holder(&field_of(&item, Cycle::Yearly, year)).is_none() {
            filling.changes.push(Change::Mark { item, year: Some(year), to: own.standing.clone() });
        }
    }
    for activity in &report.activities {
        let set = patch(activity);
        let known = set.fields().into_iter().any(|part| ledger.holder(&Field::Activity(activity.id, part)).is_some());
        match set.check(plan, activity.date) {
            Ok(()) if !known => filling.changes.push(Change::Activity { id: activity.id, set }),
            Ok(()) => filling.differing += usize::from(ledger.activity(activity.id).as_ref() != Some(activity)),
            Err(_) => filling.unfit += 1,
        }
    }
    for remarks in &report.remarks {
        filling.remarks(ledger, remarks, year);
    }
    let known = |entry: &Entry| matches!(&entry.change, Change::Exported { sha256: known, .. } if known == sha256);
    if !ledger.exports(report.period).into_iter().any(known) {
        filling.changes.push(Change::Exported {
            period: report.period,
            revision: report.revision,
            sha256: sha256.to_owned(),
            parent: report.parent.clone(),
            heads: report.heads.clone(),
        });
    }
    filling
}

impl Filling {
    fn remarks(&mut self, ledger: &Ledger, remarks: &TaskRemarks, year: i32) {
        let mut new = |kind: RemarkKind, text: &String| {
            let empty = ledger.holder(&Field::Remark(remarks.task, year, kind)).is_none();
            if !empty && ledger.remark(remarks.task, year, kind) != text && !text.is_empty() {
                self.differing += 1;
            }
            (empty && !text.is_empty()).then(|| text.clone())
        };
        let set = RemarkPatch {
            problem: new(RemarkKind::Problem, &remarks.problem),
            next: new(RemarkKind::Next, &remarks.next),
            nothing: new(RemarkKind::Nothing, &remarks.nothing),
        };
        if set != RemarkPatch::default() {
            self.changes.push(Change::Remark { task: remarks.task, year, set });
        }
    }
}

/// An activity as it is written down at once.
fn patch(activity: &Activity) -> ActivityPatch {
    let Activity { id: _, date, task, title, place, sessions, people, materials, funds, evidence, note } =
        activity.clone();
    ActivityPatch {
        date: Some(date),
        task: Some(task),
        title: Some(title),
        place: Some(place),
        sessions: Some(sessions),
        people: Some(people),
        materials: Some(materials),
        funds: Some(funds),
        evidence: Some(evidence),
        note: Some(note),
        dropped: None,
    }
}
