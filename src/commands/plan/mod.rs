//! `plan`: lists, checks, installs, chooses, archives and exports plans (规划).

pub mod document;
mod import;
mod import_view;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::cli::PlanCommand;
use crate::domain::due::next_deadline;
use crate::domain::ledger::Ledger;
use crate::domain::period::Period;
use crate::domain::plan::{Plan, PlanFile};
use crate::domain::plans::KnownPlan;
use crate::domain::progress::{Progress, Tally};
use crate::domain::revision::revision_faults;
use crate::domain::text::file_name;
use crate::embedded;
use crate::error::{Error, PlanError};
use crate::format::{self, FormatError, PLAN_MAX};
use crate::store::{self, StoreError, outbox};

use crate::commands::Outcome;
use crate::commands::output::{self, Rows, table, tell};
use crate::operations::context::Context;

/// Longest title in the name of an exported file, in characters.
const NAME_MAX: usize = 60;

pub fn plan(context: &mut Context, command: &PlanCommand) -> Result<Outcome, Error> {
    match command {
        PlanCommand::List => list(context),
        PlanCommand::Check { file } => check(context, file),
        PlanCommand::Add { file } => add(context, file),
        PlanCommand::Use { id } => choose(context, id),
        PlanCommand::Archive { id } => archive(context, id),
        PlanCommand::Export { id, out } => export(context, id, out),
        PlanCommand::Import(args) => import::import(context, args),
    }
}

/// One plan of `plan list`, in JSON (see `docs/cli.md`).
#[derive(Debug, Serialize)]
#[allow(clippy::struct_excessive_bools, reason = "independent facts")]
struct PlanRow<'a> {
    id: &'a str,
    title: &'a str,
    short: &'a str,
    years: (i32, i32),
    revision: u32,
    embedded: bool,
    sealed: bool,
    archived: bool,
    in_use: bool,
    /// Chosen with `plan use`.
    chosen: bool,
    done: u32,
    total: u32,
    /// The next deadline of an open item.
    next_due: Option<chrono::NaiveDate>,
}

fn list(context: &Context) -> Result<Outcome, Error> {
    let plan_rows: Vec<PlanRow> = context.plans.plans.iter().map(|known| plan_row(context, known)).collect();
    let cells = |row: &PlanRow, words: bool| {
        let state = match (row.archived, row.chosen, row.in_use) {
            (true, ..) => "收起",
            (_, true, _) => "平时用",
            (_, _, true) => "在用",
            _ => "不管本乡镇",
        };
        let seal = match (row.embedded, row.sealed) {
            (true, _) => "程序自带",
            (_, true) => "已加封",
            _ => "未加封",
        };
        let years = (row.years.0.to_string(), row.years.1.to_string());
        let (done, total) = (row.done.to_string(), row.total.to_string());
        let state = if words { state.to_owned() } else { row.in_use.to_string() };
        let seal = if words { seal.to_owned() } else { row.sealed.to_string() };
        [row.id.to_owned(), row.short.to_owned(), years.0, years.1, state, done, total, seal]
    };
    let rows = |words: bool| {
        let columns = [
            ("编号", "id"),
            ("规划", "short"),
            ("起", "first_year"),
            ("止", "last_year"),
            ("情况", "in_use"),
            ("完成", "done"),
            ("共", "total"),
            ("封签", "sealed"),
        ];
        let mut rows = Rows::new(&columns);
        for row in &plan_rows {
            rows.push(cells(row, words));
        }
        rows
    };
    tell(&context.plans.unreadable);
    output::print(context, &plan_rows, || table(context, &rows(true), &[5, 6]), || rows(false))?;
    Ok(Outcome::Done)
}

