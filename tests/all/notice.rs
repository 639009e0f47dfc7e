//! The embedded plan says what the notice says. The test reads the notice by its own rules and shares no code with
//! the program.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::office::Office;

/// The notice as published, with page breaks.
const NOTICE: &str = include_str!("../../data/miyi-2021-2025.md");

/// Tasks that name 各乡镇. They lead only task 26.
const OWED: [u64; 20] = [1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 17, 19, 20, 22, 23, 24, 25, 26];

/// A task or safeguard of the notice.
#[derive(Debug, Default, Clone, PartialEq)]
struct NoticeTask {
    action: String,
    title: String,
    text: String,
    units: String,
}

/// The tasks and safeguards of the notice. Page breaks are joined; errata are not corrected.
fn notice() -> (Vec<NoticeTask>, Vec<NoticeTask>) {
    let start = NOTICE.find("## 二、主要任务和责任分工").unwrap();
    let end = NOTICE.find("**信息公开选项").unwrap();
    let (mut tasks, mut safeguards) = (Vec::new(), Vec::new());
    let mut action = String::new();
    let mut of_safeguards = false;
    for paragraph in NOTICE[start..end].split("\n\n").map(str::trim).filter(|text| !text.is_empty()) {
        if paragraph.starts_with('#') {
            let heading = paragraph.trim_matches(['#', '*', ' ']);
            of_safeguards |= heading == "三、保障措施";
            if let Some((_, title)) = heading.split_once('）') {
                title.clone_into(&mut action);
                if of_safeguards {
                    safeguards.push(NoticeTask { title: action.clone(), ..NoticeTask::default() });
                }
            }
            continue;
        }
        if let Some(bold) = paragraph.strip_prefix("**") {
            let (heading, text) = bold.split_once("**").unwrap();
            let (no, title) = heading.split_once('.').unwrap();
            assert_eq!(no.parse(), Ok(tasks.len() + 1), "tasks run on: {heading}");
            let title = title.trim().trim_end_matches('。').to_owned();
            tasks.push(NoticeTask { action: action.clone(), title, text: text.to_owned(), units: String::new() });
            continue;
        }
        let expected = if of_safeguards { safeguards.last_mut() } else { tasks.last_mut() }.unwrap();
        if let Some(units) = paragraph.strip_prefix("责任单位：") {
            units.clone_into(&mut expected.units);
        } else if expected.units.is_empty() {
            expected.text += paragraph;
        } else {
            // A page break inside the unit list.
            expected.units += paragraph;
        }
    }
    (tasks, safeguards)
}

impl NoticeTask {
    /// The units before and after the comma. Units after a second comma are partners too.
    fn parted(&self) -> (Vec<String>, Vec<String>) {
        let list = self.units.split('（').next().unwrap();
        let names = |part: &str| part.split(['、', '，']).map(str::to_owned).collect();
        match list.split_once('，') {
            Some((leads, partners)) => (names(leads), names(partners)),
            None => (names(list), Vec::new()),
        }
    }
}

fn list(more: &[&str]) -> Value {
    let mut args = vec!["list", "--township", "攀莲镇"];
    args.extend(more);
    Office::new().json(&args)
}

fn tasks(listing: &Value) -> &Vec<Value> {
    listing["tasks"].as_array().unwrap()
}

fn words(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|word| word.as_str().unwrap().to_owned()).collect()
}

#[test]
fn notice_has_its_28_tasks() {
    let (tasks, safeguards) = notice();
    let actions: BTreeSet<&str> = tasks.iter().map(|task| task.action.as_str()).collect();
    assert_eq!((actions.len(), tasks.len(), safeguards.len()), (10, 28, 3));
    assert!(
        tasks.iter().chain(&safeguards).all(|expected| expected.text.ends_with('。') && !expected.units.is_empty())
    );
}

