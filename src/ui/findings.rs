//! ```text
//! +- 2025年三季度审核 1处错误 3处提醒 ---------------------------------------+
//! |> 错误    5  5.1 的完成日期 2025-12-31 还没有到……                        |
//! |  提醒    7  任务7 没有任何记录，也没有写无可报告的理由……                |
//! ```

use ratatui::layout::Rect;

use crate::app::state::cursor::Cursor;
use crate::app::state::model::Model;
use crate::app::state::view::ClickTarget;
use crate::domain::check::{CheckFinding, Severity};

use super::canvas::Canvas;

/// In columns, each with its blanks.
const LEVEL: u16 = 6;
const TASK: u16 = 4;
/// The rows below the list, which show the selected finding in full.
const BELOW: u16 = 4;

pub(super) fn draw(model: &Model, state: Cursor, canvas: &mut Canvas, body: Rect) {
    let palette = canvas.skin.palette;
    let Some(checked) = &model.checked else { return };
    let (errors, warnings) = checked.counts();
    let title = format!("{}审核 {errors}处错误 {warnings}处提醒", checked.period.name());
    canvas.border(body, &title, false, palette.accent);
    let inner = Rect::new(body.x + 1, body.y + 1, body.width - 2, body.height - 2);
    let all = &checked.findings;
    let rows = usize::from(inner.height.saturating_sub(BELOW));
    canvas.view.list_rows = rows;
    canvas.view.list_count = all.len();
    if all.is_empty() {
        canvas.put(inner.x + 2, inner.y + 1, inner.width - 2, "都改好了，可以上报。按 Esc 返回。", palette.done);
        return;
    }
    let cursor = state.drawn(all.len(), rows);
    for (y, (place, finding)) in (inner.y..).zip(all.iter().enumerate().skip(cursor.top).take(rows)) {
        let line = Rect { y, height: 1, ..inner };
        draw_row(finding, place == cursor.index, canvas, line);
        canvas.target(line, ClickTarget::Row(place));
    }
    if let Some(finding) = all.get(cursor.index) {
        let y = inner.bottom() - (BELOW - 1);
        for (y, line) in (y..inner.bottom()).zip(canvas.wrap(&finding.text, inner.width - 4)) {
            canvas.put(inner.x + 2, y, inner.width - 3, &line, palette.title);
        }
    }
    canvas.more(body, cursor.top, all.len() + usize::from(BELOW));
}

fn draw_row(finding: &CheckFinding, chosen: bool, canvas: &mut Canvas, line: Rect) {
    let palette = canvas.skin.palette;
    let style = match (chosen, finding.level) {
        (true, _) => palette.selected,
        (_, Severity::Error) => palette.alert,
        (_, Severity::Warning) => palette.text,
    };
    canvas.style(line, style);
    if chosen {
        canvas.put(line.x, line.y, 1, canvas.skin.look.glyphs().cursor, style);
    }
    canvas.put(line.x + 2, line.y, LEVEL, finding.level.word(), style);
    if let Some(no) = finding.place.task() {
        canvas.put_right(line.x + 2 + LEVEL + TASK - 1, line.y, &no.to_string(), style);
    }
    let x = line.x + 2 + LEVEL + TASK;
    canvas.put(x, line.y, line.right().saturating_sub(x + 1), &finding.text, style);
}
