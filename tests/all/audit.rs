//! The audit (审核): a scenario for each check, and what commands print of it.

use std::fs;

use serde_json::Value;
use taizhang::domain::activity::{ActivityPatch, Evidence};
use taizhang::domain::check::{CheckFinding, EvidenceFault, FindingPlace, ReportSize, Severity, StoreFacts, check};
use taizhang::domain::ledger::{Change, Hex16, ItemStatus, RemarkPatch};
use taizhang::domain::period::Period;
use taizhang::domain::plan::Plan;
use taizhang::domain::report::Signature;
use taizhang::format;

use crate::office::Office;
use crate::storage::PANLIAN;
use crate::test_pc::{Pc, done};

const PHOTO: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

/// A township without findings: an activity in each task, the third quarter over.
struct Township {
    plan: Plan,
    pc: Pc,
    period: Period,
    by: Signature,
    facts: StoreFacts,
}

impl Township {
    fn new() -> Self {
        let plan = format::plan::read(include_bytes!("../../data/miyi-2021-2025.ron")).unwrap().plan;
        let mut pc = Pc::new(1);
        for no in plan.owed().map(|(_, task)| task.no) {
            pc.write(activity(u64::from(no), no, "2025-03-12"));
        }
        let at = "2025-10-08T09:00:00+08:00".parse().unwrap();
        let (reporter, reviewer, phone) = ("张三".to_owned(), String::new(), String::new());
        let by = Signature { reporter, reviewer, phone, at, today: "2025-10-08".parse().unwrap() };
        Self { plan, pc, period: "2025Q3".parse().unwrap(), by, facts: StoreFacts::default() }
    }

    fn findings(&self) -> Vec<CheckFinding> {
        check(&self.plan, &self.pc.knows, self.period, &self.by, &self.facts)
    }

    fn mark(&mut self, item: &str, year: Option<i32>, to: ItemStatus) {
        self.pc.write(Change::Mark { item: item.to_owned(), year, to });
    }

    fn without_activity(&mut self, no: u32) {
        let set = ActivityPatch { dropped: Some(true), ..ActivityPatch::default() };
        self.pc.write(Change::Activity { id: Hex16(u64::from(no)), set });
    }

    fn own_item(&mut self, id: &str, task: u32) {
        self.pc.write(Change::OwnItem { item: id.to_owned(), task, text: Some("请老专家讲课".to_owned()) });
    }

    fn photo(&mut self, date: &str, fault: Option<EvidenceFault>) {
        let piece = Evidence { name: "照片.jpg".to_owned(), bytes: 3, sha256: PHOTO.to_owned() };
        let Change::Activity { id, set } = activity(99, 5, date) else { return };
        self.pc.write(Change::Activity { id, set: ActivityPatch { evidence: Some(vec![piece]), ..set } });
        self.facts.evidence.extend(fault.map(|fault| (PHOTO.to_owned(), fault)));
    }
}

fn activity(id: u64, task: u32, date: &str) -> Change {
    let date = Some(date.parse().unwrap());
    let set =
        ActivityPatch { date, task: Some(task), title: Some("赶集宣传".to_owned()), ..ActivityPatch::default() };
    Change::Activity { id: Hex16(id), set }
}

fn item(id: &str) -> FindingPlace {
    FindingPlace::Item { task: id.split('.').next().unwrap().parse().unwrap(), id: id.to_owned() }
}

type Make = fn(&mut Township);
type Scenario = (&'static str, Make, Severity, FindingPlace, &'static str);

