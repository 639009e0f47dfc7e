//! Copies of a data folder, folders that cannot be written to, disks that are full.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::office::{Office, answer, program};
use crate::storage::{PANLIAN, copy_folder};

fn history(office: &Office) -> Vec<Value> {
    office.json(&["history"]).as_array().unwrap().clone()
}

fn devices(office: &Office) -> BTreeSet<String> {
    history(office).iter().map(|event| event["device"].as_str().unwrap().to_owned()).collect()
}

/// Two offices. The second is a disk image of the first. Each has one new mark since then.
fn cloned() -> (Office, Office) {
    let first = Office::of_panlian();
    first.run(&["mark", "5.1", "doing"]).done();
    let second = Office::new();
    copy_folder(&first.data(), &second.data());
    first.run(&["mark", "6.2", "done", "--on", "2025-03-12"]).done();
    second.run(&["mark", "9.1", "na", "--reason", "没有企业"]).done();
    (first, second)
}

/// Copies ledgers as a careful clerk does: a file that has grown replaces its older copy.
fn bring(from: &Office, to: &Office) {
    let folder = to.ledgers(PANLIAN).remove(0);
    for ledger in from.ledgers(PANLIAN) {
        let place = folder.with_file_name(ledger.file_name().unwrap());
        let length = |path: &Path| fs::metadata(path).map_or(0, |meta| meta.len());
        if length(&ledger) > length(&place) {
            fs::copy(&ledger, place).unwrap();
        }
    }
}

#[test]
fn cloned_folder_gets_new_device() {
    let (first, second) = cloned();
    assert_eq!(first.ledgers(PANLIAN).len(), 1);
    assert_eq!(second.ledgers(PANLIAN).len(), 2);
    assert_eq!((devices(&first).len(), devices(&second).len()), (1, 2));
    assert!(devices(&second).is_superset(&devices(&first)));
}

#[test]
fn merged_clone_loses_nothing() {
    let (first, second) = cloned();
    // The clone gets the ledger of the original, which has grown.
    bring(&first, &second);
    assert_eq!(history(&second).len(), 3, "one mark from before the copy, one from each since");
    assert_eq!(devices(&second).len(), 2);
    for (item, state) in [("5.1", "doing"), ("6.2", "done"), ("9.1", "na")] {
        assert_eq!(second.state(item, &[]), state, "{item}");
    }
    // The other direction gives the same.
    bring(&second, &first);
    assert_eq!(history(&first), history(&second));
    assert_eq!(first.json(&["list"]), second.json(&["list"]));
    assert_eq!(second.run(&["list"]).err, "", "nothing is amiss");
}

#[test]
fn clones_write_on_after_merge() {
    let (first, second) = cloned();
    bring(&first, &second);
    bring(&second, &first);
    first.run(&["mark", "9.1", "doing"]).done();
    second.run(&["mark", "9.2", "doing"]).done();
    bring(&first, &second);
    assert_eq!(history(&second).len(), 5);
    assert_eq!((second.state("9.1", &[]), second.state("9.2", &[])), ("doing".to_owned(), "doing".to_owned()));
}

#[test]
fn undo_refuses_other_pc_change() {
    let (first, second) = cloned();
    bring(&first, &second);
    second.run(&["mark", "6.2", "doing"]).done();
    bring(&second, &first);
    let sentence = first.run(&["undo"]).refused(3);
    assert!(sentence.contains("6.2") && sentence.contains("另一台电脑"), "{sentence}");
    assert_eq!(first.state("6.2", &[]), "doing");
}

#[test]
fn reopened_folder_keeps_its_device() {
    let office = Office::of_panlian();
    for item in ["5.1", "5.2", "6.1"] {
        office.run(&["mark", item, "doing"]).done();
    }
    assert_eq!((devices(&office).len(), office.ledgers(PANLIAN).len()), (1, 1));
}

#[test]
fn impossible_folder_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("文件.txt");
    fs::write(&file, "不是文件夹").unwrap();
    for args in [&["mark", "5.1", "done"][..], &["setup", "--reporter", "张三"]] {
        let mut command = program(&file.join("data"), home.path());
        command.args(args).args(["--township", "攀莲镇", "--today", "2025-11-23"]);
        let sentence = answer(command.output().unwrap()).refused(3);
        assert_eq!(sentence.lines().count(), 1, "{sentence}");
        assert!(sentence.contains("文件.txt"), "{sentence}");
    }
    assert_eq!(fs::read(&file).unwrap(), "不是文件夹".as_bytes());
}

