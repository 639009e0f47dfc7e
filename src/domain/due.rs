//! Deadlines (时限): by which day each line of a checklist is due, and which lines are open.

use chrono::{Datelike as _, Days, NaiveDate};

use super::checklist::{self, CheckLine};
use super::ledger::{ItemStatus, Ledger};
use super::occurrence::Occurrence;
use super::period::Period;
use super::plan::{Cycle, Due, Plan, Task};

/// How many days before its deadline a line is soon due.
pub const SOON: u64 = 30;

/// A line that is open and has a deadline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenLine {
    /// Its task.
    pub task: u32,
    /// The line.
    pub line: CheckLine,
    /// The year that it is of.
    pub year: i32,
    /// The day by which it is due.
    pub due: NaiveDate,
    /// The days until then; less than 0 where it has passed.
    pub days: i64,
}

/// How near a deadline is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    /// 逾期
    Overdue,
    /// Within [`SOON`] days.
    Soon,
    /// Later.
    Later,
}

impl OpenLine {
    /// How near its deadline is.
    #[must_use]
    pub fn urgency(&self) -> Urgency {
        match self.days {
            ..0 => Urgency::Overdue,
            days if days.unsigned_abs() <= SOON => Urgency::Soon,
            _ => Urgency::Later,
        }
    }

    /// The deadline in words, as 还有5天.
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
    /// Its key in JSON and CSV.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Urgency::Overdue => "overdue",
            Urgency::Soon => "soon",
            Urgency::Later => "later",
        }
    }
}

/// The day by which a line of a task is due in `year`; none where the plan sets none. What an item does not say its task
/// says; an occurrence is due by its last day at the latest.
#[must_use]
pub fn deadline(plan: &Plan, task: &Task, line: &CheckLine, year: i32) -> Option<NaiveDate> {
    let due = line.due.or(task.due.filter(|_| !line.own()));
    match (line.occurrence, due) {
        (Some(occurrence), _) => Some(of_occurrence(due, occurrence)),
        // A single day ends one year of a yearly item: its own, or the year next to it where the plan has no such year.
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

/// What is ticked once a year and due more often is due by the last of those days.
fn of_year(due: Due, year: i32) -> Option<NaiveDate> {
    let last = |cycle| Occurrence::all_of(cycle, year).last().map(|last| of_occurrence(Some(due), *last));
    match due {
        Due::Halfyearly(_) => last(Cycle::Halfyearly),
        Due::Quarterly(_) => last(Cycle::Quarterly),
        Due::Monthly(_) => last(Cycle::Monthly),
        Due::On(_) | Due::Yearly(..) => due.in_year(year),
    }
}

/// The lines that are open on `today` and due by `until`, by deadline, then in the plan's order. Of the years before, only
/// the last one is asked: nobody catches up on what is older.
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
                let standing = line.standing(ledger, Period::year_of(in_period));
                let is_open = matches!(standing, ItemStatus::Todo | ItemStatus::Doing);
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

/// Until when is looked where nobody says: to the end of the year, and [`SOON`] days at least.
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
