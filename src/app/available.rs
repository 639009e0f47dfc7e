//! Which acts mean anything now; the footer names no other.

use crate::app::county_selection;
use crate::app::keymap::{Intent, Scope};
use crate::app::state::browser::Picks;
use crate::app::state::model::{Model, Screen};
use crate::app::state::slot::Value;

/// Whether an act means anything now; the footer names no other.
#[must_use]
pub fn can(model: &Model, intent: Intent) -> bool {
    let value = || if let Screen::Form(form) = model.screen() { form.value() } else { None };
    let picks = |picks| matches!(model.screen(), Screen::Browser(browser) if browser.picks == picks);
    match intent {
        Intent::Back => {
            let typed = matches!(model.screen(), Screen::Chooser(chooser) if !chooser.field.value().is_empty());
            let within =
                typed || matches!(model.scope(), Scope::Items | Scope::Search | Scope::Working) || model.is_filtered();
            within || model.screens.len() > 1
        }
        // A day can be stepped through by page keys, but it has a calendar.
        Intent::NextValue => !matches!(value(), Some(Value::Text(_) | Value::Texts { .. } | Value::Day(_))),
        Intent::Pick => match value() {
            Some(Value::Text(_)) => matches!(model.screen(), Screen::Form(form) if form.at_folder()),
            value => matches!(value, Some(Value::Day(_) | Value::Files { .. })),
        },
        Intent::RemoveFile => matches!(value(), Some(Value::Files { pieces, .. }) if !pieces.is_empty()),
        Intent::StartOver => matches!(model.screen(), Screen::Form(form) if form.touched),
        Intent::MarkFile => picks(Picks::Files),
        Intent::DropItem | Intent::EditItem => model.line_in_hand().is_some_and(|line| line.own()),
        intent if model.at_county().is_some() => county_selection::can(model, intent),
        _ => true,
    }
}
