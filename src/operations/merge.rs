//! Brings in another PC's ledgers, a backup or a report (并入).

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde::Serialize;

use crate::domain::ledger::Ledger;
use crate::domain::merge::Overwritten;
use crate::domain::report::taken_in;
use crate::domain::restore::filling;
use crate::domain::wording::value_words;
use crate::error::Error;
use crate::store::incoming::{Incoming, Kind};
use crate::store::merging::{self, NamedReport, Refusal, Taken, Told};
use crate::store::outbox::Kept;
use crate::store::{self, StoreError};

use super::context::Context;

/// What `merge` says (JSON).
#[derive(Debug, Default, Serialize)]
pub struct Merged {
    pub files: Vec<MergedFile>,
    /// Entries of ledgers that were not here.
    entries: usize,
    /// Values that were filled in from reports.
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
    stands: &'static str,
}

/// Brings files in; what came of them, and what was wrong with those that were refused. Prints nothing.
pub fn merge(context: &Context, paths: &[PathBuf]) -> Result<(Merged, Vec<String>), Error> {
    let mut incoming = Incoming::default();
    let mut refused: Vec<(PathBuf, Refusal)> = Vec::new();
    for path in paths {
        if let Err(error) = incoming.take(path) {
            refused.push((path.clone(), error.into()));
        }
    }
    refused.extend(incoming.unread.drain(..).map(|(path, error)| (path, error.into())));
    let done = merging::merge(&context.data, context.plan(), &mut incoming);
    let done = done.map_err(|error| Error::MergeStopped(Box::new(error)))?;
    let mut answer = Merged::default();
    let unread = done.sides.values().flat_map(|sides| &sides.unread);
    let mut problems: Vec<String> = unread.map(ToString::to_string).collect();
    if !problems.is_empty() {
        problems.push(
            "并入盖掉了这里的哪些值，这次看不出来。请先让它能读，再用 taizhang history 核对谁改了什么。".to_owned(),
        );
    }
    let mut taken = 0;
    let told = done.told.iter().map(|told| (told.path.clone(), Some(told)));
    for (path, told) in told.chain(refused.iter().map(|(path, _)| (path.clone(), None))) {
        let result = told.and_then(|told| told.result.as_ref().ok());
        taken += usize::from(result.is_some());
        answer.files.push(MergedFile {
            file: path,
            kind: told.map_or("unknown", |told| kind_key(&told.kind)),
            township: told.and_then(|told| told.township.clone()),
            result: result.map_or("refused", |taken| taken_key(*taken)),
            reason: None,
        });
    }
    let results = done.told.iter().map(|told| told.result.as_ref().err());
    for (file, refusal) in answer.files.iter_mut().zip(results.chain(refused.iter().map(|(_, refusal)| Some(refusal))))
    {
        file.reason = refusal.map(ToString::to_string);
        problems.extend(file.reason.clone());
    }
    if taken == 0 {
        return Err(Error::NothingMerged(problems.join("\n")));
    }
    for sides in done.sides.values() {
        answer.entries += sides.news();
        answer.overwritten.extend(sides.overwritten.iter().map(|one| OverwrittenValue::of(&sides.all, one)));
    }
    // What came in stays in, whatever goes wrong behind it.
    for report in newest_first(&done.reports) {
        match restore(context, report, &mut answer) {
            Ok(doubt) => problems.extend(doubt.map(|error| error.to_string())),
            Err(error) if taken == done.reports.len() && answer.restored == 0 => return Err(error),
            Err(error) => problems.push(error.to_string()),
        }
    }
    foreign(context, &done.told, &mut answer);
    Ok((answer, problems))
}

/// The reports by when they were made, the newest first: it says most, and what it says stays.
fn newest_first(reports: &[NamedReport]) -> Vec<&NamedReport> {
    let mut sorted: Vec<&NamedReport> = reports.iter().collect();
    sorted.sort_by_key(|report| std::cmp::Reverse((report.file.report.made_at, report.file.report.revision)));
    sorted
}

