//! A ledger from a report: where nothing else is left, the report that was handed up brings back what it says. It
//! fills what is empty and overwrites nothing, so that it can be taken in at any time and any number of times.

use std::collections::HashSet;

use super::activity::{ActivityField, ActivityPatch};
use super::change::{Change, Field, RemarkKind, RemarkPatch};
use super::checklist;
use super::item_status::{When, field_of, status_in};
use super::ledger::{Hex16, ItemStatus, Ledger, OwnItem};
use super::plan::{Cycle, Plan};
use super::progress::mark;
use super::report::{Report, TaskRemarks};
use super::serves::ServesPatch;

/// What a report brings to a ledger.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ReportRestore {
    /// What is written down, in this order.
    pub changes: Vec<Change>,
    /// How many values stand otherwise here already, and stay.
    pub differing: usize,
    /// How many things stand here that the report says otherwise or not at all. No clock tells which of them is newer:
    /// what an older report brought was written down today.
    pub otherwise: usize,
    /// How many items do not fit the plan, and are passed over.
    pub unfit: usize,
}

/// What `report` says and `ledger` does not say yet. `sha256` is the report's identity.
#[must_use]
pub fn filling(plan: &Plan, ledger: &Ledger, report: &Report, sha256: &str) -> ReportRestore {
    let mut filling = ReportRestore::default();
    let year = report.period.year();
    for item in &report.items {
        let cycle = plan.item(&item.id).map_or(Cycle::Yearly, |(_, item)| item.cycle);
        let field = field_of(&item.id, When::of(cycle, item.occurrence, year));
        let key = checklist::key(&item.id, item.occurrence);
        match mark(plan, ledger, &key, year, item.standing.clone()) {
            Ok(Some(change)) if ledger.holder(&field).is_none() => filling.changes.push(change),
            Ok(Some(_)) => filling.differs(),
            Ok(None) => {}
            Err(_) => filling.unfit += 1,
        }
    }
    for own in &report.own_items {
        let (item, task) = (own.id.clone(), own.task);
        if ledger.holder(&Field::OwnItem(item.clone())).is_none() {
            let line = OwnItem { id: item.clone(), task, text: own.text.clone(), year: own.year };
            filling.changes.push(line.put(Some(own.text.clone())));
        }
        let field = field_of(&item, When::Year(year));
        if ledger.holder(&field).is_some() {
            let here = status_in(&item, When::Year(year), ledger, report.period);
            if here != own.standing {
                filling.differs();
            }
        } else if own.standing != ItemStatus::Todo {
            filling.changes.push(Change::Mark { item, year: Some(year), to: own.standing.clone() });
        }
    }
    for activity in &report.activities {
        let set = ActivityPatch::of(activity);
        let known = ActivityField::ALL.iter().any(|part| ledger.holder(&Field::Activity(activity.id, *part)).is_some());
        if set.check(plan, activity.date).is_err() || ServesPatch::check(plan, activity).is_err() {
            filling.unfit += 1;
        } else if !known {
            filling.changes.push(Change::activity(activity.id, set, ServesPatch::of(activity)));
        } else if ledger.activity(activity.id).as_ref() != Some(activity) {
            filling.differs();
        }
    }
    for remarks in &report.remarks {
        filling.remarks(ledger, remarks, year);
    }
    filling.missing(plan, ledger, report);
    let made = ledger.exports(report.period).into_iter().filter_map(|entry| match &entry.change {
        Change::Exported { sha256: made, heads, .. } if made == sha256 => Some(!heads.is_empty()),
        _ => None,
    });
    let taken_in: Vec<bool> = made.collect();
    // It stands for the ledgers that are lost only where nothing counts here but what it says.
    let whole = filling.otherwise == 0 && filling.unfit == 0;
    if taken_in.is_empty() || whole && !taken_in.contains(&true) {
        let heads = if whole { report.heads.clone() } else { Vec::new() };
        filling.changes.push(report.exported(sha256, heads));
    }
    filling
}

impl ReportRestore {
    /// A value here stays, though the report says otherwise.
    fn differs(&mut self) {
        self.differing += 1;
        self.otherwise += 1;
    }

    /// What stands here and not in the report: it may have been taken back before the report was made.
    fn missing(&mut self, plan: &Plan, ledger: &Ledger, report: &Report) {
        let activities: HashSet<Hex16> = report.activities.iter().map(|one| one.id).collect();
        let here = ledger.activities_in(report.period, None);
        self.otherwise += here.filter(|here| !activities.contains(&here.id)).count();
        let own_items: HashSet<&str> = report.own_items.iter().map(|one| one.id.as_str()).collect();
        self.otherwise += ledger
            .own_items()
            .iter()
            .filter(|here| here.is_of(report.period.year()) && !own_items.contains(here.id.as_str()))
            .count();
        let none = |task| TaskRemarks { task, problem: String::new(), next: String::new(), nothing: String::new() };
        for (_, task) in plan.tasks().filter(|(_, task)| report.remarks.iter().all(|one| one.task != task.no)) {
            self.remarks(ledger, &none(task.no), report.period.year());
        }
    }

    fn remarks(&mut self, ledger: &Ledger, remarks: &TaskRemarks, year: i32) {
        let mut new = |kind: RemarkKind, text: &String| {
            let field = Field::Remark(remarks.task, year, kind);
            let empty = ledger.holder(&field).is_none();
            if !empty && ledger.remark(remarks.task, year, kind) != text {
                self.otherwise += 1;
                self.differing += usize::from(!text.is_empty());
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
