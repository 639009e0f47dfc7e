//! Receipts: given for a whole report, accepted only by the township of that report, and shown at the tasks they
//! name.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use taizhang::domain::receipt::{ReceiptFault, answered, current};
use taizhang::format::{self, FormatError, seal};
use taizhang::store::ledger::read_all;
use taizhang::store::receipts;

use crate::office::{Answer, Office};
use crate::storage::{PANLIAN, PLAN, folder};

fn county() -> Office {
    let county = Office::new();
    county.run(&["setup", "--county", "--office", "县科协", "--reporter", "王五", "--phone", "0812-8170000"]).done();
    county
}

/// Exports a period on 2025-11-23 and returns the file.
fn report(office: &Office, period: &str) -> PathBuf {
    let exported = office.json(&["export", "--period", period, "--out", office.stick().to_str().unwrap()]);
    PathBuf::from(exported["path"].as_str().unwrap())
}

/// A township that reported 2025 once.
fn reported() -> (Office, PathBuf) {
    let office = Office::of_panlian();
    office.run(&["mark", "5.1", "done", "--on", "2025-03-12"]).done();
    let path = report(&office, "2025");
    (office, path)
}

fn try_give(county: &Office, report: &Path, answer: &[&str]) -> Answer {
    let stick = county.stick();
    county.run(&[&["receipt", "give", report.to_str().unwrap(), "--out", stick.to_str().unwrap()], answer].concat())
}

fn give(county: &Office, report: &Path, answer: &[&str]) -> Value {
    let stick = county.stick();
    county.json(&[&["receipt", "give", report.to_str().unwrap(), "--out", stick.to_str().unwrap()], answer].concat())
}

/// A receipt that returns a report because of its task 5.
fn returned(county: &Office, report: &Path) -> PathBuf {
    path(&give(county, report, &["--return", "--remark", "5=佐证不全"]))
}

/// The same, from a county that is dropped. The file is beside the report.
fn receipt_for(report: &Path) -> PathBuf {
    let county = county();
    let given = returned(&county, report);
    let brought = report.with_file_name(given.file_name().unwrap());
    fs::copy(given, &brought).unwrap();
    brought
}

fn path(given: &Value) -> PathBuf {
    PathBuf::from(given["path"].as_str().unwrap())
}

fn try_open(office: &Office, file: &Path) -> Answer {
    office.run(&["receipt", "open", file.to_str().unwrap()])
}

fn open(office: &Office, file: &Path) -> Value {
    office.json(&["receipt", "open", file.to_str().unwrap()])
}

/// Receipts in an office's data folder.
fn kept(office: &Office) -> Vec<PathBuf> {
    let files = fs::read_dir(office.data().join("receipts").join(PLAN).join(PANLIAN)).into_iter().flatten();
    files.map(|file| file.unwrap().path()).collect()
}

/// Replaces `from` with `to` in a receipt and seals it again, as a forger would.
fn resealed(text: &str, from: &str, to: &str) -> String {
    let body = seal::unseal(text).unwrap().body;
    assert!(body.contains(from), "{from}");
    seal::seal(body.replace(from, to))
}

