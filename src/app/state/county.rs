//! The county's collection (县级汇总): the reports, and the matrix of one period. [`CountyTable`] is computed once
//! per change; a frame draws only the visible rows.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::app::state::county_table::{CountyRow, CountyStatus, CountyTable, LeftOverKind};
use crate::domain::county::collected::Collected;
use crate::domain::county::{Received, ReportOrigin};
use crate::domain::period::Period;
use crate::domain::plan::{Plan, Township};
use crate::domain::receipt::{Receipt, ReceiptAnswer};
use crate::domain::short_names::shorten_names;
use crate::domain::wording::other_periods_words;

#[derive(Debug, Clone)]
pub struct CountyState {
    pub collected: Collected,
    pub period: Period,
    pub table: CountyTable,
}

impl CountyState {
    /// Shows the requested period, else the usual one of the reports, else `default`.
    #[must_use]
    pub fn new(collected: Collected, requested: Option<Period>, default: Period, today: NaiveDate) -> Self {
        let period = requested.or_else(|| collected.county.usual_period(today)).unwrap_or(default);
        let table = CountyTable::of(&collected, period);
        Self { collected, period, table }
    }

    /// Computes the table again after a change.
    pub fn refresh(&mut self) {
        self.table = CountyTable::of(&self.collected, self.period);
    }

    #[must_use]
    pub fn plan(&self, row: &CountyRow) -> &Plan {
        &self.collected.plans[row.plan].plan
    }

    /// Returns short names that differ, by the index of the plan; empty for a single plan.
    #[must_use]
    pub fn plan_names(&self, columns: usize) -> BTreeMap<usize, String> {
        let places: &[usize] = if self.table.has_several_plans() { &self.table.plans } else { &[] };
        let names: Vec<&str> = places.iter().map(|at| self.collected.plans[*at].plan.short.as_str()).collect();
        places.iter().copied().zip(shorten_names(&names, columns)).collect()
    }

    #[must_use]
    pub fn township(&self, row: &CountyRow) -> &Township {
        &self.plan(row).roster[row.township]
    }

    #[must_use]
    pub fn report(&self, row: &CountyRow) -> Option<&Received> {
        row.effective.map(|effective| &self.collected.county.reports[effective.report])
    }

    #[must_use]
    pub fn plan_and_township(&self, report: &Received) -> Option<(&Plan, &Township)> {
        let plan = &self.collected.plan(&report.plan)?.plan;
        plan.township(&report.code).ok().map(|township| (plan, township))
    }

    /// Returns the index of a collected report.
    #[must_use]
    pub fn index_of(&self, sha256: &str) -> Option<usize> {
        self.collected.county.reports.iter().position(|report| report.sha256 == sha256)
    }

    #[must_use]
    pub fn status(&self, row: &CountyRow) -> CountyStatus {
        row.status(&self.collected)
    }

    /// Returns the reports to choose from: those that no other report contains. A single report leaves no choice.
    #[must_use]
    pub fn choices(&self, row: &CountyRow) -> Vec<usize> {
        let county = &self.collected.county;
        let Some(effective) = row.effective else { return Vec::new() };
        if let Some(conflict) = effective.conflict {
            return county.conflicts[conflict].reports.clone();
        }
        let set_aside = county.set_aside.iter().filter(|(_, by)| *by == effective.report).map(|(report, _)| *report);
        let mut all: Vec<usize> = set_aside.chain([effective.report]).collect();
        all.sort_unstable();
        all
    }

    /// Returns the other periods that the township has reported, in words.
    #[must_use]
    pub fn other_periods(&self, row: &CountyRow) -> String {
        let (plan, code) = (&self.plan(row).id, &self.township(row).code);
        other_periods_words(&self.collected.county.other_periods(plan, code, self.period))
    }

    /// Returns the last receipt of an earlier report of this township and period, if that report was returned.
    #[must_use]
    pub fn returned_before(&self, report: &Received) -> Option<&Receipt> {
        let is_earlier = |receipt: &&Receipt| {
            (&receipt.plan, &receipt.township.code, receipt.period) == (&report.plan, &report.code, report.period)
                && receipt.report != report.sha256
                && receipt.revision < report.revision
        };
        let before =
            self.collected.answered.values().filter(is_earlier).max_by_key(|receipt| (receipt.revision, receipt.at));
        before.filter(|receipt| receipt.answer == ReceiptAnswer::Returned)
    }

    /// Returns the effective reports of the period that have no receipt. Conflicts are left out.
    #[must_use]
    pub fn unanswered(&self) -> Vec<usize> {
        let rows = self.table.rows.iter().filter(|row| self.status(row) == CountyStatus::Received);
        rows.filter_map(|row| row.effective.map(|effective| effective.report)).collect()
    }
}

impl CountyState {
    /// Returns a file that does not count, and why.
    #[must_use]
    pub fn left_over(&self, (kind, at): (LeftOverKind, usize)) -> (&ReportOrigin, String) {
        let collected = &self.collected;
        let origin = |at: usize| &collected.county.reports[at].origin;
        match kind {
            LeftOverKind::Rejected => (&collected.rejected[at].origin, collected.rejected[at].reason.clone()),
            LeftOverKind::PassedOver => (&collected.passed_over[at].origin, collected.passed_over[at].reason.clone()),
            LeftOverKind::Duplicate => {
                let duplicate = &collected.county.duplicates[at];
                (&duplicate.origin, format!("与 {} 完全相同。", origin(duplicate.of)))
            }
            LeftOverKind::SetAside => {
                let (report, by) = collected.county.set_aside[at];
                (origin(report), format!("选用了 {}{}。", origin(by), collected.county.newer_warning(report, by)))
            }
            LeftOverKind::Superseded => {
                let (report, by) = collected.county.superseded[at];
                (origin(report), format!("新的一次是 {}。", origin(by)))
            }
            LeftOverKind::OtherText => (origin(at), collected.county.reports[at].other_text_note()),
        }
    }

    pub fn missing(&self) -> impl Iterator<Item = &CountyRow> {
        self.table.rows.iter().filter(|row| row.effective.is_none())
    }
}
