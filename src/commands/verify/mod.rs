//! `verify`: checks that files are whole and unchanged.

use std::path::{Path, PathBuf};

use crate::domain::fit::{belongs, report_fits};
use crate::error::Error;
use crate::format::kind::{self, FileKind, PEEK};
use crate::format::{self, LEDGER_MAX, REPORT_MAX, seal};
use crate::store;

use super::Outcome;
use super::output::{self, Rows, table};
use crate::operations::context::Context;

mod backup;
mod verdict;

use verdict::{Verdict, judge_ledger, kind_words};

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
            let (word, key) = kind_words(verdict.kind);
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
    let is_clean = verdicts.iter().all(|verdict| verdict.ok);
    Ok(if is_clean { Outcome::Done } else { Outcome::ProblemsFound })
}

fn judge(context: &Context, file: &Path) -> Verdict {
    let mut verdict = Verdict {
        file: file.to_owned(),
        kind: FileKind::Unknown,
        ok: false,
        reason: None,
        township: None,
        period: None,
        revision: None,
        sha256: None,
    };
    let head = store::read_head(file, PEEK).map_err(|error| Error::Store(error).to_string());
    let kind = head.map(|head| kind::of(&head));
    let result = kind.and_then(|kind| {
        if kind == FileKind::Zip {
            return backup::judge(context, file, &mut verdict);
        }
        verdict.kind = kind;
        let limit = if kind == FileKind::Ledger { LEDGER_MAX } else { REPORT_MAX };
        let bytes = store::read(file, limit).map_err(|error| Error::Store(error).to_string())?;
        verdict.sha256 = Some(seal::sha256(&bytes));
        match kind {
            FileKind::Report => judge_report(context, &bytes, &mut verdict),
            FileKind::Receipt => judge_receipt(context, &bytes, &mut verdict),
            FileKind::Plan => {
                let read = format::plan::read(&bytes).map_err(|error| error.to_string())?;
                verdict.sha256 = Some(read.sha256);
                Ok(())
            }
            FileKind::Ledger => judge_ledger(context, file, &bytes, &mut verdict),
            _ => Err(format::FormatError::WrongKind { found: None }.to_string()),
        }
    });
    verdict.ok = result.is_ok();
    verdict.reason = result.err();
    verdict
}

fn judge_report(context: &Context, bytes: &[u8], verdict: &mut Verdict) -> Result<(), String> {
    let read = format::report::read(bytes).map_err(|error| error.to_string())?;
    let report = read.report;
    verdict.sha256 = Some(read.sha256);
    verdict.township = Some(report.township.clone());
    verdict.period = Some(report.period);
    verdict.revision = Some(report.revision);
    report_fits(context.plan_or_current(&report.plan), &report)
}

fn judge_receipt(context: &Context, bytes: &[u8], verdict: &mut Verdict) -> Result<(), String> {
    let read = format::receipt::read(bytes).map_err(|error| error.to_string())?;
    let receipt = read.receipt;
    verdict.sha256 = Some(read.sha256);
    verdict.township = Some(receipt.township.clone());
    verdict.period = Some(receipt.period);
    verdict.revision = Some(receipt.revision);
    let plan = &context.plan_or_current(&receipt.plan).plan;
    belongs(plan, &receipt.plan, &receipt.township, "回执")?;
    match receipt.remarks.iter().find(|remark| plan.task(remark.task).is_none()) {
        Some(remark) => Err(format!("规划里没有第{}项任务。请核对双方的规划是否同一版。", remark.task)),
        None => Ok(()),
    }
}
