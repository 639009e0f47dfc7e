//! Restores a ledger from a report, if no other copy is left. It sets only empty fields and overwrites nothing, so that
//! a report can be imported at any time and any number of times.

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

/// The changes that a report brings to a ledger.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ReportRestore {
    /// The changes to append, in this order.
    pub changes: Vec<Change>,
    /// The number of values that differ here and stay.
    pub differing: usize,
    /// The number of values here that the report lacks or gives differently. No clock says which side is newer: the
    /// changes from an older report were written today.
    pub otherwise: usize,
    /// The number of items that do not fit the plan and are skipped.
    pub unfit: usize,
}

/// Computes the changes that set what `report` has and `ledger` lacks. `sha256` is the report's identity.
#[must_use]
pub fn restore_changes(plan: &Plan, ledger: &Ledger, report: &Report, sha256: &str) -> ReportRestore {
    let mut restore = ReportRestore::default();
    let year = report.period.year();
    for item in &report.items {
        let cycle = plan.item(&item.id).map_or(Cycle::Yearly, |(_, item)| item.cycle);
        let field = field_of(&item.id, When::of(cycle, item.occurrence, year));
        let key = checklist::key(&item.id, item.occurrence);
        match mark(plan, ledger, &key, year, item.status.clone()) {
            Ok(Some(change)) if ledger.winning_entry(&field).is_none() => restore.changes.push(change),
            Ok(Some(_)) => restore.differs(),
            Ok(None) => {}
            Err(_) => restore.unfit += 1,
        }
    }
    for own in &report.own_items {
        let (item, task) = (own.id.clone(), own.task);
        if ledger.winning_entry(&Field::OwnItem(item.clone())).is_none() {
            let line = OwnItem { id: item.clone(), task, text: own.text.clone(), year: own.year };
            restore.changes.push(line.reword(Some(own.text.clone())));
        }
        let field = field_of(&item, When::Year(year));
        if ledger.winning_entry(&field).is_some() {
            let here = status_in(&item, When::Year(year), ledger, report.period);
            if here != own.status {
                restore.differs();
            }
        } else if own.status != ItemStatus::Todo {
            restore.changes.push(Change::Mark { item, year: Some(year), to: own.status.clone() });
        }
    }
    for activity in &report.activities {
        let set = ActivityPatch::of(activity);
        let known =
            ActivityField::ALL.iter().any(|part| ledger.winning_entry(&Field::Activity(activity.id, *part)).is_some());
        if set.check(plan, activity.date).is_err() || ServesPatch::check(plan, activity).is_err() {
            restore.unfit += 1;
        } else if !known {
            restore.changes.push(Change::activity(activity.id, set, ServesPatch::of(activity)));
        } else if ledger.activity(activity.id).as_ref() != Some(activity) {
            restore.differs();
        }
    }
    for remarks in &report.remarks {
        restore.remarks(ledger, remarks, year);
    }
    restore.missing(plan, ledger, report);
    let made = ledger.exports(report.period).into_iter().filter_map(|entry| match &entry.change {
        Change::Exported { sha256: made, heads, .. } if made == sha256 => Some(!heads.is_empty()),
        _ => None,
    });
    let taken_in: Vec<bool> = made.collect();
    // The report replaces the lost ledgers only if the ledger here says nothing else.
    let whole = restore.otherwise == 0 && restore.unfit == 0;
    if taken_in.is_empty() || whole && !taken_in.contains(&true) {
        let heads = if whole { report.heads.clone() } else { Vec::new() };
        restore.changes.push(report.exported(sha256, heads));
    }
    restore
}

impl ReportRestore {
    /// Counts a value that differs here and stays.
    fn differs(&mut self) {
        self.differing += 1;
        self.otherwise += 1;
    }

    /// Counts what is here and not in the report: it may have been undone before the report was made.
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
            let empty = ledger.winning_entry(&field).is_none();
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
