//! ```text
//!  5.1 开展“三下乡”科普宣传：已完成，已存盘。
//!  空格 勾选  回车 打开  F5 上报  F8 撤销  F1 帮助  F10 退出
//! ```

use crate::app::availability;
use ratatui::layout::Rect;

use crate::app::keymap;
use crate::app::keymap::{Binding, Scope};
use crate::app::state::model::Model;
use crate::app::state::view::ClickTarget;

use super::canvas::Canvas;

/// The most rows that a message takes.
const MESSAGE_ROWS: u16 = 6;

/// The lines of the current message.
pub(super) fn message(model: &Model, canvas: &Canvas) -> Vec<String> {
    let Some(message) = &model.message else { return Vec::new() };
    let size = canvas.size();
    let mark = if message.alert { "! " } else { "" };
    canvas.wrap_clauses(&format!("{mark}{}", message.text), size.width - 3, MESSAGE_ROWS.min(size.height / 3))
}

pub(super) fn draw(model: &Model, message: &[String], canvas: &mut Canvas) {
    let size = canvas.size();
    draw_keys(model, canvas, size.height - 1, size.width - 1);
    let palette = canvas.skin.palette;
    let alert = model.message.as_ref().is_some_and(|message| message.alert);
    let style = if alert { palette.alert } else { palette.done };
    for (y, line) in (0..size.height - 1).rev().zip(message.iter().rev()) {
        canvas.put(1, y, size.width - 3, line, style);
    }
}

/// Draws the keys of this screen in the order of the key table. Keys for every screen (help, exit) always have room.
/// The last column of the last row stays empty.
fn draw_keys(model: &Model, canvas: &mut Canvas, y: u16, end: u16) {
    let palette = canvas.skin.palette;
    let rows = keymap::footer(model.scope());
    let rows: Vec<&Binding> = rows.into_iter().filter(|row| availability::is_available(model, row.intent)).collect();
    let columns = |row: &Binding| canvas.columns(&keymap::shown(row)) + 1 + canvas.columns(&row.label);
    let everywhere = |row: &&&Binding| row.scope == Scope::Everywhere;
    let mut room = end + 2 - rows.iter().filter(everywhere).map(|row| columns(row) + 2).sum::<u16>().min(end);
    let mut fitting: Vec<(&Binding, u16)> = Vec::new();
    for row in rows {
        let needed = columns(row) + 2;
        if row.scope == Scope::Everywhere {
            fitting.push((row, needed));
        } else if needed <= room {
            room -= needed;
            fitting.push((row, needed));
        }
    }
    let mut x = 0;
    for (row, needed) in fitting {
        if x + needed > end + 2 {
            continue;
        }
        canvas.target(Rect::new(x, y, needed - 2, 1), ClickTarget::Act(row.intent));
        let key = keymap::shown(row);
        let taken = canvas.put(x, y, needed, &key, palette.accent);
        canvas.put(x + taken + 1, y, needed, &row.label, palette.text);
        x += needed;
    }
}
