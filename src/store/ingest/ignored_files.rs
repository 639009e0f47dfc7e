//! Files that are normally not reports: clutter of systems and programs, and evidence. A real report among them still
//! counts; any other content is not an error.

use std::path::Path;

use super::skip_reason::SkipReason;
use crate::store::bundle::FOLDER as EVIDENCE;

/// Why this file is ignored, if it is.
#[must_use]
pub fn ignore_reason(path: &Path) -> Option<SkipReason> {
    reason_by_names(path.iter().rev().map(|part| part.to_string_lossy()))
}

/// The same for a file name followed by the names of its folders, innermost first.
pub(super) fn reason_by_names(mut names: impl Iterator<Item = impl AsRef<str>>) -> Option<SkipReason> {
    if is_system_name(names.next()?.as_ref()) {
        return Some(SkipReason::SystemFile);
    }
    names.any(|folder| folder.as_ref() == EVIDENCE).then_some(SkipReason::Evidence)
}

/// Whether the name is one that systems and programs leave: thumbnails, locks of office programs, a drive's own
/// folders.
pub(super) fn is_system_name(name: &str) -> bool {
    const NAMES: [&str; 5] = ["thumbs.db", "desktop.ini", "system volume information", "$recycle.bin", "__macosx"];
    let hidden = name.starts_with('.') && name.contains(|c| c != '.');
    hidden || name.starts_with("~$") || NAMES.contains(&name.to_lowercase().as_str())
}
