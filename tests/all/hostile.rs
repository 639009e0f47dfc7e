//! Hostile files: the program reports the error and does not crash.

use std::fs;

use proptest::prelude::*;
use taizhang::domain::ledger::Hex16;
use taizhang::format::{self, seal};

use crate::office::Office;

const FORMATS: [&str; 4] = ["taizhang-report", "taizhang-receipt", "taizhang-plan", "taizhang-ledger"];

/// Reads bytes as every format. Any result will do, except a panic.
fn read(bytes: &[u8]) -> [bool; 4] {
    [
        format::report::read(bytes).is_ok(),
        format::receipt::read(bytes).is_ok(),
        format::plan::read(bytes).is_ok(),
        format::ledger::read(bytes, Some(Hex16(1))).is_ok_and(|reading| !reading.entries.is_empty()),
    ]
}

/// A forged value, sealed as a report and hashed as a ledger line.
fn disguised(value: &str) -> Vec<String> {
    let pretend = FORMATS.iter().flat_map(|format| {
        let body = format!("(format:\"{format}\",version:1,x:{value})");
        let line = format!("{body} #{:016x}\n", seal::short(body.as_bytes()));
        [body.clone(), seal::seal(body), line]
    });
    let entry = format!(r#"(prev:"0000000000000000",stamp:1,at:"2025-01-01T00:00:00Z",by:"a",what:{value})"#);
    let line = format!("{entry} #{:016x}\n", seal::short(entry.as_bytes()));
    pretend.chain([value.to_owned(), seal::seal(value.to_owned()), line]).collect()
}

#[test]
fn endless_nesting_is_refused() {
    // Recursion this deep would overflow the 2 MB stack of a test thread.
    refuse_nesting(20_000);
}

/// Reads deeply nested files of every kind.
pub(crate) fn refuse_nesting(deep: usize) {
    let pairs = [("(", ")"), ("[", "]"), ("{1:", "}"), ("Some(", ")"), ("(a:", ")"), ("/*", "*/"), ("A(", ")")];
    for (open, close) in pairs {
        for value in [open.repeat(deep) + "1" + &close.repeat(deep), open.repeat(deep)] {
            for file in disguised(&value) {
                assert_eq!(read(file.as_bytes()), [false; 4], "{open}");
            }
        }
    }
}

/// The text of a real report without its seal.
fn body() -> String {
    let office = Office::of_panlian();
    office.run(&["mark", "5.1", "na", "--reason", "没有"]).done();
    let exported = office.json(&["export", "--period", "2025", "--out", office.stick().to_str().unwrap()]);
    let text = fs::read_to_string(exported["path"].as_str().unwrap()).unwrap();
    seal::unseal(&text).unwrap().body.to_owned()
}

#[test]
fn huge_numbers_are_refused() {
    let body = body();
    let long = "9".repeat(100_000);
    for number in ["18446744073709551616", "-1", "1e999999999", "0xfffffffffffffffff", "NaN", "inf", &long] {
        for field in ["version: 1", "revision: 1", "damaged: 0", "entries: 1", "total: 47", "people: 0"] {
            let (name, _) = field.split_once(' ').unwrap();
            assert!(body.contains(field), "{field}");
            let text = seal::seal(body.replace(field, &format!("{name} {number}")));
            assert!(format::report::read(text.as_bytes()).is_err(), "{field} -> {number}");
        }
    }
}

#[test]
fn extreme_dates_are_harmless() {
    let (office, body) = (Office::new(), body());
    let path = office.folder.path().join("收到的.ron");
    let edits = ["99999", "-025", "2025Q9", "２０２５", ""].map(|period| ("\"2025\"", period));
    let days = ["+262142-12-31", "-262143-01-01", "2025-02-30", "0000-00-00"].map(|day| ("NA", day));
    for (field, value) in edits.into_iter().chain(days) {
        let edited = match field {
            "NA" => body.replace("NotApplicable(reason: \"没有\")", &format!("Done(on: \"{value}\")")),
            period => body.replace(period, &format!("\"{value}\"")),
        };
        assert_ne!(edited, body);
        fs::write(&path, seal::seal(edited)).unwrap();
        let answer = office.run(&["verify", path.to_str().unwrap()]);
        assert_eq!(answer.code, 1, "{value}: {}{}", answer.out, answer.err);
    }
}

/// Text that must not reach a terminal: it clears the screen, sets colours, or reverses the reading order.
const ATTACK: &str = "甲\u{1b}[2J\u{9b}31m\u{202e}乙\u{2066}\u{7}";

#[track_caller]
fn assert_harmless(answer: &crate::office::Answer) {
    let harmful = |c: &char| {
        (c.is_control() && *c != '\n')
            || matches!(c, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    for text in [&answer.out, &answer.err] {
        assert_eq!(text.chars().find(harmful), None, "{text:?}");
    }
}

#[test]
fn hostile_report_shows_no_controls() {
    let (office, body) = (Office::new(), body());
    let path = office.folder.path().join("收到的.ron");
    let escaped: String = ATTACK.chars().flat_map(char::escape_unicode).collect();
    for from in ["攀莲镇", "510421100", "5.1", "miyi-kxsz-2021-2025", "taizhang-report\""] {
        for value in [ATTACK, &escaped] {
            let to = if from.ends_with('"') { format!("{value}\"") } else { value.to_owned() };
            fs::write(&path, seal::seal(body.replace(from, &to))).unwrap();
            for format in ["table", "json"] {
                let answer = office.run(&["verify", path.to_str().unwrap(), "--format", format]);
                assert_eq!(answer.code, 1, "{from}");
                assert_harmless(&answer);
            }
        }
    }
}

#[test]
fn hostile_plan_shows_no_controls() {
    let office = Office::new();
    let plan = include_str!("../../data/miyi-2021-2025.ron").replace("miyi-kxsz-2021-2025", ATTACK);
    let path = office.folder.path().join("规划.ron");
    fs::write(&path, plan).unwrap();
    let answer = office.run(&["list", "--township", "攀莲镇", "--plan", path.to_str().unwrap()]);
    assert_harmless(&answer);
    answer.refused(3);
}

#[test]
fn hostile_reason_reaches_no_terminal() {
    let office = Office::of_panlian();
    let answers = [
        office.run(&["mark", "5.1", "na", "--reason", ATTACK]),
        office.run(&["mark", ATTACK, "done"]),
        office.run(&["undo"]),
        office.run(&["redo"]),
        office.run(&["history"]),
        office.run(&["history", "--format", "json"]),
        office.run(&["history", "--format", "csv"]),
        office.run(&["show", "5"]),
        office.run(&["list", "--format", "json"]),
        office.run(&["list", "--township", ATTACK]),
        office.run(&[ATTACK]),
        office.run(&["setup", "--township", "攀莲镇", "--reporter", ATTACK]),
    ];
    for answer in answers {
        assert_harmless(&answer);
    }
}

#[test]
fn report_head_has_no_bidi_controls() {
    let office = Office::new();
    office.run(&["setup", "--township", "攀莲镇", "--reporter", "张\u{202e}三", "--phone", "1\u{2066}2"]);
    let stick = office.stick();
    let args = ["export", "--township", "攀莲镇", "--period", "2025", "--out", stick.to_str().unwrap()];
    let answer = office.run(&[&args[..], &["--format", "json"]].concat());
    if answer.code == 0 {
        let exported: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
        let text = fs::read_to_string(exported["path"].as_str().unwrap()).unwrap();
        let head: String = text.lines().take_while(|line| line.starts_with("//")).collect();
        assert!(!head.contains(['\u{202e}', '\u{2066}']), "{head:?}");
    }
}

/// Random text from pieces of this program's files.
fn ron() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[()\\[\\]{},:\"#!/*r' \n\r\t0-9a-z.]{1,6}",
        any::<char>().prop_map(String::from),
        proptest::sample::select(
            &[
                "format:\"taizhang-report\"",
                "format:\"taizhang-receipt\"",
                "format:\"taizhang-plan\"",
                "format:\"taizhang-ledger\"",
                "version:1,",
                "version:2,",
                "#![enable(implicit_some)]",
                "Some(",
                "None",
                "prev:",
                "stamp:18446744073709551615,",
                "what:Mark(",
                "// sha256: ",
                "\u{feff}",
                "\\u{110000}",
                "\u{0}",
                "\r\n",
                "r##\"",
                "0x",
                "1e999",
                "9223372036854775808",
                "-",
                "b'",
            ][..]
        )
        .prop_map(str::to_owned),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_bytes_parse_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        read(&bytes);
    }

    #[test]
    fn similar_files_parse_without_panic(value in ron()) {
        for file in disguised(&value) {
            read(file.as_bytes());
        }
    }

    #[test]
    fn altered_plans_parse_without_panic(at in any::<proptest::sample::Index>(), value in ron()) {
        let plan = include_str!("../../data/miyi-2021-2025.ron");
        let place = plan.char_indices().map(|(place, _)| place).nth(at.index(plan.chars().count())).unwrap();
        let text = [&plan[..place], &value, &plan[place..]].concat();
        drop(format::plan::read(text.as_bytes()));
    }
}