fn plan_row<'a>(context: &'a Context, known: &'a KnownPlan) -> PlanRow<'a> {
    let plan = known.plan();
    let township = context.township.as_ref();
    let code = township.map(|one| one.code.as_str());
    let (tally, next_due) = progress(context, plan);
    PlanRow {
        id: &plan.id,
        title: &plan.title,
        short: &plan.short,
        years: plan.notice.years,
        revision: plan.revision,
        embedded: known.is_embedded(),
        sealed: known.sealed,
        archived: known.archived,
        in_use: known.is_in_use(code),
        chosen: context.settings.plan.as_ref() == Some(&plan.id),
        done: tally.done,
        total: tally.total(),
        next_due,
    }
}

/// The township's progress in the plan's year nearest to the current one, and its next open deadline.
fn progress(context: &Context, plan: &Plan) -> (Tally, Option<chrono::NaiveDate>) {
    let on_roster = context.township.as_ref().filter(|one| plan.township(&one.code).is_ok());
    let ledger = on_roster
        .map_or_else(Ledger::default, |one| store::ledger::read_all(&context.data, &plan.id, &one.code).ledger);
    let year = plan.nearest_year(context.year_in_view());
    let next_due = on_roster.and_then(|_| next_deadline(plan, &ledger, context.today));
    (Progress::of(plan, &ledger, Period::year_of(year)).tally(), next_due)
}

/// One finding of `plan check`, in JSON (see `docs/cli.md`).
#[derive(Debug, Serialize)]
struct PlanFinding {
    level: &'static str,
    task: Option<u32>,
    item: Option<String>,
    text: String,
}

fn check(context: &Context, file: &Path) -> Result<Outcome, Error> {
    let bytes = store::read(file, PLAN_MAX)?;
    let mut findings = Vec::new();
    let error = |text: String| PlanFinding { level: "error", task: None, item: None, text };
    match format::plan::read_draft(&bytes) {
        Err(fault) => findings.push(error(fault.to_string())),
        Ok(PlanFile { plan, .. }) => {
            for fault in plan.faults() {
                let task = fault.item().and_then(|id| id.split('.').next()?.parse().ok());
                let item = fault.item().map(str::to_owned);
                findings.push(PlanFinding { task, item, ..error(format!("{fault}。")) });
            }
            let warning = |task, item: Option<&str>, text| PlanFinding {
                level: "warning",
                task,
                item: item.map(str::to_owned),
                text,
            };
            for fault in plan.warnings() {
                let (task, item) = fault.about();
                findings.push(warning(task, item, format!("{fault}。")));
            }
            if !format::plan::is_sealed(&bytes) {
                findings.push(warning(
                    None,
                    None,
                    "未加封。收进以后用 taizhang plan export 加封，再发给各乡镇。".to_owned(),
                ));
            }
        }
    }
    let rows = |words: bool| {
        let mut rows = Rows::new(&[("", "level"), ("任务", "task"), ("清单", "item"), ("情况", "text")]);
        for finding in &findings {
            let level = match (words, finding.level) {
                (true, "error") => "错误",
                (true, _) => "核对",
                (false, level) => level,
            };
            let task = finding.task.map(|no| no.to_string()).unwrap_or_default();
            rows.push([level.to_owned(), task, finding.item.clone().unwrap_or_default(), finding.text.clone()]);
        }
        rows
    };
    let errors = findings.iter().filter(|one| one.level == "error").count();
    let in_words = || match findings.len() {
        0 => "没有发现问题。".to_owned(),
        _ => table(context, &rows(true), &[1]),
    };
    output::print(context, &findings, in_words, || rows(false))?;
    Ok(if errors == 0 { Outcome::Done } else { Outcome::ProblemsFound })
}

/// The JSON of `plan add`, `use`, `archive` and `export` (see `docs/cli.md`).
#[derive(Debug, Serialize)]
struct AddedPlan<'a> {
    id: &'a str,
    title: &'a str,
    revision: u32,
    sealed: bool,
    /// `None` for a plan that is part of the program.
    path: Option<PathBuf>,
    sha256: &'a str,
    /// False if the plan was already installed.
    new: bool,
}

