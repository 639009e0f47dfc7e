//! Records that came along with reports: a data folder or a backup of it. No part of them is a report that was handed
//! in, however much it looks like one: the outbox holds old ones.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::iter;
use std::path::Path;

use crate::store::folder::BESIDE;
use crate::store::incoming::Kind;
use crate::store::mirror::MIRROR;

use super::skipped::{Skipped, Thing};

/// How many folders may lie around the records in an archive that was packed by hand.
const AROUND: usize = 4;

/// Whether what lies there below a data folder is a part of it; a folder's name ends with `/`.
pub(super) fn holds(path: &str) -> bool {
    const FOLDERS: [&str; 6] = ["ledger", "outbox", "receipts", "evidence", "plans", "merged"];
    if let Some((folder, _)) = path.split_once('/') {
        return FOLDERS.contains(&folder);
    }
    let of_the_moment = ["lock", "holder", "tmp"].iter().any(|end| path.ends_with(&format!(".{end}")));
    of_the_moment || matches!(path, "settings.ron" | "devices.ron")
}

/// Whose records lie in a folder, by what lies in it; none where it is no data folder. `is_own`: it is the one in use.
pub(super) fn in_folder(folder: &Path, things: &[Thing], is_own: bool) -> Option<Skipped> {
    let has = |name: &str, is_folder: bool| {
        things.iter().any(|(path, kind)| kind.is_dir() == is_folder && path.file_name() == Some(OsStr::new(name)))
    };
    let (ledger, settings) = (has("ledger", true), has("settings.ron", false));
    let is_called = |name: &&str| folder.file_name() == Some(OsStr::new(name));
    if is_own || (ledger || settings) && [BESIDE, MIRROR].iter().any(is_called) {
        return Some(Skipped::Own);
    }
    (ledger && (settings || has("outbox", true))).then_some(Skipped::Records)
}

/// The records in an archive, by the names in it.
pub(super) struct Records {
    /// Around the ledgers that lie in their places: the folders with a `/` at the end, or nothing.
    around: BTreeSet<String>,
}

impl Records {
    pub(super) fn among<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let ledger = |inner: &str| matches!(Kind::of(inner), Some((Kind::Ledger { .. }, _)));
        let mut around = BTreeSet::new();
        for name in names.map(slashes) {
            around.extend(split(&name).filter(|(_, inner)| ledger(inner)).map(|(outer, _)| outer.to_owned()));
        }
        Self { around }
    }

    /// Whether the file of that name belongs to them.
    pub(super) fn hold(&self, name: &str) -> bool {
        split(&slashes(name)).any(|(outer, inner)| self.around.contains(outer) && holds(inner))
    }
}

/// Some programs part folders as Windows does.
fn slashes(name: &str) -> String {
    name.replace('\\', "/")
}

/// A name parted behind none of its folders, behind the first, and so on.
fn split(name: &str) -> impl Iterator<Item = (&str, &str)> {
    let places = iter::once(0).chain(name.match_indices('/').map(|(at, _)| at + 1));
    places.take(AROUND + 1).map(|at| name.split_at(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ledger_path_identifies_a_data_folder() {
        for outer in ["", "丙谷/", "U盘/记录/"] {
            let ledger = format!("{outer}ledger/miyi-1/510421100/0123456789abcdef.ledger");
            let records = Records::among([ledger.as_str(), "一.ron"].into_iter());
            for inner in ["settings.ron", "devices.lock", "outbox/miyi-1/510421100/第1次.ron", "plans/a/b.txt"] {
                assert!(records.hold(&format!("{outer}{inner}")), "{outer}{inner}");
                assert!(!records.hold(&format!("别的/{outer}{inner}")), "{outer}{inner}");
            }
            for beside in ["一.ron", "上报/一.ron", "settings.ron.zip"] {
                assert!(!records.hold(&format!("{outer}{beside}")), "{outer}{beside}");
            }
        }
        assert!(!Records::among(["ledger/a.ledger"].into_iter()).hold("settings.ron"));
    }
}
