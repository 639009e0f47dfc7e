//! The settings of this data folder: who fills in, for which township or county office.

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use crate::format::{FileFormat, FormatError};

use super::{StoreError, kept};

const FORMAT: FileFormat = FileFormat { name: "taizhang-settings", version: 1 };

/// What is set up once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Code of the township; none at the county or before the first run.
    pub township: Option<String>,
    /// Name of the county office; none in a township.
    pub office: Option<String>,
    /// 填报人
    pub reporter: String,
    /// 审核人
    pub reviewer: String,
    /// 电话
    pub phone: String,
    /// Whether the plain look was chosen, or the fine one; none leaves it to the console.
    pub plain_look: Option<bool>,
    /// The folder that the last report went to.
    pub report_folder: Option<PathBuf>,
    /// The folder that the county collected from last.
    pub collected: Option<PathBuf>,
    /// Where the mirror goes (a second drive); none where none was chosen.
    pub mirror: Option<PathBuf>,
    /// When the mirror was last brought up to date.
    pub mirrored: Option<DateTime<FixedOffset>>,
    /// Id of the plan that commands mean where they name none.
    pub plan: Option<String>,
    /// Ids of the plans that were put away.
    pub archived: Vec<String>,
}

impl Settings {
    /// Reads the settings; a folder without any has the empty ones.
    pub fn load(path: &Path) -> Result<Self, StoreError> {
        Ok(kept::load(path, FORMAT)?.unwrap_or_default())
    }

    /// The settings that a file's bytes hold.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FormatError> {
        kept::value(bytes, FORMAT)
    }

    /// Keeps the settings. Newer ones are not overwritten, damaged ones are set aside.
    pub fn save(&self, path: &Path) -> Result<(), StoreError> {
        kept::save(path, self, FORMAT)
    }
}
