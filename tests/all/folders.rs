//! The data folder: where it is, what is in it, and what `doctor` finds.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::office::{Answer, Office, answer};

/// All files below a folder, relative to it.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for file in fs::read_dir(folder).into_iter().flatten().map(Result::unwrap) {
            if file.file_type().unwrap().is_dir() { open.push(file.path()) } else { found.push(file.path()) }
        }
    }
    found.sort();
    found
}

const READ_ONLY: [&[&str]; 9] = [
    &["list"],
    &["list", "--all", "--format", "json"],
    &["show", "5"],
    &["units"],
    &["history"],
    &["doctor"],
    &["verify", "Cargo.toml"],
    &["--help"],
    &[],
];

#[test]
fn reading_creates_nothing() {
    let office = Office::new();
    for args in READ_ONLY {
        let more: &[&str] = if args.contains(&"--help") { &[] } else { &["--township", "攀莲镇"] };
        let code = office.run(&[args, more].concat()).code;
        assert!(code < 2, "{args:?}");
        assert_eq!(files(office.folder.path()), Vec::<PathBuf>::new(), "{args:?}");
    }
    assert!(!office.data().exists());
}

#[test]
fn reading_changes_nothing() {
    let office = Office::of_panlian();
    office.run(&["mark", "5.1", "doing"]).done();
    let picture = || files(&office.data()).into_iter().map(|file| (fs::read(&file).unwrap(), file)).collect::<Vec<_>>();
    let before = picture();
    for args in READ_ONLY {
        office.run(args);
        assert_eq!(picture(), before, "{args:?}");
    }
}

#[test]
fn setup_keeps_unnamed_settings() {
    let office = Office::new();
    let first = ["setup", "--township", "510421100", "--reporter", "张三", "--phone", "8172345", "--reviewer", "李四"];
    office.run(&first).done();
    office.run(&["setup", "--reporter", "王五"]).done();
    let settings = fs::read_to_string(office.data().join("settings.ron")).unwrap();
    for says in ["王五", "李四", "8172345", "510421100"] {
        assert!(settings.contains(says), "{says}: {settings}");
    }
    assert_eq!(office.json(&["list"])["township"]["name"], "攀莲镇");
}

#[test]
fn county_office_is_set_up() {
    let office = Office::new();
    let said = office.run(&["setup", "--county", "--reporter", "王五", "--office", "县科协"]).done();
    assert!(said.contains("县科协") && said.contains("王五"), "{said}");
    assert!(office.run(&["doctor"]).done().contains("县科协"));
}

#[test]
fn damaged_settings_keep_the_ledger_visible() {
    let office = Office::of_panlian();
    office.run(&["mark", "5.1", "doing"]).done();
    fs::write(office.data().join("settings.ron"), "(坏").unwrap();
    let answer = office.run(&["show", "5", "--township", "攀莲镇", "--format", "json"]);
    assert!(answer.err.contains("settings.ron") && answer.err.contains("损坏"), "{}", answer.err);
    assert!(answer.done().contains("\"doing\""));
}

#[test]
fn data_option_beats_environment() {
    let office = Office::of_panlian();
    let other = Office::new();
    let data = other.data();
    let args = ["setup", "--township", "丙谷镇", "--reporter", "李四", "--data", data.to_str().unwrap()];
    office.run(&args).done();
    assert!(data.join("settings.ron").exists());
    assert_eq!(office.json(&["list"])["township"]["name"], "攀莲镇", "the environment's stands as it was");
    let named = office.json(&["list", "--data", data.to_str().unwrap()]);
    assert_eq!(named["township"]["name"], "丙谷镇");
}

/// The program on a USB stick, with an empty home and no `--data`.
struct Stick {
    folder: tempfile::TempDir,
}

impl Stick {
    fn new() -> Self {
        let stick = Self { folder: tempfile::tempdir().unwrap() };
        fs::create_dir(stick.home()).unwrap();
        fs::copy(env!("CARGO_BIN_EXE_taizhang"), stick.program()).unwrap();
        stick
    }

    fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    fn beside(&self) -> PathBuf {
        self.folder.path().join("taizhang-data")
    }

    fn program(&self) -> PathBuf {
        self.folder.path().join(format!("taizhang{}", std::env::consts::EXE_SUFFIX))
    }

    fn run(&self, args: &[&str]) -> Answer {
        loop {
            let mut command = Command::new(self.program());
            for name in ["TAIZHANG_DATA", "XDG_DATA_HOME", "XDG_CONFIG_HOME"] {
                command.env_remove(name);
            }
            command.env("HOME", self.home()).env("LOCALAPPDATA", self.home());
            match command.args(args).args(["--today", "2025-11-23"]).output() {
                // A child process of another test may have the new file open for a moment.
                Err(error) if error.kind() == std::io::ErrorKind::ExecutableFileBusy => {}
                output => return answer(output.unwrap()),
            }
        }
    }
}

const SETUP: [&str; 5] = ["setup", "--township", "攀莲镇", "--reporter", "张三"];

