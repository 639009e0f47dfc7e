//! Receipts (回执): the county answers a report, the township opens the answer.

use std::path::{Path, PathBuf};

use crate::domain::fit::report_fits;
use crate::domain::ledger::Ledger;
use crate::domain::plan::{Plan, Township};
use crate::domain::receipt::{self, Answer, Receipt, ReceiptFault, Reported, TaskAnswer};
use crate::domain::report::Report;
use crate::domain::text::one_line;
use crate::error::Error;
use crate::format::receipt::ReceiptFile;
use crate::format::report::ReportFile;
use crate::format::{self, FormatError, RECEIPT_MAX, REPORT_MAX};
use crate::store::intake::{self, Found};
use crate::store::{self, StoreError, outbox, receipts};

use super::context::Context;

/// A receipt that the county handed out.
#[derive(Debug)]
pub struct Given {
    /// What it says.
    pub receipt: Receipt,
    /// Where it lies.
    pub path: PathBuf,
    /// False where the same was answered before and the stored bytes went out again.
    pub new: bool,
}

impl Given {
    /// What it says, in words, and where it lies.
    #[must_use]
    pub fn words(&self) -> String {
        words(&self.receipt, Fate::Given { path: &self.path, new: self.new })
    }
}

/// The report in a file, or in an archive, whole and fit for the plan.
pub fn read(context: &Context, path: &Path) -> Result<ReportFile, Error> {
    let unsound = |why: String| Error::Unsound { path: path.to_owned(), why };
    let origin = intake::origin(path);
    let bytes = match &origin.within {
        None => store::read(path, REPORT_MAX)?,
        Some(_) => match intake::look_at(&origin)? {
            Some(Found::Text(_, bytes)) => bytes,
            _ => return Err(unsound("压缩包里没有这个上报文件。请照汇总时列出的文件名写。".to_owned())),
        },
    };
    let file = format::report::read(&bytes).map_err(|error| unsound(error.to_string()))?;
    report_fits(context.plan_or_own(&file.report.plan), &file.report).map_err(unsound)?;
    Ok(file)
}

/// Answers a report of `plan` that is whole and fits it: keeps the receipt in the data folder, then hands it out into
/// `out`.
pub fn give(
    context: &Context,
    plan: &Plan,
    file: ReportFile,
    answer: Answer,
    remarks: &[TaskAnswer],
    out: &Path,
) -> Result<Given, Error> {
    let settings = &context.settings;
    let office = settings.office.as_deref().map(one_line).filter(|office| !office.is_empty());
    let office = office.filter(|_| !settings.reporter.is_empty()).ok_or(Error::NoOffice)?;
    if let Some(unknown) = remarks.iter().find(|remark| plan.task(remark.task).is_none()) {
        return Err(Error::NoSuchTask(unknown.task));
    }
    let mut remarks = remarks.to_vec();
    remarks.sort_by_key(|remark| remark.task);
    let new = Receipt {
        report: file.sha256,
        plan: file.report.plan,
        township: file.report.township,
        period: file.report.period,
        revision: file.report.revision,
        answer,
        remarks,
        office,
        person: settings.reporter.clone(),
        phone: settings.phone.clone(),
        at: context.now(),
    };
    if let Some(fault) = new.fault() {
        return Err(Error::BadReceipt(fault));
    }
    let kept = receipts::files(&context.data, &new.plan, &new.township.code)?;
    let last = kept.into_iter().filter(|kept| kept.receipt.report == new.report).max_by_key(|kept| kept.receipt.at);
    let (file, is_new) = match last.filter(|last| new.repeats(&last.receipt)) {
        Some(same) => (same, false),
        None => (written(&new)?, true),
    };
    receipts::keep(&context.data, plan, &file)?;
    let path = outbox::hand_out(out, &file.receipt.file_name(plan), file.text.as_bytes())
        .map_err(|error| Error::ReceiptNotHandedOut(Box::new(error)))?;
    let path = std::path::absolute(&path).unwrap_or(path);
    Ok(Given { receipt: file.receipt, path, new: is_new })
}

