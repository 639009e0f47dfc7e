//! The copy on the second drive: it opens by itself, grows with the records, and never loses what only it has.

use std::fs;
use std::path::{Path, PathBuf};

use crate::office::{Office, program};
use crate::storage::{PANLIAN, PLAN, copy_folder};

fn drive(office: &Office) -> PathBuf {
    office.folder.path().join("E盘")
}

fn mirror(office: &Office) -> PathBuf {
    drive(office).join("taizhang-mirror")
}

fn mirrored() -> Office {
    let office = Office::of_panlian();
    fs::create_dir(drive(&office)).unwrap();
    let said = office.run(&["setup", "--mirror", drive(&office).to_str().unwrap()]).done();
    assert!(said.contains("张三") && said.contains("E盘"), "{said}");
    office
}

/// The only ledger of the records or of the mirror.
fn ledger(data: &Path) -> PathBuf {
    let mut found: Vec<PathBuf> = ledgers(data);
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

fn ledgers(data: &Path) -> Vec<PathBuf> {
    let listed = fs::read_dir(data.join("ledger").join(PLAN).join(PANLIAN)).unwrap();
    let mut found: Vec<PathBuf> = listed.map(|file| file.unwrap().path()).collect();
    found.retain(|path| path.extension().is_some_and(|end| end == "ledger"));
    found.sort();
    found
}

/// Output of the program with the mirror as its data folder.
fn opened_by_itself(office: &Office, args: &[&str]) -> String {
    let other = Office::new();
    let mut command = program(&mirror(office), other.folder.path());
    let answer = crate::office::answer(command.args(args).args(["--today", "2025-11-23"]).output().unwrap());
    assert_eq!(answer.err, "", "{args:?}");
    answer.done()
}

#[test]
fn mirror_opens_by_itself() {
    let office = mirrored();
    office.run(&["mark", "5.1", "done", "--on", "2025-03-12"]).done();
    office.run(&["remark", "5", "--problem", "经费不足"]).done();
    office.run(&["export", "--period", "2025", "--out", office.stick().to_str().unwrap()]).done();
    for args in [&["list"][..], &["show", "5"], &["history"]] {
        assert_eq!(opened_by_itself(&office, args), office.run(args).done(), "{args:?}");
    }
    let names = |folder: &Path| -> Vec<_> {
        fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
    };
    let ledgers = mirror(&office).join("ledger").join(PLAN).join(PANLIAN);
    assert_eq!(names(&ledgers).len(), 1, "neither a lock nor a file half written: {:?}", names(&ledgers));
    assert_eq!(names(&mirror(&office).join("outbox").join(PLAN).join(PANLIAN)).len(), 1);
}

#[test]
fn mirror_holds_an_undelivered_report() {
    let office = mirrored();
    let taken = office.folder.path().join("占着");
    fs::write(&taken, "不是文件夹").unwrap();
    office.run(&["export", "--period", "2025", "--out", taken.to_str().unwrap()]).refused(3);
    assert_eq!(fs::read(ledger(&mirror(&office))).unwrap(), fs::read(ledger(&office.data())).unwrap());
    assert_eq!(fs::read_dir(mirror(&office).join("outbox").join(PLAN).join(PANLIAN)).unwrap().count(), 1);
}

#[test]
fn doctor_dates_the_mirror() {
    let office = Office::of_panlian();
    assert!(office.run(&["doctor"]).done().contains("--mirror"));
    let office = mirrored();
    let told = office.run(&["doctor"]).done();
    assert!(told.contains("taizhang-mirror") && told.contains("上次更新 2025-11-23"), "{told}");
    fs::rename(drive(&office), office.folder.path().join("抽屉里")).unwrap();
    let answer = office.run(&["doctor"]);
    assert_eq!(answer.code, 1);
    assert!(answer.out.contains("现在不在") && answer.out.contains("上次更新 2025-11-23"), "{}", answer.out);
}

#[test]
fn missing_drive_keeps_the_mark() {
    let office = mirrored();
    let drawer = office.folder.path().join("抽屉里");
    fs::rename(drive(&office), &drawer).unwrap();
    let answer = office.run(&["mark", "5.1", "doing"]);
    assert!(answer.err.contains("改动已经存好") && answer.err.contains("现在不在"), "{}", answer.err);
    assert_eq!(answer.err.lines().count(), 1, "{}", answer.err);
    answer.done();
    assert_eq!(office.state("5.1", &[]), "doing");
    assert!(!drive(&office).exists(), "nothing is put where the drive would be");

    fs::rename(drawer, drive(&office)).unwrap();
    assert_eq!(office.run(&["mark", "5.2", "doing"]).err, "");
    assert_eq!(fs::read(ledger(&mirror(&office))).unwrap(), fs::read(ledger(&office.data())).unwrap());
}

#[test]
fn refused_command_claims_no_change() {
    let office = mirrored();
    let drawer = office.folder.path().join("抽屉里");
    fs::rename(drive(&office), &drawer).unwrap();
    for args in [&["undo"][..], &["redo"], &["merge", "/没有这个"], &["item", "drop", "5.x"]] {
        let answer = office.run(args);
        assert!(answer.code > 1, "{args:?}: {}", answer.code);
        assert!(!answer.err.contains("改动已经存好"), "{args:?}: {}", answer.err);
        assert_eq!(answer.err.lines().count(), 1, "{args:?}: {}", answer.err);
    }
    // A report that stays in the outbox is a change.
    let taken = office.folder.path().join("占着");
    fs::write(&taken, "不是文件夹").unwrap();
    let answer = office.run(&["export", "--period", "2025", "--out", taken.to_str().unwrap()]);
    assert!(answer.code == 3 && answer.err.contains("改动已经存好"), "{}", answer.err);
}

#[cfg(unix)]
#[test]
fn full_drive_keeps_the_mark() {
    let office = Office::of_panlian();
    let photo = office.folder.path().join("照片.jpg");
    fs::write(&photo, vec![7; 200_000]).unwrap();
    let add = ["activity", "add", "--task", "5", "--date", "2025-03-12", "--title", "集市宣传", "--evidence"];
    office.run(&[&add[..], &[photo.to_str().unwrap()]].concat()).done();
    fs::create_dir(drive(&office)).unwrap();
    let setup = ["setup", "--mirror", drive(&office).to_str().unwrap()].map(str::to_owned);
    for args in [&setup[..], &["mark", "5.1", "doing"].map(str::to_owned)] {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let answer = crate::clones::run_with_blocks(&office, "64", &args);
        assert!(answer.err.contains("改动已经存好") && answer.err.contains("磁盘"), "{}", answer.err);
        assert_eq!(answer.err.lines().count(), 1, "{}", answer.err);
        answer.done();
    }
    // The records were copied before the evidence that did not fit.
    assert!(opened_by_itself(&office, &["show", "5", "--format", "json"]).contains("\"doing\""));
    let evidence = mirror(&office).join("evidence").join(PLAN).join(PANLIAN);
    assert_eq!(fs::read_dir(evidence).unwrap().count(), 0, "nothing half-written is left");
}

#[test]
fn mirrored_evidence_is_repaired() {
    let office = mirrored();
    let photo = office.folder.path().join("照片.jpg");
    fs::write(&photo, vec![7; 2_000]).unwrap();
    let add = ["activity", "add", "--task", "5", "--date", "2025-03-12", "--title", "集市宣传", "--evidence"];
    office.run(&[&add[..], &[photo.to_str().unwrap()]].concat()).done();
    let folder = mirror(&office).join("evidence").join(PLAN).join(PANLIAN);
    let copy = fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
    assert_eq!(fs::read(&copy).unwrap().len(), 2_000);

    let when = || fs::metadata(&copy).unwrap().modified().unwrap();
    let before = when();
    office.run(&["mark", "5.1", "doing"]).done();
    assert_eq!(when(), before, "it is not copied again");
    fs::write(&copy, vec![7; 100]).unwrap();
    office.run(&["mark", "5.1", "todo"]).done();
    assert_eq!(fs::read(&copy).unwrap().len(), 2_000);
}

#[test]
fn lost_entries_survive_in_mirror() {
    let office = mirrored();
    office.run(&["mark", "5.1", "doing"]).done();
    let old = fs::read(ledger(&office.data())).unwrap();
    office.run(&["mark", "6.2", "done", "--on", "2025-03-12"]).done();
    // An old copy of the ledger is restored, and work continues.
    fs::write(ledger(&office.data()), old).unwrap();
    let answer = office.run(&["mark", "9.1", "doing"]);
    assert!(answer.err.contains(".kept-1.ledger") && answer.err.contains("没有覆盖"), "{}", answer.err);
    answer.done();

    assert_eq!(ledgers(&mirror(&office)).len(), 2);
    let shown = opened_by_itself(&office, &["history", "--format", "json"]);
    let events: serde_json::Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(events.as_array().unwrap().len(), 3, "{shown}");
    assert_eq!(office.run(&["mark", "9.1", "todo"]).err, "", "it is told once");
}

#[test]
fn torn_mirror_copy_is_completed() {
    let office = mirrored();
    office.run(&["mark", "5.1", "doing"]).done();
    let copy = ledger(&mirror(&office));
    for spoil in [
        |bytes: &mut Vec<u8>| bytes.truncate(bytes.len() - 30),
        |bytes: &mut Vec<u8>| bytes.extend([0; 512]),
        |bytes: &mut Vec<u8>| bytes[30] ^= 1,
        |bytes: &mut Vec<u8>| bytes.clear(),
    ] {
        let mut bytes = fs::read(&copy).unwrap();
        spoil(&mut bytes);
        fs::write(&copy, bytes).unwrap();
        let answer = office.run(&["remark", "5", "--next", &format!("{:?}", std::time::Instant::now())]);
        assert_eq!((answer.code, answer.err.as_str()), (0, ""));
        assert_eq!(fs::read(ledger(&mirror(&office))).unwrap(), fs::read(ledger(&office.data())).unwrap());
    }
}

#[test]
fn torn_line_waits_for_repair() {
    let office = mirrored();
    office.run(&["mark", "5.1", "doing"]).done();
    let ours = ledger(&office.data());
    let mut bytes = fs::read(&ours).unwrap();
    bytes.extend(b"(prev:\"0");
    fs::write(ours.with_file_name("00000000000000aa.ledger"), &bytes).unwrap();
    office.run(&["mark", "5.2", "doing"]).done();
    let copy = mirror(&office).join("ledger").join(PLAN).join(PANLIAN).join("00000000000000aa.ledger");
    assert_eq!(fs::read(copy).unwrap(), bytes[..bytes.len() - 8]);
}

#[test]
fn large_list_of_pcs_goes_over() {
    let office = mirrored();
    office.run(&["mark", "5.1", "doing"]).done();
    let list = office.data().join("devices.ron");
    let text = fs::read_to_string(&list).unwrap() + &" ".repeat(2 << 20);
    fs::write(&list, &text).unwrap();
    let answer = office.run(&["mark", "5.2", "doing"]);
    assert_eq!((answer.code, answer.err.as_str()), (0, ""));
    assert!(fs::read_to_string(mirror(&office).join("devices.ron")).unwrap() == text);
}

/// An office whose merge overwrote 5.1, with the list that says so.
fn overwritten() -> (Office, PathBuf) {
    let office = mirrored();
    office.run(&["mark", "5.1", "doing"]).done();
    let other = Office::new();
    copy_folder(&office.data(), &other.data());
    other.run(&["setup", "--mirror", ""]).done();
    office.run(&["mark", "5.1", "done", "--on", "2025-03-12"]).done();
    for state in ["doing", "todo"] {
        other.run(&["mark", "6.2", state]).done();
        other.run(&["mark", "5.1", state]).done();
    }
    office.run(&["merge", other.data().to_str().unwrap()]).done();
    assert_eq!(office.state("5.1", &[]), "todo");
    let list = office.data().join("merged").join(PLAN).join(format!("{PANLIAN}.ron"));
    (office, list)
}

#[test]
fn overwritten_values_go_over_and_come_back() {
    let (office, list) = overwritten();
    let whole = fs::read(&list).unwrap();
    let copy = mirror(&office).join(list.strip_prefix(office.data()).unwrap());
    assert_eq!(fs::read(&copy).unwrap(), whole);
    fs::write(&list, &whole[..whole.len() - 9]).unwrap();
    let answer = office.run(&["mark", "9.1", "doing"]);
    assert!(answer.err.contains("已用第二份里完好的补好"), "{}", answer.err);
    assert_eq!((fs::read(&list).unwrap(), fs::read(&copy).unwrap()), (whole.clone(), whole));
    office.run(&["merge", "--take-back"]).done();
    assert_eq!(office.state("5.1", &[]), "done");
}

#[test]
fn damaged_overwritten_list_loses_no_record() {
    let (office, list) = overwritten();
    office.run(&["setup", "--mirror", ""]).done();
    fs::write(&list, "(overwritten: [").unwrap();
    let doctor = office.run(&["doctor"]);
    let refused = office.run(&["merge", "--take-back"]).refused(3);
    assert_eq!(doctor.code, 1);
    for told in [refused, doctor.out] {
        assert!(told.contains("记录一条也没有少") && told.contains("taizhang history"), "{told}");
        assert!(told.contains("merged") && !told.contains("向对方要"), "{told}");
    }
}

#[test]
fn impossible_mirror_folder_is_refused() {
    let office = mirrored();
    office.run(&["mark", "5.1", "doing"]).done();
    for to in [office.data(), office.folder.path().join("没有这块盘")] {
        office.run(&["setup", "--mirror", to.to_str().unwrap()]).refused(3);
    }
    // Opened as the records, the mirror says that there is no second copy.
    let answer = office.run(&["mark", "5.1", "todo", "--data", mirror(&office).to_str().unwrap()]);
    assert!(answer.err.contains("另选一块盘"), "{}", answer.err);
    answer.done();
}

#[test]
fn empty_name_disables_the_mirror() {
    let office = mirrored();
    office.run(&["setup", "--mirror", ""]).done();
    office.run(&["mark", "5.1", "doing"]).done();
    assert!(!mirror(&office).join("ledger").exists());
    assert!(office.run(&["doctor"]).done().contains("没有设"));
}

#[test]
fn reinstalled_pc_continues_from_mirror() {
    let office = mirrored();
    office.run(&["mark", "5.1", "done", "--on", "2025-03-12"]).done();
    let new = Office::new();
    copy_folder(&mirror(&office), &new.data());
    new.run(&["mark", "5.2", "doing"]).done();
    assert_eq!((new.state("5.1", &[]), new.state("5.2", &[])), ("done".to_owned(), "doing".to_owned()));
    // The second drive gets the ledger of the new PC beside that of the old one.
    assert_eq!(ledgers(&mirror(&office)).len(), 2);
    let shown = opened_by_itself(&office, &["history", "--format", "csv"]);
    assert_eq!(shown.lines().count(), 3, "{shown}");
}
