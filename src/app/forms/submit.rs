//! What follows from a form that is submitted.

use crate::app::forms::refusal::Refusal;
use crate::app::forms::{activity, filter, handing, item, remark, report, settings};
use crate::app::message::Effect;
use crate::app::state::filter::Filter;
use crate::app::state::form::{Form, Purpose};
use crate::app::state::model::Model;
use crate::domain::ledger::Hex16;

/// What comes of a form that is handed in.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// Something that the loop has to do.
    Effect(Effect),
    /// The form of the next step.
    Next(Form),
    /// The task list is filtered anew.
    Filter(Filter),
    /// Nothing, since nothing changes.
    Unchanged,
}

/// What comes of a form. `new` is a fresh identity for what is written down.
pub(crate) fn submit(model: &mut Model, form: &Form, new: Hex16) -> Result<Outcome, Refusal> {
    match &form.purpose {
        Purpose::Report(periods) => report::asked(form, periods).map(|asked| effect(asked.map(Effect::Report))),
        Purpose::HandOut(what) => handing::asked(model, form, what).map(effect),
        Purpose::Filter => Ok(Outcome::Filter(filter::filter(model, form))),
        Purpose::Settings => settings::set(model, form).map(|set| Outcome::Effect(Effect::Set(Box::new(set)))),
        Purpose::Who => Ok(Outcome::Next(settings::who(model, form))),
        Purpose::Where => Ok(effect(settings::set_up(model, form).map(|set_up| Effect::SetUp(Box::new(set_up))))),
        Purpose::Item(_) | Purpose::Activity(_) | Purpose::Remark(_) | Purpose::OwnItem { .. } => {
            recorded(model, form, new).map(effect)
        }
    }
}

fn effect(effect: Option<Effect>) -> Outcome {
    effect.map_or(Outcome::Unchanged, Outcome::Effect)
}

/// What a form asks to be written into the ledger.
fn recorded(model: &Model, form: &Form, new: Hex16) -> Result<Option<Effect>, Refusal> {
    let Some(open) = &model.open else { return Ok(None) };
    let ledger = &open.ledger;
    let change = match &form.purpose {
        Purpose::Activity(id) => return activity::written(model, form, ledger, *id, new),
        Purpose::Item(id) => item::marked(model, form, ledger, id)?,
        Purpose::Remark(task) => remark::remarked(form, ledger, *task)?,
        Purpose::OwnItem { task, id } => remark::owned(model, form, ledger, (*task, id.as_deref()), new)?,
        _ => None,
    };
    Ok(change.map(Effect::Record))
}
