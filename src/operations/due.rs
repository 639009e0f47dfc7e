//! Lists the open items of all plans by deadline, and writes them as a calendar for the phone.

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
use crate::store::ledger::LoadedLedgers;

use super::context::Context;

/// Open items, and the ledgers they were read from.
#[derive(Debug)]
pub struct DueLines<'a> {
    /// Sorted by deadline.
    pub lines: Vec<DueLine<'a>>,
    /// One of each plan.
    pub loaded: Vec<LoadedLedgers>,
}

/// An open item of a plan.
#[derive(Debug)]
pub struct DueLine<'a> {
    pub plan: &'a Plan,
    pub open: OpenLine,
    /// Name of the person or office it is assigned to (分工).
    pub assigned: Option<String>,
}

/// Open items due by `until`: of the plan `only`, or of all plans in use.
pub fn due_lines<'a>(context: &'a Context, only: Option<&'a Plan>, until: NaiveDate) -> Result<DueLines<'a>, Error> {
    let code = &context.township()?.code;
    let in_use = context.plans.plans.iter().filter(|known| known.is_in_use(Some(code))).map(KnownPlan::plan);
    let plans: Vec<&Plan> = only.map_or_else(|| in_use.collect(), |plan| vec![plan]);
    let (mut lines, mut all_loaded) = (Vec::new(), Vec::new());
    for plan in plans {
        let loaded = store::ledger::read_all(&context.data, &plan.id, code);
        let open = open_lines(plan, &loaded.ledger, context.today, until);
        lines.extend(open.into_iter().map(|open| with_plan(plan, &loaded.ledger, open)));
        all_loaded.push(loaded);
    }
    lines.sort_by_key(|line| line.open.due);
    Ok(DueLines { lines, loaded: all_loaded })
}

fn with_plan<'a>(plan: &'a Plan, ledger: &Ledger, open: OpenLine) -> DueLine<'a> {
    let assigned = assignment::assigned(ledger, &open.line.id, open.line.cycle, open.year).map(str::to_owned);
    DueLine { plan, open, assigned }
}

/// Writes one calendar event for each item, on the day of its deadline.
pub fn save_calendar(context: &Context, path: &Path, lines: &[DueLine]) -> Result<(), Error> {
    let code = &context.township()?.code;
    let event = |due_line: &DueLine| {
        let OpenLine { line, year, due, .. } = &due_line.open;
        let time = line.occurrence.map_or_else(|| year.to_string(), |occurrence| occurrence.to_string());
        let time_words = line.occurrence.map(|occurrence| format!("（{}）", occurrence.name())).unwrap_or_default();
        CalendarEvent {
            uid: format!("{}-{code}-{}-{time}", due_line.plan.id, line.id),
            day: *due,
            summary: format!("{} {}{time_words}", line.id, line.text),
            description: due_line
                .assigned
                .iter()
                .fold(due_line.plan.title.clone(), |text, name| format!("{text}\n分给{name}")),
        }
    };
    let events: Vec<CalendarEvent> = lines.iter().map(event).collect();
    store::calendar::save(path, &calendar::write(&events, context.now()))?;
    Ok(())
}
