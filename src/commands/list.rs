//! `list`, `show`, `units`: what the township owes, and who else is in it.

use std::fmt::Write as _;

use serde::Serialize;

use crate::cli::List;
use crate::domain::ledger::{Ledger, Standing};
use crate::domain::period::Period;
use crate::domain::plan::{Action, Cycle, Item, Plan, Role, Safeguard, Task, Township};
use crate::domain::progress::{State, TaskProgress};
use crate::domain::report::Activity;
use crate::error::Error;
use crate::terminal::display::display;
use crate::terminal::wrap::wrap;

use super::Outcome;
use super::context::Context;
use super::output::{self, Rows, table, tell};

/// `list` as JSON (contract, JSON).
#[derive(Serialize)]
struct Listing<'a> {
    plan: PlanName<'a>,
    township: &'a Township,
    year: i32,
    tasks: Vec<TaskView<'a>>,
    safeguards: &'a [Safeguard],
}

#[derive(Serialize)]
struct PlanName<'a> {
    id: &'a str,
    title: &'a str,
}

#[derive(Serialize)]
struct Heading<'a> {
    no: u32,
    title: &'a str,
}

/// One task; `T` is the number of its activities in a list, the activities themselves when it is shown alone.
#[derive(Serialize)]
struct TaskView<'a, T = usize> {
    no: u32,
    title: &'a str,
    action: Heading<'a>,
    text: &'a str,
    role: Role,
    leads: &'a [String],
    partners: &'a [String],
    parted: bool,
    remark: Option<&'a str>,
    state: State,
    items: Vec<ItemView<'a>>,
    activities: T,
    people: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    remarks: Option<Remarks>,
    #[serde(skip)]
    progress: TaskProgress,
}

#[derive(Serialize)]
struct ItemView<'a> {
    id: &'a str,
    text: &'a str,
    quote: &'a str,
    cycle: Cycle,
    state: State,
    on: Option<String>,
    reason: Option<String>,
    own: bool,
}

#[derive(Serialize, Default)]
struct Remarks {
    problem: Option<String>,
    next: Option<String>,
    nothing: Option<String>,
}

impl<'a> ItemView<'a> {
    fn new(item: &'a Item, standing: &Standing) -> Self {
        let (on, reason) = match standing {
            Standing::Done { on } => (Some(on.to_string()), None),
            Standing::NotApplicable { reason } => (None, Some(reason.clone())),
            Standing::Todo | Standing::Doing => (None, None),
        };
        let Item { id, text, quote, cycle } = item;
        Self { id, text, quote, cycle: *cycle, state: State::of(standing), on, reason, own: false }
    }
}

impl<'a, T> TaskView<'a, T> {
    fn new(plan: &'a Plan, action: &'a Action, task: &'a Task, ledger: &Ledger, year: i32, activities: T) -> Self {
        let progress = TaskProgress::of(task, ledger, Period::year_of(year));
        let items = task.items.iter().zip(&progress.items).map(|(item, standing)| ItemView::new(item, standing));
        Self {
            no: task.no,
            title: &task.title,
            action: Heading { no: action.no, title: &action.title },
            text: &task.text,
            role: plan.role(task),
            leads: &task.leads,
            partners: &task.partners,
            parted: task.parted,
            remark: task.remark.as_deref(),
            state: progress.tally.state(),
            items: items.collect(),
            activities,
            people: 0,
            remarks: None,
            progress,
        }
    }
}

/// `list`
pub fn list(context: &Context, args: &List) -> Result<Outcome, Error> {
    let plan = context.plan();
    let shelf = context.read_ledgers()?;
    let year = context.year();
    let views = plan.tasks().filter(|(_, task)| args.all || plan.role(task) != Role::None);
    let mut tasks: Vec<TaskView> =
        views.map(|(action, task)| TaskView::new(plan, action, task, &shelf.ledger, year, 0)).collect();
    tasks.retain(|task| asked_for(task, args));
    let safeguards: &[Safeguard] = if args.all { &plan.safeguards } else { &[] };
    let listing = Listing {
        plan: PlanName { id: &plan.id, title: &plan.title },
        township: context.township()?,
        year,
        tasks,
        safeguards,
    };
    tell(&shelf.notes);
    output::print(context, &listing, || list_table(context, &listing), || item_rows(&listing.tasks))?;
    Ok(Outcome::Done)
}

