//! Activities (活动): what was held, when and with how many; the lines of the 台账. A number left out ("-", no such item)
//! is not 0.

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

use super::id::Hex16;
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

/// The parts of an activity that change; those left out stay.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs, clippy::option_option, reason = "the parts of Activity; a number may be set to none")]
pub struct ActivityPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub task: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sessions: Option<Option<u64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub people: Option<Option<u64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub materials: Option<Option<u64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub funds: Option<Option<u64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Vec<Evidence>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Whether it is dropped (删去).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dropped: Option<bool>,
}

/// A part of an activity that is edited for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the parts of Activity")]
pub enum ActivityField {
    Date,
    Task,
    Title,
    Place,
    Sessions,
    People,
    Materials,
    Funds,
    Evidence,
    Note,
    Dropped,
}

/// Why an activity is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
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

impl ActivityField {
    /// All parts.
    pub const ALL: [Self; 11] = [
        Self::Date,
        Self::Task,
        Self::Title,
        Self::Place,
        Self::Sessions,
        Self::People,
        Self::Materials,
        Self::Funds,
        Self::Evidence,
        Self::Note,
        Self::Dropped,
    ];
}

impl ActivityPatch {
    /// The parts that change.
    #[must_use]
    pub fn fields(&self) -> Vec<ActivityField> {
        ActivityField::ALL.into_iter().filter(|part| self.sets(*part)).collect()
    }

    /// Whether a part changes.
    #[must_use]
    pub fn sets(&self, part: ActivityField) -> bool {
        match part {
            ActivityField::Date => self.date.is_some(),
            ActivityField::Task => self.task.is_some(),
            ActivityField::Title => self.title.is_some(),
            ActivityField::Place => self.place.is_some(),
            ActivityField::Sessions => self.sessions.is_some(),
            ActivityField::People => self.people.is_some(),
            ActivityField::Materials => self.materials.is_some(),
            ActivityField::Funds => self.funds.is_some(),
            ActivityField::Evidence => self.evidence.is_some(),
            ActivityField::Note => self.note.is_some(),
            ActivityField::Dropped => self.dropped.is_some(),
        }
    }

    /// Takes one part over from another patch.
    pub fn take(&mut self, part: ActivityField, from: &Self) {
        match part {
            ActivityField::Date => self.date = from.date,
            ActivityField::Task => self.task = from.task,
            ActivityField::Title => self.title.clone_from(&from.title),
            ActivityField::Place => self.place.clone_from(&from.place),
            ActivityField::Sessions => self.sessions = from.sessions,
            ActivityField::People => self.people = from.people,
            ActivityField::Materials => self.materials = from.materials,
            ActivityField::Funds => self.funds = from.funds,
            ActivityField::Evidence => self.evidence.clone_from(&from.evidence),
            ActivityField::Note => self.note.clone_from(&from.note),
            ActivityField::Dropped => self.dropped = from.dropped,
        }
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
        })
    }

    /// Leaves out what `now` says already.
    #[must_use]
    pub fn without_what_stands(mut self, now: &Activity) -> Self {
        self.date = self.date.filter(|date| *date != now.date);
        self.task = self.task.filter(|task| *task != now.task);
        self.title = self.title.filter(|title| *title != now.title);
        self.place = self.place.filter(|place| *place != now.place);
        self.sessions = self.sessions.filter(|number| *number != now.sessions);
        self.people = self.people.filter(|number| *number != now.people);
        self.materials = self.materials.filter(|number| *number != now.materials);
        self.funds = self.funds.filter(|number| *number != now.funds);
        self.evidence = self.evidence.filter(|evidence| *evidence != now.evidence);
        self.note = self.note.filter(|note| *note != now.note);
        self
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
        let numbers =
            [("场次", self.sessions), ("人次", self.people), ("资料份数", self.materials), ("经费", self.funds)];
        match numbers.into_iter().find(|(_, number)| number.flatten() > Some(NUMBER_MAX)) {
            Some((what, _)) => Err(ActivityRefusal::TooMany(what)),
            None => Ok(()),
        }
    }
}

impl std::ops::Add for ActivityTotals {
    type Output = Self;

    fn add(self, more: Self) -> Self {
        Self {
            activities: self.activities.saturating_add(more.activities),
            sessions: self.sessions.saturating_add(more.sessions),
            people: self.people.saturating_add(more.people),
            materials: self.materials.saturating_add(more.materials),
            funds: self.funds.saturating_add(more.funds),
        }
    }
}

impl ActivityTotals {
    /// The sums over `activities`.
    #[must_use]
    pub fn of<'a>(activities: impl IntoIterator<Item = &'a Activity>) -> Self {
        activities.into_iter().fold(Self::default(), |sum, one| Self {
            activities: sum.activities + 1,
            sessions: sum.sessions.saturating_add(one.sessions.unwrap_or(0)),
            people: sum.people.saturating_add(one.people.unwrap_or(0)),
            materials: sum.materials.saturating_add(one.materials.unwrap_or(0)),
            funds: sum.funds.saturating_add(one.funds.unwrap_or(0)),
        })
    }
}
