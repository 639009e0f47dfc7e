//! Folders that cannot be listed are never taken for empty.

use std::fs;
use std::path::Path;

use taizhang::format::seal;

use crate::faulty_sticks::{export, not_reached, run_on_faulty};
use crate::office::{Answer, Office};
use crate::storage::{PANLIAN, PLAN};

/// An office with a mark, a report, evidence, and a folder for output.
fn office() -> Office {
    let office = Office::of_panlian();
    let photo = office.folder.path().join("照片.jpg");
    fs::write(&photo, "a photo").unwrap();
    let photo = photo.to_str().unwrap();
    let activity = ["activity", "add", "--task", "5", "--date", "2025-03-12", "--title", "宣传", "--evidence", photo];
    office.run(&activity).done();
    office.run(&["mark", "5.1", "done", "--on", "2025-03-12"]).done();
    fs::create_dir(office.stick()).unwrap();
    office.run(&export(&office.stick())).done();
    office
}

/// Runs a command while `folder` cannot be listed.
fn run_unlisted(office: &Office, folder: &Path, args: &[&str]) -> Answer {
    run_on_faulty(office, folder, &[("FAULTY_LISTING", "1")], args)
}

fn below(folder: &str) -> [String; 2] {
    [folder.to_owned(), format!("{folder}/{PLAN}/{PANLIAN}")]
}

#[test]
fn backup_without_folder_is_incomplete() {
    if not_reached() {
        return;
    }
    let office = office();
    let out = office.folder.path().join("备份");
    for folder in ["ledger", "outbox", "evidence"].iter().flat_map(|folder| below(folder)) {
        let answer = run_unlisted(&office, &office.data().join(&folder), &["backup", "--out", out.to_str().unwrap()]);
        assert_eq!(answer.code, 1, "{folder}");
        assert!(answer.out.contains("备份不完整") && !answer.out.contains("已备份"), "{}", answer.out);
        assert!(answer.err.contains(&folder), "{}", answer.err);
        let [zip] = &fs::read_dir(&out).unwrap().map(|file| file.unwrap().path()).collect::<Vec<_>>()[..] else {
            panic!("one backup")
        };
        assert!(zip.to_str().unwrap().contains("不完整"), "{}", zip.display());
        fs::remove_file(zip).unwrap();
    }
}

#[test]
fn unlistable_folder_stops_the_report() {
    if not_reached() {
        return;
    }
    let office = office();
    let stick = office.stick();
    for folder in ["ledger", "outbox"] {
        let [_, folder] = below(folder);
        let path = office.data().join(&folder);
        let doctor = run_unlisted(&office, &path, &["doctor"]);
        assert!(doctor.code == 1 && doctor.out.contains(&folder), "{}", doctor.out);
        let check = run_unlisted(&office, &path, &["check", "--period", "2025"]);
        assert!(check.code == 1 && check.err.contains(&folder), "{}", check.err);
        assert!(check.out.contains("读不了") && !check.out.contains("新版程序"), "{}", check.out);
        let told = run_unlisted(&office, &path, &export(&stick)).refused(3);
        assert!(told.contains(&folder) && told.contains("系统代码 5"), "{told}");
        assert!(told.contains("读不了") && !told.contains("新版程序"), "{told}");
    }
}

/// Commands that show the ledgers.
const READING: [&[&str]; 5] =
    [&["list"], &["show", "5"], &["history"], &["activity", "list"], &["history", "--task", "5"]];

#[test]
fn reading_unlisted_folders_ends_with_1() {
    if not_reached() {
        return;
    }
    let office = office();
    for folder in ["ledger", "outbox", "receipts"] {
        let [_, folder] = below(folder);
        let path = office.data().join(&folder);
        fs::create_dir_all(&path).unwrap();
        for args in READING {
            // Only the task list shows receipts.
            if folder.starts_with("receipts") && !matches!(args[0], "list" | "show") {
                continue;
            }
            let answer = run_unlisted(&office, &path, args);
            assert!(answer.err.contains(&folder), "{args:?}: {}", answer.err);
            assert_eq!(answer.code, 1, "{args:?} {folder}");
        }
    }
}

