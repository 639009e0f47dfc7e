//! Occurrences (次): an item that is owed more often than once a year is owed again in each half-year, quarter or
//! month. Each occurrence has its own mark, deadline and count. Written `2027H1`, `2027Q2`, `2027-03`.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::period::Period;
use super::plan::Cycle;

/// One half-year, quarter or month in which an item is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Occurrence {
    year: i32,
    /// Its length in months: 6, 3 or 1.
    months: u32,
    /// Its number within the year, from 1.
    no: u32,
}

/// The text that could not be read as an occurrence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadOccurrence(pub String);

/// The length of an occurrence in months; none if the item is not owed more often than once a year.
fn months_of(cycle: Cycle) -> Option<u32> {
    match cycle {
        Cycle::Halfyearly => Some(6),
        Cycle::Quarterly => Some(3),
        Cycle::Monthly => Some(1),
        Cycle::Yearly | Cycle::Once => None,
    }
}

/// What a period counts of an item of that cycle: each occurrence that ends in the period, or the item itself (none).
#[must_use]
pub fn counted_in(cycle: Cycle, period: Period) -> Vec<Option<Occurrence>> {
    if !cycle.is_repeated_in_year() {
        return vec![None];
    }
    let ends_in = |one: &Occurrence| (period.first_day()..=period.last_day()).contains(&one.last_day());
    Occurrence::all_of(cycle, period.year()).into_iter().filter(ends_in).map(Some).collect()
}

impl Occurrence {
    /// All occurrences of a year, in order; empty for an item that is not owed more often than once a year.
    #[must_use]
    pub fn all_of(cycle: Cycle, year: i32) -> Vec<Self> {
        let Some(months) = months_of(cycle) else { return Vec::new() };
        (1..=12 / months).map(|no| Self { year, months, no }).collect()
    }

    /// The occurrence that contains `day`.
    #[must_use]
    pub fn containing(cycle: Cycle, day: NaiveDate) -> Option<Self> {
        Self::all_of(cycle, day.year()).into_iter().find(|one| day <= one.last_day())
    }

    /// Whether an item of that cycle has this occurrence.
    #[must_use]
    pub fn is_of(self, cycle: Cycle) -> bool {
        months_of(cycle) == Some(self.months)
    }

    /// The calendar year it belongs to.
    #[must_use]
    pub fn year(self) -> i32 {
        self.year
    }

    /// The first day of the occurrence.
    #[must_use]
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, (self.no - 1) * self.months + 1, 1).unwrap_or(NaiveDate::MIN)
    }

    /// The last day of the occurrence.
    #[must_use]
    pub fn last_day(self) -> NaiveDate {
        self.day_of_last_month(31)
    }

    /// The given day of its last month, or the month's last day if the month is shorter.
    #[must_use]
    pub fn day_of_last_month(self, day: u32) -> NaiveDate {
        let in_month = |day| NaiveDate::from_ymd_opt(self.year, self.no * self.months, day);
        (1..=day).rev().find_map(in_month).unwrap_or(NaiveDate::MAX)
    }

    /// The name without the year, as 二季度.
    #[must_use]
    pub fn short_name(self) -> String {
        const QUARTERS: [&str; 4] = ["一季度", "二季度", "三季度", "四季度"];
        match (self.months, self.no) {
            (6, 1) => "上半年".to_owned(),
            (6, _) => "下半年".to_owned(),
            (3, no) => QUARTERS[no as usize - 1].to_owned(),
            (_, no) => format!("{no}月"),
        }
    }

    /// The full name, as 2027年二季度.
    #[must_use]
    pub fn name(self) -> String {
        format!("{}年{}", self.year, self.short_name())
    }
}

impl fmt::Display for Occurrence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { year, months, no } = self;
        match months {
            6 => write!(f, "{year:04}H{no}"),
            3 => write!(f, "{year:04}Q{no}"),
            _ => write!(f, "{year:04}-{no:02}"),
        }
    }
}

impl FromStr for Occurrence {
    type Err = BadOccurrence;

    fn from_str(text: &str) -> Result<Self, BadOccurrence> {
        let read = || {
            let (year, rest) = text.split_at_checked(4)?;
            let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            let mark = rest.chars().next()?.to_ascii_uppercase();
            let no = rest.get(1..)?;
            let months = match (mark, no.len()) {
                ('H', 1) => 6,
                ('Q', 1) => 3,
                ('-', 2) => 1,
                _ => return None,
            };
            let (year, no) = (Some(year).filter(|year| is_number(year))?, Some(no).filter(|no| is_number(no))?);
            let one = Self { year: year.parse().ok()?, months, no: no.parse().ok()? };
            (1..=12 / months).contains(&one.no).then_some(one)
        };
        read().ok_or_else(|| BadOccurrence(text.to_owned()))
    }
}

impl Serialize for Occurrence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Occurrence {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|BadOccurrence(text)| de::Error::custom(format!("no occurrence: {text}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn occurrences_are_read_as_they_are_written() {
        for (cycle, count) in [(Cycle::Halfyearly, 2), (Cycle::Quarterly, 4), (Cycle::Monthly, 12), (Cycle::Once, 0)] {
            let all = Occurrence::all_of(cycle, 2027);
            assert_eq!(all.len(), count);
            for one in all {
                assert_eq!(one.to_string().parse(), Ok(one));
                assert!(one.is_of(cycle));
                assert_eq!(Occurrence::containing(cycle, one.first_day()), Some(one));
                assert_eq!(Occurrence::containing(cycle, one.last_day()), Some(one));
            }
        }
        for bad in
            ["", "2027", "2027Q5", "2027Q0", "2027H3", "2027-13", "2027-00", "2027-3", "2027年", "+027Q1", "2027Q+1"]
        {
            assert!(bad.parse::<Occurrence>().is_err(), "{bad}");
        }
    }

    #[test]
    fn period_counts_what_ends_in_it() {
        let counted = |cycle, period: &str| {
            let counted = counted_in(cycle, period.parse().unwrap());
            counted.into_iter().flatten().map(|one| one.to_string()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(counted(Cycle::Quarterly, "2027H1"), "2027Q1 2027Q2");
        assert_eq!(counted(Cycle::Halfyearly, "2027Q1"), "");
        assert_eq!(counted(Cycle::Halfyearly, "2027Q2"), "2027H1");
        assert_eq!(counted(Cycle::Monthly, "2027Q4"), "2027-10 2027-11 2027-12");
        assert_eq!(counted_in(Cycle::Yearly, "2027Q1".parse().unwrap()), [None]);
    }

    #[test]
    fn last_month_ends_where_it_ends() {
        let february: Occurrence = "2028-02".parse().unwrap();
        assert_eq!(february.last_day().to_string(), "2028-02-29");
        assert_eq!(february.day_of_last_month(25).to_string(), "2028-02-25");
    }
}
