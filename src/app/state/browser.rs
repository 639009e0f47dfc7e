//! The file browser (选文件): files for evidence, or a folder for a report, picked with arrows, Space and Enter.

use std::path::{Path, PathBuf};

use chrono::NaiveDateTime;

use crate::app::state::cursor::Cursor;

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picks {
    /// One or more files.
    Files,
    /// A folder.
    Folder,
    /// The county's answer to a report.
    Receipt,
    /// The folder that a backup goes to.
    Backup,
    /// The folder that the county reads.
    Collect,
    /// A backup, another PC's ledger or a report, to be brought in.
    Merge,
}

/// A folder as the loop read it; none of a path is the list of drives and places to begin at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// The folder; none above all drives.
    pub folder: Option<PathBuf>,
    /// What lies in it: folders first, then files, the newest first.
    pub things: Vec<Thing>,
    /// How many more there are than were listed.
    pub left_out: usize,
}

/// A folder or file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thing {
    /// Where it is.
    pub path: PathBuf,
    /// What it is called.
    pub name: String,
    /// Bytes and time of the last change of a file; none of a folder.
    pub file: Option<(u64, NaiveDateTime)>,
}

/// State of the browser.
#[derive(Debug, Clone)]
pub struct Browser {
    /// What is looked for.
    pub picks: Picks,
    /// What is seen.
    pub listing: Listing,
    /// Files that were marked, in whatever folder.
    pub marked: Vec<PathBuf>,
    /// The selected thing.
    pub cursor: Cursor,
}

impl Picks {
    /// Whether a folder is looked for.
    #[must_use]
    pub fn folder(self) -> bool {
        matches!(self, Picks::Folder | Picks::Backup | Picks::Collect)
    }
}

impl Browser {
    /// Looks for `picks` in a folder.
    #[must_use]
    pub fn new(picks: Picks, listing: Listing) -> Self {
        Self { picks, listing, marked: Vec::new(), cursor: Cursor::default() }
    }

    /// Goes to another folder; from one to the one above it, the selection stands on where it came from.
    pub fn enter(&mut self, listing: Listing) {
        let from = self.listing.folder.take();
        self.listing = listing;
        let back = |thing: &Thing| Some(&thing.path) == from.as_ref();
        self.cursor = Cursor { place: self.listing.things.iter().position(back).unwrap_or(0), top: 0 };
    }

    /// The selected thing.
    #[must_use]
    pub fn thing(&self) -> Option<&Thing> {
        self.listing.things.get(self.cursor.place)
    }

    /// Marks the selected file, or takes its mark away.
    pub fn mark(&mut self) {
        let Some(path) = self.thing().filter(|thing| thing.file.is_some()).map(|thing| thing.path.clone()) else {
            return;
        };
        match self.marked.iter().position(|marked| *marked == path) {
            Some(at) => drop(self.marked.remove(at)),
            None => self.marked.push(path),
        }
    }

    /// The folder above the one that is seen; none above all drives.
    #[must_use]
    pub fn above(&self) -> Option<PathBuf> {
        self.listing.folder.as_deref().and_then(Path::parent).map(Path::to_owned)
    }

    /// The files that would be taken: those marked, else the selected one.
    #[must_use]
    pub fn taken(&self) -> Vec<PathBuf> {
        let selected = self.thing().filter(|thing| thing.file.is_some()).map(|thing| thing.path.clone());
        if self.marked.is_empty() { selected.into_iter().collect() } else { self.marked.clone() }
    }
}
