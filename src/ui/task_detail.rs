//! ```text
//! +- 5 深入开展农村科普活动 -----------+
//! | 角色 配合                          |
//! | 牵头 县委宣传部 县文广旅局         |
//! | 清单                               |
//! |>[x] 5.1 开展“三下乡”科普宣传 03-12 |
//! | 原文 重点围绕新农村建设、...       |
//! | 配合 县委政法委 县民宗局 ...       |
//! ```

use chrono::Datelike as _;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::state::model::Model;
use crate::app::state::tasks::{Focus, TaskList};
use crate::app::state::view::{ClickTarget, Pane};
use crate::domain::checklist::CheckLine;
use crate::domain::ledger::{ItemStatus, RemarkKind};
use crate::domain::period::Period;
use crate::domain::plan::{Cycle, Role, Task};
use crate::domain::progress::State;
use crate::domain::receipt;

use super::canvas::Canvas;

/// In columns, with the blank after it.
const LABEL: u16 = 5;

/// A line of the task's details.
struct DetailLine {
    label: &'static str,
    label_style: Style,
    text: String,
    style: Style,
    /// The place of its item in the checklist.
    item: Option<usize>,
}

pub(super) fn draw(model: &Model, tasks: &TaskList, canvas: &mut Canvas, area: Rect) {
    let palette = canvas.skin.palette;
    let Some(task) = tasks.task(&model.plan) else {
        canvas.border(area, "", true, palette.muted);
        return;
    };
    let focused = tasks.focus == Focus::Items;
    let title = format!("{} {}", task.no, task.title);
    canvas.border(area, &title, true, if focused { palette.accent } else { palette.muted });
    // One column stays free for the cursor mark.
    let inner = Rect::new(area.x + 1, area.y + 1, area.width - 2, area.height - 2);
    let lines = lines(model, task, canvas, inner.width - 2);
    let shown = usize::from(inner.height);
    let top = tasks.detail_top.min(lines.len().saturating_sub(shown));
    for place in 0..model.checklist(task).len() {
        let of_item = |line: &DetailLine| line.item == Some(place);
        let first = lines.iter().position(of_item).unwrap_or(0);
        let last = lines.iter().rposition(of_item).unwrap_or(first);
        canvas.view.item_lines.push((first, last));
    }
    canvas.view.detail_rows = shown;
    canvas.view.detail_lines = lines.len();
    canvas.pane(Rect { x: area.x + 1, ..area }, Pane::Detail);
    for (y, line) in (inner.y..inner.bottom()).zip(&lines[top..]) {
        let x = inner.x + 1;
        canvas.put(x, y, LABEL, line.label, line.label_style);
        canvas.put(x + LABEL, y, inner.right() - x - LABEL, &line.text, line.style);
        let Some(place) = line.item else { continue };
        let row = Rect { y, height: 1, ..inner };
        canvas.target(row, ClickTarget::Row(place));
        if !line.label.is_empty() {
            canvas.target(Rect { x, width: LABEL, ..row }, ClickTarget::Box(place));
        }
        if focused && place == tasks.item {
            canvas.style(row, palette.selected);
            if !line.label.is_empty() {
                canvas.put(inner.x, y, 1, canvas.skin.look.glyphs().cursor, palette.selected);
            }
        }
    }
    canvas.more(area, top, lines.len());
}