#[test]
fn returned_report_is_answered() {
    let (office, first) = reported();
    let county = county();
    let receipt = returned(&county, &first);
    assert!(receipt.ends_with("510421100-攀莲镇-2025-第1次-回执-退回.ron"), "{receipt:?}");

    let opened = open(&office, &receipt);
    assert_eq!((&opened["accepted"], &opened["current"], &opened["new"]), (&json!(false), &json!(true), &json!(true)));
    assert_eq!((&opened["office"], &opened["person"]), (&json!("县科协"), &json!("王五")));
    assert_eq!(opened["remarks"], json!([{"task": 5, "text": "佐证不全"}]));
    let list = office.run(&["list"]).done();
    assert!(list.contains("佐证不全（2025年全年第1次，退回）"), "{list}");
    assert!(list.contains("最近上报：2025年全年第1次，县里退回。"), "{list}");

    office.run(&["mark", "5.2", "done"]).done();
    let second = report(&office, "2025");
    let text = fs::read_to_string(&second).unwrap();
    let first_hash = seal::sha256(&fs::read(&first).unwrap());
    assert!(text.contains("第2次上报") && text.contains(&format!("parent: Some(\"{first_hash}\")")), "{text}");
    let list = office.run(&["list"]).done();
    assert!(!list.contains("佐证不全") && list.contains("第2次，县里还没有回执"), "{list}");

    let accepted = path(&give(&county, &second, &["--accept"]));
    let both = [first, second, receipt, accepted.clone()];
    let mut args = vec!["verify"];
    args.extend(both.iter().map(|file| file.to_str().unwrap()));
    let verdicts = county.json(&args);
    let kinds: Vec<_> = verdicts.as_array().unwrap().iter().map(|one| (&one["kind"], &one["ok"])).collect();
    let (report, receipt, ok) = (json!("report"), json!("receipt"), json!(true));
    assert_eq!(kinds, [(&report, &ok), (&report, &ok), (&receipt, &ok), (&receipt, &ok)]);
    assert_eq!((&verdicts[3]["period"], &verdicts[3]["revision"]), (&json!("2025"), &json!(2)));

    let told = try_open(&office, &accepted).done();
    assert!(told.contains("县科协（王五，2025-11-23）答复2025年全年第2次上报：收到。"), "{told}");
    assert!(office.run(&["list"]).done().contains("第2次，县里收到。"));
    assert_eq!(kept(&office).len(), 2);
}

#[test]
fn receipt_head_reads_in_notepad() {
    let (_office, report) = reported();
    let text = fs::read_to_string(receipt_for(&report)).unwrap();
    let head: String = text.lines().take_while(|line| line.starts_with("// ")).collect();
    let hash = seal::sha256(&fs::read(report).unwrap());
    for says in [
        "回执",
        "请勿修改",
        "攀莲镇（510421100）",
        "2025年全年　第1次",
        "退回",
        "任务5：佐证不全",
        "县科协",
        "王五",
        &hash,
    ] {
        assert!(head.contains(says), "{says}: {head}");
    }
    assert!(text.lines().last().unwrap().starts_with("// sha256: "));
}

#[test]
fn other_township_receipt_is_refused() {
    let (office, report) = reported();
    let receipt = receipt_for(&report);
    let other = Office::new();
    other.run(&["setup", "--township", "丙谷镇", "--reporter", "李四"]).done();
    let sentence = try_open(&other, &receipt).refused(3);
    assert!(sentence.contains("攀莲镇") && sentence.contains("丙谷镇"), "{sentence}");
    assert!(!other.data().join("receipts").exists());
    try_open(&office, &receipt).done();
}

#[test]
fn receipt_without_report_is_refused() {
    let (_office, report) = reported();
    let receipt = receipt_for(&report);
    let (reinstalled, _) = reported();
    reinstalled.run(&["mark", "6.1", "doing"]).done();
    let stranger = Office::of_panlian();
    for office in [&reinstalled, &stranger] {
        let sentence = try_open(office, &receipt).refused(3);
        assert!(sentence.contains("没有交出过"), "{sentence}");
        assert_eq!(kept(office), Vec::<PathBuf>::new());
    }
}

#[test]
fn receipt_for_older_report_is_marked() {
    let (office, first) = reported();
    office.run(&["mark", "5.2", "done"]).done();
    report(&office, "2025");
    let receipt = receipt_for(&first);
    let told = try_open(&office, &receipt).done();
    assert!(told.contains("较早一次") && told.contains("第2次"), "{told}");
    assert_eq!(open(&office, &receipt)["current"], false);
    assert_eq!(kept(&office).len(), 1);
    assert!(!office.run(&["list"]).done().contains("佐证不全"), "the second report answered it");
}

