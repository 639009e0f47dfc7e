//! The county's screens: the matrix, one report, lists, and the progress bar of long jobs.

mod figures;
mod lists;
mod matrix;
pub(super) mod outgoing;
mod submitted;

use ratatui::layout::Rect;

use super::canvas::Canvas;
use crate::app::state::county::CountyState;
use crate::app::state::county_screens::CountyJob;
use crate::app::state::model::{Model, Screen};

/// Draws the county's screens, and nothing for others.
pub(super) fn draw(model: &Model, screen: &Screen, canvas: &mut Canvas, body: Rect) {
    if let Screen::Working(work, done, all) = screen {
        return working(*work, *done, *all, canvas, body);
    }
    let Some(county) = &model.county else { return };
    match screen {
        Screen::County(state) => matrix::draw(county, *state, canvas, body),
        Screen::Submitted(state) => submitted::draw(county, state, canvas, body),
        Screen::Choices(state) => lists::choices(model, county, *state, canvas, body),
        Screen::Missing(state) => lists::missing(county, *state, canvas, body),
        Screen::LeftOver(state) => lists::left_over(county, *state, canvas, body),
        _ => {}
    }
}

/// ```text
/// +- 正在读上报文件 -----------------+
/// |  [##########..........] 123/4000 |
/// ```
fn working(work: CountyJob, done: usize, all: usize, canvas: &mut Canvas, body: Rect) {
    let (title, progress, stop) = match work {
        CountyJob::Reading => {
            let progress =
                if all == 0 { "正在找文件……".to_owned() } else { format!("读了 {done}/{all} 个文件") };
            ("正在读上报文件", progress, "按 Esc 停下来，先看已经读到的。")
        }
        CountyJob::Answering => {
            ("正在出回执", format!("出了 {done}/{all} 份回执"), "按 Esc 停下来，已经出的照样有效。")
        }
    };
    let palette = canvas.skin.palette;
    let glyphs = canvas.skin.look.glyphs();
    let columns = body.width.saturating_sub(8).min(64);
    let area = Rect::new(body.x + (body.width - columns) / 2, body.y + body.height / 3, columns, 6);
    canvas.border(area, title, false, palette.accent);
    let cells = usize::from(columns - 6);
    let full = (done * cells).checked_div(all).unwrap_or(0);
    let x = area.x + 2;
    canvas.put(x, area.y + 1, 1, "[", palette.text);
    let taken = canvas.put(x + 1, area.y + 1, columns, &glyphs.bar_full.repeat(full), palette.done);
    canvas.put(x + 1 + taken, area.y + 1, columns, &glyphs.bar_empty.repeat(cells - full), palette.muted);
    canvas.put(x + 1 + columns - 6, area.y + 1, 1, "]", palette.text);
    canvas.put(x, area.y + 2, columns - 4, &progress, palette.title);
    canvas.put(x, area.y + 4, columns - 4, stop, palette.text);
}

/// Returns the counts of the header. The flag marks counts that need the clerk.
pub(super) fn counts(county: &CountyState) -> Vec<(String, bool)> {
    let table = &county.table;
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
    if county.collected.stopped {
        counts.push(("  没有读完".to_owned(), true));
    }
    let items = table.sums.items;
    if items.total() > 0 {
        counts.push((format!("  清单完成 {}/{}", items.done, items.total()), false));
    }
    counts
}
