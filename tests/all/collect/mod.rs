//! `collect` from outside: each file is named for what it is, and no newer report is silently lost behind an older
//! one.

mod other_files;
mod other_periods;
mod report_precedence;
mod unusual_files;

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use taizhang::format::seal;

use crate::backup::packed;
use crate::office::{Answer, Office};
use zip::CompressionMethod;

const PHOTO: &[u8] = b"\xFF\xD8\xFF\xE0";

/// The townships, in the order of the roster.
pub(crate) const TOWNSHIPS: [&str; 11] = [
    "攀莲镇",
    "丙谷镇",
    "得石镇",
    "撒莲镇",
    "白马镇",
    "普威镇",
    "草场镇",
    "湾丘彝族乡",
    "白坡彝族乡",
    "麻陇彝族乡",
    "新山傈僳族乡",
];

/// An office with one change.
fn office(township: &str) -> Office {
    let office = Office::new();
    office.run(&["setup", "--township", township, "--reporter", "张三"]).done();
    office.run(&["mark", "5.1", "done", "--on", "2025-03-12"]).done();
    office
}

/// Exports 2025 into `folder` on a day and returns the file.
fn report_on(office: &Office, folder: &Path, day: &str) -> PathBuf {
    let exported = office.json(&["export", "--period", "2025", "--out", folder.to_str().unwrap(), "--today", day]);
    PathBuf::from(exported["path"].as_str().unwrap())
}

fn report(office: &Office, folder: &Path) -> PathBuf {
    report_on(office, folder, "2025-11-23")
}

/// A county with its folder of received files.
struct County {
    office: Office,
    inbox: PathBuf,
}

impl County {
    fn new() -> Self {
        let office = Office::new();
        office.run(&["setup", "--county", "--office", "县科协", "--reporter", "王五"]).done();
        let inbox = office.folder.path().join("收到的");
        fs::create_dir(&inbox).unwrap();
        Self { office, inbox }
    }

    fn run(&self, more: &[&str]) -> Answer {
        self.office.run(&[&["collect", self.inbox.to_str().unwrap()], more].concat())
    }

    fn collect(&self, more: &[&str]) -> Value {
        self.office.json(&[&["collect", self.inbox.to_str().unwrap()], more].concat())
    }

    fn name(&self, file: &Value) -> String {
        let path = Path::new(file.as_str().unwrap());
        path.strip_prefix(&self.inbox).unwrap_or(path).to_string_lossy().into_owned()
    }

    /// The names of one list of the answer, each with its value of `key`.
    fn names(&self, list: &Value, key: &str) -> Vec<(String, String)> {
        let said =
            |one: &Value| if key == "reason" { one[key].as_str().unwrap().to_owned() } else { self.name(&one[key]) };
        list.as_array().unwrap().iter().map(|one| (self.name(&one["file"]), said(one))).collect()
    }
}

fn township<'a>(collected: &'a Value, name: &str) -> &'a Value {
    collected["townships"].as_array().unwrap().iter().find(|one| one["name"] == name).unwrap()
}

/// The status of a township, and the revision of its report.
fn standing(collected: &Value, name: &str) -> (String, Option<u64>) {
    let township = township(collected, name);
    (township["status"].as_str().unwrap().to_owned(), township["revision"].as_u64())
}

fn received(revision: u64) -> (String, Option<u64>) {
    ("received".to_owned(), Some(revision))
}

/// Replaces words in a report and seals it again.
fn resealed(report: &Path, edits: &[(&str, &str)]) -> String {
    let text = fs::read_to_string(report).unwrap();
    let mut body = seal::unseal(&text).unwrap().body.to_owned();
    for (from, to) in edits {
        assert!(body.contains(from), "{from}");
        body = body.replace(from, to);
    }
    seal::seal(body)
}

