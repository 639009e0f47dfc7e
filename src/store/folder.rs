//! Where the records lie: the data folder and the places in it.

use std::path::{Path, PathBuf};

use super::{StoreError, drives, places};

/// Folder beside the executable that makes a USB stick carry its own records.
const BESIDE: &str = "taizhang-data";

/// Our place in the platform's folder for the data of programs.
const BELOW_PLATFORM: &str = if cfg!(windows) { r"taizhang\data" } else { "taizhang" };

/// The data folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataFolder {
    /// Where it lies; it may not exist yet.
    pub path: PathBuf,
    /// How it was chosen.
    pub chosen: Chosen,
}

/// How a data folder was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen {
    /// By `--data` or `TAIZHANG_DATA`.
    Named,
    /// It lies beside the executable.
    Beside,
    /// The platform's folder for a program's data.
    Platform,
}

impl DataFolder {
    /// The folder that was named, else the one beside the executable, else the platform's.
    pub fn find(named: Option<PathBuf>) -> Result<Self, StoreError> {
        if let Some(path) = named {
            return Ok(Self { path, chosen: Chosen::Named });
        }
        let program = std::env::current_exe().ok();
        let beside = program.as_deref().and_then(Path::parent).map(|folder| folder.join(BESIDE));
        if let Some(path) = beside.filter(|path| path.is_dir()) {
            return Ok(Self { path, chosen: Chosen::Beside });
        }
        let platform = places::local_data().ok_or(StoreError::NoDataFolder)?;
        Ok(Self { path: platform.join(BELOW_PLATFORM), chosen: Chosen::Platform })
    }

    /// Where reports go that were never sent anywhere else: the first drive that can be pulled out (U盘), else a
    /// folder of this PC.
    #[must_use]
    pub fn usual_report_folder(&self) -> PathBuf {
        let stick = drives::list().into_iter().find(|drive| drive.removable);
        stick.map_or_else(|| self.report_folder_here(), |drive| drive.root)
    }

    /// Where reports go that stay on this PC: the desktop, else beside the records.
    #[must_use]
    pub fn report_folder_here(&self) -> PathBuf {
        places::desktop().filter(|folder| folder.is_dir()).unwrap_or_else(|| self.path.join("上报"))
    }

    /// The settings.
    #[must_use]
    pub fn settings(&self) -> PathBuf {
        self.path.join("settings.ron")
    }

    /// The device ids of the PCs that wrote here.
    #[must_use]
    pub fn devices(&self) -> PathBuf {
        self.path.join("devices.ron")
    }

    /// The ledgers of a township under a plan.
    #[must_use]
    pub fn ledgers(&self, plan: &str, township: &str) -> PathBuf {
        self.path.join("ledger").join(plan).join(township)
    }

    /// The evidence that a township keeps under a plan.
    #[must_use]
    pub fn evidence(&self, plan: &str, township: &str) -> PathBuf {
        self.path.join("evidence").join(plan).join(township)
    }

    /// The reports that a township made under a plan.
    #[must_use]
    pub fn outbox(&self, plan: &str, township: &str) -> PathBuf {
        self.path.join("outbox").join(plan).join(township)
    }

    /// The receipts that a township got under a plan, or that the county gave it.
    #[must_use]
    pub fn receipts(&self, plan: &str, township: &str) -> PathBuf {
        self.path.join("receipts").join(plan).join(township)
    }
}
