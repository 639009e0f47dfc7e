//! The county's desk (县级汇总) on the screen: what was collected, the matrix of one period, and the screens over it.
//!
//! What the matrix shows is put together once per change ([`Table`]); a frame draws the rows that are seen.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::app::state::county_table::{Kind, Row, Status, Table};
use crate::domain::county::collected::Collected;
use crate::domain::county::{Origin, Received};
use crate::domain::naming::told_apart;
use crate::domain::period::Period;
use crate::domain::plan::{Plan, Township};
use crate::domain::receipt::{Answer, Receipt};
use crate::domain::wording::other_periods_words;

/// The county's desk.
#[derive(Debug, Clone)]
pub struct CountyState {
    /// What was collected.
    pub found: Collected,
    /// The period that is shown.
    pub period: Period,
    /// The matrix of it.
    pub table: Table,
}

impl CountyState {
    /// The desk with a period in front: the one asked for where any report has it or none has another, else the usual
    /// one of those that are reported by `today`, else `default`.
    #[must_use]
    pub fn new(found: Collected, asked: Option<Period>, default: Period, today: NaiveDate) -> Self {
        let period = asked.or_else(|| found.county.usual_period(today)).unwrap_or(default);
        let table = Table::of(&found, period);
        Self { found, period, table }
    }

    /// Puts the matrix together anew, after a change.
    pub fn refresh(&mut self) {
        self.table = Table::of(&self.found, self.period);
    }

    /// The plan of a row.
    #[must_use]
    pub fn plan(&self, row: &Row) -> &Plan {
        &self.found.plans[row.plan].plan
    }

    /// The names of the plans as they are told apart in a column, by the places of the plans; none where there is but one.
    #[must_use]
    pub fn plan_names(&self, columns: usize) -> BTreeMap<usize, String> {
        let places: &[usize] = if self.table.several() { &self.table.plans } else { &[] };
        let names: Vec<&str> = places.iter().map(|at| self.found.plans[*at].plan.short.as_str()).collect();
        places.iter().copied().zip(told_apart(&names, columns)).collect()
    }

    /// The township of a row.
    #[must_use]
    pub fn township(&self, row: &Row) -> &Township {
        &self.plan(row).roster[row.township]
    }

    /// The report that a row shows.
    #[must_use]
    pub fn report(&self, row: &Row) -> Option<&Received> {
        row.standing.map(|standing| &self.found.county.reports[standing.report])
    }

    /// The plan and the township that a report is of.
    #[must_use]
    pub fn whose(&self, report: &Received) -> Option<(&Plan, &Township)> {
        let plan = &self.found.plan(&report.plan)?.plan;
        plan.township(&report.code).ok().map(|township| (plan, township))
    }

    /// The place of the report of that SHA-256; none where it was not collected.
    #[must_use]
    pub fn place_of(&self, sha256: &str) -> Option<usize> {
        self.found.county.reports.iter().position(|report| report.sha256 == sha256)
    }

    /// Where the township of a row stands.
    #[must_use]
    pub fn status(&self, row: &Row) -> Status {
        row.status(&self.found)
    }

    /// The reports that the one of a row was chosen from, or is to be: all that none of the others contains. One alone
    /// leaves nothing to choose.
    #[must_use]
    pub fn choices(&self, row: &Row) -> Vec<usize> {
        let county = &self.found.county;
        let Some(standing) = row.standing else { return Vec::new() };
        if let Some(conflict) = standing.conflict {
            return county.conflicts[conflict].reports.clone();
        }
        let aside = county.set_aside.iter().filter(|(_, by)| *by == standing.report).map(|(one, _)| *one);
        let mut all: Vec<usize> = aside.chain([standing.report]).collect();
        all.sort_unstable();
        all
    }

    /// That the township of a row has reported other periods, in words; nothing where it has not.
    #[must_use]
    pub fn other_periods(&self, row: &Row) -> String {
        let (plan, code) = (&self.plan(row).id, &self.township(row).code);
        other_periods_words(&self.found.county.other_periods(plan, code, self.period))
    }

    /// How an earlier report of the same township and period was returned last; none where none was.
    #[must_use]
    pub fn returned_before(&self, report: &Received) -> Option<&Receipt> {
        let of_it = |receipt: &&Receipt| {
            (&receipt.plan, &receipt.township.code, receipt.period) == (&report.plan, &report.code, report.period)
                && receipt.report != report.sha256
                && receipt.revision < report.revision
        };
        let before = self.found.answered.values().filter(of_it).max_by_key(|receipt| (receipt.revision, receipt.at));
        before.filter(|receipt| receipt.answer == Answer::Returned)
    }

    /// The reports of the period that stand and were not answered; conflicts are not among them.
    #[must_use]
    pub fn unanswered(&self) -> Vec<usize> {
        let rows = self.table.rows.iter().filter(|row| self.status(row) == Status::Received);
        rows.filter_map(|row| row.standing.map(|standing| standing.report)).collect()
    }
}

impl CountyState {
    /// The file of one of those left over, and why.
    #[must_use]
    pub fn left_over(&self, (kind, at): (Kind, usize)) -> (&Origin, String) {
        let found = &self.found;
        let origin = |at: usize| &found.county.reports[at].origin;
        match kind {
            Kind::Rejected => (&found.rejected[at].origin, found.rejected[at].reason.clone()),
            Kind::PassedOver => (&found.passed_over[at].origin, found.passed_over[at].reason.clone()),
            Kind::Duplicate => {
                let one = &found.county.duplicates[at];
                (&one.origin, format!("与 {} 完全相同。", origin(one.of)))
            }
            Kind::SetAside => {
                let (one, by) = found.county.set_aside[at];
                (origin(one), format!("选用了 {}{}。", origin(by), found.county.told_of_newer(one, by)))
            }
            Kind::Superseded => {
                let (one, by) = found.county.superseded[at];
                (origin(one), format!("新的一次是 {}。", origin(by)))
            }
            Kind::OtherText => (origin(at), found.county.reports[at].told_of_other_text()),
        }
    }

    /// The rows of those that have not reported.
    pub fn missing(&self) -> impl Iterator<Item = &Row> {
        self.table.rows.iter().filter(|row| row.standing.is_none())
    }
}
