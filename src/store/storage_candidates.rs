//! The folders that the first run offers for the records, and the clerk's choice.

use std::path::{Path, PathBuf};

use super::drives::{self, Drive};
use super::folder::{BESIDE, DataFolder, FolderChoice, program_folder};
use super::mirror::MIRROR;
use super::{FileAction, StoreError, atomic, chosen_folder, listing};

/// A folder that may hold the records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StorageCandidate {
    /// It may not exist yet.
    pub path: PathBuf,
    /// Where the folder is, as shown to the clerk.
    pub kind: LocationKind,
    /// Free space for this user in bytes, if the system tells.
    pub free: Option<u64>,
    /// Whether it already holds records.
    pub has_records: bool,
    /// Whether it is on the system disk, which a reinstallation erases.
    pub is_on_system_disk: bool,
}

/// The kind of location of a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LocationKind {
    /// Beside the program, often on a USB stick that carries both.
    Beside,
    /// On another drive of this PC.
    Drive {
        /// Whether the drive can be unplugged.
        removable: bool,
    },
    /// The mirror that a session left on a second drive.
    Mirror {
        /// Whether the drive can be unplugged.
        removable: bool,
    },
    /// The platform's folder for program data.
    Platform,
}

/// The folders that can hold the records, best first. Folders that cannot be written to are left out.
#[must_use]
pub fn candidates() -> Vec<StorageCandidate> {
    let drives = drives::list();
    let candidate = |path: PathBuf, kind| {
        let has_records = holds_records(&path);
        StorageCandidate { free: drives::free(&path), path, kind, has_records, is_on_system_disk: false }
    };
    let mut found = Vec::new();
    if started_from_archive().is_none() {
        found.extend(program_folder().map(|folder| candidate(folder.join(BESIDE), LocationKind::Beside)));
    }
    for Drive { root, removable, .. } in &drives {
        let removable = *removable;
        found.push(candidate(root.join(BESIDE), LocationKind::Drive { removable }));
        found.push(candidate(root.join(MIRROR), LocationKind::Mirror { removable }));
    }
    found.extend(DataFolder::platform().ok().map(|data| candidate(data.path, LocationKind::Platform)));
    found.retain(|candidate| candidate.has_records || !matches!(candidate.kind, LocationKind::Mirror { .. }));
    found.retain(|candidate| can_write(&candidate.path));
    ordered(found, &drives)
}

/// Sorts the candidates: existing records; the program's folder if it is on another drive; a fixed drive; the platform's
/// folder; all others; a mirror.
fn ordered(mut found: Vec<StorageCandidate>, drives: &[Drive]) -> Vec<StorageCandidate> {
    let on_a_drive = |candidate: &StorageCandidate| drives.iter().any(|drive| candidate.path.starts_with(&drive.root));
    for candidate in &mut found {
        candidate.is_on_system_disk = !on_a_drive(candidate);
    }
    found.sort_by_key(|candidate| match (candidate.has_records, candidate.kind) {
        // A mirror is normally copied back. The clerk may still choose to work in it.
        (true, LocationKind::Mirror { .. }) => 6,
        (true, _) => 0,
        (false, LocationKind::Beside) if on_a_drive(candidate) => 2,
        (false, LocationKind::Drive { removable: false }) => 3,
        (false, LocationKind::Platform) => 4,
        (false, _) => 5,
    });
    let mut unique: Vec<StorageCandidate> = Vec::new();
    for candidate in found {
        // If the program is in the root folder of a drive, both give the same path.
        if unique.iter().all(|known| known.path != candidate.path) {
            unique.push(candidate);
        }
    }
    unique
}

/// Creates the chosen folder if it is absent, checks that it can be written to, and saves the choice for
/// [`DataFolder::find`].
pub fn choose(candidate: &StorageCandidate) -> Result<DataFolder, StoreError> {
    let defaults = [DataFolder::beside(), DataFolder::platform().ok()];
    choose_among(&candidate.path, defaults, chosen_folder::choice_path().as_deref())
}

