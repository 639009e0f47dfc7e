//! Files that lie where no report belongs. One that is a report counts all the same; whatever else it is, it is no fault.

use std::path::Path;

use crate::store::bundle::FOLDER as EVIDENCE;

/// Why a file may be anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aside {
    /// By its name, systems and other programs leave it lying about.
    Litter,
    /// It lies among the evidence.
    Evidence,
}

impl Aside {
    /// Whether a file lies aside, and why.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        Self::named(path.iter().rev().map(|part| part.to_string_lossy()))
    }

    /// The same by its name and then those of its folders.
    pub(super) fn named(mut names: impl Iterator<Item = impl AsRef<str>>) -> Option<Self> {
        if is_litter(names.next()?.as_ref()) {
            return Some(Self::Litter);
        }
        names.any(|folder| folder.as_ref() == EVIDENCE).then_some(Self::Evidence)
    }
}

/// Whether that name is of what nobody put there on purpose: thumbnails, locks of office programs, a drive's own folders.
pub(super) fn is_litter(name: &str) -> bool {
    const NAMES: [&str; 5] = ["thumbs.db", "desktop.ini", "system volume information", "$recycle.bin", "__macosx"];
    let hidden = name.starts_with('.') && name.contains(|c| c != '.');
    hidden || name.starts_with("~$") || NAMES.contains(&name.to_lowercase().as_str())
}
