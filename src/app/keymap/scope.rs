//! Scopes: the screens and panes in which keys have a meaning.

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    Everywhere,
    Dashboard,
    Chooser,
    List,
    /// The checklist of one task.
    Items,
    Search,
    /// The report form.
    Report,
    /// Findings of an audit.
    Findings,
    /// Any other form.
    Form,
    Activities,
    Calendar,
    Browser,
    History,
    /// The progress bar of a long job at the county.
    Working,
    County,
    /// A township's report at the county.
    Submitted,
    /// The reports of one township to choose from.
    Choices,
    /// Townships without a report.
    Missing,
    /// Files that do not count.
    LeftOver,
    /// The form of a file that the county writes: receipts, the reminder, the workbook.
    HandOut,
    Help,
}

impl Scope {
    /// Returns the heading of the scope in the help.
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

    /// In the order of the help.
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
