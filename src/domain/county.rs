//! Merges the reports of a county (县级汇总): decides which reports count, and which townships are missing.
//!
//! A report is superseded if another one of the same plan, township and period contains every entry that it contains.
//! If several remain, no one of them knows all entries of the others: a conflict, for the county to decide. An older
//! report never replaces a newer one in silence.
//!
//! ```text
//! entries of   PC 甲            PC 乙    PC 丙
//! A  第1次     ########         -        -
//! B  第2次     ############     ###      -       B has all of A: A is superseded, B counts
//! C  第2次     ########         -        ####    neither B nor C has all of the other: a conflict
//! D  第3次     ############     ###      ####    D has all of A, B and C: D counts, no conflict
//! E  第3次     ######xxxxxx     ###      ####    as many entries as D, but others: the checksums differ, a conflict
//! ```

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

/// The first words of a reminder (催报) to townships that have not reported.
pub const REMINDER: &str = "催报：";

/// A file that the county cannot read as a report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rejected {
    /// Where the file was found.
    pub origin: ReportOrigin,
    /// The reason and what to do, in two Chinese sentences.
    pub reason: String,
}

/// A second copy of a report, equal byte for byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// Where the copy was found.
    pub origin: ReportOrigin,
    /// Index of the report that counts, in `reports`.
    pub of: usize,
}

/// Reports of one township and period, none of which contains another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Indexes of the reports, in the order of their origins.
    pub reports: Vec<usize>,
    /// Index of the report made last, which is proposed.
    pub proposed: usize,
}

/// The report that counts for a township and period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EffectiveReport {
    /// Index of the report; in a conflict, of the proposed one.
    pub report: usize,
    /// Index of the conflict in `conflicts`, while it is undecided.
    pub conflict: Option<usize>,
}

/// All reports of a county. Other fields name reports by their index in `reports`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CountyReports {
    /// Every report once, ordered by origin.
    pub reports: Vec<Received>,
    /// Second copies of reports above.
    pub duplicates: Vec<Duplicate>,
    /// Superseded reports, each with a report that contains it.
    pub superseded: Vec<(usize, usize)>,
    /// Conflicts that the county has not decided yet.
    pub conflicts: Vec<Conflict>,
    /// Reports that lost a conflict by the county's choice, each with the chosen report.
    pub set_aside: Vec<(usize, usize)>,
    /// Ids of the plans whose townships are listed even if none has reported: the plan in use, and plans found among
    /// the reports.
    pub asked: BTreeSet<String>,
    /// The effective reports, ordered by plan, period and township.
    effective: Vec<EffectiveReport>,
    /// Every reported period with the number of its townships.
    periods: Vec<(Period, usize)>,
}

