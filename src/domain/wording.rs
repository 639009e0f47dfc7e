//! Domain values in the words a clerk reads.

use chrono::{Datelike as _, NaiveDate};

use super::ledger::{Change, EntryId, Ledger, Standing};
use super::progress::State;

/// A change in words.
#[must_use]
pub fn change_words(ledger: &Ledger, change: &Change) -> String {
    let target = |entry: &EntryId| match ledger.entry(*entry).map(|target| &target.change) {
        Some(mark @ Change::Mark { .. }) => change_words(ledger, mark),
        _ => "一处改动".to_owned(),
    };
    match change {
        Change::Mark { item, year, to } => {
            let year = year.map(|year| format!("（{year}年度）")).unwrap_or_default();
            format!("{item}{year} 标为{}", standing_words(to))
        }
        Change::Exported { period, revision, .. } => format!("上报{}，第{revision}次", period.name()),
        Change::Undo { entry } => format!("撤销：{}", target(entry)),
        Change::Redo { entry } => format!("恢复：{}", target(entry)),
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
