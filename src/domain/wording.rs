//! Domain values in the Chinese words that a clerk reads.

use chrono::{Datelike as _, NaiveDate};

use super::activity::ActivityPatch;
use super::ledger::{Change, DeviceId, EntryId, Hex16, ItemStatus, Ledger, RemarkKind};
use super::period::Period;
use super::progress::State;
use super::serves::ServesPatch;
use crate::domain::measure::Measure;

/// Describes a change, as the history shows it.
#[must_use]
pub fn change_words(ledger: &Ledger, change: &Change) -> String {
    let target = |entry: &EntryId| match ledger.entry(*entry).map(|target| &target.change) {
        Some(Change::Undo { .. } | Change::Redo { .. }) | None => "一处改动".to_owned(),
        Some(change) => change_words(ledger, change),
    };
    match change {
        Change::Mark { item, year, to } => {
            let year = year.map(|year| format!("（{year}年度）")).unwrap_or_default();
            format!("{item}{year} 标为{}", status_words(to))
        }
        Change::MarkOccurrence { item, occurrence, to } => {
            format!("{item}（{}） 标为{}", occurrence.name(), status_words(to))
        }
        Change::Activity { id, set } => activity_words(ledger, *id, set),
        Change::ActivityServing { id, set, serves } => {
            let words = activity_words(ledger, *id, set);
            format!("{words}{}", serves_words(serves))
        }
        Change::PlannedActivity { id, set, serves } => planned_words(ledger, *id, set, serves),
        Change::Assign { item, year, to } => {
            let year = year.map(|year| format!("（{year}年度）")).unwrap_or_default();
            if to.is_empty() { format!("收回 {item}{year} 的分工") } else { format!("{item}{year} 分给{to}") }
        }
        Change::Remark { task, year, set } => {
            let remarks: Vec<String> = RemarkKind::ALL
                .into_iter()
                .filter_map(|kind| set.get(kind).map(|text| format!("{}“{text}”", kind.word())))
                .collect();
            format!("任务{task}（{year}年度） {}", remarks.join("，"))
        }
        Change::OwnItem { item, text, .. } => own_item_words(item, None, text.as_deref()),
        Change::OwnItemOfYear { item, year, text, .. } => own_item_words(item, Some(*year), text.as_deref()),
        Change::Exported { period, revision, .. } => format!("上报{}，第{revision}次", period.name()),
        Change::Undo { entry } => format!("撤销：{}", target(entry)),
        Change::Redo { entry } => format!("恢复：{}", target(entry)),
    }
}

/// Describes an edit of an activity.
fn activity_words(ledger: &Ledger, id: Hex16, set: &ActivityPatch) -> String {
    let known = ledger.activity(id).map(|activity| activity.title);
    let title = set.title.clone().or(known).map(|title| format!("“{title}”")).unwrap_or_default();
    match (set.dropped, set.date, set.task) {
        (Some(true), ..) => format!("删去活动{title}"),
        (None, Some(date), Some(task)) if set.title.is_some() => format!("记活动{title}（{date}，任务{task}）"),
        _ => format!("改活动{title}"),
    }
}

fn own_item_words(item: &str, year: Option<i32>, text: Option<&str>) -> String {
    let year = year.map(|year| format!("（{year}年度）")).unwrap_or_default();
    text.map_or_else(|| format!("删去自列清单 {item}{year}"), |text| format!("自列清单 {item}{year} {text}"))
}

/// Describes what an activity serves, to be added to a description.
fn serves_words(serves: &ServesPatch) -> String {
    let tasks = serves.tasks.as_ref().map(|tasks| {
        let tasks: Vec<String> = tasks.iter().map(ToString::to_string).collect();
        if tasks.is_empty() {
            "，不再算到别的任务".to_owned()
        } else {
            format!("，也算任务{}", tasks.join("、"))
        }
    });
    let items = serves.items.as_ref().map(|items| {
        if items.is_empty() {
            "，不再算到清单".to_owned()
        } else {
            format!("，算到清单 {}", items.join("、"))
        }
    });
    tasks.unwrap_or_default() + &items.unwrap_or_default()
}

