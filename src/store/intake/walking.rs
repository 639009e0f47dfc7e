//! The walk through the folders that a county names, to every file below them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::store::{Doing, StoreError, listing};

use super::aside::is_litter;
use super::records;
use super::skipped::{Skipped, Thing};

/// Deepest folder that is looked into, below the one that was named.
const DEPTH_MAX: usize = 64;

/// The files below some folders.
#[derive(Debug, Default)]
pub struct Walked {
    /// The files, folder by folder and by name.
    pub files: Vec<PathBuf>,
    /// What the system refuses to read.
    pub unread: Vec<(PathBuf, StoreError)>,
    /// What is not looked into, and why.
    pub refused: Vec<(PathBuf, Skipped)>,
    /// What is not looked into and need not be, and why.
    pub passed_over: Vec<(PathBuf, Skipped)>,
}

impl Walked {
    /// Finds all files below `named`, each folder once and each file that is named itself once, whichever way it was
    /// reached. `own` is the data folder that this program uses.
    #[must_use]
    pub fn of(named: &[PathBuf], own: &Path) -> Self {
        let (mut walked, own) = (Self::default(), real(own));
        let (mut seen, mut by_name) = (BTreeSet::new(), BTreeMap::new());
        for path in named {
            match fs::metadata(path) {
                Ok(meta) if meta.is_dir() => walked.folder(path, &own, &mut seen),
                Ok(_) => drop(by_name.insert(real(path), path.clone())),
                Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                    walked.refused.push((path.clone(), Skipped::Gone));
                }
                Err(error) => walked.refuse_io(path, error),
            }
        }
        // Where a link leads may have been looked into since.
        let leads_back = |(path, why): &mut (PathBuf, Skipped)| *why == Skipped::Link && seen.contains(&real(path));
        let links: Vec<_> = walked.refused.extract_if(.., leads_back).collect();
        walked.passed_over.extend(links.into_iter().map(|(path, _)| (path, Skipped::Read)));
        if !by_name.is_empty() {
            walked.files.retain(|path| !by_name.contains_key(&real(path)));
            walked.files.extend(by_name.into_values());
        }
        walked
    }

    fn folder(&mut self, root: &Path, own: &Path, seen: &mut BTreeSet<PathBuf>) {
        let mut left = vec![(root.to_owned(), 0)];
        while let Some((folder, depth)) = left.pop() {
            let there = real(&folder);
            let is_own = there == own;
            if !seen.insert(there) {
                continue;
            }
            let mut things = self.things(&folder);
            if let Some(whose) = records::in_folder(&folder, &things, is_own) {
                let is_own = whose == Skipped::Own;
                let told = if is_own { &mut self.passed_over } else { &mut self.refused };
                told.push((folder, whose));
                if is_own && depth > 0 {
                    continue;
                }
                // Beside the records, or in a folder of our own that was named, reports may lie.
                things.retain(|(path, kind)| !records::holds(&name_below(path, *kind)));
            }
            let mut folders = Vec::new();
            for (path, kind) in things {
                let is_link = kind.is_symlink() && path.is_dir();
                let is_folder = kind.is_dir() || is_link;
                if is_folder && path.file_name().is_some_and(|name| is_litter(&name.to_string_lossy())) {
                    self.passed_over.push((path, Skipped::Litter));
                } else if is_link {
                    self.refused.push((path, Skipped::Link));
                } else if is_folder && depth == DEPTH_MAX {
                    self.refused.push((path, Skipped::Deep));
                } else if is_folder {
                    folders.push((path, depth + 1));
                } else {
                    self.files.push(path);
                }
            }
            left.extend(folders.into_iter().rev());
        }
    }

    /// What lies in a folder, by name.
    fn things(&mut self, folder: &Path) -> Vec<Thing> {
        match listing::read_existing(folder) {
            Ok(listing) => {
                self.unread.extend(listing.errors.into_iter().map(|error| (folder.to_owned(), error)));
                listing.entries.into_iter().map(|entry| (entry.path, entry.kind)).collect()
            }
            Err(error) => {
                self.unread.push((folder.to_owned(), error));
                Vec::new()
            }
        }
    }

    fn refuse_io(&mut self, path: &Path, error: io::Error) {
        self.unread.push((path.to_owned(), StoreError::io(Doing::Reading, path)(error)));
    }
}

/// The name of what lies in a folder; a folder's ends with `/`.
fn name_below(path: &Path, kind: fs::FileType) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if kind.is_dir() { format!("{name}/") } else { name.into_owned() }
}

/// Where a path really leads, however it is written.
fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}
