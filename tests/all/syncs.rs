//! Syncs and their order. After a power cut, a new folder and its content are lost unless its parent folder was
//! synced.

use std::fs;
use std::path::{Path, PathBuf};

use crate::faulty_sticks::{not_reached, run_on_faulty};
use crate::office::Office;

/// Runs a command. Returns the folders it made and what it synced, in order.
fn log_of(office: &Office, args: &[&str]) -> Vec<(String, PathBuf)> {
    let log = tempfile::NamedTempFile::new().unwrap();
    let root = office.folder.path().canonicalize().unwrap();
    run_on_faulty(office, &root, &[("FAULTY_LOG", log.path().to_str().unwrap())], args).done();
    let text = fs::read_to_string(log.path()).unwrap();
    let line = |line: &str| line.split_once(' ').map(|(what, path)| (what.to_owned(), path.into())).unwrap();
    text.lines().map(line).collect()
}

/// Asserts that the parent of each new folder is synced before its content.
#[track_caller]
fn new_folders_last(log: &[(String, PathBuf)]) -> Vec<&Path> {
    let mut made = Vec::new();
    for (at, (_, folder)) in log.iter().enumerate().filter(|(_, (what, _))| what == "made") {
        let later = || log[at..].iter().filter(|(what, _)| what == "synced").map(|(_, path)| path);
        let first = later().find(|path| path.starts_with(folder) || Some(path.as_path()) == folder.parent());
        assert_eq!(first.map(PathBuf::as_path), folder.parent(), "{}: {log:#?}", folder.display());
        made.push(folder.as_path());
    }
    made
}

#[test]
fn folders_above_new_ones_are_synced() {
    if not_reached() {
        return;
    }
    let office = Office::new();
    let photo = office.folder.path().join("照片.jpg");
    fs::write(&photo, "a photo").unwrap();
    let drive = office.folder.path().join("E盘");
    fs::create_dir(&drive).unwrap();
    let (photo, drive) = (photo.to_str().unwrap(), drive.to_str().unwrap());
    let stick = office.stick().join("上报").join("2025");
    let stick = stick.to_str().unwrap();
    let activity = ["activity", "add", "--task", "5", "--date", "2025-03-12", "--title", "集市", "--evidence", photo];
    for (args, folder) in [
        (&["setup", "--township", "攀莲镇", "--reporter", "张三"][..], "data"),
        (&["mark", "5.1", "doing"], "data/ledger/miyi-kxsz-2021-2025/510421100"),
        (&activity, "data/evidence/miyi-kxsz-2021-2025/510421100"),
        (&["export", "--period", "2025", "--out", stick], "data/outbox/miyi-kxsz-2021-2025/510421100"),
        (&["setup", "--mirror", drive], "E盘/taizhang-mirror/ledger/miyi-kxsz-2021-2025/510421100"),
        (&["backup", "--out", &format!("{drive}/备份")], "E盘/备份"),
    ] {
        let log = log_of(&office, args);
        let made = new_folders_last(&log);
        assert!(made.iter().any(|path| path.ends_with(folder)), "{args:?}: {made:?}");
    }
}
