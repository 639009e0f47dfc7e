//! The first sheet: a row a task, its items and remarks, the sums, the township's own lines apart, and the foot to be
//! signed and sealed.

use crate::domain::activity::Activity;
use crate::domain::plan::{Plan, Role, Task};
use crate::domain::progress::Tally;
use crate::domain::report::{Report, ReportItem};
use crate::domain::wording::status_words;

use super::headings::{column_heads, group, report_heading, sum};
use super::sheet::{Cell, Sheet, Value};
use super::style::{CENTRED, Font, NUMBER, Place, Style, TEXT};

const HEADS: [&str; 10] =
    ["序号", "任务", "牵头单位", "本乡镇角色", "完成情况", "活动场次", "参加人次", "佐证", "存在问题", "下一步打算"];
const WIDTHS: [f64; 10] = [5.0, 16.0, 16.0, 5.8, 46.0, 8.5, 9.0, 15.0, 17.0, 17.0];

/// Names of evidence that are written out; the ledger sheet has them all.
const NAMED: usize = 3;

/// Height of the line that is signed, and of the one that takes the seal, in points.
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

/// Whether a task has a row: those that the townships owe, and those that the report says something of.
fn is_told(plan: &Plan, report: &Report, task: &Task) -> bool {
    plan.role(task) != Role::None
        || report.activities.iter().any(|activity| activity.serves(task.no))
        || report.remarks.iter().any(|remark| remark.task == task.no)
        || items(plan, report, task).next().is_some()
}

/// The items of a task as the report has them, whichever text of the plan it was made under.
fn items<'a>(plan: &'a Plan, report: &'a Report, task: &Task) -> impl Iterator<Item = &'a ReportItem> {
    let (no, of_task) = (task.no, format!("{}.", task.no));
    // An item that another text of the plan has is known by its id alone.
    let is_of_task = move |id: &str| plan.item(id).map_or_else(|| id.starts_with(&of_task), |(task, _)| task.no == no);
    report.items.iter().filter(move |item| is_of_task(&item.id))
}

fn task_row(plan: &Plan, report: &Report, task: &Task) -> Vec<Cell> {
    let activities: Vec<&Activity> = report.activities.iter().filter(|one| one.serves(task.no)).collect();
    let remarks = report.remarks.iter().find(|remark| remark.task == task.no);
    let remark = |text: Option<&String>| Cell::new(Value::text(text.map_or("", String::as_str)), TEXT);
    vec![
        Cell::new(Value::Number(task.no.into()), CENTRED),
        Cell::new(Value::text(&task.title), TEXT),
        Cell::new(Value::Text(leads(task)), TEXT),
        Cell::new(Value::text(plan.role(task).word()), CENTRED),
        Cell::new(Value::Text(standing(plan, report, task)), TEXT),
        Cell::new(Value::or_dash(sum(activities.iter().map(|one| one.sessions))), NUMBER),
        Cell::new(Value::or_dash(sum(activities.iter().map(|one| one.people))), NUMBER),
        Cell::new(Value::Text(evidence(&activities)), TEXT),
        remark(remarks.map(|one| &one.problem)),
        remark(remarks.map(|one| &one.next)),
    ]
}

/// The lead units; where the notice does not say who leads, that is said.
pub(super) fn leads(task: &Task) -> String {
    let units = task.leads.join("、");
    if task.parted { units } else { format!("{units}（未分牵头、配合）") }
}

/// How far a task is, then each of its items, then why there is nothing to report.
fn standing(plan: &Plan, report: &Report, task: &Task) -> String {
    let mut tally = Tally::default();
    let mut lines = Vec::new();
    for item in items(plan, report, task) {
        tally.count(&item.standing);
        let text = plan.item(&item.id).map_or("", |(_, item)| item.text.as_str());
        let time = item.occurrence.map(|one| format!("（{}）", one.short_name())).unwrap_or_default();
        lines.push(format!("{} {text}{time}：{}", item.id, status_words(&item.standing)));
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

/// How many pieces of evidence, and the names of the first.
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

fn totals(report: &Report) -> Vec<Cell> {
    let style = |place| Style::head(place);
    let totals = &report.totals;
    let pieces: usize = report.activities.iter().map(|one| one.evidence.len()).sum();
    let done = format!(
        "清单完成{}/{}项，不适用{}项\n任务完成{}/{}项",
        totals.done, totals.total, totals.na, totals.tasks_done, totals.tasks_total
    );
    let activities = &report.activities;
    vec![
        Cell::over(4, Value::text("合计"), style(Place::Centre)),
        Cell::new(Value::Text(done), style(Place::Left)),
        Cell::new(Value::or_dash(sum(activities.iter().map(|one| one.sessions))), style(Place::Right)),
        Cell::new(Value::or_dash(sum(activities.iter().map(|one| one.people))), style(Place::Right)),
        Cell::new(Value::Text(format!("{pieces}份")), style(Place::Left)),
        Cell::over(2, Value::Text(format!("本期活动{}项，见“台账”", activities.len())), style(Place::Left)),
    ]
}

/// The township's own lines, apart from what the plan asks.
fn own_items(sheet: &mut Sheet, plan: &Plan, report: &Report) {
    if report.own_items.is_empty() {
        return;
    }
    group(sheet, "本乡镇自列清单（不计入合计）".to_owned());
    for own in &report.own_items {
        let title = plan.task(own.task).map_or("", |(_, task)| task.title.as_str());
        sheet.row(&[
            Cell::new(Value::Number(own.task.into()), CENTRED),
            Cell::over(3, Value::text(title), TEXT),
            Cell::over(4, Value::text(&own.text), TEXT),
            Cell::over(2, Value::Text(status_words(&own.standing)), TEXT),
        ]);
    }
}

/// What is signed and sealed.
fn foot(sheet: &mut Sheet, report: &Report) {
    let line = |columns, text: String| Cell::over(columns, Value::Text(text), Style::free(Font::Line, Place::Left));
    let damaged = match report.damaged {
        0 => String::new(),
        lines => format!("台账有{lines}行损坏，没有计入。"),
    };
    let note = "注：“-”表示没有填这个数，不等于0；不适用的清单不计入应办项数。";
    sheet.row(&[Cell::over(10, Value::Text(format!("{note}{damaged}")), Style::free(Font::Body, Place::Left))]);
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
