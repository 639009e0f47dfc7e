//! `export`, `verify`: the report goes up, and any file of this program is judged.

use std::ffi::OsStr;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::domain::ledger::{Change, Entry, Ledger};
use crate::domain::period::Period;
use crate::domain::plan::Township;
use crate::domain::plan::{Plan, TownshipError};
use crate::domain::report::{Report, Signature, compose};
use crate::error::{Error, FormatSentence};
use crate::format::plan::PlanFile;
use crate::format::{self, LEDGER_MAX, REPORT_MAX, seal};
use crate::store::folder::DataFolder;
use crate::store::ledger::Writer;
use crate::store::{self, StoreError, outbox};

use super::Outcome;
use super::context::{self, Context};
use super::output::{self, Rows, table, tell};

/// Everything that a report is made of, except the period.
#[derive(Debug)]
pub struct Making<'a> {
    /// Where the records lie.
    pub data: &'a DataFolder,
    /// The plan.
    pub plan: &'a PlanFile,
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
        let plan = &self.plan.plan;
        if !plan.years().contains(&period.year()) {
            return Err(Error::Year { year: period.year(), years: plan.notice.years });
        }
        let report = compose(plan, &self.plan.sha256, self.township, self.ledger, self.damaged, period, &self.by);
        if let Some((earlier, bytes)) = self.earlier(&report).filter(|(old, _)| report.repeats(old, writer.device())) {
            let handed_out = hand_out(out, &earlier, &bytes, false);
            return Ok(Made { entry: None, handed_out });
        }
        let unwritable = |error: ron::Error| StoreError::Unwritable(error.to_string());
        let bytes = format::report::write(&report).map_err(unwritable)?.into_bytes();
        outbox::keep(self.data, &report, &bytes)?;
        let change = Change::Exported {
            period,
            revision: report.revision,
            sha256: seal::sha256(&bytes),
            parent: report.parent.clone(),
        };
        let entry = context::append(writer, self.ledger, change, &self.by.reporter)?;
        Ok(Made { entry: Some(entry), handed_out: hand_out(out, &report, &bytes, true) })
    }

    /// The report before `report`, where the outbox holds it.
    fn earlier(&self, report: &Report) -> Option<(Report, Vec<u8>)> {
        outbox::find(self.data, &report.plan, &report.township.code, report.parent.as_deref()?)
    }
}

fn hand_out(out: &Path, report: &Report, bytes: &[u8], new: bool) -> Result<Exported, StoreError> {
    let path = outbox::hand_out(out, &report.file_name(), bytes)?;
    Ok(Exported { path, revision: report.revision, sha256: seal::sha256(bytes), new })
}

/// `export`
pub fn export(context: &Context, period: Period, out: &Path) -> Result<Outcome, Error> {
    let township = context.township()?;
    let mut open = context.open_ledgers()?;
    tell(&open.shelf.notes);
    let settings = &context.settings;
    let making = Making {
        data: &context.data,
        plan: &context.plan,
        township,
        ledger: &open.shelf.ledger,
        damaged: open.shelf.damaged(),
        unknown: open.shelf.unknown(),
        by: Signature {
            reporter: settings.reporter.clone(),
            reviewer: settings.reviewer.clone(),
            phone: settings.phone.clone(),
            at: context::now(),
            today: context.today,
        },
    };
    let made = making.make(&mut open.writer, period, out)?;
    let exported = made.handed_out.map_err(|error| Error::NotHandedOut(Box::new(error)))?;
    let in_table = || export_words(&exported, period);
    let in_csv = || {
        let mut rows = Rows::new(&[("文件", "path"), ("次数", "revision"), ("校验", "sha256"), ("新", "new")]);
        let Exported { path, revision, sha256, new } = &exported;
        rows.push([path.display().to_string(), revision.to_string(), sha256.clone(), new.to_string()]);
        rows
    };
    output::print(context, &exported, in_table, in_csv)?;
    Ok(Outcome::Done)
}

fn export_words(exported: &Exported, period: Period) -> String {
    let first = if exported.new {
        format!("已生成{}第{}次上报，写入后已读回核对。", period.name(), exported.revision)
    } else {
        format!("{}自第{}次上报以来没有变化，交出的仍是那一份。", period.name(), exported.revision)
    };
    format!("{first}\n文件：{}\n校验：{}", exported.path.display(), exported.sha256)
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
            rows.push([
                verdict.file.display().to_string(),
                kind.to_owned(),
                ok.to_owned(),
                township.map(|one| if words { one.name.clone() } else { one.code.clone() }).unwrap_or_default(),
                verdict.period.map(|period| period.to_string()).unwrap_or_default(),
                verdict.revision.map(|revision| revision.to_string()).unwrap_or_default(),
                verdict.reason.clone().unwrap_or_default(),
            ]);
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
    ];
    output::print(context, &verdicts, || table(context, &rows(&columns, true), &[5]), || rows(&columns, false))?;
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
fn kind_of(path: &Path) -> std::io::Result<Kind> {
    let mut head = Vec::new();
    std::fs::File::open(path)?.take(PEEK).read_to_end(&mut head)?;
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
    let kind = kind_of(file).map_err(|source| {
        let path = file.to_owned();
        Error::Store(StoreError::Io { doing: store::Doing::Reading, path, source }).to_string()
    });
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
    let notes = store::ledger::notes(file, &reading, bytes.len());
    if notes.is_empty() { Ok(()) } else { Err(notes.iter().map(ToString::to_string).collect()) }
}
