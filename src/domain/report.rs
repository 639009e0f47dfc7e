//! The progress report (进度上报文件) as a value: what a township hands up for a period.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use super::activity::{Activity, ActivityTotals, NUMBER_MAX};
use super::checklist::CheckLine;
use super::file_names::of_township;
use super::item_status::{When, status_in};
use super::ledger::{Change, DeviceId, Entry, EntryChecksums, Head, ItemStatus, KnownEntries, Ledger, RemarkKind};
use super::occurrence::Occurrence;
use super::period::Period;
use super::plan::{Plan, Task, Township};
use super::progress::{Progress, Tally, counted};
use super::serves::SERVES_MAX;
use super::target::{self, TargetProgress};
use crate::domain::measure::Measure;

/// Most items of a report, those of the township's own included. The activities are bounded by its size alone.
const ITEMS_MAX: usize = 10_000;
/// Most tasks with remarks.
const REMARKS_MAX: usize = 1000;
/// Most PCs that wrote the ledgers of a report.
const HEADS_MAX: usize = 1000;
/// Most reports that one may stand in for.
const TAKEN_IN_MAX: usize = 1000;

/// A township's progress for one period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Id of the plan.
    pub plan: String,
    /// SHA-256 of the plan's text, 64 hex digits.
    pub plan_sha256: String,
    /// Who reports.
    pub township: Township,
    /// What is reported.
    pub period: Period,
    /// False for a period that was not over when the report was made (期未满).
    pub period_over: bool,
    /// 1, 2, 3 ... within the period.
    pub revision: u32,
    /// SHA-256 of the report before it.
    pub parent: Option<String>,
    /// The version vector of the ledger.
    pub heads: Vec<Head>,
    /// Who filled in (填报人).
    pub reporter: String,
    /// Who checked (审核人).
    pub reviewer: String,
    /// Where to ring.
    pub phone: String,
    /// When it was made, by the PC's clock.
    pub made_at: DateTime<FixedOffset>,
    /// Damaged ledger lines that were passed over.
    pub damaged: u32,
    /// Every item owed, in the plan's order.
    pub items: Vec<ReportItem>,
    /// The township's own items, by task; never in the totals.
    pub own_items: Vec<ReportOwnItem>,
    /// The activities dated in the period.
    pub activities: Vec<Activity>,
    /// Cumulative figures of the year up to the period's end.
    pub year_totals: ActivityTotals,
    /// Remarks by task.
    pub remarks: Vec<TaskRemarks>,
    /// How far the whole is.
    pub totals: Totals,
    /// SHA-256 of the reports of the period that were taken in to stand for ledgers that are lost: this one knows what
    /// they said.
    #[serde(default)]
    pub taken_in: Vec<String>,
    /// The trails of the PCs of `heads`, in the same order.
    #[serde(default)]
    pub trails: Vec<EntryChecksums>,
    /// What is reached of the targets of the items above, by the period's end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<ReportTarget>,
}

/// What is reached of the target of one item, or of one occurrence of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportTarget {
    /// The item's id.
    pub id: String,
    /// Which of its occurrences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occurrence: Option<Occurrence>,
    /// How much is asked for, and how much there is.
    pub target: TargetProgress,
}

/// Where one item stood at the end of the period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportItem {
    /// The item's id.
    pub id: String,
    /// Which of its occurrences; none of an item that is not owed more often than once a year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occurrence: Option<Occurrence>,
    /// Its standing.
    pub standing: ItemStatus,
}

/// Where one item of the township's own stood at the end of the period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportOwnItem {
    /// The item's id.
    pub id: String,
    /// Its task.
    pub task: u32,
    /// Its words.
    pub text: String,
    /// Its year; none for a line that stands in every year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// Its standing.
    pub standing: ItemStatus,
}

/// What a township remarks on one task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskRemarks {
    /// The task.
    pub task: u32,
    /// 存在问题
    pub problem: String,
    /// 下一步打算
    pub next: String,
    /// 无可报告的理由
    pub nothing: String,
}

