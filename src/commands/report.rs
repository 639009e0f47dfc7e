//! `export`, `verify`: the report goes up, and any file of this program is judged.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use chrono::{Datelike as _, NaiveDate};
use serde::Serialize;

use crate::domain::ledger::{Change, Entry, Ledger, Standing};
use crate::domain::period::Period;
use crate::domain::plan::Township;
use crate::domain::plan::{Plan, TownshipError};
use crate::domain::report::{Edition, Report, ReportItem, Signature, compose, last_export};
use crate::error::{Error, FormatSentence};
use crate::format::{self, LEDGER_MAX, REPORT_MAX, seal};
use crate::store::ledger::Writer;
use crate::store::outbox::{self, Kept};
use crate::store::{self, StoreError};

use super::Outcome;
use super::beside;
use super::context::Context;
use super::output::{self, Rows, table, tell};

/// Everything that a report is made of, except the period.
#[derive(Debug)]
pub struct Making<'a> {
    /// The folder, the plan, the settings.
    pub context: &'a Context,
    /// Who reports.
    pub township: &'a Township,
    /// What was done.
    pub ledger: &'a Ledger,
    /// Damaged lines that are passed over.
    pub damaged: u32,
    /// Entries of a newer program; any keeps the report from being made.
    pub unknown: usize,
    /// Who makes it, and when.
    pub by: Signature,
}

/// A report that was made, or an earlier one that says the same.
#[derive(Debug)]
pub struct Made {
    /// The ledger's new entry; none where an earlier report says the same.
    pub entry: Option<Entry>,
    /// What was handed out, or why it could not be; the outbox has it either way.
    pub handed_out: Result<Exported, StoreError>,
}

/// A report in the clerk's folder (contract, JSON).
#[derive(Debug, Clone, Serialize)]
pub struct Exported {
    /// Where it lies.
    pub path: PathBuf,
    /// 1, 2, 3 ...
    pub revision: u32,
    /// Its identity.
    pub sha256: String,
    /// False where nothing had changed and the stored bytes went out again.
    pub new: bool,
    /// The printable workbook beside it, where one was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub xlsx: Option<PathBuf>,
    /// The evidence bundle beside it, where one was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<PathBuf>,
    /// Whether the folder was not there and was made.
    #[serde(skip)]
    pub made_folder: bool,
}

/// What shall lie beside a report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Beside {
    /// The printable workbook.
    pub workbook: bool,
    /// The evidence bundle.
    pub evidence: bool,
}

impl Making<'_> {
    /// Makes the report of `period` and hands it out into `out`: outbox, ledger, then `out`.
    pub fn make(&self, writer: &mut Writer, period: Period, out: &Path) -> Result<Made, Error> {
        if self.by.reporter.is_empty() {
            return Err(Error::NoReporter);
        }
        if self.unknown > 0 {
            return Err(Error::NewerEntries(self.unknown));
        }
        let plan = self.context.plan();
        if !plan.years().contains(&period.year()) {
            return Err(Error::Year { year: period.year(), years: plan.notice.years });
        }
        // Refused before anything is kept: where the ledger is gone, a report would say what no disk holds.
        writer.check()?;
        let earlier = self.latest(period);
        let (revision, parent) = match (&earlier, last_export(self.ledger, period)) {
            // The outbox knows of a report that a ledger put back from a copy has forgotten.
            (Some(kept), (revision, _)) if kept.report.revision > revision => {
                (kept.report.revision, Some(kept.sha256.clone()))
            }
            (_, last) => last,
        };
        let edition = Edition { period, revision: revision.saturating_add(1), parent };
        let report =
            compose(plan, &self.context.plan.sha256, self.township, self.ledger, self.damaged, edition, &self.by);
        let repeats =
            |kept: &Kept| report.parent.as_ref() == Some(&kept.sha256) && report.repeats(&kept.report, writer.device());
        if let Some(kept) = earlier.filter(repeats) {
            let handed_out = hand_out(out, &kept.report, &kept.bytes, false);
            return Ok(Made { entry: None, handed_out });
        }
        let unwritable = |error: ron::Error| StoreError::Unwritable(error.to_string());
        let bytes = format::report::write(&report).map_err(unwritable)?.into_bytes();
        outbox::keep(&self.context.data, &report, &bytes)?;
        let change = Change::Exported {
            period,
            revision: report.revision,
            sha256: seal::sha256(&bytes),
            parent: report.parent.clone(),
        };
        let entry = self.context.append(writer, self.ledger, change)?;
        Ok(Made { entry: Some(entry), handed_out: hand_out(out, &report, &bytes, true) })
    }

    /// The latest report of `period` that the outbox holds.
    fn latest(&self, period: Period) -> Option<Kept> {
        let reports = outbox::reports(&self.context.data, &self.context.plan().id, &self.township.code);
        reports.into_iter().filter(|kept| kept.report.period == period).max_by_key(|kept| kept.report.revision)
    }
}

