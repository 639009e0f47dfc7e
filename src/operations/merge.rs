//! Imports another PC's ledgers, a backup or a report (并入).

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde::Serialize;

use crate::domain::ledger::Ledger;
use crate::domain::merge::Overwritten;
use crate::domain::report::taken_in;
use crate::domain::restore::restore_changes;
use crate::domain::wording::value_words;
use crate::error::Error;
use crate::store::import::{self, FileOutcome, ImportOutcome, ImportRefusal, NamedReport};
use crate::store::import_source::{ImportSource, RecordKind};
use crate::store::outbox::StoredReport;
use crate::store::{self, StoreError};

use super::context::Context;

/// The result of `merge`, also printed as JSON (see `docs/cli.md`).
#[derive(Debug, Default, Serialize)]
pub struct MergeSummary {
    pub files: Vec<MergedFile>,
    /// Number of ledger entries that were new here.
    entries: usize,
    /// Number of values that were filled in from reports.
    restored: usize,
    overwritten: Vec<OverwrittenValue>,
    #[serde(skip)]
    notes: Vec<String>,
}

#[derive(Debug, Serialize)]
pub struct MergedFile {
    pub file: PathBuf,
    pub kind: &'static str,
    pub township: Option<String>,
    pub result: &'static str,
    pub reason: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct OverwrittenValue {
    what: String,
    ours: String,
    theirs: String,
    /// The side whose value counts now: `ours` or `theirs`.
    #[serde(rename = "stands")]
    winner: &'static str,
}

/// Imports files. Returns the result, and a sentence for each problem.
pub fn merge(context: &Context, paths: &[PathBuf]) -> Result<(MergeSummary, Vec<String>), Error> {
    let mut source = ImportSource::default();
    let mut refused: Vec<(PathBuf, ImportRefusal)> = Vec::new();
    for path in paths {
        if let Err(error) = source.add(path) {
            refused.push((path.clone(), error.into()));
        }
    }
    refused.extend(source.unread.drain(..).map(|(path, error)| (path, error.into())));
    let result = import::import_files(&context.data, context.plan(), &mut source);
    let result = result.map_err(|error| Error::MergeStopped(Box::new(error)))?;
    let mut summary = MergeSummary::default();
    let unread = result.sides.values().flat_map(|sides| &sides.unread);
    let mut problems: Vec<String> = unread.map(ToString::to_string).collect();
    if !problems.is_empty() {
        problems.push(
            "并入盖掉了这里的哪些值，这次看不出来。请先让它能读，再用 taizhang history 核对谁改了什么。".to_owned(),
        );
    }
    let mut imported = 0;
    let outcomes = result.files.iter().map(|outcome| (outcome.path.clone(), Some(outcome)));
    for (path, outcome) in outcomes.chain(refused.iter().map(|(path, _)| (path.clone(), None))) {
        let result = outcome.and_then(|outcome| outcome.result.as_ref().ok());
        imported += usize::from(result.is_some());
        summary.files.push(MergedFile {
            file: path,
            kind: outcome.map_or("unknown", |outcome| kind_key(&outcome.kind)),
            township: outcome.and_then(|outcome| outcome.township.clone()),
            result: result.map_or("refused", |imported| outcome_key(*imported)),
            reason: None,
        });
    }
    let results = result.files.iter().map(|outcome| outcome.result.as_ref().err());
    for (file, refusal) in summary.files.iter_mut().zip(results.chain(refused.iter().map(|(_, refusal)| Some(refusal))))
    {
        file.reason = refusal.map(ToString::to_string);
        problems.extend(file.reason.clone());
    }
    if imported == 0 {
        return Err(Error::NothingMerged(problems.join("\n")));
    }
    for sides in result.sides.values() {
        summary.entries += sides.new_entries();
        summary.overwritten.extend(sides.overwritten.iter().map(|value| OverwrittenValue::of(&sides.all, value)));
    }
    // The import stays, even if a report cannot be used afterwards.
    for report in newest_first(&result.reports) {
        match restore(context, report, &mut summary) {
            Ok(doubt) => problems.extend(doubt.map(|error| error.to_string())),
            Err(error) if imported == result.reports.len() && summary.restored == 0 => return Err(error),
            Err(error) => problems.push(error.to_string()),
        }
    }
    note_other_townships(context, &result.files, &mut summary);
    Ok((summary, problems))
}

/// Sorted from the newest to the oldest: the newest has the most content, and the first value written stays.
fn newest_first(reports: &[NamedReport]) -> Vec<&NamedReport> {
    let mut sorted: Vec<&NamedReport> = reports.iter().collect();
    sorted.sort_by_key(|report| std::cmp::Reverse((report.file.report.made_at, report.file.report.revision)));
    sorted
}

/// Fills gaps in the township's ledger from a report. Returns the doubt about the last entry, if any.
fn restore(context: &Context, named: &NamedReport, summary: &mut MergeSummary) -> Result<Option<Error>, Error> {
    let (report, plan) = (&named.file.report, context.plan());
    let loaded = store::ledger::read_all(&context.data, &plan.id, &report.township.code);
    // A ledger that cannot be read now may be newer than the report.
    if let Some(note) = loaded.notes.iter().find(|note| note.is_unread()) {
        return Err(Error::NothingMerged(format!("{note}没有从上报文件里取回记录。")));
    }
    let (damaged, here) = (loaded.damaged(), loaded.ledger);
    // If all ledgers of the report are here, differences come from newer entries: the report adds nothing.
    if damaged == 0 && !report.heads.is_empty() && report.heads.iter().all(|head| here.holds(head)) {
        return Ok(None);
    }
    // The same holds if a later report that contains this one was imported. Otherwise this one would bring back what
    // was undone in between.
    let taken_in = taken_in(&here, report.period);
    let stored = store::outbox::reports(&context.data, &plan.id, &report.township.code)?;
    let knows =
        |stored: &StoredReport| taken_in.contains(&stored.sha256) && stored.report.known().contains(report.known());
    if stored.iter().any(|stored| stored.sha256 != named.file.sha256 && knows(stored)) {
        return Ok(None);
    }
    let mut doubt = None;
    let filling = restore_changes(plan, &here, report, &named.file.sha256);
    if !filling.changes.is_empty() {
        let (mut loaded, writer) = store::ledger::open(&context.data, &plan.id, &report.township.code);
        let mut writer = writer.map_err(StoreError::ReadOnly)?;
        for change in filling.changes {
            let stamp = loaded.ledger.next_stamp();
            let stamp = stamp.ok_or_else(|| StoreError::Unwritable("台账的顺序号已用完".to_owned()))?;
            loaded.ledger.add(writer.append(change, stamp, context.now(), &report.reporter)?);
            summary.restored += 1;
        }
        doubt = writer.take_doubt().map(Error::Store);
    }
    let name = format!("{}第{}次上报", report.period.name(), report.revision);
    if filling.differing > 0 {
        summary.notes.push(format!("{name}里有{}处和这里现有的不一样，保留这里的。", filling.differing));
    }
    if filling.unfit > 0 {
        summary.notes.push(format!("{name}里有{}处不在现在的规划里，没有取。", filling.unfit));
    }
    Ok(doubt)
}

/// Adds a note for each other township whose records were imported.
fn note_other_townships(context: &Context, outcome: &[FileOutcome], summary: &mut MergeSummary) {
    let imported =
        outcome.iter().filter(|outcome| outcome.result.is_ok()).filter_map(|outcome| outcome.township.as_deref());
    let own = context.township.as_ref().map(|township| township.code.as_str());
    for code in imported.filter(|code| own.is_some_and(|own| own != *code)).collect::<BTreeSet<&str>>() {
        let name = context.plan().township(code).map_or(code, |township| township.name.as_str());
        summary.notes.push(format!("里面有{name}的记录，已放进它自己的文件夹；要看请加 --township {name}。"));
    }
}

impl MergeSummary {
    #[must_use]
    pub fn words(&self) -> String {
        let count = |kind: &str| {
            let of_kind =
                |file: &&MergedFile| file.kind == kind && matches!(file.result, "new" | "beside" | "repaired");
            self.files.iter().filter(of_kind).count()
        };
        let mut lines = vec![format!(
            "已并入：台账改动{}条，上报留底{}份，回执{}份，佐证{}份。",
            self.entries,
            count("report"),
            count("receipt"),
            count("evidence")
        )];
        if count("settings") > 0 {
            lines.push("设置也取回来了；汇报文件夹和第二份存放处请重新选。".to_owned());
        }
        let repaired = self.files.iter().filter(|file| file.result == "repaired").count();
        if repaired > 0 {
            lines.push(format!("这里有{repaired}份佐证已损坏，已用并入的完好文件补好。"));
        }
        if self.restored > 0 {
            lines.push(format!("从上报文件取回{}处，已记进本机的台账；佐证文件要从备份里取。", self.restored));
        }
        lines.extend(self.notes.iter().cloned());
        if !self.overwritten.is_empty() {
            lines.push(format!("两边都改过、互相没有看到的有{}处：", self.overwritten.len()));
        }
        for value in &self.overwritten {
            let winner = if value.winner == "ours" { "本机" } else { "对方" };
            lines.push(format!("  {}：本机 {}，对方 {}，现在用{winner}的。", value.what, value.ours, value.theirs));
        }
        if self.overwritten.iter().any(|value| value.winner == "theirs") {
            lines.push("要恢复本机原来的，请运行 taizhang merge --take-back。".to_owned());
        }
        lines.join("\n")
    }
}

impl OverwrittenValue {
    fn of(ledger: &Ledger, value: &Overwritten) -> Self {
        let (what, ours) = value_words(ledger, &value.ours);
        let (_, theirs) = value_words(ledger, &value.theirs);
        Self { what, ours, theirs, winner: if value.lost { "theirs" } else { "ours" } }
    }
}

fn kind_key(kind: &RecordKind) -> &'static str {
    match kind {
        RecordKind::Settings => "settings",
        RecordKind::Plan => "plan",
        RecordKind::Ledger { .. } => "ledger",
        RecordKind::Report => "report",
        RecordKind::Receipt => "receipt",
        RecordKind::Evidence { .. } => "evidence",
    }
}

fn outcome_key(imported: ImportOutcome) -> &'static str {
    match imported {
        ImportOutcome::New => "new",
        ImportOutcome::Known => "known",
        ImportOutcome::Beside => "beside",
        ImportOutcome::Repaired => "repaired",
    }
}
