//! The drives that can take a report, removable drives (U盘) first.

use std::path::{Path, PathBuf};

/// A drive with free space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drive {
    /// The mount point, or the drive letter with a backslash.
    pub root: PathBuf,
    /// Whether it can be unplugged.
    pub removable: bool,
    /// Free space for this user, in bytes.
    pub free: u64,
}

/// All drives with free space, except the system drive: its root folder takes no files.
#[must_use]
pub fn list() -> Vec<Drive> {
    let mut drives = system::drives();
    drives.retain(|drive| drive.free > 0);
    drives.sort_by_key(|drive| !drive.removable);
    drives
}

/// The drive after the one that holds `folder`: the first drive if none holds it, `None` after the last.
#[must_use]
pub fn after<'a>(drives: &'a [Drive], folder: &Path) -> Option<&'a Drive> {
    let at = drives.iter().position(|drive| folder.starts_with(&drive.root));
    drives.get(at.map_or(0, |at| at + 1))
}

/// Free space for this user on the drive of `folder`, in bytes. The folder itself may not exist yet.
#[must_use]
pub fn free(folder: &Path) -> Option<u64> {
    folder.ancestors().find(|folder| folder.is_dir()).and_then(system::free)
}

#[cfg(windows)]
mod system {
    use std::path::PathBuf;

    use super::Drive;
    pub(super) use crate::terminal::win32::drives::free;
    use crate::terminal::win32::drives::roots;

    pub(super) fn drives() -> Vec<Drive> {
        let own = std::env::var("SystemDrive").unwrap_or_default();
        let others = roots().into_iter().filter(|(root, _)| !root.starts_with(format!("{own}\\")));
        let drive = |(root, removable): (PathBuf, bool)| free(&root).map(|free| Drive { root, removable, free });
        others.filter_map(drive).collect()
    }
}

#[cfg(not(windows))]
mod system {
    use std::path::{Path, PathBuf};

    use rustix::fs::{StatVfsMountFlags, statvfs};

    use super::Drive;

    /// Folders below which desktops mount removable drives.
    const PLUGGED_IN: [&str; 3] = ["/media/", "/run/media/", "/mnt/"];

    pub(super) fn drives() -> Vec<Drive> {
        let mounts = std::fs::read_to_string("/proc/self/mounts").unwrap_or_default();
        roots(&mounts).into_iter().filter_map(drive).collect()
    }

    fn drive(root: PathBuf) -> Option<Drive> {
        let state = statvfs(&root).ok()?;
        let writable = !state.f_flag.contains(StatVfsMountFlags::RDONLY);
        writable.then(|| Drive { root, removable: true, free: state.f_bavail.saturating_mul(state.f_frsize) })
    }

    pub(super) fn free(folder: &Path) -> Option<u64> {
        statvfs(folder).ok().map(|state| state.f_bavail.saturating_mul(state.f_frsize))
    }

    /// Mount points of removable devices in a list of mounts.
    pub(super) fn roots(mounts: &str) -> Vec<PathBuf> {
        let places = mounts.lines().filter_map(|line| {
            let mut words = line.split(' ');
            let (device, place) = (words.next()?, unescaped(words.next()?));
            let plugged_in = device.starts_with("/dev/") && PLUGGED_IN.iter().any(|above| place.starts_with(above));
            plugged_in.then(|| PathBuf::from(place))
        });
        places.collect()
    }

    /// The mount list writes spaces, tabs, line breaks and backslashes as octal numbers.
    fn unescaped(place: &str) -> String {
        place.replace(r"\040", " ").replace(r"\011", "\t").replace(r"\012", "\n").replace(r"\134", "\\")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn next_drive_is_found_anywhere() {
        let drive = |root: &str| Drive { root: root.into(), removable: true, free: 1 };
        let drives = [drive("/media/甲"), drive("/media/乙")];
        let next = |folder: &str| after(&drives, Path::new(folder)).map(|drive| drive.root.to_str().unwrap());
        assert_eq!(next("/home/张三"), Some("/media/甲"));
        assert_eq!(next("/media/甲/上报"), Some("/media/乙"));
        assert_eq!(next("/media/乙"), None);
    }

    #[cfg(not(windows))]
    #[test]
    fn only_removable_drives_are_listed() {
        let mounts = "/dev/sda1 / ext4 rw 0 0\n/dev/sdb1 /media/zhang/我的\\040U盘 vfat rw 0 0\n\
                      tmpfs /mnt/ram tmpfs rw 0 0\n/dev/sdc1 /run/media/zhang/B exfat rw 0 0\n";
        assert_eq!(system::roots(mounts), [Path::new("/media/zhang/我的 U盘"), Path::new("/run/media/zhang/B")]);
    }
}
