//! Messages after collecting reports, and the reminder (催报) to townships that have not reported.

use std::fmt::Write as _;

use chrono::Datelike as _;

use crate::app::state::county::CountyState;
use crate::app::state::county_table::CountyRow;
use crate::app::state::model::Model;
use crate::app::state::setup::Signing;
use crate::domain::county::{REMINDER, Received, ReportOrigin};
use crate::domain::text::one_line;

pub(crate) fn township_names<'a>(county: &CountyState, reports: impl Iterator<Item = &'a Received>) -> String {
    let name = |report: &Received| {
        county.plan_and_township(report).map_or(report.code.clone(), |(_, township)| township.name.clone())
    };
    reports.map(name).collect::<Vec<_>>().join("、")
}

/// Returns the file name without folders. A file inside an archive has both names.
#[must_use]
pub fn file_name(origin: &ReportOrigin) -> String {
    let name = origin.path.file_name().unwrap_or_default().to_string_lossy();
    one_line(&match &origin.within {
        Some(within) => format!("{name}/{within}"),
        None => name.into_owned(),
    })
}

/// Most periods that one message names.
const PERIODS: usize = 3;

/// Returns whether the clerk must act, and the message after the folders were read.
pub(crate) fn summarize_collection(county: &CountyState) -> (bool, String) {
    let found = &county.collected;
    let reports = found.county.reports.len();
    let mut text = if found.stopped {
        format!("没有读完就停了，表里只有已经读到的{reports}份，不完整；按 5 重新读。")
    } else if reports == 0 {
        "没有找到可以汇总的上报文件。".to_owned()
    } else {
        format!("读到{reports}份上报。")
    };
    let others = found.county.periods().iter().rev().filter(|(period, _)| *period != county.period);
    let others: Vec<String> = others.map(|(period, count)| format!("{}（{count}个乡镇）", period.name())).collect();
    if !others.is_empty() {
        let more = if others.len() > PERIODS { format!("等{}期", others.len()) } else { String::new() };
        let _ = write!(text, "另有{}{more}，按 F7 看。", others[..others.len().min(PERIODS)].join("、"));
    }
    if county.table.conflicts > 0 {
        let _ = write!(text, "{}个乡镇有冲突，按回车选定一份。", county.table.conflicts);
    }
    if !found.rejected.is_empty() {
        let _ = write!(text, "{}个文件没有采用，按 F3 看为什么。", found.rejected.len());
    }
    (found.stopped || reports == 0 || county.table.conflicts > 0 || !found.rejected.is_empty(), text)
}

/// Writes the reminder. The clerk fills in the day.
pub(crate) fn write_reminder(model: &Model, county: &CountyState) -> String {
    let table = &county.table;
    let period = county.period.name();
    let mut has_others = false;
    let mut text = format!("{REMINDER}{period}完成情况\n\n");
    for (at, known) in county.collected.plans.iter().enumerate() {
        let of_plan: Vec<&CountyRow> = county.missing().filter(|row| row.plan == at).collect();
        if of_plan.is_empty() {
            continue;
        }
        let (plan, count) = (&known.plan.short, of_plan.len());
        let _ = writeln!(text, "{plan}，以下{count}个乡镇还没有上报{period}完成情况：");
        for row in of_plan {
            let others = county.other_periods(row);
            has_others |= !others.is_empty();
            let others = if others.is_empty() { others } else { format!("（{others}，已经收到）") };
            let _ = writeln!(text, "    {}{others}", county.township(row).name);
        }
        text.push('\n');
    }
    if has_others {
        let _ = writeln!(text, "写着“另报了”的乡镇，请核对那一份的报告期是否选错；{period}的仍要上报。");
    }
    let Signing { office, reporter, phone, .. } = &model.signing;
    let to = if office.is_empty() { "县里" } else { office };
    let _ = writeln!(text, "请于＿＿月＿＿日前审核完毕，把上报文件报送{to}。");
    let _ = writeln!(text, "（共{}个乡镇，已报{}个。）\n", table.rows.len(), table.rows.len() - table.missing);
    for (label, value) in [("", office), ("联系人：", reporter), ("电话：", phone)] {
        if !value.is_empty() {
            let _ = writeln!(text, "{label}{value}");
        }
    }
    let day = model.today;
    let _ = writeln!(text, "{}年{}月{}日", day.year(), day.month(), day.day());
    text
}
