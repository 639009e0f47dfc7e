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
    let saved = args.ics.as_deref().map(|path| saved_words(context, path, &lines)).transpose()?;
    let read = due.loaded.iter().fold(Outcome::Done, |read, loaded| read.and(Outcome::of_reading(loaded)));
    let views: Vec<DueView> = lines.iter().map(DueView::of).collect();
    let printed = output::print(context, &views, || words(context, &lines, until, saved.as_deref()), || rows(&views));
    if saved.is_none() {
        return printed.map(|()| read);
    }
    output::end("日历已存好", printed, &[""; 0]).map(|ended| ended.and(read))
}

/// Writes the calendar and returns a sentence with its path.
fn saved_words(context: &Context, path: &Path, lines: &[DueLine]) -> Result<String, Error> {
    save_calendar(context, path, lines)?;
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    Ok(format!("日历存在 {}，{}条。拷到手机上打开，就记进手机的日历。", path.display(), lines.len()))
}

fn words(context: &Context, lines: &[DueLine], until: NaiveDate, saved: Option<&str>) -> String {
    let several = lines.iter().any(|one| one.plan.id != lines[0].plan.id);
    let saved = saved.map(|saved| format!("\n{saved}")).unwrap_or_default();
    if lines.is_empty() {
        return format!("到 {until} 没有到期要办的。规划没有写时限的，用 taizhang list 查看。{saved}");
    }
    let mut columns = vec![("时限", ""), ("", ""), ("清单", ""), ("内容", ""), ("分工", "")];
    columns.extend(several.then_some(("规划", "")));
    let mut rows = Rows::new(&columns);
    for one in lines {
        let OpenLine { line, due, .. } = &one.open;
        let assigned = one.assigned.clone().unwrap_or_default();
        let row = [due.to_string(), one.open.words(), line.key(), line.text.clone(), assigned];
        rows.push(row.into_iter().chain(several.then(|| one.plan.short.clone())));
    }
    let overdue = lines.iter().filter(|one| one.open.urgency() == Urgency::Overdue).count();
    format!("{}\n到 {until} 共{}条，其中逾期{overdue}条。{saved}", table(context, &rows, &[]), lines.len())
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
    for one in views {
        rows.push([
            one.plan.to_owned(),
            one.task.to_string(),
            one.item.to_owned(),
            one.occurrence.map(|occurrence| occurrence.to_string()).unwrap_or_default(),
            one.text.to_owned(),
            one.due.to_string(),
            one.days.to_string(),
            one.state.to_owned(),
            one.assigned.unwrap_or_default().to_owned(),
        ]);
    }
    rows
}
