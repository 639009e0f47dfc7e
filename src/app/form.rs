//! The report form: the period, where to, and who signs.

use std::path::{Path, PathBuf};

use chrono::{Datelike as _, NaiveDate};

use crate::domain::period::Period;
use crate::terminal::field::Field;

/// A field of the form, from top to bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// 报告期
    Period,
    /// 存到
    Folder,
    /// 填报人
    Reporter,
    /// 审核人
    Reviewer,
    /// 电话
    Phone,
}

impl Slot {
    /// All of them in order.
    pub const ALL: [Slot; 5] = [Slot::Period, Slot::Folder, Slot::Reporter, Slot::Reviewer, Slot::Phone];

    /// What stands before the field.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Slot::Period => "报告期",
            Slot::Folder => "存到",
            Slot::Reporter => "填报人",
            Slot::Reviewer => "审核人",
            Slot::Phone => "电话",
        }
    }
}

/// State of the report form.
#[derive(Debug, Clone)]
pub struct Form {
    /// The periods of the year.
    pub periods: Vec<Period>,
    /// Place of the chosen one.
    pub chosen: usize,
    /// Place of the field the keys go to.
    pub at: usize,
    /// The four text fields, in the order of [`Slot::ALL`] after the period.
    pub texts: [Field; 4],
}

/// What the form asks for, checked by nobody yet.
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

impl Form {
    /// The form for a report of `year`: the running quarter of a running year, else the whole year.
    #[must_use]
    pub fn new(year: i32, today: NaiveDate, texts: [&str; 4]) -> Self {
        let periods = Period::all_of(year);
        let wanted = if today.year() == year { Period::quarter_of(today) } else { Period::year_of(year) };
        let chosen = periods.iter().position(|period| *period == wanted).unwrap_or(0);
        Self { periods, chosen, at: 0, texts: texts.map(Field::new) }
    }

    /// The field the keys go to.
    #[must_use]
    pub fn slot(&self) -> Slot {
        Slot::ALL[self.at.min(Slot::ALL.len() - 1)]
    }

    /// The text field the keys go to, if it is one.
    pub fn text(&mut self) -> Option<&mut Field> {
        self.at.checked_sub(1).and_then(|at| self.texts.get_mut(at))
    }

    /// Goes on by `step` fields, round the ends.
    pub fn step(&mut self, step: isize) {
        self.at = round(self.at, step, Slot::ALL.len());
    }

    /// Goes on by `step` periods, round the ends.
    pub fn step_period(&mut self, step: isize) {
        self.chosen = round(self.chosen, step, self.periods.len());
    }

    /// The period chosen.
    #[must_use]
    pub fn period(&self) -> Option<Period> {
        self.periods.get(self.chosen).copied()
    }

    /// The folder the report goes to.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        PathBuf::from(self.texts[0].value().trim())
    }

    /// Puts another folder in the place of the one the report goes to.
    pub fn set_folder(&mut self, folder: &Path) {
        self.texts[0] = Field::new(&folder.to_string_lossy());
    }

    /// What the form asks for.
    #[must_use]
    pub fn asked(&self) -> Option<Asked> {
        let [_, reporter, reviewer, phone] = &self.texts;
        let text = |field: &Field| field.value().trim().to_owned();
        Some(Asked {
            period: self.period()?,
            folder: self.folder(),
            reporter: text(reporter),
            reviewer: text(reviewer),
            phone: text(phone),
        })
    }
}

fn round(at: usize, step: isize, count: usize) -> usize {
    let count = isize::try_from(count.max(1)).unwrap_or(1);
    let at = isize::try_from(at).unwrap_or(0);
    usize::try_from((at + step).rem_euclid(count)).unwrap_or(0)
}
