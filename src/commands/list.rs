//! `list`, `show` and `units`: prints tasks, their items, and the units that take part.

use std::fmt::Write as _;

use serde::Serialize;

use crate::cli::ListArgs;
use crate::domain::plan::{Role, Safeguard, Township};
use crate::domain::progress::State;
use crate::domain::receipt::Answered;
use crate::domain::search::{Query, SearchIndex};
use crate::error::Error;
use crate::terminal::display::display;
use crate::terminal::wrap::wrap;

use super::Outcome;
use super::output::{self, Rows, table, tell};
use super::receipt;
use super::view::{ActivitiesView, CountyRemark, RetiredView, TaskView, item_rows};
use crate::operations::context::Context;

/// The JSON of `list` (see `docs/cli.md`).
#[derive(Serialize)]
struct ObligationList<'a> {
    plan: PlanName<'a>,
    township: &'a Township,
    year: i32,
    tasks: Vec<TaskView<'a>>,
    safeguards: Vec<&'a Safeguard>,
    /// Items that only earlier revisions of the plan had.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    retired: Vec<RetiredView>,
    /// The reports of the year and the county's answers, for the table.
    #[serde(skip)]
    answered: Vec<Answered>,
}

#[derive(Serialize)]
struct PlanName<'a> {
    id: &'a str,
    title: &'a str,
}

pub fn list(context: &Context, args: &ListArgs) -> Result<Outcome, Error> {
    let plan = context.plan();
    let loaded = context.read_ledgers()?;
    let year = context.year();
    let views = plan.tasks().filter(|(_, task)| args.all || plan.role(task) != Role::None);
    let mut tasks: Vec<TaskView> =
        views.map(|(action, task)| TaskView::new(plan, action, task, &loaded.ledger, year)).collect();
    let found = args.search.as_deref().map(|line| SearchIndex::of(plan, &loaded.ledger, year).find(&Query::new(line)));
    tasks.retain(|task| matches(task, args) && found.as_ref().is_none_or(|found| found.tasks.contains(&task.no)));
    let filtered = args.unit.is_some() || args.state.is_some() || args.role.is_some();
    let mut safeguards: Vec<&Safeguard> = if args.all && !filtered { plan.safeguards.iter().collect() } else { vec![] };
    safeguards.retain(|safeguard| found.as_ref().is_none_or(|found| found.safeguards.contains(&safeguard.no)));
    let (answered, read) = receipt::answers(context, context.township()?, &loaded.ledger, year);
    let listing = ObligationList {
        plan: PlanName { id: &plan.id, title: &plan.title },
        township: context.township()?,
        year,
        tasks,
        safeguards,
        retired: RetiredView::all(plan, &loaded.ledger, year),
        answered,
    };
    tell(&loaded.notes);
    output::print(context, &listing, || list_table(context, &listing), || item_rows(&listing.tasks))?;
    Ok(Outcome::of_reading(&loaded).and(read))
}

fn matches(task: &TaskView, args: &ListArgs) -> bool {
    let mut units = task.leads.iter().chain(task.partners);
    args.unit.as_deref().is_none_or(|unit| units.any(|name| name.contains(unit.trim())))
        && args.state.is_none_or(|state| task.role != Role::None && State::from(state) == task.state)
        && args.role.is_none_or(|role| Role::from(role) == task.role)
}

fn list_table(context: &Context, listing: &ObligationList) -> String {
    let county = |no: u32| {
        let remarks: Vec<String> = CountyRemark::of(&listing.answered, no).iter().map(CountyRemark::words).collect();
        remarks.join("；")
    };
    let mut columns = vec![("序号", ""), ("任务", ""), ("角色", ""), ("状态", ""), ("完成", ""), ("牵头单位", "")];
    // The column of county remarks appears only if there is one.
    let has_remarks = listing.tasks.iter().any(|task| !county(task.no).is_empty());
    columns.extend(has_remarks.then_some(("县里的意见", "")));
    let mut rows = Rows::new(&columns);
    for task in &listing.tasks {
        let tally = task.progress.tally;
        let is_owed = task.role != Role::None;
        let or_dash = |text: String| if is_owed { text } else { "-".to_owned() };
        let row = [
            task.no.to_string(),
            task.title.to_owned(),
            task.role.word().to_owned(),
            or_dash(task.state.word().to_owned()),
            or_dash(format!("{}/{}", tally.done, tally.total())),
            task.leads.join(" "),
        ];
        rows.push(row.into_iter().chain(has_remarks.then(|| county(task.no))));
    }
    if listing.tasks.is_empty() && listing.safeguards.is_empty() {
        return "没有符合条件的任务。".to_owned();
    }
    let owed: Vec<&TaskView> = listing.tasks.iter().filter(|task| task.role != Role::None).collect();
    let (done, total) = owed
        .iter()
        .fold((0, 0), |(done, total), task| (done + task.progress.tally.done, total + task.progress.tally.total()));
    let head = format!("{}\n{}  {}年度\n\n", listing.plan.title, listing.township.name, listing.year);
    let foot = format!("\n共{}项任务，清单完成 {done}/{total} 项。\n", owed.len());
    let mut text = head + &table(context, &rows, &[0, 4]) + &foot;
    if let Some(last) = listing.answered.last() {
        let _ = writeln!(text, "最近上报：{}。", last.words());
    }
    if !listing.retired.is_empty() {
        let _ = writeln!(text, "\n原条目（规划修订以后没有了，不计入，记录都留着）：");
    }
    for item in &listing.retired {
        let _ = writeln!(text, "  {}", item.words());
    }
    for safeguard in &listing.safeguards {
        let _ = write!(text, "\n保障措施{} {}\n", safeguard.no, safeguard.title);
        let _ = writeln!(text, "  牵头：{}", safeguard.leads.join(" "));
        if !safeguard.partners.is_empty() {
            let _ = writeln!(text, "  配合：{}", safeguard.partners.join(" "));
        }
    }
    text
}

