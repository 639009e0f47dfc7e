//! The first sheet: a row for each task with its items and remarks, the sums, the township's own items, and the lines
//! for signatures and seal.

use crate::domain::activity::Activity;
use crate::domain::plan::{Plan, Role, Task};
use crate::domain::progress::Tally;
use crate::domain::report::{Report, ReportItem};
use crate::domain::wording::status_words;

use super::headings::{column_heads, group, report_heading, sum};
use super::sheet::{CellValue, Sheet, SheetCell};
use super::style::{Alignment, CENTRED, Font, NUMBER, Style, TEXT};

const HEADS: [&str; 10] =
    ["序号", "任务", "牵头单位", "本乡镇角色", "完成情况", "活动场次", "参加人次", "佐证", "存在问题", "下一步打算"];
const WIDTHS: [f64; 10] = [5.0, 16.0, 16.0, 5.8, 46.0, 8.5, 9.0, 15.0, 17.0, 17.0];

/// Most names of evidence in a cell. The second sheet lists all.
const NAMED: usize = 3;

/// Heights of the line for signatures and of the line for the seal, in points.
const SIGNED: f64 = 40.0;
const SEALED: f64 = 80.0;

pub(super) fn sheet(plan: &Plan, report: &Report) -> Sheet {
    let mut sheet = Sheet::new("进度表", WIDTHS);
    report_heading(&mut sheet, plan, report, "工作进度表");
    column_heads(&mut sheet, &HEADS);
    for action in &plan.actions {
        let mut tasks = action.tasks.iter().filter(|task| is_told(plan, report, task)).peekable();
        if tasks.peek().is_some() {
            group(&mut sheet, format!("行动{}　{}", action.no, action.title));
        }
        for task in tasks {
            sheet.row(&task_row(plan, report, task));
        }
    }
    sheet.row(&totals(report));
    own_items(&mut sheet, plan, report);
    foot(&mut sheet, report);
    sheet
}

/// Whether a task has a row: the townships owe it, or the report says something about it.
fn is_told(plan: &Plan, report: &Report, task: &Task) -> bool {
    plan.role(task) != Role::None
        || report.activities.iter().any(|activity| activity.serves(task.no))
        || report.remarks.iter().any(|remark| remark.task == task.no)
        || items(plan, report, task).next().is_some()
}

/// The items of a task in the report, whichever text of the plan it was made under.
fn items<'a>(plan: &'a Plan, report: &'a Report, task: &Task) -> impl Iterator<Item = &'a ReportItem> {
    let (no, of_task) = (task.no, format!("{}.", task.no));
    // The text of an item of another text of the plan is not known here.
    let is_of_task = move |id: &str| plan.item(id).map_or_else(|| id.starts_with(&of_task), |(task, _)| task.no == no);
    report.items.iter().filter(move |item| is_of_task(&item.id))
}

fn task_row(plan: &Plan, report: &Report, task: &Task) -> Vec<SheetCell> {
    let activities: Vec<&Activity> = report.activities.iter().filter(|one| one.serves(task.no)).collect();
    let remarks = report.remarks.iter().find(|remark| remark.task == task.no);
    let remark = |text: Option<&String>| SheetCell::new(CellValue::text(text.map_or("", String::as_str)), TEXT);
    vec![
        SheetCell::new(CellValue::Number(task.no.into()), CENTRED),
        SheetCell::new(CellValue::text(&task.title), TEXT),
        SheetCell::new(CellValue::Text(leads(task)), TEXT),
        SheetCell::new(CellValue::text(plan.role(task).word()), CENTRED),
        SheetCell::new(CellValue::Text(status(plan, report, task)), TEXT),
        SheetCell::new(CellValue::or_dash(sum(activities.iter().map(|one| one.sessions))), NUMBER),
        SheetCell::new(CellValue::or_dash(sum(activities.iter().map(|one| one.people))), NUMBER),
        SheetCell::new(CellValue::Text(evidence(&activities)), TEXT),
        remark(remarks.map(|one| &one.problem)),
        remark(remarks.map(|one| &one.next)),
    ]
}

/// The lead units. If the notice does not say who leads, the cell says so.
pub(super) fn leads(task: &Task) -> String {
    let units = task.leads.join("、");
    if task.parted { units } else { format!("{units}（未分牵头、配合）") }
}

