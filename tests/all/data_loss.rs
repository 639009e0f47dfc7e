//! Causes of data loss are refused and reported: pulled USB sticks, old copies, unreadable files.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;
use taizhang::domain::ledger::{Change, ItemStatus};
use taizhang::store::folder::{DataFolder, FolderChoice};
use taizhang::store::{self, StoreError};

use crate::office::Office;

const PLAN: &str = "miyi-kxsz-2021-2025";
const PANLIAN: &str = "510421100";

fn tick() -> Change {
    Change::Mark { item: "2.1".to_owned(), year: Some(2025), to: ItemStatus::Doing }
}

/// Opens the ledger as a window does, changes the disk in the meantime, and ticks.
fn tick_after(meddle: impl Fn(&Path)) -> (Office, Result<(), StoreError>) {
    let office = Office::of_panlian();
    office.run(&["mark", "1.1", "done"]).done();
    let data = DataFolder { path: office.data(), chosen: FolderChoice::Named };
    let (shelf, writer) = store::ledger::open(&data, PLAN, PANLIAN);
    let mut writer = writer.unwrap();
    meddle(&office.data());
    let at = chrono::Local::now().fixed_offset();
    let done = writer.append(tick(), shelf.ledger.next_stamp().unwrap(), at, "张三").map(|_| ());
    (office, done)
}

fn ledger_in(data: &Path) -> std::path::PathBuf {
    let folder = data.join("ledger").join(PLAN).join(PANLIAN);
    let mut files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    files.find(|path| path.extension().is_some_and(|end| end == "ledger")).unwrap()
}

#[test]
fn missing_ledger_refuses_a_tick() {
    for meddle in [
        |data: &Path| fs::remove_dir_all(data).unwrap(),
        |data: &Path| fs::remove_file(ledger_in(data)).unwrap(),
        |data: &Path| fs::rename(data.join("ledger"), data.join("ledger.bak")).unwrap(),
    ] {
        let (office, done) = tick_after(meddle);
        assert!(matches!(done, Err(StoreError::LedgerGone { .. })), "{done:?}");
        assert!(!office.data().join("ledger").exists() || office.ledgers(PANLIAN).is_empty());
    }
}

#[test]
fn replaced_ledger_refuses_a_tick() {
    let (_office, done) = tick_after(|data| {
        let ledger = ledger_in(data);
        let copy = ledger.with_extension("copy");
        fs::copy(&ledger, &copy).unwrap();
        fs::rename(&copy, &ledger).unwrap();
    });
    assert!(matches!(done, Err(StoreError::LedgerGone { .. })), "{done:?}");
}

#[test]
fn old_ledger_copy_is_reported() {
    let office = Office::of_panlian();
    let stick = office.stick().display().to_string();
    let export = || office.json(&["export", "--period", "2025", "--out", &stick]);
    office.run(&["mark", "1.1", "done"]).done();
    let ledger = office.ledgers(PANLIAN)[0].clone();
    let old = fs::read(&ledger).unwrap();
    export();
    office.run(&["mark", "1.2", "done"]).done();
    let second = export();
    assert_eq!(second["revision"], 2);

    fs::write(&ledger, old).unwrap();
    let told = office.run(&["doctor"]);
    assert_eq!(told.code, 1);
    assert!(told.out.contains("可能换成了旧文件"), "{}", told.out);
    let third = export();
    assert_eq!((&third["revision"], &third["new"]), (&Value::from(3), &Value::from(true)));
    let report = fs::read_to_string(third["path"].as_str().unwrap()).unwrap();
    assert!(report.contains(&format!("parent: Some(\"{}\")", second["sha256"].as_str().unwrap())), "{report}");
}

#[test]
fn emptied_ledger_is_reported() {
    for (bytes, words) in [(vec![], "是空的"), (vec![0; 400], "整个损坏")] {
        let office = Office::of_panlian();
        office.run(&["mark", "1.1", "done"]).done();
        fs::write(&office.ledgers(PANLIAN)[0], &bytes).unwrap();
        let told = office.run(&["mark", "2.1", "done"]);
        assert!(told.err.contains(words), "{}", told.err);
    }
}

