//! ```text
//!  米易县全民科学素质行动 2021-2025     攀莲镇     2025年度     11月23日 [已存盘]
//!  总进度 [##############........] 27/48   任务 11/20 完成   上报 2025年三季度 第1次
//! ```

use chrono::Datelike as _;
use ratatui::style::Style;

use crate::app::state::model::{Model, Screen};

use super::canvas::Canvas;
use super::county;

/// In columns, without the brackets.
const BAR: u32 = 22;

pub(super) fn draw(model: &Model, canvas: &mut Canvas) {
    let palette = canvas.skin.palette;
    let columns = canvas.size().width;
    let (saved, style) = match &model.open {
        _ if model.at_county().is_some() => ("", palette.text),
        Some(open) if open.read_only.is_some() => ("[只读]", palette.alert),
        Some(_) => ("[已存盘]", palette.done),
        None => ("", palette.text),
    };
    let today = if model.today.year() == model.year {
        format!("{}月{}日", model.today.month(), model.today.day())
    } else {
        model.today.to_string()
    };
    let today = if model.is_day_manual { format!("{today}(手定)") } else { today };
    let mut township = model.open.as_ref().map_or("未选乡镇", |open| open.township.name.as_str());
    let mut year = format!("{}年度", model.year);
    let mut plan = model.plan.short.clone();
    if let Some(county_state) = model.at_county() {
        township = "县级汇总";
        year = county_state.period.name();
        plan = match county_state.table.rows.first() {
            Some(row) if !county_state.table.has_several_plans() => county_state.plan(row).short.clone(),
            _ => format!("{}个规划", county_state.table.plans.len()),
        };
    } else if matches!(model.screen(), Screen::Working(..)) {
        township = "县级汇总";
    }
    let mut words =
        vec![(&*plan, palette.title), (township, palette.accent), (&year, palette.text), (&today, palette.text)];
    let end = columns.saturating_sub(1);
    let room = end.saturating_sub(canvas.columns(saved) + 2);
    let taken_columns = |words: &[(&str, Style)]| words.iter().map(|(word, _)| canvas.columns(word)).sum::<u16>();
    // In a narrow window, drop whole words from the end.
    while words.len() > 2 && taken_columns(&words) + u16::try_from(words.len()).unwrap_or(0) > room {
        words.pop();
    }
    let gaps = u16::try_from(words.len()).unwrap_or(1).saturating_sub(1).max(1);
    let gap = (room.saturating_sub(taken_columns(&words)) / gaps).max(1);
    let mut x = 1;
    for (word, style) in words {
        x += canvas.put(x, 0, (room + 1).saturating_sub(x), word, style) + gap;
    }
    canvas.put_right(end, 0, saved, style);
    draw_progress(model, canvas);
}

fn draw_progress(model: &Model, canvas: &mut Canvas) {
    let palette = canvas.skin.palette;
    let columns = canvas.size().width;
    if let Some(county_state) = model.at_county() {
        let mut x = 1;
        for (text, alert) in county::counts(county_state) {
            // In a narrow window, drop whole words from the end.
            if x + canvas.columns(&text) > columns {
                break;
            }
            x += canvas.put(x, 1, columns, &text, if alert { palette.alert } else { palette.text });
        }
        return;
    }
    if model.open.is_none() || matches!(model.screen(), Screen::Working(..)) {
        return;
    }
    let glyphs = canvas.skin.look.glyphs();
    let progress = model.progress();
    let tally = progress.tally();
    // One done item already shows in the bar, and only the last one fills it.
    let full = (tally.done * BAR).checked_div(tally.total()).unwrap_or(0).max(tally.done.min(1));
    let (tasks_done, tasks_total) = progress.tasks_done();
    let reported = model
        .last_report()
        .map_or("还没有上报".to_owned(), |(period, revision, _)| format!("已报 {} 第{revision}次", period.name()));
    let repeat = |glyph: &str, count: u32| glyph.repeat(usize::try_from(count).unwrap_or(0));
    let parts = [
        ("总进度 [".to_owned(), palette.text),
        (repeat(glyphs.bar_full, full), palette.done),
        (repeat(glyphs.bar_empty, BAR - full), palette.muted),
        ("]".to_owned(), palette.text),
        (format!(" {}/{}", tally.done, tally.total()), palette.title),
        (format!("   任务 {tasks_done}/{tasks_total} 完成"), palette.text),
        (format!("   {reported}"), palette.text),
    ];
    let mut x = 1;
    for (text, style) in parts {
        let left = columns.saturating_sub(x);
        x += canvas.put(x, 1, left, &text, style);
    }
}
