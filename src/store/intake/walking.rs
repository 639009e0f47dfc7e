//! The walk through the folders that a county names, to every file below them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::store::{Doing, StoreError};

use super::is_litter;

/// Deepest folder that is looked into, below the one that was named.
const DEPTH_MAX: usize = 64;

/// The files below some folders.
#[derive(Debug, Default)]
pub struct Walked {
    /// The files, folder by folder and by name.
    pub files: Vec<PathBuf>,
    /// Folders and links that are not followed, and why.
    pub refused: Vec<(PathBuf, NotFollowed)>,
    /// What systems and other programs leave lying about.
    pub passed_over: Vec<PathBuf>,
}

/// Why a folder is not looked into.
#[derive(Debug)]
pub enum NotFollowed {
    /// The system refused.
    Store(StoreError),
    /// It is a link to a folder: it may lead round in a ring, or out of what was named.
    Link,
    /// It lies too deep.
    Deep,
}

impl Walked {
    /// Finds all files below `named`, each folder once and each file that is named itself once, whichever way it was
    /// reached.
    #[must_use]
    pub fn of(named: &[PathBuf]) -> Self {
        let mut walked = Self::default();
        let (mut seen, mut by_name) = (BTreeSet::new(), BTreeMap::new());
        for path in named {
            match fs::metadata(path) {
                Ok(meta) if meta.is_dir() => walked.folder(path, &mut seen),
                Ok(_) => drop(by_name.insert(real(path), path.clone())),
                Err(error) => walked.refuse_io(path, error),
            }
        }
        if !by_name.is_empty() {
            walked.files.retain(|path| !by_name.contains_key(&real(path)));
            walked.files.extend(by_name.into_values());
        }
        walked
    }

    fn folder(&mut self, root: &Path, seen: &mut BTreeSet<PathBuf>) {
        let mut left = vec![(root.to_owned(), 0)];
        while let Some((folder, depth)) = left.pop() {
            if !seen.insert(real(&folder)) {
                continue;
            }
            let mut things: Vec<(PathBuf, fs::FileType)> = Vec::new();
            match fs::read_dir(&folder) {
                Err(error) => self.refuse_io(&folder, error),
                Ok(listed) => {
                    for thing in listed {
                        match thing.and_then(|thing| Ok((thing.path(), thing.file_type()?))) {
                            Ok(thing) => things.push(thing),
                            Err(error) => self.refuse_io(&folder, error),
                        }
                    }
                }
            }
            things.sort_by(|a, b| a.0.cmp(&b.0));
            let mut folders = Vec::new();
            for (path, kind) in things {
                if path.file_name().is_some_and(|name| is_litter(&name.to_string_lossy())) {
                    self.passed_over.push(path);
                } else if kind.is_dir() && depth == DEPTH_MAX {
                    self.refused.push((path, NotFollowed::Deep));
                } else if kind.is_dir() {
                    folders.push((path, depth + 1));
                } else if kind.is_symlink() && path.is_dir() {
                    self.refused.push((path, NotFollowed::Link));
                } else {
                    self.files.push(path);
                }
            }
            left.extend(folders.into_iter().rev());
        }
    }

    fn refuse_io(&mut self, path: &Path, error: io::Error) {
        self.refused.push((path.to_owned(), NotFollowed::Store(StoreError::io(Doing::Reading, path)(error))));
    }
}

/// Where a path really leads, however it is written.
fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}
