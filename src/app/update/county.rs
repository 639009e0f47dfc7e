//! The acts of the county's screens, and the event loop's answers to them.

use std::path::PathBuf;

use crate::app::availability::is_available;
use crate::app::county_messages;
use crate::app::county_selection::{matrix_cursor, report_to_answer, selected_row, selected_task};
use crate::app::forms::outgoing;
use crate::app::keymap::Intent;
use crate::app::message::Effect;
use crate::app::state::browser::BrowserPurpose;
use crate::app::state::county::CountyState;
use crate::app::state::county_screens::{CountyEffect, CountyMsg, MatrixCursor, OpenReport, OutgoingFile};
use crate::app::state::county_table::CountyRow;
use crate::app::state::cursor::Cursor;
use crate::app::state::form::{Form, FormPurpose};
use crate::app::state::model::{Message, Model, Screen};
use crate::app::state::slot::SlotName;
use crate::app::update::stack::push_form;
use crate::domain::county::Received;
use crate::domain::period::Period;
use crate::domain::receipt::Receipt;

pub(crate) fn run(model: &mut Model, intent: Intent) -> Option<Effect> {
    match intent {
        Intent::Collect => return Some(Effect::List(BrowserPurpose::Collect, last_folder(model))),
        Intent::ReadAgain => {
            return Some(county_effect(CountyEffect::Collect(model.county.as_ref()?.collected.folders.clone())));
        }
        Intent::NextPeriod => next_period(model),
        Intent::PreviousTask => step_task(model, -1),
        Intent::NextTask => step_task(model, 1),
        Intent::Choices => show_choices(model),
        Intent::Prefer => prefer(model),
        Intent::Answer => open_answer(model),
        Intent::AcceptAll if !is_available(model, intent) => {
            model.message = Some(Message::info("没有要答复的：已报的都答复过了，有冲突的要先选定。"));
        }
        Intent::Workbook if !is_available(model, intent) => {
            model.message = Some(Message::info("还没有读到上报，没有可以汇总的。按 F6 换文件夹。"));
        }
        Intent::SaveMissing | Intent::Workbook if model.county.as_ref()?.collected.stopped => {
            model.message = Some(Message::alert("上次没有读完，名单和表都不全，不能存。按 5 重新读完再存。"));
        }
        Intent::AcceptAll => open_outgoing_form(model, OutgoingFile::AcceptAll),
        Intent::SaveMissing => open_outgoing_form(model, OutgoingFile::Missing),
        Intent::Workbook => open_outgoing_form(model, OutgoingFile::Workbook),
        Intent::Missing if model.county.as_ref()?.table.missing == 0 => {
            let name = model.county.as_ref()?.period.name();
            model.message = Some(Message::info(format!("{name}各乡镇都报了。")));
        }
        Intent::Missing => model.screens.push(Screen::Missing(Cursor::default())),
        Intent::LeftOver if model.county.as_ref()?.table.left_over.is_empty() => {
            let nothing = model.county.as_ref()?.collected.county.reports.is_empty();
            model.message = Some(Message::info(if nothing {
                "一个文件也没有找到。按 F6 换文件夹；放好以后按 5 重新读。"
            } else {
                "所有文件都采用了。"
            }));
        }
        Intent::LeftOver => model.screens.push(Screen::LeftOver(Cursor::default())),
        Intent::Open => return open(model),
        _ => {}
    }
    None
}

pub(crate) fn collect_from(model: &mut Model, folder: PathBuf) -> Effect {
    model.screens.pop();
    county_effect(CountyEffect::Collect(vec![folder]))
}

/// Returns the last folder that was collected. The browser opens there.
fn last_folder(model: &Model) -> Option<PathBuf> {
    model.county.as_ref().and_then(|county| county.collected.folders.first().cloned())
}

fn county_effect(effect: CountyEffect) -> Effect {
    Effect::County(effect)
}

fn matrix_mut(model: &mut Model) -> Option<&mut MatrixCursor> {
    model.screens.iter_mut().rev().find_map(
        |screen| {
            if let Screen::County(matrix) = screen { Some(matrix) } else { None }
        },
    )
}

/// Opens the selected report, or the choice if the township is in conflict.
fn open(model: &mut Model) -> Option<Effect> {
    if let Screen::Choices(cursor) = model.screen() {
        let all = model.county.as_ref()?.choices(&selected_row(model)?);
        return all.get(cursor.index).map(|index| county_effect(CountyEffect::Read(*index)));
    }
    let (county, row) = (model.county.as_ref()?, selected_row(model)?);
    match row.effective {
        None => {
            let text = format!("{}还没有上报{}。", county.township(&row).name, county.period.name());
            model.message = Some(Message::info(text));
            None
        }
        Some(effective) if effective.conflict.is_some() => {
            show_choices(model);
            None
        }
        Some(effective) => Some(county_effect(CountyEffect::Read(effective.report))),
    }
}

