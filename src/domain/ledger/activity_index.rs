//! The activities that stand, by day and by task, with their sums: what a frame asks for costs the same however many
//! entries there are.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Datelike as _, NaiveDate};

use super::Hex16;
use crate::domain::activity::{Activity, ActivityTotals};
use crate::domain::measure::Measure;
use crate::domain::period::Period;

/// The activities that stand.
#[derive(Debug, Clone, Default)]
pub(super) struct ActivityIndex {
    standing: HashMap<Hex16, Activity>,
    /// By task and by day; task none has all.
    days: BTreeSet<(Option<u32>, NaiveDate, Hex16)>,
    /// By year and by task; task none has all.
    sums: BTreeMap<(i32, Option<u32>), YearSums>,
}

/// Sums that can be added to and taken from; they hold any number of the largest numbers.
#[derive(Debug, Clone, Copy, Default)]
struct YearSums {
    activities: u64,
    numbers: [u128; Measure::ALL.len()],
}

impl ActivityIndex {
    /// The activity of that id, where it stands.
    pub(super) fn get(&self, id: Hex16) -> Option<&Activity> {
        self.standing.get(&id)
    }

    /// Puts an activity in the place of what stood under its id; none takes that away.
    pub(super) fn set(&mut self, id: Hex16, activity: Option<Activity>) {
        if let Some(old) = self.standing.remove(&id) {
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
            self.standing.insert(id, new);
        }
    }

    /// All that stand, by day, then by identity.
    pub(super) fn all(&self) -> impl DoubleEndedIterator<Item = &Activity> {
        self.within(None, NaiveDate::MIN, NaiveDate::MAX)
    }

    /// Those of a period, of one task or of all, by day, then by identity.
    pub(super) fn of(&self, task: Option<u32>, period: Period) -> impl DoubleEndedIterator<Item = &Activity> {
        self.within(task, period.first_day(), period.last_day())
    }

    /// Those of some days, of one task or of all, by day, then by identity.
    pub(super) fn within(
        &self,
        task: Option<u32>,
        first: NaiveDate,
        last: NaiveDate,
    ) -> impl DoubleEndedIterator<Item = &Activity> {
        // A set panics at a range that ends before it begins.
        let days = (first <= last).then_some((first, last)).into_iter();
        let range = move |(first, last)| (task, first, Hex16(0))..=(task, last, Hex16(u64::MAX));
        days.flat_map(move |days| self.days.range(range(days))).filter_map(|(_, _, id)| self.standing.get(id))
    }

    /// The sums of a year, of one task or of all.
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

/// Under what an activity stands: under all, and under each task that it serves.
fn keys(one: &Activity) -> Vec<Option<u32>> {
    std::iter::once(None).chain(one.tasks().map(Some)).collect()
}

fn numbers(one: &Activity) -> [u64; Measure::ALL.len()] {
    Measure::ALL.map(|measure| one.number(measure).unwrap_or(0))
}