/// A scenario per check: the records, the finding, where it is fixed, and a word of its sentence.
#[allow(clippy::too_many_lines, reason = "a table")]
fn scenarios() -> Vec<Scenario> {
    use Severity::{Error, Warning};
    let held = FindingPlace::Activity { task: 5, id: Hex16(99) };
    vec![
        ("no reporter", |it| it.by.reporter = " ".into(), Error, FindingPlace::Reporter, "没有填报人"),
        ("newer entries", |it| it.facts.uncounted.newer = 2, Error, FindingPlace::Ledgers, "2处是新版程序写的"),
        ("unread ledgers", |it| it.facts.uncounted.unread = 2, Error, FindingPlace::Ledgers, "2处读不了"),
        ("damaged lines", |it| it.facts.damaged = 3, Warning, FindingPlace::Ledgers, "3行损坏"),
        (
            "a ledger put back from an old copy",
            |it| it.facts.rolled_back = vec![(Hex16(7), 4)],
            Warning,
            FindingPlace::Ledgers,
            "少了4条",
        ),
        (
            "an unfinished period",
            |it| it.by.today = "2025-09-30".parse().unwrap(),
            Warning,
            FindingPlace::Period,
            "期未满",
        ),
        ("a coming period", |it| it.period = "2025Q4".parse().unwrap(), Warning, FindingPlace::Period, "才满"),
        (
            "a period to come",
            |it| it.by.today = "2025-06-30".parse().unwrap(),
            Warning,
            FindingPlace::Period,
            "还没有开始",
        ),
        (
            "an activity before the plan",
            |it| drop(it.pc.write(activity(99, 5, "2020-12-31"))),
            Error,
            held.clone(),
            "不在规划的年份内",
        ),
        (
            "an activity after the plan",
            |it| {
                it.by.today = "2026-02-01".parse().unwrap();
                it.pc.write(activity(99, 5, "2026-01-01"));
            },
            Error,
            held.clone(),
            "不在规划的年份内",
        ),
        (
            "an activity to come, of another period too",
            |it| drop(it.pc.write(activity(99, 5, "2025-10-09"))),
            Error,
            held.clone(),
            "还没有到",
        ),
        (
            "an activity of a task that is none",
            |it| drop(it.pc.write(activity(99, 50, "2025-07-01"))),
            Error,
            FindingPlace::Activity { task: 50, id: Hex16(99) },
            "县里收不进",
        ),
        (
            "an activity of no task, of another period",
            |it| drop(it.pc.write(activity(99, 50, "2025-03-12"))),
            Warning,
            FindingPlace::Activity { task: 50, id: Hex16(99) },
            "任务50",
        ),
        (
            "a report that is too large",
            |it| it.facts.size = ReportSize { bytes: (16 << 20) + 1, most: 16 << 20 },
            Error,
            FindingPlace::Period,
            "上报文件有16.1 MB，超过县里能收的16 MB",
        ),
        (
            "a report that is nearly too large",
            |it| it.facts.size = ReportSize { bytes: 13 << 20, most: 16 << 20 },
            Warning,
            FindingPlace::Period,
            "上报文件已有13.0 MB",
        ),
        (
            "a report that the county refuses for another reason",
            |it| it.facts.refused = Some("少了清单 1.1。".to_owned()),
            Error,
            FindingPlace::Period,
            "这份上报县里收不进：少了清单 1.1。",
        ),
        (
            "done on a day to come",
            |it| {
                it.by.today = "2025-09-29".parse().unwrap();
                it.mark("5.1", Some(2025), done("2025-09-30"));
            },
            Error,
            item("5.1"),
            "还没有到",
        ),
        (
            "done on a day to come, after the period",
            |it| it.mark("5.1", Some(2025), done("2025-10-09")),
            Warning,
            item("5.1"),
            "按进行中上报",
        ),
        ("done in another year", |it| it.mark("5.1", Some(2025), done("2024-05-01")), Warning, item("5.1"), "2025年度"),
        (
            "done once outside the plan",
            |it| it.mark("17.1", None, done("2020-05-01")),
            Error,
            item("17.1"),
            "规划的年份",
        ),
        (
            "an own item done on a day to come",
            |it| {
                it.own_item("5.z1", 5);
                it.mark("5.z1", Some(2025), done("2025-12-01"));
            },
            Warning,
            item("5.z1"),
            "还没有到",
        ),
        ("an own item of a task that is none", |it| it.own_item("50.z1", 50), Error, item("50.z1"), "任务50"),
        (
            "a photo that is gone",
            |it| it.photo("2025-08-01", Some(EvidenceFault::Missing)),
            Warning,
            held.clone(),
            "“照片.jpg”找不到",
        ),
        (
            "a photo that is another",
            |it| it.photo("2025-08-01", Some(EvidenceFault::Differs)),
            Warning,
            held,
            "与登记时不一样",
        ),
        (
            "done and nothing held",
            |it| {
                it.without_activity(2);
                it.mark("2.1", Some(2025), done("2025-07-01"));
                it.mark("2.2", Some(2025), done("2025-07-01"));
            },
            Warning,
            FindingPlace::Activities(2),
            "2.1、2.2 已完成",
        ),
        ("nothing recorded", |it| it.without_activity(2), Warning, FindingPlace::Remark(2), "没有任何记录"),
        (
            "held only after the period",
            |it| {
                it.without_activity(2);
                it.pc.write(activity(99, 2, "2025-10-01"));
            },
            Warning,
            FindingPlace::Remark(2),
            "没有任何记录",
        ),
    ]
}

