//! Prints the result of `collect` as JSON (see `docs/cli.md`) or as tables.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::{DateTime, FixedOffset};
use serde::Serialize;

use crate::commands::output::{self, Rows, table};
use crate::domain::county::collected::Collected;
use crate::domain::county::matrix::{CountyMatrix, TownshipRow};
use crate::domain::county::{CountySums, Received, Rejected, ReportOrigin};
use crate::domain::occurrence::Occurrence;
use crate::domain::period::Period;
use crate::domain::plan::{Plan, Township};
use crate::domain::progress::{State, Tally};
use crate::domain::target::TargetProgress;
use crate::domain::text::one_line;
use crate::domain::wording::other_periods_words;
use crate::error::Error;
use crate::operations::context::Context;

use super::csv::status;

#[derive(Serialize)]
struct CollectView<'a> {
    period: Period,
    townships: Vec<TownshipView<'a>>,
    superseded: Vec<SupersededView>,
    duplicates: Vec<DuplicateView>,
    rejected: Vec<RejectedView<'a>>,
    conflicts: Vec<ConflictView<'a>>,
    /// Reports that `--prefer` did not choose in a conflict.
    set_aside: Vec<SetAsideView>,
    /// Effective reports of other periods.
    other_periods: Vec<OtherPeriodView<'a>>,
    /// All reported periods, `period` included.
    periods: Vec<PeriodView>,
    /// Reports made under another text of their plan.
    other_text: Vec<OtherTextView>,
    /// Files that are no reports, such as photos.
    ignored: Vec<RejectedView<'a>>,
}

#[derive(Serialize)]
struct TownshipView<'a> {
    plan: &'a str,
    code: &'a str,
    name: &'a str,
    status: &'static str,
    revision: Option<u32>,
    done: Option<u32>,
    total: Option<u32>,
    people: Option<u64>,
    tasks: Vec<ReportedTaskView<'a>>,
    file: Option<String>,
    sha256: Option<&'a str>,
    /// False if the report was made before the end of its period.
    period_over: Option<bool>,
    made_at: Option<DateTime<FixedOffset>>,
    reporter: Option<&'a str>,
    /// The number of damaged ledger lines that the report does not count.
    damaged: Option<u32>,
    /// Other periods that the township has reported, latest first.
    other_periods: Vec<Period>,
}

#[derive(Serialize)]
struct PeriodView {
    period: Period,
    townships: usize,
}

#[derive(Serialize)]
struct ReportedTaskView<'a> {
    no: u32,
    done: u32,
    total: u32,
    state: State,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    targets: Vec<TargetView<'a>>,
}

#[derive(Serialize)]
struct TargetView<'a> {
    item: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    occurrence: Option<Occurrence>,
    #[serde(flatten)]
    target: TargetProgress,
}

impl<'a> TargetView<'a> {
    fn of_task(plan: &Plan, report: Option<&'a Received>, no: u32) -> Vec<Self> {
        let all = report.into_iter().flat_map(|report| &report.figures.targets);
        let of_task = all.filter(|one| plan.item(&one.id).is_some_and(|(task, _)| task.no == no));
        of_task.map(|one| Self { item: &one.id, occurrence: one.occurrence, target: one.target }).collect()
    }
}

#[derive(Serialize)]
struct SupersededView {
    file: String,
    by: String,
}

#[derive(Serialize)]
struct DuplicateView {
    file: String,
    of: String,
}

#[derive(Serialize)]
struct SetAsideView {
    file: String,
    #[serde(rename = "for")]
    chosen: String,
    /// Whether it was made after the chosen report.
    newer: bool,
}

#[derive(Serialize)]
struct RejectedView<'a> {
    file: String,
    reason: &'a str,
}

#[derive(Serialize)]
struct ConflictView<'a> {
    plan: &'a str,
    township: &'a Township,
    period: Period,
    files: Vec<String>,
    /// The SHA-256 of each of `files`, for `--prefer`.
    sha256: Vec<&'a str>,
    proposed: String,
}

#[derive(Serialize)]
struct OtherTextView {
    file: String,
    /// The number of items that the county's plan does not have. They count nowhere.
    unmatched: u32,
}

#[derive(Serialize)]
struct OtherPeriodView<'a> {
    file: String,
    plan: &'a str,
    code: &'a str,
    period: Period,
    revision: u32,
    /// The number of townships that report this period.
    townships: usize,
}

pub(super) fn print(context: &Context, collected: &Collected, period: Period) -> Result<(), Error> {
    let picture = CountyMatrix::of(&collected.plans_in(period), &collected.county, period);
    output::print(
        context,
        &view(collected, &picture),
        || in_tables(context, collected, &picture),
        || super::csv::rows(&picture),
    )
}

