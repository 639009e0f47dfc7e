//! The settings of a data folder: who reports, for which township or county office.

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use crate::format::{FileFormat, FormatError};

use super::{StoreError, ron_file};

const FORMAT: FileFormat = FileFormat { name: "taizhang-settings", version: 1 };

/// The settings of one data folder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Code of the township; `None` at the county and before the first run.
    pub township: Option<String>,
    /// Name of the county office; `None` in a township.
    pub office: Option<String>,
    /// The person who reports (填报人).
    pub reporter: String,
    /// The person who reviews (审核人).
    pub reviewer: String,
    /// The phone number (电话) of the office.
    pub phone: String,
    /// True for the plain look, false for the fine one; `None` leaves it to the console.
    pub plain_look: Option<bool>,
    /// Folder of the last report that was handed out.
    pub report_folder: Option<PathBuf>,
    /// Folder that the county collected from last.
    pub collected: Option<PathBuf>,
    /// Drive or folder of the mirror; `None` if there is none.
    pub mirror: Option<PathBuf>,
    /// Time of the last mirror update.
    pub mirrored: Option<DateTime<FixedOffset>>,
    /// Id of the plan that commands use if they name none.
    pub plan: Option<String>,
    /// Ids of archived plans.
    pub archived: Vec<String>,
}

impl Settings {
    /// Reads the settings; the default if the file is absent.
    pub fn load(path: &Path) -> Result<Self, StoreError> {
        Ok(ron_file::load(path, FORMAT)?.unwrap_or_default())
    }

    /// Parses the settings.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FormatError> {
        ron_file::parse(bytes, FORMAT)
    }

    /// Writes the settings. Refuses to replace a newer version; renames a damaged file first.
    pub fn save(&self, path: &Path) -> Result<(), StoreError> {
        ron_file::save(path, self, FORMAT)
    }
}
