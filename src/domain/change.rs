//! The changes that an entry of the ledger can record, and the fields they set.
//!
//! A change sets one or more fields and leaves the others. Two PCs that edit different fields of one activity both keep
//! their work.
//!
//! A variant never gains a field whose loss would change a figure. An older program drops an unknown field in silence
//! and counts on; it keeps an unknown variant and makes no report. So a new meaning is a new variant. The names of
//! variants and fields are part of the file format.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::activity::{ActivityField, ActivityPatch};
use super::id::{EntryId, Head, Hex16};
use super::occurrence::Occurrence;
use super::period::Period;
use super::serves::{ServesField, ServesPatch};

/// The change that one entry records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// Sets the status of an item.
    Mark {
        /// The item's id, as `5.1`.
        item: String,
        /// The year of a yearly item; none for an item owed once in the whole plan.
        year: Option<i32>,
        /// The new status of the item.
        to: ItemStatus,
    },
    /// Adds, edits, drops or restores an activity (活动).
    Activity {
        /// The id of the activity.
        id: Hex16,
        /// The fields of the activity that change.
        set: ActivityPatch,
    },
    /// Sets remarks on a task in a year.
    Remark {
        /// The number of the task.
        task: u32,
        /// The calendar year they belong to.
        year: i32,
        /// The remarks that change; the others stay.
        set: RemarkPatch,
    },
    /// Adds, rewords or drops an item of the township's own (自列清单) for all years. Version 0.1 wrote these.
    OwnItem {
        /// The item's id, as `5.z3f2a`.
        item: String,
        /// The number of its task.
        task: u32,
        /// What is to be done; none drops the item.
        text: Option<String>,
    },
    /// Records that a report was made.
    Exported {
        /// The period that it reports.
        period: Period,
        /// 1, 2, 3 ... within the period.
        revision: u32,
        /// SHA-256 of the report's bytes, 64 hex digits.
        sha256: String,
        /// SHA-256 of the previous report of the period, 64 hex digits.
        parent: Option<String>,
        /// The heads of lost ledgers, if the report was imported in their place. Older programs ignore them.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        heads: Vec<Head>,
    },
    /// Sets the status of one occurrence of an item that is owed more often than once a year.
    MarkOccurrence {
        /// The item's id, as `5.1`.
        item: String,
        /// Which occurrence of the item.
        occurrence: Occurrence,
        /// The new status of the item.
        to: ItemStatus,
    },
    /// Adds or edits an activity together with what it serves besides its task.
    ActivityServing {
        /// The id of the activity.
        id: Hex16,
        /// The fields of the activity that change.
        set: ActivityPatch,
        /// What it serves besides its task from now on. Boxed, so that the changes of a long ledger take no more room.
        serves: Box<ServesPatch>,
    },
    /// Adds, edits or drops a planned activity (计划). It counts in no figure. It was held once `Activity` or
    /// `ActivityServing` names the same id.
    PlannedActivity {
        /// The id of the activity.
        id: Hex16,
        /// The fields of the activity that change.
        set: ActivityPatch,
        /// What it will serve besides its task.
        #[serde(default, skip_serializing_if = "is_empty")]
        serves: Box<ServesPatch>,
    },
    /// Assigns an item to somebody (分工).
    Assign {
        /// The item's id, as `5.1`.
        item: String,
        /// The year; none for an item owed once in the whole period.
        year: Option<i32>,
        /// A person, an office or a village; empty for nobody.
        to: String,
    },
    /// Adds, rewords or drops an item of the township's own for one year.
    OwnItemOfYear {
        /// The item's id, as `5.z3f2a`.
        item: String,
        /// The number of its task.
        task: u32,
        /// The calendar year it belongs to.
        year: i32,
        /// What is to be done; none drops the item.
        text: Option<String>,
    },
    /// Undoes an entry (撤销): it sets nothing any more.
    Undo {
        /// The hash of the entry.
        entry: EntryId,
    },
    /// Redoes an undone entry (恢复): it counts again.
    Redo {
        /// The hash of the entry.
        entry: EntryId,
    },
}

