//! What the county's folders held, and what is shown of it.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::{io, mem};

use crate::domain::county::picture::Picture;
use crate::domain::county::{County, Received, Rejected};
use crate::domain::period::Period;
use crate::domain::plan::{Plan, PlanFile};
use crate::error::Error;

use super::context::Context;

/// Everything that was collected.
#[derive(Debug, Default)]
pub struct Collected {
    /// Every plan that is known: the one in use first.
    pub plans: Vec<PlanFile>,
    /// The reports, and which of them count.
    pub county: County,
    /// What is no report that can be taken in.
    pub rejected: Vec<Rejected>,
    /// What is no report and need not be: receipts, plans, what systems leave lying about.
    pub passed_over: Vec<Rejected>,
    /// Whether it was stopped before all files were read.
    pub stopped: bool,
    /// The folders and files that were named and cannot be read, where not one file was read.
    pub(super) unread: Vec<(PathBuf, io::Error)>,
}

impl Collected {
    /// The period that is shown: the one asked for, else the usual one of those that are reported, else the year
    /// in question.
    #[must_use]
    pub fn period(&self, context: &Context, asked: Option<Period>) -> Period {
        asked.or_else(|| self.county.usual_period(context.today)).unwrap_or_else(|| Period::year_of(context.year()))
    }

    /// The plans that the period is shown of: all that reports came of; where none came, the one in use.
    #[must_use]
    pub fn plans_in(&self, period: Period) -> Vec<&Plan> {
        self.county.plans_in(self.plans.iter().map(|file| &file.plan), period)
    }

    /// That a period lies in the years of none of the plans it would be shown of; none where it does in any.
    #[must_use]
    pub fn out_of_years(&self, period: Period) -> Option<Error> {
        let plans = self.plans_in(period);
        let covered = plans.iter().any(|plan| plan.years().contains(&period.year()));
        let of = plans.first().filter(|_| !covered)?;
        Some(Error::Year { year: period.year(), years: of.notice.years })
    }

    /// The matrix of a period.
    #[must_use]
    pub fn picture(&self, period: Period) -> Picture<'_> {
        Picture::of(&self.plans_in(period), &self.county, period)
    }

    /// The reports whose SHA-256 begin so, at most one of each conflict; and what to tell of those that decide nothing.
    #[must_use]
    pub fn preferred(&self, asked: &[String]) -> (BTreeSet<String>, Vec<Error>) {
        let (mut preferred, mut problems) = (BTreeSet::new(), Vec::new());
        for begin in asked {
            let begin = begin.trim().to_lowercase();
            let in_conflict = self.county.conflicts.iter().flat_map(|one| &one.reports);
            let mut found =
                in_conflict.map(|&one| &self.county.reports[one].sha256).filter(|sha| sha.starts_with(&begin));
            match (found.next(), found.next()) {
                (Some(one), None) => {
                    preferred.insert(one.clone());
                }
                _ if self.county.reports.iter().any(|report| report.sha256.starts_with(&begin)) => {
                    problems.push(Error::NoConflictLeft(begin));
                }
                _ => problems.push(Error::NotInConflict(begin)),
            }
        }
        for conflict in &self.county.conflicts {
            let named = |&one: &usize| Some(&self.county.reports[one]).filter(|one| preferred.contains(&one.sha256));
            let named: Vec<&Received> = conflict.reports.iter().filter_map(named).collect();
            if named.len() > 1 {
                problems.push(Error::BothPreferred(named.iter().map(|one| one.origin.to_string()).collect()));
                let both: Vec<String> = named.into_iter().map(|one| one.sha256.clone()).collect();
                preferred.retain(|one| !both.contains(one));
            }
        }
        (preferred, problems)
    }

    /// The plan of that id.
    #[must_use]
    pub fn plan(&self, id: &str) -> Option<&PlanFile> {
        self.plans.iter().find(|known| known.plan.id == id)
    }

    /// That none of what was named could be read: what is not known is no township without a report.
    pub fn nothing_read(&mut self) -> Option<Error> {
        let unread = mem::take(&mut self.unread);
        (!unread.is_empty()).then_some(Error::NothingRead(unread))
    }
}
