//! `verify`: is each file whole and untouched?

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::{Datelike as _, NaiveDate};
use serde::{Serialize, Serializer};

use crate::domain::ledger::Standing;
use crate::domain::period::Period;
use crate::domain::plan::{Plan, PlanFile, Township, TownshipError};
use crate::domain::report::{Report, ReportItem};
use crate::error::Error;
use crate::format::kind::{self, Kind, PEEK};
use crate::format::{self, LEDGER_MAX, REPORT_MAX, seal};
use crate::store;

use super::Outcome;
use super::context::Context;
use super::output::{self, Rows, table};

mod backup;

/// What `verify` says of one file (contract, JSON).
#[derive(Debug, Serialize)]
struct Verdict {
    file: PathBuf,
    #[serde(serialize_with = "serialize_kind")]
    kind: Kind,
    ok: bool,
    reason: Option<String>,
    township: Option<Township>,
    period: Option<Period>,
    revision: Option<u32>,
    sha256: Option<String>,
}

/// `verify`
pub fn verify(context: &Context, files: &[PathBuf]) -> Result<Outcome, Error> {
    let verdicts: Vec<Verdict> = files.iter().map(|file| judge(context, file)).collect();
    let rows = |columns: &[(&'static str, &'static str)], words: bool| {
        let mut rows = Rows::new(columns);
        for verdict in &verdicts {
            let ok = match (words, verdict.ok) {
                (true, true) => "完好",
                (true, false) => "有问题",
                (false, true) => "true",
                (false, false) => "false",
            };
            let (word, key) = called(verdict.kind);
            let kind = if words { word } else { key };
            let township = verdict.township.as_ref();
            let row = [
                verdict.file.display().to_string(),
                kind.to_owned(),
                ok.to_owned(),
                township.map(|one| if words { one.name.clone() } else { one.code.clone() }).unwrap_or_default(),
                verdict.period.map(|period| period.to_string()).unwrap_or_default(),
                verdict.revision.map(|revision| revision.to_string()).unwrap_or_default(),
                verdict.reason.clone().unwrap_or_default(),
                verdict.sha256.clone().unwrap_or_default(),
            ];
            rows.push(row.into_iter().take(columns.len()));
        }
        rows
    };
    let columns = [
        ("文件", "file"),
        ("种类", "kind"),
        ("结果", "ok"),
        ("乡镇", "township"),
        ("报告期", "period"),
        ("次数", "revision"),
        ("说明", "reason"),
        ("校验", "sha256"),
    ];
    output::print(context, &verdicts, || table(context, &rows(&columns[..7], true), &[5]), || rows(&columns, false))?;
    let clean = verdicts.iter().all(|verdict| verdict.ok);
    Ok(if clean { Outcome::Done } else { Outcome::ProblemsFound })
}

/// What a file is called: to people, and in JSON and CSV.
fn called(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Report => ("上报文件", "report"),
        Kind::Receipt => ("回执", "receipt"),
        Kind::Plan => ("规划", "plan"),
        Kind::Ledger => ("台账", "ledger"),
        // No other archive is let pass for one.
        Kind::Zip => ("备份", "backup"),
        _ => ("不认识", "unknown"),
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over so")]
fn serialize_kind<S: Serializer>(kind: &Kind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(called(*kind).1)
}

fn judge(context: &Context, file: &Path) -> Verdict {
    let mut verdict = Verdict {
        file: file.to_owned(),
        kind: Kind::Unknown,
        ok: false,
        reason: None,
        township: None,
        period: None,
        revision: None,
        sha256: None,
    };
    let head = store::read_head(file, PEEK).map_err(|error| Error::Store(error).to_string());
    let kind = head.map(|head| kind::of(&head));
    let judged = kind.and_then(|kind| {
        if kind == Kind::Zip {
            return backup::judge(context, file, &mut verdict);
        }
        verdict.kind = kind;
        let limit = if kind == Kind::Ledger { LEDGER_MAX } else { REPORT_MAX };
        let bytes = store::read(file, limit).map_err(|error| Error::Store(error).to_string())?;
        verdict.sha256 = Some(seal::sha256(&bytes));
        match kind {
            Kind::Report => judge_report(context, &bytes, &mut verdict),
            Kind::Receipt => judge_receipt(context, &bytes, &mut verdict),
            Kind::Plan => {
                let read = format::plan::read(&bytes).map_err(|error| error.to_string())?;
                verdict.sha256 = Some(read.sha256);
                Ok(())
            }
            Kind::Ledger => judge_ledger(context, file, &bytes, &mut verdict),
            _ => Err(format::FormatError::WrongKind { found: None }.to_string()),
        }
    });
    verdict.ok = judged.is_ok();
    verdict.reason = judged.err();
    verdict
}

/// The plan of that id; the one that is meant where this office does not know it.
pub(in crate::commands) fn of_plan<'a>(context: &'a Context, id: &str) -> &'a PlanFile {
    context.plan_of(id).unwrap_or(&context.plan)
}

fn judge_report(context: &Context, bytes: &[u8], verdict: &mut Verdict) -> Result<(), String> {
    let read = format::report::read(bytes).map_err(|error| error.to_string())?;
    let report = read.report;
    verdict.sha256 = Some(read.sha256);
    verdict.township = Some(report.township.clone());
    verdict.period = Some(report.period);
    verdict.revision = Some(report.revision);
    sound(of_plan(context, &report.plan), &report)
}

