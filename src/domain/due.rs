//! Deadlines (时限): the day by which each line of a checklist is due, and the lines that are still open.

use chrono::{Datelike as _, Days, NaiveDate};

use super::checklist::{self, CheckLine};
use super::ledger::{ItemStatus, Ledger};
use super::occurrence::Occurrence;
use super::period::Period;
use super::plan::{Cycle, Due, Plan, Task};

/// A line is due soon this many days before its deadline.
pub const SOON: u64 = 30;

/// A line that is not done and has a deadline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenLine {
    /// The number of its task.
    pub task: u32,
    /// The line of the checklist.
    pub line: CheckLine,
    /// The calendar year of the checklist.
    pub year: i32,
    /// The day by which it is due.
    pub due: NaiveDate,
    /// The days until the deadline; negative once it has passed.
    pub days: i64,
}

/// How near a deadline is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    /// The deadline has passed (逾期).
    Overdue,
    /// Within [`SOON`] days.
    Soon,
    /// After more than [`SOON`] days.
    Later,
}

impl OpenLine {
    /// How near the deadline is.
    #[must_use]
    pub fn urgency(&self) -> Urgency {
        match self.days {
            ..0 => Urgency::Overdue,
            days if days.unsigned_abs() <= SOON => Urgency::Soon,
            _ => Urgency::Later,
        }
    }

    /// The days left in words, as 还有5天.
    #[must_use]
    pub fn words(&self) -> String {
        match self.days {
            ..0 => format!("逾期{}天", self.days.unsigned_abs()),
            0 => "今天到期".to_owned(),
            days => format!("还有{days}天"),
        }
    }
}

impl Urgency {
    /// The name in JSON and CSV.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Urgency::Overdue => "overdue",
            Urgency::Soon => "soon",
            Urgency::Later => "later",
        }
    }
}

/// The deadline of a line in `year`; none if the plan sets none. An item without a deadline takes that of its task. An
/// occurrence is due by its last day at the latest.
#[must_use]
pub fn deadline(plan: &Plan, task: &Task, line: &CheckLine, year: i32) -> Option<NaiveDate> {
    let due = line.due.or(task.due.filter(|_| !line.is_own()));
    match (line.occurrence, due) {
        (Some(occurrence), _) => Some(of_occurrence(due, occurrence)),
        // A single day ends one year of a yearly item: its own, or the nearest year of the plan.
        (None, Some(Due::On(day))) if line.cycle != Cycle::Once && plan.nearest_year(day.year()) != year => None,
        (None, due) => of_year(due?, year),
    }
}

fn of_occurrence(due: Option<Due>, occurrence: Occurrence) -> NaiveDate {
    let day = match due {
        Some(Due::Monthly(Some(day)) | Due::Quarterly(Some(day)) | Due::Halfyearly(Some(day))) => {
            Some(occurrence.day_of_last_month(day))
        }
        Some(due @ (Due::On(_) | Due::Yearly(..))) => due.in_year(occurrence.year()),
        _ => None,
    };
    let within = |day: &NaiveDate| (occurrence.first_day()..=occurrence.last_day()).contains(day);
    day.filter(within).unwrap_or(occurrence.last_day())
}

/// An item ticked once a year but due more often is due by the last of those days.
fn of_year(due: Due, year: i32) -> Option<NaiveDate> {
    let last = |cycle| Occurrence::all_of(cycle, year).last().map(|last| of_occurrence(Some(due), *last));
    match due {
        Due::Halfyearly(_) => last(Cycle::Halfyearly),
        Due::Quarterly(_) => last(Cycle::Quarterly),
        Due::Monthly(_) => last(Cycle::Monthly),
        Due::On(_) | Due::Yearly(..) => due.in_year(year),
    }
}

/// The lines that are open on `today` and due by `until`, by deadline, then in the plan's order. Of past years only the
/// last one is included: nobody catches up on older ones.
#[must_use]
pub fn open_lines(plan: &Plan, ledger: &Ledger, today: NaiveDate, until: NaiveDate) -> Vec<OpenLine> {
    let years = plan.years();
    let (first, last) = ((today.year() - 1).max(*years.start()), until.year().min(*years.end()));
    // An item owed once is the same in every year. Its deadline is that of this year.
    let of_once = plan.nearest_year(today.year());
    let mut open = Vec::new();
    for (_, task) in plan.owed() {
        for year in first..=last {
            for line in checklist::of_task(task, ledger, year) {
                if line.cycle == Cycle::Once && year != of_once {
                    continue;
                }
                let in_period = if line.cycle == Cycle::Once { *years.end() } else { year };
                let status = line.status(ledger, Period::year_of(in_period));
                let is_open = matches!(status, ItemStatus::Todo | ItemStatus::Doing);
                if let Some(due) = deadline(plan, task, &line, year).filter(|due| is_open && *due <= until) {
                    let days = due.signed_duration_since(today).num_days();
                    open.push(OpenLine { task: task.no, line, year, due, days });
                }
            }
        }
    }
    open.sort_by_key(|one| one.due);
    open
}

/// The last day that is searched by default: the end of the year, but at least [`SOON`] days ahead.
#[must_use]
pub fn usual_horizon(today: NaiveDate) -> NaiveDate {
    let soon = today.checked_add_days(Days::new(SOON)).unwrap_or(NaiveDate::MAX);
    Period::year_of(today.year()).last_day().max(soon)
}

/// The next deadline of a plan: the first that has not passed, else the first that has.
#[must_use]
pub fn next_deadline(plan: &Plan, ledger: &Ledger, today: NaiveDate) -> Option<NaiveDate> {
    let open = open_lines(plan, ledger, today, plan.last_day());
    open.iter().find(|one| one.days >= 0).or(open.first()).map(|one| one.due)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn occurrence_is_due_within_its_time() {
        let due = |due: Option<&str>, occurrence: &str| {
            of_occurrence(due.map(|due| due.parse().unwrap()), occurrence.parse().unwrap()).to_string()
        };
        assert_eq!(due(Some("monthly 25"), "2026-12"), "2026-12-25");
        assert_eq!(due(Some("monthly 31"), "2027-02"), "2027-02-28");
        assert_eq!(due(Some("quarterly 20"), "2027Q1"), "2027-03-20");
        assert_eq!(due(Some("quarterly"), "2027Q1"), "2027-03-31");
        assert_eq!(due(None, "2027H2"), "2027-12-31");
        assert_eq!(due(Some("yearly 05-10"), "2027Q2"), "2027-05-10");
        assert_eq!(due(Some("yearly 05-10"), "2027Q3"), "2027-09-30");
        assert_eq!(due(Some("2027-08-01"), "2027Q3"), "2027-08-01");
    }

    #[test]
    fn year_is_due_by_its_last_deadline() {
        let due = |due: &str| of_year(due.parse().unwrap(), 2027).map(|day| day.to_string());
        assert_eq!(due("quarterly 20").as_deref(), Some("2027-12-20"));
        assert_eq!(due("yearly 06-30").as_deref(), Some("2027-06-30"));
        assert_eq!(due("2028-06-30").as_deref(), Some("2028-06-30"));
    }
}
