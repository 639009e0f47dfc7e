//! The task list and the checklist beside it.

use crate::app::state::filter::TaskSearch;
use crate::app::state::view::{FrameView, scrolled_to};
use crate::domain::plan::{Action, Plan, Role, Task};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Focus {
    /// The list of tasks.
    #[default]
    List,
    Items,
    Search,
}

#[derive(Debug, Clone, Default)]
pub struct TaskList {
    /// Whether tasks that do not name the townships are listed.
    pub all: bool,
    /// Number of the selected task.
    pub no: u32,
    pub focus: Focus,
    /// Index of the selected checklist line. Own lines follow the plan's.
    pub item: usize,
    /// First visible row of the list.
    pub list_top: usize,
    /// First visible line of the detail.
    pub detail_top: usize,
    pub search: TaskSearch,
}

/// A row of the list.
#[derive(Debug, Clone, Copy)]
pub enum TaskListRow<'a> {
    /// The heading of an action.
    Action(&'a Action),
    Task(&'a Task),
}

impl TaskList {
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        Self { no: plan.owed().next().map_or(1, |(_, task)| task.no), ..Self::default() }
    }

    #[must_use]
    pub fn listed<'a>(&self, plan: &'a Plan) -> Vec<(&'a Action, &'a Task)> {
        plan.tasks().filter(|(_, task)| self.lists(plan, task)).collect()
    }

    fn lists(&self, plan: &Plan, task: &Task) -> bool {
        (self.all || plan.role(task) != Role::None) && self.search.shows(task.no)
    }

    /// Returns the tasks under the headings of their actions.
    #[must_use]
    pub fn rows<'a>(&self, plan: &'a Plan) -> Vec<TaskListRow<'a>> {
        let mut rows = Vec::new();
        let mut last = None;
        for (action, task) in self.listed(plan) {
            if last != Some(action.no) {
                rows.push(TaskListRow::Action(action));
                last = Some(action.no);
            }
            rows.push(TaskListRow::Task(task));
        }
        rows
    }

    /// Returns the selected task; `None` if it is not listed.
    #[must_use]
    pub fn task<'a>(&self, plan: &'a Plan) -> Option<&'a Task> {
        plan.task(self.no).map(|(_, task)| task).filter(|task| self.lists(plan, task))
    }

    /// Selects the task at `index`, or the last one, and scrolls to it and its heading.
    pub fn select(&mut self, plan: &Plan, index: usize, view: &FrameView) {
        let listed = self.listed(plan);
        let Some((_, task)) = listed.get(index.min(listed.len().saturating_sub(1))) else { return };
        if task.no != self.no {
            self.no = task.no;
            self.item = 0;
            self.detail_top = 0;
        }
        let rows = self.rows(plan);
        let at = rows.iter().position(|row| matches!(row, TaskListRow::Task(task) if task.no == self.no)).unwrap_or(0);
        let with_heading = if at > 0 && matches!(rows[at - 1], TaskListRow::Action(_)) { at - 1 } else { at };
        self.list_top = scrolled_to(self.list_top, with_heading, at, view.list_rows);
    }

    #[must_use]
    pub fn selected_index(&self, plan: &Plan) -> usize {
        self.listed(plan).iter().position(|(_, task)| task.no == self.no).unwrap_or(0)
    }

    /// Selects the checklist line at `index` of `count`, or the last one, and scrolls to it.
    pub fn select_item(&mut self, index: usize, count: usize, view: &FrameView) {
        self.item = index.min(count.saturating_sub(1));
        if let Some((first, last)) = view.item_lines.get(self.item) {
            self.detail_top = scrolled_to(self.detail_top, *first, *last, view.detail_rows);
        }
    }

    pub fn scroll_detail(&mut self, lines: isize, view: &FrameView) {
        let lowest = view.detail_lines.saturating_sub(view.detail_rows);
        self.detail_top = self.detail_top.min(lowest).saturating_add_signed(lines).min(lowest);
    }

    /// Scrolls without changing the selection.
    pub fn scroll_list(&mut self, plan: &Plan, lines: isize, view: &FrameView) {
        let lowest = self.rows(plan).len().saturating_sub(view.list_rows);
        self.list_top = self.list_top.min(lowest).saturating_add_signed(lines).min(lowest);
    }
}
