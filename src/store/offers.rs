//! Where the records may lie: what the first run offers, and what becomes of the choice.

use std::path::{Path, PathBuf};

use super::drives::{self, Drive};
use super::folder::{BESIDE, Chosen, DataFolder, program_folder};
use super::mirror::MIRROR;
use super::{Doing, StoreError, atomic, listing, place};

/// A folder where the records may lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The folder; it may not exist yet.
    pub path: PathBuf,
    /// What kind of place it is.
    pub kind: Kind,
    /// Bytes that this user may still write there, where the system tells.
    pub free: Option<u64>,
    /// Whether it holds records already.
    pub records: bool,
    /// Whether it lies on the system's own disk, which a reinstall wipes.
    pub wiped: bool,
}

/// What kind of place it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Beside the program: the stick that carries both.
    Beside,
    /// On another drive of this PC.
    Drive {
        /// Whether it can be pulled out.
        removable: bool,
    },
    /// The copy that a session left on a second drive.
    Mirror {
        /// Whether the drive can be pulled out.
        removable: bool,
    },
    /// The platform's folder for a program's data.
    Platform,
}

/// Where the records may lie, the best place first. Only places that can be written are offered.
#[must_use]
pub fn offers() -> Vec<Offer> {
    let drives = drives::list();
    let offer = |path: PathBuf, kind| {
        let records = holds_records(&path);
        Offer { free: drives::free(&path), path, kind, records, wiped: false }
    };
    let mut found = Vec::new();
    if started_from_archive().is_none() {
        found.extend(program_folder().map(|folder| offer(folder.join(BESIDE), Kind::Beside)));
    }
    for Drive { root, removable, .. } in &drives {
        let removable = *removable;
        found.push(offer(root.join(BESIDE), Kind::Drive { removable }));
        found.push(offer(root.join(MIRROR), Kind::Mirror { removable }));
    }
    found.extend(DataFolder::platform().ok().map(|data| offer(data.path, Kind::Platform)));
    found.retain(|offer| offer.records || !matches!(offer.kind, Kind::Mirror { .. }));
    found.retain(|offer| can_write(&offer.path));
    ordered(found, &drives)
}

/// The best first: where records are; a stick that carries the program; a second drive in this PC; the platform's
/// folder; the others; a copy of records.
fn ordered(mut found: Vec<Offer>, drives: &[Drive]) -> Vec<Offer> {
    let on_a_drive = |offer: &Offer| drives.iter().any(|drive| offer.path.starts_with(&drive.root));
    for offer in &mut found {
        offer.wiped = !on_a_drive(offer);
    }
    found.sort_by_key(|offer| match (offer.records, offer.kind) {
        // A copy is to be copied back, and worked in only where it is chosen.
        (true, Kind::Mirror { .. }) => 6,
        (true, _) => 0,
        (false, Kind::Beside) if on_a_drive(offer) => 2,
        (false, Kind::Drive { removable: false }) => 3,
        (false, Kind::Platform) => 4,
        (false, _) => 5,
    });
    let mut once: Vec<Offer> = Vec::new();
    for offer in found {
        // A program in a drive's topmost folder has its own place there.
        if once.iter().all(|known| known.path != offer.path) {
            once.push(offer);
        }
    }
    once
}

/// Makes the folder where there is none, tries whether it can be written, and keeps the choice: from now on
/// [`DataFolder::find`] finds it.
pub fn settle(offer: &Offer) -> Result<DataFolder, StoreError> {
    let found_unasked = [DataFolder::beside(), DataFolder::platform().ok()];
    settle_among(&offer.path, found_unasked, place::file().as_deref())
}