/// The state of a task, then of each of its items, then why there is nothing to report.
fn status(plan: &Plan, report: &Report, task: &Task) -> String {
    let mut tally = Tally::default();
    let mut lines = Vec::new();
    for item in items(plan, report, task) {
        tally.count(&item.status);
        let text = plan.item(&item.id).map_or("", |(_, item)| item.text.as_str());
        let time = item.occurrence.map(|one| format!("（{}）", one.short_name())).unwrap_or_default();
        lines.push(format!("{} {text}{time}：{}", item.id, status_words(&item.status)));
    }
    if lines.is_empty() {
        lines.push("-".to_owned());
    } else {
        let apart = if tally.na > 0 { format!("，不适用{}项", tally.na) } else { String::new() };
        lines.insert(0, format!("【{}】完成{}/{}项{apart}", tally.state().word(), tally.done, tally.total()));
    }
    let nothing = report.remarks.iter().find(|remark| remark.task == task.no).map_or("", |remark| &remark.nothing);
    if !nothing.is_empty() {
        lines.push(format!("无可报告的理由：{nothing}"));
    }
    lines.join("\n")
}

/// The number of files of evidence, and the first names.
fn evidence(activities: &[&Activity]) -> String {
    let mut names = activities.iter().flat_map(|one| &one.evidence).map(|piece| piece.name.as_str());
    let count = names.clone().count();
    if count == 0 {
        return "-".to_owned();
    }
    let named: Vec<&str> = names.by_ref().take(NAMED).collect();
    let more = if count > NAMED { "等" } else { "" };
    format!("{count}份：{}{more}", named.join("、"))
}

fn totals(report: &Report) -> Vec<SheetCell> {
    let style = |place| Style::head(place);
    let totals = &report.totals;
    let pieces: usize = report.activities.iter().map(|one| one.evidence.len()).sum();
    let done = format!(
        "清单完成{}/{}项，不适用{}项\n任务完成{}/{}项",
        totals.done, totals.total, totals.na, totals.tasks_done, totals.tasks_total
    );
    let activities = &report.activities;
    vec![
        SheetCell::over(4, CellValue::text("合计"), style(Alignment::Centre)),
        SheetCell::new(CellValue::Text(done), style(Alignment::Left)),
        SheetCell::new(CellValue::or_dash(sum(activities.iter().map(|one| one.sessions))), style(Alignment::Right)),
        SheetCell::new(CellValue::or_dash(sum(activities.iter().map(|one| one.people))), style(Alignment::Right)),
        SheetCell::new(CellValue::Text(format!("{pieces}份")), style(Alignment::Left)),
        SheetCell::over(
            2,
            CellValue::Text(format!("本期活动{}项，见“台账”", activities.len())),
            style(Alignment::Left),
        ),
    ]
}

/// Adds the township's own items below the table.
fn own_items(sheet: &mut Sheet, plan: &Plan, report: &Report) {
    if report.own_items.is_empty() {
        return;
    }
    group(sheet, "本乡镇自列清单（不计入合计）".to_owned());
    for own in &report.own_items {
        let title = plan.task(own.task).map_or("", |(_, task)| task.title.as_str());
        sheet.row(&[
            SheetCell::new(CellValue::Number(own.task.into()), CENTRED),
            SheetCell::over(3, CellValue::text(title), TEXT),
            SheetCell::over(4, CellValue::text(&own.text), TEXT),
            SheetCell::over(2, CellValue::Text(status_words(&own.status)), TEXT),
        ]);
    }
}

/// Adds the lines for signatures and seal.
fn foot(sheet: &mut Sheet, report: &Report) {
    let line = |columns, text: String| {
        SheetCell::over(columns, CellValue::Text(text), Style::free(Font::Line, Alignment::Left))
    };
    let damaged = match report.damaged {
        0 => String::new(),
        lines => format!("台账有{lines}行损坏，没有计入。"),
    };
    let note = "注：“-”表示没有填这个数，不等于0；不适用的清单不计入应办项数。";
    sheet.row(&[SheetCell::over(
        10,
        CellValue::Text(format!("{note}{damaged}")),
        Style::free(Font::Body, Alignment::Left),
    )]);
    let made = report.made_at.format("%Y年%m月%d日");
    sheet.row_at_least(
        SIGNED,
        &[
            line(3, format!("填报人：{}", report.reporter)),
            line(2, format!("审核人：{}", report.reviewer)),
            line(3, format!("联系电话：{}", report.phone)),
            line(2, format!("填报日期：{made}")),
        ],
    );
    sheet.row_at_least(SEALED, &[line(8, String::new()), line(2, "单位（盖章）：".to_owned())]);
}
