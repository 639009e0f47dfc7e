//! `plan`: a notice's text becomes a plan's draft.

use std::path::Path;

use chrono::NaiveDate;
use serde::Serialize;

use crate::cli::PlanCommand;
use crate::domain::plan::{Cycle, Role};
use crate::error::Error;
use crate::format::plain_text;
use crate::notice;
use crate::notice::draft::{Draft, Finding, Kind, TaskDraft};
use crate::store::{self, StoreError};

use super::Outcome;
use super::context::Context;
use super::output::{self, Rows, table};

/// `plan ...`
pub fn plan(context: &Context, command: &PlanCommand) -> Result<Outcome, Error> {
    match command {
        PlanCommand::Import { file } => import(context, file),
    }
}

fn import(context: &Context, file: &Path) -> Result<Outcome, Error> {
    let bytes = store::read(file, plain_text::TEXT_MAX)?;
    let text = plain_text::decode(&bytes).map_err(|error| StoreError::Format { path: file.to_owned(), error })?;
    let draft = notice::read(&text);
    if draft.tasks.is_empty() {
        return Err(Error::NoTaskFound(file.to_owned()));
    }
    output::print(context, &Imported::of(&draft), || summary(context, &draft), || rows(&draft))?;
    Ok(Outcome::Done)
}

/// The draft as `--format json` prints it.
#[derive(Serialize)]
struct Imported<'a> {
    id: Option<String>,
    title: Option<&'a str>,
    number: Option<&'a str>,
    issuer: Option<&'a str>,
    date: Option<NaiveDate>,
    years: Option<(i32, i32)>,
    county: Option<&'a str>,
    goal: Option<&'a str>,
    townships_named: &'a [String],
    tasks: Vec<TaskView<'a>>,
    findings: Vec<FindingView<'a>>,
}

#[derive(Serialize)]
struct TaskView<'a> {
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
    items: Vec<ItemView<'a>>,
    doubts: &'a [String],
    lines: (u32, u32),
}

#[derive(Serialize)]
struct ItemView<'a> {
    text: &'a str,
    quote: &'a str,
    cycle: Cycle,
    due: Option<&'a str>,
    target: Option<TargetView<'a>>,
}

#[derive(Serialize)]
struct TargetView<'a> {
    count: u32,
    unit: &'a str,
}

#[derive(Serialize)]
struct FindingView<'a> {
    line: u32,
    task: Option<u32>,
    text: &'a str,
}

impl<'a> Imported<'a> {
    fn of(draft: &'a Draft) -> Self {
        Self {
            id: None,
            title: draft.title.as_deref(),
            number: draft.number.as_deref(),
            issuer: draft.issuer.as_deref(),
            date: draft.date,
            years: draft.years,
            county: None,
            goal: draft.goal.as_deref(),
            townships_named: &draft.townships_named,
            tasks: draft.tasks.iter().map(|task| TaskView::of(draft, task)).collect(),
            findings: draft.findings.iter().map(FindingView::of).collect(),
        }
    }
}

impl<'a> TaskView<'a> {
    fn of(draft: &'a Draft, task: &'a TaskDraft) -> Self {
        let items = task.items.iter().map(|item| ItemView {
            text: &item.text,
            quote: &item.quote,
            cycle: item.cycle,
            due: item.due.as_deref(),
            target: item.target.as_ref().map(|target| TargetView { count: target.count, unit: &target.unit }),
        });
        Self {
            no: task.no,
            label: &task.label,
            title: &task.title,
            text: &task.text,
            kind: kind(task.kind).0,
            section: task.section.and_then(|at| draft.sections.get(at)).map(|section| section.title.as_str()),
            leads: task.leads.iter().map(|unit| unit.name.as_str()).collect(),
            partners: task.partners.iter().map(|unit| unit.name.as_str()).collect(),
            by_blanket: &task.by_blanket,
            parted: task.parted,
            role: task.role,
            deadline: task.deadline.as_ref().map(|deadline| deadline.text.as_str()),
            items: items.collect(),
            doubts: &task.doubts,
            lines: task.lines,
        }
    }
}

impl<'a> FindingView<'a> {
    fn of(finding: &'a Finding) -> Self {
        Self { line: finding.line, task: finding.task, text: &finding.text }
    }
}

/// A kind in the words of the JSON and of a table.
fn kind(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Task => ("task", "任务"),
        Kind::Safeguard => ("safeguard", "保障措施"),
        Kind::Duty => ("duty", "单位职责"),
        Kind::Group => ("group", "分组"),
    }
}

fn summary(context: &Context, draft: &Draft) -> String {
    let tasks = draft.tasks.iter().filter(|task| task.kind == Kind::Task);
    let (mut count, mut owed, mut doubtful) = (0, 0, 0);
    for task in tasks {
        count += 1;
        owed += usize::from(task.role != Role::None);
        doubtful += usize::from(!task.doubts.is_empty());
    }
    let title = draft.title.as_deref().unwrap_or("（没有找到标题）");
    let mut text = format!("{title}\n{count}项任务，{owed}项涉及乡镇，{doubtful}项要核对。\n\n");
    text.push_str(&table(context, &rows(draft), &[0]));
    let findings = draft.findings.iter().map(|finding| format!("\n第{}行：{}", finding.line, finding.text));
    text.extend(findings);
    text
}

fn rows(draft: &Draft) -> Rows {
    let columns = [
        ("序号", "no"),
        ("编号", "label"),
        ("类别", "kind"),
        ("标题", "title"),
        ("牵头", "leads"),
        ("配合", "partners"),
    ];
    let mut rows = Rows::new(&columns);
    for task in &draft.tasks {
        let names =
            |units: &[notice::draft::Unit]| units.iter().map(|unit| unit.name.as_str()).collect::<Vec<_>>().join("、");
        rows.push([
            task.no.to_string(),
            task.label.clone(),
            kind(task.kind).1.to_owned(),
            task.title.clone(),
            names(&task.leads),
            names(&task.partners),
        ]);
    }
    rows
}
