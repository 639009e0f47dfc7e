//! How much a plan may hold. A real plan keeps far below these limits; they bound the work that a damaged or hostile
//! file causes, and are checked before that work begins.

use std::ops::RangeInclusive;

use super::{Plan, PlanFault};
use crate::domain::text::is_treacherous;

/// The years that a plan may cover.
pub(super) const YEARS: RangeInclusive<i32> = 1949..=2200;
/// Most years of one plan.
pub(super) const SPAN_MAX: i32 = 50;
/// Most actions, and most tasks.
pub(super) const TASKS_MAX: usize = 1000;
/// Most checklist items of all tasks.
pub(super) const ITEMS_MAX: usize = 3000;
/// Most units that one task or safeguard names, and most words for the townships.
pub(super) const UNITS_MAX: usize = 300;
/// Most townships, the abolished ones included: the largest province has some 4,000.
pub(super) const TOWNSHIPS_MAX: usize = 10_000;
/// Most safeguards, and most errata.
pub(super) const NOTES_MAX: usize = 1000;
/// Longest text of a task, in characters. Each quote is looked for in it.
pub(super) const TEXT_MAX: usize = 10_000;
/// Longest name of a township, in characters: it stands in file names.
pub(super) const NAME_MAX: usize = 30;

/// The first limit that a plan exceeds.
pub(super) fn exceeded(plan: &Plan) -> Option<PlanFault> {
    let (first, last) = plan.notice.years;
    if !YEARS.contains(&first) || !YEARS.contains(&last) || !(0..SPAN_MAX).contains(&(last - first)) {
        return Some(PlanFault::BadYears(first, last));
    }
    let tasks = || plan.actions.iter().flat_map(|action| &action.tasks);
    let of_tasks = || tasks().map(|task| task.leads.len() + task.partners.len());
    let of_safeguards = plan.safeguards.iter().map(|one| one.leads.len() + one.partners.len());
    let units = of_tasks().chain(of_safeguards).max().unwrap_or(0).max(plan.townships_named.len());
    let counts = [
        ("行动", plan.actions.len(), TASKS_MAX),
        ("任务", tasks().count(), TASKS_MAX),
        ("清单", tasks().map(|task| task.items.len()).sum(), ITEMS_MAX),
        ("一项任务的责任单位", units, UNITS_MAX),
        ("乡镇", plan.roster.len() + plan.abolished.len(), TOWNSHIPS_MAX),
        ("保障措施", plan.safeguards.len(), NOTES_MAX),
        ("勘误", plan.errata.len(), NOTES_MAX),
    ];
    if let Some((what, _, most)) = counts.into_iter().find(|(_, count, most)| count > most) {
        return Some(PlanFault::TooMany { what, most });
    }
    let long = tasks().find(|task| task.text.chars().count() > TEXT_MAX);
    long.map(|task| PlanFault::TextTooLong(task.no))
}

/// Whether a text would do as a township's name.
pub(super) fn is_name(name: &str) -> bool {
    let fits = |c: char| !is_treacherous(c) && !"/\\:*?\"<>|".contains(c);
    !name.trim().is_empty() && name.chars().count() <= NAME_MAX && name.chars().all(fits)
}
