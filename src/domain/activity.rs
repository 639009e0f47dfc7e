//! Activities (活动): the lines of the 台账. A number left out ("-") is none, which is not 0.

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

use super::id::Hex16;
use super::measure::Measure;
use super::plan::Plan;

/// Longest title or place, in characters.
pub const TITLE_MAX: usize = 100;
/// Longest note, in characters.
pub const NOTE_MAX: usize = 20_000;
/// Largest count or sum in yuan that is accepted.
pub const NUMBER_MAX: u64 = 1_000_000_000;

/// One activity that was held or is planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// Random id of the activity.
    pub id: Hex16,
    /// The day it was held.
    pub date: NaiveDate,
    /// The number of the task it belongs to.
    pub task: u32,
    /// What was held (名称).
    pub title: String,
    /// Where it was held (地点).
    pub place: String,
    /// The number of sessions (场次).
    pub sessions: Option<u64>,
    /// The number of participants (人次).
    pub people: Option<u64>,
    /// The number of copies handed out (资料份数).
    pub materials: Option<u64>,
    /// What it cost, in yuan (经费).
    pub funds: Option<u64>,
    /// Photos and documents that prove it (佐证).
    pub evidence: Vec<Evidence>,
    /// A note in free text (备注).
    pub note: String,
    /// The numbers of other tasks that it serves. Each of them counts it; sums over the plan count it once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<u32>,
    /// The ids of the items that it serves. It counts only for the targets of these items.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<String>,
}

/// One file of evidence (佐证). The SHA-256 of its content is its name in the data folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The file's original name, without its folder.
    pub name: String,
    /// The file's size in bytes.
    pub bytes: u64,
    /// SHA-256, 64 hex digits.
    pub sha256: String,
}

/// Sums over activities. A number left out adds nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityTotals {
    /// The number of activities.
    pub activities: u64,
    /// The number of sessions (场次).
    pub sessions: u64,
    /// The number of participants (人次).
    pub people: u64,
    /// The number of copies handed out (资料份数).
    pub materials: u64,
    /// What it cost, in yuan (经费).
    pub funds: u64,
}

/// Why an activity is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ActivityRefusal {
    /// The plan has no such task.
    NoSuchTask(u32),
    /// The day is outside the plan's years.
    OutsidePlan(NaiveDate),
    /// The day is after today.
    InFuture {
        /// The day that was given.
        date: NaiveDate,
        /// Today by the PC's clock or `--today`.
        today: NaiveDate,
    },
    /// The title is empty or blank.
    NoTitle,
    /// A text is longer than its limit.
    TooLong {
        /// The Chinese name of the field.
        what: &'static str,
        /// The limit in characters.
        most: usize,
    },
    /// The named number is above [`NUMBER_MAX`].
    TooMany(&'static str),
    /// The edit would change nothing.
    NothingChanges,
}

