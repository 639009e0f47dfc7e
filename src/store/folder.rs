//! Where the records lie: the data folder and the places in it.

use std::path::{Path, PathBuf};

use super::{StoreError, drives, listing, place, places};

/// Folder beside the executable that makes a USB stick carry its own records.
pub(super) const BESIDE: &str = "taizhang-data";

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
    /// At the first run.
    Kept,
    /// The platform's folder for a program's data.
    Platform,
}

impl DataFolder {
    /// The folder that was named, else the one beside the executable, else the one chosen at the first run, else the
    /// platform's. A folder that was chosen and is not there now is an error: nothing takes its place unasked.
    pub fn find(named: Option<PathBuf>) -> Result<Self, StoreError> {
        if let Some(path) = named {
            return Ok(Self { path, chosen: Chosen::Named });
        }
        if let Some(beside) = Self::beside()
            && listing::is_folder(&beside.path)?
        {
            return Ok(beside);
        }
        match place::chosen()? {
            Some(path) if listing::is_folder(&path)? => Ok(Self { path, chosen: Chosen::Kept }),
            Some(path) => Err(StoreError::PlaceGone { path }),
            None => Self::platform(),
        }
    }

    /// The folder beside the executable, whether it is there or not.
    pub(super) fn beside() -> Option<Self> {
        program_folder().map(|folder| Self { path: folder.join(BESIDE), chosen: Chosen::Beside })
    }

    /// The platform's folder, whether it is there or not.
    pub(super) fn platform() -> Result<Self, StoreError> {
        let platform = places::local_data().ok_or(StoreError::NoDataFolder)?;
        Ok(Self { path: platform.join(BELOW_PLATFORM), chosen: Chosen::Platform })
    }

    /// Whether it is still to be said where the records shall lie: nobody said so yet and there are none, or the folder
    /// that was chosen is not there.
    #[must_use]
    pub fn is_undecided(&self) -> bool {
        // A folder that cannot be looked at is there: opening it says why.
        let is_absent = || listing::is_folder(&self.path).is_ok_and(|there| !there);
        matches!(self.chosen, Chosen::Platform | Chosen::Kept) && is_absent()
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

    /// The plans that were added to the program's own.
    #[must_use]
    pub fn plans(&self) -> PathBuf {
        self.path.join("plans")
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

/// The folder that the program lies in.
pub(super) fn program_folder() -> Option<PathBuf> {
    std::env::current_exe().ok()?.parent().map(Path::to_owned)
}
