//! The calendar (日历): a month of weeks that begin on Monday.

use chrono::{Datelike as _, Days, Months, NaiveDate};

use crate::app::keymap::Intent;

/// State of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calendar {
    /// The day under the cursor; its month is shown.
    pub day: NaiveDate,
}

const WEEK: isize = 7;

impl Calendar {
    /// Moves the cursor. The Home key leads to `today`. Ignores moves out of the range.
    pub fn move_cursor(&mut self, intent: Intent, today: NaiveDate) {
        let to = match intent {
            Intent::DayBefore => add_days(self.day, -1),
            Intent::DayAfter => add_days(self.day, 1),
            Intent::Up => add_days(self.day, -WEEK),
            Intent::Down => add_days(self.day, WEEK),
            Intent::PageUp => self.day.checked_sub_months(Months::new(1)),
            Intent::PageDown => self.day.checked_add_months(Months::new(1)),
            Intent::First => Some(today),
            _ => None,
        };
        // A form accepts only years of four digits.
        if let Some(to) = to.filter(|to| (1000..=9999).contains(&to.year())) {
            self.day = to;
        }
    }

    /// Returns the days of six weeks, from the Monday at or before the first of the month. Always six, so that the
    /// calendar keeps its height.
    pub fn days(&self) -> impl Iterator<Item = NaiveDate> + use<> {
        let first = self.day.with_day(1).unwrap_or(self.day);
        let monday = first - Days::new(u64::from(first.weekday().num_days_from_monday()));
        monday.iter_days().take(6 * 7)
    }
}

/// Returns `None` beyond the range of dates.
#[must_use]
pub fn add_days(day: NaiveDate, days: isize) -> Option<NaiveDate> {
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
            calendar.move_cursor(intent, today);
            assert_eq!(calendar.day, day(to), "{intent:?}");
        }
    }
}
