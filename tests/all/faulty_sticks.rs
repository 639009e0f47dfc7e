//! USB sticks that fill up, vanish or damage a byte while a report is written: the program says so, leaves nothing
//! half-written, and the copy in the data folder is whole.
//!
//! The real program runs with a preloaded library (`faulty.c`, compiled by `cc`, which Rust needs here too) that
//! changes its writes below one folder. The program itself has no hook for tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use taizhang::format::seal;

use crate::office::{Answer, Office, answer};
use crate::storage::{PANLIAN, PLAN};

fn faulty() -> &'static Path {
    static MADE: OnceLock<PathBuf> = OnceLock::new();
    MADE.get_or_init(|| {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all/faulty.c");
        let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join("faulty.so");
        let mut cc = Command::new("cc");
        cc.args(["-shared", "-fPIC", "-O1", "-Wall", "-o"]).arg(&library).arg(source).arg("-ldl");
        assert!(cc.status().unwrap().success());
        library
    })
}

/// Runs the program while `folder` is on a disk with these faults.
pub(crate) fn run_on_faulty(office: &Office, folder: &Path, faults: &[(&str, &str)], args: &[&str]) -> Answer {
    let mut program = office.program();
    program.args(args).args(["--today", "2025-11-23"]);
    program.env("LD_PRELOAD", faulty()).env("FAULTY_FOLDER", folder.canonicalize().unwrap());
    answer(program.envs(faults.iter().copied()).output().unwrap())
}

/// An office with a mark, and an empty stick.
fn office() -> (Office, PathBuf) {
    let office = Office::of_panlian();
    office.run(&["mark", "5.1", "done", "--on", "2025-03-12"]).done();
    fs::create_dir(office.stick()).unwrap();
    let stick = office.stick();
    (office, stick)
}

pub(crate) fn export(stick: &Path) -> [&str; 5] {
    ["export", "--period", "2025", "--out", stick.to_str().unwrap()]
}

fn files(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).into_iter().flatten().map(|file| file.unwrap().path()).collect()
}

fn outbox(office: &Office) -> PathBuf {
    office.data().join("outbox").join(PLAN).join(PANLIAN)
}

/// Asserts that the outbox has one whole report, and that it can be exported unchanged once the stick works.
fn the_outbox_is_good_and_goes_out(office: &Office, stick: &Path) {
    let [copy] = &files(&outbox(office))[..] else { panic!("one report in the outbox") };
    assert_eq!(office.run(&["verify", copy.to_str().unwrap()]).code, 0);
    let again = office.json(&export(stick));
    assert_eq!((again["new"].as_bool(), again["revision"].as_u64()), (Some(false), Some(1)));
    let bytes = fs::read(copy).unwrap();
    assert_eq!(fs::read(again["path"].as_str().unwrap()).unwrap(), bytes);
    assert_eq!(again["sha256"], seal::sha256(&bytes));
}

/// Whether the library has no effect: it needs the executable that was just built.
pub(crate) fn not_reached() -> bool {
    std::env::var_os("TAIZHANG_PROGRAM").is_some()
}

/// Length of the report of [`office`] in bytes.
fn length() -> usize {
    let (office, stick) = office();
    office.run(&export(&stick)).done();
    usize::try_from(fs::metadata(&files(&stick)[0]).unwrap().len()).unwrap()
}

#[test]
fn full_stick_holds_no_fragment() {
    if not_reached() {
        return;
    }
    let length = length();
    for fits in [0, 1, length / 2, length - 1] {
        let (office, stick) = office();
        let sentence =
            run_on_faulty(&office, &stick, &[("FAULTY_FULL_AFTER", &fits.to_string())], &export(&stick)).refused(3);
        assert!(sentence.contains("磁盘已满") && sentence.contains("留底"), "{fits} bytes fit: {sentence}");
        assert_eq!(files(&stick), Vec::<PathBuf>::new(), "{fits} bytes fit");
        the_outbox_is_good_and_goes_out(&office, &stick);
    }
}

#[test]
fn pulled_stick_holds_no_report() {
    if not_reached() {
        return;
    }
    for after in [0, 1, 2000] {
        let (office, stick) = office();
        let faults = [("FAULTY_GONE_AFTER", &*after.to_string())];
        let sentence = run_on_faulty(&office, &stick, &faults, &export(&stick)).refused(3);
        assert!(sentence.contains("存不进") && sentence.contains("留底"), "{sentence}");
        assert!(!stick.exists(), "nothing was made in the stick's place");
        let left = files(&stick.with_file_name("U盘-pulled"));
        // Nothing can clean up a stick that is gone. The file left on it is not named as a report.
        assert!(left.iter().all(|file| file.extension().is_none_or(|end| end != "ron")), "{left:?}");
        the_outbox_is_good_and_goes_out(&office, &stick);
    }
}

#[test]
fn flipped_byte_on_stick_is_found() {
    if not_reached() {
        return;
    }
    let length = length();
    for at in [0, 1, length / 3, length / 2, length - 30, length - 1] {
        let (office, stick) = office();
        let faults = [("FAULTY_FLIP_AT", &*at.to_string())];
        let sentence = run_on_faulty(&office, &stick, &faults, &export(&stick)).refused(3);
        assert!(sentence.contains("读回来不一样") && sentence.contains("留底"), "byte {at}: {sentence}");
        assert_eq!(files(&stick), Vec::<PathBuf>::new(), "byte {at}");
        the_outbox_is_good_and_goes_out(&office, &stick);
    }
}

