//! The settings and the three steps of the first run: township, signers, data folder. The event loop finds the
//! drives, because that needs the disk.

use std::path::PathBuf;

use chrono::NaiveDate;

use crate::domain::plan::Township;

/// A folder or drive to choose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StorageLocation {
    pub path: PathBuf,
    pub label: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StorageCandidates {
    /// Folders for the records, the best first. A single one is not asked for.
    pub locations: Vec<StorageLocation>,
    /// Second drives for a copy.
    pub drives: Vec<StorageLocation>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signing {
    pub folder: PathBuf,
    /// 填报人
    pub reporter: String,
    /// 审核人
    pub reviewer: String,
    /// 电话
    pub phone: String,
    /// 县级单位; empty in a township.
    pub office: String,
}

/// The data folder and its risks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StorageState {
    pub folder: PathBuf,
    /// Whether a reinstallation of the system wipes it.
    pub wiped_by_reinstall: bool,
    pub mirror: Option<PathBuf>,
    /// Day of the last copy.
    pub mirrored: Option<NaiveDate>,
    /// The temporary folder that the program was started from, if it was.
    pub started_from: Option<PathBuf>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstRunSettings {
    pub township: Township,
    pub signing: Signing,
    /// The data folder.
    pub folder: PathBuf,
    pub mirror: Option<PathBuf>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preferences {
    pub signing: Signing,
    pub today: NaiveDate,
    pub mirror: Option<PathBuf>,
}
