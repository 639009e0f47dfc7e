//! The numbers of an activity (场次、人次、资料份数、经费), declared once: forms, columns, CSV, workbook and report read
//! their keys and words here.

/// One number of an activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// How often something was held (场次).
    Sessions,
    /// How many people came (人次).
    People,
    /// How many copies were handed out (资料份数).
    Materials,
    /// What it cost (经费), in yuan.
    Funds,
}

impl Measure {
    /// All measures, in the order of every form, table and file.
    pub const ALL: [Self; 4] = [Self::Sessions, Self::People, Self::Materials, Self::Funds];

    /// Its key in JSON and CSV.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Sessions => "sessions",
            Self::People => "people",
            Self::Materials => "materials",
            Self::Funds => "funds",
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sessions => "场次",
            Self::People => "人次",
            Self::Materials => "资料份数",
            Self::Funds => "经费",
        }
    }

    /// Its name where columns are few.
    #[must_use]
    pub fn short(self) -> &'static str {
        if self == Self::Materials { "资料" } else { self.name() }
    }

    /// Its name as the label of a field, with the unit where one is needed.
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
