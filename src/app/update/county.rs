//! What the county's keys do, and what follows from what the loop tells.

use std::path::PathBuf;

use crate::app::available::can;
use crate::app::county_selection::{in_hand, matrix, selected, task_in_hand};
use crate::app::county_words;
use crate::app::forms::handing;
use crate::app::keymap::Intent;
use crate::app::message::Effect;
use crate::app::state::browser::Picks;
use crate::app::state::county::CountyState;
use crate::app::state::county_table::Row;
use crate::app::state::county_work::{CountyEffect, CountyMsg, Matrix, OutgoingFile, Submitted};
use crate::app::state::cursor::Cursor;
use crate::app::state::form::{Form, Purpose};
use crate::app::state::model::{Message, Model, Screen};
use crate::app::state::slot::SlotName;
use crate::app::update::stack::put_form;
use crate::domain::county::Received;
use crate::domain::period::Period;
use crate::domain::receipt::Receipt;

/// Does an act of the county's screens.
pub(crate) fn act(model: &mut Model, intent: Intent) -> Option<Effect> {
    match intent {
        Intent::Collect => return Some(Effect::List(Picks::Collect, here(model))),
        Intent::ReadAgain => return Some(wanted(CountyEffect::Collect(model.county.as_ref()?.found.folders.clone()))),
        Intent::NextPeriod => next_period(model),
        Intent::PreviousTask => step_task(model, -1),
        Intent::NextTask => step_task(model, 1),
        Intent::Choices => choices(model),
        Intent::Prefer => prefer(model),
        Intent::Answer => answer(model),
        Intent::AcceptAll if !can(model, intent) => {
            model.message = Some(Message::info("没有要答复的：已报的都答复过了，有冲突的要先选定。"));
        }
        Intent::Workbook if !can(model, intent) => {
            model.message = Some(Message::info("还没有读到上报，没有可以汇总的。按 F6 换文件夹。"));
        }
        Intent::SaveMissing | Intent::Workbook if model.county.as_ref()?.found.stopped => {
            model.message = Some(Message::alert("上次没有读完，名单和表都不全，不能存。按 5 重新读完再存。"));
        }
        Intent::AcceptAll => hand_out(model, OutgoingFile::AcceptAll),
        Intent::SaveMissing => hand_out(model, OutgoingFile::Missing),
        Intent::Workbook => hand_out(model, OutgoingFile::Workbook),
        Intent::Missing if model.county.as_ref()?.table.missing == 0 => {
            let name = model.county.as_ref()?.period.name();
            model.message = Some(Message::info(format!("{name}各乡镇都报了。")));
        }
        Intent::Missing => model.screens.push(Screen::Missing(Cursor::default())),
        Intent::LeftOver if model.county.as_ref()?.table.left_over.is_empty() => {
            let nothing = model.county.as_ref()?.found.county.reports.is_empty();
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

/// Reads the folder that was chosen in the browser.
pub(crate) fn collect_from(model: &mut Model, folder: PathBuf) -> Effect {
    model.screens.pop();
    wanted(CountyEffect::Collect(vec![folder]))
}

/// Where the browser begins: the folder that was read last.
fn here(model: &Model) -> Option<PathBuf> {
    model.county.as_ref().and_then(|desk| desk.found.folders.first().cloned())
}

fn wanted(wanted: CountyEffect) -> Effect {
    Effect::County(wanted)
}

fn matrix_mut(model: &mut Model) -> Option<&mut Matrix> {
    model.screens.iter_mut().rev().find_map(
        |screen| {
            if let Screen::County(matrix) = screen { Some(matrix) } else { None }
        },
    )
}

/// Opens what is selected: the report of a township, or the choice where there is one to be made.
fn open(model: &mut Model) -> Option<Effect> {
    if let Screen::Choices(cursor) = model.screen() {
        let all = model.county.as_ref()?.choices(&selected(model)?);
        return all.get(cursor.place).map(|place| wanted(CountyEffect::Read(*place)));
    }
    let (desk, row) = (model.county.as_ref()?, selected(model)?);
    match row.standing {
        None => {
            let text = format!("{}还没有上报{}。", desk.township(&row).name, desk.period.name());
            model.message = Some(Message::info(text));
            None
        }
        Some(standing) if standing.conflict.is_some() => {
            choices(model);
            None
        }
        Some(standing) => Some(wanted(CountyEffect::Read(standing.report))),
    }
}

/// Shows the reports that a township's is chosen from.
fn choices(model: &mut Model) {
    let (Some(desk), Some(row)) = (&model.county, selected(model)) else { return };
    let all = desk.choices(&row);
    if all.len() < 2 {
        model.message = Some(Message::info("这个乡镇只有一份上报，不用选。"));
        return;
    }
    let place = row.standing.and_then(|standing| all.iter().position(|one| *one == standing.report)).unwrap_or(0);
    model.screens.push(Screen::Choices(Cursor { place, top: 0 }));
}

/// Chooses the selected report, or takes the choice back.
fn prefer(model: &mut Model) {
    let (Screen::Choices(cursor), Some(row)) = (model.screen(), selected(model)) else { return };
    let place = cursor.place;
    let Some(desk) = &mut model.county else { return };
    let all = desk.choices(&row);
    let Some(&chosen) = all.get(place) else { return };
    let sha256 = |at: usize| desk.found.county.reports[at].sha256.clone();
    let (name, others): (String, Vec<String>) = (sha256(chosen), all.iter().map(|one| sha256(*one)).collect());
    let had = desk.found.preferred.contains(&name);
    desk.found.preferred.retain(|one| !others.contains(one));
    if !had {
        desk.found.preferred.insert(name);
    }
    desk.found.county.decide(&desk.found.preferred);
    desk.refresh();
    let township = &desk.township(&row).name;
    model.message = Some(Message::info(if had {
        format!("取消了选定。{township}仍有{}份上报要选一份。", all.len())
    } else {
        format!("{township}选定了这一份，别的放在一边；再按一次空格就取消。")
    }));
}

fn next_period(model: &mut Model) {
    let Some(desk) = &mut model.county else { return };
    let periods = desk.found.county.periods();
    let at = periods.iter().position(|(period, _)| *period == desk.period);
    let next = at.map_or(0, |at| (at + 1) % periods.len());
    let Some((period, count)) = periods.get(next).copied() else { return };
    let only = if period == desk.period { "只有这一期有上报：" } else { "" };
    show_period(model, period);
    model.message = Some(Message::info(format!("{only}{}，{count}个乡镇已报。", period.name())));
}

/// Puts a period in front; the township and the task that were selected stay so, where they are there.
fn show_period(model: &mut Model, period: Period) {
    let (before, at) = (selected(model), matrix(model).map(|matrix| matrix.column));
    let Some(desk) = &mut model.county else { return };
    let task = at.and_then(|at| desk.table.columns.get(at).copied());
    desk.period = period;
    desk.refresh();
    let same = |row: &Row| before.is_some_and(|before| (row.plan, row.township) == (before.plan, before.township));
    let place = desk.table.rows.iter().position(same);
    let column = desk.table.columns.iter().position(|no| Some(*no) == task);
    if let Some(matrix) = matrix_mut(model) {
        matrix.cursor.place = place.unwrap_or(0);
        matrix.column = column.unwrap_or(0);
    }
}

/// Goes to the task before or behind; in a report round the ends, and the matrix follows.
fn step_task(model: &mut Model, step: isize) {
    let Model { screens, county: Some(desk), .. } = model else { return };
    match screens.last_mut() {
        Some(Screen::County(matrix)) => {
            let last = desk.table.columns.len().saturating_sub(1);
            matrix.column = matrix.column.min(last).saturating_add_signed(step).min(last);
        }
        Some(Screen::Submitted(shown)) => {
            let tasks = &desk.found.county.reports[shown.place].figures.tasks;
            let count = tasks.len().max(1);
            shown.at = if step < 0 { shown.at + count - 1 } else { shown.at + 1 } % count;
            shown.top = 0;
            let no = tasks.get(shown.at).map(|task| task.no);
            let column = desk.table.columns.iter().position(|column| Some(*column) == no);
            if let (Some(column), Some(matrix)) = (column, matrix_mut(model)) {
                matrix.column = column;
            }
        }
        _ => {}
    }
}

/// Opens the form for an answer, on the task under the cursor.
fn answer(model: &mut Model) {
    let made = in_hand(model).map(|report| handing::answer(model, report));
    match made {
        Ok((form, task)) => {
            put_form(model, form);
            // A draft was about another task, maybe.
            if let Some(Screen::Form(form)) = model.screens.last_mut() {
                form.choose(SlotName::Task, task);
            }
        }
        Err(why) => model.message = Some(Message::alert(why)),
    }
}

fn hand_out(model: &mut Model, what: OutgoingFile) {
    if model.county.is_some() {
        let form = handing::form(model, what);
        put_form(model, form);
    }
}

/// What is asked before receipts go out that nobody may have meant.
pub(crate) fn question(model: &Model, form: &Form) -> Option<String> {
    let desk = model.county.as_ref()?;
    let Purpose::HandOut(what) = &form.purpose else { return None };
    // What is still to be filled in is told first.
    handing::asked(model, form, what).ok()??;
    match what {
        OutgoingFile::AcceptAll => {
            let reports: Vec<&Received> =
                desk.unanswered().into_iter().map(|at| &desk.found.county.reports[at]).collect();
            let names = county_words::names(desk, reports.iter().copied());
            let returned =
                county_words::names(desk, reports.iter().copied().filter(|one| desk.returned_before(one).is_some()));
            let returned =
                if returned.is_empty() { returned } else { format!("其中{returned}上一次退回过。") };
            let (count, period) = (reports.len(), desk.period.name());
            Some(format!("给{count}个乡镇的{period}上报都答复“收到”。{returned}确定就再按一次 F5。乡镇：{names}。"))
        }
        OutgoingFile::Answer(sha256) => {
            let before = desk.found.answered.get(sha256)?.answer.word();
            Some(format!("这份上报已经答复过（{before}）。要重新答复，就再按一次 F5。"))
        }
        // A letter to all of them is right only where really nobody reported.
        OutgoingFile::Missing if desk.found.county.reports.is_empty() => {
            let count = desk.table.missing;
            Some(format!("一份上报也没有读到，名单里会是全部{count}个乡镇。请先核对文件夹；确定要存就再按一次 F5。"))
        }
        OutgoingFile::Missing | OutgoingFile::Workbook => None,
    }
}

/// Takes in what the loop tells.
pub(crate) fn news(model: &mut Model, news: CountyMsg) {
    match news {
        CountyMsg::Working(work, done, all) => {
            model.screens.retain(|screen| !matches!(screen, Screen::Working(..)));
            model.message = None;
            model.screens.push(Screen::Working(work, done, all));
        }
        CountyMsg::NothingRead(why) => {
            model.screens.retain(|screen| !matches!(screen, Screen::Working(..)));
            model.message = Some(Message::alert(why));
        }
        CountyMsg::Collected(found, asked, problems) => {
            model.screens.retain(|screen| !matches!(screen, Screen::Working(..)));
            let shown = model.county.as_ref().map(|desk| desk.period);
            let shown = shown.filter(|period| found.county.periods().iter().any(|(one, _)| one == period));
            let desk = CountyState::new(*found, asked.or(shown), Period::year_of(model.year), model.today);
            let (alert, told) = county_words::collected(&desk);
            let place = model.screens.iter().position(|screen| matches!(screen, Screen::County(_)));
            model.message = Some(Message { text: problems.clone() + &told, alert: alert || !problems.is_empty() });
            match place {
                Some(place) => model.screens.truncate(place + 1),
                None => model.screens.push(Screen::County(Matrix::default())),
            }
            let last = |count: usize| count.saturating_sub(1);
            let (rows, columns) = (last(desk.table.rows.len()), last(desk.table.columns.len()));
            model.county = Some(Box::new(desk));
            if let Some(matrix) = matrix_mut(model) {
                matrix.cursor.place = matrix.cursor.place.min(rows);
                matrix.column = matrix.column.min(columns);
            }
        }
        CountyMsg::Read(place, Ok(report)) => {
            let no = task_in_hand(model);
            let Some(desk) = &model.county else { return };
            let tasks = &desk.found.county.reports[place].figures.tasks;
            let at = tasks.iter().position(|task| Some(task.no) == no).unwrap_or(0);
            model.screens.push(Screen::Submitted(Box::new(Submitted { place, report: *report, at, top: 0 })));
        }
        CountyMsg::Read(_, Err(why)) => model.message = Some(Message::alert(why)),
        CountyMsg::Answered(receipts, told) => answered(model, receipts, told),
        CountyMsg::Kept(told) => handed_out(model, told),
    }
}

fn answered(model: &mut Model, receipts: Vec<Receipt>, told: Result<String, String>) {
    model.screens.retain(|screen| !matches!(screen, Screen::Working(..)));
    let given = !receipts.is_empty();
    if let Some(desk) = &mut model.county {
        desk.found.answered.extend(receipts.into_iter().map(|receipt| (receipt.report.clone(), receipt)));
        desk.refresh();
    }
    if given {
        // Those that could not be given are told, and can be given again.
        close_form(model);
    }
    handed_out(model, told);
}

fn handed_out(model: &mut Model, told: Result<String, String>) {
    model.message = Some(match told {
        Ok(told) => {
            close_form(model);
            Message::info(told)
        }
        Err(why) => Message::alert(why),
    });
}

fn close_form(model: &mut Model) {
    if matches!(model.screen(), Screen::Form(form) if matches!(form.purpose, Purpose::HandOut(_))) {
        model.screens.pop();
    }
}
