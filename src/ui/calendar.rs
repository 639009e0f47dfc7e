//! ```text
//! +- 2025年3月 -----------+
//! | 一 二 三 四 五 六 日 |
//! | 24 25 26 27 28  1  2 |
//! |  3  4  5  6  7  8  9 |
//! ```

use chrono::Datelike as _;
use ratatui::layout::Rect;

use crate::app::state::calendar::Calendar;
use crate::app::state::model::Model;
use crate::app::state::view::ClickTarget;

use super::canvas::Canvas;

/// In columns: a day with the blank before it, and the calendar with its borders.
const DAY: u16 = 3;
const COLUMNS: u16 = DAY * 7 + 3;
/// The weekdays, six weeks and the borders.
const ROWS: u16 = 9;

pub(super) fn draw(model: &Model, state: Calendar, canvas: &mut Canvas, body: Rect) {
    let palette = canvas.skin.palette;
    let x = body.x + body.width.saturating_sub(COLUMNS) / 2;
    let y = body.y + body.height.saturating_sub(ROWS) / 2;
    let area = Rect::new(x, y, COLUMNS, ROWS.min(body.height));
    canvas.popup(area);
    let month = format!("{}年{}月", state.day.year(), state.day.month());
    canvas.border(area, &month, false, palette.accent);
    for (x, word) in (area.x + 2..).step_by(usize::from(DAY)).zip(["一", "二", "三", "四", "五", "六", "日"]) {
        canvas.put(x, area.y + 1, 2, word, palette.muted);
    }
    for (at, day) in (0..).zip(state.days()) {
        let (column, row): (u16, u16) = (at % 7, at / 7);
        let (x, y) = (area.x + 1 + column * DAY, area.y + 2 + row);
        let here = day.month() == state.day.month();
        let style = if day == state.day {
            palette.selected
        } else if day == model.today {
            palette.accent
        } else if here {
            palette.text
        } else {
            palette.muted
        };
        let mark = if day == state.day { canvas.skin.look.glyphs().cursor } else { " " };
        canvas.put(x, y, 1, mark, style);
        canvas.put_right(x + DAY, y, &format!("{:2}", day.day()), style);
        canvas.target(Rect::new(x, y, DAY, 1), ClickTarget::Day(day));
    }
}
