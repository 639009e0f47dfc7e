//! `plan import`: any text encoding, the JSON, the project's own notice, and files that are no notice.

use std::fs;
use std::time::{Duration, Instant};

use encoding_rs::GB18030;
use serde_json::Value;

use crate::office::{Answer, Office};

const NOTICE: &str = "青溪县人民政府办公室关于印发青溪县2027年台账工作要点的通知
青府办发〔2027〕8号
各乡镇人民政府：
一、重点任务
（一）建台账。逐村登记。
牵头单位：县甲局
责任单位：县乙局、各乡镇
完成时限：2027年6月底前
（二）管台账。专人保管，每季度开展检查。（责任单位：各乡镇）
";

/// Imports a file of these bytes.
fn import(bytes: &[u8]) -> Answer {
    let office = Office::new();
    let file = office.folder.path().join("通知.txt");
    fs::write(&file, bytes).unwrap();
    office.run(&["plan", "import", file.to_str().unwrap(), "--format", "json"])
}

fn json(bytes: &[u8]) -> Value {
    serde_json::from_str(&import(bytes).done()).unwrap()
}

fn utf_16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

#[test]
fn every_encoding_gives_one_plan() {
    let plain = json(NOTICE.as_bytes());
    assert_eq!(plain["tasks"].as_array().unwrap().len(), 2);
    let with_mark = format!("\u{feff}{NOTICE}");
    let encoded = [
        ("UTF-8 with mark", with_mark.clone().into_bytes()),
        ("CRLF", NOTICE.replace('\n', "\r\n").into_bytes()),
        ("UTF-16LE", utf_16(NOTICE, u16::to_le_bytes)),
        ("UTF-16BE", utf_16(NOTICE, u16::to_be_bytes)),
        ("UTF-16LE with mark", utf_16(&with_mark, u16::to_le_bytes)),
        ("UTF-16BE with mark and CRLF", utf_16(&with_mark.replace('\n', "\r\n"), u16::to_be_bytes)),
        ("GBK", GB18030.encode(NOTICE).0.into_owned()),
        ("GBK and CRLF", GB18030.encode(&NOTICE.replace('\n', "\r\n")).0.into_owned()),
    ];
    for (name, bytes) in encoded {
        assert_eq!(json(&bytes), plain, "{name}");
    }
}

#[test]
fn json_names_each_source() {
    let plan = json(NOTICE.as_bytes());
    assert_eq!(plan["number"], "青府办发〔2027〕8号");
    assert_eq!(plan["years"], serde_json::json!([2027, 2027]));
    let task = &plan["tasks"][0];
    assert_eq!((&task["no"], &task["label"], &task["title"]), (&1.into(), &"（一）".into(), &"建台账".into()));
    assert_eq!(task["leads"], serde_json::json!(["县甲局"]));
    assert_eq!(task["partners"], serde_json::json!(["县乙局", "各乡镇"]));
    assert_eq!((&task["parted"], &task["role"]), (&true.into(), &"partner".into()));
    assert_eq!((&task["deadline"], &task["lines"]), (&"2027年6月底前".into(), &serde_json::json!([5, 8])));
    let item = &plan["tasks"][1]["items"][0];
    assert_eq!((&item["due"], &item["cycle"]), (&"quarterly".into(), &"quarterly".into()));
}

#[test]
fn own_notice_gives_embedded_tasks() {
    let imported = json(include_bytes!("../../data/miyi-2021-2025.md"));
    let embedded = Office::new().json(&["list", "--all", "--township", "攀莲镇"]);
    let of_kind = |kind: &str| -> Vec<Value> {
        imported["tasks"].as_array().unwrap().iter().filter(|task| task["kind"] == kind).cloned().collect()
    };
    let same = |read: &[Value], known: &Value, fields: &[&str]| {
        assert_eq!(read.len(), known.as_array().unwrap().len());
        for (read, known) in read.iter().zip(known.as_array().unwrap()) {
            for field in fields {
                // The one scanning error that the plan corrects.
                let read: Value = serde_json::from_str(&read[field].to_string().replace('學', "学")).unwrap();
                assert_eq!(read, known[field], "{} {field}", known["title"]);
            }
        }
    };
    same(&of_kind("task"), &embedded["tasks"], &["no", "title", "text", "leads", "partners", "parted", "role"]);
    same(&of_kind("safeguard"), &embedded["safeguards"], &["title", "text", "leads", "partners"]);
    let sections = of_kind("task").iter().map(|task| task["section"].clone()).collect::<Vec<_>>();
    let actions = embedded["tasks"].as_array().unwrap().iter().map(|task| task["action"]["title"].clone());
    assert_eq!(sections, actions.collect::<Vec<_>>());
    let findings = imported["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 2, "the rule, and that this plan is here already: {findings:?}");
    let says = |word: &str| findings.iter().any(|one| one["text"].as_str().unwrap().contains(word));
    assert!(says("逗号前为牵头单位") && says("--revises miyi-kxsz-2021-2025"));
}

#[test]
fn other_files_are_refused() {
    for (bytes, says) in [
        (&b"abc\n"[..], "没有读出一项任务"),
        (b"", "没有读出一项任务"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01\0\x08\x06", "不是文本文件"),
        (b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0\xff\xfe\xfd", "损坏的 Word 文档"),
    ] {
        let told = import(bytes).refused(3);
        assert!(told.contains(says) && told.matches('。').count() == 2, "{told}");
    }
}

#[test]
fn hostile_texts_end_without_panic() {
    import_hostile_texts(20_000, Duration::from_secs(7));
}

/// Imports hostile texts of `size` characters, each within `most`.
pub(crate) fn import_hostile_texts(size: usize, most: Duration) {
    let texts = [
        "（".repeat(size),
        "（责任单位：".repeat(size / 6),
        format!("{}{}", "（".repeat(size / 2), "）".repeat(size / 2)),
        "责任单位：县甲局、各乡镇。（一）建台账。".repeat(size / 20),
        "县甲局、".repeat(size / 4),
        "1.\n2.\n".repeat(size / 6),
        "（一）建。〔县甲局牵头。以下任务均需各乡镇落实，不再列出〕\n".repeat(size / 30),
        format!("序号\n内容\n责任单位\n1\n{}", "县甲局\n".repeat(size / 4)),
        "“".repeat(size),
    ];
    for text in texts {
        let began = Instant::now();
        let answer = import(text.as_bytes());
        assert!(matches!(answer.code, 0 | 3), "{}", answer.err);
        assert!(began.elapsed() < most, "{}", text.chars().take(20).collect::<String>());
    }
}

#[test]
fn oversized_file_is_refused() {
    let told = import(&vec![b'a'; (8 << 20) + 1]).refused(3);
    assert!(told.contains("太大") || told.contains("过大") || told.contains("超过"), "{told}");
}

#[test]
fn undecodable_character_is_a_finding() {
    let mut bytes = GB18030.encode(NOTICE).0.into_owned();
    let register = GB18030.encode("逐村登记").0.into_owned();
    let at = bytes.windows(register.len()).position(|words| words == register).unwrap();
    bytes.insert(at, 0xFF);
    let plan = json(&bytes);
    assert_eq!(plan["tasks"].as_array().unwrap().len(), 2);
    let findings = plan["findings"].as_array().unwrap();
    let unread = findings.iter().find(|one| one["text"].as_str().unwrap().contains("读不出")).unwrap();
    assert_eq!(unread["line"], 5);
}
