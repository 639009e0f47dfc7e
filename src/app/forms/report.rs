//! The form for a report: which period, where it goes, who signs.

use chrono::Datelike as _;

use crate::app::forms::refusal::Refusal;
use crate::app::notices::late_period;
use crate::app::state::form::{Asked, FOLDER, Form, Purpose, Slot};
use crate::app::state::model::Model;
use crate::app::state::setup::Signing;
use crate::domain::period::Period;

/// Place of the period, and of who signs.
pub(crate) const PERIOD: usize = 0;
pub(crate) const REPORTER: usize = 2;
const BESIDE: usize = 5;

/// What can be laid beside the report.
const BESIDES: [&str; 4] = ["不附", "打印用的表格（.xlsx）", "佐证压缩包（.zip）", "表格和佐证压缩包"];

/// The form for a report: the quarter that is late, else the running quarter of a running year, else the whole year.
pub(crate) fn form(model: &Model) -> Form {
    let Signing { folder, reporter, reviewer, phone, .. } = &model.signing;
    let periods = Period::all_of(model.year);
    let running = model.today.year() == model.year;
    let usual = if running { Period::quarter_of(model.today) } else { Period::year_of(model.year) };
    // What the dashboard says is late comes first.
    let wanted = late_period(model).unwrap_or(usual);
    let chosen = periods.iter().position(|period| *period == wanted).unwrap_or(0);
    let words = periods.iter().map(|period| period.name()).collect();
    let slots = vec![
        Slot::choice("报告期", words, chosen),
        Slot::text("存到", &folder.to_string_lossy()),
        Slot::text("填报人", reporter),
        Slot::text("审核人", reviewer),
        Slot::text("电话", phone),
        Slot::choice("另附", BESIDES.map(str::to_owned).into(), 0),
    ];
    let at = if reporter.is_empty() { REPORTER } else { PERIOD };
    Form::new(Purpose::Report(periods), model.year, slots, at)
}

/// What the form asks for.
pub(crate) fn asked(form: &Form, periods: &[Period]) -> Result<Option<Asked>, Refusal> {
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
    let (workbook, evidence) = (matches!(form.chosen(BESIDE), 1 | 3), matches!(form.chosen(BESIDE), 2 | 3));
    let period = periods.get(form.chosen(PERIOD)).copied();
    Ok(period.map(|period| Asked { period, folder, reporter, reviewer, phone, workbook, evidence }))
}
