//! One period as the county sees it: a row for each township of the roster, whether it has reported or not.

use std::collections::BTreeSet;

use super::super::period::Period;
use super::super::plan::{Plan, Township};
use super::{CountyReports, CountySums, EffectiveReport, Received, ReportFigures, TaskFigures};

/// The matrix of one period: the townships of one plan or several, against the tasks.
#[derive(Debug, Clone)]
pub struct CountyMatrix<'a> {
    /// The period.
    pub period: Period,
    /// The plans, in the order of the rows.
    pub plans: Vec<&'a Plan>,
    /// The numbers of the tasks that any of the plans expects of its townships.
    pub columns: Vec<u32>,
    /// A row for each township, by plan and then as the roster has them.
    pub rows: Vec<TownshipRow<'a>>,
    county: &'a CountyReports,
}

/// One township.
#[derive(Debug, Clone, Copy)]
pub struct TownshipRow<'a> {
    /// Its plan.
    pub plan: &'a Plan,
    /// The township.
    pub township: &'a Township,
    /// Which report stands, with its place; none where it has not reported.
    pub standing: Option<EffectiveReport>,
    /// That report; in a conflict the one that is proposed.
    pub report: Option<&'a Received>,
}

impl TownshipRow<'_> {
    /// Whether the township has reported more than once, and nobody has decided which report counts.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.standing.is_some_and(|standing| standing.conflict.is_some())
    }
}

impl<'a> CountyMatrix<'a> {
    /// The townships of `plans` in `period`.
    #[must_use]
    pub fn of(plans: &[&'a Plan], county: &'a CountyReports, period: Period) -> Self {
        let row = |plan: &'a Plan, township: &'a Township| {
            let standing = county.standing(&plan.id, period, &township.code);
            let report = standing.map(|standing| &county.reports[standing.report]);
            TownshipRow { plan, township, standing, report }
        };
        let rows = plans.iter().flat_map(|plan| plan.roster.iter().map(|township| row(plan, township))).collect();
        let owed: BTreeSet<u32> = plans.iter().flat_map(|plan| plan.owed()).map(|(_, task)| task.no).collect();
        Self { period, plans: plans.to_vec(), columns: owed.into_iter().collect(), rows, county }
    }

    /// The townships of one of the plans.
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

    /// The townships that have not reported.
    pub fn missing(&self) -> impl Iterator<Item = &TownshipRow<'a>> {
        self.rows.iter().filter(|row| row.report.is_none())
    }

    /// The other periods that the township of a row reports, the latest first.
    #[must_use]
    pub fn other_periods(&self, row: &TownshipRow) -> Vec<Period> {
        self.county.other_periods(&row.plan.id, &row.township.code, self.period)
    }

    /// The townships whose reports are in conflict.
    pub fn conflicts(&self) -> impl Iterator<Item = &TownshipRow<'a>> {
        self.rows.iter().filter(|row| row.is_conflict())
    }

    /// How many have reported; a conflict counts.
    #[must_use]
    pub fn reported(&self) -> usize {
        self.rows.len() - self.missing().count()
    }
}

/// The sums over the townships of some rows: of one task, or of all. A conflict counts by the report that is proposed.
#[must_use]
pub fn sums(rows: &[TownshipRow], task: Option<u32>) -> CountySums {
    let figures = rows.iter().filter_map(|row| row.report).map(|report| &report.figures);
    match task {
        Some(no) => figures.filter_map(|figures| figures.task(no)).map(TaskFigures::sums).sum(),
        None => figures.map(ReportFigures::sums).sum(),
    }
}
