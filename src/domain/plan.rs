//! The county plan (规划): actions, tasks, safeguards, the roster of townships, and the checklist items of each task.
//! Plans come from `data/` or from a file that a county hands out; this code knows no particular plan.

mod deadline;
mod fault;
mod faults;
mod limits;

use std::collections::HashMap;
use std::ops::RangeInclusive;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::text::is_device;
pub use deadline::{Due, ItemTarget, Per, TargetMeasure};
pub use fault::{PlanFault, PlanWarning};

/// A plan that a county gives to its townships.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Identifies the plan in file names and ledgers: 1 to 60 ASCII letters, digits and `-`.
    pub id: String,
    /// Full title of the plan.
    pub title: String,
    /// A title short enough for the head of an 80-column screen.
    pub short: String,
    /// The number of the text among those handed out under this id, from 1.
    #[serde(default = "first")]
    pub revision: u32,
    /// The official notice that carries the plan.
    pub notice: Notice,
    /// The words in unit lists that mean the townships of the roster (各乡镇).
    pub townships_named: Vec<String>,
    /// The townships that owe the plan.
    pub roster: Vec<Township>,
    /// Townships that no longer exist. Their names and codes are refused.
    #[serde(default)]
    pub abolished: Vec<Abolished>,
    /// The actions (行动), in the order of the notice.
    pub actions: Vec<Action>,
    /// The safeguards (保障措施), in the order of the notice.
    #[serde(default)]
    pub safeguards: Vec<Safeguard>,
    /// Errors of the published text that the plan corrects.
    #[serde(default)]
    pub errata: Vec<Erratum>,
    /// The rules for when reports are due.
    #[serde(default)]
    pub reports: Vec<ReportRule>,
    /// Id and text of items of earlier revisions that were removed (原条目). Their ids are never used again.
    #[serde(default)]
    pub retired: Vec<(String, String)>,
    /// Former codes of townships of the roster. Offices that began under one keep it.
    #[serde(default)]
    pub former: Vec<Former>,
}

/// A plan with the SHA-256 of its text (BOM removed, CRLF as LF). The seal is not part of the text, so sealing a plan
/// does not make another plan of it.
#[derive(Debug, Clone)]
pub struct PlanFile {
    /// The plan as a value.
    pub plan: Plan,
    /// SHA-256 of the text before its seal, 64 hex digits.
    pub sha256: String,
}

/// The official notice (通知) behind a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Title of the notice.
    pub title: String,
    /// Document number (文号), as `米府发〔2023〕12号`.
    pub number: String,
    /// The government that issued it.
    pub issuer: String,
    /// The date of the notice.
    pub date: NaiveDate,
    /// First and last calendar year of the plan.
    pub years: (i32, i32),
    /// The goal (工作目标), verbatim.
    pub goal: String,
}

/// A township (乡镇) of the roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Township {
    /// Statistical code, nine digits.
    pub code: String,
    /// The full name, as 攀莲镇.
    pub name: String,
}

/// A township that was abolished. Its name and code are refused with a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Abolished {
    /// Its former statistical code.
    pub code: String,
    /// The name that it had.
    pub name: String,
    /// The Chinese sentence that is shown for it.
    pub sentence: String,
}

/// A township of the roster under a former code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Former {
    /// The former code, and the name.
    pub was: Township,
    /// Its present code in the roster.
    pub now: String,
}

/// A rule for when reports are due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportRule {
    /// The length of the reported times.
    pub every: Per,
    /// Days from the last day of that time to the deadline.
    pub days_after: u32,
}

/// An action (行动): a heading of the notice with its tasks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// Number in the notice, from 1.
    pub no: u32,
    /// The title without its number.
    pub title: String,
    /// The tasks in the notice's order.
    pub tasks: Vec<Task>,
}

/// A task (任务) of the notice, with the units responsible for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Identifies the task permanently, in ledgers and on the command line. In the first revision it is the number in
    /// the notice; later revisions may have gaps and another order.
    pub no: u32,
    /// The number as the notice prints it, if it differs from `no`.
    #[serde(default)]
    pub label: Option<String>,
    /// The title without its number.
    pub title: String,
    /// The text, with page breaks joined and errata corrected.
    pub text: String,
    /// Lead units (牵头单位) in the notice's order; all units if `parted` is false.
    pub leads: Vec<String>,
    /// Partner units (配合单位) in the notice's order.
    #[serde(default)]
    pub partners: Vec<String>,
    /// Whether the notice says who leads. False if it lists the responsible units without a comma.
    #[serde(default = "yes")]
    pub parted: bool,
    /// A peculiarity of the notice that a reader should know.
    #[serde(default)]
    pub remark: Option<String>,
    /// The deadline of the task (完成时限), if the notice gives one.
    #[serde(default)]
    pub due: Option<Due>,
    /// The items of the checklist (清单).
    #[serde(default)]
    pub items: Vec<Item>,
}

