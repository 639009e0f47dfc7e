//! ```text
//! +- 攀莲镇 2025年全年：选一份上报 -----------------------------------------+
//! |> [x] 第2次  2025-12-20 16:02  张三    27/48  510421100-攀莲镇-...ron    |
//! |  [ ] 第2次  2025-12-20 15:40  李四    25/48  旧/510421100-攀莲镇-...ron |
//! ```

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::super::canvas::Canvas;
use crate::app::county_messages::file_name;
use crate::app::county_selection::selected_row;
use crate::app::state::county::CountyState;
use crate::app::state::county_table::{CountyRow, LeftOverKind};
use crate::app::state::cursor::Cursor;
use crate::app::state::model::Model;
use crate::app::state::view::ClickTarget;
use crate::domain::progress::State;

/// Rows below a list for the details of the selected entry.
const BELOW: u16 = 5;
/// Columns of a township's name and code.
const NAME: u16 = 16;
const CODE: u16 = 12;
/// Columns of the kind of a left-over file.
const KIND: u16 = 10;

/// Texts of a row with their columns. A text of 0 columns takes the rest.
type RowTexts = Vec<(u16, String)>;

/// Draws a list of `count` rows, and the details of the selected one below.
fn list(
    canvas: &mut Canvas,
    body: Rect,
    title: &str,
    state: Cursor,
    count: usize,
    row: &dyn Fn(usize, &Canvas) -> (RowTexts, Style),
    details: &dyn Fn(usize) -> String,
) {
    let palette = canvas.skin.palette;
    canvas.border(body, title, false, palette.accent);
    let inner = Rect::new(body.x + 1, body.y + 1, body.width - 2, body.height - 2);
    let rows = usize::from(inner.height.saturating_sub(BELOW));
    canvas.view.list_rows = rows;
    canvas.view.list_count = count;
    let cursor = state.drawn(count, rows);
    for (y, index) in (inner.y..).zip((cursor.top..count).take(rows)) {
        let line = Rect { y, height: 1, ..inner };
        let (parts, style) = row(index, canvas);
        let chosen = index == cursor.index;
        let style = if chosen { palette.selected } else { style };
        canvas.style(line, style);
        if chosen {
            canvas.put(line.x, y, 1, canvas.skin.look.glyphs().cursor, style);
        }
        let mut x = line.x + 2;
        for (columns, text) in parts {
            let columns = if columns == 0 { line.right().saturating_sub(x + 1) } else { columns };
            canvas.put(x, y, columns.saturating_sub(1).max(1), &text, style);
            x += columns;
        }
        canvas.target(line, ClickTarget::Row(index));
    }
    if count > 0 {
        let y = inner.bottom() - (BELOW - 1);
        for (y, line) in
            (y..inner.bottom()).zip(canvas.wrap_clauses(&details(cursor.index), inner.width - 4, BELOW - 1))
        {
            canvas.put(inner.x + 2, y, inner.width - 3, &line, palette.title);
        }
    }
    canvas.more(body, cursor.top, count + usize::from(BELOW));
}

/// Draws the reports of one township to choose from.
pub(super) fn choices(model: &Model, county: &CountyState, state: Cursor, canvas: &mut Canvas, body: Rect) {
    let Some(row) = &selected_row(model) else { return };
    let all = county.choices(row);
    let reports = &county.collected.county.reports;
    let proposed = row.effective.filter(|effective| effective.conflict.is_some()).map(|effective| effective.report);
    let chosen = |index: usize| county.collected.preferred.contains(&reports[all[index]].sha256);
    let line = |index: usize, canvas: &Canvas| {
        let report = &reports[all[index]];
        let items = report.figures.sums().items;
        let state = if chosen(index) { State::Done } else { State::Todo };
        let parts = vec![
            (4, canvas.state_box(state).to_owned()),
            (7, format!("第{}次", report.revision)),
            (18, report.made_at.format("%Y-%m-%d %H:%M").to_string()),
            (9, report.reporter.clone()),
            (7, format!("{}/{}", items.done, items.total())),
            (0, file_name(&report.origin)),
        ];
        (parts, canvas.state_style(state))
    };
    let details = |index: usize| {
        let report = &reports[all[index]];
        let sums = report.figures.sums();
        let which = match proposed {
            _ if chosen(index) => "选定了这一份；再按空格取消。",
            Some(at) if at == all[index] => "这是最近填报的一份，建议采用；问清楚以后按空格选定。",
            Some(_) => "问清楚以后，要用这一份就按空格选定。",
            None => "放在一边了；要改用这一份就按空格。",
        };
        let (done, owed) = (sums.tasks.done, sums.tasks.total());
        let phone = if report.phone.is_empty() { String::new() } else { format!("，电话 {}", report.phone) };
        format!(
            "{which}任务完成{done}/{owed}项，{}项活动，{}人次{phone}。文件 {}",
            sums.activities.activities, sums.activities.people, report.origin
        )
    };
    let title = format!("{} {}：{}份上报，选一份", county.township(row).name, county.period.name(), all.len());
    list(canvas, body, &title, state, all.len(), &line, &details);
}

pub(super) fn missing(county: &CountyState, state: Cursor, canvas: &mut Canvas, body: Rect) {
    let rows: Vec<&CountyRow> = county.missing().collect();
    let all = rows.len();
    let text = canvas.skin.palette.text;
    // If other periods were reported, they take half of the width.
    let parts = if county.table.others > 0 { 2 } else { 1 };
    let plan_columns = body.width.saturating_sub(NAME + CODE + 5) / parts;
    let plans = county.plan_names(usize::from(plan_columns));
    let line = |index: usize, _: &Canvas| {
        let township = county.township(rows[index]);
        let mut parts = vec![(NAME, township.name.clone()), (CODE, township.code.clone())];
        parts.extend(plans.get(&rows[index].plan).map(|plan| (plan_columns + 1, plan.clone())));
        parts.push((0, county.other_periods(rows[index])));
        (parts, text)
    };
    let details = |index: usize| {
        let others = county.other_periods(rows[index]);
        let others = if others.is_empty() { others } else { format!("{others}，通知里会写明。") };
        let plan = if plans.is_empty() { String::new() } else { format!("{}。", county.plan(rows[index]).short) };
        format!("{plan}{others}按 F5 存成一份催报通知（.txt，记事本能打开），名单已经写好，填上日期就能发。")
    };
    list(canvas, body, &format!("{} 未报的乡镇 {all}个", county.period.name()), state, all, &line, &details);
}

pub(super) fn left_over(county: &CountyState, state: Cursor, canvas: &mut Canvas, body: Rect) {
    let all = &county.table.left_over;
    let palette = canvas.skin.palette;
    let line = |index: usize, _: &Canvas| {
        let (kind, _) = all[index];
        let (origin, why) = county.left_over(all[index]);
        let style = match kind {
            LeftOverKind::Rejected => palette.alert,
            LeftOverKind::PassedOver => palette.muted,
            _ => palette.text,
        };
        (vec![(KIND, kind.word().to_owned()), (0, format!("{}：{why}", file_name(origin)))], style)
    };
    let details = |index: usize| {
        let (origin, why) = county.left_over(all[index]);
        format!("{why}文件 {origin}")
    };
    list(canvas, body, &format!("没有采用的和重复的文件 {}个", all.len()), state, all.len(), &line, &details);
}
