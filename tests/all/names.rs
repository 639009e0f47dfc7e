//! File names and township names from hostile files never become paths.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use taizhang::format::{self, seal};

use crate::office::Office;

const PLAN: &str = "miyi-kxsz-2021-2025";
const NAMES: [&str; 6] =
    ["../../../../../逃", "/逃", r"..\\..\\逃", "攀\\u{1b}[2J\\n莲\\u{202e}镇", "逃\\u{0}:*?", "NUL"];

/// An office with a report, and the text of the county's receipt.
fn answered() -> (Office, String) {
    let office = Office::of_panlian();
    let stick = office.stick();
    let stick = stick.to_str().unwrap();
    let report = office.json(&["export", "--period", "2025Q3", "--out", stick])["path"].as_str().unwrap().to_owned();
    let county = Office::new();
    county.run(&["setup", "--county", "--office", "县科协", "--reporter", "李四"]).done();
    let given = county.json(&["receipt", "give", &report, "--accept", "--out", stick]);
    let text = fs::read_to_string(given["path"].as_str().unwrap()).unwrap();
    (office, seal::unseal(&text).unwrap().body.to_owned())
}

fn named(body: &str, name: &str) -> String {
    seal::seal(body.replace("name: \"攀莲镇\"", &format!("name: \"{name}\"")))
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in fs::read_dir(folder).unwrap().map(|one| one.unwrap().path()) {
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// Merges `source` into a new data folder. Each receipt there is named by code and roster.
#[track_caller]
fn merge_stays_inside(source: &Path, receipts: usize) {
    let office = Office::new();
    office.run(&["merge", source.to_str().unwrap(), "--township", "攀莲镇"]).done();
    let found = files(office.folder.path());
    let folder = office.data().join("receipts").join(PLAN).join("510421100");
    let kept: Vec<String> = found
        .iter()
        .filter(|path| path.starts_with(&folder))
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(kept.len(), receipts, "{found:?}");
    for name in &kept {
        assert!(name.starts_with("510421100-攀莲镇-2025Q3-第1次-回执-收到"), "{name}");
    }
    assert!(found.iter().all(|path| path.starts_with(office.data())), "{found:?}");
}

#[test]
fn receipt_names_from_folder_stay_inside() {
    let (office, body) = answered();
    let folder = office.data().join("receipts").join(PLAN).join("510421100");
    fs::create_dir_all(&folder).unwrap();
    let long = "长".repeat(3000);
    for (at, name) in NAMES.into_iter().chain([long.as_str()]).enumerate() {
        let text = named(&body, name);
        assert!(format::receipt::read(text.as_bytes()).is_ok(), "{name}");
        fs::write(folder.join(format!("{at}.ron")), text).unwrap();
    }
    merge_stays_inside(&office.data(), NAMES.len() + 1);
}

#[test]
fn receipts_from_backup_stay_in_data_folder() {
    let (office, body) = answered();
    let path = office.folder.path().join("备份.zip");
    let mut archive = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    for (at, name) in NAMES.into_iter().enumerate() {
        let place = format!("receipts/{PLAN}/510421100/{at}.ron");
        archive.start_file(place, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(named(&body, name).as_bytes()).unwrap();
    }
    archive.finish().unwrap();
    merge_stays_inside(&path, NAMES.len());
}

#[test]
fn reports_keep_their_own_name() {
    let (office, _) = answered();
    let outbox = office.data().join("outbox").join(PLAN).join("510421100");
    let report = files(&outbox).remove(0);
    fs::rename(&report, outbox.join("..\\..\\逃:\u{202e}.ron")).unwrap();
    let other = Office::new();
    other.run(&["merge", office.data().to_str().unwrap(), "--township", "攀莲镇"]).done();
    let kept = files(&other.data().join("outbox"));
    assert_eq!(kept[0].file_name().unwrap(), "510421100-攀莲镇-2025Q3-第1次.ron");
}

#[test]
fn hostile_township_name_makes_no_plan() {
    let office = Office::new();
    let plan = include_str!("../../data/miyi-2021-2025.ron");
    for name in ["../逃", r"a\\b", "", "  ", "攀\\u{202e}镇", "C:"] {
        let path = office.folder.path().join("规划.ron");
        fs::write(&path, plan.replace("name: \"攀莲镇\"", &format!("name: \"{name}\""))).unwrap();
        let told = office.run(&["list", "--plan", path.to_str().unwrap(), "--township", "510421100"]).refused(3);
        assert!(told.contains("乡镇名称"), "{told}");
    }
}

#[test]
fn merged_plan_keeps_its_id() {
    let office = Office::new();
    let folder = office.folder.path().join("别的电脑");
    fs::create_dir_all(folder.join("plans")).unwrap();
    fs::create_dir_all(folder.join("ledger")).unwrap();
    let plan = include_str!("../../data/miyi-2021-2025.ron").replace(PLAN, "miyi-2");
    fs::write(folder.join("plans").join("乱..名.ron"), plan).unwrap();
    for _ in 0..2 {
        office.run(&["merge", folder.to_str().unwrap(), "--township", "攀莲镇"]).done();
    }
    let kept: Vec<PathBuf> =
        files(&office.data()).into_iter().filter(|path| path.extension().unwrap() == "ron").collect();
    assert_eq!(kept, [office.data().join("plans/miyi-2.ron")]);
}
