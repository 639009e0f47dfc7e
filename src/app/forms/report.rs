//! The form for a report: which period, where it goes, who signs.

use chrono::Datelike as _;

use crate::app::form::{Asked, FOLDER, Form, Purpose, Slot};
use crate::app::guide::Signing;
use crate::app::model::Model;
use crate::domain::period::Period;

use super::Refusal;

const PERIOD: usize = 0;
const REPORTER: usize = 2;

/// The form for a report: the running quarter of a running year, else the whole year.
pub(crate) fn form(model: &Model) -> Form {
    let Signing { folder, reporter, reviewer, phone } = &model.signing;
    let periods = Period::all_of(model.year);
    let running = model.today.year() == model.year;
    let wanted = if running { Period::quarter_of(model.today) } else { Period::year_of(model.year) };
    let chosen = periods.iter().position(|period| *period == wanted).unwrap_or(0);
    let words = periods.iter().map(|period| period.name()).collect();
    let slots = vec![
        Slot::choice("报告期", words, chosen),
        Slot::text("存到", &folder.to_string_lossy()),
        Slot::text("填报人", reporter),
        Slot::text("审核人", reviewer),
        Slot::text("电话", phone),
    ];
    let at = if reporter.is_empty() { REPORTER } else { PERIOD };
    Form { purpose: Purpose::Report(periods), year: model.year, slots, at }
}

/// What the form asks for.
pub(super) fn asked(form: &Form, periods: &[Period]) -> Result<Option<Asked>, Refusal> {
    let folder = form.folder();
    let [reporter, reviewer, phone] = [2, 3, 4].map(|place| form.written(place));
    let refused = |place, what: &str| Err((place, format!("{what}，填好后再按 F5。")));
    if folder.as_os_str().is_empty() {
        return refused(FOLDER, "请填写存到哪个文件夹（如U盘）");
    }
    if !folder.is_absolute() {
        return refused(FOLDER, "请写完整的路径，从盘符或 / 开始");
    }
    if reporter.is_empty() {
        return refused(REPORTER, "请填写填报人");
    }
    let period = periods.get(form.chosen(PERIOD)).copied();
    Ok(period.map(|period| Asked { period, folder, reporter, reviewer, phone }))
}