#[test]
fn each_check_names_its_field() {
    assert_eq!(Township::new().findings(), [], "a clean township");
    for (name, make, level, place, says) in scenarios() {
        let mut township = Township::new();
        make(&mut township);
        let mut found = township.findings();
        // Before the last day of the period, the report is also called unfinished.
        if place != FindingPlace::Period {
            found.retain(|finding| finding.place != FindingPlace::Period);
        }
        assert_eq!(found.len(), 1, "{name}: {found:?}");
        assert_eq!((found[0].level, &found[0].place), (level, &place), "{name}: {found:?}");
        assert!(found[0].text.contains(says) && found[0].text.ends_with('。'), "{name}: {found:?}");
    }
}

#[test]
fn clean_records_pass_the_check() {
    let cases: [(&str, Make); 9] = [
        ("done with an activity", |it| it.mark("5.1", Some(2025), done("2025-09-30"))),
        ("a reason is given", |it| {
            it.without_activity(2);
            let set = RemarkPatch { nothing: Some("没有学校".to_owned()), ..RemarkPatch::default() };
            it.pc.write(Change::Remark { task: 2, year: 2025, set });
        }),
        ("an item is under way", |it| {
            it.without_activity(2);
            it.mark("2.1", Some(2025), ItemStatus::Doing);
        }),
        ("an item does not apply", |it| {
            it.without_activity(2);
            it.mark("2.1", Some(2025), ItemStatus::NotApplicable { reason: "没有".to_owned() });
        }),
        ("an own item is under way", |it| {
            it.without_activity(2);
            it.own_item("2.z1", 2);
            it.mark("2.z1", Some(2025), ItemStatus::Doing);
        }),
        ("owed once and done in a year before", |it| {
            it.without_activity(17);
            it.mark("17.1", None, done("2023-05-01"));
        }),
        ("marked and taken back", |it| {
            it.mark("5.1", Some(2025), done("2025-12-31"));
            it.pc.undo().unwrap();
        }),
        ("a photo that lies there", |it| it.photo("2025-08-01", None)),
        ("a lost photo of another period", |it| it.photo("2025-03-01", Some(EvidenceFault::Missing))),
    ];
    for (name, make) in cases {
        let mut township = Township::new();
        make(&mut township);
        assert_eq!(township.findings(), [], "{name}");
    }
}

#[test]
fn errors_come_before_warnings() {
    let mut township = Township::new();
    township.without_activity(2);
    township.facts.damaged = 1;
    township.pc.write(activity(99, 26, "2025-12-01"));
    let levels: Vec<Severity> = township.findings().iter().map(|finding| finding.level).collect();
    assert_eq!(levels, [Severity::Error, Severity::Warning, Severity::Warning]);
}

#[test]
fn early_clock_is_reported_once() {
    let mut township = Township::new();
    township.by.today = "2010-01-01".parse().unwrap();
    township.mark("5.1", Some(2025), done("2025-09-30"));
    let found = township.findings();
    let errors: Vec<&CheckFinding> = found.iter().filter(|finding| finding.level == Severity::Error).collect();
    assert_eq!((errors.len(), &errors[0].place), (1, &FindingPlace::Clock), "{found:?}");
    assert!(errors[0].text.contains("21处"), "{found:?}");
}

#[test]
fn long_item_list_is_shortened() {
    let mut township = Township::new();
    let items = township.plan.task(6).unwrap().1.items.clone();
    assert_eq!(items.len(), 4);
    for item in &items {
        township.mark(&item.id, Some(2025), done("2025-09-30"));
    }
    township.without_activity(6);
    let found = township.findings();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].text.contains("6.1、6.2、6.3等4条 已完成"), "{found:?}");
}

/// Findings of `check` as JSON (docs/cli.md), and its exit code.
fn checked(office: &Office, more: &[&str]) -> (Vec<Value>, i32) {
    let answer = office.run(&[&["check", "--period", "2025", "--format", "json"], more].concat());
    (serde_json::from_str(&answer.out).unwrap(), answer.code)
}

fn export(office: &Office, more: &[&str]) -> crate::office::Answer {
    let stick = office.stick();
    office.run(&[&["export", "--period", "2025", "--out", stick.to_str().unwrap()], more].concat())
}

/// An office with an activity on 2025-11-20 and a photo of it.
fn office_with_a_photo() -> (Office, String) {
    let office = Office::of_panlian();
    let photo = office.folder.path().join("照片.jpg");
    fs::write(&photo, "photo").unwrap();
    let args = ["activity", "add", "--task", "5", "--date", "2025-11-20", "--title", "赶集宣传", "--evidence"];
    let added = office.json(&[&args[..], &[photo.to_str().unwrap()]].concat());
    let sha256 = added["evidence"][0]["sha256"].as_str().unwrap().to_owned();
    (office, sha256)
}