#[test]
fn unit_lists_keep_notice_order() {
    let listing = list(&["--all"]);
    let (from_notice, safeguards) = notice();
    assert_eq!(tasks(&listing).len(), from_notice.len());
    for (expected, task) in from_notice.iter().zip(tasks(&listing)) {
        assert_eq!((words(&task["leads"]), words(&task["partners"])), expected.parted(), "{}", expected.title);
    }
    for (expected, safeguard) in safeguards.iter().zip(listing["safeguards"].as_array().unwrap()) {
        assert_eq!(
            (words(&safeguard["leads"]), words(&safeguard["partners"])),
            expected.parted(),
            "{}",
            expected.title
        );
    }
}

#[test]
fn texts_equal_the_corrected_notice() {
    let listing = list(&["--all"]);
    let (from_notice, safeguards) = notice();
    for (at, (expected, task)) in from_notice.iter().zip(tasks(&listing)).enumerate() {
        assert_eq!(task["no"], at + 1);
        assert_eq!(task["title"], expected.title);
        assert_eq!(task["text"], expected.text.replace("中小學生", "中小学生"), "{}", expected.title);
    }
    let listed = listing["safeguards"].as_array().unwrap();
    assert_eq!(listed.len(), safeguards.len());
    for (at, (expected, safeguard)) in safeguards.iter().zip(listed).enumerate() {
        assert_eq!(safeguard["no"], at + 1);
        assert_eq!(safeguard["title"], expected.title);
        assert_eq!(safeguard["text"], expected.text, "{}", expected.title);
    }
}

#[test]
fn tasks_keep_their_action() {
    let mut actions: Vec<String> = Vec::new();
    for (expected, task) in notice().0.iter().zip(tasks(&list(&["--all"]))) {
        if actions.last() != Some(&expected.action) {
            actions.push(expected.action.clone());
        }
        assert_eq!(task["action"]["title"], expected.action);
        assert_eq!(task["action"]["no"], actions.len());
    }
}

#[test]
fn township_owes_20_tasks() {
    let listing = list(&[]);
    let numbers: Vec<u64> = tasks(&listing).iter().map(|task| task["no"].as_u64().unwrap()).collect();
    assert_eq!(numbers, OWED);
    assert_eq!(listing["safeguards"], Value::Array(vec![]));
    let named = notice().0.into_iter().enumerate().filter(|(_, expected)| expected.units.contains("各乡镇"));
    let named: Vec<u64> = named.map(|(at, _)| at as u64 + 1).collect();
    assert_eq!(named, OWED, "the notice itself names them there");
}

#[test]
fn township_leads_26_partners_19() {
    for task in tasks(&list(&["--all"])) {
        let no = task["no"].as_u64().unwrap();
        let role = match no {
            26 => "lead",
            no if OWED.contains(&no) => "partner",
            _ => "none",
        };
        assert_eq!(task["role"], role, "task {no}");
    }
}

#[test]
fn undivided_units_are_marked() {
    for (expected, task) in notice().0.iter().zip(tasks(&list(&["--all"]))) {
        let no = task["no"].as_u64().unwrap();
        assert_eq!(task["parted"], !matches!(no, 14 | 15 | 16 | 18), "task {no}");
        assert_eq!(task["parted"], expected.parted().1 != Vec::<String>::new(), "task {no}");
    }
}

#[test]
fn notice_oddities_have_remarks() {
    let listing = list(&["--all"]);
    let remark = |no: usize| tasks(&listing)[no - 1]["remark"].as_str();
    for (no, says) in [(14, "没有用逗号"), (16, "没有用逗号"), (18, "没有用逗号"), (22, "两个逗号"), (26, "前后")]
    {
        assert!(remark(no).unwrap().contains(says), "task {no}: {:?}", remark(no));
    }
    assert!(remark(15).unwrap().contains("没有区分"));
    assert_eq!(remark(5), None);
}

