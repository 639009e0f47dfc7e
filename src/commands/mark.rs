//! `mark`, `undo`, `redo` and `history`: changes the checklist and lists its changes.

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate};
use serde::Serialize;

use crate::cli::{MarkArgs, StateArg};
use crate::domain::checklist;
use crate::domain::history;
use crate::domain::ledger::{Change, DeviceId, Entry, ItemStatus, Ledger};
use crate::domain::occurrence::Occurrence;
use crate::domain::period::Period;
use crate::domain::plan::{Cycle, Plan};
use crate::domain::progress::{self, MarkRefusal};
use crate::domain::text::one_line;
use crate::domain::undo::{self, UndoRefusal};
use crate::domain::wording::{change_words, late_note, status_words};
use crate::error::Error;

use super::Outcome;
use super::output::{self, Rows, end_recording, say, table, tell};
use crate::operations::context::Context;

pub fn mark(context: &Context, args: &MarkArgs) -> Result<Outcome, Error> {
    let plan = context.plan();
    let year = match (context.year, args.on) {
        (None, Some(on)) => on.year(),
        _ => context.year(),
    };
    let cycle = checklist::read_key(&args.item).and_then(|(id, _)| plan.item(id)).map(|(_, item)| item.cycle);
    // A once-only item belongs to no year. `progress::mark` checks below that its day is within the plan's years.
    let year = if cycle == Some(Cycle::Once) { plan.nearest_year(year) } else { year };
    let key = resolve_key(args, cycle, year, context.today);
    let occurrence = checklist::read_key(&key).and_then(|(_, occurrence)| occurrence);
    let done_day = || match occurrence {
        Some(occurrence) => progress::done_day_of(occurrence, context.today),
        None => progress::done_day(year, context.today),
    };
    if args.on.is_some() && args.state != StateArg::Done {
        return Err(Error::Usage("--on 是完成日期，只能与 done 一起用。请去掉 --on。".to_owned()));
    }
    if args.reason.is_some() && args.state != StateArg::Na {
        return Err(Error::Usage("--reason 是不适用的理由，只能与 na 一起用。请去掉 --reason。".to_owned()));
    }
    let to = match args.state {
        StateArg::Todo => ItemStatus::Todo,
        StateArg::Doing => ItemStatus::Doing,
        StateArg::Done => ItemStatus::Done { on: args.on.map_or_else(done_day, Ok)? },
        StateArg::Na => ItemStatus::NotApplicable {
            reason: args.reason.as_deref().map(one_line).filter(|it| !it.is_empty()).ok_or(MarkRefusal::NoReason)?,
        },
    };
    // Check first without the lock: a refused command then creates no ledger. Check again under the lock, because the
    // ledgers may have changed in between.
    progress::mark(plan, &context.read_ledgers()?.ledger, &key, year, to.clone())?;
    let mut open = context.open_ledgers()?;
    tell(&open.loaded.notes);
    let Some(change) = progress::mark(plan, &open.loaded.ledger, &key, year, to.clone())? else {
        say(&format!("{key} 本来就是{}，没有改动。", status_words(&to)))?;
        return Ok(Outcome::Done);
    };
    context.record(&mut open, change)?;
    let note = match &to {
        ItemStatus::Done { on } if *on > context.today => Some(format!("{on} 还没有到，请核对日期。")),
        ItemStatus::Done { on } if args.on.is_none() && occurrence.is_some() && *on != context.today => {
            Some("这一次已经过了，日期记为它的最后一天。在别的日子办的，请加 --on 日期。".to_owned())
        }
        _ if args.on.is_none() => late_note(&to, context.today),
        _ => None,
    };
    let printed = say(&format!("已记录：{key} {}。{}", status_words(&to), note.unwrap_or_default()));
    end_recording(&mut open.writer, printed)
}

/// The key of the line to mark. An item that is owed several times a year may be named without its occurrence: then it
/// is the occurrence that contains `--on`, or today. If that day is in another year, it is the last one of `year`.
///
/// ```text
/// mark 5.1 done --on 2025-05-03    5.1 is owed each quarter: marks 5.1@2025Q2
/// ```
fn resolve_key(args: &MarkArgs, cycle: Option<Cycle>, year: i32, today: NaiveDate) -> String {
    let is_named = checklist::read_key(&args.item).is_none_or(|(_, occurrence)| occurrence.is_some());
    let Some(cycle) = cycle.filter(|cycle| cycle.is_repeated_in_year() && !is_named) else { return args.item.clone() };
    let day = args.on.unwrap_or(today);
    let day = if day.year() == year { day } else { Period::year_of(year).last_day() };
    checklist::key(&args.item, Occurrence::containing(cycle, day))
}

pub fn undo(context: &Context) -> Result<Outcome, Error> {
    take_back(context, undo::undo)
}

pub fn redo(context: &Context) -> Result<Outcome, Error> {
    take_back(context, undo::redo)
}

fn take_back(context: &Context, find: fn(&Ledger, DeviceId) -> Result<Change, UndoRefusal>) -> Result<Outcome, Error> {
    let mut open = context.open_ledgers()?;
    tell(&open.loaded.notes);
    let change = find(&open.loaded.ledger, open.writer.device())?;
    context.record(&mut open, change.clone())?;
    let printed = say(&format!("{}。", change_words(&open.loaded.ledger, &change)));
    end_recording(&mut open.writer, printed)
}

/// One change of `history`, as printed in JSON (see `docs/cli.md`).
#[derive(Serialize)]
struct Event {
    at: DateTime<FixedOffset>,
    by: String,
    device: String,
    what: String,
    task: Option<u32>,
    undone: bool,
}

pub fn history(context: &Context, task: Option<u32>) -> Result<Outcome, Error> {
    if let Some(no) = task {
        context.plan().task(no).ok_or(Error::NoSuchTask(no))?;
    }
    let loaded = context.read_ledgers()?;
    let ledger = &loaded.ledger;
    let events: Vec<Event> = history::of_task(context.plan(), ledger, task)
        .into_iter()
        .map(|entry| event(context.plan(), ledger, entry))
        .collect();
    tell(&loaded.notes);
    let columns =
        [("时间", "at"), ("填报人", "by"), ("电脑", "device"), ("任务", "task"), ("改动", "what"), ("撤销", "undone")];
    let rows = |is_for_people: bool| {
        let mut rows = Rows::new(&columns);
        for Event { at, by, device, what, task, undone } in &events {
            let task = task.map(|no| no.to_string()).unwrap_or_default();
            // Four characters let a clerk tell the PCs apart; a program needs the whole id.
            let (at, device, undone) = if is_for_people {
                let undone = if *undone { "已撤销" } else { "" };
                (at.format("%Y-%m-%d %H:%M").to_string(), device[..4].to_owned(), undone.to_owned())
            } else {
                (at.to_rfc3339(), device.clone(), undone.to_string())
            };
            rows.push([at, by.clone(), device, task, what.clone(), undone]);
        }
        rows
    };
    let table_text = || {
        if events.is_empty() {
            return "还没有任何改动。".to_owned();
        }
        table(context, &rows(true), &[3])
    };
    output::print(context, &events, table_text, || rows(false))?;
    Ok(Outcome::of_reading(&loaded))
}

fn event(plan: &Plan, ledger: &Ledger, entry: &Entry) -> Event {
    Event {
        at: entry.at,
        by: entry.by.clone(),
        device: entry.device.to_string(),
        what: change_words(ledger, &entry.change),
        task: history::task_of(plan, ledger, &entry.change),
        undone: ledger.is_undone(entry.id),
    }
}