/// `found_unasked` are the folders that are found without a choice, `file` is where a choice is kept.
fn settle_among(
    path: &Path,
    found_unasked: [Option<DataFolder>; 2],
    file: Option<&Path>,
) -> Result<DataFolder, StoreError> {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut found_unasked = found_unasked.into_iter().flatten();
    let is_there = |folder: &Path| listing::is_folder(folder).unwrap_or(true);
    let stands = |data: &DataFolder| data.chosen == Chosen::Beside && is_there(&data.path) && data.path != path;
    if let Some(beside) = found_unasked.clone().find(stands) {
        return Err(StoreError::BesideStands { path: beside.path });
    }
    super::make_folder(&path)?;
    atomic::temporary_in(&path).map_err(StoreError::io(Doing::Writing, &path))?;
    if let Some(data) = found_unasked.find(|data| data.path == path) {
        place::forget(file)?;
        return Ok(data);
    }
    place::keep(file, &path)?;
    Ok(DataFolder { path, chosen: Chosen::Kept })
}

/// The program's folder, where it is one that an archive program unpacked for a look only, or the folder for
/// temporary files: what is kept there is gone tomorrow.
#[must_use]
pub fn started_from_archive() -> Option<PathBuf> {
    let folder = program_folder()?;
    let whole = |folder: &Path| folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    is_fleeting(&whole(&folder), &whole(&std::env::temp_dir())).then_some(folder)
}

/// What archive programs call the folders that they unpack into, in small letters: `WinRAR`, Bandizip, 360zip,
/// the archive manager of Linux desktops. 7-Zip's are told by [`of_seven_zip`].
const UNPACKED: [&str; 4] = ["rar$", "bnz.", "360zip$", ".fr-"];

fn is_fleeting(folder: &Path, temporary: &Path) -> bool {
    let unpacked = |name: &str| UNPACKED.iter().any(|begins| name.starts_with(begins)) || of_seven_zip(name);
    let mut names = folder.iter().map(|name| name.to_string_lossy().to_lowercase());
    folder.starts_with(temporary) || names.any(|name| unpacked(&name))
}

/// 7-Zip's folders: `7zO` or `7zE` and a hexadecimal number.
fn of_seven_zip(name: &str) -> bool {
    let number = ["7zo", "7ze"].iter().find_map(|begins| name.strip_prefix(begins));
    number.is_some_and(|number| number.len() >= 6 && number.bytes().all(|digit| digit.is_ascii_hexdigit()))
}

/// Whether a folder holds records of this program.
#[must_use]
pub fn holds_records(folder: &Path) -> bool {
    // What cannot be looked at does not pass for empty.
    let there = |path: &Path| listing::exists(path).unwrap_or(true);
    there(&folder.join("ledger")) || there(&folder.join("settings.ron"))
}

