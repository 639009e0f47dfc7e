//! The content of the file browser: the entries of a folder, and the folders to start from.

use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::{StoreError, drives, listing, locations};

/// Most entries that are listed of one folder.
pub const LISTED_MAX: usize = 2_000;

/// A folder or file that the clerk can choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrowserEntry {
    /// Its full path, as it will be opened.
    pub path: PathBuf,
    /// The name to show: the file name, or the label of a starting point.
    pub name: String,
    /// Size in bytes and time of the last change; `None` for a folder.
    pub file: Option<(u64, SystemTime)>,
}

/// Lists a folder: folders by name, then files from the newest to the oldest; hidden entries are left out. Returns at
/// most [`LISTED_MAX`] entries and the number of those left out.
pub fn list(folder: &Path) -> Result<(Vec<BrowserEntry>, usize), StoreError> {
    let entries = listing::read_existing(folder)?.complete()?;
    let found = entries.into_iter().filter_map(|entry| {
        let name = entry.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // Links are followed. The clerk can still type the path of an entry that cannot be examined.
        let meta = listing::stat(&entry.path).ok()??;
        let file = meta.is_file().then(|| (meta.len(), meta.modified().unwrap_or(SystemTime::UNIX_EPOCH)));
        let seen = !is_hidden(&name, &meta) && (meta.is_dir() || meta.is_file());
        seen.then_some(BrowserEntry { path: entry.path, name, file })
    });
    let mut found: Vec<BrowserEntry> = found.collect();
    found.sort_by(|a, b| match (a.file, b.file) {
        (None, None) => a.name.cmp(&b.name),
        (None, Some(_)) => std::cmp::Ordering::Less,
        (Some(_), None) => std::cmp::Ordering::Greater,
        (Some((_, a_changed)), Some((_, b_changed))) => b_changed.cmp(&a_changed).then_with(|| a.name.cmp(&b.name)),
    });
    let left_out = found.len().saturating_sub(LISTED_MAX);
    found.truncate(LISTED_MAX);
    Ok((found, left_out))
}

/// The starting points: removable drives, other drives, then the user's own folders.
#[must_use]
pub fn starting_points() -> Vec<BrowserEntry> {
    let drives = drives::list().into_iter().map(|drive| {
        let kind = if drive.removable { "U盘" } else { "硬盘" };
        (drive.root.clone(), format!("{kind} {}", drive.root.display()))
    });
    let own = locations::own_folders().into_iter().map(|(name, path)| (path, name.to_owned()));
    drives.chain(own).map(|(path, name)| BrowserEntry { path, name, file: None }).collect()
}

#[cfg(windows)]
fn is_hidden(name: &str, meta: &Metadata) -> bool {
    use std::os::windows::fs::MetadataExt as _;
    const HIDDEN: u32 = 2;
    name.starts_with('.') || meta.file_attributes() & HIDDEN != 0
}

#[cfg(not(windows))]
fn is_hidden(name: &str, _meta: &Metadata) -> bool {
    name.starts_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::time::Duration;

    #[test]
    fn folders_then_newest_photos() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for (name, day) in [("旧.jpg", 1), ("新.jpg", 2), (".藏", 3)] {
            let file = fs::File::create(at(name)).unwrap();
            file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(day * 86_400)).unwrap();
        }
        fs::create_dir(at("照片")).unwrap();
        let (found, left_out) = list(folder.path()).unwrap();
        let names: Vec<&str> = found.iter().map(|entry| entry.name.as_str()).collect();
        assert_eq!((names, left_out), (vec!["照片", "新.jpg", "旧.jpg"], 0));
        assert!(list(&at("没有")).is_err());
    }
}