/// Declares the fields of an activity that can be edited one by one, each with its name in ledger lines and its type.
///
/// A field that a patch leaves out keeps its value and is not written into the ledger line. The names and their order
/// are part of the file format.
macro_rules! activity_fields {
    ($($(#[$doc:meta])* $field:ident $variant:ident: $type:ty),* $(,)?) => {
        /// The fields of an activity that change. Those that are `None` keep their value.
        #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(default)]
        #[allow(missing_docs, clippy::option_option, reason = "the fields of Activity; a number may be set to none")]
        pub struct ActivityPatch {
            $($(#[$doc])* #[serde(skip_serializing_if = "Option::is_none")] pub $field: Option<$type>,)*
        }

        /// A field of an activity that is edited by itself.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "the fields of Activity")]
        pub enum ActivityField {
            $($variant,)*
        }

        impl ActivityField {
            /// All fields in the order of the ledger line.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];
        }

        impl ActivityPatch {
            /// The fields that the patch sets.
            #[must_use]
            pub fn fields(&self) -> Vec<ActivityField> {
                ActivityField::ALL.iter().copied().filter(|field| self.sets(*field)).collect()
            }

            /// Whether the patch sets a field.
            #[must_use]
            pub fn sets(&self, field: ActivityField) -> bool {
                match field {
                    $(ActivityField::$variant => self.$field.is_some(),)*
                }
            }

            /// Copies one field from another patch.
            pub fn take(&mut self, field: ActivityField, from: &Self) {
                match field {
                    $(ActivityField::$variant => self.$field.clone_from(&from.$field),)*
                }
            }

            /// Copies every field that another patch sets.
            pub fn take_all(&mut self, from: &Self) {
                for field in from.fields() {
                    self.take(field, from);
                }
            }

            /// Drops the fields that already have their value in `now`.
            #[must_use]
            pub fn without_unchanged(mut self, now: &Activity) -> Self {
                let now = Self::of(now);
                $(if self.$field == now.$field { self.$field = None; })*
                self
            }
        }
    };
}

/// Selects the field of a measure, in a value or in a `&mut` value.
macro_rules! number_field {
    ($measure:expr, $($of:tt)+) => {
        match $measure {
            Measure::Sessions => $($of)+.sessions,
            Measure::People => $($of)+.people,
            Measure::Materials => $($of)+.materials,
            Measure::Funds => $($of)+.funds,
        }
    };
}

activity_fields! {
    date Date: NaiveDate,
    task Task: u32,
    title Title: String,
    place Place: String,
    sessions Sessions: Option<u64>,
    people People: Option<u64>,
    materials Materials: Option<u64>,
    funds Funds: Option<u64>,
    evidence Evidence: Vec<Evidence>,
    note Note: String,
    /// Whether it is dropped (删去).
    dropped Dropped: bool,
}

impl ActivityPatch {
    /// A patch that sets every field of an activity.
    #[must_use]
    pub fn of(activity: &Activity) -> Self {
        let Activity { date, task, title, place, sessions, people, materials, funds, evidence, note, .. } =
            activity.clone();
        Self {
            date: Some(date),
            task: Some(task),
            title: Some(title),
            place: Some(place),
            sessions: Some(sessions),
            people: Some(people),
            materials: Some(materials),
            funds: Some(funds),
            evidence: Some(evidence),
            note: Some(note),
            dropped: None,
        }
    }

    /// The number that the patch sets. `Some(None)` clears it; `None` keeps it.
    #[allow(clippy::option_option, reason = "a number may be set to none")]
    #[must_use]
    pub fn number(&self, measure: Measure) -> Option<Option<u64>> {
        number_field!(measure, self)
    }

    /// Sets or clears a number in the patch. `Some(None)` clears it; `None` keeps it.
    #[allow(clippy::option_option, reason = "a number may be set to none")]
    pub fn set_number(&mut self, measure: Measure, number: Option<Option<u64>>) {
        *number_field!(measure, &mut self) = number;
    }

    /// The activity with these fields. None if it is dropped, or date, task or title were never set.
    #[must_use]
    pub fn into_activity(self, id: Hex16) -> Option<Activity> {
        if self.dropped == Some(true) {
            return None;
        }
        Some(Activity {
            id,
            date: self.date?,
            task: self.task?,
            title: self.title?,
            place: self.place.unwrap_or_default(),
            sessions: self.sessions.flatten(),
            people: self.people.flatten(),
            materials: self.materials.flatten(),
            funds: self.funds.flatten(),
            evidence: self.evidence.unwrap_or_default(),
            note: self.note.unwrap_or_default(),
            also: Vec::new(),
            items: Vec::new(),
        })
    }

    /// Checks the fields that the patch sets against `plan`. Fails on an unknown task, a day outside the plan or after
    /// `today`, an empty title, and texts or numbers above their limits.
    pub fn check(&self, plan: &Plan, today: NaiveDate) -> Result<(), ActivityRefusal> {
        if let Some(no) = self.task.filter(|no| plan.task(*no).is_none()) {
            return Err(ActivityRefusal::NoSuchTask(no));
        }
        if let Some(date) = self.date {
            if !plan.years().contains(&date.year()) {
                return Err(ActivityRefusal::OutsidePlan(date));
            }
            if date > today {
                return Err(ActivityRefusal::InFuture { date, today });
            }
        }
        if self.title.as_ref().is_some_and(|title| title.trim().is_empty()) {
            return Err(ActivityRefusal::NoTitle);
        }
        let texts =
            [("名称", &self.title, TITLE_MAX), ("地点", &self.place, TITLE_MAX), ("备注", &self.note, NOTE_MAX)];
        for (what, text, most) in texts {
            if text.as_ref().is_some_and(|text| text.chars().count() > most) {
                return Err(ActivityRefusal::TooLong { what, most });
            }
        }
        match Measure::ALL.into_iter().find(|measure| self.number(*measure).flatten() > Some(NUMBER_MAX)) {
            Some(measure) => Err(ActivityRefusal::TooMany(measure.name())),
            None => Ok(()),
        }
    }
}

impl Activity {
    /// The numbers of the tasks that it serves, each once, its own first.
    pub fn tasks(&self) -> impl Iterator<Item = u32> {
        let others = self.also.iter().enumerate();
        let new = |(at, no): &(usize, &u32)| **no != self.task && !self.also[..*at].contains(*no);
        std::iter::once(self.task).chain(others.filter(new).map(|(_, no)| *no))
    }

    /// Whether it serves the task of that number.
    #[must_use]
    pub fn serves(&self, task: u32) -> bool {
        self.task == task || self.also.contains(&task)
    }

    /// One of its numbers; none if it was left out.
    #[must_use]
    pub fn number(&self, measure: Measure) -> Option<u64> {
        number_field!(measure, self)
    }
}

impl std::ops::Add for ActivityTotals {
    type Output = Self;

    fn add(mut self, more: Self) -> Self {
        self.activities = self.activities.saturating_add(more.activities);
        for measure in Measure::ALL {
            let sum = number_field!(measure, &mut self);
            *sum = sum.saturating_add(more.sum(measure));
        }
        self
    }
}

impl ActivityTotals {
    /// Sums over `activities`, saturating.
    #[must_use]
    pub fn of<'a>(activities: impl IntoIterator<Item = &'a Activity>) -> Self {
        activities.into_iter().fold(Self::default(), |sums, one| {
            let number = |measure| one.number(measure).unwrap_or(0);
            sums + Self::from_sums(1, Measure::ALL.map(number))
        })
    }

    /// Sums from an array in the order of [`Measure::ALL`].
    #[must_use]
    pub fn from_sums(activities: u64, sums: [u64; Measure::ALL.len()]) -> Self {
        let mut totals = Self { activities, ..Self::default() };
        for (measure, sum) in Measure::ALL.into_iter().zip(sums) {
            *number_field!(measure, &mut totals) = sum;
        }
        totals
    }

    /// The sum of one measure.
    #[must_use]
    pub fn sum(self, measure: Measure) -> u64 {
        number_field!(measure, self)
    }
}
