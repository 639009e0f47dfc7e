//! One period as the county sees it: a row for each township of the roster, whether it has reported or not.

use super::super::activity::ActivityTotals;
use super::super::period::Period;
use super::super::plan::{Plan, Township};
use super::super::progress::Tally;
use super::{Conflict, County, Received};

/// The matrix of one period: the townships of one plan or several, against the tasks.
#[derive(Debug, Clone)]
pub struct Picture<'a> {
    /// The period.
    pub period: Period,
    /// The plans, in the order of the rows.
    pub plans: Vec<&'a Plan>,
    /// A row for each township, by plan and then as the roster has them.
    pub rows: Vec<Row<'a>>,
    county: &'a County,
}

/// One township.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// Its plan.
    pub plan: &'a Plan,
    /// The township.
    pub township: &'a Township,
    /// Whether it has reported.
    pub status: Status<'a>,
}

/// Whether a township has reported.
#[derive(Debug, Clone, Copy)]
pub enum Status<'a> {
    /// It has.
    Received(&'a Received),
    /// It has, more than once, and nobody has decided which report counts; the proposed one is shown.
    Conflict(&'a Received, &'a Conflict),
    /// It has not.
    Missing,
}

impl<'a> Row<'a> {
    /// The report that is shown of the township.
    #[must_use]
    pub fn report(&self) -> Option<&'a Received> {
        match self.status {
            Status::Received(report) | Status::Conflict(report, _) => Some(report),
            Status::Missing => None,
        }
    }
}

impl<'a> Picture<'a> {
    /// The townships of `plans` in `period`.
    #[must_use]
    pub fn of(plans: &[&'a Plan], county: &'a County, period: Period) -> Self {
        let row = |plan: &'a Plan, township: &'a Township| {
            let status = match county.standing(&plan.id, period, &township.code) {
                None => Status::Missing,
                Some(standing) => {
                    let report = &county.reports[standing.report];
                    match standing.conflict {
                        Some(conflict) => Status::Conflict(report, &county.conflicts[conflict]),
                        None => Status::Received(report),
                    }
                }
            };
            Row { plan, township, status }
        };
        let rows = plans.iter().flat_map(|plan| plan.roster.iter().map(|township| row(plan, township))).collect();
        Self { period, plans: plans.to_vec(), rows, county }
    }

    /// The townships of one of the plans.
    #[must_use]
    pub fn rows_of(&self, plan: &Plan) -> &[Row<'a>] {
        let mut rows = self.rows.as_slice();
        for one in &self.plans {
            let (of_one, behind) = rows.split_at(one.roster.len());
            if one.id == plan.id {
                return of_one;
            }
            rows = behind;
        }
        &[]
    }

    /// The townships that have not reported.
    pub fn missing(&self) -> impl Iterator<Item = &Row<'a>> {
        self.rows.iter().filter(|row| matches!(row.status, Status::Missing))
    }

    /// The other periods that the township of a row reports, the latest first.
    #[must_use]
    pub fn other_periods(&self, row: &Row) -> Vec<Period> {
        self.county.other_periods(&row.plan.id, &row.township.code, self.period)
    }

    /// The townships whose reports are in conflict.
    pub fn conflicts(&self) -> impl Iterator<Item = &Row<'a>> {
        self.rows.iter().filter(|row| matches!(row.status, Status::Conflict(..)))
    }

    /// How many have reported; a conflict counts.
    #[must_use]
    pub fn reported(&self) -> usize {
        self.rows.len() - self.missing().count()
    }

    /// The sums over the townships of one plan: of one task, or of all. A conflict counts by the report that is proposed.
    #[must_use]
    pub fn sums(&self, plan: &Plan, task: Option<u32>) -> (Tally, ActivityTotals) {
        let reports = self.rows_of(plan).iter().filter_map(Row::report);
        let figures = reports.filter_map(|report| match task {
            Some(no) => report.figures.task(no).map(|task| (task.tally, task.activities)),
            None => Some((report.figures.tally(), report.figures.activities)),
        });
        figures.fold(Default::default(), |(tally, sums), (more, activities)| {
            ([tally, more].into_iter().sum(), sums + activities)
        })
    }
}
