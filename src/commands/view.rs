//! Tasks as `list` and `show` print them: the JSON of the contract, and tidy rows.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::Serialize;

use crate::domain::activity::Activity;
use crate::domain::assignment;
use crate::domain::checklist::{self, CheckLine};
use crate::domain::due;
use crate::domain::ledger::{Ledger, RemarkKind, Standing};
use crate::domain::occurrence::Occurrence;
use crate::domain::period::Period;
use crate::domain::plan::{Action, Cycle, Due, Plan, Role, Target, Task};
use crate::domain::progress::{State, TaskProgress};
use crate::domain::receipt::{self, Answer, Answered, Receipt};
use crate::domain::retired::{RetiredItem, retired_items};
use crate::domain::target::{self, TargetProgress};

use super::output::Rows;

/// A numbered heading.
#[derive(Debug, Serialize)]
pub(super) struct Heading<'a> {
    pub(super) no: u32,
    pub(super) title: &'a str,
}

/// One task with where it stands.
#[derive(Debug, Serialize)]
pub(super) struct TaskView<'a> {
    pub(super) no: u32,
    /// The number as it is printed in the notice, where it is another one.
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
    /// 人次 of the year.
    pub(super) people: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) remarks: Option<Remarks>,
    /// What the county says of the task, where it is shown alone and there is anything.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) receipts: Vec<CountyRemark<'a>>,
    /// The items that earlier revisions of the plan had here, where it is shown alone and there are any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) retired: Vec<RetiredView>,
    #[serde(skip)]
    pub(super) progress: TaskProgress,
}

/// What a receipt says of a task.
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
    /// What these receipts say of the task of that number.
    pub(super) fn of(answered: &'a [Answered], no: u32) -> Vec<Self> {
        let remark = |receipt: &'a Receipt| {
            let Receipt { period, revision, answer, office, person, at, .. } = receipt;
            Some(Self {
                period: *period,
                revision: *revision,
                accepted: *answer == Answer::Accepted,
                text: receipt.remark(no)?,
                office,
                person,
                at: *at,
            })
        };
        receipt::standing(answered).filter_map(remark).collect()
    }

    /// The remark with what it is about.
    pub(super) fn words(&self) -> String {
        let answer = if self.accepted { Answer::Accepted } else { Answer::Returned };
        format!("{}（{}第{}次，{}）", self.text, self.period.name(), self.revision, answer.word())
    }
}

/// The activities of the year: how many in a list, themselves where a task is shown alone.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum ActivitiesView {
    Count(u64),
    All(Vec<Activity>),
}

/// One checklist item; `own` for a line of the township's own.
#[derive(Debug, Serialize)]
pub(super) struct ItemView {
    pub(super) id: String,
    pub(super) text: String,
    pub(super) quote: Option<String>,
    pub(super) cycle: Cycle,
    /// Which occurrence it is, of an item owed more often than once a year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) occurrence: Option<Occurrence>,
    pub(super) state: State,
    pub(super) on: Option<String>,
    pub(super) reason: Option<String>,
    pub(super) own: bool,
    pub(super) due: Option<NaiveDate>,
    /// How much is asked for and reached.
    pub(super) target: Option<TargetProgress>,
    /// To whom it is given.
    pub(super) assigned: Option<String>,
    /// When it is due and how much is asked for, in words.
    #[serde(skip)]
    pub(super) asked: Vec<String>,
}

/// An item that the plan no longer has (原条目).
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
    /// All of a plan in a year.
    pub(super) fn all(plan: &Plan, ledger: &Ledger, year: i32) -> Vec<Self> {
        let view = |one: RetiredItem| {
            let on = if let Standing::Done { on } = one.standing { Some(on) } else { None };
            Self { id: one.id, occurrence: one.occurrence, text: one.text, state: State::of(&one.standing), on }
        };
        retired_items(plan, ledger, year).into_iter().map(view).collect()
    }

    /// The item in words.
    pub(super) fn words(&self) -> String {
        let on = self.on.map(|on| format!("（{on}）")).unwrap_or_default();
        let time = self.occurrence.map(|one| format!("（{}）", one.name())).unwrap_or_default();
        format!("{}{time} {}：{}{on}", self.id, self.text.as_deref().unwrap_or_default(), self.state.word())
    }
}

/// What the township remarks on a task.
#[derive(Debug, Serialize)]
pub(super) struct Remarks {
    pub(super) problem: Option<String>,
    pub(super) next: Option<String>,
    pub(super) nothing: Option<String>,
}

impl<'a> TaskView<'a> {
    /// A task as a list has it.
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

    /// The same with everything that belongs to it.
    pub(super) fn whole(self, plan: &Plan, ledger: &Ledger, year: i32) -> Self {
        let remark = |kind| Some(ledger.remark(self.no, year, kind).to_owned()).filter(|text| !text.is_empty());
        let remarks = Remarks {
            problem: remark(RemarkKind::Problem),
            next: remark(RemarkKind::Next),
            nothing: remark(RemarkKind::Nothing),
        };
        let of_task = ledger.activities_in(Period::year_of(year), Some(self.no));
        let activities = ActivitiesView::All(of_task.cloned().collect());
        let of_task = format!("{}.", self.no);
        let mut retired = RetiredView::all(plan, ledger, year);
        retired.retain(|one| one.id.starts_with(&of_task));
        Self { activities, remarks: Some(remarks), retired, ..self }
    }
}

impl ItemView {
    fn new(plan: &Plan, task: &Task, ledger: &Ledger, line: CheckLine, year: i32) -> Self {
        let standing = &line.standing(ledger, Period::year_of(year));
        let due = due::deadline(plan, task, &line, year);
        let target = target::reached(plan, ledger, task, &line, year, Period::year_of(year).last_day());
        let assigned = assignment::assigned(ledger, &line.id, line.cycle, year).map(str::to_owned);
        let (on, reason) = match standing {
            Standing::Done { on } => (Some(on.to_string()), None),
            Standing::NotApplicable { reason } => (None, Some(reason.clone())),
            Standing::Todo | Standing::Doing => (None, None),
        };
        let own = line.own();
        let CheckLine { id, occurrence, text, quote, cycle, due: asked_by, target: asked_for } = line;
        let asked = asked_by.map(Due::words).into_iter().chain(asked_for.map(Target::words));
        let reached = target.map(|target| format!("已有{}", target.words()));
        let given = assigned.as_ref().map(|name| format!("分给{name}"));
        let asked = asked.chain(reached).chain(given).collect();
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
            asked,
        }
    }
}

/// One row an item, and one for a task without any.
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
        let before = [task.no.to_string(), task.title.into(), task.action.title.into(), key(task.role)];
        let after = [task.leads.join("、"), task.partners.join("、")];
        let items = task.items.iter().map(|item| {
            let of_item = [
                item.id.clone(),
                item.text.clone(),
                key(item.cycle),
                key(item.state),
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

/// The word that JSON and CSV have for a value.
pub(super) fn key(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}