#[test]
fn unsynced_stick_keeps_no_report() {
    if not_reached() {
        return;
    }
    for what in ["file", "folder"] {
        let (office, stick) = office();
        let sentence = run_on_faulty(&office, &stick, &[("FAULTY_SYNC", what)], &export(&stick)).refused(3);
        assert!(sentence.contains("存不进") && sentence.contains("留底"), "{what}: {sentence}");
        assert_eq!(files(&stick), Vec::<PathBuf>::new(), "{what}");
        the_outbox_is_good_and_goes_out(&office, &stick);
    }
}

#[test]
fn unsaved_report_is_not_exported() {
    if not_reached() {
        return;
    }
    for fault in [("FAULTY_FULL_AFTER", "2000"), ("FAULTY_FLIP_AT", "2000"), ("FAULTY_SYNC", "folder")] {
        let (office, stick) = office();
        fs::create_dir_all(outbox(&office)).unwrap();
        run_on_faulty(&office, &outbox(&office), &[fault], &export(&stick)).refused(3);
        assert_eq!(files(&stick), Vec::<PathBuf>::new(), "{fault:?}");
        assert_eq!(files(&outbox(&office)), Vec::<PathBuf>::new(), "{fault:?}");
        assert!(!office.run(&["history"]).done().contains("上报"), "{fault:?}");
        let made = office.json(&export(&stick));
        assert_eq!((made["new"].as_bool(), made["revision"].as_u64()), (Some(true), Some(1)), "{fault:?}");
    }
}

#[test]
fn flipped_byte_in_receipt_is_found() {
    if not_reached() {
        return;
    }
    let (office, stick) = office();
    office.run(&export(&stick)).done();
    let report = files(&stick).remove(0);
    let county = Office::new();
    county.run(&["setup", "--county", "--office", "县科协", "--reporter", "王五"]).done();
    fs::create_dir(county.stick()).unwrap();
    let out = county.stick();
    let give = ["receipt", "give", report.to_str().unwrap(), "--accept", "--out", out.to_str().unwrap()];
    let sentence = run_on_faulty(&county, &out, &[("FAULTY_FLIP_AT", "700")], &give).refused(3);
    assert!(sentence.contains("读回来不一样") && sentence.contains("留底"), "{sentence}");
    assert_eq!(files(&out), Vec::<PathBuf>::new());
    county.run(&give).done();
    let receipt = files(&out).remove(0);
    office.run(&["receipt", "open", receipt.to_str().unwrap()]).done();
}

#[test]
fn synced_tick_is_never_denied() {
    if not_reached() {
        return;
    }
    for (fault, code) in [("stat", 0), ("gone", 1)] {
        let (office, _) = office();
        let answer = run_on_faulty(&office, &office.data(), &[("FAULTY_APPEND", fault)], &["mark", "6.2", "doing"]);
        assert_eq!(answer.code, code, "{fault}: {}{}", answer.out, answer.err);
        assert!(answer.out.contains("已记录：6.2"), "{fault}: {}", answer.out);
        assert_eq!(answer.err.contains("这一笔已记上，但"), code == 1, "{fault}: {}", answer.err);
        let pulled = office.folder.path().join("data-pulled");
        if pulled.exists() {
            fs::rename(pulled, office.data()).unwrap();
        }
        assert_eq!(office.state("6.2", &[]), "doing", "{fault}");
    }
}

#[test]
fn failed_cut_back_is_reported() {
    if not_reached() {
        return;
    }
    let (office, _) = office();
    let fault = [("FAULTY_APPEND", "stuck")];
    let told = run_on_faulty(&office, &office.data(), &fault, &["mark", "6.2", "doing"]).refused(3);
    assert!(told.contains("不知道这一笔记上没有") && !told.contains("没有记。"), "{told}");
    assert_eq!(office.state("6.2", &[]), "doing");
}

#[test]
fn failed_printing_denies_no_change() {
    let (office, stick) = office();
    let out = stick.to_str().unwrap().to_owned();
    office.run(&["mark", "5.2", "doing"]).done();
    let commands: [&[&str]; 12] = [
        &["mark", "6.2", "doing"],
        &["undo"],
        &["redo"],
        &["activity", "add", "--task", "5", "--date", "2025-03-12", "--title", "集市"],
        &["activity", "list"],
        &["remark", "6", "--problem", "缺经费"],
        &["item", "add", "--task", "5", "张贴"],
        &["export", "--period", "2025", "--out", &out],
        &["merge", &out],
        &["backup", "--out", &out],
        &["setup", "--reporter", "李四"],
        &["mark", "5.2", "doing"],
    ];
    for args in commands {
        let before = office.json(&["history"]);
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut program = office.program();
        let told = answer(program.args(args).args(["--today", "2025-11-23"]).stdout(full).output().unwrap());
        let nothing_done = ["activity list", "mark 5.2"].iter().any(|asked| args.join(" ").starts_with(asked));
        assert!(told.err.contains("结果输出不了：磁盘已满"), "{args:?}: {}", told.err);
        assert_eq!(
            (told.code, told.err.contains("，但结果")),
            if nothing_done { (3, false) } else { (1, true) },
            "{args:?}"
        );
        let recorded = told.err.contains("已记上") || args[0] == "export";
        assert_eq!(office.json(&["history"]) != before, recorded, "{args:?}");
    }
}
