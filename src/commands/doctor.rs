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
    let mut add = |what, found: String, ok| findings.push(DoctorFinding { what, found, ok });
    let chosen = match context.data.chosen {
        FolderChoice::Named => "由 --data 或 TAIZHANG_DATA 指定",
        FolderChoice::Beside => "在程序旁边，随U盘走",
        FolderChoice::Saved => "第一次运行时选定",
        FolderChoice::Platform => "系统的数据文件夹；重装系统前要备份",
    };
    match listing::is_folder(&context.data.path) {
        Ok(exists) => {
            let note = if exists { "" } else { "，还没有建立" };
            add("数据文件夹", format!("{}（{chosen}{note}）", context.data.path.display()), true);
        }
        Err(error) => add("数据文件夹", Error::Store(error).to_string(), false),
    }
    match chosen_folder::load_choice() {
        Ok(Some(path)) if path != context.data.path => {
            add("选定的位置", format!("{}（这次用的不是它）", path.display()), true);
        }
        Ok(_) => {}
        Err(error) => add("选定的位置", Error::Store(error).to_string(), false),
    }
    add("规划", format!("{}（{}）", context.plan().title, context.plan().id), true);
    for sentence in &context.plans.unreadable {
        add("规划", sentence.clone(), false);
    }
    if let Err(error) = Settings::load(&context.data.settings()) {
        let sentence = match error {
            StoreError::Format { path, error } => Error::Settings { path, error },
            error => Error::Store(error),
        };
        add("设置", sentence.to_string(), false);
    }
    if let Err(error) = store::ron_files(&context.data.plans()) {
        add("规划文件夹", Error::Store(error).to_string(), false);
    }
    let settings = &context.settings;
    let owner = match (&settings.office, &context.township) {
        (Some(office), _) => office.clone(),
        (None, Some(township)) => format!("{}（{}）", township.name, township.code),
        (None, None) => "还没有选定".to_owned(),
    };
    add("乡镇", owner, true);
    let reporter = if settings.reporter.is_empty() { "还没有填写，上报前要填" } else { &settings.reporter };
    add("填报人", reporter.to_owned(), true);
    match device::check(&context.data).and_then(|()| device::find_device(&context.data)) {
        Ok(Some(device)) => add("本机编号", device.to_string(), true),
        Ok(None) => add("本机编号", "还没有，第一次记录时生成".to_owned(), true),
        Err(StoreError::Format { path, error }) if !matches!(error, FormatError::Newer { .. }) => {
            let sentence = format!("{} 已损坏，下次记录时换一个新编号，台账不受影响。", path.display());
            add("本机编号", sentence, false);
        }
        Err(error) => add("本机编号", Error::Store(error).to_string(), false),
    }
    if let Some(township) = &context.township {
        check_records(context, &township.code, &mut add)?;
    }
    let (sentence, ok) = mirror_state(context);
    add("第二份", sentence, ok);
    let terminal =
        if std::io::stdout().is_terminal() { "是终端窗口" } else { "不是终端窗口，只能打印列表" };
    let encoding = match terminal_encoding() {
        TerminalEncoding::Gbk => "；编码是GBK（由 LC_ALL、LC_CTYPE 或 LANG 得知），命令的输出按GBK写",
        TerminalEncoding::Utf8 => "",
    };
    add("窗口", format!("{terminal}{encoding}"), true);
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
    let all_ok = findings.iter().all(|finding| finding.ok);
    Ok(if all_ok { Outcome::Done } else { Outcome::ProblemsFound })
}

/// Checks a township's ledgers, evidence, reports and receipts.
fn check_records(
    context: &Context,
    township: &str,
    add: &mut impl FnMut(&'static str, String, bool),
) -> Result<(), Error> {
    let loaded = context.read_ledgers()?;
    let pcs = loaded.ledger.heads().len();
    let last = loaded.ledger.latest().map(|entry| entry.at.format("%Y-%m-%d %H:%M").to_string());
    let last = last.map(|last| format!("，最近一条 {last}")).unwrap_or_default();
    let count = format!("{}条记录，来自{pcs}台电脑{last}", loaded.ledger.len());
    add("台账", count, true);
    for note in &loaded.notes {
        add("台账", note.to_string(), false);
    }
    let EvidenceSummary { whole, faulty } = evidence::check_all(context, &loaded.ledger, EvidenceCheck::ByContent)?;
    let repaired = faulty.iter().filter(|one| one.fault == EvidenceFault::Repaired).count();
    add("佐证", format!("{}份完好", whole + repaired), true);
    let more = faulty.len().saturating_sub(NAMED_MAX);
    for FaultyEvidence { fault, sentence } in faulty.into_iter().take(NAMED_MAX) {
        add("佐证", sentence, fault == EvidenceFault::Repaired);
    }
    if more > 0 {
        add("佐证", format!("还有{more}份也有问题。"), false);
    }
    if let Err(error) = overwritten_values::load(&context.data, &context.plan().id, township) {
        add("并入", OverwrittenListSentence(&error).to_string(), false);
    }
    if let Some(mirror) = context.mirror() {
        report_copies(mirror::check_copies(&context.data, &mirror, &context.plan().id, township), add);
    }
    let (whole, faults) = outbox::check(&context.data, &context.plan().id, township);
    add("上报留底", format!("{whole}份完好"), true);
    for error in faults {
        add("上报留底", Error::Store(error).to_string(), false);
    }
    let (whole, faults) = receipts::check(&context.data, &context.plan().id, township);
    add("回执", format!("{whole}份完好"), true);
    for error in faults {
        add("回执", Error::Store(error).to_string(), false);
    }
    Ok(())
}

/// Reports on the evidence on the second drive.
fn report_copies(checked: CheckedCopies, add: &mut impl FnMut(&'static str, String, bool)) {
    const WHAT: &str = "第二份的佐证";
    add(WHAT, format!("{}份完好", checked.whole + checked.repaired.len()), true);
    let faults = checked.damaged.len() + checked.errors.len();
    for path in checked.repaired.into_iter().take(NAMED_MAX) {
        let path = path.display();
        add(WHAT, format!("{path} 损坏了，已用这里完好的补好。请留意那块盘是不是要坏了。"), true);
    }
    let damaged = checked
        .damaged
        .iter()
        .map(|path| format!("{} 已损坏，这里也没有完好的。请找到原件，在活动里重新添加，再运行一次。", path.display()));
    let errors = checked.errors.into_iter().map(|error| Error::Store(error).to_string());
    for sentence in damaged.chain(errors).take(NAMED_MAX) {
        add(WHAT, sentence, false);
    }
    if faults > NAMED_MAX {
        add(WHAT, format!("还有{}份也有问题。", faults - NAMED_MAX), false);
    }
}

/// A sentence on the mirror on the second drive, and whether the mirror is in order.
fn mirror_state(context: &Context) -> (String, bool) {
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
