//! Movement by arrows, pages and the wheel on the visible screen.

use crate::app::keymap::Intent;
use crate::app::state::model::{Model, Screen};
use crate::app::state::tasks::{Focus, TaskList};
use crate::app::state::view::{FrameView, Pane};

/// Scrolls the pane under the pointer; positive lines are down.
pub(crate) fn scroll(model: &mut Model, pane: Option<Pane>, lines: isize, view: &FrameView) {
    let Model { plan, screens, .. } = model;
    match screens.last_mut() {
        Some(Screen::Tasks(tasks)) => match pane {
            Some(Pane::Detail) => tasks.scroll_detail(lines, view),
            Some(Pane::List) => tasks.scroll_list(plan, lines, view),
            None => {}
        },
        Some(screen) => {
            if let Some(top) = screen.top() {
                let lowest = view.detail_lines.saturating_sub(view.detail_rows);
                *top = (*top).min(lowest).saturating_add_signed(lines).min(lowest);
            } else if let Some(cursor) = screen.cursor() {
                let index = cursor.index.min(view.list_count).saturating_add_signed(lines.signum());
                cursor.select(index, view.list_count, view);
            }
        }
        None => {}
    }
}

/// Returns the index after a move from `index` of `count`, with `page` visible rows.
fn moved_index(intent: Intent, index: usize, count: usize, page: usize) -> usize {
    let last = count.saturating_sub(1);
    let page = page.saturating_sub(1).max(1);
    match intent {
        Intent::Up => index.saturating_sub(1),
        Intent::Down => index.saturating_add(1).min(last),
        Intent::PageUp => index.saturating_sub(page),
        Intent::PageDown => index.saturating_add(page).min(last),
        Intent::First => 0,
        _ => last,
    }
}

pub(crate) fn move_selection(model: &mut Model, intent: Intent, view: &FrameView) {
    let Model { plan, screens, today, .. } = model;
    match screens.last_mut() {
        Some(Screen::Tasks(tasks)) => match tasks.focus {
            Focus::List | Focus::Search => {
                let index = moved_index(intent, tasks.selected_index(plan), tasks.listed(plan).len(), view.list_rows);
                tasks.select(plan, index, view);
                if index == 0 {
                    tasks.list_top = 0;
                }
            }
            Focus::Items => move_in_checklist(tasks, intent, view),
        },
        Some(Screen::Calendar(calendar)) => calendar.move_cursor(intent, *today),
        Some(screen) => {
            if let Some(top) = screen.top() {
                let lowest = view.detail_lines.saturating_sub(view.detail_rows);
                *top = moved_index(intent, (*top).min(lowest), lowest + 1, view.detail_rows);
            } else if let Some(cursor) = screen.cursor() {
                let index = cursor.index.min(view.list_count.saturating_sub(1));
                cursor.select(moved_index(intent, index, view.list_count, view.list_rows), view.list_count, view);
            }
        }
        None => {}
    }
}

/// Moves between the lines of a checklist. Past its ends the text scrolls.
fn move_in_checklist(tasks: &mut TaskList, intent: Intent, view: &FrameView) {
    let count = view.item_lines.len();
    let last = count.saturating_sub(1);
    let page = isize::try_from(view.detail_rows.saturating_sub(1).max(1)).unwrap_or(1);
    match intent {
        Intent::Down if tasks.item == last => tasks.scroll_detail(1, view),
        Intent::Up if tasks.item == 0 => tasks.scroll_detail(-1, view),
        Intent::PageDown => tasks.scroll_detail(page, view),
        Intent::PageUp => tasks.scroll_detail(-page, view),
        _ => {
            let index = moved_index(intent, tasks.item, count, 1);
            tasks.select_item(index, count, view);
        }
    }
}