/// Whether the folder, or the nearest one above it that is there, can be written.
fn can_write(folder: &Path) -> bool {
    folder.ancestors().find(|folder| folder.is_dir()).is_some_and(|folder| atomic::temporary_in(folder).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offer(path: &str, kind: Kind) -> Offer {
        Offer { path: path.into(), kind, free: None, records: false, wiped: false }
    }

    fn drive(root: &str, removable: bool) -> Drive {
        Drive { root: root.into(), removable, free: 1 }
    }

    /// The paths in the order they are offered.
    fn order(found: Vec<Offer>, drives: &[Drive]) -> Vec<String> {
        ordered(found, drives).into_iter().map(|offer| offer.path.to_string_lossy().into_owned()).collect()
    }

    const STICK: Kind = Kind::Drive { removable: true };
    const FIXED: Kind = Kind::Drive { removable: false };

    #[test]
    fn second_drive_is_offered_first() {
        let drives = [drive("/u", true), drive("/d", false)];
        let found = vec![
            offer("/c/program/taizhang-data", Kind::Beside),
            offer("/u/taizhang-data", STICK),
            offer("/d/taizhang-data", FIXED),
            offer("/c/appdata/taizhang", Kind::Platform),
        ];
        let offers = ordered(found.clone(), &drives);
        let expected = ["/d/taizhang-data", "/c/appdata/taizhang", "/c/program/taizhang-data", "/u/taizhang-data"];
        assert_eq!(order(found, &drives), expected);
        assert_eq!(offers.iter().map(|offer| offer.wiped).collect::<Vec<_>>(), [false, true, true, false]);
    }

    #[test]
    fn stick_is_offered_once() {
        let drives = [drive("/u", true), drive("/d", false)];
        let found = vec![
            offer("/u/taizhang-data", Kind::Beside),
            offer("/u/taizhang-data", STICK),
            offer("/d/taizhang-data", FIXED),
            offer("/c/appdata/taizhang", Kind::Platform),
        ];
        assert_eq!(order(found, &drives), ["/u/taizhang-data", "/d/taizhang-data", "/c/appdata/taizhang"]);
    }

    #[test]
    fn records_come_first_copies_last() {
        let drives = [drive("/u", true), drive("/d", false)];
        let with = |offer: Offer| Offer { records: true, ..offer };
        let found = vec![
            offer("/u/taizhang-data", Kind::Beside),
            with(offer("/d/taizhang-mirror", Kind::Mirror { removable: false })),
            offer("/d/taizhang-data", FIXED),
            with(offer("/c/appdata/taizhang", Kind::Platform)),
        ];
        let expected = ["/c/appdata/taizhang", "/u/taizhang-data", "/d/taizhang-data", "/d/taizhang-mirror"];
        assert_eq!(order(found, &drives), expected);
    }

    #[test]
    fn system_folder_comes_first_without_drives() {
        let found = vec![offer("/opt/taizhang-data", Kind::Beside), offer("/home/.local/taizhang", Kind::Platform)];
        assert_eq!(order(found, &[]), ["/home/.local/taizhang", "/opt/taizhang-data"]);
    }

    #[test]
    fn unpacked_archive_folders_are_recognised() {
        let fleeting = |folder: &str| is_fleeting(Path::new(folder), Path::new("/tmp"));
        for folder in [
            "/tmp/ark-Ab12/台账",
            "/home/zhang/.cache/.fr-xY12/台账",
            "/d/Rar$EXa0.123",
            "/d/Rar$DIa1234.5678/台账",
            "/d/7zO4C3A1B2F",
            "/d/BNZ.5f3a/台账",
            "/d/360zip$Temp/360$0",
        ] {
            assert!(fleeting(folder), "{folder}");
        }
        for folder in ["/d/台账", "/home/zhang/tmp/台账", "/d/7z", "/d/7-Zip", "/d/rar", "/media/zhang/U盘"] {
            assert!(!fleeting(folder), "{folder}");
        }
    }

    #[test]
    fn choice_is_saved_only_where_needed() {
        let pc = tempfile::tempdir().unwrap();
        let folder = |name: &str| pc.path().join(name);
        let file = folder("config/place.ron");
        let found_unasked = || {
            let data = |path, chosen| Some(DataFolder { path, chosen });
            [data(folder("U/taizhang-data"), Chosen::Beside), data(folder("C/taizhang"), Chosen::Platform)]
        };
        let settle = |name: &str| settle_among(&folder(name), found_unasked(), Some(&file));
        assert_eq!(settle("D/taizhang-data").unwrap().chosen, Chosen::Kept);
        assert!(folder("D/taizhang-data").is_dir() && file.is_file());
        assert_eq!(settle("C/taizhang").unwrap().chosen, Chosen::Platform);
        assert!(!file.exists(), "nothing is left that says otherwise");
        settle("D/taizhang-data").unwrap();
        assert_eq!(settle("U/taizhang-data").unwrap().chosen, Chosen::Beside);
        assert!(!file.exists(), "a stick leaves nothing behind");
        assert!(matches!(settle("D/taizhang-data"), Err(StoreError::BesideStands { .. })));
    }

    #[test]
    fn uncreatable_folder_saves_no_choice() {
        let pc = tempfile::tempdir().unwrap();
        std::fs::write(pc.path().join("D"), "a file").unwrap();
        let file = pc.path().join("place.ron");
        let refused = settle_among(&pc.path().join("D/taizhang-data"), [None, None], Some(&file));
        assert!(matches!(refused, Err(StoreError::Io { .. })), "{refused:?}");
        assert!(!file.exists());
    }
}
