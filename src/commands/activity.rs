//! `activity`: adds, lists, edits and drops activities (台账).

use chrono::Datelike as _;
use serde::Serialize;

use super::Outcome;
use super::output::{self, Rows, end_recording, say, table, tell};
use crate::cli::{ActivityCommand, ActivityParts, ServesParts};
use crate::domain::activity::{Activity, ActivityPatch, ActivityRefusal, Evidence};
use crate::domain::ledger::{Change, Hex16};
use crate::domain::measure::Measure;
use crate::domain::period::Period;
use crate::domain::planned;
use crate::domain::serves::ServesPatch;
use crate::domain::text::one_line;
use crate::error::Error;
use crate::operations::context::{Context, OpenLedger, random};
use crate::store::{StoreError, evidence};

pub fn activity(context: &Context, command: &ActivityCommand) -> Result<Outcome, Error> {
    match command {
        ActivityCommand::Add { task, date, title, parts, serves, planned } => {
            let set =
                ActivityPatch { task: Some(*task), date: Some(*date), title: Some(one_line(title)), ..to_patch(parts) };
            add(context, set, to_serves(serves)?, parts, *planned)
        }
        ActivityCommand::List { task } => list(context, *task),
        ActivityCommand::Edit { id, task, date, title, parts, no_evidence, serves, no_also, no_item, held } => {
            let mut serving = to_serves(serves)?;
            serving.tasks = serving.tasks.or(no_also.then(Vec::new));
            serving.items = serving.items.or(no_item.then(Vec::new));
            let patch = ActivityPatch {
                task: *task,
                date: *date,
                title: title.as_deref().map(one_line),
                evidence: no_evidence.then(Vec::new),
                ..to_patch(parts)
            };
            edit(context, id, (patch, serving), parts, *held)
        }
        ActivityCommand::Drop { id } => drop_activity(context, id),
    }
}

