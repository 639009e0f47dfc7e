//! ```text
//!           +- 请选择本乡镇 ---------------------+
//!           |> 攀莲镇             510421100     |
//!           |  丙谷镇             510421101     |
//! ```

use ratatui::layout::Rect;

use crate::app::chooser::Chooser;
use crate::app::model::Model;
use crate::app::view::Target;

use super::canvas::Canvas;

/// Columns of the box.
const COLUMNS: u16 = 44;

pub(super) fn draw(model: &Model, state: &Chooser, canvas: &mut Canvas, body: Rect) {
    let palette = canvas.skin.palette;
    let first = model.open.is_none();
    let owed = model.plan.owed().count();
    let lead = if first {
        format!("第一次使用，请选定本乡镇。规划里有{owed}项任务列入各乡镇；以后可以按 F6 换。")
    } else {
        "每个乡镇有各自的台账，换过去再换回来，记录都在。".to_owned()
    };
    let mut y = body.y + 1;
    let box_x = body.x + body.width.saturating_sub(COLUMNS) / 2;
    let narrow = body.width.saturating_sub(8).min(72);
    let lead_x = body.x + body.width.saturating_sub(narrow) / 2;
    for line in canvas.wrap(&lead, narrow) {
        canvas.put(lead_x, y, narrow, &line, palette.text);
        y += 1;
    }
    let roster = &model.plan.roster;
    let room = body.bottom().saturating_sub(y + 3);
    let rows = room.min(u16::try_from(roster.len()).unwrap_or(u16::MAX));
    let area = Rect::new(box_x, y + 1, COLUMNS.min(body.width), rows + 2);
    canvas.border(area, "请选择本乡镇", false, palette.accent);
    canvas.view.list_rows = usize::from(rows);
    let top = state.top.min(roster.len().saturating_sub(usize::from(rows)));
    for (row, (place, township)) in (0..rows).zip(roster.iter().enumerate().skip(top)) {
        let line = Rect::new(area.x + 1, area.y + 1 + row, area.width - 2, 1);
        let selected = place == state.place;
        let style = if selected { palette.selected } else { palette.text };
        canvas.style(line, style);
        if selected {
            canvas.put(line.x, line.y, 1, canvas.skin.look.glyphs().cursor, style);
        }
        canvas.put(line.x + 2, line.y, line.width.saturating_sub(14), &township.name, style);
        canvas.put_right(line.right() - 1, line.y, &township.code, style);
        canvas.target(line, Target::Township(place));
    }
    canvas.more(area, top, roster.len());
}