fn asked_for(task: &TaskView, args: &List) -> bool {
    let holds = |text: &str, part: &str| text.to_lowercase().contains(&part.to_lowercase());
    let units = || task.leads.iter().chain(task.partners);
    let found = |part: &str| {
        let items = task.items.iter().any(|item| holds(item.text, part) || item.id == part);
        let unit = units().any(|unit| holds(unit, part));
        items || unit || [task.title, task.text, task.action.title].iter().any(|text| holds(text, part))
    };
    args.unit.as_deref().is_none_or(|unit| units().any(|name| name.contains(unit.trim())))
        && args.state.is_none_or(|state| State::from(state) == task.state)
        && args.role.is_none_or(|role| Role::from(role) == task.role)
        && args.search.as_deref().is_none_or(|part| found(part.trim()))
}

fn list_table(context: &Context, listing: &Listing) -> String {
    let mut rows = Rows::new(&[("序号", ""), ("任务", ""), ("角色", ""), ("状态", ""), ("完成", ""), ("牵头单位", "")]);
    for task in &listing.tasks {
        let tally = task.progress.tally;
        let mine = task.role != Role::None;
        let or_dash = |text: String| if mine { text } else { "-".to_owned() };
        rows.push([
            task.no.to_string(),
            task.title.to_owned(),
            task.role.word().to_owned(),
            or_dash(task.state.word().to_owned()),
            or_dash(format!("{}/{}", tally.done, tally.total())),
            task.leads.join(" "),
        ]);
    }
    let owed: Vec<&TaskView> = listing.tasks.iter().filter(|task| task.role != Role::None).collect();
    let (done, total) = owed
        .iter()
        .fold((0, 0), |(done, total), task| (done + task.progress.tally.done, total + task.progress.tally.total()));
    let head = format!("{}\n{}  {}年度\n\n", listing.plan.title, listing.township.name, listing.year);
    let foot = format!("\n共{}项任务，清单完成 {done}/{total} 项。\n", owed.len());
    let mut text = head + &table(context, &rows, &[0, 4]) + &foot;
    for safeguard in listing.safeguards {
        let _ = write!(text, "\n保障措施{} {}\n", safeguard.no, safeguard.title);
        let _ = writeln!(text, "  牵头：{}", safeguard.leads.join(" "));
        if !safeguard.partners.is_empty() {
            let _ = writeln!(text, "  配合：{}", safeguard.partners.join(" "));
        }
    }
    text
}

/// One row an item, and one for a task without any.
fn item_rows<T>(tasks: &[TaskView<'_, T>]) -> Rows {
    let mut rows = Rows::new(&[
        ("任务", "task"),
        ("任务名称", "title"),
        ("行动", "action"),
        ("角色", "role"),
        ("清单", "item"),
        ("内容", "text"),
        ("周期", "cycle"),
        ("状态", "state"),
        ("完成日期", "on"),
        ("理由", "reason"),
        ("牵头单位", "leads"),
        ("配合单位", "partners"),
    ]);
    let word = |value: serde_json::Result<serde_json::Value>| match value {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    };
    for task in tasks {
        let before =
            [task.no.to_string(), task.title.into(), task.action.title.into(), word(serde_json::to_value(task.role))];
        let after = [task.leads.join("、"), task.partners.join("、")];
        let items = task.items.iter().map(|item| {
            [
                item.id.to_owned(),
                item.text.to_owned(),
                word(serde_json::to_value(item.cycle)),
                word(serde_json::to_value(item.state)),
                item.on.clone().unwrap_or_default(),
                item.reason.clone().unwrap_or_default(),
            ]
        });
        let mut items: Vec<[String; 6]> = items.collect();
        if items.is_empty() {
            items.push(Default::default());
        }
        for item in items {
            rows.push(before.iter().cloned().chain(item).chain(after.iter().cloned()));
        }
    }
    rows
}

/// `show`
pub fn show(context: &Context, no: u32) -> Result<Outcome, Error> {
    let plan = context.plan();
    let (action, task) = plan.task(no).ok_or(Error::NoSuchTask(no))?;
    let shelf = context.read_ledgers()?;
    let activities: Vec<Activity> = Vec::new();
    let mut view = TaskView::new(plan, action, task, &shelf.ledger, context.year(), activities);
    view.remarks = Some(Remarks::default());
    tell(&shelf.notes);
    output::print(context, &view, || show_text(context, &view), || item_rows(std::slice::from_ref(&view)))?;
    Ok(Outcome::Done)
}

/// Columns that running text takes on paper and screen alike.
const TEXT_COLUMNS: usize = 76;

fn show_text<T>(context: &Context, task: &TaskView<'_, T>) -> String {
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
        let line = format!("{mark} {} {}（{}）{on}{reason}", item.id, item.text, item.cycle.word());
        block(if at == 0 { "清单" } else { "    " }, &line);
    }
    text
}

/// `units`
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
