//! Finds the data folder, and names the paths in it.

use std::path::{Path, PathBuf};

use super::{StoreError, chosen_folder, drives, listing, locations};

/// Folder beside the executable. With it, a USB stick carries its own records.
pub(super) const BESIDE: &str = "taizhang-data";

/// Our folder below the platform's folder for program data.
const BELOW_PLATFORM: &str = if cfg!(windows) { r"taizhang\data" } else { "taizhang" };

/// The folder of all records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataFolder {
    /// It may not exist yet.
    pub path: PathBuf,
    /// How it was chosen; decides whether the first run asks for a folder.
    pub chosen: FolderChoice,
}

/// How a data folder was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FolderChoice {
    /// By `--data` or `TAIZHANG_DATA`.
    Named,
    /// It is beside the executable.
    Beside,
    /// By the clerk at the first run.
    Saved,
    /// The platform's folder for program data.
    Platform,
}

impl DataFolder {
    /// Finds the data folder: the named one, else the one beside the executable, else the one chosen at the first run,
    /// else the platform's. If the chosen folder is absent, that is an error: another folder would seem to have lost
    /// the records.
    pub fn find(named: Option<PathBuf>) -> Result<Self, StoreError> {
        if let Some(path) = named {
            return Ok(Self { path, chosen: FolderChoice::Named });
        }
        if let Some(beside) = Self::beside()
            && listing::is_folder(&beside.path)?
        {
            return Ok(beside);
        }
        match chosen_folder::load_choice()? {
            Some(path) if listing::is_folder(&path)? => Ok(Self { path, chosen: FolderChoice::Saved }),
            Some(path) => Err(StoreError::DataFolderGone { path }),
            None => Self::platform(),
        }
    }

    /// The folder beside the executable, whether or not it exists.
    pub(super) fn beside() -> Option<Self> {
        program_folder().map(|folder| Self { path: folder.join(BESIDE), chosen: FolderChoice::Beside })
    }

    /// The platform's folder, whether or not it exists.
    pub(super) fn platform() -> Result<Self, StoreError> {
        let platform = locations::local_data().ok_or(StoreError::NoDataFolder)?;
        Ok(Self { path: platform.join(BELOW_PLATFORM), chosen: FolderChoice::Platform })
    }

    /// Whether the clerk still has to choose a folder: nobody chose one and there are no records, or the chosen folder
    /// is absent.
    #[must_use]
    pub fn is_undecided(&self) -> bool {
        // A folder that cannot be examined counts as existing. Opening it gives the reason.
        let is_absent = || listing::is_folder(&self.path).is_ok_and(|exists| !exists);
        matches!(self.chosen, FolderChoice::Platform | FolderChoice::Saved) && is_absent()
    }

    /// Default folder for reports: the first removable drive (U盘), else a folder of this PC.
    #[must_use]
    pub fn usual_report_folder(&self) -> PathBuf {
        let stick = drives::list().into_iter().find(|drive| drive.removable);
        stick.map_or_else(|| self.report_folder_here(), |drive| drive.root)
    }

    /// Default folder for reports on this PC: the desktop, else a folder beside the records.
    #[must_use]
    pub fn report_folder_here(&self) -> PathBuf {
        locations::desktop().filter(|folder| folder.is_dir()).unwrap_or_else(|| self.path.join("上报"))
    }

    /// The settings of this folder.
    #[must_use]
    pub fn settings(&self) -> PathBuf {
        self.path.join("settings.ron")
    }

    /// The device ids of the PCs that wrote here.
    #[must_use]
    pub fn devices(&self) -> PathBuf {
        self.path.join("devices.ron")
    }

    /// The plans added to the embedded one.
    #[must_use]
    pub fn plans(&self) -> PathBuf {
        self.path.join("plans")
    }

    /// The ledgers of a township under a plan.
    #[must_use]
    pub fn ledgers(&self, plan: &str, township: &str) -> PathBuf {
        self.path.join("ledger").join(plan).join(township)
    }

    /// The evidence of a township under a plan.
    #[must_use]
    pub fn evidence(&self, plan: &str, township: &str) -> PathBuf {
        self.path.join("evidence").join(plan).join(township)
    }

    /// The reports of a township under a plan.
    #[must_use]
    pub fn outbox(&self, plan: &str, township: &str) -> PathBuf {
        self.path.join("outbox").join(plan).join(township)
    }

    /// The receipts of a township under a plan: those it got, or at the county those it was given.
    #[must_use]
    pub fn receipts(&self, plan: &str, township: &str) -> PathBuf {
        self.path.join("receipts").join(plan).join(township)
    }
}

/// The folder of the executable.
pub(super) fn program_folder() -> Option<PathBuf> {
    std::env::current_exe().ok()?.parent().map(Path::to_owned)
}
