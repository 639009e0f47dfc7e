//! Searches the folders that a county names for files.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::store::listing::{self, FolderEntry};
use crate::store::{FileAction, StoreError};

use super::ignored_files::is_system_name;
use super::records;
use super::skip_reason::SkipReason;

/// Deepest folder that is searched, counted from the one that was named.
const DEPTH_MAX: usize = 64;

/// The files below the named folders.
#[derive(Debug, Default)]
pub struct FolderWalk {
    /// All files: folder by folder, sorted by name.
    pub files: Vec<PathBuf>,
    /// Paths that the system could not read.
    pub unread: Vec<(PathBuf, StoreError)>,
    /// Paths that were not searched, although they may hold reports.
    pub refused: Vec<(PathBuf, SkipReason)>,
    /// Paths that were skipped on purpose.
    pub passed_over: Vec<(PathBuf, SkipReason)>,
}

impl FolderWalk {
    /// Finds all files below `named`. A folder or file that is reached in several ways is listed once. `own` is the
    /// data folder in use.
    #[must_use]
    pub fn of(named: &[PathBuf], own: &Path) -> Self {
        let (mut walk, own) = (Self::default(), real(own));
        let (mut seen, mut by_name) = (BTreeSet::new(), BTreeMap::new());
        for path in named {
            match fs::metadata(path) {
                Ok(meta) if meta.is_dir() => walk.walk_folder(path, &own, &mut seen),
                Ok(_) => drop(by_name.insert(real(path), path.clone())),
                Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                    walk.refused.push((path.clone(), SkipReason::Gone));
                }
                Err(error) => walk.note_unread(path, error),
            }
        }
        // The target of a link may have been searched since.
        let leads_back =
            |(path, why): &mut (PathBuf, SkipReason)| *why == SkipReason::Link && seen.contains(&real(path));
        let links: Vec<_> = walk.refused.extract_if(.., leads_back).collect();
        walk.passed_over.extend(links.into_iter().map(|(path, _)| (path, SkipReason::AlreadySearched)));
        if !by_name.is_empty() {
            walk.files.retain(|path| !by_name.contains_key(&real(path)));
            walk.files.extend(by_name.into_values());
        }
        walk
    }

    fn walk_folder(&mut self, root: &Path, own: &Path, seen: &mut BTreeSet<PathBuf>) {
        let mut remaining = vec![(root.to_owned(), 0)];
        while let Some((folder, depth)) = remaining.pop() {
            let real_path = real(&folder);
            let is_own = real_path == own;
            if !seen.insert(real_path) {
                continue;
            }
            let mut entries = self.entries(&folder);
            if let Some(whose) = records::in_folder(&folder, &entries, is_own) {
                let is_own = whose == SkipReason::Own;
                let list = if is_own { &mut self.passed_over } else { &mut self.refused };
                list.push((folder, whose));
                if is_own && depth > 0 {
                    continue;
                }
                // There may be reports beside the records, or in our own data folder if it was named.
                entries.retain(|entry| !records::is_record(&name_below(entry)));
            }
            let mut folders = Vec::new();
            for FolderEntry { path, kind } in entries {
                let is_link = kind.is_symlink() && path.is_dir();
                let is_folder = kind.is_dir() || is_link;
                if is_folder && path.file_name().is_some_and(|name| is_system_name(&name.to_string_lossy())) {
                    self.passed_over.push((path, SkipReason::SystemFile));
                } else if is_link {
                    self.refused.push((path, SkipReason::Link));
                } else if is_folder && depth == DEPTH_MAX {
                    self.refused.push((path, SkipReason::TooDeep));
                } else if is_folder {
                    folders.push((path, depth + 1));
                } else {
                    self.files.push(path);
                }
            }
            remaining.extend(folders.into_iter().rev());
        }
    }

    /// The entries of a folder. Errors are noted in `unread`.
    fn entries(&mut self, folder: &Path) -> Vec<FolderEntry> {
        match listing::read_existing(folder) {
            Ok(listing) => {
                self.unread.extend(listing.errors.into_iter().map(|error| (folder.to_owned(), error)));
                listing.entries
            }
            Err(error) => {
                self.unread.push((folder.to_owned(), error));
                Vec::new()
            }
        }
    }

    fn note_unread(&mut self, path: &Path, error: io::Error) {
        self.unread.push((path.to_owned(), StoreError::io(FileAction::Read, path)(error)));
    }
}

/// The name of an entry; a folder's ends with `/`.
fn name_below(entry: &FolderEntry) -> String {
    let name = entry.path.file_name().unwrap_or_default().to_string_lossy();
    if entry.kind.is_dir() { format!("{name}/") } else { name.into_owned() }
}

/// The real path behind links and relative parts.
fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}
