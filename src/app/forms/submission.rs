//! Submitting a form.

use crate::app::forms::refusal::FormRefusal;
use crate::app::forms::{activity, filter, item, outgoing, remark, report, settings};
use crate::app::message::Effect;
use crate::app::state::filter::Filter;
use crate::app::state::form::{Form, FormPurpose};
use crate::app::state::model::Model;
use crate::domain::ledger::Hex16;

/// The result of submitting a form.
#[derive(Debug)]
pub(crate) enum FormOutcome {
    Effect(Effect),
    Next(Form),
    Filter(Filter),
    /// The form has no changes.
    Unchanged,
}

/// Reads a form by its purpose. `new` is an id for a new record.
pub(crate) fn submit(model: &mut Model, form: &Form, new: Hex16) -> Result<FormOutcome, FormRefusal> {
    match &form.purpose {
        FormPurpose::Report(periods) => report::read(form, periods).map(|request| effect(request.map(Effect::Report))),
        FormPurpose::Outgoing(what) => outgoing::read(model, form, what).map(effect),
        FormPurpose::Filter => Ok(FormOutcome::Filter(filter::read(model, form))),
        FormPurpose::Settings => {
            settings::read_settings(model, form).map(|set| FormOutcome::Effect(Effect::SaveSettings(Box::new(set))))
        }
        FormPurpose::Signers => Ok(FormOutcome::Next(settings::take_signers(model, form))),
        FormPurpose::Storage => {
            Ok(effect(settings::read_first_run(model, form).map(|set_up| Effect::FinishFirstRun(Box::new(set_up)))))
        }
        FormPurpose::Item(_) | FormPurpose::Activity(_) | FormPurpose::Remark(_) | FormPurpose::OwnItem { .. } => {
            ledger_effect(model, form, new).map(effect)
        }
    }
}

fn effect(effect: Option<Effect>) -> FormOutcome {
    effect.map_or(FormOutcome::Unchanged, FormOutcome::Effect)
}

fn ledger_effect(model: &Model, form: &Form, new: Hex16) -> Result<Option<Effect>, FormRefusal> {
    let Some(open) = &model.open else { return Ok(None) };
    let ledger = &open.ledger;
    let change = match &form.purpose {
        FormPurpose::Activity(id) => return activity::read(model, form, ledger, *id, new),
        FormPurpose::Item(id) => item::read(model, form, ledger, id)?,
        FormPurpose::Remark(task) => remark::read_remark(form, ledger, *task)?,
        FormPurpose::OwnItem { task, id } => remark::read_own_item(model, form, ledger, (*task, id.as_deref()), new)?,
        _ => None,
    };
    Ok(change.map(Effect::Record))
}
