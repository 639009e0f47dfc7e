//! Temporary files of killed sessions. Each session removes those that are more than a day old.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, SystemTime};

use super::listing;

/// Prefix and suffix of our temporary files.
pub(super) const PREFIX: &str = ".taizhang-";
pub(super) const SUFFIX: &str = ".tmp";

/// No running session has a temporary file older than this.
const AGE: Duration = Duration::from_secs(24 * 60 * 60);

/// Folders that this process has cleared, so that a large folder is not listed for every file written to it.
static CLEARED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Removes the old temporary files in a folder. `fresh` is a file that was just written there, if any. Its time counts
/// as the current time if it is earlier than this PC's clock: either clock may be wrong.
pub(super) fn clear(folder: &Path, fresh: Option<&Path>) {
    let is_new = CLEARED.lock().is_ok_and(|mut cleared| cleared.insert(folder.to_owned()));
    if !is_new {
        return;
    }
    let changed = |path: &Path| std::fs::symlink_metadata(path).and_then(|meta| meta.modified()).ok();
    let clock = SystemTime::now();
    let now = fresh.and_then(changed).map_or(clock, |fresh| fresh.min(clock));
    // A file that cannot be listed or removed does no harm.
    for entry in listing::read(folder).entries.into_iter().filter(|entry| entry.kind.is_file()) {
        let name = entry.path.file_name().unwrap_or_default().to_string_lossy();
        let is_temporary = name.starts_with(PREFIX) && name.ends_with(SUFFIX);
        let age = || changed(&entry.path).and_then(|changed| now.duration_since(changed).ok());
        if is_temporary && age().is_some_and(|age| age > AGE) {
            let _ = std::fs::remove_file(&entry.path);
        }
    }
}
