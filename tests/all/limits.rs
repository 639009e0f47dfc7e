//! Files built to take forever: each limit is reported at once, before any work.

use std::fs;

use chrono::DateTime;
use taizhang::domain::county::{Received, ReportOrigin, remove_excess};
use taizhang::domain::ledger::Ledger;
use taizhang::domain::plan::{PlanFile, Task};
use taizhang::domain::report::{Edition, Report, Signature, compose};
use taizhang::format::{self, RECEIPT_MAX, seal};
use taizhang::store::outbox;

use crate::office::Office;

const PLAN: &str = include_str!("../../data/miyi-2021-2025.ron");

/// What `verify` says of a plan.
fn judged(plan: &str) -> String {
    let office = Office::new();
    let path = office.folder.path().join("规划.ron");
    fs::write(&path, plan).unwrap();
    let verdict = office.json(&["verify", path.to_str().unwrap()]);
    verdict[0]["reason"].as_str().unwrap_or_default().to_owned()
}

/// Inserts many copies of a text into the first list of that name.
fn with(list: &str, count: usize, one: impl Fn(usize) -> String) -> String {
    let at = PLAN.find(&format!("{list}: [")).unwrap() + list.len() + 3;
    let more: String = (0..count).map(|number| one(number) + ",").collect();
    format!("{}{more}{}", &PLAN[..at], &PLAN[at..])
}

#[test]
fn plan_years_are_bounded() {
    for years in ["-2147483648, 2025", "2021, 2147483647", "1900, 1930", "2000, 2050", "2025, 2021", "2190, 2201"] {
        let reason = judged(&PLAN.replace("years: (2021, 2025)", &format!("years: ({years})")));
        assert!(reason.contains("起止年份"), "{years}: {reason}");
    }
    assert_eq!(judged(&PLAN.replace("years: (2021, 2025)", "years: (2001, 2050)")), "");
}

