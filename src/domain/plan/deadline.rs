//! Deadlines (时限) and targets (指标), as a plan states them.
//!
//! ```text
//! due: "2027-06-30"      once, on that day
//! due: "yearly 06-30"    every year; "yearly" is the last day of the year
//! due: "quarterly"       by the last day of every quarter; "halfyearly" likewise
//! due: "monthly 25"      by the 25th of every month; "monthly" is its last day
//! target: (measure: sessions, at_least: 4, per: year)
//! ```

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A deadline. A day beyond the end of its month means the month's last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Once, by that day.
    On(NaiveDate),
    /// Every year by that month and day.
    Yearly(u32, u32),
    /// Every half-year, by that day of its last month.
    Halfyearly(Option<u32>),
    /// Every quarter, by that day of its last month.
    Quarterly(Option<u32>),
    /// Every month, by that day.
    Monthly(Option<u32>),
}

/// A target: so much of a measure in each of those times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemTarget {
    /// The number that is counted.
    pub measure: TargetMeasure,
    /// The least amount, above 0.
    pub at_least: u64,
    /// The time in which it is to be reached.
    pub per: Per,
}

/// What a target counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TargetMeasure {
    /// The sum of sessions (场次).
    Sessions,
    /// The sum of participants (人次).
    People,
    /// The sum of copies handed out (资料份数).
    Materials,
    /// The number of activities (项、个、名).
    Items,
}

/// The time in which a target is to be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Per {
    /// Each calendar year for itself.
    Year,
    /// Each half-year for itself.
    Halfyear,
    /// Each quarter for itself.
    Quarter,
    /// Each month for itself.
    Month,
    /// All years of the plan together.
    Plan,
}

impl Due {
    /// The day in `year`; none if there are several in a year.
    #[must_use]
    pub fn in_year(self, year: i32) -> Option<NaiveDate> {
        match self {
            Due::On(day) => Some(day),
            Due::Yearly(month, day) => {
                (28..=day).rev().chain(std::iter::once(day)).find_map(|day| NaiveDate::from_ymd_opt(year, month, day))
            }
            Due::Halfyearly(_) | Due::Quarterly(_) | Due::Monthly(_) => None,
        }
    }

    /// The words that the screen shows.
    #[must_use]
    pub fn words(self) -> String {
        let each = |every: &str, last_month: &str, day: Option<u32>| match day {
            Some(day) => format!("{every}{last_month}{day}日前"),
            None => format!("{every}内"),
        };
        match self {
            Due::On(day) => day.format("%Y年%-m月%-d日前").to_string(),
            Due::Yearly(month, day) => format!("每年{month}月{day}日前"),
            Due::Halfyearly(day) => each("每半年", "末月", day),
            Due::Quarterly(day) => each("每季度", "末月", day),
            Due::Monthly(day) => each("每月", "", day),
        }
    }
}

impl ItemTarget {
    /// The words that the screen shows.
    #[must_use]
    pub fn words(self) -> String {
        let per = match self.per {
            Per::Year => "每年",
            Per::Halfyear => "每半年",
            Per::Quarter => "每季度",
            Per::Month => "每月",
            Per::Plan => "期内",
        };
        format!("{per}不少于{}{}", self.at_least, self.measure.unit())
    }
}

impl TargetMeasure {
    /// The word that follows a number.
    #[must_use]
    pub fn unit(self) -> &'static str {
        match self {
            TargetMeasure::Sessions => "场次",
            TargetMeasure::People => "人次",
            TargetMeasure::Materials => "份",
            TargetMeasure::Items => "项",
        }
    }
}

impl FromStr for Due {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let bad = || format!("“{text}”不是时限");
        if let Ok(day) = text.parse() {
            return Ok(Due::On(day));
        }
        let (every, at) = match text.split_once(' ') {
            Some((every, at)) => (every, Some(at.trim())),
            None => (text, None),
        };
        let in_month = |day: &str| day.parse::<u32>().ok().filter(|day| (1..=31).contains(day)).ok_or_else(bad);
        let day = |at: Option<&str>| at.map(in_month).transpose();
        match every {
            "yearly" => {
                let (month, day) = at.unwrap_or("12-31").split_once('-').ok_or_else(bad)?;
                let month = month.parse().map_err(|_| bad())?;
                let day = in_month(day)?;
                // Checked in a leap year, which has every possible day.
                NaiveDate::from_ymd_opt(2024, month, day).ok_or_else(bad)?;
                Ok(Due::Yearly(month, day))
            }
            "halfyearly" => Ok(Due::Halfyearly(day(at)?)),
            "quarterly" => Ok(Due::Quarterly(day(at)?)),
            "monthly" => Ok(Due::Monthly(day(at)?)),
            _ => Err(bad()),
        }
    }
}

impl fmt::Display for Due {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (every, day) = match self {
            Due::On(day) => return day.fmt(f),
            Due::Yearly(month, day) => return write!(f, "yearly {month:02}-{day:02}"),
            Due::Halfyearly(day) => ("halfyearly", day),
            Due::Quarterly(day) => ("quarterly", day),
            Due::Monthly(day) => ("monthly", day),
        };
        f.write_str(every)?;
        day.map_or(Ok(()), |day| write!(f, " {day}"))
    }
}

impl Serialize for Due {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Due {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deadlines_parse_as_written() {
        for text in ["2027-06-30", "yearly 06-30", "halfyearly", "quarterly 15", "quarterly", "monthly 25", "monthly"] {
            assert_eq!(text.parse::<Due>().unwrap().to_string(), text);
        }
        assert_eq!("yearly".parse(), Ok(Due::Yearly(12, 31)));
        for bad in ["", "soon", "yearly 02-30", "yearly 6", "monthly 32", "monthly x", "weekly", "2027-02-30"] {
            assert!(bad.parse::<Due>().is_err(), "{bad}");
        }
    }

    #[test]
    fn yearly_deadline_recurs_each_year() {
        let day = |due: &str, year| due.parse::<Due>().unwrap().in_year(year).map(|day| day.to_string());
        assert_eq!(day("yearly 06-30", 2027).as_deref(), Some("2027-06-30"));
        assert_eq!(day("yearly 02-29", 2027).as_deref(), Some("2027-02-28"));
        assert_eq!(day("2027-06-30", 2026).as_deref(), Some("2027-06-30"));
        assert_eq!(day("monthly 25", 2027), None);
    }
}
