//! Reporting upward (上报): what 审核 found for the period of the report form, each finding a way to the place where it
//! is mended, and the county's receipts (回执).

use crate::app::forms;
use crate::app::message::Effect;
use crate::app::state::activities::Activities;
use crate::app::state::browser::Picks;
use crate::app::state::checked::Checked;
use crate::app::state::cursor::Cursor;
use crate::app::state::form::{Form, Purpose};
use crate::app::state::model::{Message, Model, Screen};
use crate::app::state::slot::SlotName;
use crate::app::state::view::View;
use crate::app::update::stack::{put_form, show_task};
use crate::domain::check::Place;

/// Opens the report form, and asks for the check of its period.
pub(crate) fn report(model: &mut Model) -> Option<Effect> {
    model.open.as_ref()?;
    let form = forms::report::form(model);
    put_form(model, form);
    check(model)
}

/// Asks for the check of the report form, where that or its findings are in front.
pub(crate) fn check(model: &Model) -> Option<Effect> {
    check_and(model, false)
}

/// The same, and whether what is found shall be shown.
pub(crate) fn check_and(model: &Model, show: bool) -> Option<Effect> {
    if !matches!(model.screen(), Screen::Form(_) | Screen::Findings(_)) {
        return None;
    }
    let form = model.screens.iter().rev().find_map(|screen| match screen {
        Screen::Form(form) if matches!(form.purpose, Purpose::Report(_)) => Some(form),
        _ => None,
    })?;
    let Purpose::Report(periods) = &form.purpose else { return None };
    let period = *periods.get(form.chosen(SlotName::Period))?;
    Some(Effect::Check { period, reporter: form.written(SlotName::Reporter), folder: form.folder(), show })
}

/// Takes in what was found, and shows it where it shall be shown.
pub(crate) fn checked(model: &mut Model, checked: Checked, show: bool) {
    if show && checked.findings.is_empty() {
        model.message = Some(Message::info(format!("{}审核通过，没有发现问题，可以上报。", checked.period.name())));
    } else if show {
        model.screens.push(Screen::Findings(Cursor::default()));
    }
    model.checked = Some(checked);
}

/// What is asked before a report is made that nobody may have meant: of a period that is not over, or once more.
pub(crate) fn question(model: &Model, form: &Form) -> Option<String> {
    let Purpose::Report(periods) = &form.purpose else { return None };
    // What is still to be filled in is told first.
    let period = forms::report::asked(form, periods).ok().flatten()?.period;
    let made = model.open.as_ref()?.ledger.exports(period).len();
    let name = period.name();
    if made > 0 {
        Some(format!("{name}已经上报过{made}次。有改动要再报，再按一次 F5；没有改动，交出的还是原来那一份。"))
    } else if !period.over(model.today) {
        Some(format!("{name}到 {} 才满，现在报会注明“期未满”。确定现在报，再按一次 F5。", period.last_day()))
    } else {
        None
    }
}

/// Looks for a receipt's file.
pub(crate) fn look_for_receipt(model: &Model) -> Effect {
    Effect::List(Picks::Receipt, model.browsed.clone())
}

/// Goes to where the selected finding is mended. The way back leads to the findings again.
pub(crate) fn mend(model: &mut Model, view: &View) -> Option<Effect> {
    let Screen::Findings(cursor) = model.screen() else { return None };
    let place = model.checked.as_ref()?.findings.get(cursor.place)?.place.clone();
    let ledger = &model.open.as_ref()?.ledger;
    match place {
        Place::Reporter => back_to_form(model, SlotName::Reporter),
        Place::Period => back_to_form(model, SlotName::Period),
        Place::Clock => return Some(Effect::Offer),
        Place::Ledgers => {
            model.message = Some(Message::info("这要在文件上处理：请照提示找回台账文件，或请技术人员帮忙。"));
        }
        Place::Item { task, id } => show_task(model, Some(task), Some(&id), view),
        Place::Activities(task) => {
            model.screens.push(Screen::Activities(Activities { only: Some(task), cursor: Cursor::LAST }));
        }
        Place::Activity { id, .. } => {
            let activity = ledger.activity(id)?;
            let form = forms::activity::form(model, activity.task, Some(&activity));
            put_form(model, form);
        }
        Place::Remark(task) => {
            let form = forms::remark::remark(model, ledger, task);
            put_form(model, form);
        }
    }
    None
}

fn back_to_form(model: &mut Model, slot: SlotName) {
    model.screens.pop();
    if let Some(Screen::Form(form)) = model.screens.last_mut() {
        form.focus(slot);
    }
}