#[test]
fn renamed_ledger_folder_is_ignored() {
    let office = Office::new();
    office.run(&["setup", "--township", "丙谷镇", "--reporter", "李四"]).done();
    office.run(&["mark", "1.1", "done"]).done();
    let folder = |code: &str| office.data().join("ledger").join(PLAN).join(code);
    fs::rename(folder("510421101"), folder(PANLIAN)).unwrap();
    office.run(&["setup", "--township", "攀莲镇", "--reporter", "张三"]).done();
    let ledger = office.ledgers(PANLIAN).remove(0);
    let before = fs::read(&ledger).unwrap();

    let told = office.run(&["list"]).err;
    assert!(told.contains("没有计入") && told.contains("510421101"), "{told}");
    assert_eq!(office.state("1.1", &[]), "todo");
    let stick = office.stick().display().to_string();
    for args in [&["mark", "2.1", "done"][..], &["export", "--period", "2025", "--out", &stick]] {
        let told = office.run(args).refused(3);
        assert!(told.contains("改过名") && told.contains("510421101"), "{told}");
    }
    assert_eq!((fs::read(&ledger).unwrap(), office.stick().exists()), (before, false));

    // The way out: merge the file that was moved away.
    let moved = office.folder.path().join("移出");
    fs::rename(folder(PANLIAN), &moved).unwrap();
    office.run(&["merge", moved.to_str().unwrap()]).done();
    office.run(&["mark", "2.1", "done"]).done();
    assert_eq!((office.state("1.1", &[]), office.state("2.1", &[])), ("todo".into(), "done".into()));
    assert_eq!(office.state("1.1", &["--township", "丙谷镇"]), "done");
}

#[test]
fn misnamed_ledger_does_not_count() {
    let (office, done) = tick_after(|_| {});
    done.unwrap();
    let ledger = ledger_in(&office.data());
    let renamed = ledger.with_file_name("00000000000000aa.ledger");
    fs::rename(&ledger, &renamed).unwrap();
    let told = office.run(&["list"]);
    assert!(told.err.contains("00000000000000aa.ledger") && told.err.contains("没有计入"), "{}", told.err);
    assert_eq!(office.state("2.1", &[]), "todo");
    assert_eq!(office.json(&["verify", renamed.to_str().unwrap()])[0]["ok"], false);
    // Copies by this program and by clerks do count.
    for name in [".kept-1.ledger", " - 副本.ledger"] {
        let copy = ledger.to_str().unwrap().replace(".ledger", name);
        fs::rename(&renamed, &copy).unwrap();
        assert_eq!((office.state("2.1", &[]), office.run(&["list"]).err), ("doing".into(), String::new()));
        fs::rename(&copy, &renamed).unwrap();
    }
    fs::rename(&renamed, &ledger).unwrap();
    office.run(&["mark", "2.2", "doing"]).done();
}

#[test]
fn blank_lines_lose_nothing() {
    let office = Office::of_panlian();
    office.run(&["mark", "1.1", "done"]).done();
    office.run(&["mark", "1.2", "done"]).done();
    let ledger = &office.ledgers(PANLIAN)[0];
    let text = fs::read_to_string(ledger).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let edited = format!("{}  \r\n\r\n{}\t\r\n{}\r\n{}\r\n", lines[0], lines[1], lines[0], lines[2]);
    fs::write(ledger, edited).unwrap();
    assert_eq!(office.state("1.1", &[]), "done");
    assert_eq!(office.state("1.2", &[]), "done");
    office.run(&["export", "--period", "2025", "--out", &office.stick().display().to_string()]).done();
}

