//! The table of one period: a row for each township of the roster, whether it has reported or not.

use std::collections::BTreeSet;

use super::super::period::Period;
use super::super::plan::{Plan, Township};
use super::{CountyReports, CountySums, EffectiveReport, Received, ReportFigures, TaskFigures};

/// The table of one period: the townships of one plan or several, against the tasks.
#[derive(Debug, Clone)]
pub struct CountyMatrix<'a> {
    /// The period of the table.
    pub period: Period,
    /// The plans, in the order of the rows.
    pub plans: Vec<&'a Plan>,
    /// The numbers of the tasks that the townships of any plan owe.
    pub columns: Vec<u32>,
    /// A row for each township, by plan, then in the order of the roster.
    pub rows: Vec<TownshipRow<'a>>,
    county: &'a CountyReports,
}

/// The row of one township.
#[derive(Debug, Clone, Copy)]
pub struct TownshipRow<'a> {
    /// The plan that it belongs to.
    pub plan: &'a Plan,
    /// The township of the roster.
    pub township: &'a Township,
    /// The report that counts, by index; none if the township has not reported.
    pub effective: Option<EffectiveReport>,
    /// The same report; in a conflict the proposed one.
    pub report: Option<&'a Received>,
}

impl TownshipRow<'_> {
    /// Whether its reports are in a conflict that the county has not decided.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.effective.is_some_and(|effective| effective.conflict.is_some())
    }
}

impl<'a> CountyMatrix<'a> {
    /// The table of `plans` in `period`.
    #[must_use]
    pub fn of(plans: &[&'a Plan], county: &'a CountyReports, period: Period) -> Self {
        let row = |plan: &'a Plan, township: &'a Township| {
            let effective = county.effective_report(&plan.id, period, &township.code);
            let report = effective.map(|effective| &county.reports[effective.report]);
            TownshipRow { plan, township, effective, report }
        };
        let rows = plans.iter().flat_map(|plan| plan.roster.iter().map(|township| row(plan, township))).collect();
        let owed: BTreeSet<u32> = plans.iter().flat_map(|plan| plan.owed()).map(|(_, task)| task.no).collect();
        Self { period, plans: plans.to_vec(), columns: owed.into_iter().collect(), rows, county }
    }

    /// The rows of one of the plans.
    #[must_use]
    pub fn rows_of(&self, plan: &Plan) -> &[TownshipRow<'a>] {
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

    /// The rows of townships that have not reported.
    pub fn missing(&self) -> impl Iterator<Item = &TownshipRow<'a>> {
        self.rows.iter().filter(|row| row.report.is_none())
    }

    /// The other periods that the township of a row reports, latest first.
    #[must_use]
    pub fn other_periods(&self, row: &TownshipRow) -> Vec<Period> {
        self.county.other_periods(&row.plan.id, &row.township.code, self.period)
    }

    /// The rows of townships whose reports are in conflict.
    pub fn conflicts(&self) -> impl Iterator<Item = &TownshipRow<'a>> {
        self.rows.iter().filter(|row| row.is_conflict())
    }

    /// The number of townships that have reported, those in conflict included.
    #[must_use]
    pub fn reported(&self) -> usize {
        self.rows.len() - self.missing().count()
    }
}

/// Sums over some rows, of one task or of all. A conflict counts by the proposed report.
#[must_use]
pub fn sums(rows: &[TownshipRow], task: Option<u32>) -> CountySums {
    let figures = rows.iter().filter_map(|row| row.report).map(|report| &report.figures);
    match task {
        Some(no) => figures.filter_map(|figures| figures.task(no)).map(TaskFigures::sums).sum(),
        None => figures.map(ReportFigures::sums).sum(),
    }
}
