//! The calendar (日历) that a day is chosen from by keys: a month of weeks that begin on Monday.

use chrono::{Datelike as _, Days, Months, NaiveDate};

use crate::app::keymap::Intent;

/// State of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calendar {
    /// The day under the cursor; its month is shown.
    pub day: NaiveDate,
}

/// Days from one to the same of the next week.
const WEEK: isize = 7;

impl Calendar {
    /// Moves the cursor; what would lead out of time stays. `today` is where the start of the line leads to.
    pub fn travel(&mut self, intent: Intent, today: NaiveDate) {
        let to = match intent {
            Intent::DayBefore => days_on(self.day, -1),
            Intent::DayAfter => days_on(self.day, 1),
            Intent::Up => days_on(self.day, -WEEK),
            Intent::Down => days_on(self.day, WEEK),
            Intent::PageUp => self.day.checked_sub_months(Months::new(1)),
            Intent::PageDown => self.day.checked_add_months(Months::new(1)),
            Intent::First => Some(today),
            _ => None,
        };
        // A year of four digits is all that a form can take.
        if let Some(to) = to.filter(|to| (1000..=9999).contains(&to.year())) {
            self.day = to;
        }
    }

    /// The days that the month's weeks show, the Monday at or before its first day first: always six weeks, so that
    /// nothing jumps from month to month.
    pub fn days(&self) -> impl Iterator<Item = NaiveDate> + use<> {
        let first = self.day.with_day(1).unwrap_or(self.day);
        let monday = first - Days::new(u64::from(first.weekday().num_days_from_monday()));
        monday.iter_days().take(6 * 7)
    }
}

/// The day `days` after another, or before it; none beyond the end of time.
#[must_use]
pub fn days_on(day: NaiveDate, days: isize) -> Option<NaiveDate> {
    let count = Days::new(days.unsigned_abs() as u64);
    if days < 0 { day.checked_sub_days(count) } else { day.checked_add_days(count) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn month_shows_six_weeks_from_monday() {
        let days: Vec<NaiveDate> = Calendar { day: day("2025-03-12") }.days().collect();
        assert_eq!((days[0], days[5], days[41]), (day("2025-02-24"), day("2025-03-01"), day("2025-04-06")));
    }

    #[test]
    fn keys_move_by_day_week_month() {
        let mut calendar = Calendar { day: day("2025-03-31") };
        let today = day("2025-11-23");
        for (intent, to) in [
            (Intent::PageUp, "2025-02-28"),
            (Intent::DayAfter, "2025-03-01"),
            (Intent::Down, "2025-03-08"),
            (Intent::Up, "2025-03-01"),
            (Intent::DayBefore, "2025-02-28"),
            (Intent::First, "2025-11-23"),
        ] {
            calendar.travel(intent, today);
            assert_eq!(calendar.day, day(to), "{intent:?}");
        }
    }
}
