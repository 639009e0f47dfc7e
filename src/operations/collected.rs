//! What is shown of what was collected: the period and the choices that the county asked for.

use std::collections::BTreeSet;

use crate::domain::county::Received;
use crate::domain::county::collected::Collected;
use crate::domain::period::Period;
use crate::error::Error;

use super::context::Context;

impl Collected {
    /// The period that is shown: the one asked for, else the usual one of those that are reported, else the year
    /// in question.
    #[must_use]
    pub fn period(&self, context: &Context, asked: Option<Period>) -> Period {
        asked.or_else(|| self.county.usual_period(context.today)).unwrap_or_else(|| Period::year_of(context.year()))
    }

    /// That a period lies in the years of none of the plans it would be shown of; none where it does in any.
    #[must_use]
    pub fn out_of_years(&self, period: Period) -> Option<Error> {
        let plans = self.plans_in(period);
        let covered = plans.iter().any(|plan| plan.years().contains(&period.year()));
        let of = plans.first().filter(|_| !covered)?;
        Some(Error::Year { year: period.year(), years: of.notice.years })
    }

    /// The reports whose SHA-256 begin so, at most one of each conflict; and what to tell of those that decide nothing.
    #[must_use]
    pub fn chosen(&self, asked: &[String]) -> (BTreeSet<String>, Vec<Error>) {
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
}