fn hand_out(out: &Path, report: &Report, bytes: &[u8], new: bool) -> Result<Exported, StoreError> {
    let made_folder = !out.exists();
    let path = outbox::hand_out(out, &report.file_name(), bytes)?;
    // A path that says where it is, whatever folder the program was started in.
    let path = std::path::absolute(&path).unwrap_or(path);
    Ok(Exported {
        path,
        revision: report.revision,
        sha256: seal::sha256(bytes),
        new,
        xlsx: None,
        evidence: None,
        made_folder,
    })
}

/// `export`
pub fn export(context: &Context, period: Period, out: &Path, asked: Beside) -> Result<Outcome, Error> {
    let township = context.township()?;
    let mut open = context.open_ledgers()?;
    tell(&open.shelf.notes);
    let making = Making {
        context,
        township,
        ledger: &open.shelf.ledger,
        damaged: open.shelf.damaged(),
        unknown: open.shelf.unknown(),
        by: context.signature(context.today),
    };
    let made = making.make(&mut open.writer, period, out)?;
    let mut exported = made.handed_out.map_err(|error| Error::NotHandedOut(Box::new(error)))?;
    let mut problems = Vec::new();
    if asked.workbook {
        match beside::workbook(context, &exported.path) {
            Ok(path) => exported.xlsx = Some(path),
            Err(error) => problems.push(Error::NotBeside(Box::new(error))),
        }
    }
    if asked.evidence {
        match beside::evidence(context, &exported.path) {
            Ok(bundled) => {
                problems.extend(bundled.left_out.into_iter().map(Error::EvidenceLeftOut));
                exported.evidence = Some(bundled.path);
            }
            Err(error) => problems.push(Error::NotBeside(Box::new(error))),
        }
    }
    let in_table = || export_words(&exported, period);
    let in_csv = || {
        let mut rows = Rows::new(&[("文件", "path"), ("次数", "revision"), ("校验", "sha256"), ("新", "new")]);
        let Exported { path, revision, sha256, new, .. } = &exported;
        let mut row = vec![path.display().to_string(), revision.to_string(), sha256.clone(), new.to_string()];
        for (path, column) in [(&exported.xlsx, ("表格", "xlsx")), (&exported.evidence, ("佐证", "evidence"))] {
            if let Some(path) = path {
                rows.columns.push(column);
                row.push(path.display().to_string());
            }
        }
        rows.push(row);
        rows
    };
    output::print(context, &exported, in_table, in_csv)?;
    tell(&problems);
    Ok(if problems.is_empty() { Outcome::Done } else { Outcome::ProblemsFound })
}

fn export_words(exported: &Exported, period: Period) -> String {
    let mut words = format!("{}\n文件：{}\n", exported.words(period), exported.path.display());
    for (name, path) in [("表格", &exported.xlsx), ("佐证", &exported.evidence)] {
        if let Some(path) = path {
            let _ = writeln!(words, "{name}：{}", path.display());
        }
    }
    words + "校验：" + &exported.sha256
}

impl Exported {
    /// How it went.
    #[must_use]
    pub fn words(&self, period: Period) -> String {
        let made_folder = if self.made_folder { "文件夹原来没有，已新建。" } else { "" };
        let (period, revision) = (period.name(), self.revision);
        if self.new {
            format!("已生成{period}第{revision}次上报，写入后已读回核对。{made_folder}")
        } else {
            format!("{period}自第{revision}次上报以来没有变化，交出的仍是那一份。{made_folder}")
        }
    }
}

/// What `verify` says of one file (contract, JSON).
#[derive(Debug, Serialize)]
struct Verdict {
    file: PathBuf,
    kind: Kind,
    ok: bool,
    reason: Option<String>,
    township: Option<Township>,
    period: Option<Period>,
    revision: Option<u32>,
    sha256: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Report,
    Plan,
    Ledger,
    Unknown,
}

/// `verify`
pub fn verify(context: &Context, files: &[PathBuf]) -> Result<Outcome, Error> {
    let verdicts: Vec<Verdict> = files.iter().map(|file| judge(context.plan(), file)).collect();
    let rows = |columns: &[(&'static str, &'static str)], words: bool| {
        let mut rows = Rows::new(columns);
        for verdict in &verdicts {
            let ok = match (words, verdict.ok) {
                (true, true) => "完好",
                (true, false) => "有问题",
                (false, true) => "true",
                (false, false) => "false",
            };
            let kind = if words { verdict.kind.word() } else { verdict.kind.key() };
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

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Kind::Report => "上报文件",
            Kind::Plan => "规划",
            Kind::Ledger => "台账",
            Kind::Unknown => "不认识",
        }
    }

    fn key(self) -> &'static str {
        match self {
            Kind::Report => "report",
            Kind::Plan => "plan",
            Kind::Ledger => "ledger",
            Kind::Unknown => "unknown",
        }
    }
}

