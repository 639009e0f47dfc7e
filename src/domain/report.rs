//! The progress report (进度上报文件) as a value: what a township sends to the county for one period.

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

/// Most items of a report, the township's own included. Only the file's size limits the activities.
const ITEMS_MAX: usize = 10_000;
/// Most tasks with remarks in a report.
const REMARKS_MAX: usize = 1000;
/// Most PCs whose ledgers a report contains.
const HEADS_MAX: usize = 1000;
/// Most reports that were imported in place of lost ledgers.
const TAKEN_IN_MAX: usize = 1000;

/// A township's progress in one period. `docs/formats.md` describes the fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The id of the plan.
    pub plan: String,
    /// SHA-256 of the plan's text, 64 hex digits.
    pub plan_sha256: String,
    /// The township that reports.
    pub township: Township,
    /// The period that it reports.
    pub period: Period,
    /// False if the period was not over when the report was made (期未满).
    pub period_over: bool,
    /// 1, 2, 3 ... within the period.
    pub revision: u32,
    /// SHA-256 of the previous report of the period, 64 hex digits.
    pub parent: Option<String>,
    /// The version vector of the ledger, ordered by device.
    pub heads: Vec<Head>,
    /// The name of the reporter (填报人).
    pub reporter: String,
    /// The name of the reviewer (审核人).
    pub reviewer: String,
    /// The reporter's telephone number.
    pub phone: String,
    /// When it was made, by the PC's clock.
    pub made_at: DateTime<FixedOffset>,
    /// The number of damaged ledger lines that were skipped.
    pub damaged: u32,
    /// Every item owed, in the plan's order.
    pub items: Vec<ReportItem>,
    /// The township's own items of the year, by task; never in the totals.
    pub own_items: Vec<ReportOwnItem>,
    /// The activities dated in the period.
    pub activities: Vec<Activity>,
    /// Sums over the activities of the year up to the period's last day.
    pub year_totals: ActivityTotals,
    /// The remarks of the year, by task.
    pub remarks: Vec<TaskRemarks>,
    /// Counts of the items and tasks owed.
    pub totals: Totals,
    /// SHA-256 of the reports of the period that were imported in place of lost ledgers. This report contains what they
    /// contain.
    #[serde(default)]
    pub taken_in: Vec<String>,
    /// The entry checksums of the PCs of `heads`, in the same order.
    #[serde(rename = "trails", default)]
    pub entry_checksums: Vec<EntryChecksums>,
    /// The progress of the targets of `items` by the period's last day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<ReportTarget>,
}

/// The progress of the target of one item or occurrence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportTarget {
    /// The item's id, as `5.1`.
    pub id: String,
    /// The occurrence of the item, if it has any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occurrence: Option<Occurrence>,
    /// How much is asked for, and how much is reached.
    pub target: TargetProgress,
}

/// The status of one item or occurrence in the period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportItem {
    /// The item's id, as `5.1`.
    pub id: String,
    /// The occurrence; none for an item that is not owed more often than once a year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occurrence: Option<Occurrence>,
    /// Its status in the period.
    #[serde(rename = "standing")]
    pub status: ItemStatus,
}

/// The status of one of the township's own items in the period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportOwnItem {
    /// The item's id, as `5.1`.
    pub id: String,
    /// The number of its task.
    pub task: u32,
    /// What is to be done.
    pub text: String,
    /// Its calendar year; none for an item of every year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// Its status in the period.
    #[serde(rename = "standing")]
    pub status: ItemStatus,
}

/// The township's remarks on one task. Those not made are empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskRemarks {
    /// The number of the task.
    pub task: u32,
    /// Problems met so far (存在问题).
    pub problem: String,
    /// The next steps planned (下一步打算).
    pub next: String,
    /// Why there is nothing to report (无可报告的理由).
    pub nothing: String,
}

