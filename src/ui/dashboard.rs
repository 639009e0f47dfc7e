//! ```text
//! +- 接下来要办 46条 ---------------------+- 完成情况 -----------------------------+
//! |>[ ] 1.1 配合办好科学家精神进校园活动 | 青少年科学素质提升行动   ##....  2/6   |
//! | [~] 5.2 开展绿色生产、防灾减灾科普.. | 农民科学素质提升行动     ......  0/10  |
//! |                                       | 上报 已报 2025年三季度 第1次           |
//! |                                       | 提醒 记录只有一份。请按 0 选第二块盘。 |
//! ```

use ratatui::layout::Rect;

use crate::app::notices::notices;
use crate::app::state::dashboard::{Dashboard, NextLine};
use crate::app::state::model::Model;
use crate::app::state::view::{ClickTarget, Pane};
use crate::domain::period::Period;
use crate::domain::progress::{Progress, State, Tally};
use crate::domain::receipt::{self, ReceiptAnswer};

use super::canvas::Canvas;
use super::task_list::columns;

/// In columns, with the blank after it.
const BOX: u16 = 4;
/// In columns, with the blank after it. Instead of an id, the township's own items have the word 自列.
const ID: u16 = 5;
/// In columns: the bar of an action, and its count.
const BAR: u16 = 6;
const COUNT: u16 = 6;
/// In columns, with the blank after it.
const LABEL: u16 = 5;

pub(super) fn draw(model: &Model, state: &Dashboard, canvas: &mut Canvas, body: Rect) {
    let left = columns(body.width);
    draw_next(model, state, canvas, Rect { width: left, ..body });
    draw_completion(model, canvas, Rect { x: left - 1, width: body.width - left + 1, ..body });
}

fn draw_next(model: &Model, state: &Dashboard, canvas: &mut Canvas, area: Rect) {
    let palette = canvas.skin.palette;
    let ledger = model.open.as_ref().map(|open| &open.ledger);
    let period = Period::year_of(model.year);
    let item_state = |next: &NextLine| ledger.map(|ledger| State::of(&next.line.status(ledger, period)));
    let open = state.next.iter().filter(|next| matches!(item_state(next), Some(State::Todo | State::Doing))).count();
    canvas.border(area, &format!("接下来要办 {open}条"), false, palette.accent);
    canvas.pane(area, Pane::List);
    let inner = Rect::new(area.x + 1, area.y + 1, area.width - 2, area.height - 2);
    let rows = usize::from(inner.height);
    canvas.view.list_rows = rows;
    canvas.view.list_count = state.next.len();
    if state.next.is_empty() {
        let text = format!("{}年度没有要办的了。按 F4 看任务列表，按 F5 上报。", model.year);
        for (y, line) in (inner.y..inner.bottom()).zip(canvas.wrap(&text, inner.width - 2)) {
            canvas.put(inner.x + 1, y, inner.width - 2, &line, palette.text);
        }
        return;
    }
    let cursor = state.cursor.drawn(state.next.len(), rows);
    let seen = state.next.iter().enumerate().skip(cursor.top);
    for (y, (place, next)) in (inner.y..inner.bottom()).zip(seen) {
        let row = Rect { y, height: 1, ..inner };
        let Some(item_state) = item_state(next) else { return };
        let chosen = place == cursor.index;
        let style = if chosen { palette.selected } else { canvas.state_style(item_state) };
        canvas.style(row, style);
        if chosen {
            canvas.put(row.x, y, 1, canvas.skin.look.glyphs().cursor, style);
        }
        canvas.put(row.x + 1, y, BOX, canvas.state_box(item_state), style);
        let id = if next.line.is_own() { "自列" } else { &next.line.id };
        canvas.put(row.x + 1 + BOX, y, ID, id, style);
        let x = row.x + 1 + BOX + ID;
        canvas.put(x, y, row.right() - x, &next.line.words(), style);
        canvas.target(row, ClickTarget::Row(place));
        canvas.target(Rect { x: row.x + 1, width: BOX - 1, ..row }, ClickTarget::Box(place));
    }
    canvas.more(area, cursor.top, state.next.len());
}

