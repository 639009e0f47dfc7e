//! `doctor`: shows where the files are, and checks that each is whole.

use std::io::IsTerminal as _;

use serde::Serialize;

use crate::domain::check::EvidenceFault;
use crate::error::{Error, OverwrittenListSentence};
use crate::format::FormatError;
use crate::store::folder::FolderChoice;
use crate::store::mirror::CheckedCopies;
use crate::store::settings::Settings;
use crate::store::{self, StoreError, chosen_folder, device, listing, mirror, outbox, overwritten_values, receipts};
use crate::terminal::locale::{TerminalEncoding, terminal_encoding};

use super::Outcome;
use super::output::{self, Rows, table};
use crate::operations::check::EvidenceCheck;
use crate::operations::context::Context;
use crate::operations::evidence::{self, EvidenceSummary, FaultyEvidence};

/// Most files of evidence to name one by one.
const NAMED_MAX: usize = 20;

#[derive(Serialize)]
struct DoctorFinding {
    what: &'static str,
    found: String,
    ok: bool,
}

pub fn doctor(context: &Context) -> Result<Outcome, Error> {
    let mut findings = Vec::new();
    let mut find = |what, found: String, ok| findings.push(DoctorFinding { what, found, ok });
    let chosen = match context.data.chosen {
        FolderChoice::Named => "由 --data 或 TAIZHANG_DATA 指定",
        FolderChoice::Beside => "在程序旁边，随U盘走",
        FolderChoice::Saved => "第一次运行时选定",
        FolderChoice::Platform => "系统的数据文件夹；重装系统前要备份",
    };
    match listing::is_folder(&context.data.path) {
        Ok(there) => {
            let there = if there { "" } else { "，还没有建立" };
            find("数据文件夹", format!("{}（{chosen}{there}）", context.data.path.display()), true);
        }
        Err(error) => find("数据文件夹", Error::Store(error).to_string(), false),
    }
    match chosen_folder::load_choice() {
        Ok(Some(path)) if path != context.data.path => {
            find("选定的位置", format!("{}（这次用的不是它）", path.display()), true);
        }
        Ok(_) => {}
        Err(error) => find("选定的位置", Error::Store(error).to_string(), false),
    }
    find("规划", format!("{}（{}）", context.plan().title, context.plan().id), true);
    for sentence in &context.plans.unreadable {
        find("规划", sentence.clone(), false);
    }
    if let Err(error) = Settings::load(&context.data.settings()) {
        let told = match error {
            StoreError::Format { path, error } => Error::Settings { path, error },
            error => Error::Store(error),
        };
        find("设置", told.to_string(), false);
    }
    if let Err(error) = store::ron_files(&context.data.plans()) {
        find("规划文件夹", Error::Store(error).to_string(), false);
    }
    let settings = &context.settings;
    let whose = match (&settings.office, &context.township) {
        (Some(office), _) => office.clone(),
        (None, Some(township)) => format!("{}（{}）", township.name, township.code),
        (None, None) => "还没有选定".to_owned(),
    };
    find("乡镇", whose, true);
    let reporter = if settings.reporter.is_empty() { "还没有填写，上报前要填" } else { &settings.reporter };
    find("填报人", reporter.to_owned(), true);
    match device::check(&context.data).and_then(|()| device::find_device(&context.data)) {
        Ok(Some(device)) => find("本机编号", device.to_string(), true),
        Ok(None) => find("本机编号", "还没有，第一次记录时生成".to_owned(), true),
        Err(StoreError::Format { path, error }) if !matches!(error, FormatError::Newer { .. }) => {
            let told = format!("{} 已损坏，下次记录时换一个新编号，台账不受影响。", path.display());
            find("本机编号", told, false);
        }
        Err(error) => find("本机编号", Error::Store(error).to_string(), false),
    }
    if let Some(township) = &context.township {
        records(context, &township.code, &mut find)?;
    }
    let (told, ok) = second(context);
    find("第二份", told, ok);
    let terminal =
        if std::io::stdout().is_terminal() { "是终端窗口" } else { "不是终端窗口，只能打印列表" };
    let encoding = match terminal_encoding() {
        TerminalEncoding::Gbk => "；编码是GBK（由 LC_ALL、LC_CTYPE 或 LANG 得知），命令的输出按GBK写",
        TerminalEncoding::Utf8 => "",
    };
    find("窗口", format!("{terminal}{encoding}"), true);
    let rows = |columns: &[(&'static str, &'static str)], words: bool| {
        let mut rows = Rows::new(columns);
        for finding in &findings {
            let ok = match (words, finding.ok) {
                (true, true) => "",
                (true, false) => "要处理",
                (false, ok) => {
                    if ok {
                        "true"
                    } else {
                        "false"
                    }
                }
            };
            rows.push([finding.what.to_owned(), finding.found.clone(), ok.to_owned()]);
        }
        rows
    };
    let columns = [("项目", "what"), ("情况", "found"), ("结果", "ok")];
    output::print(context, &findings, || table(context, &rows(&columns, true), &[]), || rows(&columns, false))?;
    let all_well = findings.iter().all(|finding| finding.ok);
    Ok(if all_well { Outcome::Done } else { Outcome::ProblemsFound })
}

