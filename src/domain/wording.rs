//! Domain values in the words a clerk reads.

use chrono::{Datelike as _, NaiveDate};

use super::activity::ActivityPatch;
use super::ledger::{Change, EntryId, Hex16, Ledger, RemarkKind, Standing};
use super::progress::State;

/// A change in words.
#[must_use]
pub fn change_words(ledger: &Ledger, change: &Change) -> String {
    let target = |entry: &EntryId| match ledger.entry(*entry).map(|target| &target.change) {
        Some(Change::Undo { .. } | Change::Redo { .. }) | None => "一处改动".to_owned(),
        Some(change) => change_words(ledger, change),
    };
    match change {
        Change::Mark { item, year, to } => {
            let year = year.map(|year| format!("（{year}年度）")).unwrap_or_default();
            format!("{item}{year} 标为{}", standing_words(to))
        }
        Change::Activity { id, set } => activity_words(ledger, *id, set),
        Change::Remark { task, year, set } => {
            let told: Vec<String> = RemarkKind::ALL
                .into_iter()
                .filter_map(|kind| set.get(kind).map(|text| format!("{}“{text}”", kind.word())))
                .collect();
            format!("任务{task}（{year}年度） {}", told.join("，"))
        }
        Change::OwnItem { item, text: Some(text), .. } => format!("自列清单 {item} {text}"),
        Change::OwnItem { item, text: None, .. } => format!("删去自列清单 {item}"),
        Change::Exported { period, revision, .. } => format!("上报{}，第{revision}次", period.name()),
        Change::Undo { entry } => format!("撤销：{}", target(entry)),
        Change::Redo { entry } => format!("恢复：{}", target(entry)),
    }
}

/// What a patch does to an activity.
fn activity_words(ledger: &Ledger, id: Hex16, set: &ActivityPatch) -> String {
    let known = ledger.activity(id).map(|activity| activity.title);
    let title = set.title.clone().or(known).map(|title| format!("“{title}”")).unwrap_or_default();
    match (set.dropped, set.date, set.task) {
        (Some(true), ..) => format!("删去活动{title}"),
        (None, Some(date), Some(task)) if set.title.is_some() => format!("记活动{title}（{date}，任务{task}）"),
        _ => format!("改活动{title}"),
    }
}

/// A standing in words.
#[must_use]
pub fn standing_words(standing: &Standing) -> String {
    match standing {
        Standing::Done { on } => format!("已完成（{on}）"),
        Standing::NotApplicable { reason } => format!("不适用（{reason}）"),
        other => State::of(other).word().to_owned(),
    }
}

/// What is told where "done today" had to be dated on the last day of a year that is over.
#[must_use]
pub fn late_note(standing: &Standing, today: NaiveDate) -> Option<String> {
    match standing {
        Standing::Done { on } if *on != today => {
            Some(format!("今天（{today}）不在{}年度内，日期记为该年最后一天。", on.year()))
        }
        _ => None,
    }
}

/// Bytes in the words of the system's own windows.
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
