//! ```text
//! +- 任务5 改动记录 --------------------------------------------------------+
//! |> 03-12 09:30  张三    a1b2  5.1（2025年度） 标为已完成（2025-03-12）      |
//! ```

use ratatui::layout::Rect;

use crate::app::state::cursor::Cursor;
use crate::app::state::model::Model;
use crate::app::state::view::ClickTarget;
use crate::domain::history;
use crate::domain::ledger::{Entry, Ledger};
use crate::domain::wording::change_words;

use super::canvas::Canvas;

/// In columns, each with its blanks.
const TIME: u16 = 18;
const NAME: u16 = 9;
const DEVICE: u16 = 6;
/// The digits of a PC's id that are shown. They distinguish the PCs of an office.
const DIGITS: usize = 4;

pub(super) fn draw(model: &Model, task: Option<u32>, cursor: Cursor, canvas: &mut Canvas, body: Rect) {
    let palette = canvas.skin.palette;
    let Some(ledger) = model.open.as_ref().map(|open| &open.ledger) else { return };
    let title = task.map_or("改动记录".to_owned(), |no| format!("任务{no} 改动记录"));
    canvas.border(body, &title, false, palette.accent);
    let inner = Rect::new(body.x + 1, body.y + 1, body.width - 2, body.height - 2);
    let entries = history::of_task(&model.plan, ledger, task);
    if entries.is_empty() {
        canvas.put(inner.x + 2, inner.y + 1, inner.width - 2, "还没有任何改动。", palette.text);
        return;
    }
    // The rows below the list show the selected change in full.
    let below = 3;
    let rows = usize::from(inner.height.saturating_sub(below));
    canvas.view.list_rows = rows;
    canvas.view.list_count = entries.len();
    let cursor = cursor.drawn(entries.len(), rows);
    let seen = entries.iter().rev().enumerate().skip(cursor.top).take(rows);
    for (y, (place, entry)) in (inner.y..).zip(seen) {
        let line = Rect { y, height: 1, ..inner };
        draw_row(ledger, entry, place == cursor.index, canvas, line);
        canvas.target(line, ClickTarget::Row(place));
    }
    if let Some(entry) = entries.iter().rev().nth(cursor.index) {
        let entry_words = canvas.wrap(&entry_words(ledger, entry), inner.width - 4);
        let y = inner.bottom() - (below - 1);
        for (y, line) in (y..inner.bottom()).zip(entry_words) {
            canvas.put(inner.x + 2, y, inner.width - 3, &line, palette.title);
        }
    }
    canvas.more(body, cursor.top, entries.len() + usize::from(below));
}

fn draw_row(ledger: &Ledger, entry: &Entry, chosen: bool, canvas: &mut Canvas, line: Rect) {
    let palette = canvas.skin.palette;
    let style = match (chosen, ledger.is_undone(entry.id)) {
        (true, _) => palette.selected,
        (_, true) => palette.muted,
        (_, false) => palette.text,
    };
    canvas.style(line, style);
    if chosen {
        canvas.put(line.x, line.y, 1, canvas.skin.look.glyphs().cursor, style);
    }
    let x = line.x + 2;
    canvas.put(x, line.y, TIME, &entry.at.format("%Y-%m-%d %H:%M").to_string(), style);
    canvas.put(x + TIME, line.y, NAME - 1, &entry.by, style);
    let device: String = entry.device.to_string().chars().take(DIGITS).collect();
    canvas.put(x + TIME + NAME, line.y, DEVICE, &device, style);
    let x = x + TIME + NAME + DEVICE;
    canvas.put(x, line.y, line.right().saturating_sub(x + 1), &entry_words(ledger, entry), style);
}

/// Describes a change, and whether it was undone.
fn entry_words(ledger: &Ledger, entry: &Entry) -> String {
    let undone = if ledger.is_undone(entry.id) { "（已撤销）" } else { "" };
    format!("{undone}{}", change_words(ledger, &entry.change))
}
