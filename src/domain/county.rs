//! The county's desk (县级汇总): many reports -> which of them count, and where every township stands.
//!
//! Of the reports of one township for one period, those that another one contains are superseded; where several are
//! left, neither knows of the other's entries: a conflict, for the county to decide. An older truth is never taken for
//! a newer one without a word (contract, Report).

pub mod collected;
mod figures;
mod group;
pub mod matrix;
mod received;

use super::period::Period;
use super::plan::Plan;
use chrono::NaiveDate;
pub use figures::{CountySums, ReportFigures, TaskFigures};
use group::Group;
pub use group::remove_excess;
pub use received::{Received, ReportOrigin};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// How a letter to those that have not reported (催报) begins.
pub const REMINDER: &str = "催报：";

/// A file that is no report the county can take in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rejected {
    /// The file.
    pub origin: ReportOrigin,
    /// Why, as one sentence and what to do.
    pub reason: String,
}

/// A report that is there once more, byte for byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// The copy.
    pub origin: ReportOrigin,
    /// The report that is kept.
    pub of: usize,
}

/// Reports of one township and period of which none contains the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The reports, as they were found.
    pub reports: Vec<usize>,
    /// The one made last.
    pub proposed: usize,
}

/// Which report stands for a township and period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EffectiveReport {
    /// The report; in a conflict the one that is proposed.
    pub report: usize,
    /// The conflict, by its place, where nothing has been decided.
    pub conflict: Option<usize>,
}

/// All that was collected. Reports are named by their place in `reports`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CountyReports {
    /// Every report once, in the order of where they were found.
    pub reports: Vec<Received>,
    /// Copies.
    pub duplicates: Vec<Duplicate>,
    /// Reports that another one contains, each with that one.
    pub superseded: Vec<(usize, usize)>,
    /// Conflicts that nobody has decided.
    pub conflicts: Vec<Conflict>,
    /// Reports that lost a conflict by the county's choice, each with the chosen one.
    pub set_aside: Vec<(usize, usize)>,
    /// Ids of the plans whose townships are asked for even where none has reported: the one in use, and those that lay
    /// among the reports.
    pub asked: BTreeSet<String>,
    /// Which reports stand, by plan, period and township.
    standing: Vec<EffectiveReport>,
    /// Every period that is reported, with how many townships report it.
    periods: Vec<(Period, usize)>,
}

impl CountyReports {
    /// What the reports make together. `preferred` names, by SHA-256, the reports that the county chose in conflicts.
    #[must_use]
    pub fn of(mut received: Vec<Received>, preferred: &BTreeSet<String>) -> Self {
        // All in place: a province's reports are many.
        received.sort_unstable_by(|a, b| (&a.origin, &a.sha256).cmp(&(&b.origin, &b.sha256)));
        let copies = copies(&received);
        let duplicates = copies.iter().map(|&(at, of)| Duplicate { origin: received[at].origin.clone(), of }).collect();
        let mut at = 0..;
        let mut copies = copies.into_iter().peekable();
        received.retain(|_| {
            let at = at.next();
            copies.next_if(|(copy, _)| Some(*copy) == at).is_none()
        });
        let mut county = Self { reports: received, duplicates, ..Self::default() };
        county.decide(preferred);
        county
    }

    /// Decides anew which reports count, the county having chosen those of `preferred`.
    pub fn decide(&mut self, preferred: &BTreeSet<String>) {
        let mut grouped: Vec<usize> = (0..self.reports.len()).collect();
        grouped.sort_unstable_by_key(|&at| (self.reports[at].concerns(), at));
        self.superseded.clear();
        self.conflicts.clear();
        self.set_aside.clear();
        self.standing.clear();
        let mut left = grouped.as_slice();
        while let Some(&first) = left.first() {
            let concerns = self.reports[first].concerns();
            let same = left.partition_point(|&at| self.reports[at].concerns() == concerns);
            let (group, others) = left.split_at(same);
            let standing = self.decide_among(group, preferred);
            self.standing.push(standing);
            left = others;
        }
        self.superseded.sort_unstable();
        self.set_aside.sort_unstable();
        self.count_periods();
    }

    fn decide_among(&mut self, group: &[usize], preferred: &BTreeSet<String>) -> EffectiveReport {
        let among = Group::of(group.iter().map(|&at| &self.reports[at]).collect());
        let all = 0..group.len();
        let (superseded, stand): (Vec<usize>, Vec<usize>) =
            all.clone().partition(|&one| all.clone().any(|other| among.supersedes(other, one)));
        for one in superseded {
            // One that stands itself, where there is one.
            let by = stand.iter().copied().chain(all.clone()).find(|&other| among.supersedes(other, one));
            self.superseded.extend(by.map(|by| (group[one], group[by])));
        }
        let left: Vec<usize> = stand.into_iter().map(|at| group[at]).collect();
        let newest = |&&one: &&usize| {
            let report = &self.reports[one];
            (report.made_at, report.revision, Reverse(&report.origin))
        };
        let proposed = left.iter().max_by_key(newest).copied().unwrap_or(group[0]);
        let chosen = left.iter().copied().find(|&one| preferred.contains(&self.reports[one].sha256));
        match chosen {
            Some(report) => {
                self.set_aside.extend(left.into_iter().filter(|&one| one != report).map(|one| (one, report)));
                EffectiveReport { report, conflict: None }
            }
            None if left.len() > 1 => {
                self.conflicts.push(Conflict { reports: left, proposed });
                EffectiveReport { report: proposed, conflict: Some(self.conflicts.len() - 1) }
            }
            None => EffectiveReport { report: proposed, conflict: None },
        }
    }

