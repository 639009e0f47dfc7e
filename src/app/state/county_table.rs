//! The matrix of one period: a row for each township of the roster, and the sums. Computed once per change.

use crate::domain::county::collected::Collected;
use crate::domain::county::matrix::{CountyMatrix, sums};
use crate::domain::county::{CountySums, EffectiveReport};
use crate::domain::period::Period;
use crate::domain::receipt::ReceiptAnswer;

/// Why a file is listed apart from the matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOverKind {
    /// It is not a valid report.
    Rejected,
    /// The county chose the other report of a conflict.
    SetAside,
    Superseded,
    Duplicate,
    /// It counts, but was made under another text of its plan.
    OtherText,
    /// It is another kind of file.
    PassedOver,
}

impl LeftOverKind {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            LeftOverKind::Rejected => "没有采用",
            LeftOverKind::SetAside => "放在一边",
            LeftOverKind::Superseded => "已被代替",
            LeftOverKind::Duplicate => "重复",
            LeftOverKind::OtherText => "另一版",
            LeftOverKind::PassedOver => "不用管",
        }
    }
}

/// A township, as indices into the plans, the roster and the reports.
#[derive(Debug, Clone, Copy)]
pub struct CountyRow {
    pub plan: usize,
    /// Index in the plan's roster.
    pub township: usize,
    /// The report that counts; `None` if the township has not reported.
    pub effective: Option<EffectiveReport>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountyStatus {
    Missing,
    /// Several reports, and the county has not chosen one.
    Conflict,
    /// Reported, not answered.
    Received,
    Answered(ReceiptAnswer),
}

#[derive(Debug, Clone, Default)]
pub struct CountyTable {
    /// Ordered by plan, then by roster.
    pub rows: Vec<CountyRow>,
    /// Indices of the plans.
    pub plans: Vec<usize>,
    /// Task numbers.
    pub columns: Vec<u32>,
    /// Number of townships that have done each task.
    pub done: Vec<u32>,
    pub sums: CountySums,
    pub missing: usize,
    pub conflicts: usize,
    /// Townships answered with 收到.
    pub accepted: usize,
    /// Townships answered with 退回.
    pub returned: usize,
    /// Number of other periods with reports.
    pub others: usize,
    /// Files listed apart from the matrix, each with its index among those of its kind.
    pub left_over: Vec<(LeftOverKind, usize)>,
}

impl CountyRow {
    pub(crate) fn status(&self, collected: &Collected) -> CountyStatus {
        match self.effective {
            None => CountyStatus::Missing,
            Some(EffectiveReport { conflict: Some(_), .. }) => CountyStatus::Conflict,
            Some(effective) => {
                let answer = collected.answered.get(&collected.county.reports[effective.report].sha256);
                answer.map_or(CountyStatus::Received, |receipt| CountyStatus::Answered(receipt.answer))
            }
        }
    }
}

impl CountyStatus {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            CountyStatus::Missing => "未报",
            CountyStatus::Conflict => "冲突",
            CountyStatus::Received => "已报",
            CountyStatus::Answered(ReceiptAnswer::Accepted) => "已收",
            CountyStatus::Answered(ReceiptAnswer::Returned) => "已退",
        }
    }
}

impl CountyTable {
    #[must_use]
    pub fn has_several_plans(&self) -> bool {
        self.plans.len() > 1
    }

    pub(crate) fn of(collected: &Collected, period: Period) -> Self {
        let picture = CountyMatrix::of(&collected.plans_in(period), &collected.county, period);
        let index = |id: &str| collected.plans.iter().position(|known| known.plan.id == id);
        let plans: Vec<usize> = picture.plans.iter().filter_map(|plan| index(&plan.id)).collect();
        let mut table = Self {
            done: picture.columns.iter().map(|no| sums(&picture.rows, Some(*no)).tasks.done).collect(),
            sums: sums(&picture.rows, None),
            missing: picture.missing().count(),
            conflicts: picture.conflicts().count(),
            others: collected.county.periods().iter().filter(|(one, _)| *one != period).count(),
            left_over: left_over(collected),
            ..Self::default()
        };
        for (&at, plan) in plans.iter().zip(&picture.plans) {
            let rows = picture.rows_of(plan).iter().enumerate();
            table.rows.extend(rows.map(|(township, row)| CountyRow { plan: at, township, effective: row.effective }));
        }
        let answered =
            |answer| table.rows.iter().filter(|row| row.status(collected) == CountyStatus::Answered(answer)).count();
        (table.accepted, table.returned) = (answered(ReceiptAnswer::Accepted), answered(ReceiptAnswer::Returned));
        Self { plans, columns: picture.columns, ..table }
    }
}

fn left_over(collected: &Collected) -> Vec<(LeftOverKind, usize)> {
    let county = &collected.county;
    let all = |kind: LeftOverKind, count: usize| (0..count).map(move |at| (kind, at));
    let other_text = county.under_other_text().map(|at| (LeftOverKind::OtherText, at));
    all(LeftOverKind::Rejected, collected.rejected.len())
        .chain(all(LeftOverKind::SetAside, county.set_aside.len()))
        .chain(all(LeftOverKind::Superseded, county.superseded.len()))
        .chain(all(LeftOverKind::Duplicate, county.duplicates.len()))
        .chain(other_text)
        .chain(all(LeftOverKind::PassedOver, collected.passed_over.len()))
        .collect()
}
