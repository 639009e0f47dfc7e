//! The form for an activity (活动): a new one, or one that stands.

use crate::app::forms::refusal::{Refusal, bad_day};
use crate::app::message::Effect;
use crate::app::state::form::{Form, Purpose, Slot};
use crate::app::state::model::Model;
use crate::domain::activity::{Activity, ActivityPatch};
use crate::domain::ledger::{Hex16, Ledger};
use crate::domain::progress;
use crate::domain::typed;
use crate::error::Error;

const TASK: usize = 0;
const DAY: usize = 1;
const TITLE: usize = 2;
const PLACE: usize = 3;
const NUMBERS: [usize; 4] = [4, 5, 6, 7];
const EVIDENCE: usize = 8;
const NOTE: usize = 9;

/// The form for a new activity of the task, or for the one that stands.
pub(crate) fn form(model: &Model, task: u32, stands: Option<&Activity>) -> Form {
    let day = progress::done_day(model.year, model.today).unwrap_or(model.today);
    let task = stands.map_or(task, |one| one.task);
    let offered = offered(model, stands);
    let chosen = offered.iter().position(|no| *no == task).unwrap_or(0);
    let title = |no: &u32| model.plan.task(*no).map_or("", |(_, task)| task.title.as_str());
    let words = offered.iter().map(|no| format!("{no} {}", title(no))).collect();
    let text = |part: fn(&Activity) -> &str| stands.map_or("", part);
    let number = |part: fn(&Activity) -> Option<u64>| match stands.map(part) {
        Some(Some(number)) => number.to_string(),
        Some(None) | None => String::new(),
    };
    let slots = vec![
        Slot::choice("任务", words, chosen),
        Slot::day("日期", stands.map_or(day, |one| one.date)),
        Slot::text("名称", text(|one| &one.title)),
        Slot::text("地点", text(|one| &one.place)),
        Slot::text("场次", &number(|one| one.sessions)),
        Slot::text("人次", &number(|one| one.people)),
        Slot::text("资料份数", &number(|one| one.materials)),
        Slot::text("经费(元)", &number(|one| one.funds)),
        Slot::files("佐证", stands.map_or(&[], |one| &one.evidence)),
        Slot::text("备注", text(|one| &one.note)),
    ];
    Form::new(Purpose::Activity(stands.map(|one| one.id)), model.year, slots, DAY)
}

/// The task that is chosen in the form.
pub(crate) fn task(model: &Model, form: &Form) -> u32 {
    offered(model, None).get(form.chosen(TASK)).copied().unwrap_or_default()
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
    let date = form.day(DAY).ok_or_else(|| bad_day(DAY))?;
    let title = form.written(TITLE);
    if title.is_empty() {
        return Err((TITLE, "请填写活动名称，填好后再按 F5。".to_owned()));
    }
    let number = |place: usize| match form.written(place).as_str() {
        "" => Ok(Some(None)),
        written => match typed::count(written) {
            Some(number) => Ok(Some(number)),
            None => Err((place, format!("{}要写一个整数；没有这一项就空着，0 是填了 0。", form.slots[place].label))),
        },
    };
    let stands = id.and_then(|id| ledger.activity(id));
    let [sessions, people, materials, funds] = NUMBERS.map(number);
    let patch = ActivityPatch {
        task: offered(model, stands.as_ref()).get(form.chosen(TASK)).copied(),
        date: Some(date),
        title: Some(title),
        place: Some(form.written(PLACE)),
        sessions: sessions?,
        people: people?,
        materials: materials?,
        funds: funds?,
        note: Some(form.written(NOTE)),
        ..ActivityPatch::default()
    };
    patch.check(&model.plan, model.today).map_err(|refusal| (DAY, Error::Activity(refusal).to_string()))?;
    let set = match &stands {
        Some(now) => patch.without_what_stands(now),
        None => patch,
    };
    let pieces = form.pieces(EVIDENCE);
    let known = stands.as_ref().map_or(&[][..], |now| &now.evidence);
    let evidence = (!pieces.iter().map(|piece| piece.kept()).eq(known.iter().map(Some))).then(|| pieces.to_vec());
    let changes = set != ActivityPatch::default() || evidence.is_some();
    let id = stands.map_or(new, |now| now.id);
    Ok(changes.then(|| Effect::RecordActivity { id, set: Box::new(set), evidence }))
}