#[test]
fn unreadable_small_files_are_preserved() {
    for (name, format) in [("settings.ron", "taizhang-settings"), ("devices.ron", "taizhang-devices")] {
        let office = Office::of_panlian();
        let file = office.data().join(name);
        let newer = format!("(format: \"{format}\", version: 2, devices: [])");
        fs::create_dir_all(office.data()).unwrap();
        fs::write(&file, &newer).unwrap();
        office.run(&["setup", "--township", "攀莲镇", "--reporter", "李四"]);
        office.run(&["mark", "1.1", "done", "--township", "攀莲镇"]);
        assert_eq!(fs::read_to_string(&file).unwrap(), newer, "{name}");

        fs::write(&file, "(garbage").unwrap();
        office.run(&["setup", "--township", "攀莲镇", "--reporter", "李四"]).done();
        office.run(&["mark", "1.1", "done"]).done();
        assert_eq!(fs::read_to_string(file.with_extension("damaged-1")).unwrap(), "(garbage", "{name}");
    }
}

#[test]
fn unknown_township_locks_nothing() {
    let office = Office::of_panlian();
    let file = office.data().join("settings.ron");
    let text = fs::read_to_string(&file).unwrap().replace(PANLIAN, "510421999");
    fs::write(&file, text).unwrap();
    let told = office.run(&["units"]);
    assert_eq!(told.code, 0);
    assert!(told.err.contains("510421999") && told.err.contains("重新选乡镇"), "{}", told.err);
    office.run(&["setup", "--township", "攀莲镇", "--reporter", "张三"]).done();
    assert!(office.run(&["list"]).err.is_empty());
}

#[cfg(unix)]
#[test]
fn pipe_is_refused_at_once() {
    let office = Office::of_panlian();
    let pipe = office.folder.path().join("管道.ron");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    let verdict = office.json(&["verify", &pipe.display().to_string()]);
    assert_eq!(verdict[0]["ok"], false);
    assert!(verdict[0]["reason"].as_str().unwrap().contains("不是一个普通文件"));
}

#[test]
fn absurd_stamp_damages_only_its_line() {
    let office = Office::of_panlian();
    office.run(&["mark", "1.1", "done"]).done();
    let ledger = &office.ledgers(PANLIAN)[0];
    let mut text = fs::read_to_string(ledger).unwrap();
    let last =
        text.lines().last().unwrap().rsplit_once(" #").unwrap().0.replace("stamp:1", "stamp:18446744073709551614");
    let hash = taizhang::format::seal::short(last.as_bytes());
    writeln!(text, "{last} #{hash:016x}").unwrap();
    fs::write(ledger, text).unwrap();
    let told = office.run(&["mark", "1.2", "done"]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(told.err.contains("第3行损坏"), "{}", told.err);
}

#[test]
fn oversized_small_files_are_set_aside() {
    let office = Office::of_panlian();
    office.run(&["mark", "1.1", "done"]).done();
    for name in ["settings", "devices"] {
        let file = office.data().join(format!("{name}.ron"));
        let text = fs::read_to_string(&file).unwrap() + &" ".repeat(17 << 20);
        fs::write(&file, text).unwrap();
        office.run(&["setup", "--township", "攀莲镇", "--reporter", "张三"]).done();
        office.run(&["mark", "1.2", if name == "settings" { "done" } else { "todo" }]).done();
        assert!(office.data().join(format!("{name}.damaged-1")).exists(), "{name}");
        assert_eq!(office.state("1.1", &[]), "done");
    }
}

#[test]
fn doctor_separates_newer_from_damaged() {
    let office = Office::of_panlian();
    office.run(&["mark", "1.1", "done"]).done();
    let file = office.data().join("devices.ron");
    fs::write(&file, fs::read_to_string(&file).unwrap().replace("version: 1", "version: 9")).unwrap();
    let found = office.run(&["doctor"]);
    assert!(found.code == 1 && found.out.contains("新版程序") && !found.out.contains("新编号"), "{}", found.out);
    assert!(office.run(&["mark", "1.2", "done"]).refused(3).contains("新版程序"));
}
