//! The space bar: ticks and unticks a line.

use chrono::NaiveDate;

use crate::app::message::Effect;
use crate::app::state::model::{Message, Model, Screen};
use crate::app::state::tasks::Focus;
use crate::domain::checklist::CheckLine;
use crate::domain::ledger::{Change, ItemStatus};
use crate::domain::period::Period;
use crate::domain::progress::MarkRefusal;
use crate::domain::{item_status, progress};
use crate::error::Error;

/// Ticks or unticks the line under the cursor. In the task list, ticks the next open line of the task.
pub(crate) fn toggle(model: &mut Model) -> Option<Effect> {
    let change = match model.screens.last()? {
        Screen::Tasks(tasks) if tasks.focus != Focus::Items => {
            let lines = model.checklist(tasks.task(&model.plan)?);
            match next_open(model, &lines) {
                Some(line) => toggled_change(model, line),
                None if lines.is_empty() => Err("这项任务没有列入各乡镇，没有清单。".to_owned()),
                None => Err("这项任务的清单都勾完了；按回车进清单，可以逐条改。".to_owned()),
            }
        }
        _ => match model.selected_line() {
            Some(line) => toggled_change(model, &line),
            None => Err("没有要勾的了。按 F4 看任务列表。".to_owned()),
        },
    };
    match change {
        Ok(change) => change.map(Effect::Record),
        Err(why) => {
            model.message = Some(Message::info(why));
            None
        }
    }
}

fn next_open<'a>(model: &Model, lines: &'a [CheckLine]) -> Option<&'a CheckLine> {
    let ledger = &model.open.as_ref()?.ledger;
    let open = |line: &&CheckLine| {
        matches!(line.status(ledger, Period::year_of(model.year)), ItemStatus::Todo | ItemStatus::Doing)
    };
    lines.iter().find(open)
}

/// Returns the change: an open line becomes done, any other becomes open.
fn toggled_change(model: &Model, line: &CheckLine) -> Result<Option<Change>, String> {
    let Some(open) = &model.open else { return Ok(None) };
    let key = line.key();
    let to = match open.ledger.status(&item_status::field_of(&line.id, line.when(model.year))) {
        ItemStatus::Done { on } if on > Period::year_of(model.year).last_day() => {
            return Err(format!("{key} 已在{on}完成，期内一次即可；换到那个年度可以改。"));
        }
        ItemStatus::Todo | ItemStatus::Doing => done_day(model, line).map(|on| ItemStatus::Done { on }),
        ItemStatus::Done { .. } | ItemStatus::NotApplicable { .. } => Ok(ItemStatus::Todo),
    };
    to.and_then(|to| progress::mark(&model.plan, &open.ledger, &key, model.year, to))
        .map_err(|refusal| Error::Mark(refusal).to_string())
}

/// Returns the date of completion for a line that is ticked now.
fn done_day(model: &Model, line: &CheckLine) -> Result<NaiveDate, MarkRefusal> {
    match line.occurrence {
        Some(occurrence) => progress::done_day_of(occurrence, model.today),
        None => progress::done_day(model.year, model.today),
    }
}