/// Counts of the items and tasks owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// The number of items done.
    pub done: u32,
    /// The number of items owed: all that are not 不适用.
    pub total: u32,
    /// The number of items 不适用.
    pub na: u32,
    /// The number of tasks done.
    pub tasks_done: u32,
    /// The number of tasks that are not 不适用.
    pub tasks_total: u32,
}

/// The person who makes a report, and the time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The name of the reporter (填报人).
    pub reporter: String,
    /// The name of the reviewer (审核人).
    pub reviewer: String,
    /// The reporter's telephone number (电话).
    pub phone: String,
    /// The time by the PC's clock.
    pub at: DateTime<FixedOffset>,
    /// Today's date, by the clock or by `--today`.
    pub today: NaiveDate,
}

/// The number of a report within its period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// The period that it reports.
    pub period: Period,
    /// 1, 2, 3 ... within the period.
    pub revision: u32,
    /// SHA-256 of the previous report of the period, 64 hex digits.
    pub parent: Option<String>,
}

/// Builds a report from the ledger. `damaged` is the number of lines that were skipped.
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
    let items = plan.owed().zip(&progress.tasks).flat_map(|((_, task), status)| {
        let pairs = counted(task, period).zip(&status.items);
        pairs.map(|((item, occurrence), status)| ReportItem { id: item.id.clone(), occurrence, status: status.clone() })
    });
    let of_year = ledger.activities_in(Period::year_of(period.year()), None);
    let activities: Vec<&Activity> = of_year.filter(|one| one.date <= period.last_day()).collect();
    Report {
        plan: plan.id.clone(),
        plan_sha256: plan_sha256.to_owned(),
        township: township.clone(),
        period,
        period_over: period.is_over(by.today),
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
        // A damaged line may hold what the lost ledgers said.
        taken_in: if damaged == 0 { taken_in(ledger, period) } else { Vec::new() },
        entry_checksums: ledger.entry_checksums(),
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

/// SHA-256 of the reports of a period that were imported in place of lost ledgers. Such an import is an `Exported` entry
/// with `heads`; a report that was made here has none.
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
        let status = status_in(&own.id, When::Year(period.year()), ledger, period);
        ReportOwnItem { id: own.id, task: own.task, text: own.text, year: own.year, status }
    };
    ledger.own_items().into_iter().filter(|own| own.is_of(period.year())).map(of).collect()
}

/// The remarks of the year, by task. Tasks without any are left out.
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

/// The highest revision of `period` so far, 0 if none, and the SHA-256 of the latest report that has it.
#[must_use]
pub fn last_export(ledger: &Ledger, period: Period) -> (u32, Option<String>) {
    ledger.exports(period).into_iter().fold((0, None), |(highest, latest), entry| match &entry.change {
        Change::Exported { revision, sha256, .. } if *revision >= highest => (*revision, Some(sha256.clone())),
        _ => (highest, latest),
    })
}

impl Totals {
    /// Counts the items and tasks of `progress`.
    #[must_use]
    pub fn of(progress: &Progress) -> Self {
        let tally = progress.tally();
        let (tasks_done, tasks_total) = progress.tasks_done();
        Self { done: tally.done, total: tally.total(), na: tally.na, tasks_done, tasks_total }
    }
}

impl Report {
    /// The earliest version of the format whose readers misread nothing. Programs that read only version 1 know no
    /// occurrences, and count an activity for one task.
    #[must_use]
    pub fn version(&self) -> u32 {
        let serves_more = |one: &Activity| !one.also.is_empty() || !one.items.is_empty();
        let is_new = self.items.iter().any(|item| item.occurrence.is_some()) || self.activities.iter().any(serves_more);
        if is_new { 2 } else { 1 }
    }

    /// The file name of the report: `<code>-<township>-<period>-第<r>次.ron`.
    #[must_use]
    pub fn file_name(&self, plan: &Plan) -> String {
        let rest = format!("{}-第{}次.ron", self.period, self.revision);
        of_township(plan, &self.plan, &self.township.code, &rest)
    }

