//! Reads folders and looks at paths. An error is never taken for an empty folder or an absent file.
//!
//! - [`read`] lists a data folder: an absent folder is empty, every other error is in [`Listing::errors`].
//! - [`read_existing`] lists a folder that has to be there.
//! - [`stat`], [`exists`], [`is_file`] and [`is_folder`] replace the methods of [`Path`] that answer `false` to an error.

use std::fs::{self, FileType, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use super::error::{Doing, StoreError};

/// What a folder holds.
#[derive(Debug, Default)]
pub struct Listing {
    /// The entries, by path.
    pub entries: Vec<FolderEntry>,
    /// Why the folder, or some of its entries, could not be read. The entries are not all of them then.
    pub errors: Vec<StoreError>,
}

/// An entry of a folder.
#[derive(Debug, Clone)]
pub struct FolderEntry {
    /// Where it is.
    pub path: PathBuf,
    /// What it is itself: a link is a link.
    pub kind: FileType,
}

impl Listing {
    /// The entries, where the folder could be read as a whole; else the first error.
    pub fn complete(self) -> Result<Vec<FolderEntry>, StoreError> {
        match self.errors.into_iter().next() {
            Some(error) => Err(error),
            None => Ok(self.entries),
        }
    }
}

impl FolderEntry {
    /// Whether it is a folder, or a link to one.
    pub fn is_folder(&self) -> Result<bool, StoreError> {
        if self.kind.is_symlink() { is_folder(&self.path) } else { Ok(self.kind.is_dir()) }
    }

    /// Whether it is a file, or a link to one.
    pub fn is_file(&self) -> Result<bool, StoreError> {
        if self.kind.is_symlink() { is_file(&self.path) } else { Ok(self.kind.is_file()) }
    }

    /// Whether its name ends with this extension. Old systems write names in capitals.
    #[must_use]
    pub fn has_extension(&self, extension: &str) -> bool {
        self.path.extension().is_some_and(|end| end.eq_ignore_ascii_case(extension))
    }
}

/// Lists a folder; an absent folder is an empty one.
#[must_use]
pub fn read(folder: &Path) -> Listing {
    match read_existing(folder) {
        Ok(listing) => listing,
        Err(StoreError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => Listing::default(),
        Err(error) => Listing { entries: Vec::new(), errors: vec![error] },
    }
}

/// Lists a folder; an absent folder is an error.
pub fn read_existing(folder: &Path) -> Result<Listing, StoreError> {
    let mut listing = Listing::default();
    #[expect(clippy::disallowed_methods, reason = "folders are read here and nowhere else")]
    let listed = fs::read_dir(folder).map_err(StoreError::io(Doing::Reading, folder))?;
    for entry in listed {
        match entry.and_then(|entry| Ok(FolderEntry { kind: entry.file_type()?, path: entry.path() })) {
            Ok(entry) => listing.entries.push(entry),
            // It was removed since the folder was listed.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => listing.errors.push(StoreError::io(Doing::Reading, folder)(error)),
        }
    }
    listing.entries.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(listing)
}

/// What the system knows of a path, links followed; none where nothing is there.
pub fn stat(path: &Path) -> Result<Option<Metadata>, StoreError> {
    match fs::metadata(path) {
        Ok(meta) => Ok(Some(meta)),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(StoreError::io(Doing::Reading, path)(error)),
    }
}

/// Whether anything is there.
pub fn exists(path: &Path) -> Result<bool, StoreError> {
    Ok(stat(path)?.is_some())
}

/// Whether a file is there.
pub fn is_file(path: &Path) -> Result<bool, StoreError> {
    Ok(stat(path)?.is_some_and(|meta| meta.is_file()))
}

/// Whether a folder is there.
pub fn is_folder(path: &Path) -> Result<bool, StoreError> {
    Ok(stat(path)?.is_some_and(|meta| meta.is_dir()))
}

/// The files of values in a folder, sorted; none where there is no folder.
pub fn values_in(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let mut entries = read(folder).complete()?;
    entries.retain(|entry| entry.has_extension("ron") && !entry.kind.is_dir());
    Ok(entries.into_iter().map(|entry| entry.path).collect())
}

/// How many of the files are whole, and what is wrong with the others.
pub(super) fn judge<T>(
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
        let names: Vec<PathBuf> = read(folder.path()).complete().unwrap().into_iter().map(|one| one.path).collect();
        assert_eq!(names, [at("a.ron"), at("b.ron")]);
        assert!(read(&at("none")).complete().unwrap().is_empty());
        assert!(read_existing(&at("none")).is_err());
        assert_eq!(read(&at("a.ron")).errors.len(), 1, "a file is no folder without entries");
        assert!(stat(&at("a.ron/below")).unwrap().is_none());
    }
}
