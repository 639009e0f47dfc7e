//! The county's screens: the matrix, one report in full, the lists over them, and the bar while folders are read.

mod figures;
pub(super) mod handing;
mod lists;
mod matrix;
mod submitted;

use ratatui::layout::Rect;

use crate::app::county::Desk;
use crate::app::model::{Model, Screen};

use super::canvas::Canvas;

/// Draws the screen, where it is one of the county's.
pub(super) fn draw(model: &Model, screen: &Screen, canvas: &mut Canvas, body: Rect) {
    if let Screen::Reading(read, files) = screen {
        return reading(*read, *files, canvas, body);
    }
    let Some(desk) = &model.county else { return };
    match screen {
        Screen::County(state) => matrix::draw(desk, *state, canvas, body),
        Screen::Submitted(state) => submitted::draw(desk, state, canvas, body),
        Screen::Choices(state) => lists::choices(model, desk, *state, canvas, body),
        Screen::Missing(state) => lists::missing(desk, *state, canvas, body),
        Screen::LeftOver(state) => lists::left_over(desk, *state, canvas, body),
        _ => {}
    }
}

/// ```text
/// +- 正在读上报文件 -----------------+
/// |  [##########..........] 123/4000 |
/// ```
fn reading(read: usize, files: usize, canvas: &mut Canvas, body: Rect) {
    let palette = canvas.skin.palette;
    let glyphs = canvas.skin.look.glyphs();
    let columns = body.width.saturating_sub(8).min(64);
    let area = Rect::new(body.x + (body.width - columns) / 2, body.y + body.height / 3, columns, 6);
    canvas.border(area, "正在读上报文件", false, palette.accent);
    let cells = usize::from(columns - 6);
    let full = (read * cells).checked_div(files).unwrap_or(0);
    let x = area.x + 2;
    canvas.put(x, area.y + 1, 1, "[", palette.text);
    let taken = canvas.put(x + 1, area.y + 1, columns, &glyphs.bar_full.repeat(full), palette.done);
    canvas.put(x + 1 + taken, area.y + 1, columns, &glyphs.bar_empty.repeat(cells - full), palette.muted);
    canvas.put(x + 1 + columns - 6, area.y + 1, 1, "]", palette.text);
    let words =
        if files == 0 { "正在找文件……".to_owned() } else { format!("读了 {read}/{files} 个文件") };
    canvas.put(x, area.y + 2, columns - 4, &words, palette.title);
    canvas.put(x, area.y + 4, columns - 4, "按 Esc 停下来，先看已经读到的。", palette.text);
}

/// What the head says of the period: how many have reported, and how they were answered; and what needs the clerk.
pub(super) fn counts(desk: &Desk) -> Vec<(String, bool)> {
    let table = &desk.table;
    let reported = table.rows.len() - table.missing;
    let mut counts = vec![(format!("乡镇 {}个  已报 {reported}个", table.rows.len()), false)];
    let mut count = |word: &str, count: usize, alert: bool| {
        if count > 0 {
            counts.push((format!("  {word} {count}个"), alert));
        }
    };
    count("未报", table.missing, true);
    count("冲突", table.conflicts, true);
    count("已收", table.accepted, false);
    count("已退", table.returned, false);
    if desk.found.stopped {
        counts.push(("  没有读完".to_owned(), true));
    }
    let tally = table.tally;
    if tally.total() > 0 {
        counts.push((format!("  清单完成 {}/{}", tally.done, tally.total()), false));
    }
    counts
}
