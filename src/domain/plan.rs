//! The county plan (规划): actions, tasks, safeguards, the roster of townships, and the checklist items drawn
//! from each task. A value read from `data/` or from a file a county distributes; nothing here knows which plan.

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

/// One plan as a county lays it on its townships.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Name of the plan in file names and ledgers: ASCII letters, digits and `-`.
    pub id: String,
    /// Full title of the plan.
    pub title: String,
    /// Title short enough for the head of an 80-column screen.
    pub short: String,
    /// Counts the texts that a county distributed under this id, from 1.
    #[serde(default = "first")]
    pub revision: u32,
    /// The official notice that carries the plan.
    pub notice: Notice,
    /// The words in unit lists that mean the townships of the roster (各乡镇).
    pub townships_named: Vec<String>,
    /// The townships that owe the plan.
    pub roster: Vec<Township>,
    /// Townships that no longer exist and are refused by name or code.
    #[serde(default)]
    pub abolished: Vec<Abolished>,
    /// The actions (行动), in the order of the notice.
    pub actions: Vec<Action>,
    /// The safeguards (保障措施), in the order of the notice.
    #[serde(default)]
    pub safeguards: Vec<Safeguard>,
    /// Slips of the published text that the plan mends.
    #[serde(default)]
    pub errata: Vec<Erratum>,
    /// When the county wants reports.
    #[serde(default)]
    pub reports: Vec<ReportRule>,
    /// Items of earlier revisions that are no more (原条目): each by its id and its words. Their ids are never used again.
    #[serde(default)]
    pub retired: Vec<(String, String)>,
    /// Codes that townships of the roster had before. Offices that began under them keep them.
    #[serde(default)]
    pub former: Vec<Former>,
}

/// A plan with the SHA-256 of its text (BOM removed, CRLF as LF). Its seal is no part of the text: sealing a plan makes no
/// other plan of it.
#[derive(Debug, Clone)]
pub struct PlanFile {
    /// The plan.
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
    /// The issuing government.
    pub issuer: String,
    /// The day the notice is dated.
    pub date: NaiveDate,
    /// First and last year of the plan.
    pub years: (i32, i32),
    /// The goal (工作目标), verbatim.
    pub goal: String,
}

/// A township (乡镇) of the roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Township {
    /// Statistical code, nine digits.
    pub code: String,
    /// Name, as 攀莲镇.
    pub name: String,
}

/// A township that was abolished; whoever names it is told so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Abolished {
    /// Its former statistical code.
    pub code: String,
    /// Its former name.
    pub name: String,
    /// The sentence that says why it is refused.
    pub sentence: String,
}

/// A township under the code that it had before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Former {
    /// The former code, and the name.
    pub was: Township,
    /// Its code in the roster.
    pub now: String,
}

/// When the county wants a report: so many days after the end of each of those times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportRule {
    /// How often.
    pub every: Per,
    /// Days after the last day of the time.
    pub days_after: u32,
}

/// An action (行动): a heading with its tasks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// Number in the notice, from 1.
    pub no: u32,
    /// Title without its number.
    pub title: String,
    /// Its tasks in order.
    pub tasks: Vec<Task>,
}

/// A task (任务) of the notice, with the units responsible for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Names the task for ever, in ledgers and on the command line. In the first revision it is the number in the notice;
    /// later ones may have gaps and another order.
    pub no: u32,
    /// The number as it is printed in the notice, where it is another one.
    #[serde(default)]
    pub label: Option<String>,
    /// Title without its number.
    pub title: String,
    /// Body, page breaks joined and errata mended.
    pub text: String,
    /// Lead units (牵头单位) in the notice's order; all units where `parted` is false.
    pub leads: Vec<String>,
    /// Partner units (配合单位) in the notice's order.
    #[serde(default)]
    pub partners: Vec<String>,
    /// Whether the notice says who leads; false where it lists responsible units without a comma.
    #[serde(default = "yes")]
    pub parted: bool,
    /// A peculiarity of the notice that a reader should know.
    #[serde(default)]
    pub remark: Option<String>,
    /// When the task is due (完成时限), where the notice says so.
    #[serde(default)]
    pub due: Option<Due>,
    /// The checklist (清单) of a township.
    #[serde(default)]
    pub items: Vec<Item>,
}

