//! 审核: finds what stops a report, and what to look at before it is made. Each finding says where to correct it.
//!
//! An error stops the report, a warning does not. Entries that this program cannot understand are an error: another
//! program can, and a report without them would be false. A *damaged* line is a warning: it may never come back, so an
//! error would end all reporting. Every report counts it instead, and the county sees the number. The errors depend on
//! nothing but the ledgers that were read, so making a report decides the same as the check before it.

mod dates;
mod deadlines;

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};

use super::activity::{Activity, Evidence};
use super::item_status::{When, status_in};
use super::ledger::{DeviceId, Hex16, ItemStatus, Ledger, OwnItem, RemarkKind};
use super::period::Period;
use super::plan::{Plan, Task};
use super::progress::{TaskProgress, counted};
use super::report::Signature;
use super::uncounted::Uncounted;
use super::wording::rolled_back_words;

/// Share of the largest report, in percent, above which the check warns of the size.
const SIZE_WARNING_PERCENT: u64 = 75;

/// One error or warning of the check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckFinding {
    /// Whether it stops the report.
    pub level: Severity,
    /// Where the user corrects it.
    pub place: FindingPlace,
    /// One Chinese sentence saying what is wrong, one saying what to do.
    pub text: String,
}

/// Whether a finding stops the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// 错误: no report is made until it is corrected.
    Error,
    /// 提醒: the report can still be made.
    Warning,
}

/// The place where the user corrects a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FindingPlace {
    /// The names in the settings and the report form.
    Reporter,
    /// Today's date by the PC's clock.
    Clock,
    /// The period of the report.
    Period,
    /// The ledger files of the township.
    Ledgers,
    /// An item of the plan or of the township's own.
    Item {
        /// The number of its task.
        task: u32,
        /// Its id in the ledger.
        id: String,
    },
    /// The activity list (台账) of a task, by its number.
    Activities(u32),
    /// One activity of the list.
    Activity {
        /// The number of its task.
        task: u32,
        /// Its id in the ledger.
        id: Hex16,
    },
    /// The remarks on a task, by its number.
    Remark(u32),
}

/// Facts about the files that the ledger itself does not hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoreFacts {
    /// The number of damaged ledger lines that were skipped.
    pub damaged: u32,
    /// Contents of the ledgers that a report would lack.
    pub uncounted: Uncounted,
    /// PCs whose ledgers lost entries that a report was made from, with the number of entries lost; 0 if others were
    /// written since.
    pub rolled_back: Vec<(DeviceId, u64)>,
    /// Evidence that is missing or changed, by its SHA-256.
    pub evidence: BTreeMap<String, EvidenceFault>,
    /// The size that the report would have.
    pub size: ReportSize,
    /// The reason why the county's program would refuse the report, in its words.
    pub refused: Option<String>,
}

/// The size of a report, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReportSize {
    /// The size of the report.
    pub bytes: u64,
    /// The largest size that the county's program reads.
    pub most: u64,
}

/// What is wrong with a file of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EvidenceFault {
    /// The file does not exist.
    Missing,
    /// The file has another size or content than recorded.
    Differs,
    /// The operating system failed to read it.
    Unreadable,
    /// It was missing or damaged, and was restored from the mirror.
    Repaired,
}

impl EvidenceFault {
    /// One Chinese sentence saying what happened to the file, one saying what to do.
    #[must_use]
    pub fn sentence(self, activity: &str, name: &str) -> String {
        let what = match self {
            Self::Missing => "找不到。请重新添加，或从记这项活动的电脑拷来。",
            Self::Differs => "与登记时不一样，可能损坏或被改过。请重新添加原来的文件。",
            Self::Unreadable => "读不了，可能没有权限或磁盘出错。请检查磁盘，或重新添加原来的文件。",
            Self::Repaired => "丢失或损坏了，已用第二份里完好的补好，不用再添加。请留意这块盘是不是要坏了。",
        };
        format!("活动“{activity}”的佐证“{name}”{what}")
    }
}

/// Most items that one finding lists by id.
const NAMED_MAX: usize = 3;

/// Checks the ledger before a report of `period` signed by `by`. Errors come first.
#[must_use]
pub fn check(plan: &Plan, ledger: &Ledger, period: Period, by: &Signature, facts: &StoreFacts) -> Vec<CheckFinding> {
    let (activities, own_items) = (ledger.activities(), ledger.own_items());
    let mut check = Check { plan, ledger, period, today: by.today, activities, own_items, found: Vec::new(), ahead: 0 };
    check.reporter(by);
    check.ledgers(facts);
    check.period();
    check.dates_of_items();
    check.dates_of_activities();
    check.clock();
    check.evidence(facts);
    check.tasks();
    check.deadlines_and_targets();
    check.size(facts.size);
    check.refused(facts);
    check.found.sort_by_key(|finding| finding.level);
    check.found
}