/// `defaults` are the folders that are found without a saved choice; `file` is where a choice is saved.
fn choose_among(path: &Path, defaults: [Option<DataFolder>; 2], file: Option<&Path>) -> Result<DataFolder, StoreError> {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut defaults = defaults.into_iter().flatten();
    let is_there = |folder: &Path| listing::is_folder(folder).unwrap_or(true);
    let takes_precedence =
        |data: &DataFolder| data.chosen == FolderChoice::Beside && is_there(&data.path) && data.path != path;
    if let Some(beside) = defaults.clone().find(takes_precedence) {
        return Err(StoreError::ProgramFolderInUse { path: beside.path });
    }
    super::make_folder(&path)?;
    atomic::temporary_in(&path).map_err(StoreError::io(FileAction::Write, &path))?;
    if let Some(data) = defaults.find(|data| data.path == path) {
        chosen_folder::remove_choice(file)?;
        return Ok(data);
    }
    chosen_folder::save_choice(file, &path)?;
    Ok(DataFolder { path, chosen: FolderChoice::Saved })
}

/// The program's folder if it is temporary, because the clerk started the program from inside an archive. Records there
/// would be deleted soon.
#[must_use]
pub fn started_from_archive() -> Option<PathBuf> {
    let folder = program_folder()?;
    let real = |folder: &Path| folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    is_temporary(&real(&folder), &real(&std::env::temp_dir())).then_some(folder)
}

/// Beginnings of the temporary folder names of `WinRAR`, Bandizip, 360zip and the archive manager of Linux desktops, in
/// lower case. For 7-Zip see [`is_seven_zip_folder`].
const UNPACKED: [&str; 4] = ["rar$", "bnz.", "360zip$", ".fr-"];

fn is_temporary(folder: &Path, temporary: &Path) -> bool {
    let unpacked = |name: &str| UNPACKED.iter().any(|begins| name.starts_with(begins)) || is_seven_zip_folder(name);
    let mut names = folder.iter().map(|name| name.to_string_lossy().to_lowercase());
    folder.starts_with(temporary) || names.any(|name| unpacked(&name))
}

/// 7-Zip's temporary folders: `7zO` or `7zE` and a hexadecimal number.
fn is_seven_zip_folder(name: &str) -> bool {
    let number = ["7zo", "7ze"].iter().find_map(|begins| name.strip_prefix(begins));
    number.is_some_and(|number| number.len() >= 6 && number.bytes().all(|digit| digit.is_ascii_hexdigit()))
}

/// Whether a folder holds records of this program.
#[must_use]
pub fn holds_records(folder: &Path) -> bool {
    // A folder that cannot be examined is not treated as empty.
    let exists = |path: &Path| listing::exists(path).unwrap_or(true);
    exists(&folder.join("ledger")) || exists(&folder.join("settings.ron"))
}

