//! The matrix of one period, put together once per change: a row for each township of the roster, and the sums.

use crate::domain::county::collected::Collected;
use crate::domain::county::picture::{Picture, sums};
use crate::domain::county::{Standing, Sums};
use crate::domain::period::Period;
use crate::domain::receipt::Answer;

/// Why a file does not count, or need not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It is no report that can be taken in.
    Rejected,
    /// It lost a conflict by the county's choice.
    SetAside,
    /// Another report contains it.
    Superseded,
    /// It is there once more.
    Duplicate,
    /// It was made under another text of its plan, and counts.
    OtherText,
    /// It is no report and need not be.
    PassedOver,
}

impl Kind {
    /// The word that people read.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Kind::Rejected => "没有采用",
            Kind::SetAside => "放在一边",
            Kind::Superseded => "已被代替",
            Kind::Duplicate => "重复",
            Kind::OtherText => "另一版",
            Kind::PassedOver => "不用管",
        }
    }
}

/// One township, by the places of its plan, of itself in the roster, and of its report.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Place of the plan.
    pub plan: usize,
    /// Place in the plan's roster.
    pub township: usize,
    /// The report that stands; none where it is missing.
    pub standing: Option<Standing>,
}

/// Where a township stands with its report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It has not reported.
    Missing,
    /// It has, more than once, and nobody has decided which report counts.
    Conflict,
    /// It has, and was not answered.
    Received,
    /// It has, and was answered.
    Answered(Answer),
}

/// The matrix.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// The townships, by plan and then as the roster has them.
    pub rows: Vec<Row>,
    /// The places of the plans they are of.
    pub plans: Vec<usize>,
    /// The numbers of the tasks.
    pub columns: Vec<u32>,
    /// How many townships have done each task.
    pub done: Vec<u32>,
    /// The sums over all of them.
    pub sums: Sums,
    /// How many have not reported.
    pub missing: usize,
    /// How many are in conflict.
    pub conflicts: usize,
    /// How many were answered by 收到.
    pub accepted: usize,
    /// How many were answered by 退回.
    pub returned: usize,
    /// How many other periods are reported.
    pub others: usize,
    /// The files that do not count, each with its place among those of its kind; and those that were made under another text of their plan.
    pub left_over: Vec<(Kind, usize)>,
}

impl Row {
    pub(crate) fn status(&self, found: &Collected) -> Status {
        match self.standing {
            None => Status::Missing,
            Some(Standing { conflict: Some(_), .. }) => Status::Conflict,
            Some(standing) => {
                let answer = found.answered.get(&found.county.reports[standing.report].sha256);
                answer.map_or(Status::Received, |receipt| Status::Answered(receipt.answer))
            }
        }
    }
}

impl Status {
    /// The word that people read.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Status::Missing => "未报",
            Status::Conflict => "冲突",
            Status::Received => "已报",
            Status::Answered(Answer::Accepted) => "已收",
            Status::Answered(Answer::Returned) => "已退",
        }
    }
}

impl Table {
    /// Whether the townships are of several plans.
    #[must_use]
    pub fn several(&self) -> bool {
        self.plans.len() > 1
    }

    pub(crate) fn of(found: &Collected, period: Period) -> Self {
        let picture = Picture::of(&found.plans_in(period), &found.county, period);
        let place = |id: &str| found.plans.iter().position(|known| known.plan.id == id);
        let plans: Vec<usize> = picture.plans.iter().filter_map(|plan| place(&plan.id)).collect();
        let mut table = Self {
            done: picture.columns.iter().map(|no| sums(&picture.rows, Some(*no)).tasks.done).collect(),
            sums: sums(&picture.rows, None),
            missing: picture.missing().count(),
            conflicts: picture.conflicts().count(),
            others: found.county.periods().iter().filter(|(one, _)| *one != period).count(),
            left_over: left_over(found),
            ..Self::default()
        };
        for (&at, plan) in plans.iter().zip(&picture.plans) {
            let rows = picture.rows_of(plan).iter().enumerate();
            table.rows.extend(rows.map(|(township, row)| Row { plan: at, township, standing: row.standing }));
        }
        let answered = |answer| table.rows.iter().filter(|row| row.status(found) == Status::Answered(answer)).count();
        (table.accepted, table.returned) = (answered(Answer::Accepted), answered(Answer::Returned));
        Self { plans, columns: picture.columns, ..table }
    }
}

fn left_over(found: &Collected) -> Vec<(Kind, usize)> {
    let county = &found.county;
    let all = |kind: Kind, count: usize| (0..count).map(move |at| (kind, at));
    let other_text = county.under_other_text().map(|at| (Kind::OtherText, at));
    all(Kind::Rejected, found.rejected.len())
        .chain(all(Kind::SetAside, county.set_aside.len()))
        .chain(all(Kind::Superseded, county.superseded.len()))
        .chain(all(Kind::Duplicate, county.duplicates.len()))
        .chain(other_text)
        .chain(all(Kind::PassedOver, found.passed_over.len()))
        .collect()
}
