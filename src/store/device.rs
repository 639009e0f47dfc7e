//! Which PC this is: a random id, kept beside a fingerprint of the installation.
//!
//! A cloned disk or a restored folder has another fingerprint, so it takes a new id and never continues a ledger
//! that another PC continues too. A stick that goes between two PCs keeps an id for each.

use std::fs::File;
use std::path::{Component, Path, PathBuf};
#[cfg(target_os = "linux")]
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::domain::ledger::{DeviceId, Hex16};
use crate::format::{FormatError, seal};

use super::folder::DataFolder;
#[cfg(not(windows))]
use super::listing;
use super::{Doing, StoreError, kept};

const FORMAT: &str = "taizhang-devices";

#[derive(Debug, Default, Serialize, Deserialize)]
struct Devices {
    devices: Vec<Known>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Known {
    device: DeviceId,
    installation: Hex16,
}

/// The id of this PC in this data folder, if it wrote here before.
pub fn known(data: &DataFolder) -> Result<Option<DeviceId>, StoreError> {
    let devices = load(&data.devices())?;
    Ok(find(&devices, installation(&data.path)))
}

/// The id of this PC in this data folder, made now if it never wrote here.
pub fn own(data: &DataFolder) -> Result<DeviceId, StoreError> {
    super::make_folder(&data.path)?;
    if let Some(device) = known(data)? {
        return Ok(device);
    }
    let path = data.devices();
    let guard = guard(&data.path);
    let lock = File::options().create(true).append(true).open(&guard);
    let lock = lock.map_err(StoreError::io(Doing::Writing, &guard))?;
    // Where locks are not known, two first starts in one instant could each keep an id; both ledgers would count.
    let _ = lock.lock();
    let mut devices = load(&path)?;
    let installation = installation(&data.path);
    if let Some(device) = find(&devices, installation) {
        return Ok(device);
    }
    let random = getrandom::u64().map_err(|error| StoreError::Unwritable(error.to_string()))?;
    let device = Hex16(random);
    devices.devices.push(Known { device, installation });
    kept::save(&path, &devices, FORMAT)?;
    Ok(device)
}

/// Whether the list of this data folder's PCs can be understood; none at all is as good.
pub fn check(data: &DataFolder) -> Result<(), StoreError> {
    kept::load::<Devices>(&data.devices(), FORMAT).map(|_| ())
}

fn find(devices: &Devices, installation: Hex16) -> Option<DeviceId> {
    devices.devices.iter().find(|known| known.installation == installation).map(|known| known.device)
}

/// Reads the list; a damaged one is as none, since a new id costs nothing.
fn load(path: &Path) -> Result<Devices, StoreError> {
    match kept::load(path, FORMAT) {
        Err(StoreError::Format { error, .. }) if !matches!(error, FormatError::Newer { .. }) => Ok(Devices::default()),
        loaded => Ok(loaded?.unwrap_or_default()),
    }
}

/// The file that is locked while the list is written. It is made once and never written to: file servers that keep
/// no time of creation give the time of the last write for it.
fn guard(folder: &Path) -> PathBuf {
    folder.join("devices.lock")
}

/// A fingerprint of this installation: the PC, and this very folder.
fn installation(folder: &Path) -> Hex16 {
    let mut parts = vec![gethostname::gethostname().to_string_lossy().into_owned()];
    parts.extend(pc());
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    // A stick's drive letter changes from day to day; its folder does not.
    let below: PathBuf = whole.components().filter(|part| !matches!(part, Component::Prefix(_))).collect();
    parts.push(below.to_string_lossy().into_owned());
    parts.push(original(folder));
    Hex16(seal::short(parts.join("\n").as_bytes()))
}

/// What tells a PC from another one of its name.
#[cfg(windows)]
fn pc() -> Vec<String> {
    crate::terminal::win32::installation::name().into_iter().collect()
}

/// What tells a PC from another one of its name, and by the hardware addresses of its real network cards from its
/// disk's clone.
#[cfg(not(windows))]
fn pc() -> Vec<String> {
    let mut parts = vec![std::fs::read_to_string("/etc/machine-id").unwrap_or_default()];
    let cards = listing::read(Path::new("/sys/class/net")).entries.into_iter().map(|card| card.path);
    let real = cards.filter(|card| card.join("device").exists());
    parts.extend(real.filter_map(|card| std::fs::read_to_string(card.join("address")).ok()));
    parts[1..].sort();
    parts
}

/// What tells a folder from its copy: its number on its volume.
#[cfg(windows)]
fn original(folder: &Path) -> String {
    super::places::identity(folder).map(|(volume, number)| format!("{volume} {number}")).unwrap_or_default()
}

/// What tells a folder from its copy: when its first file was made. The system is asked itself, since the standard
/// library does not ask it where the C library is musl.
#[cfg(target_os = "linux")]
fn original(folder: &Path) -> String {
    use rustix::fs::{AtFlags, CWD, StatxFlags, statx};
    let guard = statx(CWD, guard(folder), AtFlags::empty(), StatxFlags::BTIME).ok();
    let made = guard.filter(|guard| guard.stx_mask & StatxFlags::BTIME.bits() != 0).map(|guard| guard.stx_btime);
    let since = made.and_then(|made| Some(Duration::new(made.tv_sec.try_into().ok()?, made.tv_nsec)));
    since.map(|time| time.as_nanos().to_string()).unwrap_or_default()
}

/// What tells a folder from its copy: when its first file was made.
#[cfg(not(any(windows, target_os = "linux")))]
fn original(folder: &Path) -> String {
    let created = std::fs::metadata(guard(folder)).and_then(|meta| meta.created()).ok();
    let since = created.and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    since.map(|time| time.as_nanos().to_string()).unwrap_or_default()
}