/// How far the whole is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Items done.
    pub done: u32,
    /// Items owed: all that are not 不适用.
    pub total: u32,
    /// Items 不适用.
    pub na: u32,
    /// Tasks done.
    pub tasks_done: u32,
    /// Tasks owed.
    pub tasks_total: u32,
}

/// Who makes a report, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// 填报人
    pub reporter: String,
    /// 审核人
    pub reviewer: String,
    /// 电话
    pub phone: String,
    /// The PC's clock.
    pub at: DateTime<FixedOffset>,
    /// Today's date, which may be set by hand.
    pub today: NaiveDate,
}

/// Which report of a period it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// The period.
    pub period: Period,
    /// 1, 2, 3 ... within the period.
    pub revision: u32,
    /// SHA-256 of the report before it.
    pub parent: Option<String>,
}

/// The report that the ledger makes as it stands.
#[must_use]
pub fn compose(
    plan: &Plan,
    plan_sha256: &str,
    township: &Township,
    ledger: &Ledger,
    damaged: u32,
    edition: Edition,
    by: &Signature,
) -> Report {
    let Edition { period, revision, parent } = edition;
    let progress = Progress::of(plan, ledger, period);
    let items = plan.owed().zip(&progress.tasks).flat_map(|((_, task), standing)| {
        let pairs = counted(task, period).zip(&standing.items);
        pairs.map(|((item, occurrence), standing)| ReportItem {
            id: item.id.clone(),
            occurrence,
            standing: standing.clone(),
        })
    });
    let of_year = ledger.activities_in(Period::year_of(period.year()), None);
    let activities: Vec<&Activity> = of_year.filter(|one| one.date <= period.last_day()).collect();
    Report {
        plan: plan.id.clone(),
        plan_sha256: plan_sha256.to_owned(),
        township: township.clone(),
        period,
        period_over: period.over(by.today),
        revision,
        parent,
        heads: ledger.heads(),
        reporter: by.reporter.clone(),
        reviewer: by.reviewer.clone(),
        phone: by.phone.clone(),
        made_at: by.at,
        damaged,
        items: items.collect(),
        own_items: own_items(ledger, period),
        activities: activities.iter().copied().filter(|one| one.date >= period.first_day()).cloned().collect(),
        year_totals: ActivityTotals::of(activities),
        remarks: remarks(plan, ledger, period.year()),
        totals: Totals::of(&progress),
        // What was written down of them may be in the lines that are damaged.
        taken_in: if damaged == 0 { taken_in(ledger, period) } else { Vec::new() },
        trails: ledger.trails(),
        targets: targets(plan, ledger, period),
    }
}

fn targets(plan: &Plan, ledger: &Ledger, period: Period) -> Vec<ReportTarget> {
    let of_task =
        |task| counted(task, period).map(move |(item, occurrence)| (task, CheckLine::of_item(item, occurrence)));
    let lines = plan.owed().flat_map(|(_, task)| of_task(task));
    let reached = |(task, line): (&Task, CheckLine)| {
        let target = target::reached(plan, ledger, task, &line, period.year(), period.last_day())?;
        Some(ReportTarget { id: line.id, occurrence: line.occurrence, target })
    };
    lines.filter_map(reached).collect()
}

/// SHA-256 of the reports of a period that were taken in to stand for ledgers that are lost.
#[must_use]
pub fn taken_in(ledger: &Ledger, period: Period) -> Vec<String> {
    let of = |entry: &Entry| match &entry.change {
        Change::Exported { sha256, heads, .. } if !heads.is_empty() => Some(sha256.clone()),
        _ => None,
    };
    ledger.exports(period).into_iter().filter_map(of).collect()
}

fn own_items(ledger: &Ledger, period: Period) -> Vec<ReportOwnItem> {
    let of = |own: super::ledger::OwnItem| {
        let standing = status_in(&own.id, When::Year(period.year()), ledger, period);
        ReportOwnItem { id: own.id, task: own.task, text: own.text, year: own.year, standing }
    };
    ledger.own_items().into_iter().filter(|own| own.is_of(period.year())).map(of).collect()
}

