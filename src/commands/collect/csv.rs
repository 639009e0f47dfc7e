//! The CSV of `collect`: one row for each township, period and task, for an office that loads them into a database.

use crate::commands::output::Rows;
use crate::commands::view;
use crate::domain::county::matrix::{CountyMatrix, TownshipRow};
use crate::domain::county::{Received, TaskFigures};
use crate::domain::measure::Measure;

pub(super) fn rows(picture: &CountyMatrix) -> Rows {
    let before =
        ["plan", "code", "name", "period", "status", "revision", "task", "title", "state", "done", "total", "na"];
    let after = ["reporter", "made_at", "sha256", "file", "damaged", "other_periods"];
    let numbers = Measure::ALL.map(Measure::key);
    let columns = [&before[..], &["activities"], &numbers, &after].concat();
    let mut rows = Rows::new(&columns.iter().map(|english| ("", *english)).collect::<Vec<_>>());
    for row in &picture.rows {
        let report = row.report;
        let others = picture.other_periods(row).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        let tasks: Vec<(u32, &str, Option<&TaskFigures>)> = match report {
            Some(report) => {
                report.figures.tasks.iter().map(|task| (task.no, title(row, task.no), Some(task))).collect()
            }
            None => row.plan.owed().map(|(_, task)| (task.no, task.title.as_str(), None)).collect(),
        };
        for (no, title, task) in tasks {
            // A task that no township owes has no state, but may have activities.
            let owed =
                |number: fn(&TaskFigures) -> String| task.filter(|task| task.owed).map(number).unwrap_or_default();
            let of_report = |text: fn(&Received) -> String| report.map(text).unwrap_or_default();
            let before = [
                row.plan.id.clone(),
                row.township.code.clone(),
                row.township.name.clone(),
                picture.period.to_string(),
                status(row).to_owned(),
                of_report(|report| report.revision.to_string()),
                no.to_string(),
                title.to_owned(),
                owed(|task| view::json_word(task.tally.state())),
                owed(|task| task.tally.done.to_string()),
                owed(|task| task.tally.total().to_string()),
                owed(|task| task.tally.na.to_string()),
            ];
            let sums = |task: Option<&TaskFigures>, measure| {
                task.map(|task| task.activities.sum(measure).to_string()).unwrap_or_default()
            };
            let numbers = Measure::ALL.map(|measure| sums(task, measure));
            let activities = task.map(|task| task.activities.activities.to_string()).unwrap_or_default();
            let after = [
                of_report(|report| report.reporter.clone()),
                of_report(|report| report.made_at.to_rfc3339()),
                of_report(|report| report.sha256.clone()),
                of_report(|report| report.origin.to_string()),
                of_report(|report| report.damaged.to_string()),
                others.clone(),
            ];
            rows.push(before.into_iter().chain([activities]).chain(numbers).chain(after));
        }
    }
    rows
}

fn title<'a>(row: &TownshipRow<'a>, no: u32) -> &'a str {
    row.plan.task(no).map_or("", |(_, task)| task.title.as_str())
}

pub(super) fn status(row: &TownshipRow) -> &'static str {
    match row.report {
        Some(_) if row.is_conflict() => "conflict",
        Some(_) => "received",
        None => "missing",
    }
}
