//! Activities (活动): what was held, when and with how many; the lines of the 台账. A number left out ("-", no such item)
//! is not 0.

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

use super::id::Hex16;
use super::measure::Measure;
use super::plan::Plan;

/// Longest title or place, in characters.
pub const TITLE_MAX: usize = 100;
/// Longest note, in characters.
pub const NOTE_MAX: usize = 20_000;
/// Largest number that is taken for a count or for yuan.
pub const NUMBER_MAX: u64 = 1_000_000_000;

/// One activity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// Identity of the activity.
    pub id: Hex16,
    /// The day it was held.
    pub date: NaiveDate,
    /// The task it belongs to.
    pub task: u32,
    /// What was held.
    pub title: String,
    /// Where.
    pub place: String,
    /// 场次
    pub sessions: Option<u64>,
    /// 人次
    pub people: Option<u64>,
    /// 资料份数
    pub materials: Option<u64>,
    /// 经费, in yuan
    pub funds: Option<u64>,
    /// 佐证
    pub evidence: Vec<Evidence>,
    /// 备注
    pub note: String,
    /// The other tasks that it serves; each of them counts it, sums over the plan count it once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<u32>,
    /// The items that it serves; it counts for the targets of these only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<String>,
}

/// A piece of evidence (佐证), named by its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// File name, without any folder.
    pub name: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256, 64 hex digits.
    pub sha256: String,
}

/// Sums over activities; a number left out adds nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityTotals {
    /// How many activities.
    pub activities: u64,
    /// 场次
    pub sessions: u64,
    /// 人次
    pub people: u64,
    /// 资料份数
    pub materials: u64,
    /// 经费, in yuan
    pub funds: u64,
}

/// Why an activity is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ActivityRefusal {
    /// The plan has no such task.
    NoSuchTask(u32),
    /// The day lies outside the plan's years.
    OutsidePlan(NaiveDate),
    /// The day is still to come.
    InFuture {
        /// The day given.
        date: NaiveDate,
        /// The day the clock says.
        today: NaiveDate,
    },
    /// No title.
    NoTitle,
    /// A text is too long.
    TooLong {
        /// What it is called.
        what: &'static str,
        /// The most characters.
        most: usize,
    },
    /// A number beyond [`NUMBER_MAX`].
    TooMany(&'static str),
    /// Nothing of it changes.
    NothingChanges,
}

/// Declares the fields of an activity that change by themselves, each with its name in ledger lines and its type.
///
/// A field that a patch leaves out stays as it is. Inside a line of a ledger the fields that are left out are not
/// written, so the order and the names here are part of the format.
macro_rules! activity_fields {
    ($($(#[$doc:meta])* $field:ident $variant:ident: $type:ty),* $(,)?) => {
        /// The fields of an activity that change; those left out stay.
        #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(default)]
        #[allow(missing_docs, clippy::option_option, reason = "the fields of Activity; a number may be set to none")]
        pub struct ActivityPatch {
            $($(#[$doc])* #[serde(skip_serializing_if = "Option::is_none")] pub $field: Option<$type>,)*
        }

        /// A field of an activity that is edited for itself.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "the fields of Activity")]
        pub enum ActivityField {
            $($variant,)*
        }

        impl ActivityField {
            /// All fields.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];
        }

        impl ActivityPatch {
            /// The fields that change.
            #[must_use]
            pub fn fields(&self) -> Vec<ActivityField> {
                ActivityField::ALL.iter().copied().filter(|field| self.sets(*field)).collect()
            }

            /// Whether a field changes.
            #[must_use]
            pub fn sets(&self, field: ActivityField) -> bool {
                match field {
                    $(ActivityField::$variant => self.$field.is_some(),)*
                }
            }

            /// Takes one field over from another patch.
            pub fn take(&mut self, field: ActivityField, from: &Self) {
                match field {
                    $(ActivityField::$variant => self.$field.clone_from(&from.$field),)*
                }
            }

            /// Leaves out what `now` says already.
            #[must_use]
            pub fn without_unchanged(mut self, now: &Activity) -> Self {
                let now = Self::of(now);
                $(if self.$field == now.$field { self.$field = None; })*
                self
            }
        }
    };
}

/// The field that holds a number: of a value, or of `&mut` one.
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
    /// The whole activity, as it is written down at once.
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

    /// What it sets a number to.
    #[allow(clippy::option_option, reason = "a number may be set to none")]
    #[must_use]
    pub fn number(&self, measure: Measure) -> Option<Option<u64>> {
        number_field!(measure, self)
    }

    /// Sets a number, or sets it to none; `None` leaves it as it is.
    #[allow(clippy::option_option, reason = "a number may be set to none")]
    pub fn set_number(&mut self, measure: Measure, number: Option<Option<u64>>) {
        *number_field!(measure, &mut self) = number;
    }

    /// The activity that these parts make; none where it is dropped, or was never written down whole.
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

    /// Why these parts cannot stand in an activity of `plan`, as of `today`.
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
    /// Every task that it serves, each once.
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

    /// One of its numbers; none where it was left out.
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
    /// The sums over `activities`.
    #[must_use]
    pub fn of<'a>(activities: impl IntoIterator<Item = &'a Activity>) -> Self {
        activities.into_iter().fold(Self::default(), |sums, one| {
            let number = |measure| one.number(measure).unwrap_or(0);
            sums + Self::from_sums(1, Measure::ALL.map(number))
        })
    }

    /// The sums, given in the order of [`Measure::ALL`].
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
