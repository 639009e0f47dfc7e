//! What an entry of the ledger can change, and the fields it sets.
//!
//! A change sets one or more fields; per field the later entry wins. What a change leaves out it leaves as it was, so
//! that two PCs that edit different parts of one activity both keep their work.
//!
//! A variant never gains a field whose loss would change a figure: a program of before drops a field that it does not
//! know and counts on. It keeps a variant that it does not know, and makes no report. So what is new is a new variant.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::activity::{ActivityField, ActivityPatch};
use super::id::{EntryId, Head, Hex16};
use super::occurrence::Occurrence;
use super::period::Period;
use super::serves::{ServesField, ServesPatch};

/// What one entry changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// A checklist item is brought to a standing.
    Mark {
        /// The item's id, as `5.1`.
        item: String,
        /// The year of a yearly item; none for an item owed once in the whole period.
        year: Option<i32>,
        /// Where it stands from now on.
        to: ItemStatus,
    },
    /// An activity (活动) is written down, edited, dropped or taken up again.
    Activity {
        /// The activity.
        id: Hex16,
        /// The fields that change.
        set: ActivityPatch,
    },
    /// Remarks on a task in a year.
    Remark {
        /// The task.
        task: u32,
        /// The year.
        year: i32,
        /// The remarks that change.
        set: RemarkPatch,
    },
    /// A checklist line of the township's own (自列清单) is added, or dropped.
    OwnItem {
        /// Its id, as `5.z3f2a`.
        item: String,
        /// Its task.
        task: u32,
        /// Its words; none drops it.
        text: Option<String>,
    },
    /// A report was made.
    Exported {
        /// The period reported.
        period: Period,
        /// 1, 2, 3 ... within the period.
        revision: u32,
        /// SHA-256 of the report's bytes, 64 hex digits.
        sha256: String,
        /// SHA-256 of the report before it.
        parent: Option<String>,
        /// What the report says of ledgers that were lost, where it was taken in to stand for them; older programs pass
        /// it over.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        heads: Vec<Head>,
    },
    /// One occurrence of an item owed more often than once a year is brought to a standing.
    MarkOccurrence {
        /// The item's id.
        item: String,
        /// Which of its occurrences.
        occurrence: Occurrence,
        /// Where it stands from now on.
        to: ItemStatus,
    },
    /// An activity is written down or edited, and what it serves besides its task.
    ActivityServing {
        /// The activity.
        id: Hex16,
        /// The fields that change.
        set: ActivityPatch,
        /// What it serves from now on. Boxed, so that the changes of a long ledger take no more room.
        serves: Box<ServesPatch>,
    },
    /// An activity is planned (计划), or its plan is edited or dropped. It is in no figure. Written down as an activity
    /// under the same id, it was held.
    PlannedActivity {
        /// The activity.
        id: Hex16,
        /// The fields that change.
        set: ActivityPatch,
        /// What it will serve.
        #[serde(default, skip_serializing_if = "is_empty")]
        serves: Box<ServesPatch>,
    },
    /// An item is given to somebody (分工).
    Assign {
        /// The item's id.
        item: String,
        /// The year; none for an item owed once in the whole period.
        year: Option<i32>,
        /// A person, an office or a village; nobody where it is empty.
        to: String,
    },
    /// A checklist line of the township's own for one year is added, reworded or dropped.
    OwnItemOfYear {
        /// Its id, as `5.z3f2a`.
        item: String,
        /// Its task.
        task: u32,
        /// Its year.
        year: i32,
        /// Its words; none drops it.
        text: Option<String>,
    },
    /// An entry is taken back (撤销).
    Undo {
        /// The entry.
        entry: EntryId,
    },
    /// An entry that was taken back counts again (恢复).
    Redo {
        /// The entry.
        entry: EntryId,
    },
}

/// Where a checklist item stands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum ItemStatus {
    /// 未开始
    #[default]
    Todo,
    /// 进行中
    Doing,
    /// 已完成
    Done {
        /// The day it was done.
        on: NaiveDate,
    },
    /// 不适用
    NotApplicable {
        /// Why it does not apply.
        reason: String,
    },
}

/// A kind of remark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RemarkKind {
    /// 存在问题
    Problem,
    /// 下一步打算
    Next,
    /// 无可报告的理由
    Nothing,
}

/// The remarks that change; those left out stay.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RemarkPatch {
    /// 存在问题
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    /// 下一步打算
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// 无可报告的理由
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nothing: Option<String>,
}

/// One field of the state.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// An item's standing in a year, or (no year) in the whole period.
    Mark {
        /// The item's id.
        item: String,
        /// The year; none for an item owed once.
        year: Option<i32>,
    },
    /// A part of an activity.
    Activity(Hex16, ActivityField),
    /// The standing of one occurrence of an item.
    Occurrence {
        /// The item's id.
        item: String,
        /// Which of its occurrences.
        occurrence: Occurrence,
    },
    /// What an activity serves besides its task.
    Serves(Hex16, ServesField),
    /// A part of a planned activity.
    Planned(Hex16, ActivityField),
    /// What a planned activity will serve besides its task.
    PlannedServes(Hex16, ServesField),
    /// To whom an item is given in a year, or (no year) in the whole period.
    Assigned {
        /// The item's id.
        item: String,
        /// The year; none for an item owed once.
        year: Option<i32>,
    },
    /// A remark on a task in a year.
    Remark(u32, i32, RemarkKind),
    /// A checklist line of the township's own.
    OwnItem(String),
}

#[expect(clippy::borrowed_box, reason = "serde hands it over so")]
fn is_empty(serves: &Box<ServesPatch>) -> bool {
    serves.is_empty()
}

impl Change {
    /// The fields it sets.
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
    /// What writes down or edits an activity: as programs of before know it, where it serves only its task.
    #[must_use]
    pub fn activity(id: Hex16, set: ActivityPatch, serves: ServesPatch) -> Self {
        if serves.is_empty() {
            return Change::Activity { id, set };
        }
        Change::ActivityServing { id, set, serves: Box::new(serves) }
    }

    /// Whether version 0.1 of the program knows it.
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

    /// The activity that the change concerns, with what it sets of it.
    #[must_use]
    pub fn of_activity(&self) -> Option<(Hex16, &ActivityPatch, Option<&ServesPatch>)> {
        match self {
            Change::Activity { id, set } => Some((*id, set, None)),
            Change::ActivityServing { id, set, serves } => Some((*id, set, Some(serves))),
            _ => None,
        }
    }

    /// The part of the change that sets one field; none where it does not set it.
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

    /// What the form calls it.
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
    /// One remark that changes.
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

    /// The remark of that kind, where it changes.
    #[must_use]
    pub fn get(&self, kind: RemarkKind) -> Option<&String> {
        match kind {
            RemarkKind::Problem => self.problem.as_ref(),
            RemarkKind::Next => self.next.as_ref(),
            RemarkKind::Nothing => self.nothing.as_ref(),
        }
    }
}
