//! A form: labelled slots from top to bottom, each a choice, a day or a line of text. What it is for, and what comes
//! of it, is in `forms`.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::domain::ledger::Hex16;
use crate::domain::period::Period;
use crate::domain::text::one_line;
use crate::terminal::field::Field;

/// What a form is filled in for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// A report of one of these periods.
    Report(Vec<Period>),
    /// The standing of an item.
    Item(String),
    /// An activity: a new one, or the one of that identity.
    Activity(Option<Hex16>),
    /// The remarks on a task.
    Remark(u32),
}

/// What a slot holds.
#[derive(Debug, Clone)]
pub enum Value {
    /// One of these words.
    Choice {
        /// The words.
        words: Vec<String>,
        /// Place of the chosen one.
        at: usize,
    },
    /// A day, written `2025-03-12`.
    Day(Field),
    /// A line of text.
    Text(Field),
}

/// A labelled slot.
#[derive(Debug, Clone)]
pub struct Slot {
    /// What stands before it.
    pub label: &'static str,
    /// What it holds.
    pub value: Value,
}

/// A form and where the keys go.
#[derive(Debug, Clone)]
pub struct Form {
    /// What it is filled in for.
    pub purpose: Purpose,
    /// The year that was filled in when it was opened.
    pub year: i32,
    /// The slots, from top to bottom.
    pub slots: Vec<Slot>,
    /// Place of the slot the keys go to.
    pub at: usize,
}

/// Place of the folder in the report form.
pub const FOLDER: usize = 1;

/// What the report form asks for, checked by nobody yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The period.
    pub period: Period,
    /// The folder the report goes to.
    pub folder: PathBuf,
    /// 填报人
    pub reporter: String,
    /// 审核人
    pub reviewer: String,
    /// 电话
    pub phone: String,
}

impl Slot {
    /// A line of text.
    #[must_use]
    pub fn text(label: &'static str, text: &str) -> Self {
        Self { label, value: Value::Text(Field::new(text)) }
    }

    /// A day.
    #[must_use]
    pub fn day(label: &'static str, day: NaiveDate) -> Self {
        Self { label, value: Value::Day(Field::new(&day.to_string())) }
    }

    /// A choice.
    #[must_use]
    pub fn choice(label: &'static str, words: Vec<String>, at: usize) -> Self {
        Self { label, value: Value::Choice { words, at } }
    }

    /// The field it is written in, if it is.
    #[must_use]
    pub fn field(&self) -> Option<&Field> {
        match &self.value {
            Value::Text(field) | Value::Day(field) => Some(field),
            Value::Choice { .. } => None,
        }
    }
}

impl Form {
    /// The text field the keys go to, if it is one.
    pub fn text(&mut self) -> Option<&mut Field> {
        match &mut self.slots.get_mut(self.at)?.value {
            Value::Text(field) | Value::Day(field) => Some(field),
            Value::Choice { .. } => None,
        }
    }

    /// Whether typed characters are text now.
    #[must_use]
    pub fn in_text(&self) -> bool {
        self.slots.get(self.at).is_some_and(|slot| slot.field().is_some())
    }

    /// Goes on by `step` slots, round the ends.
    pub fn step(&mut self, step: isize) {
        self.at = round(self.at, step, self.slots.len());
    }

    /// Goes on by `step` words of a choice, round the ends, or by days.
    pub fn step_value(&mut self, step: isize) {
        match self.slots.get_mut(self.at).map(|slot| &mut slot.value) {
            Some(Value::Choice { words, at }) => *at = round(*at, step, words.len()),
            Some(Value::Day(field)) => {
                let days = chrono::Days::new(1);
                let day = read_day(field.value());
                let next =
                    day.and_then(|day| if step > 0 { day.checked_add_days(days) } else { day.checked_sub_days(days) });
                if let Some(next) = next {
                    *field = Field::new(&next.to_string());
                }
            }
            _ => {}
        }
    }

    /// Place of the chosen word of the slot at `place`.
    #[must_use]
    pub fn chosen(&self, place: usize) -> usize {
        match self.slots.get(place).map(|slot| &slot.value) {
            Some(Value::Choice { at, .. }) => *at,
            _ => 0,
        }
    }

    /// What is written in the slot at `place`, on one line.
    #[must_use]
    pub fn written(&self, place: usize) -> String {
        self.slots.get(place).and_then(Slot::field).map(|field| one_line(field.value())).unwrap_or_default()
    }

    /// The folder that the report goes to.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        PathBuf::from(self.written(FOLDER))
    }

    /// Puts another folder in the place of the one the report goes to.
    pub fn set_folder(&mut self, folder: &Path) {
        if let Some(slot) = self.slots.get_mut(FOLDER) {
            slot.value = Value::Text(Field::new(&folder.to_string_lossy()));
        }
    }

    /// The day in the slot at `place`.
    #[must_use]
    pub fn day(&self, place: usize) -> Option<NaiveDate> {
        read_day(&self.written(place))
    }
}

/// A day as people write it: `2025-3-12`, `2025.3.12`, `2025/3/12`, `2025年3月12日` or `20250312`.
fn read_day(text: &str) -> Option<NaiveDate> {
    let narrow = text.chars().map(|c| match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        '.' | '/' | '年' | '月' | '－' | '．' | '。' => '-',
        c => c,
    });
    let narrow: String = narrow.filter(|c| *c != '日' && !c.is_whitespace()).collect();
    let dashed = NaiveDate::parse_from_str(&narrow, "%Y-%m-%d").ok();
    dashed.or_else(|| if narrow.len() == 8 { NaiveDate::parse_from_str(&narrow, "%Y%m%d").ok() } else { None })
}

fn round(at: usize, step: isize, count: usize) -> usize {
    let count = isize::try_from(count.max(1)).unwrap_or(1);
    let at = isize::try_from(at).unwrap_or(0);
    usize::try_from((at + step).rem_euclid(count)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_understood_as_people_write_it() {
        let day = NaiveDate::from_ymd_opt(2025, 3, 12);
        for text in
            ["2025-03-12", "2025-3-12", "2025.3.12", "2025/3/12", "2025年3月12日", "20250312", "２０２５－３－１２"]
        {
            assert_eq!(read_day(text), day, "{text}");
        }
        for text in ["", "3月", "2025-13-01", "2025-02-30", "昨天"] {
            assert_eq!(read_day(text), None, "{text}");
        }
    }
}
