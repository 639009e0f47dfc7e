//! `due`: what is open over all plans in use, by deadline; as a table or as a calendar for the phone.

use std::path::Path;

use chrono::{Days, NaiveDate};
use serde::Serialize;

use crate::cli::DueArgs;
use crate::domain::assignment;
use crate::domain::due::{OpenLine, Urgency, open_lines, usual_horizon};
use crate::domain::ledger::Ledger;
use crate::domain::occurrence::Occurrence;
use crate::domain::plan::Plan;
use crate::domain::plans::KnownPlan;
use crate::error::Error;
use crate::format::calendar::{self, CalendarEvent};
use crate::store;

use super::Outcome;
use super::output::{self, Rows, table, tell};
use crate::operations::context::Context;

/// An open line with its plan.
#[derive(Debug)]
pub struct DueLine<'a> {
    /// Its plan.
    pub plan: &'a Plan,
    /// The line and its deadline.
    pub open: OpenLine,
    /// To whom it is given.
    pub assigned: Option<String>,
}

/// What is open over the plans in use and due by `until`, by deadline; and what to tell of their ledgers. `only` names
/// the one plan that is asked for.
pub fn due_lines<'a>(
    context: &'a Context,
    only: Option<&'a Plan>,
    until: NaiveDate,
) -> Result<(Vec<DueLine<'a>>, Vec<String>), Error> {
    let code = &context.township()?.code;
    let in_use = context.plans.plans.iter().filter(|known| known.is_in_use(Some(code))).map(KnownPlan::plan);
    let plans: Vec<&Plan> = only.map_or_else(|| in_use.collect(), |plan| vec![plan]);
    let (mut lines, mut notes) = (Vec::new(), Vec::new());
    for plan in plans {
        let shelf = store::ledger::read_all(&context.data, &plan.id, code);
        notes.extend(shelf.notes.iter().map(ToString::to_string));
        let open = open_lines(plan, &shelf.ledger, context.today, until);
        lines.extend(open.into_iter().map(|open| with_plan(plan, &shelf.ledger, open)));
    }
    lines.sort_by_key(|line| line.open.due);
    Ok((lines, notes))
}

fn with_plan<'a>(plan: &'a Plan, ledger: &Ledger, open: OpenLine) -> DueLine<'a> {
    let assigned = assignment::assigned(ledger, &open.line.id, open.line.cycle, open.year).map(str::to_owned);
    DueLine { plan, open, assigned }
}

/// One line (JSON).
#[derive(Serialize)]
struct View<'a> {
    plan: &'a str,
    task: u32,
    item: &'a str,
    /// Which occurrence it is, of an item owed more often than once a year.
    #[serde(skip_serializing_if = "Option::is_none")]
    occurrence: Option<Occurrence>,
    text: &'a str,
    due: NaiveDate,
    days: i64,
    state: &'static str,
    assigned: Option<&'a str>,
}

impl<'a> View<'a> {
    fn of(one: &'a DueLine) -> Self {
        let OpenLine { task, line, due, days, .. } = &one.open;
        Self {
            plan: &one.plan.id,
            task: *task,
            item: &line.id,
            occurrence: line.occurrence,
            text: &line.text,
            due: *due,
            days: *days,
            state: one.open.urgency().key(),
            assigned: one.assigned.as_deref(),
        }
    }
}

/// `due`; `only` is the plan that `--plan` names.
pub fn due(context: &Context, args: &DueArgs, only: Option<&Plan>) -> Result<Outcome, Error> {
    let today = context.today;
    let until = match args.days {
        Some(days) => today.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX),
        None => usual_horizon(today),
    };
    let (lines, notes) = due_lines(context, only, until)?;
    tell(&notes);
    let saved = args.ics.as_deref().map(|path| save(context, path, &lines)).transpose()?;
    let views: Vec<View> = lines.iter().map(View::of).collect();
    let printed = output::print(context, &views, || words(context, &lines, until, saved.as_deref()), || rows(&views));
    if saved.is_none() {
        return printed.map(|()| Outcome::Done);
    }
    output::end("日历已存好", printed, &[""; 0])
}

/// Writes the calendar; gives the sentence that says where it is.
fn save(context: &Context, path: &Path, lines: &[DueLine]) -> Result<String, Error> {
    let code = &context.township()?.code;
    let event = |one: &DueLine| {
        let OpenLine { line, year, due, .. } = &one.open;
        let time = line.occurrence.map_or_else(|| year.to_string(), |occurrence| occurrence.to_string());
        let time_words = line.occurrence.map(|one| format!("（{}）", one.name())).unwrap_or_default();
        CalendarEvent {
            uid: format!("{}-{code}-{}-{time}", one.plan.id, line.id),
            day: *due,
            summary: format!("{} {}{time_words}", line.id, line.text),
            description: one.assigned.iter().fold(one.plan.title.clone(), |text, name| format!("{text}\n分给{name}")),
        }
    };
    let events: Vec<CalendarEvent> = lines.iter().map(event).collect();
    store::calendar::save(path, &calendar::write(&events, context.now()))?;
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    Ok(format!("日历存在 {}，{}条。拷到手机上打开，就记进手机的日历。", path.display(), events.len()))
}

fn words(context: &Context, lines: &[DueLine], until: NaiveDate, saved: Option<&str>) -> String {
    let several = lines.iter().any(|one| one.plan.id != lines[0].plan.id);
    let saved = saved.map(|saved| format!("\n{saved}")).unwrap_or_default();
    if lines.is_empty() {
        return format!("到 {until} 没有到期要办的。规划没有写时限的，用 taizhang list 查看。{saved}");
    }
    let mut columns = vec![("时限", ""), ("", ""), ("清单", ""), ("内容", ""), ("分工", "")];
    columns.extend(several.then_some(("规划", "")));
    let mut rows = Rows::new(&columns);
    for one in lines {
        let OpenLine { line, due, .. } = &one.open;
        let assigned = one.assigned.clone().unwrap_or_default();
        let row = [due.to_string(), one.open.words(), line.key(), line.text.clone(), assigned];
        rows.push(row.into_iter().chain(several.then(|| one.plan.short.clone())));
    }
    let overdue = lines.iter().filter(|one| one.open.urgency() == Urgency::Overdue).count();
    format!("{}\n到 {until} 共{}条，其中逾期{overdue}条。{saved}", table(context, &rows, &[]), lines.len())
}

fn rows(views: &[View]) -> Rows {
    let columns = [
        ("规划", "plan"),
        ("任务", "task"),
        ("清单", "item"),
        ("次", "occurrence"),
        ("内容", "text"),
        ("时限", "due"),
        ("天数", "days"),
        ("情况", "state"),
        ("分工", "assigned"),
    ];
    let mut rows = Rows::new(&columns);
    for one in views {
        rows.push([
            one.plan.to_owned(),
            one.task.to_string(),
            one.item.to_owned(),
            one.occurrence.map(|occurrence| occurrence.to_string()).unwrap_or_default(),
            one.text.to_owned(),
            one.due.to_string(),
            one.days.to_string(),
            one.state.to_owned(),
            one.assigned.unwrap_or_default().to_owned(),
        ]);
    }
    rows
}
