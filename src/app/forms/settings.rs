//! The forms that set up: who fills in and where the records lie at the first run, and the settings later.

use std::path::PathBuf;

use crate::app::forms::refusal::{Refusal, bad_day, unfilled};
use crate::app::state::form::{Form, Purpose};
use crate::app::state::model::Model;
use crate::app::state::setup::{Preferences, SetUp, Signing, Spot};
use crate::app::state::slot::{Slot, SlotName};

/// The second step of the first run: who fills in.
pub(crate) fn who_form(model: &Model) -> Form {
    Form::new(Purpose::Who, model.year, signing_slots(&model.signing), SlotName::Reporter)
}

/// The last step of the first run: where the records lie, and the second drive.
pub(crate) fn where_form(model: &Model) -> Form {
    let places = model.offers.places.iter().map(|spot| spot.words.clone()).collect();
    let slots = vec![Slot::choice(SlotName::RecordsFolder, "记录存放在", places, 0), drive_slot(model)];
    Form::new(Purpose::Where, model.year, slots, SlotName::RecordsFolder)
}

/// The settings.
pub(crate) fn form(model: &Model) -> Form {
    let mut slots = signing_slots(&model.signing);
    slots.push(Slot::day(SlotName::Day, "今天是", model.today));
    slots.push(drive_slot(model));
    Form::new(Purpose::Settings, model.year, slots, SlotName::Reporter)
}

fn signing_slots(signing: &Signing) -> Vec<Slot> {
    vec![
        Slot::text(SlotName::Reporter, "填报人", &signing.reporter),
        Slot::text(SlotName::Reviewer, "审核人", &signing.reviewer),
        Slot::text(SlotName::Phone, "电话", &signing.phone),
    ]
}

/// No second drive, one of those that are there, or the one that was chosen and is not there now.
fn drives(model: &Model) -> Vec<Option<Spot>> {
    let mut drives: Vec<Option<Spot>> = vec![None];
    drives.extend(model.offers.drives.iter().cloned().map(Some));
    let chosen = model.keeping.mirror.as_ref();
    let away = chosen.filter(|chosen| drives.iter().flatten().all(|spot| spot.path != **chosen));
    drives.extend(
        away.map(|path| {
            Some(Spot { path: path.clone(), words: format!("{}（现在没有接上）", path.display()) })
        }),
    );
    drives
}

fn drive_slot(model: &Model) -> Slot {
    let drives = drives(model);
    let path = |drive: &Option<Spot>| drive.as_ref().map(|spot| spot.path.clone());
    let chosen = drives.iter().position(|drive| path(drive) == model.keeping.mirror).unwrap_or(0);
    let words = drives.into_iter().map(|drive| drive.map_or("不另存".to_owned(), |spot| spot.words)).collect();
    Slot::choice(SlotName::SecondDrive, "另存一份到", words, chosen)
}

fn chosen_drive(model: &Model, form: &Form) -> Option<PathBuf> {
    drives(model).into_iter().nth(form.chosen(SlotName::SecondDrive)).flatten().map(|spot| spot.path)
}

/// Takes over who fills in; the form of the next step.
pub(crate) fn who(model: &mut Model, form: &Form) -> Form {
    model.signing = signed(model, form);
    where_form(model)
}

fn signed(model: &Model, form: &Form) -> Signing {
    let [reporter, reviewer, phone] =
        [SlotName::Reporter, SlotName::Reviewer, SlotName::Phone].map(|name| form.written(name));
    Signing { reporter, reviewer, phone, ..model.signing.clone() }
}

/// What the first run settles.
pub(crate) fn set_up(model: &Model, form: &Form) -> Option<SetUp> {
    let township = model.choosing.clone()?;
    let place = model.offers.places.get(form.chosen(SlotName::RecordsFolder))?.path.clone();
    let mirror = chosen_drive(model, form);
    Some(SetUp { township, signing: model.signing.clone(), place, mirror })
}

/// What the settings form asks for.
pub(crate) fn set(model: &Model, form: &Form) -> Result<Preferences, Refusal> {
    let today = form.day(SlotName::Day).ok_or_else(|| bad_day(SlotName::Day))?;
    let signing = signed(model, form);
    if signing.reporter.is_empty() && !model.signing.reporter.is_empty() {
        return unfilled(SlotName::Reporter, "填报人不能空着");
    }
    Ok(Preferences { signing, today, mirror: chosen_drive(model, form) })
}