/// Describes an edit of a planned activity.
fn planned_words(ledger: &Ledger, id: Hex16, set: &ActivityPatch, serves: &ServesPatch) -> String {
    let known = ledger.planned_activity(id).map(|planned| planned.title.clone());
    let title = set.title.clone().or(known).map(|title| format!("“{title}”")).unwrap_or_default();
    let serves = serves_words(serves);
    match (set.dropped, set.date, set.task) {
        (Some(true), ..) => format!("删去计划{title}"),
        (None, Some(date), Some(task)) if set.title.is_some() => format!("记计划{title}（{date}，任务{task}）{serves}"),
        _ => format!("改计划{title}{serves}"),
    }
}

/// The field that a change sets, and its value; for a change of one field.
#[must_use]
pub fn value_words(ledger: &Ledger, change: &Change) -> (String, String) {
    match change {
        Change::Mark { item, year, to } => {
            let year = year.map(|year| format!("（{year}年度）")).unwrap_or_default();
            (format!("清单 {item}{year}"), status_words(to))
        }
        Change::Remark { task, year, set } => {
            let remark = RemarkKind::ALL.into_iter().find_map(|kind| Some((kind.word(), set.get(kind)?)));
            let (kind, text) = remark.map_or(("", ""), |(kind, text)| (kind, text.as_str()));
            (format!("任务{task}（{year}年度）{kind}"), format!("“{text}”"))
        }
        Change::MarkOccurrence { item, occurrence, to } => {
            (format!("清单 {item}（{}）", occurrence.name()), status_words(to))
        }
        Change::Activity { id, set } => {
            let (part, value) = part_words(set);
            (format!("活动{}的{part}", title_words(ledger, *id)), value)
        }
        Change::ActivityServing { id, serves, .. } => {
            let (part, value) = serves_part_words(serves);
            (format!("活动{}的{part}", title_words(ledger, *id)), value)
        }
        Change::PlannedActivity { id, set, serves } => {
            let (part, value) = if serves.is_empty() { part_words(set) } else { serves_part_words(serves) };
            (format!("计划{}的{part}", title_words(ledger, *id)), value)
        }
        Change::Assign { item, to, .. } => {
            let to = if to.is_empty() { "没有分工".to_owned() } else { format!("“{to}”") };
            (format!("清单 {item} 的分工"), to)
        }
        Change::OwnItem { item, text, .. } | Change::OwnItemOfYear { item, text, .. } => {
            (format!("自列清单 {item}"), text.as_ref().map_or_else(|| "删去".to_owned(), |text| format!("“{text}”")))
        }
        Change::Exported { .. } | Change::Undo { .. } | Change::Redo { .. } => {
            (change_words(ledger, change), String::new())
        }
    }
}

/// The title of an activity, held or planned.
fn title_words(ledger: &Ledger, id: Hex16) -> String {
    let held = ledger.activity(id).map(|activity| activity.title);
    let known = held.or_else(|| ledger.planned_activity(id).map(|planned| planned.title.clone()));
    known.map(|title| format!("“{title}”")).unwrap_or_default()
}

/// The one served field that a patch sets, and its value.
fn serves_part_words(serves: &ServesPatch) -> (&'static str, String) {
    let none = |list: String| if list.is_empty() { "没有".to_owned() } else { list };
    match (&serves.tasks, &serves.items) {
        (Some(tasks), _) => {
            let tasks: Vec<String> = tasks.iter().map(ToString::to_string).collect();
            ("其他任务", none(tasks.join("、")))
        }
        (None, Some(items)) => ("清单", none(items.join("、"))),
        (None, None) => ("内容", String::new()),
    }
}

/// The one field of an activity that a patch sets, and its value.
fn part_words(set: &ActivityPatch) -> (&'static str, String) {
    let number = |number: Option<u64>| number.map_or_else(|| "-".to_owned(), |number| number.to_string());
    let text = |text: &String| format!("“{text}”");
    None.or(set.date.map(|date| ("日期", date.to_string())))
        .or(set.task.map(|task| ("任务", task.to_string())))
        .or(set.title.as_ref().map(|title| ("名称", text(title))))
        .or(set.place.as_ref().map(|place| ("地点", text(place))))
        .or_else(|| Measure::ALL.into_iter().find_map(|one| Some((one.name(), number(set.number(one)?)))))
        .or(set.evidence.as_ref().map(|pieces| ("佐证", format!("{}份", pieces.len()))))
        .or(set.note.as_ref().map(|note| ("备注", text(note))))
        .or(set.dropped.map(|dropped| ("存废", if dropped { "删去" } else { "保留" }.to_owned())))
        .unwrap_or(("内容", String::new()))
}

