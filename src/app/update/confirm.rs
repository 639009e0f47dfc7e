//! Destructive acts need a second press (再按一次), by key, by click or from the last slot of a form. Any other input
//! cancels.

use crate::app::keymap::Intent;
use crate::app::state::model::{Message, Model, Screen};
use crate::app::update::{county, report};

/// Returns whether to run the act now. Otherwise shows the question and waits for the second press.
pub(crate) fn is_confirmed(model: &mut Model, intent: Intent) -> bool {
    if model.pending_confirmation.take() == Some(intent) {
        return true;
    }
    let Some(question) = confirmation_question(model, intent) else { return true };
    model.pending_confirmation = Some(intent);
    model.message = Some(Message::alert(question));
    false
}

/// Cancels a pending question.
pub(crate) fn cancel(model: &mut Model) {
    if model.pending_confirmation.take().is_some() {
        model.message = None;
    }
}

fn confirmation_question(model: &Model, intent: Intent) -> Option<String> {
    match (intent, model.screen()) {
        (Intent::Quit, _) if model.is_unsaved() => {
            Some("有填了还没有存盘的表。按 F5 存盘；再按一次 F10 就不存了，退出。".to_owned())
        }
        (Intent::Open, Screen::Chooser(_)) if model.is_unsaved() => {
            Some("有填了还没有存盘的表，换乡镇就不要了。再按一次回车就换。".to_owned())
        }
        (Intent::StartOver, Screen::Form(form)) if form.is_unsaved() => {
            Some("这张表填的还没有存盘，重新填就不要了。再按一次 F8 就重新填。".to_owned())
        }
        (Intent::Submit, Screen::Form(form)) => {
            report::confirmation_question(model, form).or_else(|| county::confirmation_question(model, form))
        }
        _ => None,
    }
}
