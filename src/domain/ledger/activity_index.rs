//! An index of the activities by day and by task, with their sums. A frame costs the same however many entries there
//! are.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Datelike as _, NaiveDate};

use super::Hex16;
use crate::domain::activity::{Activity, ActivityTotals};
use crate::domain::measure::Measure;
use crate::domain::period::Period;

/// Activities that were not dropped, by id, by day and by task.
#[derive(Debug, Clone, Default)]
pub(super) struct ActivityIndex {
    by_id: HashMap<Hex16, Activity>,
    /// Task, day and id. Every activity is also listed under task `None`.
    days: BTreeSet<(Option<u32>, NaiveDate, Hex16)>,
    /// Sums by year and task. Task `None` has the sums over all tasks.
    sums: BTreeMap<(i32, Option<u32>), YearSums>,
}

/// Sums that activities are added to and removed from. A `u128` holds the sum of any number of `u64`.
#[derive(Debug, Clone, Copy, Default)]
struct YearSums {
    activities: u64,
    numbers: [u128; Measure::ALL.len()],
}

impl ActivityIndex {
    pub(super) fn get(&self, id: Hex16) -> Option<&Activity> {
        self.by_id.get(&id)
    }

    /// Replaces the activity of that id; `None` removes it.
    pub(super) fn set(&mut self, id: Hex16, activity: Option<Activity>) {
        if let Some(old) = self.by_id.remove(&id) {
            for task in keys(&old) {
                self.days.remove(&(task, old.date, id));
                let key = (old.date.year(), task);
                let sums = self.sums.entry(key).or_default();
                sums.take_away(&old);
                if sums.activities == 0 {
                    self.sums.remove(&key);
                }
            }
        }
        if let Some(new) = activity {
            for task in keys(&new) {
                self.days.insert((task, new.date, id));
                self.sums.entry((new.date.year(), task)).or_default().add(&new);
            }
            self.by_id.insert(id, new);
        }
    }

    /// All activities by day, then id.
    pub(super) fn all(&self) -> impl DoubleEndedIterator<Item = &Activity> {
        self.within(None, NaiveDate::MIN, NaiveDate::MAX)
    }

    /// The activities of a period, of one task or of all, by day, then id.
    pub(super) fn of(&self, task: Option<u32>, period: Period) -> impl DoubleEndedIterator<Item = &Activity> {
        self.within(task, period.first_day(), period.last_day())
    }

    /// The activities from `first` to `last`, both included, of one task or of all, by day, then id.
    pub(super) fn within(
        &self,
        task: Option<u32>,
        first: NaiveDate,
        last: NaiveDate,
    ) -> impl DoubleEndedIterator<Item = &Activity> {
        // A set panics if a range ends before it begins.
        let days = (first <= last).then_some((first, last)).into_iter();
        let range = move |(first, last)| (task, first, Hex16(0))..=(task, last, Hex16(u64::MAX));
        days.flat_map(move |days| self.days.range(range(days))).filter_map(|(_, _, id)| self.by_id.get(id))
    }

    pub(super) fn totals(&self, year: i32, task: Option<u32>) -> ActivityTotals {
        self.sums.get(&(year, task)).copied().unwrap_or_default().totals()
    }
}

impl YearSums {
    fn add(&mut self, one: &Activity) {
        self.activities += 1;
        for (sum, number) in self.numbers.iter_mut().zip(numbers(one)) {
            *sum += u128::from(number);
        }
    }

    fn take_away(&mut self, one: &Activity) {
        self.activities -= 1;
        for (sum, number) in self.numbers.iter_mut().zip(numbers(one)) {
            *sum -= u128::from(number);
        }
    }

    fn totals(self) -> ActivityTotals {
        let sums = self.numbers.map(|sum| u64::try_from(sum).unwrap_or(u64::MAX));
        ActivityTotals::from_sums(self.activities, sums)
    }
}

/// The keys of an activity: `None` for all tasks, and each task that it serves.
fn keys(one: &Activity) -> Vec<Option<u32>> {
    std::iter::once(None).chain(one.tasks().map(Some)).collect()
}

fn numbers(one: &Activity) -> [u64; Measure::ALL.len()] {
    Measure::ALL.map(|measure| one.number(measure).unwrap_or(0))
}
