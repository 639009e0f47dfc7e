//! Backup and restore: a reinstalled PC gets everything back, and other files do no harm.

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use taizhang::domain::report::Report;
use taizhang::format;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::office::Office;
use crate::storage::PANLIAN;

/// An office with a year of all kinds of records and two reports.
fn busy() -> Office {
    let office = Office::of_panlian();
    let photo = office.folder.path().join("照片.jpg");
    fs::write(&photo, "photo").unwrap();
    let photo = photo.to_str().unwrap();
    let runs: &[&[&str]] = &[
        &["mark", "5.1", "done", "--on", "2025-03-12"],
        &["mark", "9.1", "na", "--reason", "没有企业"],
        &[
            "activity",
            "add",
            "--task",
            "5",
            "--date",
            "2025-03-12",
            "--title",
            "集市",
            "--people",
            "320",
            "--evidence",
            photo,
        ],
        &["remark", "6", "--problem", "缺经费", "--next", "争取支持"],
        &["item", "add", "--task", "5", "建宣传栏"],
    ];
    for args in runs {
        office.run(args).done();
    }
    export(&office);
    office.run(&["mark", "6.2", "doing"]).done();
    export(&office);
    office
}

fn export(office: &Office) -> Value {
    office.json(&["export", "--period", "2025", "--out", office.stick().to_str().unwrap()])
}

fn backup(office: &Office) -> PathBuf {
    let answer = office.json(&["backup", "--out", office.stick().to_str().unwrap()]);
    PathBuf::from(answer["path"].as_str().unwrap())
}

fn merge(office: &Office, path: &Path) -> Value {
    office.json(&["merge", path.to_str().unwrap()])
}

/// All output about the records.
fn shown(office: &Office) -> Vec<Value> {
    let asks: [&[&str]; 4] = [&["list", "--all"], &["show", "5"], &["show", "6"], &["activity", "list"]];
    asks.iter().map(|args| office.json(&[args, &["--township", "攀莲镇"][..]].concat())).collect()
}

fn devices(office: &Office) -> Vec<String> {
    let history = office.json(&["history"]);
    let mut devices: Vec<String> =
        history.as_array().unwrap().iter().map(|event| event["device"].as_str().unwrap().to_owned()).collect();
    devices.sort();
    devices.dedup();
    devices
}

/// All files below a folder with their contents.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(&folder).into_iter().flatten().map(|file| file.unwrap().path()) {
            if path.is_dir() { folders.push(path) } else { found.push((path.clone(), fs::read(&path).unwrap())) }
        }
    }
    found.sort();
    found
}

/// An archive packed by another program.
pub(crate) fn packed(path: &Path, method: CompressionMethod, files: &[(&str, &[u8])]) {
    let mut archive = ZipWriter::new(File::create(path).unwrap());
    for (name, bytes) in files {
        archive.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap();
}

/// The files of an archive, read by another library.
pub(crate) fn unpacked(path: &Path) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(File::open(path).unwrap()).unwrap();
    let count = archive.len();
    let read = |at| {
        let mut file = archive.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        (name, bytes)
    };
    (0..count).map(read).collect()
}

fn report(exported: &Value) -> Report {
    format::report::read(&fs::read(exported["path"].as_str().unwrap()).unwrap()).unwrap().report
}

#[test]
fn backup_restores_under_new_device() {
    let office = busy();
    let (before, old) = (shown(&office), devices(&office));
    let evidence = files(&office.data().join("evidence"));
    let history = office.json(&["history"]);
    let backup = backup(&office);
    fs::remove_dir_all(office.data()).unwrap();

    let merged = merge(&office, &backup);
    assert_eq!(merged["overwritten"], serde_json::json!([]));
    assert_eq!((shown(&office), office.json(&["history"])), (before, history));
    assert_eq!(files(&office.data().join("evidence")), evidence);
    let again = export(&office);
    assert_eq!((&again["new"], &again["revision"]), (&Value::Bool(false), &2.into()), "numbering goes on");

    let kept = office.ledgers(PANLIAN);
    let bytes: Vec<Vec<u8>> = kept.iter().map(|path| fs::read(path).unwrap()).collect();
    office.run(&["mark", "7.1", "doing"]).done();
    let new = devices(&office);
    assert_eq!((old.len(), new.len()), (1, 2), "this PC is another one now");
    let own = bytes.iter().zip(&kept).filter(|(bytes, path)| fs::read(path).unwrap() != **bytes).count();
    assert!(own <= 1 && office.run(&["doctor"]).code == 0);
    let third = export(&office);
    assert_eq!((&third["revision"], report(&third).parent.as_deref()), (&3.into(), again["sha256"].as_str()));
    let heads = report(&third).heads;
    for head in report(&again).heads {
        let grown = heads.iter().find(|grown| grown.device == head.device).unwrap();
        assert!(grown.entries >= head.entries, "the new report supersedes the old one");
    }
}

