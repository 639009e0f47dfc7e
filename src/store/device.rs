//! The device id: a random number for this PC in this data folder, stored with features that identify both.
//!
//! A cloned disk or a restored folder takes a new id, so that two PCs never append to the same ledger. A USB stick used
//! on two PCs holds an id for each. `domain::installation` decides what counts as the same PC.

mod features;

use std::fs::File;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::domain::installation::Installation;
use crate::domain::ledger::{DeviceId, Hex16};
use crate::format::{FileFormat, FormatError};

use super::folder::DataFolder;
use super::{FileAction, StoreError, listing, own_file, ron_file};

const FORMAT: FileFormat = FileFormat { name: "taizhang-devices", version: 1 };

#[derive(Debug, Default, Serialize, Deserialize)]
struct Devices {
    devices: Vec<KnownDevice>,
}

#[derive(Debug, Serialize, Deserialize)]
struct KnownDevice {
    device: DeviceId,
    /// The fingerprint by which version 0.1 recognises itself. It never changes.
    installation: Hex16,
    /// Absent in files of version 0.1.
    #[serde(default)]
    identity: Option<Installation>,
}

/// The device id of this PC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnDevice {
    /// The id under which this PC writes.
    pub device: DeviceId,
    /// Whether the id was created just now, in a folder that holds records under other ids.
    pub is_another: bool,
}

/// The device id of this PC, if it has written to this data folder before.
pub fn find_device(data: &DataFolder) -> Result<Option<DeviceId>, StoreError> {
    let devices = load(&data.devices())?;
    let (identity, fingerprint) = features::identity(&data.path, &guard_path(&data.path))?;
    Ok(find(&devices, &identity, fingerprint).map(|at| devices.devices[at].device))
}

/// The device id of this PC. Creates one if it has never written to this data folder.
pub fn own_device(data: &DataFolder) -> Result<OwnDevice, StoreError> {
    super::make_folder(&data.path)?;
    let (path, guard) = (data.devices(), guard_path(&data.path));
    let mut devices = load(&path)?;
    let (identity, fingerprint) = features::identity(&data.path, &guard)?;
    if let Some(at) = find(&devices, &identity, fingerprint)
        && !devices.devices[at].learn(&identity)
    {
        return Ok(OwnDevice { device: devices.devices[at].device, is_another: false });
    }
    let lock = own_file::open(File::options().create(true).append(true), &guard, FileAction::Write)?;
    // Without file locks, two first starts at the same instant may create two ids. Both ledgers then count.
    let _ = lock.lock();
    let mut devices = load(&path)?;
    // Opening the guard may have created it just now, and its times identify the folder.
    let (identity, fingerprint) = features::identity(&data.path, &guard)?;
    if let Some(at) = find(&devices, &identity, fingerprint) {
        if devices.devices[at].learn(&identity) {
            // On failure the next start learns it.
            let _ = ron_file::save(&path, &devices, FORMAT);
        }
        return Ok(OwnDevice { device: devices.devices[at].device, is_another: false });
    }
    let random = getrandom::u64().map_err(|error| StoreError::Unwritable(error.to_string()))?;
    let device = Hex16(random);
    let is_another = !devices.devices.is_empty() || has_records(data);
    devices.devices.push(KnownDevice { device, installation: fingerprint, identity: Some(identity) });
    ron_file::save(&path, &devices, FORMAT)?;
    Ok(OwnDevice { device, is_another })
}

/// Checks that the device list of this data folder can be read. An absent list is fine.
pub fn check(data: &DataFolder) -> Result<(), StoreError> {
    check_list(&data.devices())
}

/// Like [`check`], for a list at any path.
pub(super) fn check_list(path: &Path) -> Result<(), StoreError> {
    ron_file::load::<Devices>(path, FORMAT).map(|_| ())
}

/// Index of this PC in the list. If several ids match, the one with the most network cards in common wins.
fn find(devices: &Devices, identity: &Installation, fingerprint: Hex16) -> Option<usize> {
    let score = |known: &KnownDevice| match &known.identity {
        Some(before) => before.is_same(identity).then(|| before.common(identity)),
        None => (known.installation == fingerprint).then_some((usize::MAX, usize::MAX)),
    };
    let fits = devices.devices.iter().enumerate().filter_map(|(at, known)| Some((score(known)?, at)));
    // `max_by_key` returns the last of equals; reversing makes it the first.
    fits.rev().max_by_key(|(score, _)| *score).map(|(_, at)| at)
}

impl KnownDevice {
    /// Remembers new features of this PC. True if there were any.
    fn learn(&mut self, now: &Installation) -> bool {
        if let Some(before) = &mut self.identity {
            return before.learn(now);
        }
        self.identity = Some(now.clone());
        true
    }
}

/// Whether the data folder holds any ledger.
fn has_records(data: &DataFolder) -> bool {
    let below = |folder: PathBuf| listing::read(&folder).entries.into_iter().map(|entry| entry.path);
    let townships = below(data.path.join("ledger")).flat_map(below);
    townships.flat_map(|folder| listing::read(&folder).entries).any(|entry| entry.has_extension("ledger"))
}

/// Reads the list. A damaged list counts as empty, because a new id costs nothing.
fn load(path: &Path) -> Result<Devices, StoreError> {
    match ron_file::load(path, FORMAT) {
        Err(StoreError::Format { error, .. }) if !matches!(error, FormatError::Newer { .. }) => Ok(Devices::default()),
        loaded => Ok(loaded?.unwrap_or_default()),
    }
}

/// The guard: a file that is locked while the list is written. It is created once and never written to, so that its
/// times identify the folder.
fn guard_path(folder: &Path) -> PathBuf {
    folder.join("devices.lock")
}
