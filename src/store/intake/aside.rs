//! Files that lie where no report belongs. One that is a report counts all the same; whatever else it is, it is no fault.

use std::path::Path;

use super::skipped::Skipped;
use crate::store::bundle::FOLDER as EVIDENCE;

/// Whether a file lies aside, and why.
#[must_use]
pub fn aside(path: &Path) -> Option<Skipped> {
    aside_by_names(path.iter().rev().map(|part| part.to_string_lossy()))
}

/// The same by its name and then those of its folders.
pub(super) fn aside_by_names(mut names: impl Iterator<Item = impl AsRef<str>>) -> Option<Skipped> {
    if is_litter(names.next()?.as_ref()) {
        return Some(Skipped::Litter);
    }
    names.any(|folder| folder.as_ref() == EVIDENCE).then_some(Skipped::Evidence)
}

/// Whether that name is of what nobody put there on purpose: thumbnails, locks of office programs, a drive's own folders.
pub(super) fn is_litter(name: &str) -> bool {
    const NAMES: [&str; 5] = ["thumbs.db", "desktop.ini", "system volume information", "$recycle.bin", "__macosx"];
    let hidden = name.starts_with('.') && name.contains(|c| c != '.');
    hidden || name.starts_with("~$") || NAMES.contains(&name.to_lowercase().as_str())
}
