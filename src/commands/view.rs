//! Tasks as `list` and `show` print them: JSON (see `docs/cli.md`) and rows for CSV.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::Serialize;

use crate::domain::activity::Activity;
use crate::domain::assignment;
use crate::domain::checklist::{self, CheckLine};
use crate::domain::due;
use crate::domain::ledger::{ItemStatus, Ledger, RemarkKind};
use crate::domain::occurrence::Occurrence;
use crate::domain::period::Period;
use crate::domain::plan::{Action, Cycle, Due, ItemTarget, Plan, Role, Task};
use crate::domain::progress::{State, TaskProgress};
use crate::domain::receipt::{self, Answered, Receipt, ReceiptAnswer};
use crate::domain::retired::{RetiredItem, retired_items};
use crate::domain::target::{self, TargetProgress};

use super::output::Rows;

#[derive(Debug, Serialize)]
pub(super) struct Heading<'a> {
    pub(super) no: u32,
    pub(super) title: &'a str,
}

/// One task and its progress in a year.
#[derive(Debug, Serialize)]
pub(super) struct TaskView<'a> {
    pub(super) no: u32,
    /// The number printed in the notice, if it differs from `no`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) label: Option<&'a str>,
    pub(super) title: &'a str,
    pub(super) action: Heading<'a>,
    pub(super) text: &'a str,
    pub(super) role: Role,
    pub(super) leads: &'a [String],
    pub(super) partners: &'a [String],
    pub(super) parted: bool,
    pub(super) remark: Option<&'a str>,
    pub(super) due: Option<NaiveDate>,
    pub(super) state: State,
    pub(super) items: Vec<ItemView>,
    pub(super) activities: ActivitiesView,
    /// Participants (人次) of the year.
    pub(super) people: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) remarks: Option<Remarks>,
    /// The county's remarks on the task. Only `show` fills this field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) receipts: Vec<CountyRemark<'a>>,
    /// Items that only earlier revisions of the plan had in this task. Only `show` fills this field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) retired: Vec<RetiredView>,
    #[serde(skip)]
    pub(super) progress: TaskProgress,
}

/// A county's remark on a task, from a receipt.
#[derive(Debug, Serialize)]
pub(super) struct CountyRemark<'a> {
    pub(super) period: Period,
    pub(super) revision: u32,
    pub(super) accepted: bool,
    pub(super) text: &'a str,
    pub(super) office: &'a str,
    pub(super) person: &'a str,
    pub(super) at: DateTime<FixedOffset>,
}

impl<'a> CountyRemark<'a> {
    /// The remarks on task `no` in the receipts that still apply.
    pub(super) fn of(answered: &'a [Answered], no: u32) -> Vec<Self> {
        let remark = |receipt: &'a Receipt| {
            let Receipt { period, revision, answer, office, person, at, .. } = receipt;
            Some(Self {
                period: *period,
                revision: *revision,
                accepted: *answer == ReceiptAnswer::Accepted,
                text: receipt.remark(no)?,
                office,
                person,
                at: *at,
            })
        };
        receipt::current(answered).filter_map(remark).collect()
    }

    /// The remark with the report that it answers.
    pub(super) fn words(&self) -> String {
        let answer = if self.accepted { ReceiptAnswer::Accepted } else { ReceiptAnswer::Returned };
        format!("{}（{}第{}次，{}）", self.text, self.period.name(), self.revision, answer.word())
    }
}

/// The activities of the year: `list` prints their number, `show` prints each.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum ActivitiesView {
    Count(u64),
    All(Vec<Activity>),
}

#[derive(Debug, Serialize)]
pub(super) struct ItemView {
    pub(super) id: String,
    pub(super) text: String,
    pub(super) quote: Option<String>,
    pub(super) cycle: Cycle,
    /// Set for an item that is owed several times a year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) occurrence: Option<Occurrence>,
    pub(super) state: State,
    pub(super) on: Option<String>,
    pub(super) reason: Option<String>,
    /// Whether the township added the line itself (自列).
    pub(super) own: bool,
    pub(super) due: Option<NaiveDate>,
    /// The amount required and the amount reached.
    pub(super) target: Option<TargetProgress>,
    /// The person in charge (分工).
    pub(super) assigned: Option<String>,
    /// Deadline, target, progress and person, in words.
    #[serde(skip)]
    pub(super) requirements: Vec<String>,
}

/// An item (原条目) that the current revision of the plan no longer has.
#[derive(Debug, Serialize)]
pub(super) struct RetiredView {
    pub(super) id: String,
    /// Which occurrence it is, of an item that was owed more often than once a year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) occurrence: Option<Occurrence>,
    pub(super) text: Option<String>,
    pub(super) state: State,
    pub(super) on: Option<NaiveDate>,
}

impl RetiredView {
    pub(super) fn all(plan: &Plan, ledger: &Ledger, year: i32) -> Vec<Self> {
        let view = |item: RetiredItem| {
            let on = if let ItemStatus::Done { on } = item.status { Some(on) } else { None };
            Self { id: item.id, occurrence: item.occurrence, text: item.text, state: State::of(&item.status), on }
        };
        retired_items(plan, ledger, year).into_iter().map(view).collect()
    }

    pub(super) fn words(&self) -> String {
        let on = self.on.map(|on| format!("（{on}）")).unwrap_or_default();
        let time = self.occurrence.map(|one| format!("（{}）", one.name())).unwrap_or_default();
        format!("{}{time} {}：{}{on}", self.id, self.text.as_deref().unwrap_or_default(), self.state.word())
    }
}

