//! The form of a checklist line: its state, the day it was done, or why it does not apply.

use crate::app::forms::refusal::{FormRefusal, bad_day};
use crate::app::state::form::{Form, FormPurpose};
use crate::app::state::model::Model;
use crate::app::state::slot::{Slot, SlotName};
use crate::domain::ledger::{Change, ItemStatus, Ledger};
use crate::domain::progress::{self, State};
use crate::domain::{checklist, item_status};
use crate::error::Error;

const STATES: [State; 4] = [State::Todo, State::Doing, State::Done, State::Na];

pub(crate) fn form(model: &Model, ledger: &Ledger, key: &str) -> Option<Form> {
    let (_, line) = checklist::line(&model.plan, ledger, key)?;
    let standing = ledger.status(&item_status::field_of(&line.id, line.when(model.year)));
    let day = match line.occurrence {
        Some(occurrence) => progress::done_day_of(occurrence, model.today),
        None => progress::done_day(model.year, model.today),
    };
    let day = day.unwrap_or(model.today);
    let (day, reason) = match &standing {
        ItemStatus::Done { on } => (*on, ""),
        ItemStatus::NotApplicable { reason } => (day, reason.as_str()),
        ItemStatus::Todo | ItemStatus::Doing => (day, ""),
    };
    let chosen = STATES.iter().position(|state| *state == State::of(&standing)).unwrap_or(0);
    let words = STATES.iter().map(|state| state.word().to_owned()).collect();
    let slots = vec![
        Slot::choice(SlotName::Status, "状态", words, chosen),
        Slot::day(SlotName::Day, "完成日期", day),
        Slot::text(SlotName::Reason, "不适用理由", reason),
    ];
    Some(Form::new(FormPurpose::Item(key.to_owned()), model.year, slots, SlotName::Status))
}

pub(crate) fn read(model: &Model, form: &Form, ledger: &Ledger, key: &str) -> Result<Option<Change>, FormRefusal> {
    let to = match STATES[form.chosen(SlotName::Status).min(3)] {
        State::Todo => ItemStatus::Todo,
        State::Doing => ItemStatus::Doing,
        State::Done => ItemStatus::Done { on: form.day(SlotName::Day).ok_or_else(|| bad_day(SlotName::Day))? },
        State::Na => ItemStatus::NotApplicable { reason: form.written(SlotName::Reason) },
    };
    let slot = if matches!(to, ItemStatus::NotApplicable { .. }) { SlotName::Reason } else { SlotName::Day };
    match &to {
        ItemStatus::NotApplicable { reason } if reason.is_empty() => {
            return Err((SlotName::Reason, "标为不适用必须写明理由，写好后再按 F5。".to_owned()));
        }
        ItemStatus::Done { on } if *on > model.today => {
            return Err((SlotName::Day, format!("{on} 还没有到，请改日期。")));
        }
        _ => {}
    }
    progress::mark(&model.plan, ledger, key, form.year, to).map_err(|refusal| (slot, Error::Mark(refusal).to_string()))
}