/// How much of a file is looked at to tell its kind: the comments at its head, and more.
const PEEK: u64 = 64 << 10;

/// The kind that the head of a file names.
fn kind_of(path: &Path) -> Result<Kind, StoreError> {
    let head = store::read_head(path, PEEK)?;
    let head = String::from_utf8_lossy(&head);
    let kinds = [
        (format::report::FORMAT, Kind::Report),
        (format::plan::FORMAT, Kind::Plan),
        (format::ledger::FORMAT, Kind::Ledger),
    ];
    let named = kinds.iter().filter_map(|(name, kind)| Some((head.find(&format!("\"{name}\""))?, *kind)));
    Ok(named.min_by_key(|(at, _)| *at).map_or(Kind::Unknown, |(_, kind)| kind))
}

fn judge(plan: &Plan, file: &Path) -> Verdict {
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
    let kind = kind_of(file).map_err(|error| Error::Store(error).to_string());
    let judged = kind.and_then(|kind| {
        verdict.kind = kind;
        let limit = if kind == Kind::Ledger { LEDGER_MAX } else { REPORT_MAX };
        let bytes = store::read(file, limit).map_err(|error| Error::Store(error).to_string())?;
        verdict.sha256 = Some(seal::sha256(&bytes));
        match kind {
            Kind::Report => judge_report(plan, &bytes, &mut verdict),
            Kind::Plan => {
                let read = format::plan::read(&bytes).map_err(|error| FormatSentence(&error).to_string())?;
                verdict.sha256 = Some(read.sha256);
                Ok(())
            }
            Kind::Ledger => judge_ledger(plan, file, &bytes, &mut verdict),
            Kind::Unknown => Err(FormatSentence(&format::FormatError::WrongKind { found: None }).to_string()),
        }
    });
    verdict.ok = judged.is_ok();
    verdict.reason = judged.err();
    verdict
}

fn judge_report(plan: &Plan, bytes: &[u8], verdict: &mut Verdict) -> Result<(), String> {
    let read = format::report::read(bytes).map_err(|error| FormatSentence(&error).to_string())?;
    let report = read.report;
    verdict.sha256 = Some(read.sha256);
    verdict.township = Some(report.township.clone());
    verdict.period = Some(report.period);
    verdict.revision = Some(report.revision);
    if report.plan != plan.id {
        return Err(format!("是另一个规划（{}）的上报文件，这里用的是 {}。请核对。", report.plan, plan.id));
    }
    match plan.township(&report.township.code) {
        Err(TownshipError::Abolished { sentence }) => return Err(sentence),
        Err(TownshipError::Unknown { asked }) => return Err(format!("规划里没有代码为 {asked} 的乡镇。请核对。")),
        Ok(known) if known.name != report.township.name => {
            return Err(format!(
                "代码 {} 是{}，文件里写的是{}。请核对。",
                known.code, known.name, report.township.name
            ));
        }
        Ok(_) => {}
    }
    let in_plan = |on: &NaiveDate| plan.years().contains(&on.year());
    let misdated = |item: &&ReportItem| matches!(&item.standing, Standing::Done { on } if !in_plan(on));
    if let Some(item) = report.items.iter().find(misdated) {
        return Err(format!("清单 {} 的完成日期不在规划的年份内。请填报乡镇核对后重新上报。", item.id));
    }
    match report.items.iter().find(|item| plan.item(&item.id).is_none()) {
        Some(item) => Err(format!("规划里没有清单 {}。请核对双方的规划是否同一版。", item.id)),
        None => Ok(()),
    }
}

fn judge_ledger(plan: &Plan, file: &Path, bytes: &[u8], verdict: &mut Verdict) -> Result<(), String> {
    let known = file.file_stem().and_then(OsStr::to_str).and_then(|stem| stem.parse().ok());
    let reading = format::ledger::read(bytes, known).map_err(|error| FormatSentence(&error).to_string())?;
    if let Some(header) = &reading.header {
        verdict.township = plan.township(&header.township).ok().cloned();
    }
    let notes = store::ledger::notes(file, &reading, Some(bytes.len()));
    if notes.is_empty() { Ok(()) } else { Err(notes.iter().map(ToString::to_string).collect()) }
}