/// One line of a task's checklist: an act that a township can do and prove.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Names the item for ever: `<task>.<n>`, as `5.1`. It stays when the item moves to another task.
    pub id: String,
    /// The act, worded short.
    pub text: String,
    /// The words of the task that it comes from, at least one whole clause.
    pub quote: String,
    /// How often it is owed.
    pub cycle: Cycle,
    /// When it is due, where the notice says so.
    #[serde(default)]
    pub due: Option<Due>,
    /// How much is asked for, where the notice says so.
    #[serde(default)]
    pub target: Option<ItemTarget>,
}

/// How often an item is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cycle {
    /// In every year of the plan anew.
    Yearly,
    /// Once in the whole period; shared by all years from its date on.
    Once,
    /// In every half-year anew.
    Halfyearly,
    /// In every quarter anew.
    Quarterly,
    /// In every month anew.
    Monthly,
}

/// A safeguard (保障措施): owed by county units, shown for reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Safeguard {
    /// Number in the notice, from 1.
    pub no: u32,
    /// Title.
    pub title: String,
    /// Body.
    pub text: String,
    /// Lead units.
    pub leads: Vec<String>,
    /// Partner units.
    #[serde(default)]
    pub partners: Vec<String>,
}

/// A slip of the published text and what the plan puts in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erratum {
    /// The words as published.
    pub find: String,
    /// The words the plan puts.
    pub put: String,
    /// Why.
    pub note: String,
}

/// The part a township has in a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Named among the lead units (牵头).
    Lead,
    /// Named among the partner units (配合).
    Partner,
    /// Not named.
    None,
}

/// Why a township was not found by name or code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TownshipError {
    /// It was abolished; the plan's sentence says so.
    Abolished {
        /// The sentence of the plan.
        sentence: String,
    },
    /// Neither a name nor a code of the roster.
    Unknown {
        /// What was asked for.
        asked: String,
    },
}

/// Whether a text would do as a plan's id, and so as a folder's name.
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
    /// The earliest version of the plan format whose readers take nothing in it for something else. Programs that read only
    /// version 1 know the cycles `yearly` and `once`, tasks that are numbered 1, 2, 3 ... and items that never moved.
    #[must_use]
    pub fn format_version(&self) -> u32 {
        let of_task =
            |task: &Task, item: &Item| item.id.split_once('.').is_some_and(|(no, _)| no == task.no.to_string());
        let is_new =
            |task: &Task| task.items.iter().any(|item| item.cycle.is_repeated_in_year() || !of_task(task, item));
        let numbered = self.tasks().zip(1..).all(|((_, task), no)| task.no == no);
        if !numbered || self.tasks().any(|(_, task)| is_new(task)) { 2 } else { 1 }
    }

    /// The years of the plan.
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

    /// The plan's year nearest to `year`: itself within the plan, else its first or last.
    #[must_use]
    pub fn nearest_year(&self, year: i32) -> i32 {
        year.max(self.notice.years.0).min(self.notice.years.1)
    }

    /// All tasks in order, each with its action.
    pub fn tasks(&self) -> impl Iterator<Item = (&Action, &Task)> {
        self.actions.iter().flat_map(|action| action.tasks.iter().map(move |task| (action, task)))
    }

    /// The tasks that name the townships, in order.
    pub fn owed(&self) -> impl Iterator<Item = (&Action, &Task)> {
        self.tasks().filter(|(_, task)| self.role(task) != Role::None)
    }

    /// The task of that number.
    #[must_use]
    pub fn task(&self, no: u32) -> Option<(&Action, &Task)> {
        self.tasks().find(|(_, task)| task.no == no)
    }

    /// The item of that id, with its task.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<(&Task, &Item)> {
        self.tasks().find_map(|(_, task)| task.items.iter().find(|item| item.id == id).map(|item| (task, item)))
    }

    /// The part that the townships have in `task`. Where they stand on both sides of the comma, they lead.
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

    /// The township of that name or code. One that is asked for by a former code keeps it.
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

    /// The township of that code, in the roster or before.
    #[must_use]
    pub fn of_code(&self, code: &str) -> Option<&Township> {
        let former = self.former.iter().map(|former| &former.was);
        self.roster.iter().chain(former).find(|one| one.code == code)
    }

    /// The code in the roster of a township that reports under that code.
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
    /// The unit, in the notice's word.
    pub unit: String,
    /// Tasks it leads, or is responsible for where the notice does not part.
    pub leads: Vec<u32>,
    /// Tasks it is a partner in.
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
    /// Whether it is owed more often than once a year, each time for itself.
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