/// The remarks of the year, by task; tasks without any are left out.
fn remarks(plan: &Plan, ledger: &Ledger, year: i32) -> Vec<TaskRemarks> {
    let of = |task: u32| {
        let remark = |kind| ledger.remark(task, year, kind).to_owned();
        TaskRemarks {
            task,
            problem: remark(RemarkKind::Problem),
            next: remark(RemarkKind::Next),
            nothing: remark(RemarkKind::Nothing),
        }
    };
    let empty = |one: &TaskRemarks| one.problem.is_empty() && one.next.is_empty() && one.nothing.is_empty();
    plan.tasks().map(|(_, task)| of(task.no)).filter(|one| !empty(one)).collect()
}

/// The highest revision of `period` so far, and the SHA-256 of the latest report that has it.
#[must_use]
pub fn last_export(ledger: &Ledger, period: Period) -> (u32, Option<String>) {
    ledger.exports(period).into_iter().fold((0, None), |(highest, latest), entry| match &entry.change {
        Change::Exported { revision, sha256, .. } if *revision >= highest => (*revision, Some(sha256.clone())),
        _ => (highest, latest),
    })
}

impl Totals {
    /// The totals of `progress`.
    #[must_use]
    pub fn of(progress: &Progress) -> Self {
        let tally = progress.tally();
        let (tasks_done, tasks_total) = progress.tasks_done();
        Self { done: tally.done, total: tally.total(), na: tally.na, tasks_done, tasks_total }
    }
}

impl Report {
    /// The earliest version of the format whose readers take nothing in it for something else. Programs that read only
    /// version 1 know no occurrences, and count an activity for one task.
    #[must_use]
    pub fn version(&self) -> u32 {
        let serves_more = |one: &Activity| !one.also.is_empty() || !one.items.is_empty();
        let is_new = self.items.iter().any(|item| item.occurrence.is_some()) || self.activities.iter().any(serves_more);
        if is_new { 2 } else { 1 }
    }

    /// File name of the report: `<code>-<township>-<period>-第<r>次.ron`.
    #[must_use]
    pub fn file_name(&self, plan: &Plan) -> String {
        let rest = format!("{}-第{}次.ron", self.period, self.revision);
        of_township(plan, &self.plan, &self.township.code, &rest)
    }

    /// That it was made, as the ledger tells it. `heads` are those of the ledgers that it stands for.
    #[must_use]
    pub fn exported(&self, sha256: &str, heads: Vec<Head>) -> Change {
        let (period, revision, parent) = (self.period, self.revision, self.parent.clone());
        Change::Exported { period, revision, sha256: sha256.to_owned(), parent, heads }
    }

    /// Whether `earlier` says the same, the time it was made aside, and only `own` wrote anything since.
    ///
    /// Entries of other PCs make a new report even where they change no figure: only a report whose heads contain
    /// theirs supersedes the ones they handed up. What they wrote down of the reports they made is no such entry: after
    /// a restore, this PC is another one than the one that reported.
    #[must_use]
    pub fn repeats(&self, earlier: &Report, ledger: &Ledger, own: DeviceId) -> bool {
        let same = Report {
            revision: earlier.revision,
            parent: earlier.parent.clone(),
            heads: earlier.heads.clone(),
            trails: earlier.trails.clone(),
            taken_in: earlier.taken_in.clone(),
            made_at: earlier.made_at,
            ..self.clone()
        };
        let only_reported = |head: &Head| {
            let known = earlier.heads.iter().find(|known| known.device == head.device);
            known.is_some_and(|known| known == head || ledger.only_reported_since(known))
        };
        // Having taken in that very report is nothing new; another one is.
        let taken_in = |sha256: &String| self.parent.as_ref() == Some(sha256);
        let own = |head: &Head| {
            let known = earlier.heads.iter().any(|known| known.device == head.device);
            head.device == own && (known || self.taken_in.iter().any(taken_in))
        };
        same == *earlier
            && self.taken_in.iter().all(|one| taken_in(one) || earlier.taken_in.contains(one))
            && self.heads.iter().all(|head| own(head) || only_reported(head))
    }

