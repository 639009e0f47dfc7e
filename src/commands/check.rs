//! `check`: 审核, before a report is made.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::check::{self, EvidenceFault, Facts, Finding, Level, Size};
use crate::domain::ledger::Hex16;
use crate::domain::period::Period;
use crate::error::Error;
use crate::format::REPORT_MAX;
use crate::store::outbox::Forgotten;
use crate::store::{StoreError, evidence, outbox};

use super::Outcome;
use super::context::Context;
use super::output::{self, Rows, table, tell};
use super::report::Making;
use super::verify::accepted;

/// How closely evidence is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// Whether it is there and has its size: a moment, however much there is.
    BySize,
    /// Its content too: as long as reading all of it takes.
    ByContent,
}

/// Everything found before a report of `period`, the errors first. Prints nothing, and writes nothing but evidence that it
/// repairs from the mirror.
#[must_use]
pub fn findings(making: &Making, period: Period, closely: Evidence) -> Vec<Finding> {
    let mut facts = Facts { evidence: faulty_evidence(making, period, closely), ..facts(making, period) };
    match rolled_back(making) {
        Ok(rolled_back) => facts.rolled_back = rolled_back,
        // What the reports in the outbox say cannot be compared.
        Err(_) => facts.unknown += 1,
    }
    check::check(making.context.plan(), making.ledger, period, &making.by, &facts)
}

/// Refuses a report that 审核 finds errors in.
pub(super) fn refuse(making: &Making, period: Period) -> Result<(), Error> {
    let found = check::check(making.context.plan(), making.ledger, period, &making.by, &facts(making, period));
    let mut errors = found.into_iter().filter(|finding| finding.level == Level::Error);
    let Some(first) = errors.next() else { return Ok(()) };
    Err(Error::NotReady { period, first: first.text, errors: errors.count() + 1 })
}

/// Most warnings that are told beside a report.
const TOLD_MAX: usize = 8;

/// Tells the warnings about a report that was made.
pub(super) fn tell_warnings(making: &Making, period: Period) {
    let found = findings(making, period, Evidence::ByContent);
    let warnings: Vec<String> = found.iter().map(|one| format!("{}：{}", one.level.word(), one.text)).collect();
    tell(&warnings[..warnings.len().min(TOLD_MAX)]);
    if warnings.len() > TOLD_MAX {
        let more = warnings.len() - TOLD_MAX;
        tell(&[format!("还有{more}处提醒，没有一一列出。可以用 taizhang check --period {period} 查看。")]);
    }
}

/// What the reading of the ledgers said, and what the county would say of the report.
fn facts(making: &Making, period: Period) -> Facts {
    let (bytes, refused) = match making.draft(period) {
        Ok(bytes) => (bytes.len() as u64, accepted(&making.context.plan, &bytes).err()),
        Err(error) => (0, Some(Error::from(error).to_string())),
    };
    let size = Size { bytes, most: REPORT_MAX };
    Facts { damaged: making.damaged, unknown: making.unknown, size, refused, ..Facts::default() }
}

/// The PCs whose ledgers no longer hold what a report was made of, and how many entries fewer they have.
fn rolled_back(making: &Making) -> Result<Vec<(Hex16, u64)>, StoreError> {
    let (data, plan, township) = (&making.context.data, &making.context.plan().id, &making.township.code);
    let forgotten = outbox::forgotten(data, plan, township, making.ledger)?.into_iter();
    let missing = |one: Forgotten| (one.reported.device, one.reported.entries.saturating_sub(one.there));
    Ok(forgotten.map(missing).collect())
}

fn faulty_evidence(making: &Making, period: Period, closely: Evidence) -> BTreeMap<String, EvidenceFault> {
    let (data, plan, township) = (&making.context.data, &making.context.plan().id, &making.township.code);
    let mirror = making.context.mirror();
    let mut looked_at: BTreeMap<String, Option<EvidenceFault>> = BTreeMap::new();
    for piece in check::handed_up(making.ledger, period).flat_map(|one| one.evidence) {
        // One photo may serve several activities.
        let whole = closely == Evidence::ByContent;
        let look = || evidence::fault(data, mirror.as_ref(), plan, township, &piece, whole);
        looked_at.entry(piece.sha256.clone()).or_insert_with(look);
    }
    looked_at.into_iter().filter_map(|(sha256, fault)| Some((sha256, fault?))).collect()
}

/// One finding (contract, JSON).
#[derive(Serialize)]
struct View<'a> {
    level: &'static str,
    task: Option<u32>,
    item: Option<&'a str>,
    activity: Option<Hex16>,
    text: &'a str,
}

impl<'a> View<'a> {
    fn of(finding: &'a Finding) -> Self {
        let level = match finding.level {
            Level::Error => "error",
            Level::Warning => "warning",
        };
        let Finding { place, text, .. } = finding;
        Self { level, task: place.task(), item: place.item(), activity: place.activity(), text }
    }
}

/// `check`
pub fn check(context: &Context, period: Period) -> Result<Outcome, Error> {
    let shelf = context.read_ledgers()?;
    let plan = context.plan();
    if !plan.years().contains(&period.year()) {
        return Err(Error::Year { year: period.year(), years: plan.notice.years });
    }
    tell(&shelf.notes);
    let making = Making::of(context, &shelf)?;
    let found = findings(&making, period, Evidence::ByContent);
    let errors = found.iter().filter(|finding| finding.level == Level::Error).count();
    let views: Vec<View> = found.iter().map(View::of).collect();
    output::print(context, &views, || words(context, period, &found, errors), || rows(&views))?;
    Ok(if errors == 0 { Outcome::Done } else { Outcome::ProblemsFound })
}

fn words(context: &Context, period: Period, found: &[Finding], errors: usize) -> String {
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

fn rows(views: &[View]) -> Rows {
    let mut rows =
        Rows::new(&[("级别", "level"), ("任务", "task"), ("清单", "item"), ("活动", "activity"), ("问题", "text")]);
    for View { level, task, item, activity, text } in views {
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
