//! ```text
//! +- 上报 --------------------------------------------------------------+
//! | > 报告期    < 2025年三季度 >                                          |
//! |   存到      D:\上报                                                   |
//! |   填报人    张三                                                      |
//! ```

use ratatui::layout::Rect;

use crate::app::state::form::{Form, FormPurpose};
use crate::app::state::model::Model;
use crate::app::state::slot::{EvidenceItem, Slot, SlotName, SlotValue};
use crate::app::state::view::ClickTarget;
use crate::domain::checklist::{self, CheckLine};
use crate::domain::ledger::Change;
use crate::domain::period::Period;
use crate::domain::progress::Progress;
use crate::domain::receipt;
use crate::domain::wording::size_words;
use crate::terminal::text_field::TextField;

use super::canvas::Canvas;
use super::county::outgoing;

/// In columns, with the blank after them.
const LABEL: u16 = 14;

pub(super) fn draw(model: &Model, form: &Form, canvas: &mut Canvas, body: Rect) {
    let palette = canvas.skin.palette;
    let unsaved = match &form.purpose {
        _ if !form.is_unsaved() => "",
        FormPurpose::Outgoing(_) => "（还没有出回执）",
        _ => "（还没有存盘）",
    };
    canvas.border(body, &format!("{}{unsaved}", title(model, form)), false, palette.accent);
    let inner = Rect::new(body.x + 2, body.y + 1, body.width.saturating_sub(4), body.height.saturating_sub(2));
    // If there is room, a blank row separates the fields.
    let slots = u16::try_from(form.slots.len()).unwrap_or(u16::MAX);
    let mut about = full_value(form, canvas, inner.width - 2);
    about.extend(summary(model, form, canvas, inner.width - 2));
    let rows = u16::try_from(about.len()).unwrap_or(u16::MAX);
    let step = if (slots * 2).saturating_add(rows.max(3)) <= inner.height { 2 } else { 1 };
    let mut y = inner.y;
    for (place, slot) in form.slots.iter().enumerate() {
        if y >= inner.bottom() {
            return;
        }
        let line = Rect { y, height: 1, ..inner };
        draw_slot(slot, place == form.at, canvas, line);
        canvas.target(line, ClickTarget::Field(place));
        y += step;
    }
    // In a low window the blank row goes first, then the text.
    y += u16::from(step == 1 && slots.saturating_add(rows) < inner.height);
    for line in about {
        if y >= inner.bottom() {
            break;
        }
        canvas.put(inner.x + 2, y, inner.width - 2, &line, palette.text);
        y += 1;
    }
}

/// The full value of the selected field, if it does not fit into its row.
fn full_value(form: &Form, canvas: &Canvas, columns: u16) -> Vec<String> {
    match (form.value(), selected_text(form)) {
        (Some(SlotValue::Text(_) | SlotValue::Texts { .. }), Some(text))
            if canvas.columns(text) >= columns.saturating_sub(LABEL) =>
        {
            let count = text.chars().count();
            let mut lines = canvas.wrap(&format!("共{count}个字：{text}"), columns);
            lines.truncate(FULL_ROWS);
            lines
        }
        (Some(SlotValue::Files { files: pieces, at }), _) if !pieces.is_empty() => {
            let mark = canvas.skin.look.glyphs().cursor;
            let first = at.saturating_sub(FULL_ROWS - 2);
            let lines = pieces.iter().enumerate().skip(first).take(FULL_ROWS - 1).map(|(place, piece)| {
                let mark = if place == *at { mark } else { " " };
                format!("{mark} {} {}", place + 1, piece.name())
            });
            lines.chain(["左右键移动，Delete 去掉，F2 再选。".to_owned()]).collect()
        }
        _ => Vec::new(),
    }
}

/// The most rows for a value in full.
const FULL_ROWS: usize = 6;

