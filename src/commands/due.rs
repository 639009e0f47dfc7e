//! `due`: lists the open items of all plans in use by deadline, or writes them as a calendar for the phone.

use std::path::Path;

use chrono::{Days, NaiveDate};
use serde::Serialize;

use crate::cli::DueArgs;
use crate::domain::due::{OpenLine, Urgency, usual_horizon};
use crate::domain::occurrence::Occurrence;
use crate::domain::plan::Plan;
use crate::error::Error;
use crate::operations::context::Context;
use crate::operations::due::{DueLine, due_lines, save_calendar};

use super::Outcome;
use super::output::{self, Rows, table, tell};

/// One open item in JSON (see `docs/cli.md`).
#[derive(Serialize)]
struct DueView<'a> {
    plan: &'a str,
    task: u32,
    item: &'a str,
    /// Set for an item that is owed several times a year.
    #[serde(skip_serializing_if = "Option::is_none")]
    occurrence: Option<Occurrence>,
    text: &'a str,
    due: NaiveDate,
    days: i64,
    state: &'static str,
    assigned: Option<&'a str>,
}

impl<'a> DueView<'a> {
    fn of(one: &'a DueLine) -> Self {
        let OpenLine { task, line, due, days, .. } = &one.open;
        Self {
            plan: &one.plan.id,
            task: *task,
            item: &line.id,
            occurrence: line.occurrence,
            text: &line.text,
            due: *due,
            days: *days,
            state: one.open.urgency().key(),
            assigned: one.assigned.as_deref(),
        }
    }
}

/// `only` is the plan of `--plan`; without it, all plans in use are listed.
pub fn due(context: &Context, args: &DueArgs, only: Option<&Plan>) -> Result<Outcome, Error> {
    let today = context.today;
    let until = match args.days {
        Some(days) => today.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX),
        None => usual_horizon(today),
    };
    let due = due_lines(context, only, until)?;
    for loaded in &due.loaded {
        tell(&loaded.notes);
    }
    let lines = due.lines;
    let calendar = args.ics.as_deref().map(|path| write_calendar(context, path, &lines)).transpose()?;
    let read = due.loaded.iter().fold(Outcome::Done, |read, loaded| read.and(Outcome::of_reading(loaded)));
    let views: Vec<DueView> = lines.iter().map(DueView::of).collect();
    let printed =
        output::print(context, &views, || words(context, &lines, until, calendar.as_deref()), || rows(&views));
    if calendar.is_none() {
        return printed.map(|()| read);
    }
    output::end("日历已存好", printed, &[""; 0]).map(|ended| ended.and(read))
}

/// Writes the calendar and returns a sentence with its path.
fn write_calendar(context: &Context, path: &Path, lines: &[DueLine]) -> Result<String, Error> {
    save_calendar(context, path, lines)?;
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    Ok(format!("日历存在 {}，{}条。拷到手机上打开，就记进手机的日历。", path.display(), lines.len()))
}

fn words(context: &Context, lines: &[DueLine], until: NaiveDate, calendar: Option<&str>) -> String {
    let has_several_plans = lines.iter().any(|one| one.plan.id != lines[0].plan.id);
    let calendar = calendar.map(|calendar| format!("\n{calendar}")).unwrap_or_default();
    if lines.is_empty() {
        return format!("到 {until} 没有到期要办的。规划没有写时限的，用 taizhang list 查看。{calendar}");
    }
    let mut columns = vec![("时限", ""), ("", ""), ("清单", ""), ("内容", ""), ("分工", "")];
    columns.extend(has_several_plans.then_some(("规划", "")));
    let mut rows = Rows::new(&columns);
    for due_line in lines {
        let OpenLine { line, due, .. } = &due_line.open;
        let assigned = due_line.assigned.clone().unwrap_or_default();
        let row = [due.to_string(), due_line.open.words(), line.key(), line.text.clone(), assigned];
        rows.push(row.into_iter().chain(has_several_plans.then(|| due_line.plan.short.clone())));
    }
    let overdue = lines.iter().filter(|one| one.open.urgency() == Urgency::Overdue).count();
    format!("{}\n到 {until} 共{}条，其中逾期{overdue}条。{calendar}", table(context, &rows, &[]), lines.len())
}

fn rows(views: &[DueView]) -> Rows {
    let columns = [
        ("规划", "plan"),
        ("任务", "task"),
        ("清单", "item"),
        ("次", "occurrence"),
        ("内容", "text"),
        ("时限", "due"),
        ("天数", "days"),
        ("情况", "state"),
        ("分工", "assigned"),
    ];
    let mut rows = Rows::new(&columns);
    for view in views {
        rows.push([
            view.plan.to_owned(),
            view.task.to_string(),
            view.item.to_owned(),
            view.occurrence.map(|occurrence| occurrence.to_string()).unwrap_or_default(),
            view.text.to_owned(),
            view.due.to_string(),
            view.days.to_string(),
            view.state.to_owned(),
            view.assigned.unwrap_or_default().to_owned(),
        ]);
    }
    rows
}
