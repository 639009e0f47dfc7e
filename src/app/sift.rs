//! Sifting the task list (查找、筛选): a line to write what is looked for, and a filter by state, role, action and unit. Which tasks
//! are shown is worked out when one of them or the ledger changes, never while drawing.

use std::collections::BTreeSet;

use crate::domain::ledger::Ledger;
use crate::domain::plan::{Action, Plan, Role, Task};
use crate::domain::progress::State;
use crate::domain::search::{Index, Query};
use crate::terminal::field::Field;
use crate::terminal::keys::Key;

use super::model::{Message, Model, Screen};
use super::tasks::{Focus, Tasks};
use super::view::View;

/// Which states are listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Wanted {
    /// All of them.
    #[default]
    Any,
    /// Something is left to do.
    Open,
    /// One state.
    State(State),
}

/// Which tasks are listed; all that it names must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// In which state.
    pub state: Wanted,
    /// With which part of the township.
    pub role: Option<Role>,
    /// Of which action, by its number.
    pub action: Option<u32>,
    /// With which unit.
    pub unit: Option<String>,
    /// Whether that unit must lead, or may be a partner as well.
    pub leading: bool,
}

/// What the list is sifted by.
#[derive(Debug, Clone, Default)]
pub struct Sift {
    /// The line to search with, where it is open.
    pub line: Option<Box<Line>>,
    /// The filter.
    pub filter: Filter,
    /// Numbers of the tasks that are left; none where nothing is sifted out.
    left: Option<BTreeSet<u32>>,
}

/// The line to search with.
#[derive(Debug, Clone)]
pub struct Line {
    /// What is written in it.
    pub field: Field,
    /// What is searched.
    index: Index,
}

impl Wanted {
    /// All, in the order of the form.
    pub const ALL: [Self; 6] = [
        Wanted::Any,
        Wanted::Open,
        Wanted::State(State::Todo),
        Wanted::State(State::Doing),
        Wanted::State(State::Done),
        Wanted::State(State::Na),
    ];

    /// The word the screen shows.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Wanted::Any => "不限",
            Wanted::Open => "未完成",
            Wanted::State(state) => state.word(),
        }
    }

    /// Whether it takes a task in that state; a task that is not the township's has none.
    fn takes(self, state: Option<State>) -> bool {
        match self {
            Wanted::Any => true,
            Wanted::Open => matches!(state, Some(State::Todo | State::Doing)),
            Wanted::State(wanted) => state == Some(wanted),
        }
    }
}

impl Filter {
    /// Whether it leaves anything out.
    #[must_use]
    pub fn is_on(&self) -> bool {
        let Self { state, role, action, unit, leading: _ } = self;
        *state != Wanted::Any || role.is_some() || action.is_some() || unit.is_some()
    }

    /// What it lists, in the words of its form.
    #[must_use]
    pub fn words(&self, plan: &Plan) -> String {
        let action = self.action.and_then(|no| plan.actions.iter().find(|action| action.no == no));
        let side = if self.leading { "牵头" } else { "" };
        let words = [
            (self.state != Wanted::Any).then(|| self.state.word().to_owned()),
            self.role.map(|role| format!("本乡镇{}", role.word())),
            self.unit.as_ref().map(|unit| format!("{unit}{side}")),
            action.map(|action| action.title.clone()),
        ];
        words.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// Whether a task that stands in `state` is listed.
    fn takes(&self, plan: &Plan, action: &Action, task: &Task, state: Option<State>) -> bool {
        let with = |unit: &String| task.leads.contains(unit) || (!self.leading && task.partners.contains(unit));
        self.state.takes(state)
            && self.role.is_none_or(|role| plan.role(task) == role)
            && self.action.is_none_or(|no| action.no == no)
            && self.unit.as_ref().is_none_or(with)
    }
}

impl Sift {
    /// Whether the task of that number is left.
    #[must_use]
    pub fn leaves(&self, no: u32) -> bool {
        self.left.as_ref().is_none_or(|left| left.contains(&no))
    }

    /// Whether a search or filter is on.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.line.is_some() || self.filter.is_on()
    }

    /// What is looked for, without blanks round it; none where nothing is.
    #[must_use]
    pub fn sought(&self) -> Option<&str> {
        self.line.as_ref().map(|line| line.field.value().trim()).filter(|text| !text.is_empty())
    }
}

/// Opens the line to search with, or goes back into it.
pub(super) fn open_line(model: &mut Model) {
    let index = index(model);
    let Some(tasks) = tasks(model) else { return };
    tasks.sift.line.get_or_insert_with(|| Box::new(Line { field: Field::default(), index }));
    tasks.focus = Focus::Search;
}

