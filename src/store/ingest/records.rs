//! Records that lie among the reports: a data folder or a backup. No file of them counts as handed in, not even a
//! report, since the outbox holds old ones.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::iter;
use std::path::Path;

use crate::store::folder::BESIDE;
use crate::store::import_source::RecordKind;
use crate::store::listing::FolderEntry;
use crate::store::mirror::MIRROR;

use super::skip_reason::SkipReason;

/// Most folders around the records in an archive that was packed by hand.
const FOLDERS_AROUND_MAX: usize = 4;

/// Whether `path` below a data folder is one of its own. The name of a folder ends with `/`.
pub(super) fn is_record(path: &str) -> bool {
    const FOLDERS: [&str; 6] = ["ledger", "outbox", "receipts", "evidence", "plans", "merged"];
    if let Some((folder, _)) = path.split_once('/') {
        return FOLDERS.contains(&folder);
    }
    let is_transient = ["lock", "holder", "tmp"].iter().any(|end| path.ends_with(&format!(".{end}")));
    is_transient || matches!(path, "settings.ron" | "devices.ron")
}

/// Whose records a folder holds; `None` if it is no data folder. `is_own` says that it is the data folder in use.
pub(super) fn in_folder(folder: &Path, entries: &[FolderEntry], is_own: bool) -> Option<SkipReason> {
    let has = |name: &str, is_folder: bool| {
        entries.iter().any(|entry| entry.kind.is_dir() == is_folder && entry.path.file_name() == Some(OsStr::new(name)))
    };
    let (ledger, settings) = (has("ledger", true), has("settings.ron", false));
    let is_called = |name: &&str| folder.file_name() == Some(OsStr::new(name));
    if is_own || (ledger || settings) && [BESIDE, MIRROR].iter().any(is_called) {
        return Some(SkipReason::Own);
    }
    (ledger && (settings || has("outbox", true))).then_some(SkipReason::Records)
}

/// Finds the records in an archive by the names of its files.
pub(super) struct PackedRecords {
    /// Folders that contain a ledger at its usual path, each with a `/` at the end, or empty.
    around: BTreeSet<String>,
}

impl PackedRecords {
    pub(super) fn among<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let ledger = |inner: &str| matches!(RecordKind::of(inner), Some((RecordKind::Ledger { .. }, _)));
        let mut around = BTreeSet::new();
        for name in names.map(slashes) {
            around.extend(split(&name).filter(|(_, inner)| ledger(inner)).map(|(outer, _)| outer.to_owned()));
        }
        Self { around }
    }

    /// Whether the file of that name belongs to the records.
    pub(super) fn contain(&self, name: &str) -> bool {
        split(&slashes(name)).any(|(outer, inner)| self.around.contains(outer) && is_record(inner))
    }
}

/// Some programs separate folders by backslashes.
fn slashes(name: &str) -> String {
    name.replace('\\', "/")
}

/// Splits a name before its first folder, after its first folder, and so on.
fn split(name: &str) -> impl Iterator<Item = (&str, &str)> {
    let places = iter::once(0).chain(name.match_indices('/').map(|(at, _)| at + 1));
    places.take(FOLDERS_AROUND_MAX + 1).map(|at| name.split_at(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ledger_path_identifies_a_data_folder() {
        for outer in ["", "丙谷/", "U盘/记录/"] {
            let ledger = format!("{outer}ledger/miyi-1/510421100/0123456789abcdef.ledger");
            let records = PackedRecords::among([ledger.as_str(), "一.ron"].into_iter());
            for inner in ["settings.ron", "devices.lock", "outbox/miyi-1/510421100/第1次.ron", "plans/a/b.txt"] {
                assert!(records.contain(&format!("{outer}{inner}")), "{outer}{inner}");
                assert!(!records.contain(&format!("别的/{outer}{inner}")), "{outer}{inner}");
            }
            for beside in ["一.ron", "上报/一.ron", "settings.ron.zip"] {
                assert!(!records.contain(&format!("{outer}{beside}")), "{outer}{beside}");
            }
        }
        assert!(!PackedRecords::among(["ledger/a.ledger"].into_iter()).contain("settings.ron"));
    }
}