fn view<'a>(collected: &'a Collected, picture: &CountyMatrix<'a>) -> CollectView<'a> {
    let county = &collected.county;
    let file = |at: usize| county.reports[at].origin.to_string();
    let rejected = |files: &'a [Rejected]| {
        files.iter().map(|one| RejectedView { file: one.origin.to_string(), reason: &one.reason }).collect()
    };
    let others = county.reports.iter().enumerate();
    let others = others.filter(|(at, one)| {
        one.period != picture.period
            && county.effective_report(&one.plan, one.period, &one.code).is_some_and(|it| it.report == *at)
    });
    let reporting =
        |period: Period| county.periods().iter().find(|(one, _)| *one == period).map_or(0, |(_, townships)| *townships);
    CollectView {
        period: picture.period,
        townships: picture.rows.iter().map(|row| township(picture, row)).collect(),
        superseded: county
            .superseded
            .iter()
            .map(|(one, by)| SupersededView { file: file(*one), by: file(*by) })
            .collect(),
        duplicates: county
            .duplicates
            .iter()
            .map(|one| DuplicateView { file: one.origin.to_string(), of: file(one.of) })
            .collect(),
        rejected: rejected(&collected.rejected),
        conflicts: conflicts(collected),
        set_aside: county
            .set_aside
            .iter()
            .map(|&(one, by)| SetAsideView { file: file(one), chosen: file(by), newer: county.is_newer(one, by) })
            .collect(),
        other_periods: others
            .map(|(_, one)| OtherPeriodView {
                file: one.origin.to_string(),
                plan: &one.plan,
                code: &one.code,
                period: one.period,
                revision: one.revision,
                townships: reporting(one.period),
            })
            .collect(),
        periods: county.periods().iter().map(|&(period, townships)| PeriodView { period, townships }).collect(),
        other_text: county
            .under_other_text()
            .map(|at| OtherTextView { file: file(at), unmatched: county.reports[at].figures.unmatched })
            .collect(),
        ignored: rejected(&collected.passed_over),
    }
}

fn township<'a>(picture: &CountyMatrix<'a>, row: &TownshipRow<'a>) -> TownshipView<'a> {
    let report = row.report;
    let items = report.map(|report| report.figures.sums().items);
    let tasks = report.into_iter().flat_map(|report| &report.figures.tasks).filter(|task| task.owed);
    TownshipView {
        plan: &row.plan.id,
        code: &row.township.code,
        name: &row.township.name,
        status: status(row),
        revision: report.map(|report| report.revision),
        done: items.map(|items| items.done),
        total: items.map(Tally::total),
        people: report.map(|report| report.figures.activities.people),
        tasks: tasks
            .map(|task| ReportedTaskView {
                no: task.no,
                done: task.tally.done,
                total: task.tally.total(),
                state: task.tally.state(),
                targets: TargetView::of_task(row.plan, report, task.no),
            })
            .collect(),
        file: report.map(|report| report.origin.to_string()),
        sha256: report.map(|report| report.sha256.as_str()),
        period_over: report.map(|report| report.period_over),
        made_at: report.map(|report| report.made_at),
        reporter: report.map(|report| report.reporter.as_str()),
        damaged: report.map(|report| report.damaged),
        other_periods: picture.other_periods(row),
    }
}

fn conflicts(collected: &Collected) -> Vec<ConflictView<'_>> {
    let reports = &collected.county.reports;
    let view = |files: &[usize], proposed: usize| {
        let first = &reports[proposed];
        let plan = collected.plan(&first.plan)?;
        let township = plan.plan.township(&first.code).ok()?;
        Some(ConflictView {
            plan: &first.plan,
            township,
            period: first.period,
            files: files.iter().map(|&at| reports[at].origin.to_string()).collect(),
            sha256: files.iter().map(|&at| reports[at].sha256.as_str()).collect(),
            proposed: first.origin.to_string(),
        })
    };
    collected.county.conflicts.iter().filter_map(|one| view(&one.reports, one.proposed)).collect()
}

fn in_tables(context: &Context, collected: &Collected, picture: &CountyMatrix) -> String {
    let has_several_plans = picture.plans.len() > 1;
    let plan = [("规划", "")];
    let columns = [
        ("乡镇", ""),
        ("上报", ""),
        ("清单", ""),
        ("任务", ""),
        ("活动", ""),
        ("人次", ""),
        ("填报人", ""),
        ("文件", ""),
    ];
    let columns: Vec<_> = plan.into_iter().filter(|_| has_several_plans).chain(columns).collect();
    let mut rows = Rows::new(&columns);
    for row in &picture.rows {
        let before = has_several_plans.then(|| row.plan.short.clone());
        rows.push(before.into_iter().chain(township_words(picture, row)));
    }
    let missing = picture.missing().count();
    let right: Vec<usize> = (2..6).map(|at| at + usize::from(has_several_plans)).collect();
    let mut text = format!(
        "{}：{}个乡镇，{}个已报，{missing}个没有报。\n{}",
        picture.period.name(),
        picture.rows.len(),
        picture.reported(),
        table(context, &rows, &right)
    );
    for (title, lines) in problems(collected, picture.period) {
        if !lines.is_empty() {
            let _ = writeln!(text, "\n{title}");
            for line in lines {
                let _ = writeln!(text, "  {line}");
            }
        }
    }
    text
}

