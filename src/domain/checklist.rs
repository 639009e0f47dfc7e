//! The checklist (清单) of a task in a year: the plan's items, one line for each occurrence, then the township's own
//! items.

use super::item_status::{When, status_in};
use super::ledger::{Hex16, ItemStatus, Ledger, OwnItem};
use super::occurrence::{Occurrence, counted_in};
use super::period::Period;
use super::plan::{Cycle, Due, Item, ItemTarget, Plan, Task};

/// Separates an item's id from its occurrence, as in `5.1@2027Q2`.
const AT: char = '@';

/// One line of a checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckLine {
    /// The item's id: `5.1`, or `5.z3f2a1` for an item of the township's own.
    pub id: String,
    /// The occurrence, if the item is owed more than once a year.
    pub occurrence: Option<Occurrence>,
    /// What is to be done.
    pub text: String,
    /// The clause of the notice that it comes from; none for an item of the township's own.
    pub quote: Option<String>,
    /// How often the item is owed.
    pub cycle: Cycle,
    /// The deadline of the item, if the plan gives one.
    pub due: Option<Due>,
    /// The target of the item, if the plan gives one.
    pub target: Option<ItemTarget>,
}

impl CheckLine {
    /// Whether the township added the item itself (自列).
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.quote.is_none()
    }

    /// The key of the line: the item's id, with the occurrence if it has one, as `5.1@2027Q2`.
    #[must_use]
    pub fn key(&self) -> String {
        key(&self.id, self.occurrence)
    }

    /// The text of the line. If the line has an occurrence, its name comes first, as in `二季度：`.
    #[must_use]
    pub fn words(&self) -> String {
        match self.occurrence {
            Some(occurrence) => format!("{}：{}", occurrence.short_name(), self.text),
            None => self.text.clone(),
        }
    }

    /// The time that a mark of the line covers.
    #[must_use]
    pub fn when(&self, year: i32) -> When {
        When::of(self.cycle, self.occurrence, year)
    }

    /// The status of the line as `period` reports it.
    #[must_use]
    pub fn status(&self, ledger: &Ledger, period: Period) -> ItemStatus {
        status_in(&self.id, self.when(period.year()), ledger, period)
    }

    /// The line of an item of the plan.
    #[must_use]
    pub fn of_item(item: &Item, occurrence: Option<Occurrence>) -> Self {
        Self {
            id: item.id.clone(),
            occurrence,
            text: item.text.clone(),
            quote: Some(item.quote.clone()),
            cycle: item.cycle,
            due: item.due,
            target: item.target,
        }
    }

    fn of_own(own: &OwnItem) -> Self {
        Self {
            id: own.id.clone(),
            occurrence: None,
            text: own.text.clone(),
            quote: None,
            cycle: Cycle::Yearly,
            due: None,
            target: None,
        }
    }
}

/// The key of an item or of one occurrence, as `5.1@2027Q2`.
#[must_use]
pub fn key(id: &str, occurrence: Option<Occurrence>) -> String {
    occurrence.map_or_else(|| id.to_owned(), |occurrence| format!("{id}{AT}{occurrence}"))
}

/// Splits a key into the item's id and the occurrence; none if the occurrence cannot be read.
#[must_use]
pub fn read_key(key: &str) -> Option<(&str, Option<Occurrence>)> {
    match key.split_once(AT) {
        Some((id, occurrence)) => Some((id, Some(occurrence.parse().ok()?))),
        None => Some((key, None)),
    }
}

/// The lines of a task's checklist in a year, the plan's first.
#[must_use]
pub fn of_task(task: &Task, ledger: &Ledger, year: i32) -> Vec<CheckLine> {
    let period = Period::year_of(year);
    let of_item = |item: &Item| {
        counted_in(item.cycle, period).into_iter().map(|one| CheckLine::of_item(item, one)).collect::<Vec<_>>()
    };
    let own = ledger.own_items_of(task.no).filter(|own| own.is_of(year)).map(CheckLine::of_own);
    task.items.iter().flat_map(of_item).chain(own).collect()
}

/// Finds a line by its key, with the number of its task. An item owed more often than once a year has lines only for
/// its occurrences.
#[must_use]
pub fn line(plan: &Plan, ledger: &Ledger, key: &str) -> Option<(u32, CheckLine)> {
    let (id, occurrence) = read_key(key)?;
    if let Some((task, item)) = plan.item(id) {
        let fits = occurrence.map_or(!item.cycle.is_repeated_in_year(), |one| one.is_of(item.cycle));
        return fits.then(|| (task.no, CheckLine::of_item(item, occurrence)));
    }
    let own = ledger.own_item(id).filter(|own| occurrence.is_none() && plan.task(own.task).is_some())?;
    Some((own.task, CheckLine::of_own(own)))
}

/// How often an item of the plan or of the township's own is owed; none if there is no such item.
#[must_use]
pub fn cycle_of(plan: &Plan, ledger: &Ledger, id: &str) -> Option<Cycle> {
    let of_plan = plan.item(id).map(|(_, item)| item.cycle);
    of_plan.or_else(|| ledger.own_item(id).map(|_| Cycle::Yearly))
}

/// The id of a new item of the township's own, from 20 random bits.
#[must_use]
pub fn own_id(task: u32, random: Hex16) -> String {
    format!("{task}.z{:05x}", random.0 & 0xf_ffff)
}
