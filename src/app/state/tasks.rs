//! The task list and the checklist beside it: what is selected, what is seen.

use crate::app::state::filter::TaskSearch;
use crate::app::state::view::{View, scrolled_to};
use crate::domain::plan::{Action, Plan, Role, Task};

/// Where the keys go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Focus {
    /// The list of tasks.
    #[default]
    List,
    /// The checklist of the selected task.
    Items,
    /// The line to search with.
    Search,
}

/// State of the task screen.
#[derive(Debug, Clone, Default)]
pub struct Tasks {
    /// Whether tasks that do not name the townships are shown too.
    pub all: bool,
    /// Number of the selected task.
    pub no: u32,
    /// Where the keys go to.
    pub focus: Focus,
    /// Place of the selected line in the task's checklist, own lines behind the plan's.
    pub item: usize,
    /// First row of the list that is seen.
    pub list_top: usize,
    /// First line of the detail that is seen.
    pub detail_top: usize,
    /// What the list is sifted by.
    pub search: TaskSearch,
}

/// A row of the list.
#[derive(Debug, Clone, Copy)]
pub enum Row<'a> {
    /// The heading of an action.
    Action(&'a Action),
    /// A task.
    Task(&'a Task),
}

impl Tasks {
    /// The list with its first task selected.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        Self { no: plan.owed().next().map_or(1, |(_, task)| task.no), ..Self::default() }
    }

    /// The tasks listed.
    #[must_use]
    pub fn listed<'a>(&self, plan: &'a Plan) -> Vec<(&'a Action, &'a Task)> {
        plan.tasks().filter(|(_, task)| self.lists(plan, task)).collect()
    }

    fn lists(&self, plan: &Plan, task: &Task) -> bool {
        (self.all || plan.role(task) != Role::None) && self.search.leaves(task.no)
    }

    /// The rows of the list: tasks under the headings of their actions.
    #[must_use]
    pub fn rows<'a>(&self, plan: &'a Plan) -> Vec<Row<'a>> {
        let mut rows = Vec::new();
        let mut last = None;
        for (action, task) in self.listed(plan) {
            if last != Some(action.no) {
                rows.push(Row::Action(action));
                last = Some(action.no);
            }
            rows.push(Row::Task(task));
        }
        rows
    }

    /// The selected task; none where the list is empty.
    #[must_use]
    pub fn task<'a>(&self, plan: &'a Plan) -> Option<&'a Task> {
        plan.task(self.no).map(|(_, task)| task).filter(|task| self.lists(plan, task))
    }

    /// Selects the task at `place` of those listed, or the last one, and shows it with its heading.
    pub fn select(&mut self, plan: &Plan, place: usize, view: &View) {
        let listed = self.listed(plan);
        let Some((_, task)) = listed.get(place.min(listed.len().saturating_sub(1))) else { return };
        if task.no != self.no {
            self.no = task.no;
            self.item = 0;
            self.detail_top = 0;
        }
        let rows = self.rows(plan);
        let at = rows.iter().position(|row| matches!(row, Row::Task(task) if task.no == self.no)).unwrap_or(0);
        let with_heading = if at > 0 && matches!(rows[at - 1], Row::Action(_)) { at - 1 } else { at };
        self.list_top = scrolled_to(self.list_top, with_heading, at, view.list_rows);
    }

    /// Place of the selected task among those listed.
    #[must_use]
    pub fn place(&self, plan: &Plan) -> usize {
        self.listed(plan).iter().position(|(_, task)| task.no == self.no).unwrap_or(0)
    }

    /// Selects the line at `place` of a checklist of `count`, or the last one, and shows it.
    pub fn select_item(&mut self, place: usize, count: usize, view: &View) {
        self.item = place.min(count.saturating_sub(1));
        if let Some((first, last)) = view.item_lines.get(self.item) {
            self.detail_top = scrolled_to(self.detail_top, *first, *last, view.detail_rows);
        }
    }

    /// Scrolls the detail by `lines`, not beyond its ends.
    pub fn scroll_detail(&mut self, lines: isize, view: &View) {
        let lowest = view.detail_lines.saturating_sub(view.detail_rows);
        self.detail_top = self.detail_top.min(lowest).saturating_add_signed(lines).min(lowest);
    }

    /// Scrolls the list by `lines`, not beyond its ends; the selection stays.
    pub fn scroll_list(&mut self, plan: &Plan, lines: isize, view: &View) {
        let lowest = self.rows(plan).len().saturating_sub(view.list_rows);
        self.list_top = self.list_top.min(lowest).saturating_add_signed(lines).min(lowest);
    }
}
