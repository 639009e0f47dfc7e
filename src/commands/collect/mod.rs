//! `collect`: the county's merge of every township's file.

mod gather;
mod print;
mod tidy;

pub use gather::{Collected, Progress, read_again};

use std::collections::BTreeSet;
use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use crate::cli::Collect;
use crate::domain::county::Received;
use crate::domain::county::picture::Picture;
use crate::domain::period::Period;
use crate::domain::plan::Plan;
use crate::error::Error;
use crate::format::workbook;
use crate::store::{StoreError, atomic, intake, listing};

use super::Outcome;
use super::context::Context;
use super::output::{self, on_terminal, tell};

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
}

/// `collect`
pub fn collect(context: &Context, asked: &Collect) -> Result<Outcome, Error> {
    let unfit = asked
        .xlsx
        .as_ref()
        .filter(|path| path.extension().is_none_or(|end| !end.eq_ignore_ascii_case(workbook::ENDING)));
    if let Some(path) = unfit {
        return Err(Error::NoWorkbookName(path.clone()));
    }
    let mut collected = gather(context, &asked.folders);
    if let Some(error) = collected.nothing_read() {
        return Err(error);
    }
    let (preferred, problems) = collected.preferred(&asked.prefer);
    collected.county.decide(&preferred);
    let period = collected.period(context, asked.period);
    if let Some(error) = collected.out_of_years(period) {
        return Err(error);
    }
    if let Some(path) = &asked.xlsx {
        write_workbook(context, &collected, period, path)?;
    }
    let printed = print::print(context, &collected, period);
    tell(&problems);
    if asked.xlsx.is_none() {
        printed?;
    } else if output::end("汇总表已存好", printed, &[""; 0])? == Outcome::ProblemsFound {
        return Ok(Outcome::ProblemsFound);
    }
    if collected.county.reports.is_empty() {
        tell(&[Error::NothingCollected]);
    }
    // A choice that has become needless is no problem.
    let clean = problems.iter().all(|problem| matches!(problem, Error::NoConflictLeft(_)))
        && collected.rejected.is_empty()
        && collected.county.conflicts.is_empty()
        && !collected.county.reports.is_empty();
    Ok(if clean { Outcome::Done } else { Outcome::ProblemsFound })
}

/// Reads the folders, and tells somebody who waits how far that is, on one line that goes away.
fn gather(context: &Context, folders: &[PathBuf]) -> Collected {
    let (mut out, mut told) = (std::io::stderr(), false);
    let waits = out.is_terminal();
    let collected = Collected::gather(context, folders, &mut |Progress { read, files }| {
        told = waits && out.write_all(&on_terminal(format!("\r已读 {read}/{files}"))).is_ok();
        true
    });
    if told {
        let _ = write!(out, "\r{:30}\r", "");
    }
    collected
}

/// Writes the workbook of a period. One that this program made of a county, and that nobody saved anew since, is
/// replaced; nothing else is.
fn write_workbook(context: &Context, collected: &Collected, period: Period, path: &Path) -> Result<(), Error> {
    let picture = collected.picture(period);
    let bytes = workbook::write_county(&picture, &collected.county, &collected.rejected, &context.now())
        .map_err(StoreError::from)?;
    if listing::exists(path)? && !intake::is_workbook_of_county(path)? {
        return Err(Error::NoWorkbookThere(path.to_owned()));
    }
    Ok(atomic::replace_handed_out(path, &bytes)?)
}
