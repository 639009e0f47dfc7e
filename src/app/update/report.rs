//! Reports to the county (上报): the audit (审核) of the report form, its findings, and receipts (回执).

use crate::app::forms;
use crate::app::message::Effect;
use crate::app::state::activities::ActivityList;
use crate::app::state::audit::ReportAudit;
use crate::app::state::browser::BrowserPurpose;
use crate::app::state::cursor::Cursor;
use crate::app::state::form::{Form, FormPurpose};
use crate::app::state::model::{Message, Model, Screen};
use crate::app::state::slot::SlotName;
use crate::app::state::view::FrameView;
use crate::app::update::stack::{push_form, show_task};
use crate::domain::check::FindingPlace;

/// Opens the report form and asks for its audit.
pub(crate) fn open_report(model: &mut Model) -> Option<Effect> {
    model.open.as_ref()?;
    let form = forms::report::form(model);
    push_form(model, form);
    check(model)
}

/// Asks for an audit if the report form or its findings are visible.
pub(crate) fn check(model: &Model) -> Option<Effect> {
    check_and_show(model, false)
}

pub(crate) fn check_and_show(model: &Model, show: bool) -> Option<Effect> {
    if !matches!(model.screen(), Screen::Form(_) | Screen::Findings(_)) {
        return None;
    }
    let form = model.screens.iter().rev().find_map(|screen| match screen {
        Screen::Form(form) if matches!(form.purpose, FormPurpose::Report(_)) => Some(form),
        _ => None,
    })?;
    let FormPurpose::Report(periods) = &form.purpose else { return None };
    let period = *periods.get(form.chosen(SlotName::Period))?;
    Some(Effect::Check { period, reporter: form.written(SlotName::Reporter), folder: form.folder(), show })
}

/// Stores the audit, and opens its findings if `show` is set.
pub(crate) fn on_checked(model: &mut Model, checked: ReportAudit, show: bool) {
    if show && checked.findings.is_empty() {
        model.message = Some(Message::info(format!("{}审核通过，没有发现问题，可以上报。", checked.period.name())));
    } else if show {
        model.screens.push(Screen::Findings(Cursor::default()));
    }
    model.checked = Some(checked);
}

/// Returns the question before a report of a running period or a second report.
pub(crate) fn confirmation_question(model: &Model, form: &Form) -> Option<String> {
    let FormPurpose::Report(periods) = &form.purpose else { return None };
    // Missing fields are reported first.
    let period = forms::report::read(form, periods).ok().flatten()?.period;
    let made = model.open.as_ref()?.ledger.exports(period).len();
    let name = period.name();
    if made > 0 {
        Some(format!("{name}已经上报过{made}次。有改动要再报，再按一次 F5；没有改动，交出的还是原来那一份。"))
    } else if !period.is_over(model.today) {
        Some(format!("{name}到 {} 才满，现在报会注明“期未满”。确定现在报，再按一次 F5。", period.last_day()))
    } else {
        None
    }
}

pub(crate) fn look_for_receipt(model: &Model) -> Effect {
    Effect::List(BrowserPurpose::Receipt, model.last_folder.clone())
}

/// Opens the place where the selected finding is fixed. Back returns to the findings.
pub(crate) fn open_finding(model: &mut Model, view: &FrameView) -> Option<Effect> {
    let Screen::Findings(cursor) = model.screen() else { return None };
    let place = model.checked.as_ref()?.findings.get(cursor.index)?.place.clone();
    let ledger = &model.open.as_ref()?.ledger;
    match place {
        FindingPlace::Reporter => back_to_form(model, SlotName::Reporter),
        FindingPlace::Period => back_to_form(model, SlotName::Period),
        FindingPlace::Clock => return Some(Effect::FindStorage),
        FindingPlace::Ledgers => {
            model.message = Some(Message::info("这要在文件上处理：请照提示找回台账文件，或请技术人员帮忙。"));
        }
        FindingPlace::Item { task, id } => show_task(model, Some(task), Some(&id), view),
        FindingPlace::Activities(task) => {
            model.screens.push(Screen::Activities(ActivityList { only: Some(task), cursor: Cursor::LAST }));
        }
        FindingPlace::Activity { id, .. } => {
            let activity = ledger.activity(id)?;
            let form = forms::activity::form(model, activity.task, Some(&activity));
            push_form(model, form);
        }
        FindingPlace::Remark(task) => {
            let form = forms::remark::remark_form(model, ledger, task);
            push_form(model, form);
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
