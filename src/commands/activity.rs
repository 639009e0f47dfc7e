//! `activity`: the 台账 on the command line.

use chrono::NaiveDate;

use super::Outcome;
use super::output::{self, Rows, recorded, say, table, tell};
use crate::cli::{ActivityCommand, ActivityParts};
use crate::domain::activity::{Activity, ActivityPatch, ActivityRefusal, Evidence};
use crate::domain::ledger::{Change, Hex16};
use crate::domain::measure::Measure;
use crate::domain::period::Period;
use crate::domain::text::one_line;
use crate::error::Error;
use crate::operations::context::{Context, OpenLedger, random};
use crate::store::{StoreError, evidence};

/// `activity add|list|edit|drop`
pub fn activity(context: &Context, command: &ActivityCommand) -> Result<Outcome, Error> {
    match command {
        ActivityCommand::Add { task, date, title, parts } => add(context, *task, *date, title, parts),
        ActivityCommand::List { task } => list(context, *task),
        ActivityCommand::Edit { id, task, date, title, parts, no_evidence } => {
            let patch = ActivityPatch {
                task: *task,
                date: *date,
                title: title.as_deref().map(one_line),
                evidence: no_evidence.then(Vec::new),
                ..patch_of(parts)
            };
            edit(context, id, patch, parts)
        }
        ActivityCommand::Drop { id } => drop_activity(context, id),
    }
}

/// The parts that the arguments name, evidence aside.
fn patch_of(parts: &ActivityParts) -> ActivityPatch {
    let mut patch = ActivityPatch {
        place: parts.place.as_deref().map(one_line),
        note: parts.note.as_deref().map(one_line),
        ..ActivityPatch::default()
    };
    for measure in Measure::ALL {
        patch.set_number(measure, parts.number(measure).map(|count| count.0));
    }
    patch
}

fn add(context: &Context, task: u32, date: NaiveDate, title: &str, parts: &ActivityParts) -> Result<Outcome, Error> {
    let title = one_line(title);
    let mut set = ActivityPatch { task: Some(task), date: Some(date), title: Some(title), ..patch_of(parts) };
    set.check(context.plan(), context.today)?;
    let mut open = context.open_ledgers()?;
    tell(&open.shelf.notes);
    set.evidence = Some(keep_evidence(context, parts, Vec::new())?).filter(|kept| !kept.is_empty());
    let id = Hex16(random()?);
    context.record(&mut open, Change::Activity { id, set })?;
    let printed = print_one(context, &open, id, "已记");
    recorded(&mut open.writer, printed)
}

/// Copies the evidence that the arguments name behind what there is.
fn keep_evidence(context: &Context, parts: &ActivityParts, mut kept: Vec<Evidence>) -> Result<Vec<Evidence>, Error> {
    for source in &parts.evidence {
        let added = evidence::keep(&context.data, &context.plan().id, &context.township()?.code, source)?;
        let piece = added.evidence;
        if added.repaired {
            tell(&[format!("佐证“{}”原来存的那份已损坏，已用这次的文件补好。", piece.name)]);
        }
        if kept.iter().all(|known| known.sha256 != piece.sha256) {
            kept.push(piece);
        }
    }
    Ok(kept)
}

fn edit(context: &Context, id: &str, set: ActivityPatch, parts: &ActivityParts) -> Result<Outcome, Error> {
    set.check(context.plan(), context.today)?;
    let mut open = context.open_ledgers()?;
    tell(&open.shelf.notes);
    let now = find(&open, id)?;
    let mut set = set;
    if !parts.evidence.is_empty() {
        let before = set.evidence.take().unwrap_or_else(|| now.evidence.clone());
        set.evidence = Some(keep_evidence(context, parts, before)?);
    }
    if set == ActivityPatch::default() {
        return Err(ActivityRefusal::NothingChanges.into());
    }
    let set = set.without_what_stands(&now);
    if set == ActivityPatch::default() {
        print_one(context, &open, now.id, "已改")?;
        return Ok(Outcome::Done);
    }
    context.record(&mut open, Change::Activity { id: now.id, set })?;
    let printed = print_one(context, &open, now.id, "已改");
    recorded(&mut open.writer, printed)
}

fn drop_activity(context: &Context, id: &str) -> Result<Outcome, Error> {
    let mut open = context.open_ledgers()?;
    tell(&open.shelf.notes);
    let now = find(&open, id)?;
    let set = ActivityPatch { dropped: Some(true), ..ActivityPatch::default() };
    context.record(&mut open, Change::Activity { id: now.id, set })?;
    let said = say(&format!("已删去活动“{}”（{}）。可以用 taizhang undo 恢复。", now.title, now.date));
    recorded(&mut open.writer, said)
}

/// The activity that an id, or the beginning of only one, names.
fn find(open: &OpenLedger, asked: &str) -> Result<Activity, Error> {
    let mut all = open.shelf.ledger.activities();
    all.retain(|one| one.id.to_string().starts_with(asked) && asked.len() >= 4);
    match all.len() {
        1 => Ok(all.remove(0)),
        _ => Err(Error::NoSuchActivity(asked.to_owned())),
    }
}

fn print_one(context: &Context, open: &OpenLedger, id: Hex16, did: &str) -> Result<(), Error> {
    let lost = || StoreError::Unwritable("活动记下后读不出来".to_owned());
    let activity = open.shelf.ledger.activity(id).ok_or_else(lost)?;
    let words = || format!("{did}活动“{}”（{}，任务{}），编号 {id}。", activity.title, activity.date, activity.task);
    output::print(context, &activity, words, || rows(std::slice::from_ref(&activity)))
}

fn list(context: &Context, task: Option<u32>) -> Result<Outcome, Error> {
    if let Some(no) = task {
        context.plan().task(no).ok_or(Error::NoSuchTask(no))?;
    }
    let shelf = context.read_ledgers()?;
    let year = context.year();
    let period = Period::year_of(year);
    let activities: Vec<Activity> = shelf.ledger.activities_in(period, task).cloned().collect();
    let totals = shelf.ledger.activity_totals(year, task);
    tell(&shelf.notes);
    let in_table = || {
        if activities.is_empty() {
            return format!("{year}年度还没有记活动。");
        }
        let sums = Measure::ALL.map(|measure| measure.sum_words(totals.sum(measure)));
        let foot = format!("\n共{}项活动，{}。没有填数的不计。", totals.activities, sums.join("，"));
        table(context, &rows(&activities), &[4, 5, 6, 7, 8]) + &foot
    };
    output::print(context, &activities, in_table, || rows(&activities))?;
    Ok(Outcome::of_reading(&shelf))
}

fn rows(activities: &[Activity]) -> Rows {
    let before = [("编号", "id"), ("日期", "date"), ("名称", "title"), ("地点", "place"), ("任务", "task")];
    let numbers = Measure::ALL.map(|measure| (measure.short(), measure.key()));
    let mut rows = Rows::new(&[&before[..], &numbers, &[("佐证", "evidence"), ("备注", "note")]].concat());
    let number = |number: Option<u64>| number.map_or("-".to_owned(), |number| number.to_string());
    for one in activities {
        let evidence: Vec<&str> = one.evidence.iter().map(|piece| piece.name.as_str()).collect();
        let before =
            [one.id.to_string(), one.date.to_string(), one.title.clone(), one.place.clone(), one.task.to_string()];
        let numbers = Measure::ALL.map(|measure| number(one.number(measure)));
        rows.push(before.into_iter().chain(numbers).chain([evidence.join("、"), one.note.clone()]));
    }
    rows
}
