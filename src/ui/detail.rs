//! ```text
//! +- 5 深入开展农村科普活动 -----------+
//! | 角色 配合                          |
//! | 牵头 县委宣传部 县文广旅局         |
//! | 清单                               |
//! |>[x] 5.1 开展“三下乡”科普宣传 03-12 |
//! | 原文 重点围绕新农村建设、...       |
//! | 配合 县委政法委 县民宗局 ...       |
//! ```

use chrono::Datelike as _;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::model::Model;
use crate::app::tasks::{Focus, Tasks};
use crate::app::view::{Pane, Target};
use crate::domain::ledger::Standing;
use crate::domain::plan::{Cycle, Item, Role, Task};
use crate::domain::progress::State;

use super::canvas::Canvas;

/// Columns of a label and the blank behind it.
const LABEL: u16 = 5;

/// A line of the detail.
struct Line {
    label: &'static str,
    label_style: Style,
    text: String,
    style: Style,
    /// The item it belongs to.
    item: Option<usize>,
}

pub(super) fn draw(model: &Model, tasks: &Tasks, canvas: &mut Canvas, area: Rect) {
    let Some(task) = tasks.task(&model.plan) else { return };
    let palette = canvas.skin.palette;
    let focused = tasks.focus == Focus::Items;
    let title = format!("{} {}", task.no, task.title);
    canvas.border(area, &title, true, if focused { palette.accent } else { palette.muted });
    // One column is left for the cursor mark.
    let inner = Rect::new(area.x + 1, area.y + 1, area.width - 2, area.height - 2);
    let lines = lines(model, task, canvas, inner.width - 2);
    let shown = usize::from(inner.height);
    let top = tasks.detail_top.min(lines.len().saturating_sub(shown));
    for place in 0..task.items.len() {
        let of_item = |line: &Line| line.item == Some(place);
        let first = lines.iter().position(of_item).unwrap_or(0);
        let last = lines.iter().rposition(of_item).unwrap_or(first);
        canvas.view.item_lines.push((first, last));
    }
    canvas.view.detail_rows = shown;
    canvas.view.detail_lines = lines.len();
    canvas.pane(Rect { x: area.x + 1, ..area }, Pane::Detail);
    for (y, line) in (inner.y..inner.bottom()).zip(&lines[top..]) {
        let x = inner.x + 1;
        canvas.put(x, y, LABEL, line.label, line.label_style);
        canvas.put(x + LABEL, y, inner.right() - x - LABEL, &line.text, line.style);
        let Some(place) = line.item else { continue };
        let row = Rect { y, height: 1, ..inner };
        canvas.target(row, Target::Item(place));
        if !line.label.is_empty() {
            canvas.target(Rect { x, width: LABEL, ..row }, Target::Box(place));
        }
        if focused && place == tasks.item {
            canvas.style(row, palette.selected);
            if !line.label.is_empty() {
                canvas.put(inner.x, y, 1, canvas.skin.look.glyphs().cursor, palette.selected);
            }
        }
    }
    canvas.scroll_bar(area, top, lines.len());
}

fn lines(model: &Model, task: &Task, canvas: &Canvas, columns: u16) -> Vec<Line> {
    let palette = canvas.skin.palette;
    let role = model.plan.role(task);
    let mut lines = Vec::new();
    let mut block = |label: &'static str, text: &str, style: Style| {
        for (at, text) in canvas.wrap(text, columns - LABEL).into_iter().enumerate() {
            let label = if at == 0 { label } else { "" };
            lines.push(Line { label, label_style: palette.muted, text, style, item: None });
        }
    };
    let role_style = if role == Role::Lead { palette.accent } else { palette.text };
    block("角色", role.word(), role_style);
    block(if task.parted { "牵头" } else { "责任" }, &task.leads.join(" "), palette.text);
    if let Some(remark) = &task.remark {
        block("说明", remark, palette.muted);
    }
    let progress = model.progress();
    if let Some(of_task) = progress.task(task.no) {
        block("清单", &count_words(of_task.tally.done, of_task.tally.total(), of_task.tally.na), palette.text);
        for (place, (item, standing)) in task.items.iter().zip(&of_task.items).enumerate() {
            lines.extend(item_lines(model, place, item, standing, canvas, columns));
        }
    }
    let mut block = |label: &'static str, text: &str, style: Style| {
        for (at, text) in canvas.wrap(text, columns - LABEL).into_iter().enumerate() {
            let label = if at == 0 { label } else { "" };
            lines.push(Line { label, label_style: palette.muted, text, style, item: None });
        }
    };
    block("原文", &task.text, palette.text);
    if !task.partners.is_empty() {
        block("配合", &task.partners.join(" "), palette.text);
    }
    lines
}

fn count_words(done: u32, total: u32, na: u32) -> String {
    if na == 0 { format!("完成 {done}/{total}") } else { format!("完成 {done}/{total}，不适用 {na}") }
}

fn item_lines(
    model: &Model,
    place: usize,
    item: &Item,
    standing: &Standing,
    canvas: &Canvas,
    columns: u16,
) -> Vec<Line> {
    let state = State::of(standing);
    let style = canvas.state_style(state);
    let mut text = format!("{} {}", item.id, item.text);
    if item.cycle == Cycle::Once {
        text += "（期内一次）";
    }
    match standing {
        Standing::Done { on } if on.year() == model.year => text += &format!(" {}", on.format("%m-%d")),
        Standing::Done { on } => text += &format!(" {on}"),
        Standing::NotApplicable { reason } => text += &format!(" 不适用：{reason}"),
        Standing::Todo | Standing::Doing => {}
    }
    let label = canvas.state_box(state);
    let lines = canvas.wrap(&text, columns - LABEL).into_iter().enumerate();
    lines
        .map(|(at, text)| Line {
            label: if at == 0 { label } else { "" },
            label_style: style,
            text,
            style,
            item: Some(place),
        })
        .collect()
}
