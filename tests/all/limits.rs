//! Files made to take for ever: each limit is told at once, and nothing beyond it is worked on.

use std::fs;

use chrono::DateTime;
use taizhang::domain::county::{Origin, Received, set_apart};
use taizhang::domain::ledger::Ledger;
use taizhang::domain::plan::PlanFile;
use taizhang::domain::report::{Edition, Report, Signature, compose};
use taizhang::format::{self, seal};
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

/// The plan with so many of something put into the first list of that name.
fn with(list: &str, count: usize, one: impl Fn(usize) -> String) -> String {
    let at = PLAN.find(&format!("{list}: [")).unwrap() + list.len() + 3;
    let more: String = (0..count).map(|number| one(number) + ",").collect();
    format!("{}{more}{}", &PLAN[..at], &PLAN[at..])
}

#[test]
fn years_of_a_plan_are_bounded() {
    for years in ["-2147483648, 2025", "2021, 2147483647", "1900, 1930", "2000, 2050", "2025, 2021", "2190, 2201"] {
        let reason = judged(&PLAN.replace("years: (2021, 2025)", &format!("years: ({years})")));
        assert!(reason.contains("起止年份"), "{years}: {reason}");
    }
    assert_eq!(judged(&PLAN.replace("years: (2021, 2025)", "years: (2001, 2050)")), "");
}

#[test]
fn long_text_with_many_quotes_is_refused_at_once() {
    let item = |n| format!(r#"(id: "1.{n}", text: "a", quote: "aaaaaaaaaaaaaaaaaaaab", cycle: yearly)"#);
    let items = (100..2000).map(item).collect::<Vec<_>>().join(",") + ",";
    let text = "a".repeat(440_000) + "b";
    let plan =
        PLAN.replacen("text: \"", &format!("text: \"{text}"), 1).replacen("items: [", &format!("items: [{items}"), 1);
    assert!(judged(&plan).contains("任务 1 的原文太长"));
}

#[test]
fn parts_of_a_plan_are_bounded() {
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
fn reports_taken_in_are_bounded() {
    let (_, mut report) = report();
    let read = |report: &Report| format::report::read(format::report::write(report).unwrap().as_bytes()).map(|_| ());
    report.taken_in = vec!["0".repeat(64); 1000];
    assert_eq!(read(&report), Ok(()));
    report.taken_in.push("1".repeat(64));
    assert!(matches!(read(&report), Err(format::FormatError::Report(_))));
}

#[test]
fn only_the_newest_of_countless_reports_are_compared() {
    let (file, report) = report();
    let of = |number: i64| {
        let report = Report { made_at: report.made_at + chrono::Duration::seconds(number), ..report.clone() };
        let origin = Origin { path: number.to_string().into(), within: None };
        Received::of(origin, seal::sha256(&number.to_le_bytes()), report, &file)
    };
    let mut received: Vec<Received> = (0..510).chain(0..3).chain(508..510).map(of).collect();
    let apart = set_apart(&mut received);
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
fn names_are_not_numbered_without_end() {
    let folder = tempfile::tempdir().unwrap();
    let name = |number| if number == 1 { "a.ron".to_owned() } else { format!("a ({number}).ron") };
    (1..=1000).for_each(|number| fs::write(folder.path().join(name(number)), "别的").unwrap());
    assert!(outbox::hand_out(folder.path(), "a.ron", b"new").is_err());
    fs::remove_file(folder.path().join(name(700))).unwrap();
    assert_eq!(outbox::hand_out(folder.path(), "a.ron", b"new").unwrap(), folder.path().join(name(700)));
}