#[test]
fn backup_verifies_every_file() {
    let office = Office::of_panlian();
    office.run(&["mark", "5.1", "done", "--on", "2025-03-12"]).done();
    office.run(&["export", "--period", "2025", "--out", office.stick().to_str().unwrap()]).done();
    let verdict = |path: &Path| office.json(&["verify", path.to_str().unwrap()])[0].clone();
    let whole = backup(&office);
    let said = verdict(&whole);
    assert_eq!((&said["kind"], &said["ok"]), (&json!("backup"), &json!(true)), "{said}");
    assert_eq!(said["township"]["name"], "攀莲镇");
    // One bit of the archive is wrong; another report was changed before packing.
    let mut bytes = fs::read(&whole).unwrap();
    let middle = bytes.len() / 3;
    bytes[middle] ^= 1;
    let damaged = office.folder.path().join("坏.zip");
    fs::write(&damaged, bytes).unwrap();
    assert_eq!(verdict(&damaged)["ok"], false);
    let outbox = office.data().join("outbox/miyi-kxsz-2021-2025/510421100");
    let kept = fs::read_dir(outbox).unwrap().next().unwrap().unwrap().path();
    fs::write(&kept, fs::read_to_string(&kept).unwrap().replace("张三", "李四")).unwrap();
    let said = verdict(&backup(&office));
    assert_eq!((&said["kind"], &said["ok"]), (&json!("backup"), &json!(false)));
    assert!(said["reason"].as_str().unwrap().contains("第1次.ron"), "{said}");
    // Other archives are not backups.
    packed(&damaged, CompressionMethod::Stored, &[("照片.jpg", b"x")]);
    assert_eq!(verdict(&damaged)["kind"], "unknown");
}

#[test]
fn second_merge_changes_nothing() {
    let office = busy();
    let backup = backup(&office);
    let before = files(&office.data());
    let merged = merge(&office, &backup);
    assert_eq!((&merged["entries"], files(&office.data()) == before), (&0.into(), true));
    assert!(merged["files"].as_array().unwrap().iter().all(|file| file["result"] == "known"), "{merged}");
}

#[test]
fn backup_omits_the_device_list() {
    let office = busy();
    let path = backup(&office);
    assert!(path.file_name().unwrap().to_str().unwrap().starts_with("510421100-攀莲镇-备份-2025-11-23-"));
    for (name, bytes) in unpacked(&path) {
        assert_eq!(fs::read(office.data().join(&name)).unwrap(), bytes, "{name}");
        assert!(!name.contains("devices") && !name.contains("lock"), "{name}");
    }
    let names: Vec<String> = unpacked(&path).into_iter().map(|(name, _)| name).collect();
    for folder in ["ledger/", "outbox/", "evidence/", "settings.ron"] {
        assert!(names.iter().any(|name| name.starts_with(folder)), "{folder}: {names:?}");
    }
}

#[test]
fn settings_are_restored_when_missing() {
    let office = busy();
    let backup = backup(&office);
    let (empty, other) = (Office::new(), Office::new());
    other.run(&["setup", "--township", "攀莲镇", "--reporter", "李四"]).done();
    merge(&empty, &backup);
    merge(&other, &backup);
    let reporter = |office: &Office| fs::read_to_string(office.data().join("settings.ron")).unwrap();
    assert!(reporter(&empty).contains("张三") && reporter(&other).contains("李四"));
}

#[test]
fn repacked_backup_is_accepted() {
    let office = busy();
    let files = unpacked(&backup(&office));
    let anew: Vec<(String, Vec<u8>)> =
        files.into_iter().map(|(name, bytes)| (format!("taizhang-data/{name}"), bytes)).collect();
    let anew: Vec<(&str, &[u8])> = anew.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let path = office.folder.path().join("数据.zip");
    packed(&path, CompressionMethod::Deflated, &anew);
    let other = Office::new();
    merge(&other, &path);
    assert_eq!(shown(&other), shown(&office));
}

#[test]
fn old_report_restores_records() {
    let office = busy();
    let (last, before) = (export(&office), shown(&office));
    let other = Office::of_panlian();
    let path = PathBuf::from(last["path"].as_str().unwrap());
    let merged = merge(&other, &path);
    assert!(merged["restored"].as_u64().unwrap() > 0, "{merged}");
    assert_eq!(shown(&other), before);
    assert_eq!(merge(&other, &path)["restored"], 0, "a second time there is nothing left to bring");
    assert_eq!(other.run(&["list"]).err, "", "nothing is amiss");

    let again = export(&other);
    assert_eq!((&again["new"], &again["sha256"]), (&Value::Bool(false), &last["sha256"]), "the same bytes go out");
    other.run(&["mark", "7.1", "doing"]).done();
    let next = export(&other);
    assert_eq!((&next["revision"], report(&next).parent.as_deref()), (&3.into(), last["sha256"].as_str()));
    assert_eq!(report(&next).taken_in, [last["sha256"].as_str().unwrap()], "the next report supersedes it");
}