/// The status of an item (清单), with its day or reason.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum ItemStatus {
    /// Nothing is done yet (未开始).
    #[default]
    Todo,
    /// It was begun (进行中).
    Doing,
    /// It is done (已完成).
    Done {
        /// The day it was done.
        on: NaiveDate,
    },
    /// It does not apply (不适用).
    NotApplicable {
        /// Why it does not apply.
        reason: String,
    },
}

/// The kinds of remarks on a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RemarkKind {
    /// Problems met so far (存在问题).
    Problem,
    /// The next steps planned (下一步打算).
    Next,
    /// Why there is nothing to report (无可报告的理由).
    Nothing,
}

/// The remarks that change. Those that are `None` stay.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RemarkPatch {
    /// Problems met so far (存在问题).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    /// The next steps planned (下一步打算).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Why there is nothing to report (无可报告的理由).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nothing: Option<String>,
}

/// One field of the ledger's state. Per field the latest entry wins.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The status of an item in a year, or (year none) in the whole plan.
    Mark {
        /// The item's id, as `5.1`.
        item: String,
        /// The year; none for an item owed once in the whole plan.
        year: Option<i32>,
    },
    /// A field of an activity.
    Activity(Hex16, ActivityField),
    /// The status of one occurrence of an item.
    Occurrence {
        /// The item's id, as `5.1`.
        item: String,
        /// Which occurrence of the item.
        occurrence: Occurrence,
    },
    /// The other tasks, or the items, that an activity serves.
    Serves(Hex16, ServesField),
    /// A field of a planned activity.
    Planned(Hex16, ActivityField),
    /// The other tasks, or the items, that a planned activity will serve.
    PlannedServes(Hex16, ServesField),
    /// The assignment of an item in a year, or (year none) in the whole plan.
    Assigned {
        /// The item's id, as `5.1`.
        item: String,
        /// The year; none for an item owed once in the whole plan.
        year: Option<i32>,
    },
    /// A remark on a task in a year.
    Remark(u32, i32, RemarkKind),
    /// The text of one of the township's own items.
    OwnItem(String),
}

#[expect(clippy::borrowed_box, reason = "serde hands it over so")]
fn is_empty(serves: &Box<ServesPatch>) -> bool {
    serves.is_empty()
}

impl Change {
    /// The fields that the change sets. Reports, undo and redo set none.
    #[must_use]
    pub fn fields(&self) -> Vec<Field> {
        match self {
            Change::Mark { item, year, .. } => vec![Field::Mark { item: item.clone(), year: *year }],
            Change::Activity { id, set } => set.fields().into_iter().map(|part| Field::Activity(*id, part)).collect(),
            Change::Remark { task, year, set } => {
                let kinds = RemarkKind::ALL.into_iter().filter(|kind| set.get(*kind).is_some());
                kinds.map(|kind| Field::Remark(*task, *year, kind)).collect()
            }
            Change::OwnItem { item, .. } | Change::OwnItemOfYear { item, .. } => vec![Field::OwnItem(item.clone())],
            Change::MarkOccurrence { item, occurrence, .. } => {
                vec![Field::Occurrence { item: item.clone(), occurrence: *occurrence }]
            }
            Change::ActivityServing { id, set, serves } => {
                let served = serves.fields().into_iter().map(|part| Field::Serves(*id, part));
                set.fields().into_iter().map(|part| Field::Activity(*id, part)).chain(served).collect()
            }
            Change::PlannedActivity { id, set, serves } => {
                let served = serves.fields().into_iter().map(|part| Field::PlannedServes(*id, part));
                set.fields().into_iter().map(|part| Field::Planned(*id, part)).chain(served).collect()
            }
            Change::Assign { item, year, .. } => vec![Field::Assigned { item: item.clone(), year: *year }],
            Change::Exported { .. } | Change::Undo { .. } | Change::Redo { .. } => vec![],
        }
    }
}

impl Change {
    /// Adds or edits an activity, as the variant that version 0.1 understands if it serves only its task.
    #[must_use]
    pub fn activity(id: Hex16, set: ActivityPatch, serves: ServesPatch) -> Self {
        if serves.is_empty() {
            return Change::Activity { id, set };
        }
        Change::ActivityServing { id, set, serves: Box::new(serves) }
    }

