//! Temporary files of sessions that were killed. A session removes those of its kind that are older than a day.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, SystemTime};

use super::listing;

/// How the names of temporary files begin and end.
pub(super) const PREFIX: &str = ".taizhang-";
pub(super) const SUFFIX: &str = ".tmp";

/// A file that is older belongs to no session that still runs.
const AGE: Duration = Duration::from_secs(24 * 60 * 60);

/// The folders that this process has cleared: one that holds many files is not listed for each file written there.
static CLEARED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Removes the old temporary files in a folder. `fresh` is a file that was written there just now, where one was: the
/// clock of a file server, or of this PC, may be wrong, and the earlier one of the two counts.
pub(super) fn clear(folder: &Path, fresh: Option<&Path>) {
    let is_new = CLEARED.lock().is_ok_and(|mut cleared| cleared.insert(folder.to_owned()));
    if !is_new {
        return;
    }
    let changed = |path: &Path| std::fs::symlink_metadata(path).and_then(|meta| meta.modified()).ok();
    let clock = SystemTime::now();
    let now = fresh.and_then(changed).map_or(clock, |fresh| fresh.min(clock));
    // What cannot be listed or removed is in nobody's way.
    for entry in listing::read(folder).entries.into_iter().filter(|entry| entry.kind.is_file()) {
        let name = entry.path.file_name().unwrap_or_default().to_string_lossy();
        let is_temporary = name.starts_with(PREFIX) && name.ends_with(SUFFIX);
        let age = || changed(&entry.path).and_then(|changed| now.duration_since(changed).ok());
        if is_temporary && age().is_some_and(|age| age > AGE) {
            let _ = std::fs::remove_file(&entry.path);
        }
    }
}