#[test]
fn edited_receipt_is_refused() {
    let (office, report) = reported();
    let receipt = receipt_for(&report);
    let text = fs::read_to_string(&receipt).unwrap();
    for (from, to) in [("Returned", "Accepted"), ("佐证不全", "佐证齐全"), ("王五", "王六"), ("退回", "收到")]
    {
        assert!(text.contains(from), "{from}");
        fs::write(&receipt, text.replace(from, to)).unwrap();
        let sentence = try_open(&office, &receipt).refused(3);
        assert!(sentence.contains("校验不符"), "{sentence}");
    }
    for cut in 0..text.len() - 1 {
        assert!(format::receipt::read(&text.as_bytes()[..cut]).is_err(), "cut at {cut}");
    }
    assert_eq!(kept(&office), Vec::<PathBuf>::new());
}

#[test]
fn inconsistent_receipt_is_refused() {
    let (office, report) = reported();
    let text = fs::read_to_string(receipt_for(&report)).unwrap();
    let file = office.folder.path().join("回执.ron");
    let cases = [
        ("version: 1", "version: 2", "新版程序"),
        ("taizhang-receipt\"", "taizhang-report\"", "不"),
        ("plan: \"miyi-", "plan: \"yanbian-", "另一个规划"),
        ("name: \"攀莲镇\"", "name: \"../../../攀莲镇\"", "没有收下"),
        ("revision: 1", "revision: 2", "不符"),
        ("period: \"2025\"", "period: \"2025Q1\"", "不符"),
        ("revision: 1", "revision: 0", "次数"),
        ("report: \"", "report: \"x", "哪一份"),
        ("task: 5", "task: -5", "第"),
    ];
    for (from, to, says) in cases {
        fs::write(&file, resealed(&text, from, to)).unwrap();
        let sentence = try_open(&office, &file).refused(3);
        assert!(sentence.contains(says), "{from} -> {to}: {sentence}");
    }
    let faults = [
        ("remarks: [", "remarks: [(task: 5, text: \"一\"),", ReceiptFault::TaskTwice(5)),
        ("text: \"佐证不全\"", "text: \" \"", ReceiptFault::RemarkLength(5)),
    ];
    for (from, to, fault) in faults {
        let read = format::receipt::read(resealed(&text, from, to).as_bytes());
        assert_eq!(read.err(), Some(FormatError::Receipt(fault)));
    }
    assert_eq!(kept(&office), Vec::<PathBuf>::new());
}

#[test]
fn verify_judges_receipts() {
    let (office, report) = reported();
    let receipt = receipt_for(&report);
    let text = fs::read_to_string(&receipt).unwrap();
    let cases = [
        (text.replace("佐证不全", "佐证齐全"), "校验不符"),
        (resealed(&text, "task: 5", "task: 29"), "第29项"),
        (resealed(&text, "攀莲镇", "丙谷镇"), "丙谷镇"),
        (resealed(&text, "510421100", "510421104"), "撤销"),
    ];
    for (edited, says) in cases {
        fs::write(&receipt, edited).unwrap();
        let verdict = office.json(&["verify", receipt.to_str().unwrap()])[0].clone();
        assert_eq!((&verdict["kind"], &verdict["ok"]), (&json!("receipt"), &json!(false)));
        assert!(verdict["reason"].as_str().unwrap().contains(says), "{verdict}");
    }
}

#[test]
fn reopened_receipt_keeps_one_copy() {
    let (office, report) = reported();
    let receipt = receipt_for(&report);
    let text = fs::read_to_string(&receipt).unwrap();
    try_open(&office, &receipt).done();
    for saved in [text.clone(), format!("\u{feff}{}", text.replace('\n', "\r\n")), format!("{text}\n\n")] {
        fs::write(&receipt, saved).unwrap();
        let told = try_open(&office, &receipt).done();
        assert!(told.contains("以前打开过"), "{told}");
    }
    let [copy] = &kept(&office)[..] else { panic!("one copy") };
    assert_eq!(fs::read_to_string(copy).unwrap(), text);
}