/// The file of a receipt, as it will be read.
fn written(receipt: &Receipt) -> Result<ReceiptFile, Error> {
    let unwritable = |what: String| StoreError::Unwritable(what);
    let text = format::receipt::write(receipt).map_err(|error| unwritable(error.to_string()))?;
    format::receipt::read(text.as_bytes()).map_err(|error| match error {
        FormatError::TooLarge { .. } => Error::BadReceipt(ReceiptFault::TooLong),
        error => unwritable(error.to_string()).into(),
    })
}

/// A receipt that the township opened.
#[derive(Debug)]
pub struct Opened {
    /// What it says.
    pub receipt: Receipt,
    /// The latest report of its period; another one than it answers where it answers an older one.
    pub last: Reported,
    /// False where it had been opened before.
    pub new: bool,
}

impl Opened {
    /// What it says, in words.
    #[must_use]
    pub fn words(&self) -> String {
        words(&self.receipt, Fate::Opened { last: &self.last, new: self.new })
    }
}

/// Takes a receipt in: keeps it in the data folder where it answers a report that `township` made.
pub fn open(context: &Context, township: &Township, ledger: &Ledger, file: &Path) -> Result<Opened, Error> {
    let bytes = store::read(file, RECEIPT_MAX)?;
    let read = format::receipt::read(&bytes);
    let file = read.map_err(|error| StoreError::Format { path: file.to_owned(), error })?;
    let known = reported(context, township, ledger)?;
    let answers = file.receipt.answers(context.plan(), township, &known)?;
    let of_period = known.iter().filter(|report| report.period == answers.period);
    let last = of_period.max_by_key(|report| report.revision).unwrap_or(answers).clone();
    let new = receipts::keep(&context.data, context.plan(), &file)?;
    Ok(Opened { receipt: file.receipt, last, new })
}

/// Every report that is known to have been made: by the ledger, and by the outbox where a ledger was put back from an
/// old copy.
fn reported(context: &Context, township: &Township, ledger: &Ledger) -> Result<Vec<Reported>, StoreError> {
    let mut known = receipt::reported(ledger, context.plan().years());
    for kept in outbox::reports(&context.data, &context.plan().id, &township.code)? {
        if known.iter().all(|report| report.sha256 != kept.sha256) {
            let Report { period, revision, made_at: at, .. } = kept.report;
            known.push(Reported { period, revision, sha256: kept.sha256, at });
        }
    }
    Ok(known)
}

/// What became of a receipt.
#[derive(Clone, Copy)]
pub enum Fate<'a> {
    /// It was given.
    Given { path: &'a Path, new: bool },
    /// It was opened.
    Opened { last: &'a Reported, new: bool },
}

/// What a receipt says, in words.
#[must_use]
pub fn words(receipt: &Receipt, fate: Fate) -> String {
    let Receipt { township, period, revision, answer, office, person, .. } = receipt;
    let (period, answer) = (period.name(), answer.word());
    match fate {
        Fate::Given { path, new } => {
            let again = if new { "已出" } else { "与上次一样，交出的仍是那一份" };
            let name = &township.name;
            format!("{again}回执：{name}{period}第{revision}次上报，{answer}。\n文件：{}", path.display())
        }
        Fate::Opened { last, new } => {
            let again = if new { "" } else { "这份回执以前打开过。" };
            let older = if last.sha256 == receipt.report {
                String::new()
            } else {
                format!("注意：这是对较早一次的答复，{period}最近一次上报是第{}次。", last.revision)
            };
            let day = receipt.at.format("%Y-%m-%d");
            format!("{office}（{person}，{day}）答复{period}第{revision}次上报：{answer}。{older}{again}")
        }
    }
}
