//! Features of this PC and of the data folder, as the system reports them.

use std::io;
use std::path::{Component, Path, PathBuf};

use crate::domain::installation::{Card, FolderIdentity, Installation};
use crate::domain::ledger::Hex16;
use crate::format::seal;
use crate::store::{FileAction, StoreError};

/// Returns what identifies this PC and its data folder, and the fingerprint that version 0.1 computed. `guard` is the file in the folder that
/// is created once and never written to.
///
/// An absent file has no times. A file that cannot be examined is an error: without its times this PC would count as
/// another one.
pub(super) fn identity(folder: &Path, guard: &Path) -> Result<(Installation, Hex16), StoreError> {
    let times = match Times::of(folder, guard) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Times::default(),
        times => times.map_err(StoreError::io(FileAction::Read, if cfg!(windows) { folder } else { guard }))?,
    };
    let hash = |kind: &str, value: &str| Hex16(seal::short(format!("{kind} {value}").as_bytes()));
    let system = system::id().unwrap_or_else(|| gethostname::gethostname().to_string_lossy().into_owned());
    let card = |(address, usb): (String, bool)| Card { address: hash("card", &address), usb };
    let identity = Installation {
        system: hash("system", &system),
        folder: FolderIdentity {
            created: times.created.as_ref().map(|time| hash("created", time)),
            changed: times.changed.as_ref().map(|time| hash("changed", time)),
        },
        cards: system::cards().into_iter().map(card).collect(),
    };
    Ok((identity, fingerprint(folder, times.created.unwrap_or_default())))
}

/// The fingerprint of version 0.1. It finds this PC in a list that 0.1 wrote.
fn fingerprint(folder: &Path, created: String) -> Hex16 {
    let mut parts = vec![gethostname::gethostname().to_string_lossy().into_owned()];
    parts.extend(system::fingerprint());
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let below: PathBuf = whole.components().filter(|part| !matches!(part, Component::Prefix(_))).collect();
    parts.push(below.to_string_lossy().into_owned());
    parts.push(created);
    Hex16(seal::short(parts.join("\n").as_bytes()))
}

/// Times and ids that the file system keeps for the folder and that a copy does not keep.
#[derive(Default)]
struct Times {
    created: Option<String>,
    changed: Option<String>,
}

impl Times {
    /// The volume and file number of the folder.
    #[cfg(windows)]
    fn of(folder: &Path, _: &Path) -> io::Result<Self> {
        let (volume, number) = crate::store::locations::file_identity(folder)?;
        Ok(Self { created: Some(format!("{volume} {number}")), changed: None })
    }

    /// The times of the guard, from the system itself: the standard library cannot read the creation time where the C
    /// library is musl. FAT stores the creation time as the status change time, with a resolution of 2 seconds, so
    /// status change times are compared in whole seconds.
    #[cfg(target_os = "linux")]
    fn of(_: &Path, guard: &Path) -> io::Result<Self> {
        use rustix::fs::{AtFlags, CWD, StatxFlags, statx};
        let wanted = StatxFlags::BTIME | StatxFlags::CTIME;
        let times = statx(CWD, guard, AtFlags::empty(), wanted)?;
        let has = |time: StatxFlags| times.stx_mask & time.bits() != 0;
        let nanoseconds = || {
            let whole = u64::try_from(times.stx_btime.tv_sec).ok()?;
            Some(u128::from(whole) * 1_000_000_000 + u128::from(times.stx_btime.tv_nsec))
        };
        Ok(Self {
            created: nanoseconds().filter(|_| has(StatxFlags::BTIME)).map(|time| time.to_string()),
            changed: has(StatxFlags::CTIME).then(|| times.stx_ctime.tv_sec.to_string()),
        })
    }

    /// The times of the guard.
    #[cfg(not(any(windows, target_os = "linux")))]
    fn of(_: &Path, guard: &Path) -> io::Result<Self> {
        use std::os::unix::fs::MetadataExt as _;
        let meta = std::fs::metadata(guard)?;
        let created = meta.created().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
        Ok(Self { created: created.map(|time| time.as_nanos().to_string()), changed: Some(meta.ctime().to_string()) })
    }
}

#[cfg(windows)]
mod system {
    use crate::terminal::win32::{installation, network_cards};

    pub(super) fn id() -> Option<String> {
        installation::machine_guid()
    }

    /// The addresses of the network cards. Windows does not say here which of them are on USB.
    pub(super) fn cards() -> Vec<(String, bool)> {
        network_cards::mac_addresses().into_iter().map(|address| (address, false)).collect()
    }

    pub(super) fn fingerprint() -> Vec<String> {
        id().into_iter().collect()
    }
}

#[cfg(not(windows))]
mod system {
    use std::fs;
    use std::path::{Path, PathBuf};

    use crate::store::listing;

    /// Value of `addr_assign_type` for an address from the factory. Others are random, copied or set by hand.
    const PERMANENT: &str = "0";

    pub(super) fn id() -> Option<String> {
        let files = ["/etc/machine-id", "/var/lib/dbus/machine-id"];
        let read = |file: &&str| line(Path::new(file));
        // A freshly installed system has "uninitialized" here until its first start is over.
        files.iter().filter_map(read).find(|id| !id.is_empty() && id != "uninitialized")
    }

    /// The factory addresses of the physical network cards, and whether each card is on USB.
    pub(super) fn cards() -> Vec<(String, bool)> {
        let address = |card: &PathBuf| {
            // A wireless card uses random addresses while it scans; its factory address is in `phy80211`.
            let made_with = line(&card.join("phy80211/macaddress"));
            let is_set = line(&card.join("addr_assign_type")).is_some_and(|how| how != PERMANENT);
            let address = made_with.or_else(|| line(&card.join("address")).filter(|_| !is_set));
            let usb = card.join("device").canonicalize().is_ok_and(|device| is_usb(&device));
            Some((address?, usb)).filter(|(address, usb)| is_own(address, *usb))
        };
        let mut cards: Vec<(String, bool)> = real_cards().iter().filter_map(address).collect();
        cards.sort();
        cards.dedup_by(|a, b| a.0 == b.0);
        cards
    }

    /// Whether an address belongs to the card. A phone that shares its network uses a new, locally administered address
    /// each time. Cards of virtual machines have such addresses too, but keep them; they are not on USB.
    fn is_own(address: &str, usb: bool) -> bool {
        let blank = address.chars().all(|digit| matches!(digit, '0' | ':')) || address == "ff:ff:ff:ff:ff:ff";
        let first = address.split(':').next().and_then(|octet| u8::from_str_radix(octet, 16).ok());
        let local = first.is_some_and(|octet| octet & 2 != 0);
        !(blank || usb && local)
    }

    fn is_usb(device: &Path) -> bool {
        device.components().any(|part| part.as_os_str().to_string_lossy().starts_with("usb"))
    }

    fn real_cards() -> Vec<PathBuf> {
        // A card that cannot be examined counts as absent.
        let cards = listing::read(Path::new("/sys/class/net")).entries.into_iter().map(|card| card.path);
        cards.filter(|card| card.join("device").exists()).collect()
    }

    fn line(file: &Path) -> Option<String> {
        fs::read_to_string(file).ok().map(|text| text.trim().to_owned())
    }

    pub(super) fn fingerprint() -> Vec<String> {
        let mut parts = vec![fs::read_to_string("/etc/machine-id").unwrap_or_default()];
        parts.extend(real_cards().iter().filter_map(|card| fs::read_to_string(card.join("address")).ok()));
        parts[1..].sort();
        parts
    }
}