/// The activities that a report of `period` includes.
pub fn reported_activities(ledger: &Ledger, period: Period) -> impl Iterator<Item = Activity> {
    let days = period.first_day()..=period.last_day();
    ledger.activities().into_iter().filter(move |one| days.contains(&one.date))
}

/// The inputs of the check, and its findings so far.
struct Check<'a> {
    plan: &'a Plan,
    ledger: &'a Ledger,
    period: Period,
    today: NaiveDate,
    activities: Vec<Activity>,
    own_items: Vec<OwnItem>,
    found: Vec<CheckFinding>,
    /// The number of future dates, counted while today's date itself cannot be right.
    ahead: usize,
}

impl Check<'_> {
    fn error(&mut self, place: FindingPlace, text: String) {
        self.found.push(CheckFinding { level: Severity::Error, place, text });
    }

    fn warn(&mut self, place: FindingPlace, text: String) {
        self.found.push(CheckFinding { level: Severity::Warning, place, text });
    }

    fn reporter(&mut self, by: &Signature) {
        if by.reporter.trim().is_empty() {
            let text = "还没有填报人。请在上报画面填写，或运行 taizhang setup --township 乡镇名 --reporter 姓名。";
            self.error(FindingPlace::Reporter, text.to_owned());
        }
    }

    fn ledgers(&mut self, facts: &StoreFacts) {
        let Uncounted { newer, unread } = facts.uncounted;
        if newer > 0 {
            let text = format!(
                "台账里有{newer}处是新版程序写的，本程序看不懂，现在上报会漏报。内容都保留着；请换用新版程序再上报。"
            );
            self.error(FindingPlace::Ledgers, text);
        }
        if unread > 0 {
            let text = format!(
                "台账有{unread}处读不了，现在上报会漏报。请照打开台账时的提示让它能读，再上报；taizhang doctor 列出每一处。"
            );
            self.error(FindingPlace::Ledgers, text);
        }
        if facts.damaged > 0 {
            let lines = facts.damaged;
            let text =
                format!("台账里有{lines}行损坏，已跳过，行数会写进上报文件。请找备份比对，没有备份的请核对后补记。");
            self.warn(FindingPlace::Ledgers, text);
        }
        for (device, missing) in &facts.rolled_back {
            self.warn(FindingPlace::Ledgers, rolled_back_words(*device, *missing));
        }
    }

    fn period(&mut self) {
        let (name, today) = (self.period.name(), self.today);
        if today < self.period.first_day() {
            let text = format!("{name}还没有开始（今天是 {today}）。请核对报告期和电脑日期。");
            self.warn(FindingPlace::Period, text);
        } else if !self.period.is_over(today) {
            let last = self.period.last_day();
            let text = format!("{name}到 {last} 才满，现在上报会注明“期未满”。请确认是不是现在就报。");
            self.warn(FindingPlace::Period, text);
        }
    }

    /// The clock is wrong before the plan's first day: nothing can be reported then.
    fn clock_is_wrong(&self) -> bool {
        self.today < self.plan.first_day()
    }

    fn if_clock(&self) -> String {
        format!("今天是 {}；电脑日期不对时，请先校正，或加 --today 年-月-日。", self.today)
    }

    /// One finding for a clock before the plan's first day, instead of one for each date that seems to be in the
    /// future.
    fn clock(&mut self) {
        if self.ahead > 0 {
            let text = format!(
                "今天按电脑是 {}，早于规划的第一天，有{}处日期因此还没有到。请校正电脑日期，或加 --today 年-月-日。",
                self.today, self.ahead
            );
            self.error(FindingPlace::Clock, text);
        }
    }

    fn evidence(&mut self, facts: &StoreFacts) {
        let days = self.period.first_day()..=self.period.last_day();
        for one in self.activities.clone().into_iter().filter(|one| days.contains(&one.date)) {
            for Evidence { name, sha256, .. } in &one.evidence {
                if let Some(fault) = facts.evidence.get(sha256) {
                    let text = fault.sentence(&one.title, name);
                    self.warn(FindingPlace::Activity { task: one.task, id: one.id }, text);
                }
            }
        }
    }

    /// Finds a report above the county's limit, or above three quarters of it.
    fn size(&mut self, ReportSize { bytes, most }: ReportSize) {
        if bytes <= most / 100 * SIZE_WARNING_PERCENT {
            return;
        }
        let days = self.period.first_day()..=self.period.last_day();
        let length = |one: &Activity| one.note.chars().count();
        let longest = self.activities.iter().filter(|one| days.contains(&one.date)).max_by_key(|one| length(one));
        let longest = longest.filter(|one| length(one) > 0).map(|one| {
            let Activity { title, date, .. } = one;
            format!("，其中备注最长的是活动“{title}”（{date}，{}个字）", length(one))
        });
        let longest = longest.unwrap_or_default();
        let (size, most_mb) = (megabytes(bytes), most >> 20);
        if bytes > most {
            let text = format!(
                "上报文件有{size} MB，超过县里能收的{most_mb} MB{longest}。请把备注写短，长的材料另作佐证添加。"
            );
            self.error(FindingPlace::Period, text);
        } else {
            let text = format!("上报文件已有{size} MB，最多{most_mb} MB{longest}。请把备注写短一些。");
            self.warn(FindingPlace::Period, text);
        }
    }

    /// Finds any other reason why the county would refuse the report, unless another error explains it.
    fn refused(&mut self, facts: &StoreFacts) {
        if let Some(why) = facts.refused.as_ref().filter(|_| self.found.iter().all(|one| one.level != Severity::Error))
        {
            self.error(FindingPlace::Period, format!("这份上报县里收不进：{why}"));
        }
    }

    fn tasks(&mut self) {
        let plan = self.plan;
        for (_, task) in plan.owed() {
            let statuses = TaskProgress::of(task, self.ledger, self.period).items;
            let year = Period::year_of(self.period.year());
            let held = |one: &Activity| one.date >= year.first_day() && one.date <= self.period.last_day();
            let held = self.activities.iter().any(|one| one.serves(task.no) && held(one));
            if held {
                continue;
            }
            let done = self.done_this_year(task, &statuses);
            if !done.is_empty() {
                let more = if done.len() > NAMED_MAX { format!("等{}条", done.len()) } else { String::new() };
                let named = done[..done.len().min(NAMED_MAX)].join("、");
                let no = task.no;
                let text = format!("任务{no}的 {named}{more} 已完成，但没有记活动。请补记活动，或核对完成情况。");
                self.warn(FindingPlace::Activities(no), text);
            } else if (task.items.is_empty() || !statuses.is_empty())
                && statuses.iter().all(|status| *status == ItemStatus::Todo)
                && !self.said(task.no)
            {
                let text = format!("任务{}没有任何记录，也没有写理由。请补记，或写明无可报告的理由。", task.no);
                self.warn(FindingPlace::Remark(task.no), text);
            }
        }
    }

    /// The items of a task that were done in the year of the report.
    fn done_this_year<'t>(&self, task: &'t Task, statuses: &[ItemStatus]) -> Vec<&'t str> {
        let this_year = |on: &NaiveDate| on.year() == self.period.year();
        let pairs = counted(task, self.period).zip(statuses);
        let done = pairs.filter(|(_, status)| matches!(status, ItemStatus::Done { on } if this_year(on)));
        let mut ids: Vec<&str> = done.map(|((item, _), _)| item.id.as_str()).collect();
        ids.dedup();
        ids
    }

    /// Whether the year has anything else on the task: a remark, or an own item that was begun.
    fn said(&self, no: u32) -> bool {
        let year = self.period.year();
        let remarked = RemarkKind::ALL.iter().any(|kind| !self.ledger.remark(no, year, *kind).is_empty());
        let begun = |id: &str| status_in(id, When::Year(year), self.ledger, self.period) != ItemStatus::Todo;
        remarked || self.own_items.iter().any(|own| own.task == no && own.is_of(year) && begun(&own.id))
    }
}

/// Bytes as megabytes, rounded up to a tenth.
fn megabytes(bytes: u64) -> String {
    let tenths = bytes.saturating_mul(10).div_ceil(1 << 20);
    format!("{}.{}", tenths / 10, tenths % 10)
}

impl FindingPlace {
    /// The number of the task that it belongs to, if any.
    #[must_use]
    pub fn task(&self) -> Option<u32> {
        match self {
            FindingPlace::Item { task, .. }
            | FindingPlace::Activity { task, .. }
            | FindingPlace::Activities(task)
            | FindingPlace::Remark(task) => Some(*task),
            FindingPlace::Reporter | FindingPlace::Clock | FindingPlace::Period | FindingPlace::Ledgers => None,
        }
    }

    /// The id of the item, if it is one.
    #[must_use]
    pub fn item(&self) -> Option<&str> {
        if let FindingPlace::Item { id, .. } = self { Some(id) } else { None }
    }

    /// The id of the activity, if it is one.
    #[must_use]
    pub fn activity(&self) -> Option<Hex16> {
        if let FindingPlace::Activity { id, .. } = self { Some(*id) } else { None }
    }
}

impl Severity {
    /// The word that the screen shows.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "错误",
            Severity::Warning => "提醒",
        }
    }
}
