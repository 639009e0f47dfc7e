//! `check`: audits (审核) the records of a period before a report.

use serde::Serialize;

use crate::domain::check::{CheckFinding, Severity};
use crate::domain::ledger::Hex16;
use crate::domain::period::Period;
use crate::error::Error;
use crate::operations::check::{EvidenceCheck, findings};
use crate::operations::context::Context;
use crate::operations::draft::ReportDraft;

use super::Outcome;
use super::output::{self, Rows, table, tell};

/// Most warnings to print after a report.
const SHOWN_MAX: usize = 8;

/// Prints the warnings on a report that was made.
pub(super) fn print_warnings(draft: &ReportDraft, period: Period) {
    let found = findings(draft, period, EvidenceCheck::ByContent);
    let warnings: Vec<String> = found.iter().map(|one| format!("{}：{}", one.level.word(), one.text)).collect();
    tell(&warnings[..warnings.len().min(SHOWN_MAX)]);
    if warnings.len() > SHOWN_MAX {
        let more = warnings.len() - SHOWN_MAX;
        tell(&[format!("还有{more}处提醒，没有一一列出。可以用 taizhang check --period {period} 查看。")]);
    }
}

/// One finding in JSON (see `docs/cli.md`).
#[derive(Serialize)]
struct CheckFindingView<'a> {
    level: &'static str,
    task: Option<u32>,
    item: Option<&'a str>,
    activity: Option<Hex16>,
    text: &'a str,
}

impl<'a> CheckFindingView<'a> {
    fn of(finding: &'a CheckFinding) -> Self {
        let level = match finding.level {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let CheckFinding { place, text, .. } = finding;
        Self { level, task: place.task(), item: place.item(), activity: place.activity(), text }
    }
}

pub fn check(context: &Context, period: Period) -> Result<Outcome, Error> {
    let loaded = context.read_ledgers()?;
    let plan = context.plan();
    if !plan.years().contains(&period.year()) {
        return Err(Error::Year { year: period.year(), years: plan.notice.years });
    }
    tell(&loaded.notes);
    let draft = ReportDraft::of(context, &loaded)?;
    let found = findings(&draft, period, EvidenceCheck::ByContent);
    let errors = found.iter().filter(|finding| finding.level == Severity::Error).count();
    let views: Vec<CheckFindingView> = found.iter().map(CheckFindingView::of).collect();
    output::print(context, &views, || words(context, period, &found, errors), || rows(&views))?;
    Ok(if errors == 0 { Outcome::Done } else { Outcome::ProblemsFound })
}

fn words(context: &Context, period: Period, found: &[CheckFinding], errors: usize) -> String {
    let name = period.name();
    if found.is_empty() {
        return format!("{name}审核通过，没有发现问题，可以上报。");
    }
    let mut rows = Rows::new(&[("", ""), ("任务", ""), ("问题", "")]);
    for finding in found {
        let task = finding.place.task().map(|no| no.to_string()).unwrap_or_default();
        rows.push([finding.level.word().to_owned(), task, finding.text.clone()]);
    }
    let warnings = found.len() - errors;
    let foot = match errors {
        0 => format!("{name}审核通过，没有错误，有{warnings}处提醒。可以上报；请先看看这些提醒。"),
        _ => format!("{name}审核没有通过：{errors}处错误，{warnings}处提醒。错误改好以后才能上报。"),
    };
    format!("{}\n{foot}", table(context, &rows, &[1]))
}

fn rows(views: &[CheckFindingView]) -> Rows {
    let mut rows =
        Rows::new(&[("级别", "level"), ("任务", "task"), ("清单", "item"), ("活动", "activity"), ("问题", "text")]);
    for CheckFindingView { level, task, item, activity, text } in views {
        rows.push([
            (*level).to_owned(),
            task.map(|no| no.to_string()).unwrap_or_default(),
            item.unwrap_or_default().to_owned(),
            activity.map(|id| id.to_string()).unwrap_or_default(),
            (*text).to_owned(),
        ]);
    }
    rows
}
