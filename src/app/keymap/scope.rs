//! The places in which keys have their meanings.

/// Where a key has its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// On every screen.
    Everywhere,
    /// The dashboard.
    Dashboard,
    /// Choosing the township.
    Chooser,
    /// The task list.
    List,
    /// The checklist of one task.
    Items,
    /// The line to search with.
    Search,
    /// Handing up a report.
    Report,
    /// What the check before a report found.
    Findings,
    /// Filling in any other form.
    Form,
    /// The activity ledger.
    Activities,
    /// Choosing a day.
    Calendar,
    /// Choosing files or a folder.
    Browser,
    /// Who changed what.
    History,
    /// What takes long at the county.
    Working,
    /// The county's matrix.
    County,
    /// One township's report, at the county.
    Submitted,
    /// The reports that a township's is to be chosen from.
    Choices,
    /// The townships that have not reported.
    Missing,
    /// The files that do not count.
    LeftOver,
    /// What the county puts into a folder: receipts, the reminder, the workbook.
    HandOut,
    /// The help screen.
    Help,
}

impl Scope {
    /// What the help screen calls it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Scope::Everywhere => "任何时候",
            Scope::Dashboard => "总览",
            Scope::Chooser => "选择乡镇",
            Scope::List => "任务列表",
            Scope::Items => "一项任务的清单",
            Scope::Search => "查找",
            Scope::Report => "上报",
            Scope::Findings => "审核",
            Scope::Form => "填写",
            Scope::Activities => "台账",
            Scope::Calendar => "日历",
            Scope::Browser => "选文件",
            Scope::History => "改动记录",
            Scope::Working => "县级：读文件、出回执",
            Scope::County => "县级汇总",
            Scope::Submitted => "县级：细看上报",
            Scope::Choices => "县级：选上报",
            Scope::Missing => "县级：未报名单",
            Scope::LeftOver => "县级：没采用的文件",
            Scope::HandOut => "县级：答复、存表",
            Scope::Help => "帮助",
        }
    }

    /// All scopes, in the order of the help screen.
    pub const ALL: [Scope; 21] = [
        Scope::Dashboard,
        Scope::List,
        Scope::Items,
        Scope::Search,
        Scope::Form,
        Scope::Calendar,
        Scope::Browser,
        Scope::Activities,
        Scope::Report,
        Scope::Findings,
        Scope::History,
        Scope::Chooser,
        Scope::County,
        Scope::Submitted,
        Scope::Choices,
        Scope::Missing,
        Scope::LeftOver,
        Scope::HandOut,
        Scope::Working,
        Scope::Help,
        Scope::Everywhere,
    ];
}