#[test]
fn faulty_files_are_each_named() {
    let county = County::new();
    let inbox = &county.inbox;
    let offices = TOWNSHIPS.map(office);
    // Ten townships report; 新山 does not. Folders and names mean nothing.
    fs::create_dir_all(inbox.join("微信/二")).unwrap();
    let stick = tempfile::tempdir().unwrap();
    let sent: Vec<PathBuf> = offices[..10].iter().map(|office| report(office, stick.path())).collect();
    for (at, path) in sent.iter().enumerate() {
        let folder = if at % 2 == 0 { inbox.join("微信/二") } else { inbox.clone() };
        fs::copy(path, folder.join(format!("{at}.ron"))).unwrap();
    }
    // 攀莲 reports again. The report of 丙谷 comes twice, once under another name. 得石 has two PCs without each
    // other's entries.
    offices[0].run(&["mark", "6.1", "done", "--on", "2025-04-01"]).done();
    fs::copy(report(&offices[0], stick.path()), inbox.join("攀莲改过.txt")).unwrap();
    let with_mail = "\u{feff}".to_owned() + &fs::read_to_string(&sent[1]).unwrap().replace('\n', "\r\n");
    fs::write(inbox.join("1(1).ron"), with_mail).unwrap();
    fs::copy(report_on(&office("得石镇"), stick.path(), "2025-11-24"), inbox.join("得石另一台.ron")).unwrap();
    // The report of 撒莲 is truncated, that of 白马 edited. Then another plan, an abolished township, a workbook.
    let whole = fs::read(&sent[3]).unwrap();
    fs::write(inbox.join("3.ron"), &whole[..whole.len() / 2]).unwrap();
    let edited = fs::read_to_string(&sent[4]).unwrap().replace("张三", "李四");
    fs::write(inbox.join("微信/二/4.ron"), edited).unwrap();
    fs::write(inbox.join("别的规划.ron"), resealed(&sent[0], &[("miyi-kxsz-2021-2025", "yanbian-2021-2025")])).unwrap();
    let abolished = resealed(&sent[0], &[("510421100", "510421104"), ("攀莲镇", "垭口镇")]);
    fs::write(inbox.join("垭口.ron"), abolished).unwrap();
    // Else a report of a future year would be the newest period.
    fs::write(inbox.join("以后.ron"), resealed(&sent[0], &[("period: \"2025\"", "period: \"2099\"")])).unwrap();
    // A workbook of another program, and one that this program wrote.
    packed(
        &inbox.join("普威.xlsx"),
        CompressionMethod::Deflated,
        &[("xl/a.xml", b"<a/>"), ("[Content_Types].xml", b"")],
    );
    offices[5].run(&["export", "--period", "2025", "--out", stick.path().to_str().unwrap(), "--xlsx"]).done();
    fs::copy(sent[5].with_extension("xlsx"), inbox.join("打印用.xlsx")).unwrap();
    File::create(inbox.join("零.bin")).unwrap().set_len(1 << 30).unwrap();
    fs::write(inbox.join("Thumbs.db"), "").unwrap();
    fs::write(inbox.join("照片.jpg"), b"\xFF\xD8\xFF\xE0").unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(inbox, inbox.join("微信/回头")).unwrap();
        std::os::unix::fs::symlink(inbox.join("没有了"), inbox.join("读不了.ron")).unwrap();
    }

    let answer = county.run(&["--format", "json"]);
    assert_eq!(answer.code, 1, "{}", answer.err);
    let collected = county.collect(&[]);
    assert_eq!(collected["period"], "2025");
    let expected = [
        ("攀莲镇", "received", Some(2)),
        ("丙谷镇", "received", Some(1)),
        ("得石镇", "conflict", Some(1)),
        ("撒莲镇", "missing", None),
        ("白马镇", "missing", None),
        ("普威镇", "received", Some(1)),
        ("草场镇", "received", Some(1)),
        ("湾丘彝族乡", "received", Some(1)),
        ("白坡彝族乡", "received", Some(1)),
        ("麻陇彝族乡", "received", Some(1)),
        ("新山傈僳族乡", "missing", None),
    ];
    let stands: Vec<(&str, &str, Option<u64>)> = collected["townships"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["name"].as_str().unwrap(), one["status"].as_str().unwrap(), one["revision"].as_u64()))
        .collect();
    assert_eq!(stands, expected);
    let panlian = township(&collected, "攀莲镇");
    assert_eq!(
        (&panlian["done"], &panlian["tasks"][3]),
        (&json!(2), &json!({"no": 5, "done": 1, "total": 3, "state": "doing"}))
    );

    let pair = |one: &str, other: &str| vec![(one.to_owned(), other.to_owned())];
    assert_eq!(county.names(&collected["superseded"], "by"), pair("微信/二/0.ron", "攀莲改过.txt"));
    assert_eq!(county.names(&collected["duplicates"], "of"), pair("1.ron", "1(1).ron"));
    let conflict = &collected["conflicts"][0];
    assert_eq!(conflict["township"]["name"], "得石镇");
    let files: Vec<String> = conflict["files"].as_array().unwrap().iter().map(|file| county.name(file)).collect();
    assert_eq!(files, ["得石另一台.ron", "微信/二/2.ron"]);
    assert_eq!(county.name(&conflict["proposed"]), "得石另一台.ron");

    let rejected = county.names(&collected["rejected"], "reason");
    let mut expected = vec![
        ("3.ron", "末尾的校验行不见了"),
        ("垭口.ron", "垭口镇"),
        ("别的规划.ron", "另一个规划（yanbian-2021-2025）"),
        ("微信/二/4.ron", "校验不符"),
        ("普威.xlsx", "Excel"),
        ("零.bin", "不是上报文件"),
        ("以后.ron", "2099年全年不在规划的年份内"),
    ];
    if cfg!(unix) {
        expected.push(("读不了.ron", "读不了"));
    }
    for (file, reason) in &expected {
        let told = rejected.iter().find(|(name, _)| name == file).unwrap_or_else(|| panic!("{file}: {rejected:?}"));
        assert!(told.1.contains(reason), "{file}: {}", told.1);
    }
    assert_eq!(rejected.len(), expected.len(), "{rejected:?}");
    let ignored: Vec<String> = county.names(&collected["ignored"], "reason").into_iter().map(|one| one.0).collect();
    let mut expected = vec!["Thumbs.db", "微信/回头", "打印用.xlsx", "照片.jpg"];
    expected.retain(|name| cfg!(unix) || *name != "微信/回头");
    assert_eq!(ignored, expected);
}

