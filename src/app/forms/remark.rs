//! The forms for a township's remarks on a task in a year, and for its own checklist lines.

use crate::app::forms::refusal::FormRefusal;
use crate::app::state::form::{Form, FormPurpose};
use crate::app::state::model::Model;
use crate::app::state::slot::{Slot, SlotName};
use crate::domain::activity::{ActivityRefusal, NOTE_MAX, TITLE_MAX};
use crate::domain::checklist;
use crate::domain::ledger::{Change, Hex16, Ledger, RemarkKind, RemarkPatch};
use crate::error::Error;

pub(crate) fn remark_form(model: &Model, ledger: &Ledger, task: u32) -> Form {
    let label = |kind: RemarkKind| if kind == RemarkKind::Nothing { "无报理由" } else { kind.word() };
    let slots = RemarkKind::ALL
        .map(|kind| Slot::text(SlotName::Text(kind), label(kind), ledger.remark(task, model.year, kind)));
    Form::new(FormPurpose::Remark(task), model.year, slots.into(), SlotName::Text(RemarkKind::ALL[0]))
}

/// Creates the form of an own line; `id` is `None` for a new one.
pub(crate) fn own_item_form(model: &Model, ledger: &Ledger, task: u32, id: Option<&str>) -> Form {
    let text = id.and_then(|id| checklist::line(&model.plan, ledger, id)).map(|(_, line)| line.text);
    let slots = vec![Slot::text(SlotName::OwnItem, "要办的事", text.as_deref().unwrap_or_default())];
    Form::new(FormPurpose::OwnItem { task, id: id.map(str::to_owned) }, model.year, slots, SlotName::OwnItem)
}

pub(crate) fn read_remark(form: &Form, ledger: &Ledger, task: u32) -> Result<Option<Change>, FormRefusal> {
    let mut texts = [None, None, None];
    for (index, kind) in RemarkKind::ALL.into_iter().enumerate() {
        let text = form.written(SlotName::Text(kind));
        too_long(SlotName::Text(kind), kind.word(), &text, NOTE_MAX)?;
        texts[index] = (ledger.remark(task, form.year, kind) != text).then_some(text);
    }
    let [problem, next, nothing] = texts;
    let set = RemarkPatch { problem, next, nothing };
    Ok((set != RemarkPatch::default()).then_some(Change::Remark { task, year: form.year, set }))
}

/// Returns the added or reworded line. `new` makes the id of a new line, so that lines added on two PCs never have
/// the same id.
pub(crate) fn read_own_item(
    model: &Model,
    form: &Form,
    ledger: &Ledger,
    (task, id): (u32, Option<&str>),
    new: Hex16,
) -> Result<Option<Change>, FormRefusal> {
    let text = form.written(SlotName::OwnItem);
    if text.is_empty() {
        return Err((
            SlotName::OwnItem,
            "请写上要办的事，写好后再按 F5；不要这一条了，按 Esc 返回，再按 Delete。".to_owned(),
        ));
    }
    too_long(SlotName::OwnItem, "清单内容", &text, TITLE_MAX)?;
    let current = id.and_then(|id| checklist::line(&model.plan, ledger, id)).map(|(_, line)| line.text);
    if current.as_ref() == Some(&text) {
        return Ok(None);
    }
    if let Some(own) = id.and_then(|id| ledger.own_item(id)) {
        return Ok(Some(own.clone().reword(Some(text))));
    }
    let item = id.map_or_else(|| checklist::own_id(task, new), str::to_owned);
    Ok(Some(Change::OwnItemOfYear { item, task, year: form.year, text: Some(text) }))
}

fn too_long(slot: SlotName, what: &'static str, text: &str, most: usize) -> Result<(), FormRefusal> {
    if text.chars().count() > most {
        return Err((slot, Error::Activity(ActivityRefusal::TooLong { what, most }).to_string()));
    }
    Ok(())
}
