//! The output of `plan import`: what was read from the notice, and the draft plan.

use std::fmt::Write as _;
use std::path::PathBuf;

use chrono::NaiveDate;
use serde::Serialize;

use crate::commands::output::{Rows, table};
use crate::domain::plan::{Item, Plan, Role, Township};
use crate::domain::revision::Revision;
use crate::domain::townships::County;
use crate::notice::draft::{NoticeDraft, NoticeFinding, TaskDraft, TaskKind, Unit};
use crate::operations::context::Context;

/// The JSON of `plan import` (see `docs/cli.md`).
#[derive(Debug, Serialize)]
pub(super) struct ImportView<'a> {
    id: &'a str,
    title: Option<&'a str>,
    short: &'a str,
    number: Option<&'a str>,
    issuer: Option<&'a str>,
    date: Option<NaiveDate>,
    years: Option<(i32, i32)>,
    /// Six-digit code.
    county: Option<&'a str>,
    county_name: Option<String>,
    townships_named: &'a [String],
    roster: &'a [Township],
    tasks: Vec<DraftedTaskView<'a>>,
    findings: Vec<FindingView<'a>>,
    /// The file of the draft plan, if `--out` was given.
    path: Option<PathBuf>,
    /// Set with `--revises`: how the items of the earlier plan changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    revises: Option<Revises<'a>>,
}

#[derive(Debug, Serialize)]
struct Revises<'a> {
    id: &'a str,
    revision: u32,
    moved: Vec<&'a str>,
    added: &'a [String],
    retired: Vec<Retired<'a>>,
}

#[derive(Debug, Serialize)]
struct Retired<'a> {
    id: &'a str,
    text: &'a str,
}

impl<'a> Revises<'a> {
    fn of(revision: &'a Revision) -> Self {
        Self {
            id: &revision.plan.id,
            revision: revision.plan.revision,
            moved: revision.moved.iter().map(|(id, _)| id.as_str()).collect(),
            added: &revision.added,
            retired: revision.retired.iter().map(|(id, text)| Retired { id, text }).collect(),
        }
    }
}

#[derive(Debug, Serialize)]
struct DraftedTaskView<'a> {
    no: u32,
    label: &'a str,
    title: &'a str,
    text: &'a str,
    kind: &'static str,
    section: Option<&'a str>,
    leads: Vec<&'a str>,
    partners: Vec<&'a str>,
    by_blanket: &'a [String],
    parted: bool,
    role: Role,
    deadline: Option<&'a str>,
    items: &'a [Item],
    doubts: &'a [String],
    lines: (u32, u32),
}

#[derive(Debug, Serialize)]
struct FindingView<'a> {
    line: u32,
    task: Option<u32>,
    text: &'a str,
}

/// The result of an import: the draft, its plan, and the findings for a person to check.
pub(super) struct ImportedDraft<'a> {
    pub(super) draft: &'a NoticeDraft,
    pub(super) plan: &'a Plan,
    pub(super) county: Option<&'a County>,
    pub(super) findings: &'a [NoticeFinding],
    pub(super) path: Option<PathBuf>,
    /// Set if the plan revises another one.
    pub(super) revision: Option<Revision>,
}

impl ImportedDraft<'_> {
    /// The number of a draft's task in the plan. A revision may renumber it.
    fn key(&self, task: &TaskDraft) -> u32 {
        let in_plan = self.revision.as_ref().and_then(|revision| revision.tasks.get(&task.no));
        in_plan.copied().filter(|_| task.kind == TaskKind::Task).unwrap_or(task.no)
    }
}

impl<'a> ImportView<'a> {
    pub(super) fn of(result: &'a ImportedDraft<'a>) -> Self {
        let ImportedDraft { draft, plan, county, findings, path, revision } = result;
        let years = Some(plan.notice.years).filter(|(first, _)| *first > 0);
        Self {
            id: &plan.id,
            title: draft.title.as_deref(),
            short: &plan.short,
            number: draft.number.as_deref(),
            issuer: draft.issuer.as_deref(),
            date: draft.date,
            years,
            county: county.map(|county| county.code.as_str()),
            county_name: county.map(County::full_name),
            townships_named: &plan.townships_named,
            roster: &plan.roster,
            tasks: draft.tasks.iter().map(|task| DraftedTaskView::of(draft, plan, result.key(task), task)).collect(),
            findings: findings.iter().map(FindingView::of).collect(),
            path: path.clone(),
            revises: revision.as_ref().map(Revises::of),
        }
    }
}

