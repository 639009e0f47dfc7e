//! ```text
//! +- 任务 ------------------------------+
//! | 二 农民科学素质提升行动        4/9  |
//! |> 5 深入开展农村科普活动    [~]  1/3 |
//! |  6 加大农民培训力度        [x]  3/3 |
//! ```

use ratatui::layout::Rect;

use crate::app::state::model::Model;
use crate::app::state::tasks::{Focus, TaskList, TaskListRow};
use crate::app::state::view::{ClickTarget, Pane, scrolled_to};
use crate::domain::plan::{Action, Task};
use crate::domain::progress::{Progress, Tally};

use super::canvas::Canvas;
use super::search;

/// The width of the list with its borders. Fits the longest title at 80 columns; wider screens give it a little more.
pub(super) fn columns(screen: u16) -> u16 {
    if screen < 80 { screen / 2 } else { (41 + (screen - 80) / 4).min(56) }
}

/// In columns, with a blank on each side (` 1/3 `).
const COUNT: u16 = 5;
/// In columns, with the blank before it.
const BOX: u16 = 4;
/// In columns: the cursor mark, the number and the blank after it.
const NUMBER: u16 = 4;

pub(super) fn draw(model: &Model, tasks: &TaskList, canvas: &mut Canvas, area: Rect) {
    let palette = canvas.skin.palette;
    let focused = tasks.focus == Focus::List;
    let title = search::title(model, tasks, canvas, area.width);
    let here = tasks.focus != Focus::Items;
    canvas.border(area, &title, false, if here { palette.accent } else { palette.muted });
    canvas.pane(area, Pane::List);
    // The search line takes the first row of the list.
    let area = if let Some(line) = &tasks.search.line {
        search::draw_line(line, tasks.focus == Focus::Search, canvas, area);
        Rect { y: area.y + 1, height: area.height - 1, ..area }
    } else {
        area
    };
    let inner = Rect::new(area.x + 1, area.y + 1, area.width - 2, area.height - 2);
    let rows = tasks.rows(&model.plan);
    let progress = model.progress();
    let shown = usize::from(inner.height);
    let mut top = tasks.list_top.min(rows.len().saturating_sub(shown));
    // A long message leaves fewer rows. If the selected task was visible before, keep it visible.
    let usual = canvas.view.full_rows;
    let selected = rows.iter().position(|row| matches!(row, TaskListRow::Task(task) if task.no == tasks.no));
    if let Some(at) = selected.filter(|at| (top..top + usual).contains(at)) {
        top = scrolled_to(top, at, at, shown);
    }
    canvas.view.list_rows = shown;
    if rows.is_empty() {
        search::draw_no_match(model, tasks, canvas, inner);
    }
    let mut place = rows[..top].iter().filter(|row| matches!(row, TaskListRow::Task(_))).count();
    for (y, row) in (inner.y..inner.bottom()).zip(&rows[top..]) {
        let line = Rect { y, height: 1, ..inner };
        match row {
            TaskListRow::Action(action) => draw_action(action, &progress, canvas, line),
            TaskListRow::Task(task) => {
                draw_task(model, task, &progress, canvas, line);
                if task.no == tasks.no {
                    let style = if focused { palette.selected } else { palette.accent };
                    canvas.style(line, style);
                    canvas.put(line.x, y, 1, canvas.skin.look.glyphs().cursor, style);
                }
                canvas.target(line, ClickTarget::Task(place));
                place += 1;
            }
        }
    }
    canvas.more(area, top, rows.len());
}

fn draw_action(action: &Action, progress: &Progress, canvas: &mut Canvas, line: Rect) {
    const NUMERALS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    let palette = canvas.skin.palette;
    let at = usize::try_from(action.no).unwrap_or(0).wrapping_sub(1);
    let numeral = NUMERALS.get(at).map_or_else(|| action.no.to_string(), |word| (*word).to_owned());
    let of_action = action.tasks.iter().filter_map(|task| progress.task(task.no));
    let tally: Tally = of_action.map(|task| task.tally).sum();
    let text = format!("{numeral} {}", action.title);
    canvas.put(line.x + 1, line.y, line.width.saturating_sub(COUNT + 2), &text, palette.title);
    if tally.total() > 0 {
        canvas.put_right(line.right() - 1, line.y, &format!("{}/{}", tally.done, tally.total()), palette.muted);
    }
}

fn draw_task(model: &Model, task: &Task, progress: &Progress, canvas: &mut Canvas, line: Rect) {
    let palette = canvas.skin.palette;
    let Some(of_task) = progress.task(task.no) else {
        canvas.put_right(line.x + NUMBER - 1, line.y, &task.no.to_string(), palette.muted);
        let room = line.width.saturating_sub(NUMBER + canvas.columns(model.plan.role(task).word()) + 2);
        canvas.put(line.x + NUMBER, line.y, room, &task.title, palette.muted);
        canvas.put_right(line.right() - 1, line.y, model.plan.role(task).word(), palette.muted);
        return;
    };
    let state = of_task.tally.state();
    let style = canvas.state_style(state);
    canvas.put_right(line.x + NUMBER - 1, line.y, &task.no.to_string(), palette.text);
    let room = line.width.saturating_sub(NUMBER + BOX + COUNT);
    canvas.put(line.x + NUMBER, line.y, room, &task.title, palette.text);
    let boxed = canvas.state_box(state);
    canvas.put_right(line.right() - COUNT, line.y, boxed, style);
    let count = match of_task.tally.total() {
        0 => "-".to_owned(),
        total => format!("{}/{total}", of_task.tally.done),
    };
    canvas.put_right(line.right() - 1, line.y, &count, style);
}