/// Shows the reports to choose from.
fn show_choices(model: &mut Model) {
    let (Some(county), Some(row)) = (&model.county, selected_row(model)) else { return };
    let all = county.choices(&row);
    if all.len() < 2 {
        model.message = Some(Message::info("这个乡镇只有一份上报，不用选。"));
        return;
    }
    let index =
        row.effective.and_then(|effective| all.iter().position(|other| *other == effective.report)).unwrap_or(0);
    model.screens.push(Screen::Choices(Cursor { index, top: 0 }));
}

/// Chooses the selected report, or cancels that choice.
fn prefer(model: &mut Model) {
    let (Screen::Choices(cursor), Some(row)) = (model.screen(), selected_row(model)) else { return };
    let index = cursor.index;
    let Some(county) = &mut model.county else { return };
    let all = county.choices(&row);
    let Some(&chosen) = all.get(index) else { return };
    let sha256 = |at: usize| county.collected.county.reports[at].sha256.clone();
    let (sha256_of_chosen, all_sha256): (String, Vec<String>) =
        (sha256(chosen), all.iter().map(|other| sha256(*other)).collect());
    let was_preferred = county.collected.preferred.contains(&sha256_of_chosen);
    county.collected.preferred.retain(|other| !all_sha256.contains(other));
    if !was_preferred {
        county.collected.preferred.insert(sha256_of_chosen);
    }
    county.collected.county.decide(&county.collected.preferred);
    county.refresh();
    let township = &county.township(&row).name;
    model.message = Some(Message::info(if was_preferred {
        format!("取消了选定。{township}仍有{}份上报要选一份。", all.len())
    } else {
        format!("{township}选定了这一份，别的放在一边；再按一次空格就取消。")
    }));
}

fn next_period(model: &mut Model) {
    let Some(county) = &mut model.county else { return };
    let periods = county.collected.county.periods();
    let at = periods.iter().position(|(period, _)| *period == county.period);
    let next = at.map_or(0, |at| (at + 1) % periods.len());
    let Some((period, count)) = periods.get(next).copied() else { return };
    let only = if period == county.period { "只有这一期有上报：" } else { "" };
    show_period(model, period);
    model.message = Some(Message::info(format!("{only}{}，{count}个乡镇已报。", period.name())));
}

/// Shows a period. Keeps the selected township and task if the period has them.
fn show_period(model: &mut Model, period: Period) {
    let (before, at) = (selected_row(model), matrix_cursor(model).map(|matrix| matrix.column));
    let Some(county) = &mut model.county else { return };
    let task = at.and_then(|at| county.table.columns.get(at).copied());
    county.period = period;
    county.refresh();
    let same =
        |row: &CountyRow| before.is_some_and(|before| (row.plan, row.township) == (before.plan, before.township));
    let index = county.table.rows.iter().position(same);
    let column = county.table.columns.iter().position(|no| Some(*no) == task);
    if let Some(matrix) = matrix_mut(model) {
        matrix.cursor.index = index.unwrap_or(0);
        matrix.column = column.unwrap_or(0);
    }
}

/// Moves to another task. In a report the tasks wrap around, and the matrix follows.
fn step_task(model: &mut Model, step: isize) {
    let Model { screens, county: Some(county), .. } = model else { return };
    match screens.last_mut() {
        Some(Screen::County(matrix)) => {
            let last = county.table.columns.len().saturating_sub(1);
            matrix.column = matrix.column.min(last).saturating_add_signed(step).min(last);
        }
        Some(Screen::Submitted(shown)) => {
            let tasks = &county.collected.county.reports[shown.index].figures.tasks;
            let count = tasks.len().max(1);
            shown.at = if step < 0 { shown.at + count - 1 } else { shown.at + 1 } % count;
            shown.top = 0;
            let no = tasks.get(shown.at).map(|task| task.no);
            let column = county.table.columns.iter().position(|column| Some(*column) == no);
            if let (Some(column), Some(matrix)) = (column, matrix_mut(model)) {
                matrix.column = column;
            }
        }
        _ => {}
    }
}

/// Opens the answer form on the task under the cursor.
fn open_answer(model: &mut Model) {
    let made = report_to_answer(model).map(|report| outgoing::answer_form(model, report));
    match made {
        Ok((form, task)) => {
            push_form(model, form);
            // A draft may be about another task.
            if let Some(Screen::Form(form)) = model.screens.last_mut() {
                form.choose(SlotName::Task, task);
            }
        }
        Err(why) => model.message = Some(Message::alert(why)),
    }
}

fn open_outgoing_form(model: &mut Model, what: OutgoingFile) {
    if model.county.is_some() {
        let form = outgoing::form(model, what);
        push_form(model, form);
    }
}

