//! ```text
//! +- 上报 --------------------------------------------------------------+
//! |  报告期  < 2025年三季度 >  期未满                                     |
//! |  存到    D:\上报                                                     |
//! |  填报人  张三                                                        |
//! ```

use ratatui::layout::Rect;

use crate::app::form::{Form, Slot};
use crate::app::model::Model;
use crate::app::view::Target;
use crate::domain::ledger::Change;
use crate::domain::period::Period;
use crate::domain::progress::Progress;

use super::canvas::Canvas;

/// Columns of the labels, with the blank behind them.
const LABEL: u16 = 10;

pub(super) fn draw(model: &Model, form: &Form, canvas: &mut Canvas, body: Rect) {
    let palette = canvas.skin.palette;
    canvas.border(body, "上报", false, palette.accent);
    let inner = Rect::new(body.x + 2, body.y + 2, body.width - 4, body.height - 3);
    let mut y = inner.y;
    for (place, slot) in Slot::ALL.into_iter().enumerate() {
        let line = Rect { y, height: 1, ..inner };
        let chosen = place == form.at;
        if chosen {
            canvas.put(inner.x, y, 1, canvas.skin.look.glyphs().cursor, palette.accent);
        }
        let label = if chosen { palette.accent } else { palette.muted };
        canvas.put(inner.x + 2, y, LABEL, slot.label(), label);
        let value = Rect { x: inner.x + LABEL, width: inner.width - LABEL, ..line };
        canvas.target(line, Target::Field(place));
        match place.checked_sub(1).and_then(|at| form.texts.get(at)) {
            None => period(model, form, chosen, canvas, value),
            Some(field) => {
                let view = field.view(value.width, canvas.skin.look);
                let style = if chosen { palette.selected } else { palette.text };
                if chosen {
                    canvas.style(value, style);
                    canvas.cursor(value.x + view.caret, y);
                }
                canvas.put(value.x, y, value.width, &view.text, style);
                if view.text.is_empty() && !chosen {
                    canvas.put(value.x, y, value.width, "（空）", palette.muted);
                }
            }
        }
        y += 2;
    }
    if let Some(period) = form.period() {
        for line in summary(model, period) {
            if y + 1 >= body.bottom() {
                break;
            }
            canvas.put(inner.x + 2, y, inner.width - 2, &line, palette.text);
            y += 1;
        }
    }
}

fn period(model: &Model, form: &Form, chosen: bool, canvas: &mut Canvas, value: Rect) {
    let palette = canvas.skin.palette;
    let Some(period) = form.period() else { return };
    let text = format!("< {} >", period.name());
    let style = if chosen { palette.selected } else { palette.text };
    let taken = canvas.put(value.x, value.y, value.width, &text, style);
    if !period.over(model.today) {
        canvas.put(value.x + taken + 2, value.y, value.width - taken - 2, "期未满", palette.doing);
    }
}

/// What the report will say, and which reports of the period there are.
fn summary(model: &Model, period: Period) -> Vec<String> {
    let Some(open) = &model.open else { return Vec::new() };
    let progress = Progress::of(&model.plan, &open.ledger, period);
    let tally = progress.tally();
    let (tasks_done, tasks_total) = progress.tasks_done();
    let mut lines = vec![
        format!(
            "到{}：清单完成 {}/{} 项，任务完成 {tasks_done}/{tasks_total} 项。",
            period.last_day(),
            tally.done,
            tally.total()
        ),
        String::new(),
    ];
    let exports = open.ledger.exports(period);
    if exports.is_empty() {
        lines.push("这个报告期还没有上报过。".to_owned());
    }
    for entry in exports.iter().rev() {
        if let Change::Exported { revision, .. } = &entry.change {
            lines.push(format!("已上报：第{revision}次，{}，填报人 {}", entry.at.format("%Y-%m-%d %H:%M"), entry.by));
        }
    }
    lines
}