/// Fills the township's ledger with what a report says and it does not; gives what is not sure about it.
fn restore(context: &Context, named: &NamedReport, answer: &mut Merged) -> Result<Option<Error>, Error> {
    let (report, plan) = (&named.file.report, context.plan());
    let shelf = store::ledger::read_all(&context.data, &plan.id, &report.township.code);
    // What cannot be read now may be newer than the report.
    if let Some(note) = shelf.notes.iter().find(|note| note.is_unread()) {
        return Err(Error::NothingMerged(format!("{note}没有从上报文件里取回记录。")));
    }
    let (damaged, here) = (shelf.damaged(), shelf.ledger);
    // A report of ledgers that are all here has nothing to bring: what they say otherwise by now is newer.
    if damaged == 0 && !report.heads.is_empty() && report.heads.iter().all(|head| here.holds(head)) {
        return Ok(None);
    }
    // Nor has one that a later one, which was taken in, knows: what was taken back in between would come up again.
    let taken_in = taken_in(&here, report.period);
    let kept = store::outbox::reports(&context.data, &plan.id, &report.township.code)?;
    let knows = |kept: &Kept| taken_in.contains(&kept.sha256) && kept.report.known().contains(report.known());
    if kept.iter().any(|kept| kept.sha256 != named.file.sha256 && knows(kept)) {
        return Ok(None);
    }
    let mut doubt = None;
    let filling = filling(plan, &here, report, &named.file.sha256);
    if !filling.changes.is_empty() {
        let (mut shelf, writer) = store::ledger::open(&context.data, &plan.id, &report.township.code);
        let mut writer = writer.map_err(StoreError::ReadOnly)?;
        for change in filling.changes {
            let stamp = shelf.ledger.next_stamp();
            let stamp = stamp.ok_or_else(|| StoreError::Unwritable("台账的顺序号已用完".to_owned()))?;
            shelf.ledger.add(writer.append(change, stamp, context.now(), &report.reporter)?);
            answer.restored += 1;
        }
        doubt = writer.doubt().map(Error::Store);
    }
    let name = format!("{}第{}次上报", report.period.name(), report.revision);
    if filling.differing > 0 {
        answer.notes.push(format!("{name}里有{}处和这里现有的不一样，保留这里的。", filling.differing));
    }
    if filling.unfit > 0 {
        answer.notes.push(format!("{name}里有{}处不在现在的规划里，没有取。", filling.unfit));
    }
    Ok(doubt)
}

/// Says whose records came in that are not this township's.
fn foreign(context: &Context, told: &[Told], answer: &mut Merged) {
    let taken = told.iter().filter(|told| told.result.is_ok()).filter_map(|told| told.township.as_deref());
    let own = context.township.as_ref().map(|township| township.code.as_str());
    for code in taken.filter(|code| own.is_some_and(|own| own != *code)).collect::<BTreeSet<&str>>() {
        let name = context.plan().township(code).map_or(code, |township| township.name.as_str());
        answer.notes.push(format!("里面有{name}的记录，已放进它自己的文件夹；要看请加 --township {name}。"));
    }
}

impl Merged {
    /// How the merge went.
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
        for one in &self.overwritten {
            let stands = if one.stands == "ours" { "本机" } else { "对方" };
            lines.push(format!("  {}：本机 {}，对方 {}，现在用{stands}的。", one.what, one.ours, one.theirs));
        }
        if self.overwritten.iter().any(|one| one.stands == "theirs") {
            lines.push("要恢复本机原来的，请运行 taizhang merge --take-back。".to_owned());
        }
        lines.join("\n")
    }
}

impl OverwrittenValue {
    fn of(ledger: &Ledger, one: &Overwritten) -> Self {
        let (what, ours) = value_words(ledger, &one.ours);
        let (_, theirs) = value_words(ledger, &one.theirs);
        Self { what, ours, theirs, stands: if one.lost { "theirs" } else { "ours" } }
    }
}

fn kind_key(kind: &Kind) -> &'static str {
    match kind {
        Kind::Settings => "settings",
        Kind::Plan => "plan",
        Kind::Ledger { .. } => "ledger",
        Kind::Report => "report",
        Kind::Receipt => "receipt",
        Kind::Evidence { .. } => "evidence",
    }
}

fn taken_key(taken: Taken) -> &'static str {
    match taken {
        Taken::New => "new",
        Taken::Known => "known",
        Taken::Beside => "beside",
        Taken::Repaired => "repaired",
    }
}