#[test]
fn receipt_needs_office_and_whole_report() {
    let (office, report) = reported();
    let sentence = try_give(&office, &report, &["--accept"]).refused(3);
    assert!(sentence.contains("--county"), "{sentence}");
    let county = county();
    let text = fs::read_to_string(&report).unwrap();
    let plan = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/miyi-2021-2025.ron");
    let sentence = try_give(&county, &plan, &["--accept"]).refused(3);
    assert!(sentence.contains("不能出回执"), "{sentence}");
    for (edited, says) in [
        (text.replace("2025-03-12", "2025-03-13"), "校验不符"),
        (resealed(&text, "name: \"攀莲镇\"", "name: \"丙谷镇\""), "丙谷镇"),
        (resealed(&text, "id: \"5.2\"", "id: \"5.99\""), "5.99"),
    ] {
        fs::write(&report, edited).unwrap();
        let sentence = try_give(&county, &report, &["--accept"]).refused(3);
        assert!(sentence.contains(says), "{sentence}");
    }
    assert!(!county.stick().exists() && !county.data().join("receipts").exists());
}

#[test]
fn return_needs_a_reason() {
    let (_office, report) = reported();
    let county = county();
    let long = format!("5={}", "长".repeat(2001));
    let cases: [(&[&str], &str); 8] = [
        (&["--return"], "退回要写明意见"),
        (&[], "--accept"),
        (&["--accept", "--return"], "--"),
        (&["--return", "--remark", "佐证不全"], "5=附件不全"),
        (&["--return", "--remark", "5= "], "5=附件不全"),
        (&["--return", "--remark", "29=没有这项"], "29"),
        (&["--return", "--remark", "5=一", "--remark", "5=二"], "任务5"),
        (&["--return", "--remark", &long], "2000"),
    ];
    for (answer, says) in cases {
        let sentence = try_give(&county, &report, answer).refused(2);
        assert!(sentence.contains(says), "{answer:?}: {sentence}");
    }
    assert!(!county.stick().exists());
    give(&county, &report, &["--accept", "--remark", "6=下次请附照片"]);
}

#[test]
fn same_answer_gives_same_bytes() {
    let (_office, report) = reported();
    let county = county();
    let first = returned(&county, &report);
    let text = fs::read_to_string(&first).unwrap();
    fs::remove_file(&first).unwrap();
    let again = give(&county, &report, &["--return", "--remark", "5=佐证不全", "--today", "2025-11-30"]);
    assert_eq!((&again["new"], path(&again)), (&json!(false), first.clone()));
    assert_eq!(fs::read_to_string(&first).unwrap(), text);

    let more = give(&county, &report, &["--return", "--remark", "5=佐证不全", "--remark", "6=没有记录"]);
    assert_eq!(more["new"], true);
    assert_ne!(path(&more), first);
    assert_eq!(fs::read_to_string(&first).unwrap(), text);
    assert_eq!(kept(&county).len(), 2, "the county keeps what it answered");
}

#[test]
fn undelivered_receipt_goes_out_later() {
    let (_office, report) = reported();
    let county = county();
    fs::write(county.stick(), "no folder").unwrap();
    let sentence = try_give(&county, &report, &["--accept"]).refused(3);
    assert!(sentence.contains("回执已在数据文件夹里留底"), "{sentence}");
    fs::remove_file(county.stick()).unwrap();
    let given = give(&county, &report, &["--accept"]);
    assert_eq!(given["new"], false);
    assert_eq!(fs::read(path(&given)).unwrap(), fs::read(&kept(&county)[0]).unwrap());
}