    /// Of the reports that were chosen in conflicts among those of `before`, the ones whose conflicts hold no report that
    /// was not there then: of what nobody saw nobody chose.
    #[must_use]
    pub fn still_chosen(&self, preferred: &BTreeSet<String>, before: &Self) -> BTreeSet<String> {
        let seen: HashSet<&str> = before.reports.iter().map(|report| report.sha256.as_str()).collect();
        let sha256 = |at: &usize| &self.reports[*at].sha256;
        let seen = |conflict: &&Conflict| conflict.reports.iter().all(|at| seen.contains(sha256(at).as_str()));
        let reports = self.conflicts.iter().filter(seen).flat_map(|conflict| &conflict.reports);
        reports.map(sha256).filter(|sha256| preferred.contains(*sha256)).cloned().collect()
    }

    /// Whether a report was made after another one, by the townships' clocks.
    #[must_use]
    pub fn is_newer(&self, one: usize, other: usize) -> bool {
        self.reports[one].made_at > self.reports[other].made_at
    }

    /// What is to be known of a report that was set aside for another one and is newer.
    #[must_use]
    pub fn newer_warning(&self, one: usize, chosen: usize) -> &'static str {
        if self.is_newer(one, chosen) { "，它填报得比选用的晚，请核对" } else { "" }
    }

    /// The report that stands for a township of a plan in a period; none where it is missing.
    #[must_use]
    pub fn standing(&self, plan: &str, period: Period, code: &str) -> Option<EffectiveReport> {
        let concerns = |standing: &EffectiveReport| self.reports[standing.report].concerns();
        let at = self.standing.binary_search_by(|standing| concerns(standing).cmp(&(plan, period, code))).ok()?;
        Some(self.standing[at])
    }

    /// Whether any report of that plan was read, or the plan lay among them.
    #[must_use]
    pub fn knows(&self, plan: &str) -> bool {
        self.asked.contains(plan) || self.reports.iter().any(|report| report.plan == plan)
    }

    /// Which of `plans` a period is shown of: all that reports came of, and all that lay among them; else the first.
    #[must_use]
    pub fn plans_in<'a>(&self, plans: impl Iterator<Item = &'a Plan> + Clone, period: Period) -> Vec<&'a Plan> {
        let covers = |plan: &&Plan| plan.years().contains(&period.year());
        let known: Vec<&Plan> = plans.clone().filter(covers).filter(|plan| self.knows(&plan.id)).collect();
        if known.is_empty() { plans.take(1).collect() } else { known }
    }

    /// The places of the reports that were made under another text of their plan.
    pub fn under_other_text(&self) -> impl Iterator<Item = usize> {
        (0..self.reports.len()).filter(|&at| self.reports[at].other_text)
    }

    /// Every period that is reported, with how many townships report it; by their last days, the shorter first.
    #[must_use]
    pub fn periods(&self) -> &[(Period, usize)] {
        &self.periods
    }

    fn count_periods(&mut self) {
        let mut periods: BTreeMap<Period, usize> = BTreeMap::new();
        for standing in &self.standing {
            *periods.entry(self.reports[standing.report].period).or_default() += 1;
        }
        self.periods = periods.into_iter().collect();
        self.periods.sort_by_key(|(period, _)| (period.last_day(), *period));
    }

    /// The period that is shown where none is asked for. One early or wrong file must not take the table over:
    /// - of the periods that are over by `today`, those that end last; where none is over, the newest of all;
    /// - of several that end on one day (a fourth quarter, a second half-year, a year) the one that most townships
    ///   report, then the shorter one.
    #[must_use]
    pub fn usual_period(&self, today: NaiveDate) -> Option<Period> {
        let rank = |(period, townships): &(Period, usize)| {
            (period.over(today), period.last_day(), *townships, period.first_day())
        };
        self.periods.iter().max_by_key(|one| rank(one)).map(|(period, _)| *period)
    }

    /// The other periods that a township of a plan reports, the latest first.
    #[must_use]
    pub fn other_periods(&self, plan: &str, code: &str, shown: Period) -> Vec<Period> {
        let others = self.periods.iter().rev().map(|(period, _)| *period).filter(|period| *period != shown);
        others.filter(|period| self.standing(plan, *period, code).is_some()).collect()
    }
}

/// The places of reports that were there before, byte for byte; each with the place that the first of them has when the
/// others are gone.
fn copies(reports: &[Received]) -> Vec<(usize, usize)> {
    let mut known: HashMap<&str, usize> = HashMap::with_capacity(reports.len());
    let mut copies = Vec::new();
    for (at, report) in reports.iter().enumerate() {
        let place = at - copies.len();
        let of = *known.entry(&report.sha256).or_insert(place);
        if of != place {
            copies.push((at, of));
        }
    }
    copies
}
