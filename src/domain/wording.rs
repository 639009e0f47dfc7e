//! Domain values in the words a clerk reads.

use std::borrow::Cow;

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

/// Whether a character moves, clears or colours a terminal, or turns the reading order round.
#[must_use]
pub fn is_treacherous(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// `text` without treacherous characters; line ends stay.
#[must_use]
pub fn harmless(text: &str) -> Cow<'_, str> {
    let stays = |c: &char| *c == '\n' || !is_treacherous(*c);
    if text.chars().all(|c| stays(&c)) { Cow::Borrowed(text) } else { text.chars().filter(stays).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moves_a_terminal_or_turns_the_reading_order_is_dropped_and_ordinary_text_is_not_copied() {
        assert_eq!(harmless("甲\u{1b}[2J\r\n\u{9b}31m乙\u{202e}\u{2066}"), "甲[2J\n31m乙");
        assert!(matches!(harmless("“三下乡”\n第1次"), Cow::Borrowed(_)));
    }
}
