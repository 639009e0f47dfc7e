//! ```text
//!           +- 请选择本乡镇 ---------------------+
//!           |  查找 p                           |
//!           |> 攀莲镇             510421100     |
//!           |  丙谷镇             510421101     |
//! ```

use ratatui::layout::Rect;

use crate::app::state::chooser::Chooser;
use crate::app::state::model::Model;
use crate::app::state::view::ClickTarget;

use super::canvas::Canvas;

/// In columns, with the blank after it.
const LABEL: u16 = 5;
const COLUMNS: u16 = 44;

pub(super) fn draw(model: &Model, state: &Chooser, canvas: &mut Canvas, body: Rect) {
    let palette = canvas.skin.palette;
    let first = model.open.is_none();
    let owed = model.plan.owed().count();
    let lead = if first && !model.signing.office.is_empty() {
        format!("{}：按 F2 汇总各乡镇的上报。要替一个乡镇填台账，才在下面选定乡镇。", model.signing.office)
    } else if first {
        format!(
            "请选定本乡镇：上下键移动，回车选定；打首字母或汉字找得快，如 pl、攀。规划里有{owed}项任务列入各乡镇。\
                 县级单位不用选乡镇，按 F2 汇总各乡镇的上报。"
        )
    } else {
        "每个乡镇有各自的台账，换过去再换回来，记录都在。打首字母或汉字找得快。".to_owned()
    };
    let mut y = body.y + 1;
    let box_x = body.x + body.width.saturating_sub(COLUMNS) / 2;
    let narrow = body.width.saturating_sub(8).min(72);
    let lead_x = body.x + body.width.saturating_sub(narrow) / 2;
    for line in canvas.wrap(&lead, narrow) {
        canvas.put(lead_x, y, narrow, &line, palette.text);
        y += 1;
    }
    let roster = state.found(&model.plan);
    let room = body.bottom().saturating_sub(y + 4);
    let rows = room.min(u16::try_from(model.plan.roster.len()).unwrap_or(u16::MAX));
    let area = Rect::new(box_x, y + 1, COLUMNS.min(body.width), rows + 3);
    let title = if first { "第1步，共3步：选定本乡镇" } else { "请选择本乡镇" };
    canvas.border(area, title, false, palette.accent);
    let inner = Rect::new(area.x + 1, area.y + 2, area.width - 2, rows);
    draw_search_line(state, canvas, Rect { y: area.y + 1, height: 1, ..inner });
    canvas.view.list_rows = usize::from(rows);
    canvas.view.list_count = roster.len();
    if roster.is_empty() {
        canvas.put(inner.x + 2, inner.y, inner.width - 2, "没有找到，按 Esc 重新找。", palette.text);
    }
    let cursor = state.cursor.drawn(roster.len(), usize::from(rows));
    let top = cursor.top;
    for (y, (place, township)) in (inner.y..inner.bottom()).zip(roster.iter().enumerate().skip(top)) {
        let line = Rect { y, height: 1, ..inner };
        let selected = place == cursor.index;
        let style = if selected { palette.selected } else { palette.text };
        canvas.style(line, style);
        if selected {
            canvas.put(line.x, line.y, 1, canvas.skin.look.glyphs().cursor, style);
        }
        canvas.put(line.x + 2, line.y, line.width.saturating_sub(14), &township.name, style);
        canvas.put_right(line.right() - 1, line.y, &township.code, style);
        canvas.target(line, ClickTarget::Row(place));
    }
    canvas.more(area, top, roster.len() + 1);
}

/// Draws the search line.
fn draw_search_line(state: &Chooser, canvas: &mut Canvas, row: Rect) {
    let palette = canvas.skin.palette;
    let value = Rect { x: row.x + 2 + LABEL, width: row.width - LABEL - 3, ..row };
    canvas.put(row.x + 2, row.y, LABEL, "查找", palette.muted);
    let view = state.field.view(value.width, canvas.skin.look);
    canvas.put(value.x, row.y, value.width, &view.text, palette.accent);
    canvas.cursor(value.x + view.caret, row.y);
}