#[test]
fn returned_report_is_corrected_and_resent() {
    let (county, township) = (County::new(), office("普威镇"));
    report(&township, &county.inbox);
    let first = county.collect(&[]);
    assert_eq!(standing(&first, "普威镇"), received(1));
    let file = self::township(&first, "普威镇")["file"].as_str().unwrap();
    let stick = county.office.stick();
    let give = ["receipt", "give", file, "--return", "--remark", "5=请补照片", "--out", stick.to_str().unwrap()];
    let receipt = county.office.json(&give)["path"].as_str().unwrap().to_owned();
    // The USB stick returns to the township.
    let opened = township.json(&["receipt", "open", &receipt]);
    assert_eq!((&opened["accepted"], &opened["remarks"][0]["text"]), (&json!(false), &json!("请补照片")));
    township
        .run(&["activity", "add", "--task", "5", "--date", "2025-03-12", "--title", "集市", "--people", "320"])
        .done();
    report(&township, &county.inbox);
    let second = county.collect(&[]);
    assert_eq!(standing(&second, "普威镇"), received(2));
    assert_eq!(self::township(&second, "普威镇")["people"], 320);
    let names = county.names(&second["superseded"], "by");
    assert_eq!(names, [("510421106-普威镇-2025-第1次.ron".to_owned(), "510421106-普威镇-2025-第2次.ron".to_owned())]);
    assert_eq!(county.run(&[]).code, 0, "townships that have not reported yet are no fault");
}

/// The report of `--prefer` counts, and the other is set aside.
#[test]
fn county_decides_a_conflict() {
    let county = County::new();
    let older = report_on(&office("攀莲镇"), &county.inbox, "2025-11-20");
    report_on(&office("攀莲镇"), &county.inbox, "2025-11-23");
    let collected = county.collect(&[]);
    assert_eq!(standing(&collected, "攀莲镇").0, "conflict");
    assert_eq!(county.run(&[]).code, 1);
    let sha256 = seal::sha256(&fs::read(&older).unwrap());
    for prefer in [&sha256[..], &sha256[..8], &sha256.to_uppercase()] {
        let decided = county.collect(&["--prefer", prefer]);
        assert_eq!(standing(&decided, "攀莲镇"), received(1));
        assert_eq!(decided["conflicts"], json!([]));
        assert_eq!(county.name(&township(&decided, "攀莲镇")["file"]), older.file_name().unwrap().to_str().unwrap());
        assert_eq!(decided["set_aside"].as_array().unwrap().len(), 1);
        assert_eq!(county.run(&["--prefer", prefer]).code, 0);
    }
    let answer = county.run(&["--prefer", "0123456789"]);
    assert_eq!(answer.code, 1);
    assert!(answer.err.contains("0123456789"), "{}", answer.err);
}