/// A note on the other periods that a township reported; empty if there are none.
#[must_use]
pub fn other_periods_words(periods: &[Period]) -> String {
    const NAMED: usize = 3;
    if periods.is_empty() {
        return String::new();
    }
    let names: Vec<String> = periods.iter().take(NAMED).map(|period| period.name()).collect();
    let more = if periods.len() > NAMED { format!("等{}期", periods.len()) } else { String::new() };
    format!("另报了{}{more}", names.join("、"))
}

/// A status with its day or reason.
#[must_use]
pub fn status_words(status: &ItemStatus) -> String {
    match status {
        ItemStatus::Done { on } => format!("已完成（{on}）"),
        ItemStatus::NotApplicable { reason } => format!("不适用（{reason}）"),
        other => State::of(other).word().to_owned(),
    }
}

/// A note for a "done today" that was dated on the last day of a past year.
#[must_use]
pub fn late_note(status: &ItemStatus, today: NaiveDate) -> Option<String> {
    match status {
        ItemStatus::Done { on } if *on != today => {
            Some(format!("今天（{today}）不在{}年度内，日期记为该年最后一天。", on.year()))
        }
        _ => None,
    }
}

/// A file size in the units that Windows shows.
#[must_use]
pub fn size_words(bytes: u64) -> String {
    const KB: u64 = 1 << 10;
    const MB: u64 = 1 << 20;
    const GB: u64 = 1 << 30;
    let tenths = |unit: u64, word| format!("{}.{} {word}", bytes / unit, bytes % unit * 10 / unit);
    match bytes {
        0..KB => format!("{bytes} 字节"),
        KB..MB => format!("{} KB", bytes / KB),
        MB..GB => tenths(MB, "MB"),
        GB.. => tenths(GB, "GB"),
    }
}

/// A warning that the ledger of a PC lost entries that a report contains. `fewer` is 0 if others were written since.
#[must_use]
pub fn rolled_back_words(device: DeviceId, fewer: u64) -> String {
    if fewer > 0 {
        return format!("电脑 {device} 的台账比上次上报时少了{fewer}条，可能换成了旧文件。请找回新的台账，放回原处。");
    }
    format!(
        "电脑 {device} 的台账里没有上次上报时的那些记录，可能换成了旧文件又接着记了。请用 taizhang merge 把上次的上报文件或备份并进来。"
    )
}

/// A number in at most `columns` columns, five or more: whole if it fits, else in 万 or 亿.
#[must_use]
pub fn count_words(number: u64, columns: usize) -> String {
    const UNITS: [(u64, &str); 2] = [(10_000, "万"), (100_000_000, "亿")];
    let fits = |text: &String| super::text::columns(text) <= columns;
    let in_unit = |(unit, word): (u64, &str)| {
        let (ones, tenths) = (number / unit, number % unit * 10 / unit);
        [format!("{ones}.{tenths}{word}"), format!("{ones}{word}")]
    };
    let mut texts = std::iter::once(number.to_string()).chain(UNITS.into_iter().flat_map(in_unit));
    texts.find(fits).unwrap_or_else(|| ">千亿".to_owned())
}

/// `done/all` in at most `columns` columns, or a percentage if that does not fit.
#[must_use]
pub fn share_words(done: u64, all: u64, columns: usize) -> String {
    let text = format!("{done}/{all}");
    if text.len() <= columns { text } else { format!("{}%", (done * 100).checked_div(all).unwrap_or(0)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_numbers_shorten_to_wan_yi() {
        let cases = [
            (0, "0", "0"),
            (99_999, "99999", "99999"),
            (123_456, "12万", "123456"),
            (9_999_999, "999万", "9999999"),
            (12_345_678, "0.1亿", "1234万"),
            (99_999_999, "0.9亿", "9999万"),
            (123_456_789, "1.2亿", "12345万"),
            (98_765_432_109, "987亿", "987.6亿"),
            (123_456_789_012, ">千亿", "1234亿"),
            (u64::MAX, ">千亿", ">千亿"),
        ];
        for (number, in_five, in_seven) in cases {
            assert_eq!([count_words(number, 5), count_words(number, 7)], [in_five, in_seven], "{number}");
        }
    }

    #[test]
    fn long_shares_shorten_to_percent() {
        assert_eq!(share_words(27, 48, 5), "27/48");
        assert_eq!(share_words(123_456, 234_567, 8), "52%");
        assert_eq!(share_words(100_000, 100_000, 5), "100%");
        assert_eq!(share_words(0, 0, 5), "0/0");
    }
}
