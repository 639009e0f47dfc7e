//! The evidence bundle beside a report: it holds the report and all evidence, or the command names what is missing.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::backup::unpacked;
use crate::office::{Answer, Office};

/// Adds an activity with files of these names and contents.
fn hold(office: &Office, date: &str, title: &str, files: &[(&str, &[u8])]) {
    let mut args: Vec<String> = ["activity", "add", "--task", "5", "--date", date].map(str::to_owned).to_vec();
    args.extend(["--title".to_owned(), title.to_owned()]);
    for (at, (name, bytes)) in files.iter().enumerate() {
        let folder = office.folder.path().join(format!("原件{at}"));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(name), bytes).unwrap();
        args.extend(["--evidence".to_owned(), folder.join(name).display().to_string()]);
    }
    office.run(&args.iter().map(String::as_str).collect::<Vec<_>>()).done();
}

fn export(office: &Office, period: &str) -> Answer {
    let stick = office.stick();
    office.run(&["export", "--period", period, "--out", stick.to_str().unwrap(), "--evidence", "--format", "json"])
}

/// Path of the bundle, as the answer names it.
fn path(answer: &Answer) -> PathBuf {
    let answer: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
    PathBuf::from(answer["evidence"].as_str().unwrap())
}

/// Every file of an archive, by name.
fn files(path: &Path) -> BTreeMap<String, Vec<u8>> {
    unpacked(path).into_iter().collect()
}

/// Path of a stored piece of evidence.
fn kept(office: &Office, bytes: &[u8]) -> PathBuf {
    let folder = office.data().join("evidence/miyi-kxsz-2021-2025/510421100");
    folder.join(taizhang::format::seal::sha256(bytes))
}

fn names(folder: &Path) -> Vec<String> {
    fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn bundle_holds_report_and_evidence() {
    let office = Office::of_panlian();
    hold(&office, "2025-03-12", "“三下乡”集市", &[("照片.jpg", b"one"), ("照片.jpg", b"two")]);
    hold(&office, "2025-03-12", "“三下乡”集市", &[("总结.docx", b"three")]);
    hold(&office, "2025-06-01", "二季度的", &[("晚.jpg", b"late")]);
    let answer = export(&office, "2025Q1");
    let files = files(&path(&answer));
    let report = fs::read(office.stick().join("510421100-攀莲镇-2025Q1-第1次.ron")).unwrap();
    let mut contents: Vec<&[u8]> = files.values().map(Vec::as_slice).collect();
    contents.sort_unstable();
    let mut expected = vec![&b"one"[..], b"two", b"three", &report];
    expected.sort_unstable();
    assert_eq!(contents, expected);
    let names: Vec<&String> = files.keys().collect();
    assert_eq!(names[0], "510421100-攀莲镇-2025Q1-第1次.ron");
    assert!(names[1..].iter().all(|name| name.starts_with("佐证/2025-03-12 “三下乡”集市")), "{names:?}");
    assert!(names.iter().any(|name| name.ends_with("/照片 (2).jpg")), "{names:?}");
    assert!(names.iter().any(|name| name.ends_with("集市 (2)/照片.jpg") || name.ends_with("集市 (2)/总结.docx")));
    answer.done();
}

#[test]
fn bundle_names_stay_inside() {
    let office = Office::of_panlian();
    hold(&office, "2025-03-12", "../../外面/C:\\活动", &[("照片.jpg", b"one")]);
    let names: Vec<String> = files(&path(&export(&office, "2025"))).into_keys().collect();
    assert_eq!(names[1], "佐证/2025-03-12 .._._外面_C__活动/照片.jpg");
}

#[test]
fn missing_evidence_is_reported() {
    let office = Office::of_panlian();
    let pieces: [(&str, &[u8]); 3] = [("甲.jpg", b"one"), ("乙.jpg", b"two"), ("丙.jpg", b"three")];
    hold(&office, "2025-03-12", "集市", &pieces);
    fs::remove_file(kept(&office, b"one")).unwrap();
    fs::write(kept(&office, b"two"), "tow").unwrap();
    let answer = export(&office, "2025");
    assert_eq!(answer.code, 1, "{}", answer.err);
    assert!(answer.err.contains("“甲.jpg”在数据文件夹里找不到"), "{}", answer.err);
    assert!(answer.err.contains("“乙.jpg”和登记时不一样了"), "{}", answer.err);
    let files = files(&path(&answer));
    assert_eq!((files.len(), &files["佐证/2025-03-12 集市/丙.jpg"][..]), (2, &b"three"[..]));
}

#[test]
fn same_report_makes_same_bundle() {
    let office = Office::of_panlian();
    hold(&office, "2025-03-12", "集市", &[("照片.jpg", b"one")]);
    let first = path(&export(&office, "2025"));
    let bytes = fs::read(&first).unwrap();
    assert_eq!(path(&export(&office, "2025")), first);
    fs::write(&first, "别人的").unwrap();
    let second = path(&export(&office, "2025"));
    assert_eq!((fs::read(&first).unwrap(), fs::read(second).unwrap()), ("别人的".into(), bytes));
    assert_eq!(names(&office.stick()).len(), 3, "the report, the other's file, the bundle");
}

#[cfg(unix)]
#[test]
fn full_disk_leaves_no_bundle() {
    let office = Office::of_panlian();
    let photo = vec![7; 300 << 10];
    hold(&office, "2025-03-12", "集市", &[("照片.jpg", &photo)]);
    let stick = office.stick();
    let args = ["export", "--period", "2025", "--out", stick.to_str().unwrap(), "--evidence"];
    let answer = crate::clones::run_with_blocks(&office, "200", &args);
    assert_eq!(answer.code, 1, "{}{}", answer.out, answer.err);
    assert!(answer.err.contains("上报文件已存好"), "{}", answer.err);
    assert_eq!(names(&stick), ["510421100-攀莲镇-2025-第1次.ron"]);
}