/// Checks a township's ledgers, evidence, reports and receipts.
fn records(context: &Context, township: &str, find: &mut impl FnMut(&'static str, String, bool)) -> Result<(), Error> {
    let shelf = context.read_ledgers()?;
    let pcs = shelf.ledger.heads().len();
    let last = shelf.ledger.latest().map(|entry| entry.at.format("%Y-%m-%d %H:%M").to_string());
    let last = last.map(|last| format!("，最近一条 {last}")).unwrap_or_default();
    let count = format!("{}条记录，来自{pcs}台电脑{last}", shelf.ledger.len());
    find("台账", count, true);
    for note in &shelf.notes {
        find("台账", note.to_string(), false);
    }
    let EvidenceSummary { whole, faulty } = evidence::check_all(context, &shelf.ledger, EvidenceCheck::ByContent)?;
    let repaired = faulty.iter().filter(|one| one.fault == EvidenceFault::Repaired).count();
    find("佐证", format!("{}份完好", whole + repaired), true);
    let more = faulty.len().saturating_sub(NAMED_MAX);
    for FaultyEvidence { fault, sentence } in faulty.into_iter().take(NAMED_MAX) {
        find("佐证", sentence, fault == EvidenceFault::Repaired);
    }
    if more > 0 {
        find("佐证", format!("还有{more}份也有问题。"), false);
    }
    if let Err(error) = overwritten_values::load(&context.data, &context.plan().id, township) {
        find("并入", OverwrittenListSentence(&error).to_string(), false);
    }
    if let Some(mirror) = context.mirror() {
        copies(mirror::check_copies(&context.data, &mirror, &context.plan().id, township), find);
    }
    let (whole, wrong) = outbox::check(&context.data, &context.plan().id, township);
    find("上报留底", format!("{whole}份完好"), true);
    for error in wrong {
        find("上报留底", Error::Store(error).to_string(), false);
    }
    let (whole, wrong) = receipts::check(&context.data, &context.plan().id, township);
    find("回执", format!("{whole}份完好"), true);
    for error in wrong {
        find("回执", Error::Store(error).to_string(), false);
    }
    Ok(())
}

/// Reports on the evidence on the second drive.
fn copies(checked: CheckedCopies, find: &mut impl FnMut(&'static str, String, bool)) {
    const WHAT: &str = "第二份的佐证";
    find(WHAT, format!("{}份完好", checked.whole + checked.repaired.len()), true);
    let wrong = checked.damaged.len() + checked.errors.len();
    for path in checked.repaired.into_iter().take(NAMED_MAX) {
        let path = path.display();
        find(WHAT, format!("{path} 损坏了，已用这里完好的补好。请留意那块盘是不是要坏了。"), true);
    }
    let damaged = checked
        .damaged
        .iter()
        .map(|path| format!("{} 已损坏，这里也没有完好的。请找到原件，在活动里重新添加，再运行一次。", path.display()));
    let errors = checked.errors.into_iter().map(|error| Error::Store(error).to_string());
    for sentence in damaged.chain(errors).take(NAMED_MAX) {
        find(WHAT, sentence, false);
    }
    if wrong > NAMED_MAX {
        find(WHAT, format!("还有{}份也有问题。", wrong - NAMED_MAX), false);
    }
}

/// A sentence on the mirror on the second drive, and whether the mirror is in order.
fn second(context: &Context) -> (String, bool) {
    let Some(to) = &context.settings.mirror else {
        return ("没有设；可以用 taizhang setup --mirror 另一块盘 设一个".to_owned(), true);
    };
    let last = context.settings.mirrored;
    let last = last.map_or("还没有存过".to_owned(), |at| format!("上次更新 {}", at.format("%Y-%m-%d %H:%M")));
    match mirror::mirror_folder(&context.data, to) {
        Ok(folder) => (format!("{}（{last}）", folder.display()), context.settings.mirrored.is_some()),
        Err(error) => (format!("{last}。{}", Error::Store(error)), false),
    }
}