fn draw_slot(slot: &Slot, chosen: bool, canvas: &mut Canvas, line: Rect) {
    let palette = canvas.skin.palette;
    if chosen {
        canvas.put(line.x, line.y, 1, canvas.skin.look.glyphs().cursor, palette.accent);
    }
    canvas.put(line.x + 2, line.y, LABEL, slot.label, if chosen { palette.accent } else { palette.muted });
    let value = Rect { x: line.x + LABEL, width: line.width.saturating_sub(LABEL), ..line };
    let style = if chosen { palette.selected } else { palette.text };
    match &slot.value {
        SlotValue::Choice { words, at } => {
            let word = words.get(*at).map_or("", String::as_str);
            canvas.put(value.x, value.y, value.width, &format!("< {word} >"), style);
        }
        SlotValue::Files { files: pieces, .. } => draw_files(pieces, chosen, canvas, value),
        SlotValue::Text(_) | SlotValue::Texts { .. } | SlotValue::Day(_) => {
            let Some(field) = slot.field() else { return };
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

/// Draws how many files there are, and their names.
fn draw_files(pieces: &[EvidenceItem], chosen: bool, canvas: &mut Canvas, value: Rect) {
    let palette = canvas.skin.palette;
    if pieces.is_empty() {
        let text = if chosen { "（没有；按 F2 选文件）" } else { "（空）" };
        let style = if chosen { palette.selected } else { palette.muted };
        canvas.put(value.x, value.y, value.width, text, style);
        return;
    }
    let names: Vec<String> = pieces.iter().map(EvidenceItem::name).collect();
    let style = if chosen { palette.selected } else { palette.text };
    canvas.put(value.x, value.y, value.width, &format!("{}份：{}", pieces.len(), names.join("、")), style);
}

fn title(model: &Model, form: &Form) -> String {
    match &form.purpose {
        FormPurpose::Report(_) => "上报".to_owned(),
        FormPurpose::Item(id) => {
            line(model, id).map(|line| format!("{} {}", line.id, line.words())).unwrap_or_default()
        }
        FormPurpose::Activity(None) => "记一项活动".to_owned(),
        FormPurpose::Activity(Some(_)) => "改一项活动".to_owned(),
        FormPurpose::Remark(no) => format!("任务{no} 填报说明（{}年度）", form.year),
        FormPurpose::OwnItem { task, .. } => format!("任务{task} 自列清单"),
        FormPurpose::Filter => "筛选".to_owned(),
        FormPurpose::Settings => "设置".to_owned(),
        FormPurpose::Signers => "第2步，共3步：谁来填报".to_owned(),
        FormPurpose::Storage => "第3步，共3步：记录存放在哪里".to_owned(),
        FormPurpose::Outgoing(what) => outgoing::title(model, what),
    }
}

/// The text below the fields: what the form is for, and what is recorded already.
fn summary(model: &Model, form: &Form, canvas: &Canvas, columns: u16) -> Vec<String> {
    match &form.purpose {
        FormPurpose::Report(periods) => {
            let wrapped = |text: &str| canvas.wrap(text, columns);
            periods
                .get(form.chosen(SlotName::Period))
                .map_or_else(Vec::new, |period| report_summary(model, *period, &wrapped))
        }
        FormPurpose::Item(id) => {
            let quote = line(model, id).and_then(|line| line.quote);
            canvas.wrap(
                &quote
                    .map_or("本乡镇自列的清单，不计入总进度。".to_owned(), |it| format!("原文：{it}")),
                columns,
            )
        }
        FormPurpose::Activity(_) => canvas.wrap(
            "数字没有的空着，空着不等于 0。在日期上按 F2 翻日历，在佐证上按 F2 选照片等文件，选好的会复制一份保存。",
            columns,
        ),
        FormPurpose::Remark(no) => {
            let title = model.plan.task(*no).map_or("", |(_, task)| task.title.as_str());
            canvas.wrap(
                &format!("任务{no} {title}。写空的就是删去。本年度没有可报告的，在“无报理由”里写明为什么。"),
                columns,
            )
        }
        FormPurpose::OwnItem { task, .. } => {
            let title = model.plan.task(*task).map_or("", |(_, task)| task.title.as_str());
            canvas.wrap(&format!("任务{task} {title}。自列的清单和规划里的一样勾选，但不计入总进度。"), columns)
        }
        FormPurpose::Outgoing(what) => outgoing::summary(model, form, what, &|text| canvas.wrap(text, columns)),
        FormPurpose::Filter => {
            canvas.wrap("左右键换，各栏同时满足才列出；按 F5 筛选。在列表里按 Esc 清除筛选。", columns)
        }
        FormPurpose::Settings => {
            let text = format!(
                "记录存放在 {}。另存：每次退出时把全部记录复制到那块盘上，这台电脑坏了、重装了，记录还在。\
                 电脑日期不对，就在这里改成今天的日期，只管到这次退出。",
                model.storage.folder.display()
            );
            canvas.wrap(&format!("{text}{}", no_drive_words(model)), columns)
        }
        FormPurpose::Signers => {
            canvas.wrap("写在每一条记录和上报文件上；换了人，随时可以按 0 改。没定下来可以先空着。", columns)
        }
        FormPurpose::Storage => {
            let text = "左右键换一个地方。系统盘（C盘）重装时会清空，有别的盘就选别的盘；想带着走，就放在U盘上。\
                        另存到第二块盘，一块坏了还有一份。以后可以按 0 改第二块盘。";
            canvas.wrap(&format!("{text}{}", no_drive_words(model)), columns)
        }
    }
}

/// The text in the selected field.
fn selected_text(form: &Form) -> Option<&str> {
    form.slots.get(form.at)?.field().map(TextField::value)
}

/// Explains why no second drive is offered.
fn no_drive_words(model: &Model) -> &'static str {
    let none = model.candidates.drives.is_empty();
    if none { "现在没有找到别的盘；插好U盘，等几秒，按 Esc 返回再进来。" } else { "" }
}

/// Finds a checklist item by its id.
fn line(model: &Model, id: &str) -> Option<CheckLine> {
    let ledger = &model.open.as_ref()?.ledger;
    checklist::line(&model.plan, ledger, id).map(|(_, line)| line)
}

/// The summary of a report: its content, the findings, the free space, and earlier reports of the period.
fn report_summary(model: &Model, period: Period, columns: &dyn Fn(&str) -> Vec<String>) -> Vec<String> {
    let Some(open) = &model.open else { return Vec::new() };
    let progress = Progress::of(&model.plan, &open.ledger, period);
    let tally = progress.tally();
    let (tasks_done, tasks_total) = progress.tasks_done();
    let unfinished = if period.is_over(model.today) { "" } else { "期未满。" };
    let mut lines = columns(&format!(
        "{unfinished}到{}：清单完成 {}/{} 项，任务完成 {tasks_done}/{tasks_total} 项。",
        period.last_day(),
        tally.done,
        tally.total()
    ));
    if let Some(checked) = model.checked.as_ref().filter(|checked| checked.period == period) {
        let room = checked.room.map(|room| format!("存到的地方还能存 {}。", size_words(room))).unwrap_or_default();
        let found = match checked.counts() {
            (0, 0) => "审核通过，没有发现问题。".to_owned(),
            (0, warnings) => format!("审核通过，有{warnings}处提醒；按 F3 逐条看。"),
            (errors, warnings) => format!("审核没有通过：{errors}处错误，{warnings}处提醒；按 F3 逐条改。"),
        };
        lines.extend(columns(&format!("{found}{room}")));
    }
    lines.push(String::new());
    let exports = open.ledger.exports(period);
    if exports.is_empty() {
        lines.push("这个报告期还没有上报过。".to_owned());
    }
    for entry in exports.iter().rev() {
        if let Change::Exported { revision, sha256, .. } = &entry.change {
            let answer = match receipt::latest(&open.receipts, sha256) {
                Some(receipt) => format!("{} 县里{}", receipt.at.format("%m-%d"), receipt.answer.word()),
                None => "县里还没有回执".to_owned(),
            };
            let made = entry.at.format("%Y-%m-%d %H:%M");
            lines.push(format!("第{revision}次上报，{made}，填报人 {}，{answer}", entry.by));
        }
    }
    lines
}
