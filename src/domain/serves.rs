//! The other tasks and the items that an activity serves besides its task. They are not part of [`ActivityPatch`],
//! because a program that does not know them would count too little in silence.
//!
//! [`ActivityPatch`]: super::activity::ActivityPatch

use serde::{Deserialize, Serialize};

use super::activity::Activity;
use super::plan::Plan;

/// Most tasks and most items that one activity serves.
pub const SERVES_MAX: usize = 100;

/// The served tasks and items that change. Those that are `None` keep their value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServesPatch {
    /// The numbers of the other tasks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tasks: Option<Vec<u32>>,
    /// The ids of the items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Vec<String>>,
}

/// A field of [`ServesPatch`] that is edited by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ServesField {
    /// The numbers of the other tasks.
    Tasks,
    /// The ids of the items.
    Items,
}

/// Why an activity cannot serve a task or item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServesRefusal {
    /// The plan has no such task.
    NoSuchTask(u32),
    /// The plan has no such item.
    NoSuchItem(String),
    /// The item belongs to a task that the activity does not serve.
    ItemOfOtherTask {
        /// The id of the item.
        item: String,
        /// The number of its task.
        task: u32,
    },
    /// More than [`SERVES_MAX`] tasks or items.
    TooMany,
}

impl ServesField {
    /// Both fields, in the order of the ledger line.
    pub const ALL: [Self; 2] = [Self::Tasks, Self::Items];
}

impl ServesPatch {
    /// A patch with all that an activity serves.
    #[must_use]
    pub fn of(activity: &Activity) -> Self {
        let Activity { also, items, .. } = activity;
        let tasks = (!also.is_empty()).then(|| also.clone());
        Self { tasks, items: (!items.is_empty()).then(|| items.clone()) }
    }

    /// Whether the patch sets nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The fields that the patch sets.
    #[must_use]
    pub fn fields(&self) -> Vec<ServesField> {
        ServesField::ALL.into_iter().filter(|field| self.sets(*field)).collect()
    }

    /// Whether the patch sets a field.
    #[must_use]
    pub fn sets(&self, field: ServesField) -> bool {
        match field {
            ServesField::Tasks => self.tasks.is_some(),
            ServesField::Items => self.items.is_some(),
        }
    }

    /// Copies one field from another patch.
    pub fn take(&mut self, field: ServesField, from: &Self) {
        match field {
            ServesField::Tasks => self.tasks.clone_from(&from.tasks),
            ServesField::Items => self.items.clone_from(&from.items),
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
        self.tasks = self.tasks.filter(|tasks| *tasks != now.also);
        self.items = self.items.filter(|items| *items != now.items);
        self
    }

    /// Applies the patch to an activity. Only the first [`SERVES_MAX`] of each count: no ledger that this program wrote
    /// has more.
    #[must_use]
    pub fn apply_to(self, activity: Activity) -> Activity {
        let (mut also, mut items) = (self.tasks.unwrap_or_default(), self.items.unwrap_or_default());
        also.truncate(SERVES_MAX);
        items.truncate(SERVES_MAX);
        Activity { also, items, ..activity }
    }

    /// Checks what `activity` serves. Fails on unknown tasks and items, items of other tasks, and too many.
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
