//! ```text
//! +- 2025年度台账 ------------------------------------------------------+
//! |   日期     任务  名称（地点）                          场次    人次 |
//! |> 03-12   5  “三下乡”集市宣传（攀莲广场）               1      320 |
//! ```

use ratatui::layout::Rect;

use super::canvas::Canvas;
use crate::app::state::activities::ActivityList;
use crate::app::state::cursor::Cursor;
use crate::app::state::model::Model;
use crate::app::state::view::ClickTarget;
use crate::domain::activity::{Activity, ActivityTotals};
use crate::domain::measure::Measure;

/// Widths in cells, each with the blank after it.
const DATE: u16 = 8;
const TASK: u16 = 4;
const NUMBER: u16 = 8;

pub(super) fn draw(model: &Model, state: ActivityList, canvas: &mut Canvas, body: Rect) {
    let palette = canvas.skin.palette;
    let Some(open) = &model.open else { return };
    let all = state.listed(&open.ledger, model.year);
    let only = state.only.map(|no| format!(" 任务{no}")).unwrap_or_default();
    canvas.border(body, &format!("{}年度台账{only}", model.year), false, palette.accent);
    let inner = Rect::new(body.x + 1, body.y + 1, body.width - 2, body.height.saturating_sub(2));
    if all.is_empty() {
        let text = match state.only {
            Some(no) => format!("任务{no}本年度还没有记活动。按 F2 记第一项，按 F4 看全部。"),
            None => "本年度还没有记活动。按 F2 记第一项。".to_owned(),
        };
        canvas.put(inner.x + 2, inner.y + 1, inner.width - 2, &text, palette.text);
        return;
    }
    draw_heading(canvas, Rect { height: 1, ..inner });
    let rows = usize::from(inner.height.saturating_sub(3));
    let Cursor { index: place, top } = state.cursor.drawn(all.len(), rows);
    canvas.view.list_rows = rows;
    canvas.view.list_count = all.len();
    for (y, (at, activity)) in (inner.y + 1..).zip(all.iter().enumerate().skip(top).take(rows)) {
        let line = Rect { y, height: 1, ..inner };
        let style = if at == place { palette.selected } else { palette.text };
        canvas.style(line, style);
        draw_row(activity, at == place, canvas, line, style);
        canvas.target(line, ClickTarget::Row(at));
    }
    let totals = ActivityTotals::of(&all);
    // Leave out a sum to which no activity gives a number. It is unknown, not 0.
    let filled =
        Measure::ALL.into_iter().filter(|measure| all.iter().any(|activity| activity.number(*measure).is_some()));
    let sums = filled.map(|measure| measure.sum_words(totals.sum(measure)));
    let words: Vec<String> = std::iter::once(format!("共{}项", totals.activities)).chain(sums).collect();
    let totals = format!("{}；没有填数的不计", words.join("，"));
    canvas.put(inner.x + 2, inner.bottom() - 1, inner.width - 3, &totals, palette.title);
    canvas.more(body, top, all.len() + 2);
}

/// The column where the numbers begin.
fn numbers_column(line: Rect) -> u16 {
    line.right().saturating_sub(NUMBER * 2 + 1)
}

fn draw_heading(canvas: &mut Canvas, line: Rect) {
    let style = canvas.skin.palette.muted;
    canvas.put(line.x + 2, line.y, DATE, "日期", style);
    canvas.put(line.x + 2 + DATE - 2, line.y, TASK, "任务", style);
    canvas.put(line.x + 2 + DATE + TASK, line.y, 8, "名称", style);
    canvas.put_right(numbers_column(line) + NUMBER, line.y, "场次", style);
    canvas.put_right(numbers_column(line) + NUMBER * 2, line.y, "人次", style);
}

fn draw_row(activity: &Activity, selected: bool, canvas: &mut Canvas, line: Rect, style: ratatui::style::Style) {
    if selected {
        canvas.put(line.x, line.y, 1, canvas.skin.look.glyphs().cursor, style);
    }
    canvas.put(line.x + 2, line.y, DATE, &activity.date.format("%m-%d").to_string(), style);
    canvas.put_right(line.x + DATE + TASK, line.y, &activity.task.to_string(), style);
    let x = line.x + 2 + DATE + TASK;
    let name = if activity.place.is_empty() {
        activity.title.clone()
    } else {
        format!("{}（{}）", activity.title, activity.place)
    };
    canvas.put(x, line.y, numbers_column(line).saturating_sub(x + 1), &name, style);
    let number = |number: Option<u64>| number.map_or("-".to_owned(), |number| number.to_string());
    canvas.put_right(numbers_column(line) + NUMBER, line.y, &number(activity.sessions), style);
    canvas.put_right(numbers_column(line) + NUMBER * 2, line.y, &number(activity.people), style);
}