fn add(context: &mut Context, file: &Path) -> Result<Outcome, Error> {
    let bytes = store::read(file, PLAN_MAX)?;
    let read = format::plan::read(&bytes).map_err(|error| match error {
        FormatError::WrongKind { .. } => Error::Plan(PlanError::NoPlan(file.to_owned())),
        error => StoreError::Format { path: file.to_owned(), error }.into(),
    })?;
    let PlanFile { plan, sha256 } = &read;
    let sealed = format::plan::is_sealed(&bytes);
    let installed = context.plans.find(&plan.id).map(|known| (known.file.clone(), known.sealed, known.path.clone()));
    let is_same = match &installed {
        Some((installed, ..)) if installed.plan == *plan => true,
        Some((installed, ..)) if installed.plan.revision > plan.revision => {
            let (installed, offered) = (installed.plan.revision, plan.revision);
            return Err(PlanError::OlderRevision { id: plan.id.clone(), here: installed, offered }.into());
        }
        Some((installed, ..)) if installed.plan.revision == plan.revision => {
            return Err(PlanError::IdTaken { id: plan.id.clone(), title: installed.plan.title.clone() }.into());
        }
        Some((installed, ..)) => {
            let faults = revision_faults(&installed.plan, plan);
            if !faults.is_empty() {
                return Err(PlanError::NotARevision { id: plan.id.clone(), faults }.into());
            }
            false
        }
        None => false,
    };
    // The installed plan may return with a seal. The file is replaced only if its text is the same, because reports
    // name the checksum of the text.
    let resealed =
        matches!(&installed, Some((installed, false, _)) if is_same && sealed && installed.sha256 == *sha256);
    let path = match installed {
        Some((_, _, path)) if is_same && !resealed => path,
        _ => Some(store::plans::install(&context.data, &plan.id, &normalize_text(&bytes)?)?),
    };
    if context.settings.archived.contains(&plan.id) {
        context.settings.archived.retain(|id| *id != plan.id);
        context.settings.save(&context.data.settings())?;
    }
    let answer =
        AddedPlan { id: &plan.id, title: &plan.title, revision: plan.revision, sealed, path, sha256, new: !is_same };
    let printed = print(context, &answer, &added_words(context, plan, &answer));
    output::end("规划已收进", printed, &[""; 0])
}

/// Normalizes the text of a plan file: no byte-order mark, LF line ends, a line end at the end. A seal added later then
/// leaves the checksum unchanged.
fn normalize_text(bytes: &[u8]) -> Result<String, Error> {
    let unreadable = |error| Error::Store(StoreError::Format { path: PathBuf::new(), error });
    let mut text = format::text(bytes, PLAN_MAX).map_err(unreadable)?.into_owned();
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(text)
}

fn added_words(context: &Context, plan: &Plan, answer: &AddedPlan) -> String {
    let verb = if answer.new { "已收进规划" } else { "这份规划已经在了" };
    let (tasks, owed) = (plan.tasks().count(), plan.owed().count());
    let (first, last) = plan.notice.years;
    let mut words = format!(
        "{verb}：{}（{}，{first}-{last}），{tasks}项任务，{owed}项列入乡镇，名单有{}个乡镇。",
        plan.title,
        plan.id,
        plan.roster.len()
    );
    if !answer.sealed {
        words += "\n文件未加封，程序看不出它有没有被改动过。发给各乡镇的，请用 taizhang plan export 加封。";
    }
    if let Some(township) = context.township.as_ref().filter(|one| plan.township(&one.code).is_err()) {
        let _ = write!(words, "\n本机设的{}不在它的名单里，平时的命令用不到它。", township.name);
    }
    words
}

