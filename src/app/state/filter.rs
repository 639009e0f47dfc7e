//! The filter of the task list: a search, and a state, role, action and unit.

use std::collections::BTreeSet;

use crate::domain::plan::{Action, Plan, Role, Task};
use crate::domain::progress::State;
use crate::domain::search::SearchIndex;
use crate::terminal::text_field::TextField;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum StateFilter {
    #[default]
    Any,
    Open,
    State(State),
}

/// A filter. A task must match all of its fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub state: StateFilter,
    /// The township's role.
    pub role: Option<Role>,
    /// Number of the action.
    pub action: Option<u32>,
    pub unit: Option<String>,
    /// Whether the unit must lead. A partner matches otherwise.
    pub leads_only: bool,
}

/// The search and the filter of the task list.
#[derive(Debug, Clone, Default)]
pub struct TaskSearch {
    /// The search line, if it is open.
    pub line: Option<Box<SearchLine>>,
    pub filter: Filter,
    /// Numbers of the matching tasks; `None` without search and filter.
    pub matching: Option<BTreeSet<u32>>,
}

#[derive(Debug, Clone)]
pub struct SearchLine {
    pub field: TextField,
    pub index: SearchIndex,
}

impl StateFilter {
    /// All filters, in the order of the form.
    pub const ALL: [Self; 6] = [
        StateFilter::Any,
        StateFilter::Open,
        StateFilter::State(State::Todo),
        StateFilter::State(State::Doing),
        StateFilter::State(State::Done),
        StateFilter::State(State::Na),
    ];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            StateFilter::Any => "不限",
            StateFilter::Open => "未完成",
            StateFilter::State(state) => state.word(),
        }
    }

    /// Tasks of others have no state.
    fn matches(self, state: Option<State>) -> bool {
        match self {
            StateFilter::Any => true,
            StateFilter::Open => matches!(state, Some(State::Todo | State::Doing)),
            StateFilter::State(wanted) => state == Some(wanted),
        }
    }
}

impl Filter {
    /// Whether any field is set.
    #[must_use]
    pub fn is_on(&self) -> bool {
        let Self { state, role, action, unit, leads_only: _ } = self;
        *state != StateFilter::Any || role.is_some() || action.is_some() || unit.is_some()
    }

    /// Returns the filter in the words of its form.
    #[must_use]
    pub fn words(&self, plan: &Plan) -> String {
        let action = self.action.and_then(|no| plan.actions.iter().find(|action| action.no == no));
        let side = if self.leads_only { "牵头" } else { "" };
        let words = [
            (self.state != StateFilter::Any).then(|| self.state.word().to_owned()),
            self.role.map(|role| format!("本乡镇{}", role.word())),
            self.unit.as_ref().map(|unit| format!("{unit}{side}")),
            action.map(|action| action.title.clone()),
        ];
        words.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    pub(crate) fn matches(&self, plan: &Plan, action: &Action, task: &Task, state: Option<State>) -> bool {
        let with = |unit: &String| task.leads.contains(unit) || (!self.leads_only && task.partners.contains(unit));
        self.state.matches(state)
            && self.role.is_none_or(|role| plan.role(task) == role)
            && self.action.is_none_or(|no| action.no == no)
            && self.unit.as_ref().is_none_or(with)
    }
}

impl TaskSearch {
    #[must_use]
    pub fn shows(&self, no: u32) -> bool {
        self.matching.as_ref().is_none_or(|left| left.contains(&no))
    }

    #[must_use]
    pub fn is_on(&self) -> bool {
        self.line.is_some() || self.filter.is_on()
    }

    /// Returns the trimmed search text; `None` if it is empty.
    #[must_use]
    pub fn query(&self) -> Option<&str> {
        self.line.as_ref().map(|line| line.field.value().trim()).filter(|text| !text.is_empty())
    }
}
