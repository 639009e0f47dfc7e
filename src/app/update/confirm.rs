//! Acts that cannot be taken back are asked for twice (再按一次): the first time asks, the same act once more answers
//! yes, be it by key, by click or from the last slot of a form. Whatever else comes in between takes the question back.

use crate::app::keymap::Intent;
use crate::app::state::model::{Message, Model, Screen};
use crate::app::update::{county, report};

/// Whether the act is done now; else what is asked before it was told.
pub(crate) fn goes_ahead(model: &mut Model, intent: Intent) -> bool {
    if model.pending_confirmation.take() == Some(intent) {
        return true;
    }
    let Some(question) = question(model, intent) else { return true };
    model.pending_confirmation = Some(intent);
    model.message = Some(Message::alert(question));
    false
}

/// Takes the question back, where one is asked: something else came in between.
pub(crate) fn take_back(model: &mut Model) {
    if model.pending_confirmation.take().is_some() {
        model.message = None;
    }
}

/// What is asked before an act.
fn question(model: &Model, intent: Intent) -> Option<String> {
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
        (Intent::Submit, Screen::Form(form)) => report::question(model, form).or_else(|| county::question(model, form)),
        _ => None,
    }
}