fn choose(context: &mut Context, id: &str) -> Result<Outcome, Error> {
    let known = context.plans.find(id).ok_or_else(|| Error::NoSuchPlan(id.to_owned()))?;
    let township = context.township.as_ref().filter(|_| context.settings.office.is_none());
    if let Some(township) = township.filter(|one| known.plan().township(&one.code).is_err()) {
        let (township, plan) = (township.name.clone(), known.plan().title.clone());
        return Err(PlanError::NotOnRoster { township, plan }.into());
    }
    context.settings.plan = Some(id.to_owned());
    context.settings.archived.retain(|other| other != id);
    context.settings.save(&context.data.settings())?;
    print_answer(context, id, |title| format!("以后的命令和画面都用这份规划：{title}（{id}）。"))
}

fn archive(context: &mut Context, id: &str) -> Result<Outcome, Error> {
    context.plans.find(id).ok_or_else(|| Error::NoSuchPlan(id.to_owned()))?;
    let settings = &mut context.settings;
    if settings.plan.as_deref() == Some(id) {
        settings.plan = None;
    }
    if !settings.archived.iter().any(|other| other == id) {
        settings.archived.push(id.to_owned());
    }
    settings.save(&context.data.settings())?;
    print_answer(context, id, |title| format!("已收起：{title}（{id}）。记录都留着，用 taizhang plan use {id} 取出。"))
}

fn print_answer(context: &Context, id: &str, words: impl FnOnce(&str) -> String) -> Result<Outcome, Error> {
    let known = context.plans.find(id).ok_or_else(|| Error::NoSuchPlan(id.to_owned()))?;
    let PlanFile { plan, sha256 } = &known.file;
    let (sealed, path) = (known.sealed, known.path.clone());
    let answer =
        AddedPlan { id: &plan.id, title: &plan.title, revision: plan.revision, sealed, path, sha256, new: false };
    output::end("设置已存好", print(context, &answer, &words(&plan.title)), &[""; 0])
}

fn export(context: &Context, id: &str, out: &Path) -> Result<Outcome, Error> {
    let known = context.plans.find(id).ok_or_else(|| Error::NoSuchPlan(id.to_owned()))?;
    let PlanFile { plan, sha256 } = &known.file;
    let bytes = match &known.path {
        Some(path) => store::read(path, PLAN_MAX)?,
        None => embedded_text(sha256).as_bytes().to_vec(),
    };
    let text = format::plan::sealed(&bytes)
        .map_err(|error| Error::Store(StoreError::Format { path: known.path.clone().unwrap_or_default(), error }))?;
    let revision = if plan.revision > 1 { format!("-第{}版", plan.revision) } else { String::new() };
    let name = format!("{}{revision}.ron", file_name(&format!("规划-{}", plan.short), NAME_MAX));
    let path = outbox::hand_out(out, &name, text.as_bytes())?;
    let path = std::path::absolute(&path).unwrap_or(path);
    let words = format!(
        "已加封并存到 {}。\n发给各乡镇后，在乡镇运行 taizhang plan add 这个文件。校验 {sha256}",
        path.display()
    );
    let answer = AddedPlan {
        id: &plan.id,
        title: &plan.title,
        revision: plan.revision,
        sealed: true,
        path: Some(path),
        sha256,
        new: true,
    };
    output::end("规划已加封存好", print(context, &answer, &words), &[""; 0])
}

fn embedded_text(sha256: &str) -> &'static str {
    let has_checksum = |text: &&&str| format::seal::sha256(text.as_bytes()) == sha256;
    embedded::PLANS.iter().find(has_checksum).copied().unwrap_or_default()
}

fn print(context: &Context, answer: &AddedPlan, words: &str) -> Result<(), Error> {
    let rows = || {
        let mut rows = Rows::new(&[("编号", "id"), ("修订", "revision"), ("封签", "sealed"), ("文件", "path")]);
        let path = answer.path.as_ref().map(|path| path.display().to_string()).unwrap_or_default();
        rows.push([answer.id.to_owned(), answer.revision.to_string(), answer.sealed.to_string(), path]);
        rows
    };
    output::print(context, answer, || words.to_owned(), rows)
}