    /// Whether version 0.1 of the program understands the change.
    #[must_use]
    pub fn is_of_0_1(&self) -> bool {
        match self {
            Change::Mark { .. }
            | Change::Activity { .. }
            | Change::Remark { .. }
            | Change::OwnItem { .. }
            | Change::Exported { .. }
            | Change::Undo { .. }
            | Change::Redo { .. } => true,
            Change::MarkOccurrence { .. }
            | Change::ActivityServing { .. }
            | Change::PlannedActivity { .. }
            | Change::Assign { .. }
            | Change::OwnItemOfYear { .. } => false,
        }
    }

    /// The activity that the change edits, with the fields it sets.
    #[must_use]
    pub fn of_activity(&self) -> Option<(Hex16, &ActivityPatch, Option<&ServesPatch>)> {
        match self {
            Change::Activity { id, set } => Some((*id, set, None)),
            Change::ActivityServing { id, set, serves } => Some((*id, set, Some(serves))),
            _ => None,
        }
    }

    /// The change reduced to one field; none if it does not set the field.
    #[must_use]
    pub fn only(&self, field: &Field) -> Option<Self> {
        let part_of = |part: ActivityField, set: &ActivityPatch| {
            let mut only = ActivityPatch::default();
            only.take(part, set);
            only
        };
        let served = |part: ServesField, serves: &ServesPatch| {
            let mut only = ServesPatch::default();
            only.take(part, serves);
            Box::new(only)
        };
        match (self, field) {
            (Change::Activity { id, set } | Change::ActivityServing { id, set, .. }, Field::Activity(of, part))
                if id == of && set.sets(*part) =>
            {
                Some(Change::Activity { id: *id, set: part_of(*part, set) })
            }
            (Change::ActivityServing { id, serves, .. }, Field::Serves(of, part)) if id == of && serves.sets(*part) => {
                let (set, serves) = (ActivityPatch::default(), served(*part, serves));
                Some(Change::ActivityServing { id: *id, set, serves })
            }
            (Change::PlannedActivity { id, set, .. }, Field::Planned(of, part)) if id == of && set.sets(*part) => {
                let (set, serves) = (part_of(*part, set), Box::default());
                Some(Change::PlannedActivity { id: *id, set, serves })
            }
            (Change::PlannedActivity { id, serves, .. }, Field::PlannedServes(of, part))
                if id == of && serves.sets(*part) =>
            {
                let (set, serves) = (ActivityPatch::default(), served(*part, serves));
                Some(Change::PlannedActivity { id: *id, set, serves })
            }
            (Change::Remark { task, year, set }, Field::Remark(of, in_year, kind)) if (task, year) == (of, in_year) => {
                let text = set.get(*kind)?.clone();
                Some(Change::Remark { task: *task, year: *year, set: RemarkPatch::of(*kind, text) })
            }
            (
                Change::Mark { .. }
                | Change::MarkOccurrence { .. }
                | Change::OwnItem { .. }
                | Change::OwnItemOfYear { .. }
                | Change::Assign { .. },
                _,
            ) => (self.fields().first() == Some(field)).then(|| self.clone()),
            _ => None,
        }
    }
}

impl RemarkKind {
    /// All kinds, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Problem, Self::Next, Self::Nothing];

    /// The name that the form shows.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Problem => "存在问题",
            Self::Next => "下一步打算",
            Self::Nothing => "无可报告的理由",
        }
    }
}

impl RemarkPatch {
    /// A patch that sets one remark.
    #[must_use]
    pub fn of(kind: RemarkKind, text: String) -> Self {
        let mut patch = Self::default();
        match kind {
            RemarkKind::Problem => patch.problem = Some(text),
            RemarkKind::Next => patch.next = Some(text),
            RemarkKind::Nothing => patch.nothing = Some(text),
        }
        patch
    }

    /// The new text of a remark, if the patch sets it.
    #[must_use]
    pub fn get(&self, kind: RemarkKind) -> Option<&String> {
        match kind {
            RemarkKind::Problem => self.problem.as_ref(),
            RemarkKind::Next => self.next.as_ref(),
            RemarkKind::Nothing => self.nothing.as_ref(),
        }
    }
}
