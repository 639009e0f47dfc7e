//! The form for an activity (活动): a new one, or one that stands.

use crate::app::forms::refusal::{Refusal, bad_day, unfilled};
use crate::app::message::Effect;
use crate::app::state::form::{Form, Purpose};
use crate::app::state::model::Model;
use crate::app::state::slot::{Slot, SlotName};
use crate::domain::activity::{Activity, ActivityPatch};
use crate::domain::ledger::{Hex16, Ledger};
use crate::domain::measure::Measure;
use crate::domain::progress;
use crate::domain::typed;
use crate::error::Error;

/// The form for a new activity of the task, or for the one that stands.
pub(crate) fn form(model: &Model, task: u32, stands: Option<&Activity>) -> Form {
    let day = progress::done_day(model.year, model.today).unwrap_or(model.today);
    let task = stands.map_or(task, |one| one.task);
    let offered = offered(model, stands);
    let chosen = offered.iter().position(|no| *no == task).unwrap_or(0);
    let title = |no: &u32| model.plan.task(*no).map_or("", |(_, task)| task.title.as_str());
    let words = offered.iter().map(|no| format!("{no} {}", title(no))).collect();
    let text = |part: fn(&Activity) -> &str| stands.map_or("", part);
    let number = |measure| stands.and_then(|one| one.number(measure)).map(|number| number.to_string());
    let mut slots = vec![
        Slot::choice(SlotName::Task, "任务", words, chosen),
        Slot::day(SlotName::Day, "日期", stands.map_or(day, |one| one.date)),
        Slot::text(SlotName::Title, "名称", text(|one| &one.title)),
        Slot::text(SlotName::Place, "地点", text(|one| &one.place)),
    ];
    slots.extend(
        Measure::ALL.map(|measure| {
            Slot::text(SlotName::Number(measure), measure.label(), &number(measure).unwrap_or_default())
        }),
    );
    slots.push(Slot::files(SlotName::Evidence, "佐证", stands.map_or(&[], |one| &one.evidence)));
    slots.push(Slot::text(SlotName::Note, "备注", text(|one| &one.note)));
    Form::new(Purpose::Activity(stands.map(|one| one.id)), model.year, slots, SlotName::Day)
}

/// The task that is chosen in the form.
pub(crate) fn task(model: &Model, form: &Form) -> u32 {
    offered(model, None).get(form.chosen(SlotName::Task)).copied().unwrap_or_default()
}

/// The tasks that an activity may be of: those that name the townships, and the one it is of already.
fn offered(model: &Model, stands: Option<&Activity>) -> Vec<u32> {
    let of = stands.map(|one| one.task);
    let offers = |no: u32| of == Some(no) || model.plan.owed().any(|(_, task)| task.no == no);
    model.plan.tasks().map(|(_, task)| task.no).filter(|no| offers(*no)).collect()
}

/// What the form asks for: an activity written down or changed. `new` is the identity of a new one.
pub(crate) fn written(
    model: &Model,
    form: &Form,
    ledger: &Ledger,
    id: Option<Hex16>,
    new: Hex16,
) -> Result<Option<Effect>, Refusal> {
    let date = form.day(SlotName::Day).ok_or_else(|| bad_day(SlotName::Day))?;
    let title = form.written(SlotName::Title);
    if title.is_empty() {
        return unfilled(SlotName::Title, "请填写活动名称");
    }
    let stands = id.and_then(|id| ledger.activity(id));
    let mut patch = ActivityPatch {
        task: offered(model, stands.as_ref()).get(form.chosen(SlotName::Task)).copied(),
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
    let set = match &stands {
        Some(now) => patch.without_what_stands(now),
        None => patch,
    };
    let pieces = form.pieces(SlotName::Evidence);
    let known = stands.as_ref().map_or(&[][..], |now| &now.evidence);
    let evidence = (!pieces.iter().map(|piece| piece.kept()).eq(known.iter().map(Some))).then(|| pieces.to_vec());
    let changes = set != ActivityPatch::default() || evidence.is_some();
    let id = stands.map_or(new, |now| now.id);
    Ok(changes.then(|| Effect::RecordActivity { id, set: Box::new(set), evidence }))
}

/// What is written for a number; none where it is left out.
fn number(form: &Form, measure: Measure) -> Result<Option<u64>, Refusal> {
    match form.written(SlotName::Number(measure)).as_str() {
        "" => Ok(None),
        written => typed::count(written).ok_or_else(|| {
            let text = format!("{}要写一个整数；没有这一项就空着，0 是填了 0。", measure.label());
            (SlotName::Number(measure), text)
        }),
    }
}