/// The arguments as a patch, without the evidence: its files must be copied first.
fn to_patch(parts: &ActivityParts) -> ActivityPatch {
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

/// The tasks and items of `--also` and `--item`.
fn to_serves(parts: &ServesParts) -> Result<ServesPatch, Error> {
    if let Some(other) = parts.also.iter().find_map(|also| also.plan.as_ref()) {
        return Err(Error::Usage(format!(
            "一项活动只能算到同一份规划的任务，“{other}”是另一份规划。请加 --plan {other} 在那份规划里另记一项。"
        )));
    }
    let tasks = without_repeats(parts.also.iter().map(|also| also.task));
    let items = without_repeats(parts.item.iter().cloned());
    Ok(ServesPatch { tasks: Some(tasks).filter(|it| !it.is_empty()), items: Some(items).filter(|it| !it.is_empty()) })
}

fn without_repeats<T: PartialEq>(values: impl Iterator<Item = T>) -> Vec<T> {
    values.fold(Vec::new(), |mut unique, value| {
        if !unique.contains(&value) {
            unique.push(value);
        }
        unique
    })
}

fn add(
    context: &Context,
    mut set: ActivityPatch,
    serves: ServesPatch,
    parts: &ActivityParts,
    planned: bool,
) -> Result<Outcome, Error> {
    check(context, &set, planned, "去掉 --planned")?;
    let mut serves = without_own(serves, set.task);
    serves.tasks = serves.tasks.filter(|tasks| !tasks.is_empty());
    let id = Hex16(random()?);
    if let Some(activity) = set.clone().into_activity(id) {
        ServesPatch::check(context.plan(), &serves.clone().apply_to(activity))?;
    }
    let mut open = context.open_ledgers()?;
    tell(&open.loaded.notes);
    set.evidence = Some(store_evidence(context, parts, Vec::new())?).filter(|kept| !kept.is_empty());
    let change = if planned {
        Change::PlannedActivity { id, set, serves: Box::new(serves) }
    } else {
        Change::activity(id, set, serves)
    };
    context.record(&mut open, change)?;
    let printed = print_one(context, &open, id, if planned { "已记计划" } else { "已记活动" });
    end_recording(&mut open.writer, printed)
}

/// Removes the activity's own task, which it serves anyway.
fn without_own(mut serves: ServesPatch, own: Option<u32>) -> ServesPatch {
    serves.tasks.iter_mut().for_each(|tasks| tasks.retain(|no| Some(*no) != own));
    serves
}

/// Checks the fields of an activity. A planned activity may have a date in the future, but not in the past; `advice` says
/// what to do with one that was held.
fn check(context: &Context, set: &ActivityPatch, planned: bool, advice: &str) -> Result<(), Error> {
    if !planned {
        return Ok(set.check(context.plan(), context.today)?);
    }
    set.check(context.plan(), set.date.unwrap_or(context.today))?;
    match set.date.filter(|date| *date < context.today) {
        Some(date) => Err(Error::Usage(format!(
            "{date} 已经过了（今天是 {}），不能记成计划。已经举办的请{advice}。",
            context.today
        ))),
        None => Ok(()),
    }
}

/// Copies the files of `--evidence` into the store and adds them to `kept`. A file that is there already is not added
/// twice.
fn store_evidence(context: &Context, parts: &ActivityParts, mut kept: Vec<Evidence>) -> Result<Vec<Evidence>, Error> {
    for source in &parts.evidence {
        let added = evidence::store(&context.data, &context.plan().id, &context.township()?.code, source)?;
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

fn edit(
    context: &Context,
    id: &str,
    (mut set, serves): (ActivityPatch, ServesPatch),
    parts: &ActivityParts,
    held: bool,
) -> Result<Outcome, Error> {
    let mut open = context.open_ledgers()?;
    tell(&open.loaded.notes);
    let FoundActivity { activity: now, planned } = find(&open, id)?;
    if held && !planned {
        return Err(Error::Usage(format!("活动“{}”不是计划，已经计入。请去掉 --held。", now.title)));
    }
    check(context, &set, planned && !held, "加 --held")?;
    let serves = without_own(serves, set.task.or(Some(now.task)));
    if !parts.evidence.is_empty() {
        let before = set.evidence.take().unwrap_or_else(|| now.evidence.clone());
        set.evidence = Some(store_evidence(context, parts, before)?);
    }
    if set == ActivityPatch::default() && serves.is_empty() && !held {
        return Err(ActivityRefusal::NothingChanges.into());
    }
    let (set, serves) = (set.without_unchanged(&now), serves.without_unchanged(&now));
    let change = match (held, planned) {
        (true, _) => planned::held(&now, &set, &serves),
        _ if set == ActivityPatch::default() && serves.is_empty() => {
            print_one(context, &open, now.id, "已改活动")?;
            return Ok(Outcome::Done);
        }
        (_, true) => Change::PlannedActivity { id: now.id, set, serves: Box::new(serves) },
        _ => Change::activity(now.id, set, serves),
    };
    check_result(context, &now, &change)?;
    context.record(&mut open, change)?;
    let printed = print_one(context, &open, now.id, if held { "已举办，记为活动" } else { "已改活动" });
    end_recording(&mut open.writer, printed)
}

/// Checks the activity as it would be after the change: an edit of one field may contradict another field.
fn check_result(context: &Context, now: &Activity, change: &Change) -> Result<(), Error> {
    let (set, serves) = match change {
        Change::Activity { set, .. } => (set.clone(), ServesPatch::default()),
        Change::ActivityServing { set, serves, .. } | Change::PlannedActivity { set, serves, .. } => {
            (set.clone(), ServesPatch::clone(serves))
        }
        _ => return Ok(()),
    };
    if matches!(change, Change::Activity { .. } | Change::ActivityServing { .. }) && set.date.is_some() {
        set.check(context.plan(), context.today)?;
    }
    let (mut whole, mut serving) = (ActivityPatch::of(now), ServesPatch::of(now));
    whole.take_all(&set);
    serving.take_all(&serves);
    match whole.into_activity(now.id) {
        Some(activity) => {
            let mut activity = serving.apply_to(activity);
            // What stays as it was is not asked about: a revision may have moved or retired it since.
            let plan = context.plan();
            let fits = |id: &String| plan.item(id).is_some_and(|(task, _)| now.serves(task.no));
            activity.items.retain(|id| fits(id) || !now.items.contains(id));
            activity.also.retain(|no| plan.task(*no).is_some() || !now.also.contains(no));
            Ok(ServesPatch::check(plan, &activity)?)
        }
        None => Ok(()),
    }
}

fn drop_activity(context: &Context, id: &str) -> Result<Outcome, Error> {
    let mut open = context.open_ledgers()?;
    tell(&open.loaded.notes);
    let FoundActivity { activity: now, planned } = find(&open, id)?;
    let set = ActivityPatch { dropped: Some(true), ..ActivityPatch::default() };
    let (id, serves) = (now.id, Box::default());
    let change = if planned { Change::PlannedActivity { id, set, serves } } else { Change::Activity { id, set } };
    context.record(&mut open, change)?;
    let what = if planned { "计划" } else { "活动" };
    let printed = say(&format!("已删去{what}“{}”（{}）。可以用 taizhang undo 恢复。", now.title, now.date));
    end_recording(&mut open.writer, printed)
}

struct FoundActivity {
    activity: Activity,
    planned: bool,
}

/// Finds an activity by its id, or by at least four leading characters that no other activity shares.
fn find(open: &OpenLedger, asked: &str) -> Result<FoundActivity, Error> {
    let ledger = &open.loaded.ledger;
    let held = ledger.activities().into_iter().map(|activity| FoundActivity { activity, planned: false });
    let planned = ledger.planned().into_iter().map(|activity| FoundActivity { activity, planned: true });
    let is_named = |found: &FoundActivity| found.activity.id.to_string().starts_with(asked) && asked.len() >= 4;
    let mut all: Vec<FoundActivity> = held.chain(planned).filter(is_named).collect();
    match all.len() {
        1 => Ok(all.remove(0)),
        _ => Err(Error::NoSuchActivity(asked.to_owned())),
    }
}

/// An activity in JSON (see `docs/cli.md`).
#[derive(Serialize)]
struct ActivityView<'a> {
    #[serde(flatten)]
    activity: &'a Activity,
    /// Not held yet (计划).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    planned: bool,
}

fn print_one(context: &Context, open: &OpenLedger, id: Hex16, did: &str) -> Result<(), Error> {
    let ledger = &open.loaded.ledger;
    let missing = || StoreError::Unwritable("活动记下后读不出来".to_owned());
    let planned = ledger.activity(id).is_none();
    let activity = ledger.activity(id).or_else(|| ledger.planned_activity(id).cloned()).ok_or_else(missing)?;
    let tasks: Vec<String> = activity.tasks().map(|no| no.to_string()).collect();
    let words = || format!("{did}“{}”（{}，任务{}），编号 {id}。", activity.title, activity.date, tasks.join("、"));
    let view = ActivityView { activity: &activity, planned };
    output::print(context, &view, words, || rows(std::slice::from_ref(&view)))
}

fn list(context: &Context, task: Option<u32>) -> Result<Outcome, Error> {
    if let Some(no) = task {
        context.plan().task(no).ok_or(Error::NoSuchTask(no))?;
    }
    let loaded = context.read_ledgers()?;
    let year = context.year();
    let period = Period::year_of(year);
    let held: Vec<Activity> = loaded.ledger.activities_in(period, task).cloned().collect();
    let mut planned = loaded.ledger.planned();
    planned.retain(|activity| activity.date.year() == year && task.is_none_or(|no| activity.serves(no)));
    let views = held.iter().map(|activity| ActivityView { activity, planned: false });
    let views = views.chain(planned.iter().map(|activity| ActivityView { activity, planned: true }));
    let activities: Vec<ActivityView> = views.collect();
    let totals = loaded.ledger.activity_totals(year, task);
    tell(&loaded.notes);
    let in_table = || {
        if activities.is_empty() {
            return format!("{year}年度还没有记活动。");
        }
        let sums = Measure::ALL.map(|measure| measure.sum_words(totals.sum(measure)));
        let plans =
            if planned.is_empty() { String::new() } else { format!("另有计划{}项，不计。", planned.len()) };
        // The columns of the task and of the numbers.
        let numbers: Vec<usize> = (4..5 + Measure::ALL.len()).collect();
        let foot = format!("\n共{}项活动，{}。没有填数的不计。{plans}", totals.activities, sums.join("，"));
        table(context, &rows(&activities), &numbers) + &foot
    };
    output::print(context, &activities, in_table, || rows(&activities))?;
    Ok(Outcome::of_reading(&loaded))
}

fn rows(activities: &[ActivityView]) -> Rows {
    let before = [("编号", "id"), ("日期", "date"), ("名称", "title"), ("地点", "place"), ("任务", "task")];
    let numbers = Measure::ALL.map(|measure| (measure.short(), measure.key()));
    let after =
        [("佐证", "evidence"), ("备注", "note"), ("也算任务", "also"), ("算到清单", "items"), ("计划", "planned")];
    let mut rows = Rows::new(&[&before[..], &numbers, &after].concat());
    let number = |number: Option<u64>| number.map_or("-".to_owned(), |number| number.to_string());
    for ActivityView { activity, planned } in activities {
        let evidence: Vec<&str> = activity.evidence.iter().map(|piece| piece.name.as_str()).collect();
        let also: Vec<String> = activity.also.iter().map(ToString::to_string).collect();
        let before = [
            activity.id.to_string(),
            activity.date.to_string(),
            activity.title.clone(),
            activity.place.clone(),
            activity.task.to_string(),
        ];
        let numbers = Measure::ALL.map(|measure| number(activity.number(measure)));
        let planned = if *planned { "计划".to_owned() } else { String::new() };
        let after = [evidence.join("、"), activity.note.clone(), also.join(" "), activity.items.join(" "), planned];
        rows.push(before.into_iter().chain(numbers).chain(after));
    }
    rows
}
