//! The county's forms: the answer to a report, 收到 for all, and the folder for the reminder and the workbook.

use crate::app::county_words::reminder;
use crate::app::forms::refusal::{Refusal, folder, unfilled};
use crate::app::message::Effect;
use crate::app::state::county::CountyState;
use crate::app::state::county_work::{Answering, CountyEffect, OutgoingFile};
use crate::app::state::form::{Form, Purpose};
use crate::app::state::model::Model;
use crate::app::state::setup::Signing;
use crate::app::state::slot::{Slot, SlotName, Value};
use crate::domain::county::Received;
use crate::domain::receipt::{Answer, REMARK_MAX, TaskAnswer};

const ANSWERS: [Answer; 2] = [Answer::Accepted, Answer::Returned];

/// The form for an answer to a report, and the place of the task under the cursor among its tasks.
pub(crate) fn answer(model: &Model, report: &Received) -> (Form, usize) {
    let tasks = numbers(model, report);
    let under = crate::app::county_selection::task_in_hand(model);
    let at = tasks.iter().position(|(no, _)| Some(*no) == under).unwrap_or(0);
    let words = tasks.iter().map(|(no, title)| format!("{no} {title}")).collect();
    let mut slots = vec![
        Slot::choice(SlotName::Answer, "答复", ANSWERS.map(|answer| answer.word().to_owned()).into(), 0),
        Slot::choice(SlotName::Task, "任务", words, at),
        Slot::texts(SlotName::Remark, "意见", tasks.len(), at),
    ];
    slots.extend(who(model));
    (Form::new(Purpose::HandOut(OutgoingFile::Answer(report.sha256.clone())), model.year, slots, SlotName::Answer), at)
}

/// The other forms.
pub(crate) fn form(model: &Model, what: OutgoingFile) -> Form {
    let mut slots = who(model);
    if what != OutgoingFile::AcceptAll {
        slots.truncate(1);
    }
    Form::new(Purpose::HandOut(what), model.year, slots, SlotName::Folder)
}

/// Where it goes, and who answers.
fn who(model: &Model) -> Vec<Slot> {
    let Signing { folder, reporter, phone, office, .. } = &model.signing;
    let mut slots = vec![
        Slot::text(SlotName::Folder, "存到", &folder.to_string_lossy()),
        Slot::text(SlotName::Office, "单位", office),
        Slot::text(SlotName::Reporter, "经办人", reporter),
        Slot::text(SlotName::Phone, "电话", phone),
    ];
    let places = &model.offers.places;
    if places.len() > 1 {
        slots.push(Slot::choice(
            SlotName::RecordsFolder,
            "留底在",
            places.iter().map(|spot| spot.words.clone()).collect(),
            0,
        ));
    }
    slots
}

/// The tasks of a report that can be remarked on.
fn numbers<'a>(model: &'a Model, report: &Received) -> Vec<(u32, &'a str)> {
    let plan = model.county.as_ref().and_then(|desk| desk.whose(report)).map(|(plan, _)| plan);
    let title = |no: u32| plan.and_then(|plan| plan.task(no)).map(|(_, task)| (no, task.title.as_str()));
    report.figures.tasks.iter().filter_map(|task| title(task.no)).collect()
}

/// The remarks that are written in the form, by task.
#[must_use]
pub fn remarks(model: &Model, form: &Form, report: &Received) -> Vec<TaskAnswer> {
    let Some(Value::Texts { fields, .. }) = form.slot(SlotName::Remark).map(|slot| &slot.value) else {
        return Vec::new();
    };
    let said = numbers(model, report).into_iter().zip(fields).map(|((task, _), field)| {
        let text = crate::domain::text::one_line(field.value());
        TaskAnswer { task, text }
    });
    said.filter(|remark| !remark.text.is_empty()).collect()
}

/// What the form asks for.
pub(crate) fn asked(model: &Model, form: &Form, what: &OutgoingFile) -> Result<Option<Effect>, Refusal> {
    let Some(desk) = &model.county else { return Ok(None) };
    let folder = folder(form)?;
    let wanted = match what {
        OutgoingFile::Missing => {
            let name = format!("未报名单-{}.txt", desk.period);
            CountyEffect::Text { folder, name, text: reminder(model, desk) }
        }
        OutgoingFile::Workbook => CountyEffect::Workbook(folder),
        OutgoingFile::Answer(_) | OutgoingFile::AcceptAll => {
            let [office, reporter, phone] =
                [SlotName::Office, SlotName::Reporter, SlotName::Phone].map(|name| form.written(name));
            if office.is_empty() {
                return unfilled(SlotName::Office, "请填写答复的县级单位");
            }
            if reporter.is_empty() {
                return unfilled(SlotName::Reporter, "请填写经办人");
            }
            let signing = Signing { folder, reporter, phone, office, ..model.signing.clone() };
            let places = &model.offers.places;
            let chosen = if places.len() > 1 { form.chosen(SlotName::RecordsFolder) } else { 0 };
            let place = places.get(chosen).map(|spot| spot.path.clone());
            let Some((reports, answer, remarks)) = answering(model, desk, form, what)? else {
                return Err((SlotName::Folder, "这份上报已经不在汇总里了，请返回重新读一遍。".to_owned()));
            };
            CountyEffect::Answer(Box::new(Answering { reports, answer, remarks, signing, place }))
        }
    };
    Ok(Some(Effect::County(wanted)))
}

/// The reports to answer, how, and what is said of single tasks.
type Said = (Vec<usize>, Answer, Vec<TaskAnswer>);

fn answering(model: &Model, desk: &CountyState, form: &Form, what: &OutgoingFile) -> Result<Option<Said>, Refusal> {
    let OutgoingFile::Answer(sha256) = what else {
        return Ok(Some((desk.unanswered(), Answer::Accepted, Vec::new())));
    };
    let Some(place) = desk.place_of(sha256) else { return Ok(None) };
    let answer = ANSWERS[form.chosen(SlotName::Answer).min(1)];
    let remarks = remarks(model, form, &desk.found.county.reports[place]);
    if answer == Answer::Returned && remarks.is_empty() {
        return Err((SlotName::Remark, "退回要写明意见：在“任务”里选一项，再写哪里要改，写好后按 F5。".to_owned()));
    }
    if let Some(long) = remarks.iter().find(|remark| remark.text.chars().count() > REMARK_MAX) {
        return Err((SlotName::Remark, format!("任务{}的意见最多{REMARK_MAX}个字，请写短一些。", long.task)));
    }
    Ok(Some((vec![place], answer, remarks)))
}