/// The township's remarks on a task.
#[derive(Debug, Serialize)]
pub(super) struct Remarks {
    pub(super) problem: Option<String>,
    pub(super) next: Option<String>,
    pub(super) nothing: Option<String>,
}

impl<'a> TaskView<'a> {
    /// The fields of `list`; see [`Self::with_details`] for those of `show`.
    pub(super) fn new(plan: &'a Plan, action: &'a Action, task: &'a Task, ledger: &Ledger, year: i32) -> Self {
        let period = Period::year_of(year);
        let progress = TaskProgress::of(task, ledger, period);
        let lines = checklist::of_task(task, ledger, year).into_iter();
        let items = lines.map(|line| ItemView::new(plan, task, ledger, line, year)).collect();
        let totals = ledger.activity_totals(year, Some(task.no));
        Self {
            no: task.no,
            label: task.label.as_deref(),
            title: &task.title,
            action: Heading { no: action.no, title: &action.title },
            text: &task.text,
            role: plan.role(task),
            leads: &task.leads,
            partners: &task.partners,
            parted: task.parted,
            remark: task.remark.as_deref(),
            due: task.due.and_then(|due| due.in_year(year)),
            state: progress.tally.state(),
            items,
            activities: ActivitiesView::Count(totals.activities),
            people: totals.people,
            remarks: None,
            receipts: Vec::new(),
            retired: Vec::new(),
            progress,
        }
    }

    /// Adds activities, remarks and retired items.
    pub(super) fn with_details(self, plan: &Plan, ledger: &Ledger, year: i32) -> Self {
        let remark = |kind| Some(ledger.remark(self.no, year, kind).to_owned()).filter(|text| !text.is_empty());
        let remarks = Remarks {
            problem: remark(RemarkKind::Problem),
            next: remark(RemarkKind::Next),
            nothing: remark(RemarkKind::Nothing),
        };
        let of_task = ledger.activities_in(Period::year_of(year), Some(self.no));
        let activities = ActivitiesView::All(of_task.cloned().collect());
        let prefix = format!("{}.", self.no);
        let mut retired = RetiredView::all(plan, ledger, year);
        retired.retain(|item| item.id.starts_with(&prefix));
        Self { activities, remarks: Some(remarks), retired, ..self }
    }
}

impl ItemView {
    fn new(plan: &Plan, task: &Task, ledger: &Ledger, line: CheckLine, year: i32) -> Self {
        let standing = &line.status(ledger, Period::year_of(year));
        let due = due::deadline(plan, task, &line, year);
        let target = target::reached(plan, ledger, task, &line, year, Period::year_of(year).last_day());
        let assigned = assignment::assigned(ledger, &line.id, line.cycle, year).map(str::to_owned);
        let (on, reason) = match standing {
            ItemStatus::Done { on } => (Some(on.to_string()), None),
            ItemStatus::NotApplicable { reason } => (None, Some(reason.clone())),
            ItemStatus::Todo | ItemStatus::Doing => (None, None),
        };
        let own = line.is_own();
        let CheckLine { id, occurrence, text, quote, cycle, due: deadline, target: required } = line;
        let asked = deadline.map(Due::words).into_iter().chain(required.map(ItemTarget::words));
        let reached = target.map(|target| format!("已有{}", target.words()));
        let given = assigned.as_ref().map(|name| format!("分给{name}"));
        let requirements = asked.chain(reached).chain(given).collect();
        Self {
            id,
            text,
            quote,
            cycle,
            occurrence,
            state: State::of(standing),
            on,
            reason,
            own,
            due,
            target,
            assigned,
            requirements,
        }
    }
}

/// One row for each item. A task without items has one row.
pub(super) fn item_rows(tasks: &[TaskView]) -> Rows {
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
        ("自列", "own"),
        ("牵头单位", "leads"),
        ("配合单位", "partners"),
        ("次", "occurrence"),
        ("时限", "due"),
        ("分工", "assigned"),
        ("指标", "target"),
        ("已有", "reached"),
    ]);
    for task in tasks {
        let before = [task.no.to_string(), task.title.into(), task.action.title.into(), json_word(task.role)];
        let after = [task.leads.join("、"), task.partners.join("、")];
        let items = task.items.iter().map(|item| {
            let of_item = [
                item.id.clone(),
                item.text.clone(),
                json_word(item.cycle),
                json_word(item.state),
                item.on.clone().unwrap_or_default(),
                item.reason.clone().unwrap_or_default(),
                item.own.to_string(),
            ];
            let number = |number: fn(&TargetProgress) -> u64| item.target.as_ref().map(number).map(|it| it.to_string());
            let asked = [
                item.occurrence.map(|occurrence| occurrence.to_string()),
                item.due.map(|due| due.to_string()),
                item.assigned.clone(),
                number(|target| target.at_least),
                number(|target| target.reached),
            ];
            (of_item, asked.map(Option::unwrap_or_default))
        });
        let mut items: Vec<([String; 7], [String; 5])> = items.collect();
        if items.is_empty() {
            items.push(Default::default());
        }
        for (item, asked) in items {
            rows.push(before.iter().cloned().chain(item).chain(after.iter().cloned()).chain(asked));
        }
    }
    rows
}

/// The word for a value in JSON and CSV.
pub(super) fn json_word(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}