/// Whether the county would take in a report of these bytes; a sentence of why not.
pub(in crate::commands) fn accepted(plan: &PlanFile, bytes: &[u8]) -> Result<(), String> {
    let read = format::report::read(bytes).map_err(|error| error.to_string())?;
    sound(plan, &read.report)
}

/// Whether a whole report fits the plan; a sentence of what does not. Made under the very text of the plan, it has the
/// plan's items and no others; under another text, those that both have count (contract, Plan).
pub(in crate::commands) fn sound(file: &PlanFile, report: &Report) -> Result<(), String> {
    let plan = &file.plan;
    belongs(plan, &report.plan, &report.township, "上报文件")?;
    if !plan.years().contains(&report.period.year()) {
        return Err(format!("报告期{}不在规划的年份内。请填报乡镇核对后重新上报。", report.period.name()));
    }
    let in_plan = |on: &NaiveDate| plan.years().contains(&on.year());
    let misdated = |item: &&ReportItem| matches!(&item.standing, Standing::Done { on } if !in_plan(on));
    if let Some(item) = report.items.iter().find(misdated) {
        return Err(format!("清单 {} 的完成日期不在规划的年份内。请填报乡镇核对后重新上报。", item.id));
    }
    if file.sha256 != report.plan_sha256 {
        return Ok(());
    }
    let known: BTreeSet<u32> = plan.tasks().map(|(_, task)| task.no).collect();
    let tasks = report.activities.iter().map(|one| one.task);
    let tasks =
        tasks.chain(report.remarks.iter().map(|one| one.task)).chain(report.own_items.iter().map(|one| one.task));
    if let Some(no) = tasks.into_iter().find(|no| !known.contains(no)) {
        return Err(format!("规划里没有第{no}项任务。请核对双方的规划是否同一版。"));
    }
    let owed = || plan.owed().flat_map(|(_, task)| &task.items).map(|item| item.id.as_str());
    let named = || report.items.iter().map(|item| item.id.as_str());
    if owed().eq(named()) {
        return Ok(());
    }
    let (owed, named): (BTreeSet<&str>, BTreeSet<&str>) = (owed().collect(), named().collect());
    if let Some(id) = named.difference(&owed).next() {
        return Err(format!("规划里没有清单 {id}。请核对双方的规划是否同一版。"));
    }
    match owed.difference(&named).next() {
        Some(id) => Err(format!("少了清单 {id}，内容不全。请填报乡镇用本程序重新上报。")),
        None => Ok(()),
    }
}

/// Whether a file of that `plan` and township belongs to the plan in use.
fn belongs(plan: &Plan, named: &str, township: &Township, kind: &str) -> Result<(), String> {
    if named != plan.id {
        return Err(format!("是另一个规划（{named}）的{kind}，这里用的是 {}。请核对。", plan.id));
    }
    match plan.township(&township.code) {
        Err(TownshipError::Abolished { sentence }) => Err(sentence),
        Err(TownshipError::Unknown { asked }) => Err(format!("规划里没有代码为 {asked} 的乡镇。请核对。")),
        Ok(known) if known.name != township.name => {
            Err(format!("代码 {} 是{}，文件里写的是{}。请核对。", known.code, known.name, township.name))
        }
        Ok(_) => Ok(()),
    }
}

fn judge_receipt(context: &Context, bytes: &[u8], verdict: &mut Verdict) -> Result<(), String> {
    let read = format::receipt::read(bytes).map_err(|error| error.to_string())?;
    let receipt = read.receipt;
    verdict.sha256 = Some(read.sha256);
    verdict.township = Some(receipt.township.clone());
    verdict.period = Some(receipt.period);
    verdict.revision = Some(receipt.revision);
    let plan = &of_plan(context, &receipt.plan).plan;
    belongs(plan, &receipt.plan, &receipt.township, "回执")?;
    match receipt.remarks.iter().find(|remark| plan.task(remark.task).is_none()) {
        Some(remark) => Err(format!("规划里没有第{}项任务。请核对双方的规划是否同一版。", remark.task)),
        None => Ok(()),
    }
}

fn judge_ledger(context: &Context, file: &Path, bytes: &[u8], verdict: &mut Verdict) -> Result<(), String> {
    if let Some(encoding) = kind::saved_anew_in(bytes) {
        return Err(format::FormatError::Encoding(encoding).to_string());
    }
    let named = store::ledger::device_of(file);
    let reading = format::ledger::read(bytes, named).map_err(|error| error.to_string())?;
    if let (Some(named), Some(device)) = (named, reading.device)
        && named != device
    {
        return Err(format!("文件名写的是电脑 {named} 的台账，里面写的是电脑 {device} 的。请核对是不是改过文件名。"));
    }
    if let Some(header) = &reading.header {
        let plan = &of_plan(context, &header.plan).plan;
        verdict.township = plan.township(&header.township).ok().cloned();
    }
    let notes = store::ledger::notes(file, &reading, Some(bytes.len()));
    if notes.is_empty() { Ok(()) } else { Err(notes.iter().map(ToString::to_string).collect()) }
}