/// Whether the folder can be written to; if it is absent, whether the nearest existing folder above it can.
fn can_write(folder: &Path) -> bool {
    folder.ancestors().find(|folder| folder.is_dir()).is_some_and(|folder| atomic::temporary_in(folder).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(path: &str, kind: LocationKind) -> StorageCandidate {
        StorageCandidate { path: path.into(), kind, free: None, has_records: false, is_on_system_disk: false }
    }

    fn drive(root: &str, removable: bool) -> Drive {
        Drive { root: root.into(), removable, free: 1 }
    }

    fn order(found: Vec<StorageCandidate>, drives: &[Drive]) -> Vec<String> {
        ordered(found, drives).into_iter().map(|candidate| candidate.path.to_string_lossy().into_owned()).collect()
    }

    const STICK: LocationKind = LocationKind::Drive { removable: true };
    const FIXED: LocationKind = LocationKind::Drive { removable: false };

    #[test]
    fn second_drive_is_offered_first() {
        let drives = [drive("/u", true), drive("/d", false)];
        let found = vec![
            candidate("/c/program/taizhang-data", LocationKind::Beside),
            candidate("/u/taizhang-data", STICK),
            candidate("/d/taizhang-data", FIXED),
            candidate("/c/appdata/taizhang", LocationKind::Platform),
        ];
        let candidates = ordered(found.clone(), &drives);
        let expected = ["/d/taizhang-data", "/c/appdata/taizhang", "/c/program/taizhang-data", "/u/taizhang-data"];
        assert_eq!(order(found, &drives), expected);
        assert_eq!(
            candidates.iter().map(|candidate| candidate.is_on_system_disk).collect::<Vec<_>>(),
            [false, true, true, false]
        );
    }

    #[test]
    fn stick_is_offered_once() {
        let drives = [drive("/u", true), drive("/d", false)];
        let found = vec![
            candidate("/u/taizhang-data", LocationKind::Beside),
            candidate("/u/taizhang-data", STICK),
            candidate("/d/taizhang-data", FIXED),
            candidate("/c/appdata/taizhang", LocationKind::Platform),
        ];
        assert_eq!(order(found, &drives), ["/u/taizhang-data", "/d/taizhang-data", "/c/appdata/taizhang"]);
    }

    #[test]
    fn records_come_first_copies_last() {
        let drives = [drive("/u", true), drive("/d", false)];
        let with = |candidate: StorageCandidate| StorageCandidate { has_records: true, ..candidate };
        let found = vec![
            candidate("/u/taizhang-data", LocationKind::Beside),
            with(candidate("/d/taizhang-mirror", LocationKind::Mirror { removable: false })),
            candidate("/d/taizhang-data", FIXED),
            with(candidate("/c/appdata/taizhang", LocationKind::Platform)),
        ];
        let expected = ["/c/appdata/taizhang", "/u/taizhang-data", "/d/taizhang-data", "/d/taizhang-mirror"];
        assert_eq!(order(found, &drives), expected);
    }

    #[test]
    fn system_folder_comes_first_without_drives() {
        let found = vec![
            candidate("/opt/taizhang-data", LocationKind::Beside),
            candidate("/home/.local/taizhang", LocationKind::Platform),
        ];
        assert_eq!(order(found, &[]), ["/home/.local/taizhang", "/opt/taizhang-data"]);
    }

    #[test]
    fn unpacked_archive_folders_are_recognised() {
        let temporary = |folder: &str| is_temporary(Path::new(folder), Path::new("/tmp"));
        for folder in [
            "/tmp/ark-Ab12/台账",
            "/home/zhang/.cache/.fr-xY12/台账",
            "/d/Rar$EXa0.123",
            "/d/Rar$DIa1234.5678/台账",
            "/d/7zO4C3A1B2F",
            "/d/BNZ.5f3a/台账",
            "/d/360zip$Temp/360$0",
        ] {
            assert!(temporary(folder), "{folder}");
        }
        for folder in ["/d/台账", "/home/zhang/tmp/台账", "/d/7z", "/d/7-Zip", "/d/rar", "/media/zhang/U盘"] {
            assert!(!temporary(folder), "{folder}");
        }
    }

    #[test]
    fn choice_is_saved_only_where_needed() {
        let pc = tempfile::tempdir().unwrap();
        let folder = |name: &str| pc.path().join(name);
        let file = folder("config/place.ron");
        let defaults = || {
            let data = |path, chosen| Some(DataFolder { path, chosen });
            [data(folder("U/taizhang-data"), FolderChoice::Beside), data(folder("C/taizhang"), FolderChoice::Platform)]
        };
        let choose = |name: &str| choose_among(&folder(name), defaults(), Some(&file));
        assert_eq!(choose("D/taizhang-data").unwrap().chosen, FolderChoice::Saved);
        assert!(folder("D/taizhang-data").is_dir() && file.is_file());
        assert_eq!(choose("C/taizhang").unwrap().chosen, FolderChoice::Platform);
        assert!(!file.exists(), "nothing is left that says otherwise");
        choose("D/taizhang-data").unwrap();
        assert_eq!(choose("U/taizhang-data").unwrap().chosen, FolderChoice::Beside);
        assert!(!file.exists(), "a stick leaves nothing behind");
        assert!(matches!(choose("D/taizhang-data"), Err(StoreError::ProgramFolderInUse { .. })));
    }

    #[test]
    fn uncreatable_folder_saves_no_choice() {
        let pc = tempfile::tempdir().unwrap();
        std::fs::write(pc.path().join("D"), "a file").unwrap();
        let file = pc.path().join("place.ron");
        let refused = choose_among(&pc.path().join("D/taizhang-data"), [None, None], Some(&file));
        assert!(matches!(refused, Err(StoreError::Io { .. })), "{refused:?}");
        assert!(!file.exists());
    }
}