#[test]
fn remark_stays_until_the_next_report() {
    let (office, whole_year) = reported();
    let third = report(&office, "2025Q3");
    let county = county();
    let remarks = ["--return", "--remark", "5=佐证不全", "--remark", "6=没有记录"];
    try_open(&office, &path(&give(&county, &third, &remarks))).done();
    try_open(&office, &path(&give(&county, &whole_year, &["--accept", "--remark", "5=很好"]))).done();
    let shown = office.json(&["show", "5"]);
    let expected = json!([{"period": "2025Q3", "revision": 1, "accepted": false, "text": "佐证不全", "office": "县科协",
        "person": "王五", "at": shown["receipts"][0]["at"]}]);
    assert_eq!(shown["receipts"], expected);
    let text = office.run(&["show", "6"]).done();
    assert!(text.contains("县里  没有记录（2025年三季度第1次，退回）"), "{text}");
    assert_eq!(office.json(&["show", "9"]).get("receipts"), None);
    assert_eq!(office.json(&["show", "5", "--year", "2024"]).get("receipts"), None);
    let listed = office.json(&["list"]);
    assert_eq!(listed["tasks"][4].get("receipts"), None, "the keys of a list are those of docs/cli.md");

    // A newer report of another period does not end the return.
    office.run(&["mark", "5.2", "done", "--on", "2025-11-01"]).done();
    report(&office, "2025");
    assert_eq!(office.json(&["show", "5"])["receipts"], expected);
    let ledger = read_all(&folder(&office), PLAN, PANLIAN).ledger;
    let answered = answered(&ledger, 2025, &receipts::all(&folder(&office), PLAN, PANLIAN).unwrap());
    let told: Vec<String> = answered.iter().map(taizhang::domain::receipt::Answered::words).collect();
    assert_eq!(told, ["2025年三季度第1次，县里退回", "2025年全年第2次，县里还没有回执"]);
    assert_eq!(current(&answered).count(), 1);
}

#[test]
fn later_answer_counts() {
    let (office, report) = reported();
    let county = county();
    let returned = give(&county, &report, &["--return", "--remark", "5=佐证不全", "--today", "2025-11-24"]);
    let accepted = give(&county, &report, &["--accept", "--today", "2025-11-25"]);
    for receipt in [&accepted, &returned] {
        try_open(&office, &path(receipt)).done();
    }
    assert!(office.run(&["list"]).done().contains("县里收到"));
}

#[test]
fn doctor_counts_receipts() {
    let (office, report) = reported();
    let receipt = receipt_for(&report);
    try_open(&office, &receipt).done();
    assert!(office.run(&["doctor"]).done().contains("1份完好"));
    let copy = kept(&office).remove(0);
    fs::write(&copy, fs::read_to_string(&copy).unwrap().replace("佐证不全", "佐证齐全")).unwrap();
    let told = office.run(&["doctor"]);
    assert_eq!(told.code, 1);
    assert!(told.out.contains("校验不符"), "{}", told.out);
    assert!(!office.run(&["list"]).done().contains("佐证齐全"), "a damaged receipt says nothing");
    try_open(&office, &receipt).done();
    assert!(office.run(&["list"]).done().contains("佐证不全"), "opened once more it is whole again");
}

#[test]
fn receipts_move_with_the_folder() {
    let (office, report) = reported();
    try_open(&office, &receipt_for(&report)).done();
    let other = Office::new();
    crate::storage::copy_folder(&office.data(), &other.data());
    assert!(other.run(&["show", "5"]).done().contains("佐证不全"));
}

#[test]
fn hostile_remark_reaches_no_terminal() {
    let (office, report) = reported();
    let receipt = receipt_for(&report);
    let text = fs::read_to_string(&receipt).unwrap();
    let attack = r"甲\u{1b}[2J\u{202e}乙\u{7}";
    fs::write(&receipt, resealed(&text, "text: \"佐证不全", &format!("text: \"{attack}"))).unwrap();
    let answers = [
        try_open(&office, &receipt),
        office.run(&["show", "5"]),
        office.run(&["show", "5", "--format", "json"]),
        office.run(&["list"]),
    ];
    for answer in answers {
        let steers = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!answer.out.contains(steers), "{:?}", answer.out);
        assert!(answer.done().contains('甲'));
    }
}
