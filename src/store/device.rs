//! Which PC this is: a random number, kept beside what identifies the PC and the data folder.
//!
//! A cloned disk or a restored folder takes a new number and never continues a ledger that another PC continues too.
//! A stick that goes between two PCs keeps a number for each. What counts as the same PC, `domain::installation` says.

mod here;

use std::fs::File;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::domain::installation::Installation;
use crate::domain::ledger::{DeviceId, Hex16};
use crate::format::{FileFormat, FormatError};

use super::folder::DataFolder;
use super::{Doing, StoreError, kept, listing, own_file};

const FORMAT: FileFormat = FileFormat { name: "taizhang-devices", version: 1 };

#[derive(Debug, Default, Serialize, Deserialize)]
struct Devices {
    devices: Vec<Known>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Known {
    device: DeviceId,
    /// The fingerprint by which program 0.1 finds itself. It is kept as it was written.
    installation: Hex16,
    /// Absent in what program 0.1 wrote.
    #[serde(default)]
    identity: Option<Installation>,
}

/// The number of this PC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Own {
    /// The number.
    pub device: DeviceId,
    /// Whether it was taken just now, in a folder that holds records under other numbers.
    pub is_another: bool,
}

/// The number of this PC in this data folder, if it wrote here before.
pub fn known(data: &DataFolder) -> Result<Option<DeviceId>, StoreError> {
    let devices = load(&data.devices())?;
    let (identity, fingerprint) = here::identity(&data.path, &guard(&data.path))?;
    Ok(find(&devices, &identity, fingerprint).map(|at| devices.devices[at].device))
}

/// The number of this PC in this data folder, taken now if it never wrote here.
pub fn own(data: &DataFolder) -> Result<Own, StoreError> {
    super::make_folder(&data.path)?;
    let (path, guard) = (data.devices(), guard(&data.path));
    let mut devices = load(&path)?;
    let (identity, fingerprint) = here::identity(&data.path, &guard)?;
    if let Some(at) = find(&devices, &identity, fingerprint)
        && !devices.devices[at].learn(&identity)
    {
        return Ok(Own { device: devices.devices[at].device, is_another: false });
    }
    let lock = own_file::open(File::options().create(true).append(true), &guard, Doing::Writing)?;
    // Where locks are not known, two first starts in one instant could each keep a number; both ledgers would count.
    let _ = lock.lock();
    let mut devices = load(&path)?;
    // The file of the lock, by which the folder is known, may have been made just now.
    let (identity, fingerprint) = here::identity(&data.path, &guard)?;
    if let Some(at) = find(&devices, &identity, fingerprint) {
        if devices.devices[at].learn(&identity) {
            // What cannot be kept is learnt next time.
            let _ = kept::save(&path, &devices, FORMAT);
        }
        return Ok(Own { device: devices.devices[at].device, is_another: false });
    }
    let random = getrandom::u64().map_err(|error| StoreError::Unwritable(error.to_string()))?;
    let device = Hex16(random);
    let is_another = !devices.devices.is_empty() || has_records(data);
    devices.devices.push(Known { device, installation: fingerprint, identity: Some(identity) });
    kept::save(&path, &devices, FORMAT)?;
    Ok(Own { device, is_another })
}

/// Whether the list of this data folder's PCs can be understood; none at all is as good.
pub fn check(data: &DataFolder) -> Result<(), StoreError> {
    check_list(&data.devices())
}

/// The same of a list that lies anywhere.
pub(super) fn check_list(path: &Path) -> Result<(), StoreError> {
    kept::load::<Devices>(path, FORMAT).map(|_| ())
}

/// The place of this PC in the list. Where several of its numbers fit, it is the one with most cards in common.
fn find(devices: &Devices, identity: &Installation, fingerprint: Hex16) -> Option<usize> {
    let score = |known: &Known| match &known.identity {
        Some(before) => before.is_same(identity).then(|| before.common(identity)),
        None => (known.installation == fingerprint).then_some((usize::MAX, usize::MAX)),
    };
    let fits = devices.devices.iter().enumerate().filter_map(|(at, known)| Some((score(known)?, at)));
    // The first of equals: `max_by_key` would give the last.
    fits.rev().max_by_key(|(score, _)| *score).map(|(_, at)| at)
}

impl Known {
    /// Remembers what is new of this PC; true where anything is.
    fn learn(&mut self, now: &Installation) -> bool {
        if let Some(before) = &mut self.identity {
            return before.learn(now);
        }
        self.identity = Some(now.clone());
        true
    }
}

/// Whether any ledger lies in the data folder.
fn has_records(data: &DataFolder) -> bool {
    let below = |folder: PathBuf| listing::read(&folder).entries.into_iter().map(|entry| entry.path);
    let townships = below(data.path.join("ledger")).flat_map(below);
    townships.flat_map(|folder| listing::read(&folder).entries).any(|entry| entry.has_extension("ledger"))
}

/// Reads the list; a damaged one is as none, since a new number costs nothing.
fn load(path: &Path) -> Result<Devices, StoreError> {
    match kept::load(path, FORMAT) {
        Err(StoreError::Format { error, .. }) if !matches!(error, FormatError::Newer { .. }) => Ok(Devices::default()),
        loaded => Ok(loaded?.unwrap_or_default()),
    }
}

/// The file that is locked while the list is written. It is made once and never written to, so that its times
/// identify the folder.
fn guard(folder: &Path) -> PathBuf {
    folder.join("devices.lock")
}
