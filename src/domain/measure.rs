//! The numbers of an activity (场次、人次、资料份数、经费). Forms, columns, CSV, workbook and report take their keys
//! and words from here.

/// One number of an activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// The number of sessions (场次).
    Sessions,
    /// The number of participants (人次).
    People,
    /// The number of copies handed out (资料份数).
    Materials,
    /// The cost in yuan (经费).
    Funds,
}

impl Measure {
    /// All measures, in the order of every form, table and file.
    pub const ALL: [Self; 4] = [Self::Sessions, Self::People, Self::Materials, Self::Funds];

    /// The name in JSON and CSV.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Sessions => "sessions",
            Self::People => "people",
            Self::Materials => "materials",
            Self::Funds => "funds",
        }
    }

    /// The full Chinese name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sessions => "场次",
            Self::People => "人次",
            Self::Materials => "资料份数",
            Self::Funds => "经费",
        }
    }

    /// A shorter name for narrow columns.
    #[must_use]
    pub fn short(self) -> &'static str {
        if self == Self::Materials { "资料" } else { self.name() }
    }

    /// The label of a form field, with the unit if it needs one.
    #[must_use]
    pub fn label(self) -> &'static str {
        if self == Self::Funds { "经费(元)" } else { self.name() }
    }

    /// A sum in words: 资料90份.
    #[must_use]
    pub fn sum_words(self, number: u64) -> String {
        match self {
            Self::Sessions | Self::People => format!("{number}{}", self.name()),
            Self::Materials => format!("资料{number}份"),
            Self::Funds => format!("经费{number}元"),
        }
    }

    /// The number of one activity in words: 90份资料.
    #[must_use]
    pub fn words(self, number: u64) -> String {
        match self {
            Self::Sessions => format!("{number}场"),
            Self::People => format!("{number}人次"),
            Self::Materials => format!("{number}份资料"),
            Self::Funds => format!("{number}元"),
        }
    }
}
