//! ```text
//!  5.1 开展“三下乡”科普宣传：已完成，已存盘。
//!  空格 勾选  回车 打开  F5 上报  F8 撤销  F1 帮助  F10 退出
//! ```

use ratatui::layout::Rect;

use crate::app::keymap;
use crate::app::model::Model;
use crate::app::view::Target;

use super::canvas::Canvas;

/// Most rows that a message takes; it lies over the panes where it needs more than one.
const MESSAGE_ROWS: usize = 6;

pub(super) fn draw(model: &Model, canvas: &mut Canvas) {
    let size = canvas.size();
    acts(model, canvas, size.height - 1, size.width - 1);
    let Some(message) = &model.message else { return };
    let palette = canvas.skin.palette;
    let style = if message.alert { palette.alert } else { palette.done };
    let columns = size.width - 3;
    let mark = if message.alert { "! " } else { "" };
    let mut lines = canvas.wrap(&format!("{mark}{}", message.text), columns);
    lines.truncate(MESSAGE_ROWS);
    let rows = u16::try_from(lines.len()).unwrap_or(1);
    let top = size.height - 1 - rows;
    canvas.clear(Rect::new(0, top, size.width, rows), palette.text);
    for (y, line) in (top..).zip(lines) {
        canvas.put(1, y, columns, &line, style);
    }
}

/// The acts of this screen, as many as fit, the most wanted first. The last column of the last row stays empty.
fn acts(model: &Model, canvas: &mut Canvas, y: u16, end: u16) {
    let palette = canvas.skin.palette;
    let mut x = 0;
    for row in keymap::footer(model.scope()) {
        let key = row.keys.first().map(|key| keymap::name(*key)).unwrap_or_default();
        let columns = canvas.columns(&key) + 1 + canvas.columns(row.label);
        if x + columns > end {
            continue;
        }
        canvas.target(Rect::new(x, y, columns, 1), Target::Act(row.intent));
        let start = x;
        x += canvas.put(x, y, columns, &key, palette.accent) + 1;
        canvas.put(x, y, columns, row.label, palette.text);
        x = start + columns + 2;
    }
}