fn lines(model: &Model, task: &Task, canvas: &Canvas, columns: u16) -> Vec<DetailLine> {
    let palette = canvas.skin.palette;
    let room = columns.saturating_sub(LABEL);
    let text = |label, text: &str, style| labelled_lines(label, palette.muted, canvas.wrap(text, room), style);
    let names =
        |label, names: &[String]| labelled_lines(label, palette.muted, canvas.wrap_names(names, room), palette.text);
    let role = model.plan.role(task);
    let mut lines = text("角色", role.word(), if role == Role::Lead { palette.accent } else { palette.text });
    lines.extend(names(if task.parted { "牵头" } else { "责任" }, &task.leads));
    if let Some(remark) = &task.remark {
        lines.extend(text("说明", remark, palette.muted));
    }
    let checklist = model.checklist(task);
    if let Some(of_task) = model.progress().task(task.no) {
        let tally = of_task.tally;
        lines.extend(text("清单", &count_words(tally.done, tally.total(), tally.na), palette.text));
    }
    for (place, line) in checklist.iter().enumerate() {
        let status = match &model.open {
            Some(open) => line.status(&open.ledger, Period::year_of(model.year)),
            None => ItemStatus::Todo,
        };
        let style = canvas.state_style(State::of(&status));
        let wrapped = item_lines(model, line, &status, canvas, room);
        let boxed = labelled_lines(canvas.state_box(State::of(&status)), style, wrapped, style);
        lines.extend(boxed.into_iter().map(|line| DetailLine { item: Some(place), ..line }));
    }
    for receipt in receipt::current(&model.answered()) {
        if let Some(remark) = receipt.remark(task.no) {
            let words = format!("{}第{}次{}：{remark}", receipt.period.name(), receipt.revision, receipt.answer.word());
            lines.extend(labelled_lines("县里", palette.alert, canvas.wrap(&words, room), palette.text));
        }
    }
    lines.extend(record_lines(model, task, &|label, words| text(label, words, palette.text)));
    lines.extend(text("原文", &task.text, palette.text));
    if !task.partners.is_empty() {
        lines.extend(names("配合", &task.partners));
    }
    lines
}

/// The township's own records of the task in the year: the sums of its activities, and its remarks.
fn record_lines(model: &Model, task: &Task, text: &dyn Fn(&'static str, &str) -> Vec<DetailLine>) -> Vec<DetailLine> {
    let Some(open) = &model.open else { return Vec::new() };
    let mut lines = Vec::new();
    let totals = open.ledger.activity_totals(model.year, Some(task.no));
    if totals.activities > 0 {
        // Without any number the sum is unknown, not 0.
        let people = if totals.people > 0 { format!("，{}人次", totals.people) } else { String::new() };
        lines.extend(text("台账", &format!("{}项活动{people}", totals.activities)));
    }
    for (label, kind) in [("问题", RemarkKind::Problem), ("打算", RemarkKind::Next), ("无报", RemarkKind::Nothing)]
    {
        let remark = open.ledger.remark(task.no, model.year, kind);
        if !remark.is_empty() {
            lines.extend(text(label, remark));
        }
    }
    lines
}

/// Lines of text with a label before the first.
fn labelled_lines(label: &'static str, label_style: Style, texts: Vec<String>, style: Style) -> Vec<DetailLine> {
    let labels = std::iter::once(label).chain(std::iter::repeat(""));
    texts
        .into_iter()
        .zip(labels)
        .map(|(text, label)| DetailLine { label, label_style, text, style, item: None })
        .collect()
}

fn count_words(done: u32, total: u32, na: u32) -> String {
    if na == 0 { format!("完成 {done}/{total}") } else { format!("完成 {done}/{total}，不适用 {na}") }
}

/// The lines of an item. They always leave room for its date, so that nothing moves when the item is ticked.
fn item_lines(model: &Model, item: &CheckLine, status: &ItemStatus, canvas: &Canvas, room: u16) -> Vec<String> {
    let (once, day) = match item.cycle {
        // The words of an occurrence begin with its time already.
        Cycle::Yearly | Cycle::Halfyearly | Cycle::Quarterly | Cycle::Monthly => ("", "00-00"),
        Cycle::Once => ("（期内一次）", "0000-00-00"),
    };
    let id = if item.is_own() { "自列" } else { &item.id };
    let head = format!("{id} {}{once}", item.words());
    match status {
        ItemStatus::Done { on } if on.year() == model.year && item.cycle != Cycle::Once => {
            canvas.wrap(&format!("{head} {}", on.format("%m-%d")), room)
        }
        ItemStatus::Done { on } => canvas.wrap(&format!("{head} {on}"), room),
        ItemStatus::NotApplicable { reason } => canvas.wrap(&format!("{head} 不适用：{reason}"), room),
        ItemStatus::Todo | ItemStatus::Doing => {
            let mut lines = canvas.wrap(&format!("{head} {day}"), room);
            if let Some(last) = lines.last_mut() {
                last.truncate(last.len() - day.len());
            }
            lines
        }
    }
}
