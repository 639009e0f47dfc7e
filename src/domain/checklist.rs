//! The checklist (清单) of a task: the plan's items, and behind them the lines that the township added itself.

use super::item_status::standing_in;
use super::ledger::{Hex16, Ledger, Standing};
use super::period::Period;
use super::plan::{Cycle, Due, Plan, Target, Task};

/// A line of a checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckLine {
    /// Its id, as `5.1`, or `5.z3f2a1` for one of the township's own.
    pub id: String,
    /// What is to be done.
    pub text: String,
    /// The clause of the notice it was drawn from; none for one of the township's own.
    pub quote: Option<String>,
    /// How often it is owed.
    pub cycle: Cycle,
    /// When it is due, where the plan says so.
    pub due: Option<Due>,
    /// How much is asked for, where the plan says so.
    pub target: Option<Target>,
}

impl CheckLine {
    /// Whether the township added it (自列).
    #[must_use]
    pub fn own(&self) -> bool {
        self.quote.is_none()
    }

    /// Where it stands in `period`.
    #[must_use]
    pub fn standing(&self, ledger: &Ledger, period: Period) -> Standing {
        standing_in(&self.id, self.cycle, ledger, period)
    }
}

/// The lines of a task's checklist, the plan's first.
#[must_use]
pub fn of_task(task: &Task, ledger: &Ledger) -> Vec<CheckLine> {
    let planned = task.items.iter().map(|item| CheckLine {
        id: item.id.clone(),
        text: item.text.clone(),
        quote: Some(item.quote.clone()),
        cycle: item.cycle,
        due: item.due,
        target: item.target,
    });
    // The township's own lines are for one year, like most of the plan's.
    let own = ledger.own_items_of(task.no).map(|own| CheckLine {
        id: own.id.clone(),
        text: own.text.clone(),
        quote: None,
        cycle: Cycle::Yearly,
        due: None,
        target: None,
    });
    planned.chain(own).collect()
}

/// The line of that id, with the number of its task.
#[must_use]
pub fn line(plan: &Plan, ledger: &Ledger, id: &str) -> Option<(u32, CheckLine)> {
    // An id begins with its task's number.
    let no = id.split_once('.')?.0.parse().ok()?;
    let (_, task) = plan.task(no)?;
    of_task(task, ledger).into_iter().find(|line| line.id == id).map(|line| (no, line))
}

/// The id of a new line of the township's own, made of random bits.
#[must_use]
pub fn own_id(task: u32, random: Hex16) -> String {
    format!("{task}.z{:05x}", random.0 & 0xf_ffff)
}
