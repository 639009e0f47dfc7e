//! Checks whether a plan can be used: first its limits, then how its parts fit together.

use std::collections::BTreeSet;

use chrono::Datelike;

use super::fault::PlanFault;
use super::{Plan, is_code, is_id, limits};
use crate::domain::plan::{Due, PlanWarning};
use crate::domain::text::is_treacherous;

impl Plan {
    /// All faults of the plan. A plan with none can be used.
    #[must_use]
    pub fn faults(&self) -> Vec<PlanFault> {
        // A plan beyond the limits is not checked further: it could take for ever.
        if let Some(exceeded) = exceeded(self) {
            return vec![exceeded];
        }
        let mut faults = Vec::new();
        if !is_id(&self.id) {
            faults.push(PlanFault::BadId(self.id.clone()));
        }
        if self.roster.is_empty() {
            faults.push(PlanFault::NoRoster);
        }
        let mut seen = BTreeSet::new();
        let gone = self.abolished.iter().map(|one| (&one.code, &one.name));
        for (code, name) in self.roster.iter().map(|one| (&one.code, &one.name)).chain(gone) {
            if !is_code(code) {
                faults.push(PlanFault::BadCode(code.clone()));
            }
            if !is_name(name) {
                faults.push(PlanFault::BadName(name.clone()));
            }
            for key in [code, name] {
                if !seen.insert(key) {
                    faults.push(PlanFault::TownshipTwice(key.clone()));
                }
            }
        }
        faults.extend(former_faults(self));
        let (mut numbers, mut ids) = (BTreeSet::new(), BTreeSet::new());
        for (_, task) in self.tasks() {
            if task.no == 0 || !numbers.insert(task.no) {
                faults.push(PlanFault::TaskNumber(task.no));
            }
            for item in &task.items {
                // No item can have moved to another task before the second revision.
                let is_own = self.revision > 1 || item.id.strip_prefix(&format!("{}.", task.no)).is_some();
                if !is_own || !is_item_id(&item.id) || !ids.insert(item.id.as_str()) {
                    faults.push(PlanFault::ItemId(item.id.clone()));
                }
                if item.quote.is_empty() || !task.text.contains(&item.quote) {
                    faults.push(PlanFault::QuoteMissing(item.id.clone()));
                }
                if item.target.is_some_and(|target| target.at_least == 0) {
                    faults.push(PlanFault::EmptyTarget(item.id.clone()));
                }
            }
        }
        let retired = self.retired.iter().map(|(id, _)| id);
        let bad = retired.filter(|id| !is_item_id(id) || !ids.insert(id.as_str()));
        faults.extend(bad.cloned().map(PlanFault::RetiredId));
        let late = self.reports.iter().find(|rule| rule.days_after > limits::DAYS_AFTER_MAX);
        faults.extend(late.map(|rule| PlanFault::ReportDays(rule.days_after)));
        faults
    }

    /// Warnings for the author. The plan can still be used.
    #[must_use]
    pub fn warnings(&self) -> Vec<PlanWarning> {
        let mut warnings = Vec::new();
        if self.owed().next().is_none() {
            warnings.push(PlanWarning::NothingOwed);
        }
        let outside = |due: Option<Due>| match due {
            Some(Due::On(day)) if !self.years().contains(&day.year()) => Some(day),
            _ => None,
        };
        for (_, task) in self.tasks() {
            if task.leads.is_empty() && task.partners.is_empty() {
                warnings.push(PlanWarning::NoUnits(task.no));
            }
            if task.items.is_empty() && self.role(task) != super::Role::None {
                warnings.push(PlanWarning::NoItems(task.no));
            }
            let items = task.items.iter().map(|item| (Some(&item.id), item.due));
            for (item, due) in std::iter::once((None, task.due)).chain(items) {
                let warning = |on| PlanWarning::DueOutside { task: task.no, item: item.cloned(), on };
                warnings.extend(outside(due).map(warning));
            }
        }
        warnings
    }
}

/// The first limit that a plan exceeds, if any.
fn exceeded(plan: &Plan) -> Option<PlanFault> {
    let (first, last) = plan.notice.years;
    if !limits::YEARS.contains(&first)
        || !limits::YEARS.contains(&last)
        || !(0..limits::SPAN_MAX).contains(&(last - first))
    {
        return Some(PlanFault::BadYears(first, last));
    }
    let tasks = || plan.actions.iter().flat_map(|action| &action.tasks);
    let of_tasks = || tasks().map(|task| task.leads.len() + task.partners.len());
    let of_safeguards = plan.safeguards.iter().map(|one| one.leads.len() + one.partners.len());
    let units = of_tasks().chain(of_safeguards).max().unwrap_or(0).max(plan.townships_named.len());
    let counts = [
        ("行动", plan.actions.len(), limits::TASKS_MAX),
        ("任务", tasks().count(), limits::TASKS_MAX),
        ("清单", tasks().map(|task| task.items.len()).sum(), limits::ITEMS_MAX),
        ("原条目", plan.retired.len(), limits::ITEMS_MAX),
        ("上报时限", plan.reports.len(), limits::REPORTS_MAX),
        ("一项任务的责任单位", units, limits::UNITS_MAX),
        ("乡镇", plan.roster.len() + plan.abolished.len() + plan.former.len(), limits::TOWNSHIPS_MAX),
        ("保障措施", plan.safeguards.len(), limits::NOTES_MAX),
        ("勘误", plan.errata.len(), limits::NOTES_MAX),
    ];
    if let Some((what, _, most)) = counts.into_iter().find(|(_, count, most)| count > most) {
        return Some(PlanFault::TooMany { what, most });
    }
    let long = tasks().find(|task| task.text.chars().count() > limits::TEXT_MAX);
    long.map(|task| PlanFault::TextTooLong(task.no))
}

/// Faults of former codes. A former name may be that of the roster.
fn former_faults(plan: &Plan) -> Vec<PlanFault> {
    let roster = || plan.roster.iter().chain(plan.former.iter().map(|former| &former.was));
    let mut faults = Vec::new();
    for former in &plan.former {
        let code = &former.was.code;
        let gone = plan.abolished.iter().any(|one| one.code == *code);
        if !is_code(code) || !is_name(&former.was.name) {
            faults.push(PlanFault::BadCode(code.clone()));
        }
        if gone || roster().filter(|one| one.code == *code).count() > 1 {
            faults.push(PlanFault::TownshipTwice(code.clone()));
        }
        if plan.roster.iter().all(|one| one.code != former.now) {
            faults.push(PlanFault::FormerCode(code.clone()));
        }
    }
    faults
}

/// Whether a text is an item's id: `<task>.<n>`.
fn is_item_id(id: &str) -> bool {
    let is_number = |text: &str| text.parse::<u32>().is_ok();
    id.split_once('.').is_some_and(|(task, no)| is_number(task) && is_number(no))
}

/// Whether a text is a valid township name, also in file names.
fn is_name(name: &str) -> bool {
    let fits = |c: char| !is_treacherous(c) && !"/\\:*?\"<>|".contains(c);
    !name.trim().is_empty() && name.chars().count() <= limits::NAME_MAX && name.chars().all(fits)
}