fn township_words(picture: &CountyMatrix, row: &TownshipRow) -> [String; 8] {
    let Some(report) = row.report else {
        let others = other_periods_words(&picture.other_periods(row));
        let others = if others.is_empty() { others } else { format!("，{others}") };
        return [
            row.township.name.clone(),
            format!("没有报{others}"),
            String::new(),
            String::new(),
            String::new(),
            String::new(),
            String::new(),
            String::new(),
        ];
    };
    let CountySums { items, tasks, activities } = report.figures.sums();
    let status = if row.is_conflict() {
        "有冲突".to_owned()
    } else {
        format!("第{}次{}", report.revision, if report.period_over { "" } else { "（期未满）" })
    };
    [
        row.township.name.clone(),
        status,
        format!("{}/{}", items.done, items.total()),
        format!("{}/{}", tasks.done, tasks.total()),
        activities.activities.to_string(),
        activities.people.to_string(),
        one_line(&report.reporter),
        path(&report.origin),
    ]
}

/// The notes below the matrix: headings with their lines.
fn problems(collected: &Collected, shown: Period) -> Vec<(&'static str, Vec<String>)> {
    let county = &collected.county;
    let file = |at: usize| path(&county.reports[at].origin);
    let conflict = |one: &ConflictView| {
        let files = one.files.iter().zip(&one.sha256).map(|(file, sha256)| {
            let proposed = if *file == one.proposed { "（最近填报，建议采用）" } else { "" };
            format!("\n    {}  {}{proposed}", &sha256[..12], one_line(file))
        });
        let files: String = files.collect();
        format!(
            "{}{}，哪一份也不包含另一份。请问清楚后用 --prefer 校验码 选一份：{files}",
            one.township.name,
            one.period.name()
        )
    };
    let damaged = county.reports.iter().filter(|report| report.damaged > 0);
    let others = county.periods().iter().filter(|(period, _)| *period != shown);
    vec![
        ("有冲突的", conflicts(collected).iter().map(conflict).collect()),
        (
            "没有采用的文件",
            collected.rejected.iter().map(|one| format!("{}：{}", path(&one.origin), one.reason)).collect(),
        ),
        (
            "按选定放在一边的",
            county
                .set_aside
                .iter()
                .map(|&(one, by)| format!("{}：选用了 {}{}", file(one), file(by), county.newer_warning(one, by)))
                .collect(),
        ),
        (
            "已被新的一次代替的",
            county.superseded.iter().map(|(one, by)| format!("{}：新的是 {}", file(*one), file(*by))).collect(),
        ),
        (
            "重复的",
            county.duplicates.iter().map(|one| format!("{}：与 {} 相同", path(&one.origin), file(one.of))).collect(),
        ),
        (
            "用另一版规划填报的",
            county
                .under_other_text()
                .map(|at| format!("{}：{}", file(at), county.reports[at].other_text_note()))
                .collect(),
        ),
        (
            "填报时台账有损坏的",
            damaged
                .map(|one| {
                    format!("{}：台账坏了{}行，没有计入。请乡镇找备份比对后再报。", path(&one.origin), one.damaged)
                })
                .collect(),
        ),
        (
            "另有别的报告期",
            others
                .map(|(period, count)| format!("{}：{count}个乡镇（用 --period {period} 看）", period.name()))
                .collect(),
        ),
        ("不是上报文件，不用管的", group_by_reason(&collected.passed_over)),
    ]
}

/// One line for each reason, with the first file and the number of files.
fn group_by_reason(files: &[Rejected]) -> Vec<String> {
    let mut reasons: BTreeMap<&str, Vec<&Rejected>> = BTreeMap::new();
    for file in files {
        reasons.entry(&file.reason).or_default().push(file);
    }
    let line = |(reason, files): (&str, Vec<&Rejected>)| {
        let more = if files.len() > 1 { format!(" 等{}个文件", files.len()) } else { String::new() };
        format!("{}{more}：{reason}", path(&files[0].origin))
    };
    reasons.into_iter().map(line).collect()
}

/// The path of a file on one line. A file name from outside may contain line ends.
fn path(origin: &ReportOrigin) -> String {
    one_line(&origin.to_string())
}
