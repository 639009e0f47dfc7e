//! Which tasks of the list are shown: by a search, and by state, role, action and unit.

use std::collections::BTreeSet;

use crate::domain::plan::{Action, Plan, Role, Task};
use crate::domain::progress::State;
use crate::domain::search::Index;
use crate::terminal::text_field::TextField;

/// Which states are listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum StateFilter {
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
    pub state: StateFilter,
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
pub struct TaskSearch {
    /// The line to search with, where it is open.
    pub line: Option<Box<SearchLine>>,
    /// The filter.
    pub filter: Filter,
    /// Numbers of the tasks that are left; none where nothing is sifted out.
    pub left: Option<BTreeSet<u32>>,
}

/// The line to search with.
#[derive(Debug, Clone)]
pub struct SearchLine {
    /// What is written in it.
    pub field: TextField,
    /// What is searched.
    pub index: Index,
}

impl StateFilter {
    /// All, in the order of the form.
    pub const ALL: [Self; 6] = [
        StateFilter::Any,
        StateFilter::Open,
        StateFilter::State(State::Todo),
        StateFilter::State(State::Doing),
        StateFilter::State(State::Done),
        StateFilter::State(State::Na),
    ];

    /// The word the screen shows.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            StateFilter::Any => "不限",
            StateFilter::Open => "未完成",
            StateFilter::State(state) => state.word(),
        }
    }

    /// Whether it takes a task in that state; a task that is not the township's has none.
    fn takes(self, state: Option<State>) -> bool {
        match self {
            StateFilter::Any => true,
            StateFilter::Open => matches!(state, Some(State::Todo | State::Doing)),
            StateFilter::State(wanted) => state == Some(wanted),
        }
    }
}

impl Filter {
    /// Whether it leaves anything out.
    #[must_use]
    pub fn is_on(&self) -> bool {
        let Self { state, role, action, unit, leading: _ } = self;
        *state != StateFilter::Any || role.is_some() || action.is_some() || unit.is_some()
    }

    /// What it lists, in the words of its form.
    #[must_use]
    pub fn words(&self, plan: &Plan) -> String {
        let action = self.action.and_then(|no| plan.actions.iter().find(|action| action.no == no));
        let side = if self.leading { "牵头" } else { "" };
        let words = [
            (self.state != StateFilter::Any).then(|| self.state.word().to_owned()),
            self.role.map(|role| format!("本乡镇{}", role.word())),
            self.unit.as_ref().map(|unit| format!("{unit}{side}")),
            action.map(|action| action.title.clone()),
        ];
        words.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// Whether a task that stands in `state` is listed.
    pub(crate) fn takes(&self, plan: &Plan, action: &Action, task: &Task, state: Option<State>) -> bool {
        let with = |unit: &String| task.leads.contains(unit) || (!self.leading && task.partners.contains(unit));
        self.state.takes(state)
            && self.role.is_none_or(|role| plan.role(task) == role)
            && self.action.is_none_or(|no| action.no == no)
            && self.unit.as_ref().is_none_or(with)
    }
}

impl TaskSearch {
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
