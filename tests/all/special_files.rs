//! Links and pipes in place of the program's files: refused and named, never followed or waited for.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use rustix::fs::{CWD, FileType, Mode, mknodat};

use crate::office::{Answer, Office, answer};

/// Longer than any command takes.
const PATIENCE: Duration = Duration::from_secs(20);

/// An office with one mark, its ledger, and a file of another program.
fn marked() -> (Office, PathBuf, PathBuf) {
    let office = Office::of_panlian();
    office.run(&["mark", "5.1", "doing"]).done();
    let ledger = office.ledgers("510421100").remove(0);
    let other = office.folder.path().join("别人的.txt");
    fs::write(&other, "别人的").unwrap();
    (office, ledger, other)
}

fn pipe(path: &Path) {
    mknodat(CWD, path, FileType::Fifo, Mode::from_raw_mode(0o600), 0).unwrap();
}

#[track_caller]
fn run(office: &Office, args: &[&str]) -> Answer {
    let mut command = office.program();
    command.args(args).args(["--today", "2025-11-23"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let begun = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if begun.elapsed() > PATIENCE {
            child.kill().unwrap();
            panic!("{args:?} hangs");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    answer(child.wait_with_output().unwrap())
}

/// Replaces each file by a link and by a pipe. A change is refused, and the error names the file.
#[test]
fn special_files_are_refused() {
    let (office, ledger, other) = marked();
    let data = office.data();
    let beside = |end: &str| ledger.with_extension(end);
    let places =
        [beside("holder"), beside("lock"), ledger.clone(), data.join("devices.ron"), data.join("settings.ron")];
    for place in places {
        let kept = fs::read(&place).ok();
        for is_pipe in [true, false] {
            let _ = fs::remove_file(&place);
            if is_pipe {
                pipe(&place);
            } else {
                symlink(&other, &place).unwrap();
            }
            let told = run(&office, &["mark", "6.1", "doing"]).refused(3);
            let name = place.file_name().unwrap().to_str().unwrap();
            assert!(told.contains(name) && told.contains("不是普通文件"), "{name}: {told}");
            run(&office, &["list"]);
            assert_eq!(fs::read(&other).unwrap(), "别人的".as_bytes(), "{name}");
            fs::remove_file(&place).unwrap();
        }
        if let Some(bytes) = kept {
            fs::write(&place, bytes).unwrap();
        }
    }
    run(&office, &["mark", "6.1", "doing"]).done();
    assert_eq!(office.state("5.1", &[]), "doing");
}

#[test]
fn device_lock_is_no_link() {
    let office = Office::new();
    fs::create_dir_all(office.data()).unwrap();
    let other = office.folder.path().join("别人的.txt");
    fs::write(&other, "别人的").unwrap();
    symlink(&other, office.data().join("devices.lock")).unwrap();
    let told = run(&office, &["mark", "5.1", "doing", "--township", "攀莲镇"]).refused(3);
    assert!(told.contains("devices.lock"), "{told}");
}

#[test]
fn linked_ledger_is_named() {
    let (office, ledger, _) = marked();
    let moved = office.folder.path().join("移走的");
    fs::copy(&ledger, &moved).unwrap();
    let link = ledger.with_file_name("0123456789abcdef.ledger");
    symlink(&moved, &link).unwrap();
    let shown = run(&office, &["list"]);
    assert!(shown.err.contains("0123456789abcdef.ledger") && shown.err.contains("链接"), "{}", shown.err);
}

#[test]
fn pipes_hang_nothing() {
    let (office, ..) = marked();
    let stick = office.stick();
    let out = stick.to_str().unwrap().to_owned();
    run(&office, &["export", "--period", "2025Q3", "--out", &out]).done();
    for folder in ["outbox", "receipts", "evidence", "plans"] {
        let folder = match folder {
            "plans" => office.data().join(folder),
            _ => office.data().join(folder).join("miyi-kxsz-2021-2025/510421100"),
        };
        fs::create_dir_all(&folder).unwrap();
        pipe(&folder.join("管道.ron"));
        pipe(&folder.join("0".repeat(64)));
    }
    pipe(&stick.join("管道.ron"));
    for args in [
        &["doctor"][..],
        &["check", "--period", "2025Q3"],
        &["export", "--period", "2025Q3", "--out", &out, "--evidence"],
        &["backup", "--out", &out],
        &["collect", &out],
        &["verify", &format!("{out}/管道.ron")],
        &["merge", &out],
        &["setup", "--reporter", "张三", "--mirror", &out],
        &["mark", "6.1", "doing"],
    ] {
        run(&office, args);
    }
    let other = Office::of_panlian();
    run(&other, &["merge", office.data().to_str().unwrap()]);
    assert_eq!(other.state("6.1", &[]), "doing");
}

#[test]
fn pipe_blocks_the_archive_name() {
    let (office, ..) = marked();
    let out = office.stick();
    run(&office, &["export", "--period", "2025Q3", "--out", out.to_str().unwrap()]).done();
    pipe(&out.join("510421100-攀莲镇-2025Q3-第1次.zip"));
    run(&office, &["export", "--period", "2025Q3", "--out", out.to_str().unwrap(), "--evidence"]).done();
    assert!(out.join("510421100-攀莲镇-2025Q3-第1次 (2).zip").is_file());
}

#[test]
fn folder_loop_is_left() {
    let (office, ..) = marked();
    symlink(office.data(), office.data().join("ledger/环")).unwrap();
    let out = office.stick();
    fs::create_dir_all(&out).unwrap();
    run(&office, &["setup", "--reporter", "张三", "--mirror", out.to_str().unwrap()]).done();
    assert!(
        out.join("taizhang-mirror/ledger/环").is_dir()
            && !out.join("taizhang-mirror/ledger/环/ledger/环/ledger").exists()
    );
}

#[test]
fn data_folder_may_be_linked() {
    let office = Office::new();
    let real = office.folder.path().join("另一块盘");
    fs::create_dir_all(&real).unwrap();
    symlink(&real, office.data()).unwrap();
    run(&office, &["setup", "--township", "攀莲镇", "--reporter", "张三"]).done();
    run(&office, &["mark", "5.1", "doing"]).done();
    assert!(real.join("ledger").is_dir());
}
