//! The county's forms: the answer to a report, 收到 for all, the reminder and the workbook.

use crate::app::county_messages::write_reminder;
use crate::app::forms::refusal::{FormRefusal, required_folder, unfilled};
use crate::app::message::Effect;
use crate::app::state::county::CountyState;
use crate::app::state::county_screens::{AnswerRequest, CountyEffect, OutgoingFile};
use crate::app::state::form::{Form, FormPurpose};
use crate::app::state::model::Model;
use crate::app::state::setup::Signing;
use crate::app::state::slot::{Slot, SlotName, SlotValue};
use crate::domain::county::Received;
use crate::domain::receipt::{REMARK_MAX, ReceiptAnswer, TaskAnswer};

const ANSWERS: [ReceiptAnswer; 2] = [ReceiptAnswer::Accepted, ReceiptAnswer::Returned];

/// Creates the answer form. Returns it with the index of the task under the cursor.
pub(crate) fn answer_form(model: &Model, report: &Received) -> (Form, usize) {
    let tasks = remarkable_tasks(model, report);
    let selected = crate::app::county_selection::selected_task(model);
    let at = tasks.iter().position(|(no, _)| Some(*no) == selected).unwrap_or(0);
    let words = tasks.iter().map(|(no, title)| format!("{no} {title}")).collect();
    let mut slots = vec![
        Slot::choice(SlotName::Answer, "答复", ANSWERS.map(|answer| answer.word().to_owned()).into(), 0),
        Slot::choice(SlotName::Task, "任务", words, at),
        Slot::texts(SlotName::Remark, "意见", tasks.len(), at),
    ];
    slots.extend(recipient_slots(model));
    (
        Form::new(
            FormPurpose::Outgoing(OutgoingFile::Answer(report.sha256.clone())),
            model.year,
            slots,
            SlotName::Answer,
        ),
        at,
    )
}

pub(crate) fn form(model: &Model, what: OutgoingFile) -> Form {
    let mut slots = recipient_slots(model);
    if what != OutgoingFile::AcceptAll {
        slots.truncate(1);
    }
    Form::new(FormPurpose::Outgoing(what), model.year, slots, SlotName::Folder)
}

fn recipient_slots(model: &Model) -> Vec<Slot> {
    let Signing { folder, reporter, phone, office, .. } = &model.signing;
    let mut slots = vec![
        Slot::text(SlotName::Folder, "存到", &folder.to_string_lossy()),
        Slot::text(SlotName::Office, "单位", office),
        Slot::text(SlotName::Reporter, "经办人", reporter),
        Slot::text(SlotName::Phone, "电话", phone),
    ];
    let locations = &model.candidates.locations;
    if locations.len() > 1 {
        slots.push(Slot::choice(
            SlotName::RecordsFolder,
            "留底在",
            locations.iter().map(|location| location.label.clone()).collect(),
            0,
        ));
    }
    slots
}

/// Returns number and title of the tasks that the county can remark on.
fn remarkable_tasks<'a>(model: &'a Model, report: &Received) -> Vec<(u32, &'a str)> {
    let plan = model.county.as_ref().and_then(|county| county.plan_and_township(report)).map(|(plan, _)| plan);
    let title = |no: u32| plan.and_then(|plan| plan.task(no)).map(|(_, task)| (no, task.title.as_str()));
    report.figures.tasks.iter().filter_map(|task| title(task.no)).collect()
}

#[must_use]
pub fn remarks(model: &Model, form: &Form, report: &Received) -> Vec<TaskAnswer> {
    let Some(SlotValue::Texts { fields, .. }) = form.slot(SlotName::Remark).map(|slot| &slot.value) else {
        return Vec::new();
    };
    let remarks = remarkable_tasks(model, report).into_iter().zip(fields).map(|((task, _), field)| {
        let text = crate::domain::text::one_line(field.value());
        TaskAnswer { task, text }
    });
    remarks.filter(|remark| !remark.text.is_empty()).collect()
}

pub(crate) fn read(model: &Model, form: &Form, what: &OutgoingFile) -> Result<Option<Effect>, FormRefusal> {
    let Some(county) = &model.county else { return Ok(None) };
    let folder = required_folder(form)?;
    let effect = match what {
        OutgoingFile::Missing => {
            let name = format!("未报名单-{}.txt", county.period);
            CountyEffect::WriteText { folder, name, text: write_reminder(model, county) }
        }
        OutgoingFile::Workbook => CountyEffect::WriteWorkbook(folder),
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
            let locations = &model.candidates.locations;
            let chosen = if locations.len() > 1 { form.chosen(SlotName::RecordsFolder) } else { 0 };
            let records_folder = locations.get(chosen).map(|location| location.path.clone());
            let Some((reports, answer, remarks)) = read_answer(model, county, form, what)? else {
                return Err((SlotName::Folder, "这份上报已经不在汇总里了，请返回重新读一遍。".to_owned()));
            };
            CountyEffect::Answer(Box::new(AnswerRequest { reports, answer, remarks, signing, records_folder }))
        }
    };
    Ok(Some(Effect::County(effect)))
}

/// Indices of the reports, the answer, and the remarks on tasks.
type AnswerParts = (Vec<usize>, ReceiptAnswer, Vec<TaskAnswer>);

fn read_answer(
    model: &Model,
    county: &CountyState,
    form: &Form,
    what: &OutgoingFile,
) -> Result<Option<AnswerParts>, FormRefusal> {
    let OutgoingFile::Answer(sha256) = what else {
        return Ok(Some((county.unanswered(), ReceiptAnswer::Accepted, Vec::new())));
    };
    let Some(index) = county.index_of(sha256) else { return Ok(None) };
    let answer = ANSWERS[form.chosen(SlotName::Answer).min(1)];
    let remarks = remarks(model, form, &county.collected.county.reports[index]);
    if answer == ReceiptAnswer::Returned && remarks.is_empty() {
        return Err((SlotName::Remark, "退回要写明意见：在“任务”里选一项，再写哪里要改，写好后按 F5。".to_owned()));
    }
    if let Some(long) = remarks.iter().find(|remark| remark.text.chars().count() > REMARK_MAX) {
        return Err((SlotName::Remark, format!("任务{}的意见最多{REMARK_MAX}个字，请写短一些。", long.task)));
    }
    Ok(Some((vec![index], answer, remarks)))
}