impl CountyReports {
    /// Merges reports. `preferred` has the SHA-256 of the reports that the county chose in conflicts.
    #[must_use]
    pub fn of(mut received: Vec<Received>, preferred: &BTreeSet<String>) -> Self {
        // Sorted and filtered in place, because a province has many reports.
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

    /// Decides again which reports count, with the county's choices in `preferred`.
    pub fn decide(&mut self, preferred: &BTreeSet<String>) {
        let mut grouped: Vec<usize> = (0..self.reports.len()).collect();
        grouped.sort_unstable_by_key(|&at| (self.reports[at].concerns(), at));
        self.superseded.clear();
        self.conflicts.clear();
        self.set_aside.clear();
        self.effective.clear();
        let mut left = grouped.as_slice();
        while let Some(&first) = left.first() {
            let concerns = self.reports[first].concerns();
            let same = left.partition_point(|&at| self.reports[at].concerns() == concerns);
            let (group, others) = left.split_at(same);
            let effective = self.decide_among(group, preferred);
            self.effective.push(effective);
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
            // Prefer to name a report that counts itself.
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

    /// The choices of `preferred` that still hold: those in conflicts whose reports were all in `before`. A conflict
    /// with a new report must be decided again.
    #[must_use]
    pub fn still_chosen(&self, preferred: &BTreeSet<String>, before: &Self) -> BTreeSet<String> {
        let seen: HashSet<&str> = before.reports.iter().map(|report| report.sha256.as_str()).collect();
        let sha256 = |at: &usize| &self.reports[*at].sha256;
        let seen = |conflict: &&Conflict| conflict.reports.iter().all(|at| seen.contains(sha256(at).as_str()));
        let reports = self.conflicts.iter().filter(seen).flat_map(|conflict| &conflict.reports);
        reports.map(sha256).filter(|sha256| preferred.contains(*sha256)).cloned().collect()
    }

    /// Whether report `one` was made after report `other`, by the townships' clocks.
    #[must_use]
    pub fn is_newer(&self, one: usize, other: usize) -> bool {
        self.reports[one].made_at > self.reports[other].made_at
    }

    /// A warning, if a report that lost to `chosen` is newer; else empty.
    #[must_use]
    pub fn newer_warning(&self, one: usize, chosen: usize) -> &'static str {
        if self.is_newer(one, chosen) { "，它填报得比选用的晚，请核对" } else { "" }
    }

    /// The report that counts for a township of a plan in a period; none if it is missing.
    #[must_use]
    pub fn effective_report(&self, plan: &str, period: Period, code: &str) -> Option<EffectiveReport> {
        let concerns = |effective: &EffectiveReport| self.reports[effective.report].concerns();
        let at = self.effective.binary_search_by(|effective| concerns(effective).cmp(&(plan, period, code))).ok()?;
        Some(self.effective[at])
    }

    /// Whether any report of that plan was read, or the plan itself.
    #[must_use]
    pub fn knows(&self, plan: &str) -> bool {
        self.asked.contains(plan) || self.reports.iter().any(|report| report.plan == plan)
    }

    /// The plans that the table of a period shows: those with reports, or found among them; else the first.
    #[must_use]
    pub fn plans_in<'a>(&self, plans: impl Iterator<Item = &'a Plan> + Clone, period: Period) -> Vec<&'a Plan> {
        let covers = |plan: &&Plan| plan.years().contains(&period.year());
        let known: Vec<&Plan> = plans.clone().filter(covers).filter(|plan| self.knows(&plan.id)).collect();
        if known.is_empty() { plans.take(1).collect() } else { known }
    }

    /// Indexes of the reports that were made under another text of their plan.
    pub fn under_other_text(&self) -> impl Iterator<Item = usize> {
        (0..self.reports.len()).filter(|&at| self.reports[at].other_text)
    }

    /// Every reported period with the number of its townships, ordered by last day, the shorter period first.
    #[must_use]
    pub fn periods(&self) -> &[(Period, usize)] {
        &self.periods
    }

    fn count_periods(&mut self) {
        let mut periods: BTreeMap<Period, usize> = BTreeMap::new();
        for effective in &self.effective {
            *periods.entry(self.reports[effective.report].period).or_default() += 1;
        }
        self.periods = periods.into_iter().collect();
        self.periods.sort_by_key(|(period, _)| (period.last_day(), *period));
    }

    /// The period to show if the user names none. One early or wrong file must not decide it:
    /// - of the periods that are over by `today`, those that end last; if none is over, the newest of all;
    /// - of several that end on one day (a fourth quarter, a second half-year, a year) the one that most townships
    ///   report, then the shorter one.
    #[must_use]
    pub fn usual_period(&self, today: NaiveDate) -> Option<Period> {
        let rank = |(period, townships): &(Period, usize)| {
            (period.is_over(today), period.last_day(), *townships, period.first_day())
        };
        self.periods.iter().max_by_key(|one| rank(one)).map(|(period, _)| *period)
    }

    /// The other periods that a township of a plan reports, latest first.
    #[must_use]
    pub fn other_periods(&self, plan: &str, code: &str, shown: Period) -> Vec<Period> {
        let others = self.periods.iter().rev().map(|(period, _)| *period).filter(|period| *period != shown);
        others.filter(|period| self.effective_report(plan, *period, code).is_some()).collect()
    }
}

/// For each report that repeats an earlier one: its index in `reports`, and the index that the earlier one has after all
/// repeats are removed.
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
