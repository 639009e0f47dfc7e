//! Lists folders and examines paths. An error never looks like an empty folder or an absent file.
//!
//! - [`read`] lists a folder of the records: an absent folder is empty, every other error is in
//!   [`FolderListing::errors`].
//! - [`read_existing`] lists a folder that must exist.
//! - [`stat`], [`exists`], [`is_file`] and [`is_folder`] replace the methods of [`Path`] that return `false` on an
//!   error.

use std::fs::{self, FileType, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use super::error::{FileAction, StoreError};

/// The entries of a folder.
#[derive(Debug, Default)]
pub struct FolderListing {
    /// The entries, sorted by path.
    pub entries: Vec<FolderEntry>,
    /// Errors for the folder or single entries. If there are any, the list of entries is incomplete.
    pub errors: Vec<StoreError>,
}

/// A file, folder or link in a folder.
#[derive(Debug, Clone)]
pub struct FolderEntry {
    /// The folder's path joined with its name.
    pub path: PathBuf,
    /// Its own type: a link is a link, whatever its target.
    pub kind: FileType,
}

impl FolderListing {
    /// The entries, or the first error.
    pub fn complete(self) -> Result<Vec<FolderEntry>, StoreError> {
        match self.errors.into_iter().next() {
            Some(error) => Err(error),
            None => Ok(self.entries),
        }
    }
}

impl FolderEntry {
    /// Whether it is a folder or a link to one.
    pub fn is_folder(&self) -> Result<bool, StoreError> {
        if self.kind.is_symlink() { is_folder(&self.path) } else { Ok(self.kind.is_dir()) }
    }

    /// Whether it is a file or a link to one.
    pub fn is_file(&self) -> Result<bool, StoreError> {
        if self.kind.is_symlink() { is_file(&self.path) } else { Ok(self.kind.is_file()) }
    }

    /// Whether its name has this extension. Old systems write names in capitals.
    #[must_use]
    pub fn has_extension(&self, extension: &str) -> bool {
        self.path.extension().is_some_and(|end| end.eq_ignore_ascii_case(extension))
    }
}

/// Lists a folder; an absent folder is empty.
#[must_use]
pub fn read(folder: &Path) -> FolderListing {
    match read_existing(folder) {
        Ok(listing) => listing,
        Err(StoreError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => FolderListing::default(),
        Err(error) => FolderListing { entries: Vec::new(), errors: vec![error] },
    }
}

/// Lists a folder; an absent folder is an error.
pub fn read_existing(folder: &Path) -> Result<FolderListing, StoreError> {
    let mut listing = FolderListing::default();
    #[expect(clippy::disallowed_methods, reason = "folders are read here and nowhere else")]
    let listed = fs::read_dir(folder).map_err(StoreError::io(FileAction::Read, folder))?;
    for entry in listed {
        match entry.and_then(|entry| Ok(FolderEntry { kind: entry.file_type()?, path: entry.path() })) {
            Ok(entry) => listing.entries.push(entry),
            // It was removed since the folder was listed.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => listing.errors.push(StoreError::io(FileAction::Read, folder)(error)),
        }
    }
    listing.entries.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(listing)
}

/// Metadata of a path, with links followed; `None` if nothing is there.
pub fn stat(path: &Path) -> Result<Option<Metadata>, StoreError> {
    match fs::metadata(path) {
        Ok(meta) => Ok(Some(meta)),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(StoreError::io(FileAction::Read, path)(error)),
    }
}

/// Whether the path exists. An error is returned, not taken for "no".
pub fn exists(path: &Path) -> Result<bool, StoreError> {
    Ok(stat(path)?.is_some())
}

/// Whether the path is a file or a link to one.
pub fn is_file(path: &Path) -> Result<bool, StoreError> {
    Ok(stat(path)?.is_some_and(|meta| meta.is_file()))
}

/// Whether the path is a folder or a link to one.
pub fn is_folder(path: &Path) -> Result<bool, StoreError> {
    Ok(stat(path)?.is_some_and(|meta| meta.is_dir()))
}

/// The `.ron` files in a folder, sorted. An absent folder has none.
pub fn ron_files(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let mut entries = read(folder).complete()?;
    entries.retain(|entry| entry.has_extension("ron") && !entry.kind.is_dir());
    Ok(entries.into_iter().map(|entry| entry.path).collect())
}

/// Reads all files. Returns the number of intact ones, and the errors of the others.
pub(super) fn check_files<T>(
    files: Result<Vec<PathBuf>, StoreError>,
    read: impl Fn(&Path) -> Result<T, StoreError>,
) -> (usize, Vec<StoreError>) {
    match files {
        Ok(files) => {
            let wrong: Vec<StoreError> = files.iter().filter_map(|path| read(path).err()).collect();
            (files.len() - wrong.len(), wrong)
        }
        Err(error) => (0, vec![error]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_folder_counts_as_empty() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["b.ron", "a.ron"] {
            fs::write(at(name), "").unwrap();
        }
        let names: Vec<PathBuf> = read(folder.path()).complete().unwrap().into_iter().map(|entry| entry.path).collect();
        assert_eq!(names, [at("a.ron"), at("b.ron")]);
        assert!(read(&at("none")).complete().unwrap().is_empty());
        assert!(read_existing(&at("none")).is_err());
        assert_eq!(read(&at("a.ron")).errors.len(), 1, "a file is no folder without entries");
        assert!(stat(&at("a.ron/below")).unwrap().is_none());
    }
}