/// Returns the question before files that the clerk may not want.
pub(crate) fn confirmation_question(model: &Model, form: &Form) -> Option<String> {
    let county = model.county.as_ref()?;
    let FormPurpose::Outgoing(what) = &form.purpose else { return None };
    // Missing fields are reported first.
    outgoing::read(model, form, what).ok()??;
    match what {
        OutgoingFile::AcceptAll => {
            let reports: Vec<&Received> =
                county.unanswered().into_iter().map(|at| &county.collected.county.reports[at]).collect();
            let names = county_messages::township_names(county, reports.iter().copied());
            let returned = county_messages::township_names(
                county,
                reports.iter().copied().filter(|report| county.returned_before(report).is_some()),
            );
            let returned =
                if returned.is_empty() { returned } else { format!("其中{returned}上一次退回过。") };
            let (count, period) = (reports.len(), county.period.name());
            Some(format!("给{count}个乡镇的{period}上报都答复“收到”。{returned}确定就再按一次 F5。乡镇：{names}。"))
        }
        OutgoingFile::Answer(sha256) => {
            let before = county.collected.answered.get(sha256)?.answer.word();
            Some(format!("这份上报已经答复过（{before}）。要重新答复，就再按一次 F5。"))
        }
        // An empty folder is often the wrong folder. A reminder to every township is then a mistake.
        OutgoingFile::Missing if county.collected.county.reports.is_empty() => {
            let count = county.table.missing;
            Some(format!("一份上报也没有读到，名单里会是全部{count}个乡镇。请先核对文件夹；确定要存就再按一次 F5。"))
        }
        OutgoingFile::Missing | OutgoingFile::Workbook => None,
    }
}

/// Updates the model after a message of the event loop.
pub(crate) fn handle_message(model: &mut Model, msg: CountyMsg) {
    match msg {
        CountyMsg::Working(work, done, all) => {
            model.screens.retain(|screen| !matches!(screen, Screen::Working(..)));
            model.message = None;
            model.screens.push(Screen::Working(work, done, all));
        }
        CountyMsg::NothingRead(why) => {
            model.screens.retain(|screen| !matches!(screen, Screen::Working(..)));
            model.message = Some(Message::alert(why));
        }
        CountyMsg::Collected(collected, period, problems) => {
            model.screens.retain(|screen| !matches!(screen, Screen::Working(..)));
            let shown = model.county.as_ref().map(|county| county.period);
            let shown = shown.filter(|period| collected.county.periods().iter().any(|(other, _)| other == period));
            let county = CountyState::new(*collected, period.or(shown), Period::year_of(model.year), model.today);
            let (alert, text) = county_messages::summarize_collection(&county);
            let index = model.screens.iter().position(|screen| matches!(screen, Screen::County(_)));
            model.message = Some(Message { text: problems.clone() + &text, alert: alert || !problems.is_empty() });
            match index {
                Some(index) => model.screens.truncate(index + 1),
                None => model.screens.push(Screen::County(MatrixCursor::default())),
            }
            let last = |count: usize| count.saturating_sub(1);
            let (rows, columns) = (last(county.table.rows.len()), last(county.table.columns.len()));
            model.county = Some(Box::new(county));
            if let Some(matrix) = matrix_mut(model) {
                matrix.cursor.index = matrix.cursor.index.min(rows);
                matrix.column = matrix.column.min(columns);
            }
        }
        CountyMsg::Read(index, Ok(report)) => {
            let no = selected_task(model);
            let Some(county) = &model.county else { return };
            let tasks = &county.collected.county.reports[index].figures.tasks;
            let at = tasks.iter().position(|task| Some(task.no) == no).unwrap_or(0);
            model.screens.push(Screen::Submitted(Box::new(OpenReport { index, report: *report, at, top: 0 })));
        }
        CountyMsg::Read(_, Err(why)) => model.message = Some(Message::alert(why)),
        CountyMsg::Answered(receipts, result) => on_answered(model, receipts, result),
        CountyMsg::FileWritten(result) => on_file_written(model, result),
    }
}

fn on_answered(model: &mut Model, receipts: Vec<Receipt>, result: Result<String, String>) {
    model.screens.retain(|screen| !matches!(screen, Screen::Working(..)));
    let given = !receipts.is_empty();
    if let Some(county) = &mut model.county {
        county.collected.answered.extend(receipts.into_iter().map(|receipt| (receipt.report.clone(), receipt)));
        county.refresh();
    }
    if given {
        // The result names the reports without a receipt. The clerk can answer them again.
        close_form(model);
    }
    on_file_written(model, result);
}

fn on_file_written(model: &mut Model, result: Result<String, String>) {
    model.message = Some(match result {
        Ok(text) => {
            close_form(model);
            Message::info(text)
        }
        Err(why) => Message::alert(why),
    });
}

fn close_form(model: &mut Model) {
    if matches!(model.screen(), Screen::Form(form) if matches!(form.purpose, FormPurpose::Outgoing(_))) {
        model.screens.pop();
    }
}