/// Lets the line have the key; true if it took it.
pub(super) fn typed(model: &mut Model, key: Key, view: &View) -> bool {
    let took = line(model).is_some_and(|line| line.field.key(key));
    if took {
        anew(model, view);
    }
    took
}

/// Puts pasted text into the line.
pub(super) fn pasted(model: &mut Model, text: &str, view: &View) {
    if let Some(line) = line(model) {
        line.field.paste(text);
        anew(model, view);
    }
}

/// Leaves the line for what it found; what was written in it stays.
pub(super) fn to_results(model: &mut Model) {
    let Model { plan, screens, .. } = model;
    let Some(Screen::Tasks(tasks)) = screens.last_mut() else { return };
    if tasks.listed(plan).is_empty() {
        model.message = Some(Message::info("没有找到，换个词再试；按 Esc 清除。"));
        return;
    }
    tasks.focus = Focus::List;
    if tasks.sift.sought().is_none() {
        tasks.sift.line = None;
    }
}

/// Clears the search, or else the filter.
pub(super) fn clear(model: &mut Model, view: &View) {
    let Some(tasks) = tasks(model) else { return };
    tasks.focus = Focus::List;
    if tasks.sift.line.take().is_none() {
        tasks.sift.filter = Filter::default();
    }
    anew(model, view);
}

/// Filters the task list anew.
pub(super) fn set_filter(model: &mut Model, filter: Filter, view: &View) {
    let Some(tasks) = tasks(model) else { return };
    tasks.sift.filter = filter;
    if tasks.focus == Focus::Items {
        tasks.focus = Focus::List;
    }
    anew(model, view);
}

/// Sifts anew after the ledger or the year has changed. The selected task stays in sight although it may not belong
/// there any more: what a clerk has just ticked does not vanish under the cursor.
pub(super) fn after_change(model: &mut Model, view: &View) {
    let Some(open) = of_tasks(model).filter(|tasks| tasks.sift.is_on()) else { return };
    let stays = open.task(&model.plan).map(|task| task.no);
    if open.sift.line.is_some() {
        let index = index(model);
        if let Some(line) = tasks(model).and_then(|tasks| tasks.sift.line.as_mut()) {
            line.index = index;
        }
    }
    sift(model, stays, view);
}

fn anew(model: &mut Model, view: &View) {
    sift(model, None, view);
}

/// Works out what is left, and brings the selection into it.
fn sift(model: &mut Model, stays: Option<u32>, view: &View) {
    let Some(open) = of_tasks(model) else { return };
    let filter = open.sift.filter.clone();
    let found = open.sift.line.as_ref().zip(open.sift.sought());
    let found = found.map(|(line, text)| line.index.find(&Query::new(text)).tasks);
    let progress = model.progress();
    let state = |no| progress.task(no).map(|task| task.tally.state());
    let left = model.plan.tasks().filter(|(action, task)| {
        stays == Some(task.no)
            || (filter.takes(&model.plan, action, task, state(task.no))
                && found.as_ref().is_none_or(|found| found.contains(&task.no)))
    });
    let left = (found.is_some() || filter.is_on()).then(|| left.map(|(_, task)| task.no).collect());
    let Model { plan, screens, .. } = model;
    let Some(tasks) = screens.iter_mut().find_map(of_screen) else { return };
    tasks.sift.left = left;
    let place = tasks.place(plan);
    tasks.select(plan, place, view);
    if place == 0 {
        tasks.list_top = 0;
    }
}

fn index(model: &Model) -> Index {
    let empty = Ledger::default();
    Index::of(&model.plan, model.open.as_ref().map_or(&empty, |open| &open.ledger), model.year)
}

/// The line, where the keys go to it.
fn line(model: &mut Model) -> Option<&mut Line> {
    match model.screens.last_mut() {
        Some(Screen::Tasks(tasks)) if tasks.focus == Focus::Search => tasks.sift.line.as_deref_mut(),
        _ => None,
    }
}

/// The task list, in front or behind another screen.
pub(super) fn of_tasks(model: &Model) -> Option<&Tasks> {
    model.screens.iter().find_map(|screen| if let Screen::Tasks(tasks) = screen { Some(tasks) } else { None })
}

pub(super) fn tasks(model: &mut Model) -> Option<&mut Tasks> {
    model.screens.iter_mut().find_map(of_screen)
}

fn of_screen(screen: &mut Screen) -> Option<&mut Tasks> {
    if let Screen::Tasks(tasks) = screen { Some(tasks) } else { None }
}
