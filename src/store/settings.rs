//! The settings of this data folder: who fills in, for which township or county office.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::format;

use super::{StoreError, atomic};

const FORMAT: &str = "taizhang-settings";
/// Settings are small; anything larger is not ours.
const MAX: u64 = 1 << 20;

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
}

impl Settings {
    /// Reads the settings; a folder without any has the empty ones.
    pub fn load(path: &Path) -> Result<Self, StoreError> {
        let bytes = match super::read(path, MAX) {
            Ok(bytes) => bytes,
            Err(StoreError::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Self::default());
            }
            Err(error) => return Err(error),
        };
        let wrong = |error| StoreError::Format { path: path.to_owned(), error };
        let text = format::text(&bytes, MAX).map_err(wrong)?;
        format::parse(&text, FORMAT).map_err(wrong)
    }

    /// Keeps the settings.
    pub fn save(&self, path: &Path) -> Result<(), StoreError> {
        if let Some(folder) = path.parent() {
            super::make_folder(folder)?;
        }
        let text = format::write_value(self, FORMAT).map_err(|error| StoreError::Unwritable(error.to_string()))?;
        atomic::replace(path, text.as_bytes())
    }
}