#[test]
fn reading_an_unreadable_ledger_ends_with_1() {
    if not_reached() {
        return;
    }
    let office = office();
    let ledger = office.ledgers(PANLIAN).remove(0);
    for args in READING {
        let answer = run_on_faulty(&office, &ledger, &[("FAULTY_OPENING", "1")], args);
        assert!(answer.code == 1 && answer.err.contains("读不了台账"), "{args:?}: {} {}", answer.code, answer.err);
        office.run(args).done();
    }
}

#[test]
fn incomplete_mirror_is_reported() {
    if not_reached() {
        return;
    }
    let office = office();
    let second = office.folder.path().join("D盘");
    fs::create_dir(&second).unwrap();
    for folder in ["ledger", "outbox", "evidence"].iter().flat_map(|folder| below(folder)) {
        let setup = ["setup", "--mirror", second.to_str().unwrap()];
        let answer = run_unlisted(&office, &office.data().join(&folder), &setup);
        assert!(answer.err.contains("第二份没有更新") && answer.err.contains(&folder), "{}", answer.err);
    }
}

#[test]
fn merge_names_the_unlisted_folder() {
    if not_reached() {
        return;
    }
    let (from, to) = (office(), Office::of_panlian());
    let path = from.data();
    let answer = run_unlisted(&to, &path.join("evidence"), &["merge", path.to_str().unwrap()]);
    assert!(answer.code == 1 && answer.err.contains("evidence"), "{}", answer.err);
    assert_eq!(to.state("5.1", &[]), "done");
    let told = run_unlisted(&to, &path, &["merge", path.to_str().unwrap()]).refused(3);
    assert!(told.contains(path.to_str().unwrap()), "{told}");
}

#[test]
fn merge_reports_unreadable_own_ledger() {
    if not_reached() {
        return;
    }
    let (here, other) = (office(), office());
    other.run(&["mark", "9.1", "doing"]).done();
    // The ledger of a third PC, which cannot be read.
    let third = here.data().join("ledger").join(PLAN).join(PANLIAN).join("00000000000000aa.ledger");
    fs::write(&third, "").unwrap();
    let from = other.data();
    let fault = [("FAULTY_OPENING", "1")];
    let answer = run_on_faulty(&here, &third, &fault, &["merge", from.to_str().unwrap()]);
    assert!(answer.code == 1 && answer.out.contains("已并入"), "{}{}", answer.out, answer.err);
    for words in ["00000000000000aa.ledger", "这次看不出来", "让它能读", "taizhang history"] {
        assert!(answer.err.contains(words), "{words}: {}", answer.err);
    }
    assert_eq!(here.state("9.1", &[]), "doing");
}

#[test]
fn merge_reports_ledger_of_newer_version() {
    let (here, other) = (office(), office());
    let own = here.ledgers(PANLIAN).remove(0);
    let text = fs::read_to_string(&own).unwrap();
    let header = text.lines().next().unwrap().rsplit_once(" #").unwrap().0.replace("version:1", "version:9");
    let header = format!("{header} #{:016x}\n", seal::short(header.as_bytes()));
    fs::write(own.with_file_name("00000000000000aa.ledger"), header).unwrap();
    let answer = here.run(&["merge", other.data().to_str().unwrap()]);
    assert!(answer.code == 1 && answer.err.contains("这次看不出来"), "{}{}", answer.out, answer.err);
    assert!(answer.err.contains("00000000000000aa.ledger"), "{}", answer.err);
}

#[test]
fn collect_names_the_unlisted_folder() {
    if not_reached() {
        return;
    }
    let office = office();
    let stick = office.stick();
    let answer = run_unlisted(&office, &stick, &["collect", stick.to_str().unwrap()]);
    assert!(answer.code != 0 && (answer.out + &answer.err).contains("系统代码 5"));
    let plans = office.data().join("plans");
    fs::create_dir(&plans).unwrap();
    let answer = run_unlisted(&office, &plans, &["collect", stick.to_str().unwrap()]);
    assert!(answer.code == 1 && answer.out.contains("系统代码 5"), "{}", answer.out);
}
