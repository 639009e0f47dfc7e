//! The file browser (选文件). The clerk chooses files or a folder by arrows, Space and Enter.

use std::path::{Path, PathBuf};

use chrono::NaiveDateTime;

use crate::app::state::cursor::Cursor;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BrowserPurpose {
    /// One or more files.
    Files,
    Folder,
    /// A receipt from the county.
    Receipt,
    /// The folder for a backup.
    Backup,
    /// The folder with the townships' reports.
    Collect,
    /// A backup, a ledger of another PC or a report to merge.
    Merge,
}

/// The content of a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BrowserListing {
    /// The folder; `None` for the list of drives.
    pub folder: Option<PathBuf>,
    /// Folders first, then files, the newest first.
    pub entries: Vec<BrowserRow>,
    /// How many entries were left out.
    pub left_out: usize,
}

/// A folder or file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrowserRow {
    pub path: PathBuf,
    /// What it is called.
    pub name: String,
    /// Size in bytes and time of the last change; `None` for a folder.
    pub file: Option<(u64, NaiveDateTime)>,
}

/// State of the browser.
#[derive(Debug, Clone)]
pub struct Browser {
    pub purpose: BrowserPurpose,
    pub listing: BrowserListing,
    /// Marked files of all folders.
    pub marked: Vec<PathBuf>,
    pub cursor: Cursor,
}

impl BrowserPurpose {
    #[must_use]
    pub fn is_folder(self) -> bool {
        matches!(self, BrowserPurpose::Folder | BrowserPurpose::Backup | BrowserPurpose::Collect)
    }
}

impl Browser {
    #[must_use]
    pub fn new(picks: BrowserPurpose, listing: BrowserListing) -> Self {
        Self { purpose: picks, listing, marked: Vec::new(), cursor: Cursor::default() }
    }

    /// Shows another folder. When the clerk goes up, the folder that was left stays selected.
    pub fn enter(&mut self, listing: BrowserListing) {
        let from = self.listing.folder.take();
        self.listing = listing;
        let back = |thing: &BrowserRow| Some(&thing.path) == from.as_ref();
        self.cursor = Cursor { index: self.listing.entries.iter().position(back).unwrap_or(0), top: 0 };
    }

    #[must_use]
    pub fn selected(&self) -> Option<&BrowserRow> {
        self.listing.entries.get(self.cursor.index)
    }

    /// Marks or unmarks the selected file.
    pub fn mark(&mut self) {
        let Some(path) = self.selected().filter(|thing| thing.file.is_some()).map(|thing| thing.path.clone()) else {
            return;
        };
        match self.marked.iter().position(|marked| *marked == path) {
            Some(at) => drop(self.marked.remove(at)),
            None => self.marked.push(path),
        }
    }

    /// Returns the parent folder; `None` in the list of drives.
    #[must_use]
    pub fn above(&self) -> Option<PathBuf> {
        self.listing.folder.as_deref().and_then(Path::parent).map(Path::to_owned)
    }

    /// Returns the marked files, else the selected file.
    #[must_use]
    pub fn chosen_files(&self) -> Vec<PathBuf> {
        let selected = self.selected().filter(|thing| thing.file.is_some()).map(|thing| thing.path.clone());
        if self.marked.is_empty() { selected.into_iter().collect() } else { self.marked.clone() }
    }
}
