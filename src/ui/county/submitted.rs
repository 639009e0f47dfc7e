//! ```text
//! +- 攀莲镇 2025年全年 第1次上报 -------------------------------------------+
//! | 任务 5 深入开展农村科普活动  进行中 1/3                                 |
//! | [x]  5.1 开展“三下乡”科普宣传 2025-03-12                                |
//! | 活动 2025-03-12 “三下乡”集市宣传，攀莲广场，1场，320人次，佐证3份       |
//! | 问题 缺经费                                                             |
//! | 填报 张三，审核 王五，电话 0812-8171234，2025-11-23 09:30               |
//! ```

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::super::canvas::Canvas;
use crate::app::state::county::CountyState;
use crate::app::state::county_screens::OpenReport;
use crate::app::state::view::Pane;
use crate::domain::activity::Activity;
use crate::domain::checklist::CheckLine;
use crate::domain::ledger::ItemStatus;
use crate::domain::measure::Measure;
use crate::domain::occurrence::Occurrence;
use crate::domain::progress::{State, counted};
use crate::domain::receipt::Receipt;
use crate::domain::wording::status_words;

/// Columns of a label with its blank.
const LABEL: u16 = 5;

type Line = (&'static str, String, Style);

pub(super) fn draw(county: &CountyState, state: &OpenReport, canvas: &mut Canvas, body: Rect) {
    let palette = canvas.skin.palette;
    let report = &state.report;
    let title = format!("{} {} 第{}次上报", report.township.name, report.period.name(), report.revision);
    canvas.border(body, &title, false, palette.accent);
    let inner = Rect::new(body.x + 2, body.y + 1, body.width - 4, body.height - 2);
    let mut lines: Vec<Line> = Vec::new();
    for (label, text, style) in task_lines(county, state, canvas) {
        let labels = std::iter::once(label).chain(std::iter::repeat(""));
        let wrapped = canvas.wrap(&text, inner.width - LABEL);
        lines.extend(wrapped.into_iter().zip(labels).map(|(line, label)| (label, line, style)));
    }
    let shown = usize::from(inner.height);
    let top = state.top.min(lines.len().saturating_sub(shown));
    canvas.view.detail_rows = shown;
    canvas.view.detail_lines = lines.len();
    canvas.pane(body, Pane::Detail);
    for (y, (label, text, style)) in (inner.y..inner.bottom()).zip(&lines[top..]) {
        let boxed = label.starts_with('[');
        canvas.put(inner.x, y, LABEL, label, if boxed { *style } else { palette.muted });
        canvas.put(inner.x + LABEL, y, inner.width - LABEL, text, *style);
    }
    canvas.more(body, top, lines.len());
}

fn task_lines(county: &CountyState, state: &OpenReport, canvas: &Canvas) -> Vec<Line> {
    let palette = canvas.skin.palette;
    let (report, received) = (&state.report, &county.collected.county.reports[state.index]);
    let Some(figures) = received.figures.tasks.get(state.at) else { return Vec::new() };
    let no = figures.no;
    let task = county.plan_and_township(received).and_then(|(plan, _)| plan.task(no)).map(|(_, task)| task);
    let title = task.map_or("", |task| task.title.as_str());
    let (at, all) = (state.at + 1, received.figures.tasks.len());
    let tally = figures.tally;
    let na = if tally.na > 0 { format!("，不适用{}", tally.na) } else { String::new() };
    let status = format!("{} {}/{}{na}", tally.state().word(), tally.done, tally.total());
    let mut lines: Vec<Line> = vec![("任务", format!("{no} {title}（第{at}项，共{all}项）：{status}"), palette.title)];
    let answer_words = |receipt: &Receipt, what: &str| {
        let on_task = receipt.remarks.iter().find(|remark| remark.task == no);
        let others = receipt.remarks.iter().filter(|remark| remark.task != no).map(|remark| remark.task.to_string());
        let others: Vec<String> = others.collect();
        let on_task = on_task.map(|remark| format!("对这一项的意见：{}。", remark.text)).unwrap_or_default();
        let others =
            if others.is_empty() { String::new() } else { format!("另对任务{}有意见。", others.join("、")) };
        format!("{what}（{} {}）。{on_task}{others}", receipt.person, receipt.at.format("%Y-%m-%d"))
    };
    if let Some(receipt) = county.collected.answered.get(&received.sha256) {
        lines.push(("答复", answer_words(receipt, &format!("已答复{}", receipt.answer.word())), palette.done));
    }
    if let Some(receipt) = county.returned_before(received) {
        lines.push(("上次", answer_words(receipt, &format!("第{}次上报退回过", receipt.revision)), palette.alert));
    }
    let of_item = |id: &str, occurrence: Option<Occurrence>| {
        report.items.iter().find(|item| item.id == id && item.occurrence == occurrence).map(|item| &item.status)
    };
    let mut item = |id: &str, text: &str, status: &ItemStatus| {
        let state = State::of(status);
        let day = match status {
            ItemStatus::Done { on } => format!(" {on}"),
            ItemStatus::NotApplicable { .. } => format!(" {}", status_words(status)),
            ItemStatus::Todo | ItemStatus::Doing => String::new(),
        };
        lines.push((canvas.state_box(state), format!("{id} {text}{day}"), canvas.state_style(state)));
    };
    for (owed, occurrence) in task.into_iter().flat_map(|task| counted(task, report.period)) {
        let line = CheckLine::of_item(owed, occurrence);
        item(&owed.id, &line.words(), of_item(&owed.id, occurrence).unwrap_or(&ItemStatus::Todo));
    }
    for own in report.own_items.iter().filter(|own| own.task == no) {
        item("自列", &own.text, &own.status);
    }
    let held = || report.activities.iter().filter(|activity| activity.serves(no));
    lines.extend(held().map(|activity| ("活动", activity_words(activity), palette.text)));
    if held().next().is_none() {
        lines.push(("活动", "这一期没有记活动。".to_owned(), palette.muted));
    }
    for remark in report.remarks.iter().filter(|remark| remark.task == no) {
        for (label, text) in [("问题", &remark.problem), ("打算", &remark.next), ("无报", &remark.nothing)] {
            if !text.is_empty() {
                lines.push((label, text.clone(), palette.text));
            }
        }
    }
    lines.push(("", " ".to_owned(), palette.text));
    let signed = [("填报", &report.reporter), ("审核", &report.reviewer), ("电话", &report.phone)];
    let signed = signed.iter().filter(|(_, name)| !name.is_empty()).map(|(word, name)| format!("{word} {name}"));
    let signed: Vec<String> = signed.chain([report.made_at.format("%Y-%m-%d %H:%M").to_string()]).collect();
    lines.push(("填报", signed.join("，").trim_start_matches("填报 ").to_owned(), palette.text));
    if report.damaged > 0 {
        lines.push(("注意", format!("这个乡镇的台账有{}行损坏，没有计入。", report.damaged), palette.alert));
    }
    lines.push(("文件", received.origin.to_string(), palette.muted));
    lines
}

fn activity_words(activity: &Activity) -> String {
    let mut words = vec![format!("{} {}", activity.date, activity.title)];
    if !activity.place.is_empty() {
        words.push(activity.place.clone());
    }
    words.extend(Measure::ALL.into_iter().filter_map(|measure| Some(measure.words(activity.number(measure)?))));
    if !activity.evidence.is_empty() {
        words.push(format!("佐证{}份", activity.evidence.len()));
    }
    if !activity.note.is_empty() {
        words.push(activity.note.clone());
    }
    words.join("，")
}
