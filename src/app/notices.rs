//! Notices (提醒) on the dashboard, the most serious first.

use chrono::Datelike as _;

use crate::app::state::model::Model;
use crate::domain::period::Period;

/// Days until the copy on the second drive is called old.
const OLD_COPY_DAYS: i64 = 30;
/// Fewest entries for which the program asks for a second copy.
const ENTRIES_WORTH_A_COPY: usize = 10;

#[must_use]
pub fn notices(model: &Model) -> Vec<String> {
    let Some(open) = &model.open else { return Vec::new() };
    let mut notices: Vec<String> = open.read_only.iter().chain(&open.notes).cloned().collect();
    notices.extend(clock_notice(model));
    notices.extend(storage_notice(model));
    notices.extend(late_report_notice(model));
    if model.today > model.plan.last_day() {
        notices.push(format!("规划已于 {} 到期，各年度仍可补填、上报。", model.plan.last_day()));
    }
    if model.signing.reporter.is_empty() {
        notices.push("还没有写填报人，请按 0 填写；上报前一定要有。".to_owned());
    }
    notices
}

/// Warns of a date before the notice or before the latest entry.
fn clock_notice(model: &Model) -> Option<String> {
    let today = model.today;
    if today < model.plan.notice.date {
        return Some(format!("电脑日期是 {today}，早于通知发布日，可能不对。请按 0 把今天的日期改对，再记完成情况。"));
    }
    let newest = model.open.as_ref()?.ledger.latest()?.at.date_naive();
    (today < newest)
        .then(|| format!("今天是 {today}，可台账里最近一条是 {newest} 记的。电脑日期可能不对，请按 0 改对。"))
}

/// Warns of records that have no fresh second copy.
fn storage_notice(model: &Model) -> Option<String> {
    let keeping = &model.storage;
    if let Some(folder) = &keeping.started_from {
        return Some(format!(
            "程序是从临时文件夹打开的（{}），关掉以后可能就没有了。请把它拷到别处再打开。",
            folder.display()
        ));
    }
    let entries = model.open.as_ref().map_or(0, |open| open.ledger.len());
    if entries < ENTRIES_WORTH_A_COPY {
        return None;
    }
    match (&keeping.mirror, keeping.mirrored) {
        (Some(drive), None) => Some(format!("还没有另存到 {}，退出时会存一份。", drive.display())),
        (Some(drive), Some(day)) if (model.today - day).num_days() > OLD_COPY_DAYS => {
            Some(format!("自 {day} 起没有另存到 {}，请接好那块盘。", drive.display()))
        }
        (Some(_), Some(_)) => None,
        (None, _) if keeping.wiped_by_reinstall => {
            Some("记录只在系统盘上有一份，重装系统会清空。请按 0 选一块盘另存。".to_owned())
        }
        (None, _) => Some("记录只有一份。请按 0 选第二块盘，退出时自动另存。".to_owned()),
    }
}

fn late_report_notice(model: &Model) -> Option<String> {
    late_period(model).map(|late| format!("{}已经过去，还没有上报。按 F5 上报。", late.name()))
}

/// Returns the last quarter that has ended and that no report covers. A report of a longer period covers it too.
#[must_use]
pub fn late_period(model: &Model) -> Option<Period> {
    let ledger = &model.open.as_ref()?.ledger;
    if model.today.year() != model.year || ledger.is_empty() {
        return None;
    }
    let over = Period::all_of(model.year).into_iter().take(4).rfind(|period| period.is_over(model.today))?;
    let covers = |period: &Period| period.last_day() >= over.last_day() && !ledger.exports(*period).is_empty();
    let reported = Period::all_of(model.year).iter().any(covers);
    (!reported).then_some(over)
}