#[test]
fn warnings_do_not_stop_export() {
    let office = Office::of_panlian();
    office.run(&["mark", "5.1", "done", "--on", "2025-03-12"]).done();
    let (found, code) = checked(&office, &[]);
    assert_eq!(code, 0);
    assert!(found.iter().all(|one| one["level"] == "warning"), "{found:?}");
    let of_task = |no: u32| found.iter().find(|one| one["task"] == no).unwrap()["text"].as_str().unwrap().to_owned();
    assert!(of_task(5).contains("5.1 已完成，但没有记活动"), "{}", of_task(5));
    assert!(of_task(6).contains("没有任何记录"), "{}", of_task(6));
    assert_eq!(found.iter().filter(|one| !one["task"].is_null()).count(), 20, "each task of the township once");

    let answer = export(&office, &[]);
    assert!(answer.err.contains("提醒：") && answer.err.contains("期未满"), "{}", answer.err);
    assert!(answer.err.lines().count() < 12 && answer.err.contains("taizhang check"), "{}", answer.err);
    answer.done();
}

#[test]
fn errors_stop_export() {
    let (office, _) = office_with_a_photo();
    let earlier = ["--today", "2025-11-19"];
    let (found, code) = checked(&office, &earlier);
    assert_eq!((code, &found[0]["level"], &found[0]["task"]), (1, &"error".into(), &5.into()));
    assert!(found[0]["activity"].is_string() && found[0]["item"].is_null(), "{found:?}");
    let sentence = export(&office, &earlier).refused(3);
    assert!(sentence.contains("不能上报") && sentence.contains("赶集宣传"), "{sentence}");

    office.run(&["mark", "6.1", "done", "--on", "2025-11-22"]).done();
    let sentence = export(&office, &earlier).refused(3);
    assert!(sentence.contains("2处错误") && sentence.contains("6.1"), "{sentence}");
    assert!(!office.stick().exists() && !office.data().join("outbox").exists());
    export(&office, &[]).done();
}

#[test]
fn changed_photo_names_its_activity() {
    for (meddle, says) in [(None, "找不到"), (Some("phot0"), "不一样"), (Some("photos"), "不一样")] {
        let (office, sha256) = office_with_a_photo();
        let kept = office.data().join("evidence/miyi-kxsz-2021-2025").join(PANLIAN).join(sha256);
        assert_eq!(checked(&office, &[]).0.iter().filter(|one| one["task"] == 5).count(), 0);
        match meddle {
            Some(content) => fs::write(&kept, content).unwrap(),
            None => fs::remove_file(&kept).unwrap(),
        }
        let (found, code) = checked(&office, &[]);
        let told = found.iter().find(|one| one["task"] == 5).unwrap();
        assert_eq!((code, &told["level"]), (0, &"warning".into()));
        assert!(told["text"].as_str().unwrap().contains(says), "{told}");
        let answer = export(&office, &[]);
        assert!(answer.err.contains(says), "{}", answer.err);
        answer.done();
    }
}

#[test]
fn check_says_whether_audit_passed() {
    let (office, _) = office_with_a_photo();
    let told = office.run(&["check", "--period", "2025"]).done();
    assert!(told.contains("审核通过，没有错误，有20处提醒"), "{told}");
    let answer = office.run(&["check", "--period", "2025", "--today", "2025-11-19"]);
    assert!(answer.code == 1 && answer.out.contains("审核没有通过：1处错误"), "{}", answer.out);
    let csv = office.run(&["check", "--period", "2025", "--format", "csv"]).done();
    assert_eq!(csv.trim_start_matches('\u{feff}').lines().next(), Some("level,task,item,activity,text"));
}

#[test]
fn damaged_line_is_a_warning() {
    let (office, _) = office_with_a_photo();
    office.run(&["mark", "5.1", "doing"]).done();
    let ledger = office.ledgers(PANLIAN).remove(0);
    let mut bytes = fs::read(&ledger).unwrap();
    let place = bytes.len() - 30;
    bytes[place] ^= 1;
    fs::write(&ledger, bytes).unwrap();
    let (found, code) = checked(&office, &[]);
    assert_eq!((code, &found[0]["level"]), (0, &"warning".into()));
    assert!(found[0]["text"].as_str().unwrap().contains("1行损坏"), "{found:?}");
}

#[test]
fn check_needs_township_and_period() {
    Office::new().run(&["check", "--period", "2025"]).refused(2);
    let office = Office::of_panlian();
    for args in [&["check"][..], &["check", "--period", "2020"], &["check", "--period", "去年"]] {
        office.run(args).refused(2);
    }
}
