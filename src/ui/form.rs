//! ```text
//! +- 上报 --------------------------------------------------------------+
//! | > 报告期    < 2025年三季度 >                                          |
//! |   存到      D:\上报                                                   |
//! |   填报人    张三                                                      |
//! ```

use ratatui::layout::Rect;

use crate::app::form::{Form, Purpose, Slot, Value};
use crate::app::model::Model;
use crate::app::view::Target;
use crate::domain::ledger::Change;
use crate::domain::period::Period;
use crate::domain::progress::Progress;

use super::canvas::Canvas;

/// Columns of the labels, with the blank behind them.
const LABEL: u16 = 14;

pub(super) fn draw(model: &Model, form: &Form, canvas: &mut Canvas, body: Rect) {
    let palette = canvas.skin.palette;
    canvas.border(body, &title(model, form), false, palette.accent);
    let inner = Rect::new(body.x + 2, body.y + 1, body.width.saturating_sub(4), body.height.saturating_sub(2));
    // With room to spare the slots stand apart.
    let slots = u16::try_from(form.slots.len()).unwrap_or(u16::MAX);
    let step = if slots * 2 + 4 <= inner.height { 2 } else { 1 };
    let mut y = inner.y;
    for (place, slot) in form.slots.iter().enumerate() {
        if y >= inner.bottom() {
            return;
        }
        let line = Rect { y, height: 1, ..inner };
        draw_slot(slot, place == form.at, canvas, line);
        canvas.target(line, Target::Field(place));
        y += step;
    }
    y += u16::from(step == 1);
    for line in summary(model, form, canvas, inner.width - 2) {
        if y >= inner.bottom() {
            break;
        }
        canvas.put(inner.x + 2, y, inner.width - 2, &line, palette.text);
        y += 1;
    }
}

fn draw_slot(slot: &Slot, chosen: bool, canvas: &mut Canvas, line: Rect) {
    let palette = canvas.skin.palette;
    if chosen {
        canvas.put(line.x, line.y, 1, canvas.skin.look.glyphs().cursor, palette.accent);
    }
    canvas.put(line.x + 2, line.y, LABEL, slot.label, if chosen { palette.accent } else { palette.muted });
    let value = Rect { x: line.x + LABEL, width: line.width.saturating_sub(LABEL), ..line };
    let style = if chosen { palette.selected } else { palette.text };
    match &slot.value {
        Value::Choice { words, at } => {
            let word = words.get(*at).map_or("", String::as_str);
            canvas.put(value.x, value.y, value.width, &format!("< {word} >"), style);
        }
        Value::Text(field) | Value::Day(field) => {
            let view = field.view(value.width, canvas.skin.look);
            if chosen {
                canvas.style(value, style);
                canvas.cursor(value.x + view.caret, value.y);
            }
            canvas.put(value.x, value.y, value.width, &view.text, style);
            if view.text.is_empty() && !chosen {
                canvas.put(value.x, value.y, value.width, "（空）", palette.muted);
            }
        }
    }
}

fn title(model: &Model, form: &Form) -> String {
    match &form.purpose {
        Purpose::Report(_) => "上报".to_owned(),
        Purpose::Item(id) => {
            let text = model.plan.item(id).map_or("", |(_, item)| item.text.as_str());
            format!("{id} {text}")
        }
        Purpose::Activity(None) => "记一项活动".to_owned(),
        Purpose::Activity(Some(_)) => "改一项活动".to_owned(),
        Purpose::Remark(no) => format!("任务{no} 填报说明（{}年度）", form.year),
    }
}

/// What stands below the slots: what the form is about, and what there is already.
fn summary(model: &Model, form: &Form, canvas: &Canvas, columns: u16) -> Vec<String> {
    match &form.purpose {
        Purpose::Report(periods) => {
            periods.get(form.chosen(0)).map_or_else(Vec::new, |period| of_period(model, *period))
        }
        Purpose::Item(id) => {
            let quote = model.plan.item(id).map_or("", |(_, item)| item.quote.as_str());
            canvas.wrap(&format!("原文：{quote}"), columns)
        }
        Purpose::Activity(_) => canvas.wrap(
            "数字没有的空着，空着不等于 0。日期可以用翻页键前后挪。照片等佐证用命令 activity add --evidence 加。",
            columns,
        ),
        Purpose::Remark(no) => {
            let title = model.plan.task(*no).map_or("", |(_, task)| task.title.as_str());
            canvas.wrap(&format!("任务{no} {title}。写空的就是删去。"), columns)
        }
    }
}

/// What the report will say, and which reports of the period there are.
fn of_period(model: &Model, period: Period) -> Vec<String> {
    let Some(open) = &model.open else { return Vec::new() };
    let progress = Progress::of(&model.plan, &open.ledger, period);
    let tally = progress.tally();
    let (tasks_done, tasks_total) = progress.tasks_done();
    let unfinished = if period.over(model.today) { "" } else { "期未满。" };
    let mut lines = vec![
        format!(
            "{unfinished}到{}：清单完成 {}/{} 项，任务完成 {tasks_done}/{tasks_total} 项。",
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
