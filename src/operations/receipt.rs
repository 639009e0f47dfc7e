//! Receipts (回执): the county answers a report, the township opens the answer.

use std::path::{Path, PathBuf};

use crate::domain::fit::report_fits;
use crate::domain::ledger::Ledger;
use crate::domain::plan::{Plan, Township};
use crate::domain::receipt::{self, Receipt, ReceiptAnswer, ReceiptFault, Reported, TaskAnswer};
use crate::domain::report::Report;
use crate::domain::text::one_line;
use crate::error::Error;
use crate::format::receipt::ReceiptFile;
use crate::format::report::ReportFile;
use crate::format::{self, FormatError, RECEIPT_MAX, REPORT_MAX};
use crate::store::ingest::{self, FileContent};
use crate::store::{self, StoreError, outbox, receipts};

use super::context::Context;

/// A receipt that the county handed out.
#[derive(Debug)]
pub struct GivenReceipt {
    pub receipt: Receipt,
    pub path: PathBuf,
    /// False if the same answer was given before, so that the stored bytes were copied again.
    pub new: bool,
}

impl GivenReceipt {
    #[must_use]
    pub fn words(&self) -> String {
        words(&self.receipt, ReceiptEvent::Given { path: &self.path, new: self.new })
    }
}

/// Reads a report, which may be inside an archive. Fails if it is not intact or does not fit its plan.
pub fn read(context: &Context, path: &Path) -> Result<ReportFile, Error> {
    let unsound = |why: String| Error::Unsound { path: path.to_owned(), why };
    let origin = ingest::parse_origin(path);
    let bytes = match &origin.within {
        None => store::read(path, REPORT_MAX)?,
        Some(_) => match ingest::inspect_origin(&origin)? {
            Some(FileContent::Text(_, bytes)) => bytes,
            _ => return Err(unsound("压缩包里没有这个上报文件。请照汇总时列出的文件名写。".to_owned())),
        },
    };
    let file = format::report::read(&bytes).map_err(|error| unsound(error.to_string()))?;
    report_fits(context.plan_or_current(&file.report.plan), &file.report).map_err(unsound)?;
    Ok(file)
}

/// Answers a report of `plan`: stores the receipt in the data folder, then copies it to `out`. The report must be
/// intact and fit the plan.
pub fn give(
    context: &Context,
    plan: &Plan,
    file: ReportFile,
    answer: ReceiptAnswer,
    remarks: &[TaskAnswer],
    out: &Path,
) -> Result<GivenReceipt, Error> {
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
    let stored = receipts::files(&context.data, &new.plan, &new.township.code)?;
    let last =
        stored.into_iter().filter(|stored| stored.receipt.report == new.report).max_by_key(|stored| stored.receipt.at);
    let (file, is_new) = match last.filter(|last| new.repeats(&last.receipt)) {
        Some(same) => (same, false),
        None => (written(&new)?, true),
    };
    receipts::store(&context.data, plan, &file)?;
    let path = outbox::hand_out(out, &file.receipt.file_name(plan), file.text.as_bytes())
        .map_err(|error| Error::ReceiptNotHandedOut(Box::new(error)))?;
    let path = std::path::absolute(&path).unwrap_or(path);
    Ok(GivenReceipt { receipt: file.receipt, path, new: is_new })
}

/// The file of a receipt, parsed again to prove that it can be read.
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
pub struct OpenedReceipt {
    pub receipt: Receipt,
    /// The latest report of its period. It differs from the answered one if that is older.
    pub last: Reported,
    /// False if it was opened before.
    pub new: bool,
}

impl OpenedReceipt {
    #[must_use]
    pub fn words(&self) -> String {
        words(&self.receipt, ReceiptEvent::Opened { last: &self.last, new: self.new })
    }
}

/// Opens a receipt and stores it in the data folder. Fails if it does not answer a report of `township`.
pub fn open(context: &Context, township: &Township, ledger: &Ledger, file: &Path) -> Result<OpenedReceipt, Error> {
    let bytes = store::read(file, RECEIPT_MAX)?;
    let read = format::receipt::read(&bytes);
    let file = read.map_err(|error| StoreError::Format { path: file.to_owned(), error })?;
    let known = reported(context, township, ledger)?;
    let answers = file.receipt.answers(context.plan(), township, &known)?;
    let of_period = known.iter().filter(|report| report.period == answers.period);
    let last = of_period.max_by_key(|report| report.revision).unwrap_or(answers).clone();
    let new = receipts::store(&context.data, context.plan(), &file)?;
    Ok(OpenedReceipt { receipt: file.receipt, last, new })
}

/// All reports made so far. The ledger names them; the outbox knows those that a restored, older ledger lacks.
fn reported(context: &Context, township: &Township, ledger: &Ledger) -> Result<Vec<Reported>, StoreError> {
    let mut known = receipt::reported(ledger, context.plan().years());
    for stored in outbox::reports(&context.data, &context.plan().id, &township.code)? {
        if known.iter().all(|report| report.sha256 != stored.sha256) {
            let Report { period, revision, made_at: at, .. } = stored.report;
            known.push(Reported { period, revision, sha256: stored.sha256, at });
        }
    }
    Ok(known)
}

/// What happened to a receipt.
#[derive(Clone, Copy)]
pub enum ReceiptEvent<'a> {
    Given { path: &'a Path, new: bool },
    Opened { last: &'a Reported, new: bool },
}

#[must_use]
pub fn words(receipt: &Receipt, event: ReceiptEvent) -> String {
    let Receipt { township, period, revision, answer, office, person, .. } = receipt;
    let (period, answer) = (period.name(), answer.word());
    match event {
        ReceiptEvent::Given { path, new } => {
            let again = if new { "已出" } else { "与上次一样，交出的仍是那一份" };
            let name = &township.name;
            format!("{again}回执：{name}{period}第{revision}次上报，{answer}。\n文件：{}", path.display())
        }
        ReceiptEvent::Opened { last, new } => {
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
