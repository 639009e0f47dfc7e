//! The period and the choices of the county among the collected reports.

use std::collections::BTreeSet;

use crate::domain::county::Received;
use crate::domain::county::collected::Collected;
use crate::domain::period::Period;
use crate::error::Error;

use super::context::Context;

impl Collected {
    /// The period to show: the one asked for, else the most usual one of the reports, else the chosen year.
    #[must_use]
    pub fn period(&self, context: &Context, asked: Option<Period>) -> Period {
        asked.or_else(|| self.county.usual_period(context.today)).unwrap_or_else(|| Period::year_of(context.year()))
    }

    /// An error if none of the plans to show covers the period.
    #[must_use]
    pub fn year_error(&self, period: Period) -> Option<Error> {
        let plans = self.plans_in(period);
        let covered = plans.iter().any(|plan| plan.years().contains(&period.year()));
        let of = plans.first().filter(|_| !covered)?;
        Some(Error::Year { year: period.year(), years: of.notice.years })
    }

    /// The reports whose SHA-256 begins with one of `asked`, at most one of each conflict, and errors for the rest of
    /// `asked`.
    #[must_use]
    pub fn select_preferred(&self, asked: &[String]) -> (BTreeSet<String>, Vec<Error>) {
        let (mut preferred, mut problems) = (BTreeSet::new(), Vec::new());
        for begin in asked {
            let begin = begin.trim().to_lowercase();
            let in_conflict = self.county.conflicts.iter().flat_map(|conflict| &conflict.reports);
            let mut found =
                in_conflict.map(|&index| &self.county.reports[index].sha256).filter(|sha| sha.starts_with(&begin));
            match (found.next(), found.next()) {
                (Some(sha256), None) => {
                    preferred.insert(sha256.clone());
                }
                _ if self.county.reports.iter().any(|report| report.sha256.starts_with(&begin)) => {
                    problems.push(Error::NoConflictLeft(begin));
                }
                _ => problems.push(Error::NotInConflict(begin)),
            }
        }
        for conflict in &self.county.conflicts {
            let named =
                |&index: &usize| Some(&self.county.reports[index]).filter(|report| preferred.contains(&report.sha256));
            let named: Vec<&Received> = conflict.reports.iter().filter_map(named).collect();
            if named.len() > 1 {
                problems.push(Error::BothPreferred(named.iter().map(|report| report.origin.to_string()).collect()));
                let several: Vec<String> = named.into_iter().map(|report| report.sha256.clone()).collect();
                preferred.retain(|sha256| !several.contains(sha256));
            }
        }
        (preferred, problems)
    }
}