    /// The change that records the report in the ledger. `heads` are those of the lost ledgers that it replaces.
    #[must_use]
    pub fn exported(&self, sha256: &str, heads: Vec<Head>) -> Change {
        let (period, revision, parent) = (self.period, self.revision, self.parent.clone());
        Change::Exported { period, revision, sha256: sha256.to_owned(), parent, heads }
    }

    /// Whether `earlier` says the same, apart from the time, and only `own` wrote anything since.
    ///
    /// Entries of other PCs require a new report even if they change no figure: a report supersedes only reports whose
    /// entries it contains. Entries that record a report are an exception: after a restore, this PC is another one than
    /// the one that reported.
    #[must_use]
    pub fn repeats(&self, earlier: &Report, ledger: &Ledger, own: DeviceId) -> bool {
        let same = Report {
            revision: earlier.revision,
            parent: earlier.parent.clone(),
            heads: earlier.heads.clone(),
            entry_checksums: earlier.entry_checksums.clone(),
            taken_in: earlier.taken_in.clone(),
            made_at: earlier.made_at,
            ..self.clone()
        };
        let only_reported = |head: &Head| {
            let known = earlier.heads.iter().find(|known| known.device == head.device);
            known.is_some_and(|known| known == head || ledger.only_reported_since(known))
        };
        // The import of that very report is nothing new; the import of another one is.
        let taken_in = |sha256: &String| self.parent.as_ref() == Some(sha256);
        let own = |head: &Head| {
            let known = earlier.heads.iter().any(|known| known.device == head.device);
            head.device == own && (known || self.taken_in.iter().any(taken_in))
        };
        same == *earlier
            && self.taken_in.iter().all(|one| taken_in(one) || earlier.taken_in.contains(one))
            && self.heads.iter().all(|head| own(head) || only_reported(head))
    }

    /// The entries that the report contains.
    #[must_use]
    pub fn known(&self) -> KnownEntries<'_> {
        KnownEntries { heads: &self.heads, entry_checksums: &self.entry_checksums }
    }

    /// Finds a contradiction inside a report. The seal was checked before.
    #[must_use]
    pub fn fault(&self) -> Option<ReportFault> {
        let counts = [
            ("清单", self.items.len() + self.own_items.len(), ITEMS_MAX),
            ("填报说明", self.remarks.len(), REMARKS_MAX),
            ("电脑", self.heads.len().max(self.entry_checksums.len()), HEADS_MAX),
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
            tally.count(&item.status);
        }
        if (tally.done, tally.total(), tally.na) != (self.totals.done, self.totals.total, self.totals.na) {
            return Some(ReportFault::TotalsDiffer);
        }
        let late = |item: &&ReportItem| matches!(item.status, ItemStatus::Done { on } if on > self.period.last_day());
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
        let known = |(head, checksums): (&Head, &EntryChecksums)| checksums.len() as u64 == head.entries;
        let entry_checksums = self.entry_checksums.is_empty() || self.entry_checksums.len() == self.heads.len();
        let sorted = self.heads.is_sorted_by(|one, next| one.device < next.device);
        if !sorted || !entry_checksums || !self.heads.iter().zip(&self.entry_checksums).all(known) {
            return Some(ReportFault::Heads);
        }
        if self.revision == 0 { Some(ReportFault::NoRevision) } else { None }
    }
}

/// A contradiction inside a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReportFault {
    /// The report has more of something than the limit.
    TooMany {
        /// The Chinese name of what is too many.
        what: &'static str,
        /// The largest number allowed.
        most: usize,
    },
    /// An item or occurrence, by its id, occurs twice.
    ItemTwice(String),
    /// The totals differ from the sums of the items.
    TotalsDiffer,
    /// An item counts as done after the period's last day.
    DoneLater(String),
    /// An activity, by its title, occurs twice.
    ActivityTwice(String),
    /// An activity, by its title, is not dated in the period.
    ActivityOutside(String),
    /// A number of an activity, by its title, is above the limit.
    Number(String),
    /// Version vector and checksums do not fit together.
    Heads,
    /// The revision is 0.
    NoRevision,
}
