//! Reports that the county would refuse are not exported: `check` names the reason.

use std::fs;
use std::path::Path;

use chrono::DateTime;
use taizhang::domain::activity::ActivityPatch;
use taizhang::domain::ledger::{Change, Hex16};
use taizhang::format::ledger::{Draft, Header};

use crate::office::Office;
use crate::test_pc::Pc;

const PLAN: &str = "miyi-kxsz-2021-2025";
const PANLIAN: &str = "510421100";

fn activity(id: u64, set: ActivityPatch) -> Change {
    let (date, task) = (Some("2025-08-01".parse().unwrap()), Some(5));
    let title = Some("赶集宣传".to_owned());
    let set = ActivityPatch { date, task: set.task.or(task), title: set.title.clone().or(title), ..set };
    Change::Activity { id: Hex16(id), set }
}

fn merge(office: &Office, changes: Vec<Change>) {
    let mut pc = Pc::new(1);
    let mut text = Header::new(PLAN, PANLIAN, pc.device).line().unwrap().0;
    for (stamp, what) in (1..).zip(changes) {
        let at = DateTime::UNIX_EPOCH.fixed_offset();
        let draft = Draft { prev: pc.last, stamp, at, by: "张三".into(), what };
        let (line, entry) = draft.line(pc.device).unwrap();
        pc.last = entry.id;
        text += &line;
    }
    let path = office.folder.path().join("0000000000000001.ledger");
    fs::write(&path, text).unwrap();
    office.run(&["merge", path.to_str().unwrap()]).done();
}

/// Neither export nor check passes, and both say why. After `mend`, the county accepts the report.
#[track_caller]
fn refused_until_mended(office: &Office, why: &str, mend: &[&str]) {
    let stick = office.stick();
    let stick = stick.to_str().unwrap();
    let found = office.run(&["check", "--period", "2025Q3"]);
    assert!(found.code == 1 && found.out.contains(why), "{}{}", found.out, found.err);
    let told = office.run(&["export", "--period", "2025Q3", "--out", stick]).refused(3);
    assert!(told.contains(why), "{told}");
    assert!(!Path::new(stick).exists() && !office.data().join("outbox").exists(), "nothing is kept");
    office.run(mend).done();
    office.run(&["export", "--period", "2025Q3", "--out", stick]).done();
    let collected = office.json(&["collect", stick, "--period", "2025Q3"]);
    assert_eq!(collected["rejected"].as_array().unwrap().len(), 0, "{collected}");
}

#[test]
fn oversized_report_is_refused() {
    let office = Office::of_panlian();
    // As large as 290 notes of the greatest length, but faster to read.
    let note = Some("字".repeat(5_700_000));
    merge(&office, vec![activity(0x1234, ActivityPatch { note, ..ActivityPatch::default() })]);
    let told = office.run(&["export", "--period", "2025Q3", "--out", office.stick().to_str().unwrap()]).refused(3);
    assert!(told.contains("最长的是活动“赶集宣传”") && told.contains("把备注写短"), "{told}");
    assert!(!office.data().join("outbox").exists(), "nothing is kept");
}

#[test]
fn activity_of_no_task_is_refused() {
    let office = Office::of_panlian();
    merge(&office, vec![activity(0x1234, ActivityPatch { task: Some(99), ..ActivityPatch::default() })]);
    refused_until_mended(&office, "任务99", &["activity", "edit", "0000000000001234", "--task", "5"]);
}

#[test]
fn own_item_of_no_task_is_refused() {
    let office = Office::of_panlian();
    merge(&office, vec![Change::OwnItem { item: "99.z1".to_owned(), task: 99, text: Some("请老专家讲课".to_owned()) }]);
    refused_until_mended(&office, "任务99", &["item", "drop", "99.z1"]);
}

#[test]
fn excessive_number_is_refused() {
    let office = Office::of_panlian();
    let people = Some(Some(1_000_000_001));
    merge(&office, vec![activity(0x1234, ActivityPatch { people, ..ActivityPatch::default() })]);
    refused_until_mended(&office, "数字", &["activity", "edit", "0000000000001234", "--people", "120"]);
}
