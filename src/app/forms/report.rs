//! The report form: period, folder and signers.

use chrono::Datelike as _;

use crate::app::forms::refusal::{FormRefusal, required_folder, unfilled};
use crate::app::notices::late_period;
use crate::app::state::form::{Form, FormPurpose, ReportRequest};
use crate::app::state::model::Model;
use crate::app::state::setup::Signing;
use crate::app::state::slot::{Slot, SlotName};
use crate::domain::period::Period;

/// Files that can be written beside the report.
const ATTACHMENTS: [&str; 4] = ["不附", "打印用的表格（.xlsx）", "佐证压缩包（.zip）", "表格和佐证压缩包"];

/// Selects the late quarter, else the running quarter of a running year, else the whole year.
pub(crate) fn form(model: &Model) -> Form {
    let Signing { folder, reporter, reviewer, phone, .. } = &model.signing;
    let periods = Period::all_of(model.year);
    let running = model.today.year() == model.year;
    let usual = if running { Period::quarter_of(model.today) } else { Period::year_of(model.year) };
    // The late quarter that the dashboard names comes first.
    let preferred = late_period(model).unwrap_or(usual);
    let chosen = periods.iter().position(|period| *period == preferred).unwrap_or(0);
    let words = periods.iter().map(|period| period.name()).collect();
    let slots = vec![
        Slot::choice(SlotName::Period, "报告期", words, chosen),
        Slot::text(SlotName::Folder, "存到", &folder.to_string_lossy()),
        Slot::text(SlotName::Reporter, "填报人", reporter),
        Slot::text(SlotName::Reviewer, "审核人", reviewer),
        Slot::text(SlotName::Phone, "电话", phone),
        Slot::choice(SlotName::Attachments, "另附", ATTACHMENTS.map(str::to_owned).into(), 0),
    ];
    let at = if reporter.is_empty() { SlotName::Reporter } else { SlotName::Period };
    Form::new(FormPurpose::Report(periods), model.year, slots, at)
}

pub(crate) fn read(form: &Form, periods: &[Period]) -> Result<Option<ReportRequest>, FormRefusal> {
    let folder = required_folder(form)?;
    let [reporter, reviewer, phone] =
        [SlotName::Reporter, SlotName::Reviewer, SlotName::Phone].map(|name| form.written(name));
    if reporter.is_empty() {
        return unfilled(SlotName::Reporter, "请填写填报人");
    }
    let (workbook, evidence) =
        (matches!(form.chosen(SlotName::Attachments), 1 | 3), matches!(form.chosen(SlotName::Attachments), 2 | 3));
    let period = periods.get(form.chosen(SlotName::Period)).copied();
    Ok(period.map(|period| ReportRequest { period, folder, reporter, reviewer, phone, workbook, evidence }))
}
