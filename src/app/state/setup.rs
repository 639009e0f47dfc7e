//! Setting up: the first run in three steps (which township, who fills in, where the records lie), and the same later,
//! a part at a time. What can be chosen is found out by the loop, since it lies on disks.

use std::path::PathBuf;

use chrono::NaiveDate;

use crate::domain::plan::Township;

/// A folder or drive that can be chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spot {
    /// Where it is.
    pub path: PathBuf,
    /// What the clerk reads.
    pub words: String,
}

/// What can be chosen now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offers {
    /// Where the records may lie, the best first. One alone is settled already.
    pub places: Vec<Spot>,
    /// Second drives that a copy may go to.
    pub drives: Vec<Spot>,
}

/// Who signs, and where reports go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signing {
    /// Where reports go.
    pub folder: PathBuf,
    /// 填报人
    pub reporter: String,
    /// 审核人
    pub reviewer: String,
    /// 电话
    pub phone: String,
    /// 县级单位; empty in a township
    pub office: String,
}

/// Where the records lie, and what a clerk should know of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keeping {
    /// The data folder.
    pub place: PathBuf,
    /// Whether reinstalling the system wipes it.
    pub wiped_by_reinstall: bool,
    /// The second drive, where one was chosen.
    pub mirror: Option<PathBuf>,
    /// When the copy on it was last brought up to date.
    pub mirrored: Option<NaiveDate>,
    /// The temporary or archive folder that the program was started from.
    pub started_from: Option<PathBuf>,
}

/// What the first run settles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetUp {
    /// The township.
    pub township: Township,
    /// Who fills in.
    pub signing: Signing,
    /// Where the records shall lie, of the places offered.
    pub place: PathBuf,
    /// The second drive, if one is wanted.
    pub mirror: Option<PathBuf>,
}

/// What the settings form asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preferences {
    /// Who fills in.
    pub signing: Signing,
    /// Today's date.
    pub today: NaiveDate,
    /// The second drive, if one is wanted.
    pub mirror: Option<PathBuf>,
}
