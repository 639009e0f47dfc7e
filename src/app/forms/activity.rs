//! The form of an activity (活动).

use crate::app::forms::refusal::{FormRefusal, bad_day, unfilled};
use crate::app::message::Effect;
use crate::app::state::form::{Form, FormPurpose};
use crate::app::state::model::Model;
use crate::app::state::slot::{Slot, SlotName};
use crate::domain::activity::{Activity, ActivityPatch};
use crate::domain::ledger::{Hex16, Ledger};
use crate::domain::measure::Measure;
use crate::domain::progress;
use crate::domain::typed;
use crate::error::Error;

/// Creates the form of a new activity of the task, or of an existing one.
pub(crate) fn form(model: &Model, task: u32, existing: Option<&Activity>) -> Form {
    let day = progress::done_day(model.year, model.today).unwrap_or(model.today);
    let task = existing.map_or(task, |activity| activity.task);
    let offered = offered_tasks(model, existing);
    let chosen = offered.iter().position(|no| *no == task).unwrap_or(0);
    let title = |no: &u32| model.plan.task(*no).map_or("", |(_, task)| task.title.as_str());
    let words = offered.iter().map(|no| format!("{no} {}", title(no))).collect();
    let text = |part: fn(&Activity) -> &str| existing.map_or("", part);
    let number = |measure| existing.and_then(|activity| activity.number(measure)).map(|number| number.to_string());
    let mut slots = vec![
        Slot::choice(SlotName::Task, "任务", words, chosen),
        Slot::day(SlotName::Day, "日期", existing.map_or(day, |activity| activity.date)),
        Slot::text(SlotName::Title, "名称", text(|activity| &activity.title)),
        Slot::text(SlotName::Place, "地点", text(|activity| &activity.place)),
    ];
    slots.extend(
        Measure::ALL.map(|measure| {
            Slot::text(SlotName::Number(measure), measure.label(), &number(measure).unwrap_or_default())
        }),
    );
    slots.push(Slot::files(SlotName::Evidence, "佐证", existing.map_or(&[], |activity| &activity.evidence)));
    slots.push(Slot::text(SlotName::Note, "备注", text(|activity| &activity.note)));
    Form::new(FormPurpose::Activity(existing.map(|activity| activity.id)), model.year, slots, SlotName::Day)
}

pub(crate) fn chosen_task(model: &Model, form: &Form) -> u32 {
    offered_tasks(model, None).get(form.chosen(SlotName::Task)).copied().unwrap_or_default()
}

/// Returns the tasks to choose from: those that name the townships, and the activity's own.
fn offered_tasks(model: &Model, existing: Option<&Activity>) -> Vec<u32> {
    let of = existing.map(|activity| activity.task);
    let offers = |no: u32| of == Some(no) || model.plan.owed().any(|(_, task)| task.no == no);
    model.plan.tasks().map(|(_, task)| task.no).filter(|no| offers(*no)).collect()
}

/// Returns the effect that records the activity; `None` without changes. `new` is the id of a new one.
pub(crate) fn read(
    model: &Model,
    form: &Form,
    ledger: &Ledger,
    id: Option<Hex16>,
    new: Hex16,
) -> Result<Option<Effect>, FormRefusal> {
    let date = form.day(SlotName::Day).ok_or_else(|| bad_day(SlotName::Day))?;
    let title = form.written(SlotName::Title);
    if title.is_empty() {
        return unfilled(SlotName::Title, "请填写活动名称");
    }
    let existing = id.and_then(|id| ledger.activity(id));
    let mut patch = ActivityPatch {
        task: offered_tasks(model, existing.as_ref()).get(form.chosen(SlotName::Task)).copied(),
        date: Some(date),
        title: Some(title),
        place: Some(form.written(SlotName::Place)),
        note: Some(form.written(SlotName::Note)),
        ..ActivityPatch::default()
    };
    for measure in Measure::ALL {
        patch.set_number(measure, Some(number(form, measure)?));
    }
    patch.check(&model.plan, model.today).map_err(|refusal| (SlotName::Day, Error::Activity(refusal).to_string()))?;
    let set = match &existing {
        Some(now) => patch.without_unchanged(now),
        None => patch,
    };
    let files = form.files(SlotName::Evidence);
    let known = existing.as_ref().map_or(&[][..], |activity| &activity.evidence);
    let evidence = (!files.iter().map(|file| file.kept()).eq(known.iter().map(Some))).then(|| files.to_vec());
    let changes = set != ActivityPatch::default() || evidence.is_some();
    let id = existing.map_or(new, |activity| activity.id);
    Ok(changes.then(|| Effect::RecordActivity { id, set: Box::new(set), evidence }))
}

/// Returns the typed number; `None` if it is left out.
fn number(form: &Form, measure: Measure) -> Result<Option<u64>, FormRefusal> {
    match form.written(SlotName::Number(measure)).as_str() {
        "" => Ok(None),
        written => typed::count(written).ok_or_else(|| {
            let text = format!("{}要写一个整数；没有这一项就空着，0 是填了 0。", measure.label());
            (SlotName::Number(measure), text)
        }),
    }
}
