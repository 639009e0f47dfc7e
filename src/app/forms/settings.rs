//! The forms of the first run and of the settings.

use std::path::PathBuf;

use crate::app::forms::refusal::{FormRefusal, bad_day, unfilled};
use crate::app::state::form::{Form, FormPurpose};
use crate::app::state::model::Model;
use crate::app::state::setup::{FirstRunSettings, Preferences, Signing, StorageLocation};
use crate::app::state::slot::{Slot, SlotName};

/// Creates the second step of the first run: who fills in.
pub(crate) fn signers_form(model: &Model) -> Form {
    Form::new(FormPurpose::Signers, model.year, signing_slots(&model.signing), SlotName::Reporter)
}

/// Creates the last step of the first run: the data folder and the second drive.
pub(crate) fn storage_form(model: &Model) -> Form {
    let places = model.candidates.locations.iter().map(|spot| spot.label.clone()).collect();
    let slots = vec![Slot::choice(SlotName::RecordsFolder, "记录存放在", places, 0), drive_slot(model)];
    Form::new(FormPurpose::Storage, model.year, slots, SlotName::RecordsFolder)
}

pub(crate) fn form(model: &Model) -> Form {
    let mut slots = signing_slots(&model.signing);
    slots.push(Slot::day(SlotName::Day, "今天是", model.today));
    slots.push(drive_slot(model));
    Form::new(FormPurpose::Settings, model.year, slots, SlotName::Reporter)
}

fn signing_slots(signing: &Signing) -> Vec<Slot> {
    vec![
        Slot::text(SlotName::Reporter, "填报人", &signing.reporter),
        Slot::text(SlotName::Reviewer, "审核人", &signing.reviewer),
        Slot::text(SlotName::Phone, "电话", &signing.phone),
    ]
}

/// Returns the choices: no second drive, the connected drives, and the chosen drive even if it is not connected.
fn drives(model: &Model) -> Vec<Option<StorageLocation>> {
    let mut drives: Vec<Option<StorageLocation>> = vec![None];
    drives.extend(model.candidates.drives.iter().cloned().map(Some));
    let chosen = model.storage.mirror.as_ref();
    let away = chosen.filter(|chosen| drives.iter().flatten().all(|spot| spot.path != **chosen));
    drives.extend(away.map(|path| {
        Some(StorageLocation { path: path.clone(), label: format!("{}（现在没有接上）", path.display()) })
    }));
    drives
}

fn drive_slot(model: &Model) -> Slot {
    let drives = drives(model);
    let path = |drive: &Option<StorageLocation>| drive.as_ref().map(|spot| spot.path.clone());
    let chosen = drives.iter().position(|drive| path(drive) == model.storage.mirror).unwrap_or(0);
    let words = drives.into_iter().map(|drive| drive.map_or("不另存".to_owned(), |spot| spot.label)).collect();
    Slot::choice(SlotName::SecondDrive, "另存一份到", words, chosen)
}

fn chosen_drive(model: &Model, form: &Form) -> Option<PathBuf> {
    drives(model).into_iter().nth(form.chosen(SlotName::SecondDrive)).flatten().map(|spot| spot.path)
}

/// Stores the signers and returns the form of the next step.
pub(crate) fn take_signers(model: &mut Model, form: &Form) -> Form {
    model.signing = signed(model, form);
    storage_form(model)
}

fn signed(model: &Model, form: &Form) -> Signing {
    let [reporter, reviewer, phone] =
        [SlotName::Reporter, SlotName::Reviewer, SlotName::Phone].map(|name| form.written(name));
    Signing { reporter, reviewer, phone, ..model.signing.clone() }
}

pub(crate) fn read_first_run(model: &Model, form: &Form) -> Option<FirstRunSettings> {
    let township = model.chosen_township.clone()?;
    let folder = model.candidates.locations.get(form.chosen(SlotName::RecordsFolder))?.path.clone();
    let mirror = chosen_drive(model, form);
    Some(FirstRunSettings { township, signing: model.signing.clone(), folder, mirror })
}

pub(crate) fn read_settings(model: &Model, form: &Form) -> Result<Preferences, FormRefusal> {
    let today = form.day(SlotName::Day).ok_or_else(|| bad_day(SlotName::Day))?;
    let signing = signed(model, form);
    if signing.reporter.is_empty() && !model.signing.reporter.is_empty() {
        return unfilled(SlotName::Reporter, "填报人不能空着");
    }
    Ok(Preferences { signing, today, mirror: chosen_drive(model, form) })
}
