//! What an activity serves besides its task: other tasks, and items. It is no part of [`ActivityPatch`], since a program
//! that does not know it would count too little and never say so.
//!
//! [`ActivityPatch`]: super::activity::ActivityPatch

use serde::{Deserialize, Serialize};

use super::activity::Activity;
use super::plan::Plan;

/// Most tasks and most items that one activity serves.
pub const SERVES_MAX: usize = 100;

/// What an activity serves from now on; what is left out stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServesPatch {
    /// The other tasks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tasks: Option<Vec<u32>>,
    /// The items, by their ids.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Vec<String>>,
}

/// A part of [`ServesPatch`] that is edited for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ServesField {
    /// The other tasks.
    Tasks,
    /// The items.
    Items,
}

/// Why an activity cannot serve something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServesRefusal {
    /// The plan has no such task.
    NoSuchTask(u32),
    /// The plan has no such item.
    NoSuchItem(String),
    /// The item belongs to a task that the activity does not serve.
    ItemOfOtherTask {
        /// The item.
        item: String,
        /// Its task.
        task: u32,
    },
    /// More than [`SERVES_MAX`].
    TooMany,
}

impl ServesField {
    /// Both parts.
    pub const ALL: [Self; 2] = [Self::Tasks, Self::Items];
}

impl ServesPatch {
    /// What an activity serves.
    #[must_use]
    pub fn of(activity: &Activity) -> Self {
        let Activity { also, items, .. } = activity;
        let tasks = (!also.is_empty()).then(|| also.clone());
        Self { tasks, items: (!items.is_empty()).then(|| items.clone()) }
    }

    /// Whether nothing changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The parts that change.
    #[must_use]
    pub fn fields(&self) -> Vec<ServesField> {
        ServesField::ALL.into_iter().filter(|field| self.sets(*field)).collect()
    }

    /// Whether a part changes.
    #[must_use]
    pub fn sets(&self, field: ServesField) -> bool {
        match field {
            ServesField::Tasks => self.tasks.is_some(),
            ServesField::Items => self.items.is_some(),
        }
    }

    /// Takes one part over from another patch.
    pub fn take(&mut self, field: ServesField, from: &Self) {
        match field {
            ServesField::Tasks => self.tasks.clone_from(&from.tasks),
            ServesField::Items => self.items.clone_from(&from.items),
        }
    }

    /// Leaves out what `now` says already.
    #[must_use]
    pub fn without_unchanged(mut self, now: &Activity) -> Self {
        self.tasks = self.tasks.filter(|tasks| *tasks != now.also);
        self.items = self.items.filter(|items| *items != now.items);
        self
    }

    /// The activity with what it serves, of too much only the first: no ledger that this program wrote has more.
    #[must_use]
    pub fn apply_to(self, activity: Activity) -> Activity {
        let (mut also, mut items) = (self.tasks.unwrap_or_default(), self.items.unwrap_or_default());
        also.truncate(SERVES_MAX);
        items.truncate(SERVES_MAX);
        Activity { also, items, ..activity }
    }

    /// Why an activity of `plan` that would be `activity` cannot serve it.
    pub fn check(plan: &Plan, activity: &Activity) -> Result<(), ServesRefusal> {
        if activity.also.len() > SERVES_MAX || activity.items.len() > SERVES_MAX {
            return Err(ServesRefusal::TooMany);
        }
        if let Some(no) = activity.also.iter().find(|no| plan.task(**no).is_none()) {
            return Err(ServesRefusal::NoSuchTask(*no));
        }
        for id in &activity.items {
            match plan.item(id) {
                None => return Err(ServesRefusal::NoSuchItem(id.clone())),
                Some((task, _)) if !activity.serves(task.no) => {
                    return Err(ServesRefusal::ItemOfOtherTask { item: id.clone(), task: task.no });
                }
                Some(_) => {}
            }
        }
        Ok(())
    }
}