pub fn show(context: &Context, no: u32) -> Result<Outcome, Error> {
    let plan = context.plan();
    let (action, task) = plan.task(no).ok_or(Error::NoSuchTask(no))?;
    let loaded = context.read_ledgers()?;
    let year = context.year();
    let (answered, read) = receipt::answers(context, context.township()?, &loaded.ledger, year);
    let view = TaskView::new(plan, action, task, &loaded.ledger, year).with_details(plan, &loaded.ledger, year);
    let view = TaskView { receipts: CountyRemark::of(&answered, no), ..view };
    tell(&loaded.notes);
    output::print(context, &view, || show_text(context, &view), || item_rows(std::slice::from_ref(&view)))?;
    Ok(Outcome::of_reading(&loaded).and(read))
}

/// Width of running text, in columns. It does not depend on the window, so that a printed copy looks the same.
const TEXT_COLUMNS: usize = 76;

fn show_text(context: &Context, task: &TaskView) -> String {
    let look = context.printed_look();
    let glyphs = look.glyphs();
    let mut text = String::new();
    let mut block = |head: &str, body: &str| {
        let lines = wrap(&display(body, look), TEXT_COLUMNS - 6);
        for (at, line) in lines.iter().enumerate() {
            let head = if at == 0 { head } else { "    " };
            let _ = writeln!(text, "{head}  {line}");
        }
    };
    block("行动", task.action.title);
    block("任务", &format!("{} {}", task.no, task.title));
    block("角色", task.role.word());
    block(if task.parted { "牵头" } else { "责任" }, &task.leads.join(" "));
    if !task.partners.is_empty() {
        block("配合", &task.partners.join(" "));
    }
    if let Some(remark) = task.remark {
        block("说明", remark);
    }
    if let Some(due) = task.due {
        block("时限", &due.to_string());
    }
    block("原文", task.text);
    for (at, item) in task.items.iter().enumerate() {
        let mark = match item.state {
            State::Todo => glyphs.box_todo,
            State::Doing => glyphs.box_doing,
            State::Done => glyphs.box_done,
            State::Na => glyphs.box_na,
        };
        let on = item.on.as_deref().map(|on| format!("  {on}")).unwrap_or_default();
        let reason = item.reason.as_deref().map(|reason| format!("  不适用：{reason}")).unwrap_or_default();
        let cycle = if item.own { "自列" } else { item.cycle.word() };
        let cycle = [&[cycle.to_owned()][..], &item.requirements].concat().join("，");
        let time = item.occurrence.map(|one| format!("{}：", one.short_name())).unwrap_or_default();
        let line = format!("{mark} {} {time}{}（{cycle}）{on}{reason}", item.id, item.text);
        block(if at == 0 { "清单" } else { "    " }, &line);
    }
    for (at, item) in task.retired.iter().enumerate() {
        block(if at == 0 { "原条" } else { "    " }, &item.words());
    }
    if let ActivitiesView::All(activities) = &task.activities {
        for (at, activity) in activities.iter().enumerate() {
            let people = activity.people.map(|people| format!("  {people}人次")).unwrap_or_default();
            let line = format!("{} {}{people}  [{}]", activity.date, activity.title, activity.id);
            block(if at == 0 { "活动" } else { "    " }, &line);
        }
    }
    if let Some(remarks) = &task.remarks {
        let texts = [("问题", &remarks.problem), ("打算", &remarks.next), ("无报", &remarks.nothing)];
        for (head, remark) in texts {
            if let Some(remark) = remark {
                block(head, remark);
            }
        }
    }
    for remark in &task.receipts {
        block("县里", &remark.words());
    }
    text
}

pub fn units(context: &Context) -> Result<Outcome, Error> {
    let units = context.plan().units();
    let numbers = |list: &[u32]| list.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    let in_table = || {
        let mut rows = Rows::new(&[("单位", ""), ("牵头任务", ""), ("配合任务", "")]);
        for unit in &units {
            rows.push([unit.unit.clone(), numbers(&unit.leads), numbers(&unit.partners)]);
        }
        table(context, &rows, &[])
    };
    let in_csv = || {
        let mut rows = Rows::new(&[("单位", "unit"), ("任务", "task"), ("角色", "role")]);
        for unit in &units {
            for (role, list) in [("lead", &unit.leads), ("partner", &unit.partners)] {
                for no in list {
                    rows.push([unit.unit.clone(), no.to_string(), role.to_owned()]);
                }
            }
        }
        rows
    };
    output::print(context, &units, in_table, in_csv)?;
    Ok(Outcome::Done)
}
