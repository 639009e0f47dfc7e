//! Forms on the screen: put in front, stepped through, handed in; and the activity list they are opened from.

use crate::domain::activity::{Activity, ActivityPatch};
use crate::domain::ledger::Change;

use super::activities::of_year;
use super::form::Form;
use super::forms;
use super::keymap::Intent;
use super::model::{Message, Model, Screen};
use super::update::Effect;

/// Puts a form in front: its draft where it was left before, else as it was made.
pub(super) fn put_form(model: &mut Model, form: Form) {
    let same = |draft: &Form| draft.purpose == form.purpose && draft.year == form.year;
    let draft = model.drafts.iter().position(same).map(|at| model.drafts.remove(at));
    model.screens.push(Screen::Form(Box::new(draft.unwrap_or(form))));
}

/// Opens the report form.
pub(super) fn report(model: &mut Model) {
    if model.open.is_some() {
        let form = forms::report(model);
        put_form(model, form);
    }
}

/// Opens the form that an act of the checklist or of the activity list asks for.
pub(super) fn open_form(model: &mut Model, intent: Intent) {
    let Some(open) = &model.open else { return };
    let tasks =
        model.screens.iter().find_map(|screen| if let Screen::Tasks(tasks) = screen { Some(tasks) } else { None });
    let Some(tasks) = tasks else { return };
    let form = match intent {
        Intent::NewActivity => Some(forms::activity(model, tasks.no, None)),
        Intent::Remark => Some(forms::remark(model, &open.ledger, tasks.no)),
        _ => {
            let item = tasks.task(&model.plan).and_then(|task| task.items.get(tasks.item));
            item.and_then(|item| forms::item(model, &open.ledger, &item.id))
        }
    };
    if let Some(form) = form {
        put_form(model, form);
    }
}

/// The activity that is selected in the list.
pub(super) fn selected_activity(model: &Model) -> Option<Activity> {
    let Screen::Activities(state) = model.screen() else { return None };
    let mut all = of_year(&model.open.as_ref()?.ledger, model.year);
    let place = state.place.min(all.len().checked_sub(1)?);
    Some(all.swap_remove(place))
}

/// Drops the activity that is selected.
pub(super) fn drop_activity(model: &mut Model) -> Option<Effect> {
    let id = selected_activity(model)?.id;
    let set = ActivityPatch { dropped: Some(true), ..ActivityPatch::default() };
    Some(Effect::Record(Change::Activity { id, set }))
}

/// Hands the form in: what it asks for, or the slot to mend and why.
pub(super) fn submit(model: &mut Model) -> Option<Effect> {
    let Screen::Form(form) = model.screen() else { return None };
    match forms::submit(model, form, model.fresh) {
        Ok(Some(effect)) => Some(effect),
        Ok(None) => {
            model.screens.pop();
            model.message = Some(Message::info("没有改动。"));
            None
        }
        Err((place, why)) => {
            model.message = Some(Message::alert(why));
            if let Some(Screen::Form(form)) = model.screens.last_mut() {
                form.at = place;
            }
            None
        }
    }
}

/// Asks for the next stick or folder that a report may go to.
pub(super) fn next_place(model: &Model) -> Option<Effect> {
    let Screen::Form(form) = model.screen() else { return None };
    Some(Effect::NextPlace(form.folder()))
}

/// Goes on in the form: to another slot, or to another value.
pub(super) fn step_form(model: &mut Model, intent: Intent) {
    let Some(Screen::Form(form)) = model.screens.last_mut() else { return };
    match intent {
        Intent::NextField => form.step(1),
        Intent::PreviousField => form.step(-1),
        Intent::NextValue => form.step_value(1),
        Intent::PreviousValue => form.step_value(-1),
        _ => {}
    }
}