#[test]
fn restored_backup_continues_the_reports() {
    let (county, before) = (County::new(), office("攀莲镇"));
    report(&before, &county.inbox);
    let backup = before.json(&["backup", "--out", before.stick().to_str().unwrap()]);
    let after = Office::of_panlian();
    after.run(&["merge", backup["path"].as_str().unwrap()]).done();
    after.run(&["mark", "6.1", "done", "--on", "2025-04-01"]).done();
    report(&after, &county.inbox);
    let collected = county.collect(&[]);
    assert_eq!(standing(&collected, "攀莲镇"), received(2));
    assert_eq!(collected["superseded"].as_array().unwrap().len(), 1);
}

#[test]
fn restored_report_continues_the_reports() {
    let (county, before) = (County::new(), office("攀莲镇"));
    let first = report(&before, &county.inbox);
    let after = Office::of_panlian();
    after.run(&["merge", first.to_str().unwrap()]).done();
    after.run(&["mark", "6.1", "done", "--on", "2025-04-01"]).done();
    report(&after, &county.inbox);
    let collected = county.collect(&[]);
    assert_eq!(standing(&collected, "攀莲镇"), received(2));
}

#[test]
fn old_backup_leads_to_a_conflict() {
    for with_old_backup in [false, true] {
        let (county, before) = (County::new(), office("攀莲镇"));
        let backup = before.json(&["backup", "--out", before.stick().to_str().unwrap()]);
        before.run(&["mark", "9.1", "na", "--reason", "没有企业"]).done();
        report_on(&before, &county.inbox, "2025-11-20");
        let after = Office::of_panlian();
        if with_old_backup {
            after.run(&["merge", backup["path"].as_str().unwrap()]).done();
        }
        for item in ["6.1", "6.2", "6.3", "7.1"] {
            after.run(&["mark", item, "doing"]).done();
        }
        let newer = report_on(&after, &county.inbox, "2025-11-23");
        let collected = county.collect(&[]);
        assert_eq!(standing(&collected, "攀莲镇").0, "conflict", "old backup: {with_old_backup}");
        assert_eq!(collected["superseded"], json!([]));
        let proposed = county.name(&collected["conflicts"][0]["proposed"]);
        assert_eq!(proposed, newer.file_name().unwrap().to_str().unwrap());
    }
}

#[test]
fn separate_pcs_conflict_until_merged() {
    let county = County::new();
    let (one, other) = (office("攀莲镇"), office("攀莲镇"));
    report_on(&one, &county.inbox, "2025-11-20");
    other.run(&["mark", "6.1", "done", "--on", "2025-04-01"]).done();
    report_on(&other, &county.inbox, "2025-11-21");
    assert_eq!(standing(&county.collect(&[]), "攀莲镇").0, "conflict");
    one.run(&["merge", other.data().to_str().unwrap()]).done();
    report_on(&one, &county.inbox, "2025-11-22");
    let collected = county.collect(&[]);
    assert_eq!(standing(&collected, "攀莲镇"), received(2));
    assert_eq!(collected["superseded"].as_array().unwrap().len(), 2);
    assert_eq!(collected["conflicts"], json!([]));
}

#[test]
fn containing_report_supersedes_despite_clock() {
    let (county, office) = (County::new(), office("攀莲镇"));
    report_on(&office, &county.inbox, "2025-11-23");
    office.run(&["mark", "6.1", "doing"]).done();
    // The clock was set back by a year.
    let second =
        office.run(&["export", "--period", "2025", "--out", county.inbox.to_str().unwrap(), "--today", "2025-03-20"]);
    second.done();
    assert_eq!(standing(&county.collect(&[]), "攀莲镇"), received(2));
}