fn draw_completion(model: &Model, canvas: &mut Canvas, area: Rect) {
    let palette = canvas.skin.palette;
    canvas.border(area, &format!("{}年度完成情况", model.year), true, palette.muted);
    let inner = Rect::new(area.x + 2, area.y + 1, area.width - 3, area.height - 2);
    let progress = model.progress();
    let mut y = inner.y;
    for action in &model.plan.actions {
        let tally: Tally = action.tasks.iter().filter_map(|task| progress.task(task.no)).map(|task| task.tally).sum();
        if tally.total() + tally.na > 0 && y < inner.bottom() {
            draw_bar(&action.title, tally, canvas, Rect { y, height: 1, ..inner });
            y += 1;
        }
    }
    let room = inner.bottom().saturating_sub(y);
    let mut lines: Vec<(&str, String, bool)> = Vec::new();
    for (label, text, alert) in status_lines(model, &progress) {
        let wrapped = canvas.wrap(&text, inner.width - LABEL);
        let labels = std::iter::once(label).chain(std::iter::repeat(""));
        lines.extend(wrapped.into_iter().zip(labels).map(|(line, label)| (label, line, alert)));
    }
    // A blank row separates the bars from the lines, if there is room.
    y += u16::from(usize::from(room) > lines.len());
    for (label, line, alert) in lines {
        if y >= inner.bottom() {
            break;
        }
        canvas.put(inner.x, y, LABEL, label, if alert { palette.alert } else { palette.muted });
        canvas.put(inner.x + LABEL, y, inner.width - LABEL, &line, palette.text);
        y += 1;
    }
}

fn draw_bar(title: &str, tally: Tally, canvas: &mut Canvas, row: Rect) {
    let palette = canvas.skin.palette;
    let glyphs = canvas.skin.look.glyphs();
    let style = canvas.state_style(tally.state());
    canvas.put(row.x, row.y, row.width - BAR - COUNT - 1, title, palette.text);
    let cells = u32::from(BAR);
    let full = (tally.done * cells).checked_div(tally.total()).unwrap_or(0).max(tally.done.min(1));
    let x = row.right() - BAR - COUNT;
    for (x, cell) in (x..).zip(0..cells) {
        let (glyph, style) =
            if cell < full { (glyphs.bar_full, palette.done) } else { (glyphs.bar_empty, palette.muted) };
        canvas.put(x, row.y, 1, glyph, style);
    }
    let count = if tally.total() == 0 { "-".to_owned() } else { format!("{}/{}", tally.done, tally.total()) };
    canvas.put_right(row.right(), row.y, &count, style);
}

/// The lines below the bars: a label, a text, and whether it needs the clerk.
fn status_lines(model: &Model, progress: &Progress) -> Vec<(&'static str, String, bool)> {
    let mut lines = Vec::new();
    let (done, total) = progress.tasks_done();
    let na = progress.tally().na;
    if na > 0 {
        lines.push(("任务", format!("{done}/{total} 完成；{na}条清单不适用，不计入。"), false));
    }
    let answered = model.answered();
    if let Some(last) = answered.last() {
        lines.push(("上报", format!("{}（{}）", last.words(), last.report.at.date_naive()), false));
    }
    for receipt in receipt::current(&answered).filter(|receipt| receipt.answer == ReceiptAnswer::Returned) {
        let tasks: Vec<String> = receipt.remarks.iter().map(|remark| remark.task.to_string()).collect();
        let text = format!("{}第{}次被县里退回，看任务{}", receipt.period.name(), receipt.revision, tasks.join("、"));
        lines.push(("退回", text, true));
    }
    lines.extend(notices(model).into_iter().map(|text| ("提醒", text, true)));
    lines
}