#[test]
fn page_breaks_split_no_unit() {
    let listing = list(&["--all"]);
    let partners = |no: usize| words(&tasks(&listing)[no - 1]["partners"]);
    assert!(partners(20).contains(&"县林业局".to_owned()));
    let at = partners(8).iter().position(|unit| unit == "县卫生健康局").unwrap();
    assert_eq!(partners(8)[at + 1], "县乡村振兴局");
}

#[test]
fn only_township_tasks_have_items() {
    for task in tasks(&list(&["--all"])) {
        let items = task["items"].as_array().unwrap().len();
        let fits = if task["role"] == "none" { items == 0 } else { (1..=5).contains(&items) };
        assert!(fits, "task {} has {items}", task["no"]);
    }
}

#[test]
fn items_quote_whole_clauses() {
    const CLAUSE_ENDS: [char; 4] = ['，', '。', '；', '：'];
    for task in tasks(&list(&[])) {
        let text = task["text"].as_str().unwrap();
        for item in task["items"].as_array().unwrap() {
            let quote = item["quote"].as_str().unwrap().trim_end_matches(CLAUSE_ENDS);
            let whole = text.match_indices(quote).any(|(at, _)| {
                let (before, after) = (&text[..at], &text[at + quote.len()..]);
                (before.is_empty() || before.ends_with(CLAUSE_ENDS))
                    && (after.is_empty() || after.starts_with(CLAUSE_ENDS))
            });
            assert!(!quote.is_empty() && whole, "{}: {quote}", item["id"]);
        }
    }
}

#[test]
fn items_are_short_and_numbered() {
    let mut seen = BTreeSet::new();
    for task in tasks(&list(&[])) {
        for (at, item) in task["items"].as_array().unwrap().iter().enumerate() {
            assert_eq!(item["id"], format!("{}.{}", task["no"], at + 1));
            assert!(seen.insert(item["id"].as_str().unwrap().to_owned()), "{} stands twice", item["id"]);
            let text = item["text"].as_str().unwrap();
            assert!((2..=24).contains(&text.chars().count()), "{}: {text}", item["id"]);
            assert!(seen.insert(text.to_owned()), "{text} stands twice");
        }
    }
}

#[test]
fn townships_match_code_and_name() {
    let roster = [
        ("510421100", "攀莲镇"),
        ("510421101", "丙谷镇"),
        ("510421102", "得石镇"),
        ("510421103", "撒莲镇"),
        ("510421105", "白马镇"),
        ("510421106", "普威镇"),
        ("510421107", "草场镇"),
        ("510421201", "湾丘彝族乡"),
        ("510421202", "白坡彝族乡"),
        ("510421203", "麻陇彝族乡"),
        ("510421204", "新山傈僳族乡"),
    ];
    let office = Office::new();
    for (code, name) in roster {
        for asked in [code, name] {
            let township = &office.json(&["list", "--township", asked])["township"];
            assert_eq!((township["code"].as_str(), township["name"].as_str()), (Some(code), Some(name)));
        }
    }
}

#[test]
fn abolished_township_is_explained() {
    let office = Office::new();
    for (code, name) in [("510421104", "垭口镇"), ("510421200", "草场乡")] {
        for asked in [code, name] {
            for command in [&["list"][..], &["setup", "--reporter", "张三"], &["mark", "5.1", "done"]] {
                let mut args = command.to_vec();
                args.extend(["--township", asked]);
                let sentence = office.run(&args).refused(3);
                assert!(sentence.contains(name) && sentence.contains("撤销"), "{asked}: {sentence}");
            }
        }
    }
    assert!(!office.data().exists(), "nothing was set up");
}

#[test]
fn unknown_township_is_not_abolished() {
    let office = Office::new();
    for asked in ["510421999", "攀枝花", "乡", ""] {
        let sentence = office.run(&["list", "--township", asked]).refused(2);
        assert!(sentence.contains("没有"), "{sentence}");
    }
}