#[test]
fn report_fills_only_empty_fields() {
    let office = busy();
    let path = PathBuf::from(export(&office)["path"].as_str().unwrap());
    let other = Office::of_panlian();
    other.run(&["mark", "5.1", "doing"]).done();
    let answer = other.run(&["merge", path.to_str().unwrap()]);
    assert!(answer.out.contains("有1处和这里现有的不一样"), "{}", answer.out);
    answer.done();
    assert_eq!((other.state("5.1", &[]), other.state("6.2", &[])), ("doing".to_owned(), "doing".to_owned()));
}

#[test]
fn truncated_archive_restores_nothing() {
    let bytes = fs::read(backup(&busy())).unwrap();
    let office = Office::new();
    let path = office.folder.path().join("备份.zip");
    for cut in [4, 30, bytes.len() / 3, bytes.len() / 2, bytes.len() - 30, bytes.len() - 1] {
        fs::write(&path, &bytes[..cut]).unwrap();
        let sentence = office.run(&["merge", path.to_str().unwrap()]).refused(3);
        assert!(sentence.contains("不完整"), "cut at {cut}: {sentence}");
    }
    let mut changed = bytes.clone();
    changed[100] ^= 1;
    fs::write(&path, changed).unwrap();
    let sentence = office.run(&["merge", path.to_str().unwrap()]).refused(3);
    assert!(sentence.contains("备份.zip"), "{sentence}");
    assert!(!office.data().exists());
}

#[test]
fn outside_paths_restore_nothing() {
    let office = Office::new();
    let path = office.folder.path().join("备份.zip");
    for name in ["../settings.ron", "ledger/../../x.ledger", "/settings.ron", "C:/settings.ron", "a\\..\\b"] {
        packed(&path, CompressionMethod::Stored, &[("settings.ron", b"()"), (name, b"x")]);
        let sentence = office.run(&["merge", path.to_str().unwrap()]).refused(3);
        assert!(sentence.contains("不该有的文件名"), "{name}: {sentence}");
    }
    assert_eq!(files(office.folder.path()).len(), 1, "nothing but the archive is there");
}

#[test]
fn zip_bomb_is_refused() {
    let office = Office::new();
    let path = office.folder.path().join("备份.zip");
    let zeros = vec![b' '; 64 << 20];
    let name = format!("ledger/miyi-kxsz-2021-2025/{PANLIAN}/0123456789abcdef.ledger");
    packed(&path, CompressionMethod::Deflated, &[(&name, &zeros)]);
    let sentence = office.run(&["merge", path.to_str().unwrap()]).refused(3);
    assert!(sentence.contains("大得不合常理"), "{sentence}");
    // A file that claims to be small and is not.
    let mut bytes = fs::read(&path).unwrap();
    let size = u32::try_from(zeros.len()).unwrap().to_le_bytes();
    for at in 0..bytes.len() - 4 {
        if bytes[at..at + 4] == size {
            bytes[at..at + 4].copy_from_slice(&1000_u32.to_le_bytes());
        }
    }
    fs::write(&path, bytes).unwrap();
    office.run(&["merge", path.to_str().unwrap()]).refused(3);
    assert!(!office.data().exists());
}

#[test]
fn other_file_is_no_backup() {
    let office = Office::new();
    let path = office.folder.path().join("照片.zip");
    packed(&path, CompressionMethod::Stored, &[("照片.jpg", b"x")]);
    for path in [&path, &office.folder.path().to_owned()] {
        let sentence = office.run(&["merge", path.to_str().unwrap()]).refused(3);
        assert!(sentence.contains("没有并入任何东西"), "{sentence}");
    }
    office.run(&["merge", office.folder.path().join("没有.zip").to_str().unwrap()]).refused(3);
    office.run(&["backup", "--township", "攀莲镇", "--out", office.stick().to_str().unwrap()]).refused(3);
    assert_eq!(fs::read_dir(office.stick()).unwrap().count(), 0, "no empty backup is left");
}

#[test]
fn bad_file_in_backup_is_skipped() {
    let office = busy();
    let mut files = unpacked(&backup(&office));
    for (name, bytes) in &mut files {
        if name.starts_with("evidence/") {
            *bytes = b"other".to_vec();
        }
    }
    let anew: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let path = office.folder.path().join("改过.zip");
    packed(&path, CompressionMethod::Stored, &anew);
    let other = Office::new();
    let answer = other.run(&["merge", path.to_str().unwrap()]);
    assert!(answer.code == 1 && answer.err.contains("校验不符"), "{}{}", answer.code, answer.err);
    assert_eq!(shown(&other)[0], shown(&office)[0]);
    assert!(self::files(&other.data().join("evidence")).is_empty());
}

#[test]
fn other_township_backup_uses_its_folder() {
    let office = busy();
    let backup = backup(&office);
    let other = Office::new();
    other.run(&["setup", "--township", "丙谷镇", "--reporter", "李四"]).done();
    let before = other.json(&["list"]);
    let out = other.run(&["merge", backup.to_str().unwrap()]).done();
    assert!(out.contains("攀莲镇的记录，已放进它自己的文件夹"), "{out}");
    assert_eq!(other.json(&["list"]), before);
    assert_eq!(other.state("5.1", &["--township", "攀莲镇"]), "done");
}