#[test]
fn stick_folder_holds_the_records() {
    let stick = Stick::new();
    fs::create_dir(stick.beside()).unwrap();
    stick.run(&SETUP).done();
    stick.run(&["mark", "5.1", "done"]).done();
    assert!(stick.beside().join("settings.ron").exists());
    assert_eq!(files(&stick.home()), Vec::<PathBuf>::new());
    assert!(stick.run(&["doctor"]).done().contains("在程序旁边"));
    // The stick is mounted elsewhere, with the records.
    let elsewhere = Office::new();
    crate::storage::copy_folder(&stick.beside(), &elsewhere.data());
    assert_eq!(elsewhere.state("5.1", &[]), "done");
}

#[test]
fn data_option_beats_stick_folder() {
    let stick = Stick::new();
    fs::create_dir(stick.beside()).unwrap();
    let named = stick.folder.path().join("D盘");
    stick.run(&[&SETUP[..], &["--data", named.to_str().unwrap()]].concat()).done();
    assert!(named.join("settings.ron").exists());
    assert_eq!(files(&stick.beside()), Vec::<PathBuf>::new());
}

#[cfg(target_os = "linux")]
#[test]
fn system_folder_is_the_default() {
    let stick = Stick::new();
    stick.run(&SETUP).done();
    assert_eq!(files(&stick.home()), [stick.home().join(".local/share/taizhang/settings.ron")]);
    assert!(!stick.beside().exists());
    assert!(stick.run(&["doctor"]).done().contains("重装系统前要备份"));
}

#[cfg(target_os = "linux")]
fn choose(stick: &Stick, folder: &Path) {
    let place = stick.home().join(".config/taizhang/place.ron");
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    fs::write(place, format!("(format:\"taizhang-place\",version:1,data:\"{}\")", folder.display())).unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn chosen_folder_beats_system_folder() {
    let stick = Stick::new();
    let chosen = stick.folder.path().join("D盘");
    fs::create_dir(&chosen).unwrap();
    choose(&stick, &chosen);
    stick.run(&SETUP).done();
    assert_eq!(files(&chosen), [chosen.join("settings.ron")]);
    assert!(stick.run(&["doctor"]).done().contains("第一次运行时选定"));
    fs::create_dir(stick.beside()).unwrap();
    let told = stick.run(&["doctor"]).done();
    assert!(told.contains("在程序旁边") && told.contains("这次用的不是它"), "{told}");
}

#[cfg(target_os = "linux")]
#[test]
fn missing_chosen_folder_is_refused() {
    let stick = Stick::new();
    let chosen = stick.folder.path().join("D盘");
    choose(&stick, &chosen);
    let before = files(&stick.home());
    for args in [&SETUP[..], &["list"], &["mark", "5.1", "done"], &["doctor"], &[]] {
        let sentence = stick.run(args).refused(3);
        assert!(sentence.contains("D盘") && sentence.contains("--data"), "{sentence}");
    }
    assert_eq!(files(&stick.home()), before);
    assert!(!chosen.exists());
    let moved = stick.folder.path().join("E盘");
    stick.run(&[&SETUP[..], &["--data", moved.to_str().unwrap()]].concat()).done();
}

#[cfg(target_os = "linux")]
#[test]
fn unreadable_choice_is_refused() {
    let stick = Stick::new();
    choose(&stick, stick.folder.path());
    let place = stick.home().join(".config/taizhang/place.ron");
    for content in ["(坏", "", "(format:\"taizhang-place\",version:2,data:\"/\")"] {
        fs::write(&place, content).unwrap();
        let sentence = stick.run(&["list"]).refused(3);
        assert!(sentence.contains("place.ron"), "{sentence}");
    }
}

#[test]
fn doctor_passes_good_folders() {
    let office = Office::new();
    assert_eq!(office.run(&["doctor"]).code, 0);
    let office = Office::of_panlian();
    office.run(&["mark", "5.1", "doing"]).done();
    let told = office.run(&["doctor"]).done();
    for says in [office.data().to_str().unwrap(), "攀莲镇", "张三", "1条记录", "1台电脑"] {
        assert!(told.contains(says), "{says}: {told}");
    }
}

#[test]
fn doctor_names_damage() {
    let office = Office::of_panlian();
    office.run(&["mark", "5.1", "doing"]).done();
    let ledger = office.ledgers("510421100").remove(0);
    let mut bytes = fs::read(&ledger).unwrap();
    let place = bytes.len() - 40;
    bytes[place] ^= 1;
    fs::write(&ledger, bytes).unwrap();
    let answer = office.run(&["doctor", "--format", "json"]);
    assert_eq!(answer.code, 1);
    let findings: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
    let bad: Vec<_> = findings.as_array().unwrap().iter().filter(|finding| finding["ok"] == false).collect();
    assert_eq!(bad.len(), 1);
    assert!(bad[0]["found"].as_str().unwrap().contains("第2行损坏"), "{findings}");
}

#[test]
fn doctor_names_damaged_small_files() {
    for (file, content) in [("settings.ron", "(坏"), ("devices.ron", "(坏"), ("outbox", "")] {
        let office = Office::of_panlian();
        office.run(&["mark", "5.1", "doing"]).done();
        office.run(&["export", "--period", "2025", "--out", office.stick().to_str().unwrap()]).done();
        let path = if file == "outbox" { files(&office.data().join(file)).remove(0) } else { office.data().join(file) };
        fs::write(path, content).unwrap();
        assert_eq!(office.run(&["doctor", "--township", "攀莲镇"]).code, 1, "{file}");
    }
}
