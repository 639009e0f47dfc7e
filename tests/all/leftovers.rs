//! Files left by a killed session, and permissions of written files.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::office::Office;
use crate::storage::{PANLIAN, PLAN};

const HOUR: Duration = Duration::from_secs(3600);

fn written(path: PathBuf, at: SystemTime) -> PathBuf {
    File::create(&path).unwrap().set_modified(at).unwrap();
    path
}

#[test]
fn old_temporary_files_are_removed() {
    let office = Office::of_panlian();
    let photo = office.folder.path().join("照片.jpg");
    fs::write(&photo, "a photo").unwrap();
    let add = ["activity", "add", "--task", "5", "--date", "2025-03-12", "--title", "宣传", "--evidence"];
    office.run(&[&add[..], &[photo.to_str().unwrap()]].concat()).done();
    let (data, out) = (office.data(), office.stick());
    fs::create_dir(&out).unwrap();
    let below = |folder: &str| data.join(folder).join(PLAN).join(PANLIAN);
    let now = SystemTime::now();
    let old = now - 25 * HOUR;
    let folders = [data.clone(), below("ledger"), below("evidence"), out.clone()];
    let left: Vec<PathBuf> = folders.iter().map(|folder| written(folder.join(".taizhang-Ab12Cd.tmp"), old)).collect();
    let others = [
        written(out.join(".taizhang-Fresh1.tmp"), now - 23 * HOUR),
        written(out.join(".taizhang-Ahead1.tmp"), now + 48 * HOUR),
        written(out.join("工作.tmp"), old),
        written(out.join("taizhang-Ab12Cd.tmp"), old),
    ];
    fs::create_dir(out.join(".taizhang-folder.tmp")).unwrap();

    office.run(&["mark", "5.1", "doing"]).done();
    office.run(&["backup", "--out", out.to_str().unwrap()]).done();
    assert_eq!(left.iter().find(|path| path.exists()), None);
    assert_eq!(others.iter().find(|path| !path.exists()), None);
    assert!(out.join(".taizhang-folder.tmp").exists());
}

#[test]
fn mirror_temporary_files_are_removed() {
    let office = Office::of_panlian();
    let second = office.folder.path().join("D盘");
    fs::create_dir(&second).unwrap();
    office.run(&["setup", "--mirror", second.to_str().unwrap()]).done();
    office.run(&["mark", "5.1", "doing"]).done();
    let old = SystemTime::now() - 25 * HOUR;
    let ledgers = second.join("taizhang-mirror/ledger").join(PLAN).join(PANLIAN);
    let left = written(ledgers.join(".taizhang-Ab12Cd.tmp"), old);
    office.run(&["mark", "5.1", "todo"]).done();
    assert!(!left.exists());
}

#[cfg(unix)]
mod rights {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    fn files(folder: &Path) -> Vec<PathBuf> {
        let mut found = Vec::new();
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
        }
        found
    }

    /// An office whose data folder has these permissions, with every kind of file.
    fn office(rights: u32) -> (Office, PathBuf) {
        let office = Office::new();
        fs::create_dir(office.data()).unwrap();
        set_mode(&office.data(), rights);
        let second = office.folder.path().join("D盘");
        fs::create_dir(&second).unwrap();
        let (photo, out) = (office.folder.path().join("照片.jpg"), office.stick());
        fs::write(&photo, "a photo").unwrap();
        let (photo, out, second) = (photo.to_str().unwrap(), out.to_str().unwrap(), second.to_str().unwrap());
        office.run(&["setup", "--township", "攀莲镇", "--reporter", "张三", "--mirror", second]).done();
        let add = ["activity", "add", "--task", "5", "--date", "2025-03-12", "--title", "宣传", "--evidence", photo];
        office.run(&add).done();
        office.run(&["export", "--period", "2025", "--out", out, "--xlsx", "--evidence"]).done();
        office.run(&["backup", "--out", out]).done();
        let second = PathBuf::from(second);
        (office, second)
    }

    #[test]
    fn records_keep_folder_rights() {
        for (rights, forbidden) in [(0o700, 0o077), (0o750, 0o027)] {
            let (office, second) = office(rights);
            let records = [files(&office.data()), files(&second)].concat();
            assert!(records.len() > 8, "{records:?}");
            for path in records {
                assert_eq!(mode(&path) & forbidden, 0, "{} {:o}", path.display(), mode(&path));
            }
        }
    }

    #[test]
    fn exported_files_keep_the_umask() {
        let (office, _) = office(0o700);
        let plain = office.stick().join("plain");
        File::create(&plain).unwrap();
        let handed_out = files(&office.stick());
        assert_eq!(handed_out.len(), 5, "{handed_out:?}");
        for path in handed_out {
            assert_eq!(mode(&path), mode(&plain), "{}", path.display());
        }
    }

    #[test]
    fn replaced_file_keeps_its_rights() {
        let office = Office::of_panlian();
        let settings = office.data().join("settings.ron");
        set_mode(&settings, 0o600);
        office.run(&["setup", "--township", "攀莲镇", "--reporter", "李四"]).done();
        assert!(fs::read_to_string(&settings).unwrap().contains("李四"));
        assert_eq!(mode(&settings), 0o600);
    }
}