    /// What it knows of the PCs' ledgers.
    #[must_use]
    pub fn known(&self) -> KnownEntries<'_> {
        KnownEntries { heads: &self.heads, trails: &self.trails }
    }

    /// What does not fit together in a report whose seal is whole; none when all does.
    #[must_use]
    pub fn fault(&self) -> Option<ReportFault> {
        let counts = [
            ("清单", self.items.len() + self.own_items.len(), ITEMS_MAX),
            ("填报说明", self.remarks.len(), REMARKS_MAX),
            ("电脑", self.heads.len().max(self.trails.len()), HEADS_MAX),
            ("取回的上报", self.taken_in.len(), TAKEN_IN_MAX),
            ("指标", self.targets.len(), ITEMS_MAX),
        ];
        if let Some((what, _, most)) = counts.into_iter().find(|(_, count, most)| count > most) {
            return Some(ReportFault::TooMany { what, most });
        }
        let mut ids = BTreeSet::new();
        if let Some(twice) = self.items.iter().find(|item| !ids.insert((&item.id, item.occurrence))) {
            return Some(ReportFault::ItemTwice(twice.id.clone()));
        }
        let mut tally = Tally::default();
        for item in &self.items {
            tally.count(&item.standing);
        }
        if (tally.done, tally.total(), tally.na) != (self.totals.done, self.totals.total, self.totals.na) {
            return Some(ReportFault::TotalsDiffer);
        }
        let late = |item: &&ReportItem| matches!(item.standing, ItemStatus::Done { on } if on > self.period.last_day());
        if let Some(item) = self.items.iter().find(late) {
            return Some(ReportFault::DoneLater(item.id.clone()));
        }
        let serves_too_much = |one: &Activity| one.also.len().max(one.items.len()) > SERVES_MAX;
        if self.activities.iter().any(serves_too_much) {
            return Some(ReportFault::TooMany { what: "一项活动的任务、清单", most: SERVES_MAX });
        }
        let mut ids = BTreeSet::new();
        if let Some(twice) = self.activities.iter().find(|one| !ids.insert(one.id)) {
            return Some(ReportFault::ActivityTwice(twice.title.clone()));
        }
        let numbers = |one: &&Activity| Measure::ALL.into_iter().filter_map(|measure| one.number(measure)).max();
        if let Some(large) = self.activities.iter().find(|one| numbers(one) > Some(NUMBER_MAX)) {
            return Some(ReportFault::Number(large.title.clone()));
        }
        let days = self.period.first_day()..=self.period.last_day();
        if let Some(outside) = self.activities.iter().find(|one| !days.contains(&one.date)) {
            return Some(ReportFault::ActivityOutside(outside.title.clone()));
        }
        let known = |(head, trail): (&Head, &EntryChecksums)| trail.len() as u64 == head.entries;
        let trails = self.trails.is_empty() || self.trails.len() == self.heads.len();
        let sorted = self.heads.is_sorted_by(|one, next| one.device < next.device);
        if !sorted || !trails || !self.heads.iter().zip(&self.trails).all(known) {
            return Some(ReportFault::Heads);
        }
        if self.revision == 0 { Some(ReportFault::NoRevision) } else { None }
    }
}

/// What does not fit together in a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReportFault {
    /// More of something than a report may have.
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// The most of it.
        most: usize,
    },
    /// An item stands twice.
    ItemTwice(String),
    /// The totals are not the sums of the items.
    TotalsDiffer,
    /// An item counts as done after the period's last day.
    DoneLater(String),
    /// An activity, by its title, stands twice.
    ActivityTwice(String),
    /// An activity, by its title, is not dated in the period.
    ActivityOutside(String),
    /// A number of an activity, by its title, is larger than can be written down.
    Number(String),
    /// What it says of the PCs' ledgers does not fit together.
    Heads,
    /// Revision 0.
    NoRevision,
}