#[test]
fn reports_in_archives_are_found() {
    let county = County::new();
    let stick = tempfile::tempdir().unwrap();
    let (one, other) = (office("攀莲镇"), office("丙谷镇"));
    let photo = one.folder.path().join("照片.jpg");
    fs::write(&photo, "photo").unwrap();
    let activity = ["activity", "add", "--task", "5", "--date", "2025-03-12", "--title", "集市", "--evidence"];
    one.run(&[&activity[..], &[photo.to_str().unwrap()]].concat()).done();
    one.run(&["export", "--period", "2025", "--out", county.inbox.to_str().unwrap(), "--evidence"]).done();
    // An archive made by hand under any name, and an archive of other files.
    let bytes = fs::read(report(&other, stick.path())).unwrap();
    packed(
        &county.inbox.join("资料.zip"),
        CompressionMethod::Deflated,
        &[("丙谷/新建 文本.txt", &bytes), ("丙谷/照片.jpg", PHOTO)],
    );
    packed(&county.inbox.join("照片.zip"), CompressionMethod::Stored, &[("照片.jpg", PHOTO)]);
    let collected = county.collect(&[]);
    assert_eq!((standing(&collected, "攀莲镇"), standing(&collected, "丙谷镇")), (received(1), received(1)));
    assert_eq!(collected["duplicates"].as_array().unwrap().len(), 1, "the report beside its bundle");
    let rejected = county.names(&collected["rejected"], "reason");
    assert_eq!(rejected.iter().map(|one| one.0.as_str()).collect::<Vec<_>>(), ["照片.zip"]);
    assert!(county.name(&township(&collected, "丙谷镇")["file"]).starts_with("资料.zip/丙谷"));
    // A receipt is written for the packed report.
    let file = township(&collected, "丙谷镇")["file"].as_str().unwrap();
    let stick = county.office.stick();
    county.office.run(&["receipt", "give", file, "--accept", "--out", stick.to_str().unwrap()]).done();
    let receipt = fs::read_dir(stick).unwrap().next().unwrap().unwrap().path();
    other.run(&["receipt", "open", receipt.to_str().unwrap()]).done();
    let wrong = format!("{file}没有");
    county.office.run(&["receipt", "give", &wrong, "--accept", "--out", "."]).refused(3);
    // The bundle's evidence has no photo's bytes. Its folder identifies it.
    let ignored = county.names(&collected["ignored"], "reason");
    assert_eq!(ignored.len(), 2);
    for (file, reason) in ignored {
        assert!(!file.contains('/') && reason.contains("另有1个佐证"), "{file}: {reason}");
    }
}

#[test]
fn newest_period_is_shown() {
    let (county, office) = (County::new(), office("攀莲镇"));
    for period in ["2025Q1", "2025Q3", "2025H1"] {
        office.run(&["export", "--period", period, "--out", county.inbox.to_str().unwrap()]).done();
    }
    let collected = county.collect(&[]);
    assert_eq!((&collected["period"], standing(&collected, "攀莲镇")), (&json!("2025Q3"), received(1)));
    let others: Vec<&str> =
        collected["other_periods"].as_array().unwrap().iter().map(|one| one["period"].as_str().unwrap()).collect();
    assert_eq!(others, ["2025H1", "2025Q1"]);
    let asked = county.collect(&["--period", "2025Q1"]);
    assert_eq!((&asked["period"], standing(&asked, "攀莲镇")), (&json!("2025Q1"), received(1)));
    assert_eq!(standing(&county.collect(&["--period", "2024"]), "攀莲镇").0, "missing");
}

/// Another county's plan: its own id, roster and text.
fn other_plan() -> String {
    let plan = include_str!("../../../data/miyi-2021-2025.ron");
    let plan = plan.replace("miyi-kxsz-2021-2025", "yanbian-kxsz-2021-2025").replace("51042", "51043");
    plan.replace("攀莲镇", "桐子林镇")
}

