//! Which acts are available now. The footer shows only these.

use crate::app::county_selection;
use crate::app::keymap::{Intent, Scope};
use crate::app::state::browser::BrowserPurpose;
use crate::app::state::model::{Model, Screen};
use crate::app::state::slot::SlotValue;

#[must_use]
pub fn is_available(model: &Model, intent: Intent) -> bool {
    let value = || if let Screen::Form(form) = model.screen() { form.value() } else { None };
    let picks = |picks| matches!(model.screen(), Screen::Browser(browser) if browser.purpose == picks);
    match intent {
        Intent::Back => {
            let typed = matches!(model.screen(), Screen::Chooser(chooser) if !chooser.field.value().is_empty());
            let within =
                typed || matches!(model.scope(), Scope::Items | Scope::Search | Scope::Working) || model.is_filtered();
            within || model.screens.len() > 1
        }
        // Page keys step through days, but the footer shows the calendar instead.
        Intent::NextValue => !matches!(value(), Some(SlotValue::Text(_) | SlotValue::Texts { .. } | SlotValue::Day(_))),
        Intent::Pick => match value() {
            Some(SlotValue::Text(_)) => matches!(model.screen(), Screen::Form(form) if form.at_folder()),
            value => matches!(value, Some(SlotValue::Day(_) | SlotValue::Files { .. })),
        },
        Intent::RemoveFile => matches!(value(), Some(SlotValue::Files { files, .. }) if !files.is_empty()),
        Intent::StartOver => matches!(model.screen(), Screen::Form(form) if form.is_changed),
        Intent::MarkFile => picks(BrowserPurpose::Files),
        Intent::DropItem | Intent::EditItem => model.selected_line().is_some_and(|line| line.is_own()),
        intent if model.at_county().is_some() => county_selection::is_available(model, intent),
        _ => true,
    }
}