#[test]
fn many_quotes_are_refused_at_once() {
    let item = |n| format!(r#"(id: "1.{n}", text: "a", quote: "aaaaaaaaaaaaaaaaaaaab", cycle: yearly)"#);
    let items = (100..2000).map(item).collect::<Vec<_>>().join(",") + ",";
    let text = "a".repeat(440_000) + "b";
    let plan =
        PLAN.replacen("text: \"", &format!("text: \"{text}"), 1).replacen("items: [", &format!("items: [{items}"), 1);
    assert!(judged(&plan).contains("任务 1 的原文太长"));
}

#[test]
fn plan_parts_are_bounded() {
    let item = |n| format!(r#"(id: "1.{}", text: "a", quote: "科学", cycle: yearly)"#, n + 100);
    let task = |n| format!(r#"(no: {n}, title: "a", text: "b", leads: ["c"])"#);
    let township = |n| format!(r#"(code: "{n:09}", name: "第{n}镇")"#);
    let unit = |n| format!(r#""第{n}局""#);
    for (plan, reason) in [
        (with("items", 3001, item), "清单太多，最多3000"),
        (with("tasks", 1001, task), "任务太多，最多1000"),
        (with("roster", 10_001, township), "乡镇太多，最多10000"),
        (with("leads", 301, unit), "一项任务的责任单位太多，最多300"),
    ] {
        let judged = judged(&plan);
        assert!(judged.contains(reason), "{judged}");
    }
}

fn report() -> (PlanFile, Report) {
    let file = format::plan::read(PLAN.as_bytes()).unwrap();
    let at = DateTime::parse_from_rfc3339("2025-10-08T09:00:00+08:00").unwrap();
    let (reporter, reviewer, phone) = ("张三".to_owned(), String::new(), String::new());
    let by = Signature { reporter, reviewer, phone, at, today: at.date_naive() };
    let edition = Edition { period: "2025Q3".parse().unwrap(), revision: 1, parent: None };
    let report = compose(&file.plan, &file.sha256, &file.plan.roster[0], &Ledger::default(), 0, edition, &by);
    (file, report)
}

#[test]
fn imported_reports_are_bounded() {
    let (_, mut report) = report();
    let read = |report: &Report| format::report::read(format::report::write(report).unwrap().as_bytes()).map(|_| ());
    report.taken_in = vec!["0".repeat(64); 1000];
    assert_eq!(read(&report), Ok(()));
    report.taken_in.push("1".repeat(64));
    assert!(matches!(read(&report), Err(format::FormatError::Report(_))));
}

#[test]
fn only_newest_reports_are_compared() {
    let (file, report) = report();
    let of = |number: i64| {
        let report = Report { made_at: report.made_at + chrono::Duration::seconds(number), ..report.clone() };
        let origin = ReportOrigin { path: number.to_string().into(), within: None };
        Received::of(origin, seal::sha256(&number.to_le_bytes()), report, &file)
    };
    let mut received: Vec<Received> = (0..510).chain(0..3).chain(508..510).map(of).collect();
    let apart = remove_excess(&mut received);
    let mut oldest: Vec<String> = apart.iter().map(|one| one.origin.to_string()).collect();
    oldest.sort();
    oldest.dedup();
    assert_eq!(oldest, (0..10).map(|number| number.to_string()).collect::<Vec<_>>());
    assert_eq!(received.len(), 502, "copies of those that count are told as such");
}

#[test]
fn archive_of_countless_records_is_refused() {
    let office = Office::new();
    let path = office.folder.path().join("备份.zip");
    let mut archive = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for number in 0..10_001 {
        archive.start_file(format!("receipts/a/510421100/{number}.ron"), stored).unwrap();
    }
    archive.finish().unwrap();
    let told = office.run(&["merge", path.to_str().unwrap(), "--township", "攀莲镇"]).refused(3);
    assert!(told.contains("超过10000个"), "{told}");
}

#[test]
fn name_numbering_is_bounded() {
    let folder = tempfile::tempdir().unwrap();
    let name = |number| if number == 1 { "a.ron".to_owned() } else { format!("a ({number}).ron") };
    (1..=1000).for_each(|number| fs::write(folder.path().join(name(number)), "别的").unwrap());
    assert!(outbox::hand_out(folder.path(), "a.ron", b"new").is_err());
    fs::remove_file(folder.path().join(name(700))).unwrap();
    assert_eq!(outbox::hand_out(folder.path(), "a.ron", b"new").unwrap(), folder.path().join(name(700)));
}

/// A county, and a report on a plan of so many tasks that answers to all make a long receipt.
fn report_of_many_tasks() -> (Office, Office, String) {
    let (county, township) = (Office::new(), Office::new());
    county.run(&["setup", "--county", "--office", "县科协", "--reporter", "王五"]).done();
    let mut plan = format::plan::read(PLAN.as_bytes()).unwrap().plan;
    "many".clone_into(&mut plan.id);
    let tasks = &mut plan.actions.last_mut().unwrap().tasks;
    let last = tasks.last().unwrap().clone();
    tasks.extend((last.no + 1..=200).map(|no| Task { no, items: vec![], ..last.clone() }));
    let plan = format::write_value(&plan, format::plan::FORMAT).unwrap();
    for office in [&county, &township] {
        let path = office.folder.path().join("规划.ron");
        fs::write(&path, &plan).unwrap();
        office.run(&["plan", "add", path.to_str().unwrap()]).done();
    }
    township.run(&["setup", "--plan", "many", "--township", "攀莲镇", "--reporter", "张三"]).done();
    let out = township.stick();
    let report = township.json(&["export", "--plan", "many", "--period", "2025", "--out", out.to_str().unwrap()]);
    let report = report["path"].as_str().unwrap().to_owned();
    (county, township, report)
}

#[test]
fn receipt_too_long_to_read_is_not_given() {
    let (county, township, report) = report_of_many_tasks();
    let out = county.stick();
    let give = |answers: usize| {
        let answers: Vec<String> = (100..100 + answers).map(|no| format!("{no}={}", "长".repeat(2000))).collect();
        let mut args = vec!["receipt", "give", &report, "--return", "--out", out.to_str().unwrap()];
        for answer in &answers {
            args.extend(["--remark", answer]);
        }
        county.run(&args)
    };
    let told = give(95).refused(2);
    assert!(told.contains("最多1 MB") && told.contains("写短"), "{told}");
    assert!(!out.exists() && !county.data().join("receipts").exists(), "nothing is kept that no township reads");
    give(80).done();
    let receipt = fs::read_dir(&out).unwrap().next().unwrap().unwrap().path();
    let length = fs::metadata(&receipt).unwrap().len();
    assert!(RECEIPT_MAX / 10 * 9 < length && length <= RECEIPT_MAX, "{length}");
    township.run(&["receipt", "open", receipt.to_str().unwrap(), "--plan", "many"]).done();
}

#[test]
fn receipt_over_its_limit_is_not_opened() {
    let (county, township, report) = report_of_many_tasks();
    let out = county.stick();
    county.run(&["receipt", "give", &report, "--accept", "--out", out.to_str().unwrap()]).done();
    let path = fs::read_dir(&out).unwrap().next().unwrap().unwrap().path();
    let receipt = fs::read_to_string(&path).unwrap();
    let body = seal::unseal(&receipt).unwrap().body;
    // Sealed again, so that only its length is wrong.
    let of_length = |length: u64| {
        let more = usize::try_from(length).unwrap() - receipt.len();
        seal::seal(format!("{body}// {}\n", "-".repeat(more - 4)))
    };
    let file = path.to_str().unwrap();
    fs::write(&path, of_length(RECEIPT_MAX + 1)).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().len(), RECEIPT_MAX + 1);
    let told = township.run(&["receipt", "open", file, "--plan", "many"]).refused(3);
    assert!(told.contains(file) && told.contains("超过1 MB"), "{told}");
    let other = Office::of_panlian();
    other.run(&["mark", "5.1", "doing", "--plan", "miyi-kxsz-2021-2025"]).done();
    let receipts = other.data().join("receipts/many/510421100");
    fs::create_dir_all(&receipts).unwrap();
    fs::copy(&path, receipts.join("回执.ron")).unwrap();
    let merged = township.run(&["merge", other.data().to_str().unwrap()]);
    assert!(merged.code == 1 && merged.err.contains("超过1 MB"), "{}{}", merged.out, merged.err);
    let verdict = &township.json(&["verify", file])[0];
    assert!(verdict["ok"] == false && verdict["reason"].as_str().unwrap().contains("超过1 MB"), "{verdict}");
    assert!(!township.data().join("receipts").exists());
    fs::write(&path, of_length(RECEIPT_MAX)).unwrap();
    township.run(&["receipt", "open", file, "--plan", "many"]).done();
}