/// One line of a task's checklist: an act that a township can do and prove.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Identifies the item permanently: `<task>.<n>`, as `5.1`. It stays when the item moves to another task.
    pub id: String,
    /// The act in a few words.
    pub text: String,
    /// The words of the task's text that it comes from, at least one whole clause.
    pub quote: String,
    /// How often it is owed.
    pub cycle: Cycle,
    /// The deadline of the item, if the notice gives one.
    #[serde(default)]
    pub due: Option<Due>,
    /// The target of the item, if the notice gives one.
    #[serde(default)]
    pub target: Option<ItemTarget>,
}

/// How often an item is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cycle {
    /// Again in every year of the plan.
    Yearly,
    /// Once in the whole period; shared by all years from its date on.
    Once,
    /// Again in every half-year.
    Halfyearly,
    /// Again in every quarter.
    Quarterly,
    /// Again in every month.
    Monthly,
}

/// A safeguard (保障措施): owed by county units, shown for reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Safeguard {
    /// Number in the notice, from 1.
    pub no: u32,
    /// The title without its number.
    pub title: String,
    /// The text of the notice.
    pub text: String,
    /// Lead units in the notice's order.
    pub leads: Vec<String>,
    /// Partner units in the notice's order.
    #[serde(default)]
    pub partners: Vec<String>,
}

/// An error of the published text, and its correction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erratum {
    /// The words as published.
    pub find: String,
    /// The corrected words of the plan.
    pub put: String,
    /// Why the words are wrong.
    pub note: String,
}

/// The part that the townships have in a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The lead units name them (牵头).
    Lead,
    /// The partner units name them (配合).
    Partner,
    /// No unit of the task means them.
    None,
}

/// Why a township was not found by name or code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TownshipError {
    /// The township was abolished.
    Abolished {
        /// The Chinese sentence of the plan that says so.
        sentence: String,
    },
    /// The plan has no such name or code.
    Unknown {
        /// The name or code that was asked for.
        asked: String,
    },
}

/// Whether a text is a valid plan id. The id is also a folder's name, so device names of Windows are refused.
#[must_use]
pub fn is_id(id: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-';
    !id.is_empty() && id.len() <= 60 && id.chars().all(fits) && !is_device(id)
}

/// Whether a text is a township's code: nine digits.
#[must_use]
pub fn is_code(code: &str) -> bool {
    code.len() == 9 && code.bytes().all(|byte| byte.is_ascii_digit())
}

fn yes() -> bool {
    true
}

fn first() -> u32 {
    1
}

impl Plan {
    /// The earliest version of the plan format whose readers misread nothing. Programs that read only version 1 know
    /// the cycles `yearly` and `once`, tasks numbered 1, 2, 3 ... and items that never moved.
    #[must_use]
    pub fn format_version(&self) -> u32 {
        let of_task =
            |task: &Task, item: &Item| item.id.split_once('.').is_some_and(|(no, _)| no == task.no.to_string());
        let is_new =
            |task: &Task| task.items.iter().any(|item| item.cycle.is_repeated_in_year() || !of_task(task, item));
        let numbered = self.tasks().zip(1..).all(|((_, task), no)| task.no == no);
        if !numbered || self.tasks().any(|(_, task)| is_new(task)) { 2 } else { 1 }
    }

    /// The calendar years of the plan.
    #[must_use]
    pub fn years(&self) -> RangeInclusive<i32> {
        self.notice.years.0..=self.notice.years.1
    }