#[cfg(unix)]
#[test]
fn read_only_folder_refuses_marks() {
    use std::os::unix::fs::PermissionsExt as _;
    if rustix::process::geteuid().is_root() {
        return; // Nothing is read-only for root. The sentence is asserted above.
    }
    let office = Office::of_panlian();
    office.run(&["mark", "5.1", "doing"]).done();
    let ledger = office.ledgers(PANLIAN).remove(0);
    let bytes = fs::read(&ledger).unwrap();
    let folder = ledger.parent().unwrap();
    for (path, mode) in [(ledger.as_path(), 0o444), (folder, 0o555)] {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }
    let sentence = office.run(&["mark", "5.2", "doing"]).refused(3);
    assert!(sentence.contains("没有权限"), "{sentence}");
    assert_eq!((office.state("5.1", &[]), office.state("5.2", &[])), ("doing".to_owned(), "todo".to_owned()));
    assert_eq!(fs::read(&ledger).unwrap(), bytes);
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
}

/// Runs the program on a full disk: no file may exceed `blocks` blocks of 512 bytes.
#[cfg(unix)]
pub(crate) fn run_with_blocks(office: &Office, blocks: &str, args: &[&str]) -> crate::office::Answer {
    let real = office.program();
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", r#"trap '' XFSZ; ulimit -f "$0"; exec "$@""#, blocks]);
    shell.arg(real.get_program()).args(args).args(["--today", "2025-11-23"]);
    shell.envs(real.get_envs().filter_map(|(name, value)| Some((name, value?))));
    answer(shell.output().unwrap())
}

#[cfg(unix)]
#[test]
fn full_disk_refuses_a_mark() {
    let office = Office::of_panlian();
    office.run(&["mark", "5.1", "doing"]).done();
    let ledger = office.ledgers(PANLIAN).remove(0);
    let bytes = fs::read(&ledger).unwrap();
    let sentence = run_with_blocks(&office, "0", &["mark", "5.2", "doing"]).refused(3);
    assert_eq!(sentence.lines().count(), 1, "{sentence}");
    assert!(sentence.contains("磁盘"), "{sentence}");
    assert_eq!(fs::read(&ledger).unwrap(), bytes);
    office.run(&["mark", "5.2", "doing"]).done();
    assert_eq!(office.state("5.2", &[]), "doing");
}

#[cfg(unix)]
#[test]
fn partial_append_is_cut_back() {
    let office = Office::of_panlian();
    office.run(&["mark", "5.1", "doing"]).done();
    let ledger = office.ledgers(PANLIAN).remove(0);
    for round in 0.. {
        let bytes = fs::read(&ledger).unwrap();
        let answer = run_with_blocks(&office, "1", &["mark", "5.1", if round % 2 == 0 { "todo" } else { "doing" }]);
        if answer.code == 0 {
            assert!(fs::read(&ledger).unwrap().len() > bytes.len());
            continue;
        }
        answer.refused(3);
        assert!(round > 0, "one mark fits");
        assert_eq!(fs::read(&ledger).unwrap(), bytes);
        break;
    }
    assert_eq!(office.run(&["doctor"]).code, 0, "every file is whole");
}

#[cfg(unix)]
#[test]
fn full_disk_keeps_settings() {
    let office = Office::of_panlian();
    let path = office.data().join("settings.ron");
    let settings = fs::read(&path).unwrap();
    let args = ["setup", "--township", "丙谷镇", "--reporter", "李四"];
    run_with_blocks(&office, "0", &args).refused(3);
    assert_eq!(fs::read(&path).unwrap(), settings);
    assert_eq!(names(&office.data()), ["settings.ron"], "nothing half-written is left");
}

#[cfg(unix)]
#[test]
fn full_disk_leaves_no_report() {
    let office = Office::of_panlian();
    office.run(&["mark", "5.1", "doing"]).done();
    let stick = office.stick();
    run_with_blocks(&office, "2", &["export", "--period", "2025", "--out", stick.to_str().unwrap()]).refused(3);
    assert!(!stick.exists() || names(&stick).is_empty());
    let made = office.json(&["export", "--period", "2025", "--out", stick.to_str().unwrap()]);
    assert_eq!((made["revision"].as_u64(), made["new"].as_bool()), (Some(1), Some(true)));
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
