//! `receipt`: the county answers a report (`give`), the township reads the answer (`open`).

use std::path::Path;

use chrono::{DateTime, FixedOffset};
use serde::Serialize;

use crate::cli::{ReceiptCommand, TaskRemark};
use crate::domain::ledger::Ledger;
use crate::domain::period::Period;
use crate::domain::plan::Township;
use crate::domain::receipt::{self, Answered, Receipt, ReceiptAnswer, TaskAnswer};
use crate::domain::text::one_line;
use crate::error::Error;
use crate::operations::context::Context;
use crate::operations::receipt::{ReceiptEvent, give, open, read, words};
use crate::store::receipts;

use super::Outcome;
use super::output::{self, Rows, table, tell};

pub fn receipt(context: &Context, command: &ReceiptCommand) -> Result<Outcome, Error> {
    match command {
        ReceiptCommand::Give { report, accept, remark, out, .. } => {
            let answer = if *accept { ReceiptAnswer::Accepted } else { ReceiptAnswer::Returned };
            let file = read(context, report)?;
            let given = give(
                context,
                &context.plan_or_current(&file.report.plan).plan,
                file,
                answer,
                &read_remarks(remark),
                out,
            )?;
            print(context, &given.receipt, ReceiptEvent::Given { path: &given.path, new: given.new })
        }
        ReceiptCommand::Open { file } => {
            let loaded = context.read_ledgers()?;
            tell(&loaded.notes);
            let opened = open(context, context.township()?, &loaded.ledger, file)?;
            print(context, &opened.receipt, ReceiptEvent::Opened { last: &opened.last, new: opened.new })
        }
    }
}

fn read_remarks(remarks: &[TaskRemark]) -> Vec<TaskAnswer> {
    remarks.iter().map(|remark| TaskAnswer { task: remark.task, text: one_line(&remark.text) }).collect()
}

/// The latest report of each period of `year` with the county's answer, in the order of making. Prints an error if the
/// receipts cannot be read.
pub(super) fn answers(context: &Context, township: &Township, ledger: &Ledger, year: i32) -> (Vec<Answered>, Outcome) {
    let read = receipts::all(&context.data, &context.plan().id, &township.code);
    let outcome = if read.is_ok() { Outcome::Done } else { Outcome::ProblemsFound };
    let receipts = read.unwrap_or_else(|error| {
        tell(&[Error::Store(error)]);
        Vec::new()
    });
    (receipt::answered(ledger, year, &receipts), outcome)
}

/// A receipt in JSON (see `docs/cli.md`).
#[derive(Serialize)]
struct ReceiptView<'a> {
    path: Option<&'a Path>,
    report: &'a str,
    township: &'a Township,
    period: Period,
    revision: u32,
    accepted: bool,
    /// False if its period has a later report.
    current: bool,
    /// False if the same receipt was given or opened before.
    new: bool,
    office: &'a str,
    person: &'a str,
    phone: &'a str,
    at: DateTime<FixedOffset>,
    remarks: Vec<RemarkView<'a>>,
}

#[derive(Serialize)]
struct RemarkView<'a> {
    task: u32,
    text: &'a str,
}

fn print(context: &Context, receipt: &Receipt, event: ReceiptEvent) -> Result<Outcome, Error> {
    let (path, current, new) = match event {
        ReceiptEvent::Given { path, new } => (Some(path), true, new),
        ReceiptEvent::Opened { last, new } => (None, last.sha256 == receipt.report, new),
    };
    let view = ReceiptView {
        path,
        report: &receipt.report,
        township: &receipt.township,
        period: receipt.period,
        revision: receipt.revision,
        accepted: receipt.answer == ReceiptAnswer::Accepted,
        current,
        new,
        office: &receipt.office,
        person: &receipt.person,
        phone: &receipt.phone,
        at: receipt.at,
        remarks: receipt.remarks.iter().map(|one| RemarkView { task: one.task, text: &one.text }).collect(),
    };
    let in_table = || {
        let mut text = format!("{}\n", words(receipt, event));
        if !receipt.remarks.is_empty() {
            text += &table(context, &remarks(receipt), &[0]);
        }
        text
    };
    let printed = output::print(context, &view, in_table, || rows(&view));
    output::end("回执已存好", printed, &[""; 0])
}

fn remarks(receipt: &Receipt) -> Rows {
    let mut rows = Rows::new(&[("任务", ""), ("县里的意见", "")]);
    for remark in &receipt.remarks {
        rows.push([remark.task.to_string(), remark.text.clone()]);
    }
    rows
}

/// One row for each remark. A receipt without remarks has one row.
fn rows(view: &ReceiptView) -> Rows {
    let columns = ["report", "township", "period", "revision", "accepted", "current", "office", "person", "at"];
    let columns: Vec<_> = columns.into_iter().chain(["task", "text"]).map(|english| ("", english)).collect();
    let mut rows = Rows::new(&columns);
    let before = [
        view.report.to_owned(),
        view.township.code.clone(),
        view.period.to_string(),
        view.revision.to_string(),
        view.accepted.to_string(),
        view.current.to_string(),
        view.office.to_owned(),
        view.person.to_owned(),
        view.at.to_rfc3339(),
    ];
    let mut remarks: Vec<_> = view.remarks.iter().map(|one| [one.task.to_string(), one.text.to_owned()]).collect();
    if remarks.is_empty() {
        remarks.push(Default::default());
    }
    for remark in remarks {
        rows.push(before.iter().cloned().chain(remark));
    }
    rows
}