    /// The first day of the plan's first year.
    #[must_use]
    pub fn first_day(&self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.notice.years.0, 1, 1).unwrap_or(NaiveDate::MIN)
    }

    /// The last day of the plan's last year.
    #[must_use]
    pub fn last_day(&self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.notice.years.1, 12, 31).unwrap_or(NaiveDate::MAX)
    }

    /// The year of the plan nearest to `year`.
    #[must_use]
    pub fn nearest_year(&self, year: i32) -> i32 {
        year.max(self.notice.years.0).min(self.notice.years.1)
    }

    /// All tasks in order, each with its action.
    pub fn tasks(&self) -> impl Iterator<Item = (&Action, &Task)> {
        self.actions.iter().flat_map(|action| action.tasks.iter().map(move |task| (action, task)))
    }

    /// The tasks that name the townships, in order, each with its action.
    pub fn owed(&self) -> impl Iterator<Item = (&Action, &Task)> {
        self.tasks().filter(|(_, task)| self.role(task) != Role::None)
    }

    /// Finds a task by its number, with its action.
    #[must_use]
    pub fn task(&self, no: u32) -> Option<(&Action, &Task)> {
        self.tasks().find(|(_, task)| task.no == no)
    }

    /// Finds an item by its id, with its task.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<(&Task, &Item)> {
        self.tasks().find_map(|(_, task)| task.items.iter().find(|item| item.id == id).map(|item| (task, item)))
    }

    /// The part that the townships have in `task`. If both lists name them, they lead.
    #[must_use]
    pub fn role(&self, task: &Task) -> Role {
        let named = |units: &[String]| units.iter().any(|unit| self.townships_named.contains(unit));
        if named(&task.leads) {
            Role::Lead
        } else if named(&task.partners) {
            Role::Partner
        } else {
            Role::None
        }
    }

    /// Finds a township by name or code. A former code gives the township under that code. Fails on abolished and
    /// unknown townships.
    pub fn township(&self, asked: &str) -> Result<&Township, TownshipError> {
        let asked = asked.trim();
        if let Some(found) = self.roster.iter().find(|one| one.code == asked || one.name == asked) {
            return Ok(found);
        }
        if let Some(former) = self.of_code(asked) {
            return Ok(former);
        }
        Err(match self.abolished.iter().find(|one| one.code == asked || one.name == asked) {
            Some(gone) => TownshipError::Abolished { sentence: gone.sentence.clone() },
            None => TownshipError::Unknown { asked: asked.to_owned() },
        })
    }

    /// Finds a township by its code in the roster or a former code.
    #[must_use]
    pub fn of_code(&self, code: &str) -> Option<&Township> {
        let former = self.former.iter().map(|former| &former.was);
        self.roster.iter().chain(former).find(|one| one.code == code)
    }

    /// The roster's code of a township that reports under `code`.
    #[must_use]
    pub fn code_in_roster<'a>(&'a self, code: &'a str) -> &'a str {
        self.former.iter().find(|one| one.was.code == code).map_or(code, |former| &former.now)
    }

    /// Every unit in the order of first mention, with the numbers of the tasks it leads and partners.
    #[must_use]
    pub fn units(&self) -> Vec<UnitTasks> {
        let mut units: Vec<UnitTasks> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        for (_, task) in self.tasks() {
            for (names, leads) in [(&task.leads, true), (&task.partners, false)] {
                for name in names {
                    let at = *places.entry(name).or_insert_with(|| {
                        units.push(UnitTasks { unit: name.clone(), leads: vec![], partners: vec![] });
                        units.len() - 1
                    });
                    let list = if leads { &mut units[at].leads } else { &mut units[at].partners };
                    list.push(task.no);
                }
            }
        }
        units
    }
}

/// A unit and the numbers of its tasks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnitTasks {
    /// The unit, as the notice calls it.
    pub unit: String,
    /// Tasks that it leads, or is responsible for if the notice does not say who leads.
    pub leads: Vec<u32>,
    /// Tasks in which it is a partner.
    pub partners: Vec<u32>,
}

impl Role {
    /// The word the screen shows.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Role::Lead => "牵头",
            Role::Partner => "配合",
            Role::None => "未列入",
        }
    }
}

impl Cycle {
    /// Whether the item is owed more often than once a year, as occurrences.
    #[must_use]
    pub fn is_repeated_in_year(self) -> bool {
        matches!(self, Cycle::Halfyearly | Cycle::Quarterly | Cycle::Monthly)
    }

    /// The word the screen shows.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Cycle::Yearly => "每年",
            Cycle::Once => "期内一次",
            Cycle::Halfyearly => "每半年",
            Cycle::Quarterly => "每季度",
            Cycle::Monthly => "每月",
        }
    }
}
