//! Deadlines over all plans in use: what is open, and the same as a calendar for the phone.

use std::path::Path;

use chrono::NaiveDate;

use crate::domain::assignment;
use crate::domain::due::{OpenLine, open_lines};
use crate::domain::ledger::Ledger;
use crate::domain::plan::Plan;
use crate::domain::plans::KnownPlan;
use crate::error::Error;
use crate::format::calendar::{self, CalendarEvent};
use crate::store;
use crate::store::ledger::Shelf;

use super::context::Context;

/// What is open, with the ledgers that it was read from.
#[derive(Debug)]
pub struct DueLines<'a> {
    /// The lines, by deadline.
    pub lines: Vec<DueLine<'a>>,
    /// The ledgers of each plan.
    pub shelves: Vec<Shelf>,
}

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

/// What is open over the plans in use and due by `until`. `only` names the one plan that is asked for.
pub fn due_lines<'a>(context: &'a Context, only: Option<&'a Plan>, until: NaiveDate) -> Result<DueLines<'a>, Error> {
    let code = &context.township()?.code;
    let in_use = context.plans.plans.iter().filter(|known| known.is_in_use(Some(code))).map(KnownPlan::plan);
    let plans: Vec<&Plan> = only.map_or_else(|| in_use.collect(), |plan| vec![plan]);
    let (mut lines, mut shelves) = (Vec::new(), Vec::new());
    for plan in plans {
        let shelf = store::ledger::read_all(&context.data, &plan.id, code);
        let open = open_lines(plan, &shelf.ledger, context.today, until);
        lines.extend(open.into_iter().map(|open| with_plan(plan, &shelf.ledger, open)));
        shelves.push(shelf);
    }
    lines.sort_by_key(|line| line.open.due);
    Ok(DueLines { lines, shelves })
}

fn with_plan<'a>(plan: &'a Plan, ledger: &Ledger, open: OpenLine) -> DueLine<'a> {
    let assigned = assignment::assigned(ledger, &open.line.id, open.line.cycle, open.year).map(str::to_owned);
    DueLine { plan, open, assigned }
}

/// Writes the lines as a calendar file, each on the day of its deadline.
pub fn save_calendar(context: &Context, path: &Path, lines: &[DueLine]) -> Result<(), Error> {
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
    Ok(())
}
