//! Reporting periods (报告期): years, half-years and quarters, and their days.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A reporting period of one calendar year, written `2025`, `2025H1` or `2025Q3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    year: i32,
    span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Span {
    Quarter(u8),
    Half(u8),
    Year,
}

/// The text that could not be read as a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadPeriod(pub String);

impl Period {
    /// The period of a whole calendar year.
    #[must_use]
    pub fn year_of(year: i32) -> Self {
        Self { year, span: Span::Year }
    }

    /// The seven periods of `year`: four quarters, two halves, the year.
    #[must_use]
    pub fn all_of(year: i32) -> Vec<Self> {
        let quarters = (1..=4).map(Span::Quarter);
        let halves = (1..=2).map(Span::Half);
        quarters.chain(halves).chain([Span::Year]).map(|span| Self { year, span }).collect()
    }

    /// The quarter that contains `day`.
    #[must_use]
    pub fn quarter_of(day: NaiveDate) -> Self {
        let quarter = u8::try_from(day.month0() / 3 + 1).unwrap_or(4);
        Self { year: day.year(), span: Span::Quarter(quarter) }
    }

    /// The calendar year the period belongs to.
    #[must_use]
    pub fn year(self) -> i32 {
        self.year
    }

    /// First and last month, 1 to 12.
    fn months(self) -> (u32, u32) {
        match self.span {
            Span::Quarter(n) => (u32::from(n) * 3 - 2, u32::from(n) * 3),
            Span::Half(n) => (u32::from(n) * 6 - 5, u32::from(n) * 6),
            Span::Year => (1, 12),
        }
    }

    /// The first day of the period.
    #[must_use]
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, self.months().0, 1).unwrap_or(NaiveDate::MIN)
    }

    /// The last day of the period.
    #[must_use]
    pub fn last_day(self) -> NaiveDate {
        let month = self.months().1;
        let day = if matches!(month, 6 | 9) { 30 } else { 31 };
        NaiveDate::from_ymd_opt(self.year, month, day).unwrap_or(NaiveDate::MAX)
    }

    /// Whether the last day is before `today`. If not, a report says 期未满.
    #[must_use]
    pub fn is_over(self, today: NaiveDate) -> bool {
        today > self.last_day()
    }

    /// The Chinese name, as 2025年三季度.
    #[must_use]
    pub fn name(self) -> String {
        let span = match self.span {
            Span::Quarter(n) => ["一季度", "二季度", "三季度", "四季度"][usize::from(n - 1)],
            Span::Half(1) => "上半年",
            Span::Half(_) => "下半年",
            Span::Year => "全年",
        };
        format!("{}年{span}", self.year)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Four digits, because the parser takes four.
        write!(f, "{:04}", self.year)?;
        match self.span {
            Span::Quarter(n) => write!(f, "Q{n}"),
            Span::Half(n) => write!(f, "H{n}"),
            Span::Year => Ok(()),
        }
    }
}

impl FromStr for Period {
    type Err = BadPeriod;

    fn from_str(text: &str) -> Result<Self, BadPeriod> {
        let bad = || BadPeriod(text.to_owned());
        let trimmed = text.trim();
        let (year, span) = trimmed.split_at_checked(4).ok_or_else(bad)?;
        if !year.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(bad());
        }
        let year = year.parse::<i32>().map_err(|_| bad())?;
        let span = match span.to_ascii_uppercase().as_str() {
            "" => Span::Year,
            "H1" => Span::Half(1),
            "H2" => Span::Half(2),
            "Q1" => Span::Quarter(1),
            "Q2" => Span::Quarter(2),
            "Q3" => Span::Quarter(3),
            "Q4" => Span::Quarter(4),
            _ => return Err(bad()),
        };
        Ok(Self { year, span })
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|BadPeriod(text)| de::Error::custom(format!("no period: {text}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn periods_parse_as_written() {
        for period in Period::all_of(2025).into_iter().chain(Period::all_of(487)) {
            assert_eq!(period.to_string().parse(), Ok(period));
        }
    }

    #[test]
    fn invalid_period_is_refused() {
        for text in ["", "25", "2025Q5", "2025Q0", "2025H3", "2025-Q1", "２０２５", "+025", "2025Q1x"] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    #[test]
    fn quarters_cover_the_year() {
        let quarters = &Period::all_of(2024)[..4];
        assert_eq!(quarters[0].first_day(), day("2024-01-01"));
        for pair in quarters.windows(2) {
            assert_eq!(pair[0].last_day().succ_opt(), Some(pair[1].first_day()));
        }
        assert_eq!(quarters[3].last_day(), day("2024-12-31"));
    }

    #[test]
    fn period_ends_with_its_last_day() {
        let third = Period::quarter_of(day("2025-09-30"));
        assert_eq!(third.to_string(), "2025Q3");
        assert_eq!(third.name(), "2025年三季度");
        assert!(!third.is_over(day("2025-09-30")));
        assert!(third.is_over(day("2025-10-01")));
    }
}
