//! The space bar: which item it means, and what becomes of it.

use crate::domain::ledger::{Change, Standing};
use crate::domain::period::Period;
use crate::domain::plan::Task;
use crate::domain::progress::{self, Progress};
use crate::error::Error;

use super::model::{Message, Model, Screen};
use super::tasks::Focus;
use super::update::Effect;

/// Ticks or unticks the item under the cursor; in the list, ticks the next open one of the task.
pub(super) fn toggle(model: &mut Model) -> Option<Effect> {
    let asked = {
        let Some(Screen::Tasks(tasks)) = model.screens.last() else { return None };
        let task = tasks.task(&model.plan)?;
        let place = match tasks.focus {
            Focus::Items => Some(tasks.item),
            Focus::List | Focus::Search => next_open(&model.progress(), task),
        };
        match place.and_then(|place| task.items.get(place)) {
            Some(item) => toggled(model, &item.id),
            None if task.items.is_empty() => Err("这项任务没有列入各乡镇，没有清单。".to_owned()),
            None => Err("这项任务的清单都勾完了；按回车进清单，可以逐条改。".to_owned()),
        }
    };
    match asked {
        Ok(change) => change.map(Effect::Record),
        Err(why) => {
            model.message = Some(Message::info(why));
            None
        }
    }
}

/// The first item of a task that is still open.
fn next_open(progress: &Progress, task: &Task) -> Option<usize> {
    let open = |standing: &Standing| matches!(standing, Standing::Todo | Standing::Doing);
    progress.task(task.no)?.items.iter().position(open)
}

/// The change that the space bar asks for: what is open becomes done, what is not becomes open.
fn toggled(model: &Model, id: &str) -> Result<Option<Change>, String> {
    let Some(open) = &model.open else { return Ok(None) };
    let Some((_, item)) = model.plan.item(id) else { return Ok(None) };
    let to = match open.ledger.standing(&progress::field(item, model.year)) {
        Standing::Done { on } if on > Period::year_of(model.year).last_day() => {
            return Err(format!("{id} 已在{on}完成，期内一次即可；换到那个年度可以改。"));
        }
        Standing::Todo | Standing::Doing => progress::done_day(model.year, model.today).map(|on| Standing::Done { on }),
        Standing::Done { .. } | Standing::NotApplicable { .. } => Ok(Standing::Todo),
    };
    to.and_then(|to| progress::mark(&model.plan, &open.ledger, id, model.year, to))
        .map_err(|refusal| Error::Mark(refusal).to_string())
}