impl<'a> DraftedTaskView<'a> {
    fn of(draft: &'a NoticeDraft, plan: &'a Plan, no: u32, task: &'a TaskDraft) -> Self {
        let section = task.section.and_then(|at| draft.sections.get(at));
        let planned = plan.task(no).map(|(_, planned)| planned).filter(|_| task.kind == TaskKind::Task);
        Self {
            no,
            label: &task.label,
            title: planned.map_or(&task.title, |planned| &planned.title),
            text: planned.map_or(&task.text, |planned| &planned.text),
            kind: kind(task.kind).0,
            section: section.map(|section| section.title.as_str()),
            leads: names(&task.leads),
            partners: names(&task.partners),
            by_blanket: &task.by_blanket,
            parted: task.parted,
            role: task.role,
            deadline: task.deadline.as_ref().map(|deadline| deadline.text.as_str()),
            items: planned.map_or(&[], |planned| &planned.items),
            doubts: &task.doubts,
            lines: task.lines,
        }
    }
}

impl<'a> FindingView<'a> {
    fn of(finding: &'a NoticeFinding) -> Self {
        Self { line: finding.line, task: finding.task, text: &finding.text }
    }
}

fn names(units: &[Unit]) -> Vec<&str> {
    units.iter().map(|unit| unit.name.as_str()).collect()
}

/// The word for a kind in JSON, and in a table.
fn kind(kind: TaskKind) -> (&'static str, &'static str) {
    match kind {
        TaskKind::Task => ("task", "任务"),
        TaskKind::Safeguard => ("safeguard", "保障措施"),
        TaskKind::Duty => ("duty", "单位职责"),
        TaskKind::Group => ("group", "分组"),
    }
}

pub(super) fn summary(context: &Context, result: &ImportedDraft) -> String {
    let ImportedDraft { draft, plan, county, findings, path, .. } = result;
    let tasks = draft.tasks.iter().filter(|task| task.kind == TaskKind::Task);
    let doubtful = tasks.filter(|task| !task.doubts.is_empty()).count();
    let (count, owed) = (plan.tasks().count(), plan.owed().count());
    let items: usize = plan.tasks().map(|(_, task)| task.items.len()).sum();
    let title = draft.title.as_deref().unwrap_or("（没有找到标题）");
    let county = county.map_or_else(|| "没有认出是哪个县".to_owned(), County::full_name);
    let mut text = format!(
        "{title}\n编号 {}，{county}，{}个乡镇。{count}项任务，{owed}项列入乡镇，提出清单{items}条，{doubtful}项任务要核对。\n\n",
        plan.id,
        plan.roster.len()
    );
    text += &table(context, &rows(draft), &[0]);
    if !findings.is_empty() {
        text += "\n要核对的：\n";
    }
    for finding in *findings {
        let _ = writeln!(text, "第{}行：{}", finding.line, finding.text);
    }
    text += "\n";
    text += &path.as_ref().map_or_else(
        || "还没有存下来。加 --out 文件 存成规划草稿。".to_owned(),
        |path| {
            format!(
                "规划草稿存在 {0}（未加封，可以用记事本修改）。\n核对以后运行 taizhang plan add {0}",
                path.display()
            )
        },
    );
    text
}

/// One row for each task.
pub(super) fn rows(draft: &NoticeDraft) -> Rows {
    let columns = [
        ("序号", "no"),
        ("编号", "label"),
        ("类别", "kind"),
        ("标题", "title"),
        ("乡镇", "role"),
        ("牵头", "leads"),
        ("配合", "partners"),
    ];
    let mut rows = Rows::new(&columns);
    for task in &draft.tasks {
        rows.push([
            task.no.to_string(),
            task.label.clone(),
            kind(task.kind).1.to_owned(),
            task.title.clone(),
            task.role.word().to_owned(),
            names(&task.leads).join("、"),
            names(&task.partners).join("、"),
        ]);
    }
    rows
}
