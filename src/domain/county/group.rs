//! Decides which reports of one township and period contain which.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use super::received::Received;
use crate::domain::period::Period;

/// Most reports of one township and period that are compared with each other.
const GROUP_MAX: usize = 500;

/// The reports of one township and period, with a table of which contains which. The table is computed once: a folder
/// may hold many reports, and each may stand in for many others.
pub(super) struct Group<'a> {
    reports: Vec<&'a Received>,
    /// `contains[a][b]`: whether report `a` contains report `b`.
    contains: Vec<Vec<bool>>,
}

impl<'a> Group<'a> {
    pub(super) fn of(reports: Vec<&'a Received>) -> Self {
        let row = |one: &&Received| reports.iter().map(|other| one.contains(other)).collect();
        let direct: Vec<Vec<bool>> = reports.iter().map(row).collect();
        if reports.iter().all(|report| report.taken_in.is_empty()) {
            return Self { reports, contains: direct };
        }
        let places: HashMap<&str, usize> =
            reports.iter().enumerate().map(|(at, report)| (report.sha256.as_str(), at)).collect();
        let took_in: Vec<Vec<usize>> = reports
            .iter()
            .map(|report| report.taken_in.iter().filter_map(|sha256| places.get(sha256.as_str()).copied()).collect())
            .collect();
        let contains = (0..reports.len()).map(|one| Self::with_taken_in(one, &direct, &took_in)).collect();
        Self { reports, contains }
    }

    /// The reports that `one` contains, directly or through reports that were imported in place of lost ledgers.
    fn with_taken_in(one: usize, direct: &[Vec<bool>], took_in: &[Vec<usize>]) -> Vec<bool> {
        let mut contains = vec![false; direct.len()];
        let (mut left, mut seen) = (vec![one], vec![false; direct.len()]);
        while let Some(at) = left.pop() {
            if std::mem::replace(&mut seen[at], true) {
                continue;
            }
            for (known, more) in contains.iter_mut().zip(&direct[at]) {
                *known |= more;
            }
            left.extend(took_in[at].iter().filter(|at| !seen[**at]));
        }
        contains
    }

    fn contains(&self, one: usize, other: usize) -> bool {
        self.contains[one][other]
    }

    /// Whether `one` supersedes `other`. If both contain the very same entries and say the same, the later one wins; if
    /// they say different things, neither does.
    pub(super) fn supersedes(&self, one: usize, other: usize) -> bool {
        let says = |at: usize| (&self.reports[at].plan_sha256, self.reports[at].damaged, &self.reports[at].figures);
        let newer = |at: usize| {
            let report = self.reports[at];
            (report.made_at, report.revision, &report.sha256)
        };
        one != other
            && self.contains(one, other)
            && (!self.contains(other, one) || (says(one) == says(other) && newer(one) > newer(other)))
    }
}

/// Removes and returns the oldest reports beyond [`GROUP_MAX`] of each township and period: comparing each with each
/// takes quadratic time.
#[must_use]
pub fn remove_excess(received: &mut Vec<Received>) -> Vec<Received> {
    let mut counts: HashMap<(&str, Period, &str), usize> = HashMap::new();
    for report in received.iter() {
        *counts.entry(report.concerns()).or_default() += 1;
    }
    if counts.values().all(|count| *count <= GROUP_MAX) {
        return Vec::new();
    }
    received.sort_by(|a, b| (Reverse(a.made_at), &a.sha256).cmp(&(Reverse(b.made_at), &b.sha256)));
    let mut seen: HashMap<(String, Period, String), HashSet<String>> = HashMap::new();
    let too_many = |report: &mut Received| {
        let (plan, period, code) = report.concerns();
        let seen = seen.entry((plan.to_owned(), period, code.to_owned())).or_default();
        // A copy of a report that counts is not another report.
        let counts = seen.contains(&report.sha256) || seen.len() < GROUP_MAX;
        if counts {
            seen.insert(report.sha256.clone());
        }
        !counts
    };
    received.extract_if(.., too_many).collect()
}