#[test]
fn prefecture_collects_several_counties() {
    let county = County::new();
    report(&office("攀莲镇"), &county.inbox);
    let yanbian = county.inbox.join("盐边");
    fs::create_dir(&yanbian).unwrap();
    // The reports come before the plan. Another county's office works with that plan.
    let plan = yanbian.join("规划.ron");
    fs::write(&plan, other_plan()).unwrap();
    let office = Office::new();
    let plan = plan.to_str().unwrap();
    office.run(&["--plan", plan, "setup", "--township", "桐子林镇", "--reporter", "李四"]).done();
    office.run(&["--plan", plan, "mark", "1.1", "done", "--on", "2025-02-01"]).done();
    office.run(&["--plan", plan, "export", "--period", "2025", "--out", yanbian.to_str().unwrap()]).done();
    let collected = county.collect(&[]);
    let townships = collected["townships"].as_array().unwrap();
    assert_eq!(townships.len(), 22);
    assert_eq!(
        (&townships[0]["plan"], &townships[11]["plan"]),
        (&json!("miyi-kxsz-2021-2025"), &json!("yanbian-kxsz-2021-2025"))
    );
    assert_eq!((standing(&collected, "攀莲镇"), standing(&collected, "桐子林镇")), (received(1), received(1)));
    assert_eq!(collected["rejected"], json!([]));
    assert_eq!(county.run(&[]).code, 0);
    // A report that does not fit the plan among the files is still reported.
    let sent =
        fs::read_dir(&yanbian).unwrap().map(|file| file.unwrap().path()).find(|path| !path.ends_with("规划.ron"));
    fs::write(yanbian.join("生.ron"), resealed(&sent.unwrap(), &[("510431100", "510431999")])).unwrap();
    let rejected = county.names(&county.collect(&[])["rejected"], "reason");
    assert_eq!(rejected.len(), 1);
    assert!(rejected[0].0.ends_with("生.ron") && rejected[0].1.contains("510431999"), "{rejected:?}");
}

#[test]
fn csv_has_one_row_per_task() {
    let (county, office) = (County::new(), office("攀莲镇"));
    office
        .run(&["activity", "add", "--task", "5", "--date", "2025-03-12", "--title", "集市", "--people", "320"])
        .done();
    // The task names no township.
    office.run(&["activity", "add", "--task", "14", "--date", "2025-03-12", "--title", "讲座", "--people", "5"]).done();
    report(&office, &county.inbox);
    let csv = county.run(&["--format", "csv"]).done();
    let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let heads: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let column = |name: &str| heads.iter().position(|head| head == name).unwrap();
    let of = |row: &csv::StringRecord, name: &str| row[column(name)].to_owned();
    assert_eq!(rows.len(), 11 * 20 + 1);
    let panlian: Vec<_> = rows.iter().filter(|row| of(row, "name") == "攀莲镇").collect();
    assert_eq!(panlian.len(), 21);
    let people: u64 = panlian.iter().map(|row| of(row, "people").parse::<u64>().unwrap()).sum();
    assert_eq!(people, 325);
    let missing = rows.iter().find(|row| of(row, "name") == "丙谷镇").unwrap();
    assert_eq!((of(missing, "status"), of(missing, "done")), ("missing".to_owned(), String::new()));
}

#[test]
fn repeated_argument_is_no_duplicate() {
    let county = County::new();
    let sent = report(&office("攀莲镇"), &county.inbox);
    let again = county.inbox.join(".").join(sent.file_name().unwrap());
    let named = [county.inbox.to_str().unwrap(), sent.to_str().unwrap(), again.to_str().unwrap()];
    let collected = county.collect(&named);
    assert_eq!((standing(&collected, "攀莲镇"), &collected["duplicates"]), (received(1), &json!([])));
}

#[test]
fn empty_folders_are_reported() {
    let county = County::new();
    let answer = county.run(&[]);
    assert_eq!(answer.code, 1);
    assert!(answer.err.contains("没有读到"), "{}", answer.err);
}

#[test]
fn workbook_replaces_only_its_own() {
    let county = County::new();
    report(&office("攀莲镇"), &county.inbox);
    let book = county.office.folder.path().join("汇总.xlsx");
    let write = |path: &Path| county.run(&["--xlsx", path.to_str().unwrap()]);
    write(&book).done();
    assert!(fs::read(&book).unwrap().starts_with(b"PK"));
    report(&office("丙谷镇"), &county.inbox);
    let first = fs::read(&book).unwrap();
    write(&book).done();
    assert_ne!(fs::read(&book).unwrap(), first);
    let notes = county.office.folder.path().join("笔记.xlsx");
    fs::write(&notes, "县里的笔记").unwrap();
    write(&notes).refused(3);
    assert_eq!(fs::read_to_string(&notes).unwrap(), "县里的笔记");
}
