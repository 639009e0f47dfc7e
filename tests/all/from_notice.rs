//! From a notice to the first tick: `plan import` with a county, a roster and an overlay.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use taizhang::embedded;
use taizhang::format;

use crate::office::Office;

/// 四川: verbs in brackets say who leads and who helps.
pub(crate) const YANBIAN: &str = "盐边县人民政府办公室
关于印发《盐边县全民健身实施计划（2026—2030年）》的通知
盐边府办发〔2026〕3号

各乡镇人民政府，县级各部门：
《盐边县全民健身实施计划（2026—2030年）》已经县政府同意，现印发给你们，请认真组织实施。
盐边县人民政府办公室
2026年1月5日

盐边县全民健身实施计划
（2026—2030年）
一、工作目标
到2030年，经常参加体育锻炼的人数比例达到39%。
二、主要任务
（一）建设健身设施
1.补齐场地短板。每年开展一次健身设施排查，2027年6月底前建成村级健身广场。（县文广旅局牵头，县财政局、各乡镇配合）
2.管好用好场地。建立健身设施管护台账，每季度组织巡查不少于1次。（县文广旅局牵头，各乡镇配合）
（二）开展健身活动
3.举办全民健身运动会。每年组织开展群众赛事不少于4场。（县教育体育局、各乡镇按职责分工负责）
4.培训社会体育指导员。开展社会体育指导员培训。（县教育体育局负责）
";

/// 浙江: labels on lines of their own. The county has streets.
const LONGYOU: &str = "龙游县人民政府关于印发龙游县生活垃圾分类工作方案（2026-2028年）的通知
龙政发〔2026〕8号
各乡镇人民政府（街道办事处），县政府各部门：
现将《龙游县生活垃圾分类工作方案（2026-2028年）》印发给你们，请认真贯彻执行。
龙游县人民政府
2026年2月10日
一、重点任务
（一）完善收运体系。建立分类收运台账，开展收运车辆检查。
牵头单位：县综合执法局
责任单位：县住建局、各乡镇（街道）
完成时限：2026年12月底前
（二）加强宣传引导。组织开展垃圾分类宣传不少于6场。
牵头单位：县委宣传部
责任单位：县教育局、各乡镇（街道）
完成时限：持续推进
（三）健全考核机制。制定考核办法。
牵头单位：县综合执法局
责任单位：县财政局
完成时限：2026年6月底前
";

/// 甘肃: one sentence assigns the townships to every task.
const MINQIN: &str = "民勤县人民政府办公室关于印发民勤县2027年防沙治沙工作方案的通知
民政办发〔2027〕11号
各镇人民政府，县直有关部门：
一、工作任务
以下任务均需各镇人民政府落实，不再列出。
（一）压实管护责任。建立管护台账，组织开展日常巡查。（责任单位：县林草局）
（二）开展义务植树。组织干部群众义务植树，做好苗木管护。（责任单位：县林草局、县水务局）
民勤县人民政府办公室
2027年3月1日
";

fn file(office: &Office, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = office.folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    path
}

fn import(office: &Office, notice: &Path, more: &[&str]) -> Value {
    office.json(&[&["plan", "import", notice.to_str().unwrap()], more].concat())
}

fn findings(imported: &Value) -> String {
    let found = imported["findings"].as_array().unwrap().iter();
    found.map(|one| one["text"].as_str().unwrap()).collect::<Vec<_>>().join("\n")
}

#[test]
fn four_commands_reach_a_tick() {
    type Case<'a> = (&'a str, &'a str, &'a str, &'a str, i64, &'a [u64]);
    let cases: [Case; 3] = [
        (YANBIAN, "ybfbf-2026-3", "四川省攀枝花市盐边县", "红格镇", 2026, &[1, 2, 3]),
        (LONGYOU, "lzf-2026-8", "浙江省衢州市龙游县", "东华街道", 2026, &[1, 2]),
        (MINQIN, "mzbf-2027-11", "甘肃省武威市民勤县", "薛百镇", 2027, &[1, 2]),
    ];
    for (notice, id, county, township, year, owed) in cases {
        let office = Office::new();
        let (notice, draft) = (file(&office, "通知.txt", notice), office.folder.path().join("草稿.ron"));
        let (notice, draft, today) = (notice.to_str().unwrap(), draft.to_str().unwrap(), format!("{year}-05-20"));
        let run = |args: &[&str]| office.run(&[args, &["--today", &today]].concat()).done();

        let said = run(&["plan", "import", notice, "--out", draft]);
        assert!(said.contains(id) && said.contains(county), "{said}");
        assert!(!office.data().join("plans").exists(), "nothing is taken in before plan add");
        run(&["plan", "add", draft]);
        run(&["setup", "--township", &format!("{county}{township}"), "--reporter", "李四"]);
        run(&["mark", "1.1", "done"]);

        let listed = office.json(&["list", "--today", &today]);
        let tasks = listed["tasks"].as_array().unwrap();
        assert_eq!((&listed["plan"]["id"], &listed["township"]["name"]), (&id.into(), &township.into()));
        assert_eq!(tasks.iter().map(|task| task["no"].as_u64().unwrap()).collect::<Vec<_>>(), owed, "{listed}");
        assert_eq!(tasks[0]["items"][0]["state"], "done");
    }
}

#[test]
fn notice_deadlines_and_targets_survive() {
    let office = Office::new();
    let draft = office.folder.path().join("草稿.ron");
    let imported = import(&office, &file(&office, "通知.txt", YANBIAN), &["--out", draft.to_str().unwrap()]);
    assert_eq!(imported["years"], serde_json::json!([2026, 2030]));
    let plan = format::plan::read(&fs::read(&draft).unwrap()).unwrap().plan;
    let items = |no: u32| plan.task(no).unwrap().1.items.clone();
    let target = items(3)[0].target.unwrap();
    assert_eq!(target.words(), "每年不少于4场次");
    assert!(items(1).iter().any(|item| item.due.is_some_and(|due| due.to_string() == "2027-06-30")), "{:?}", items(1));
    assert!(items(2).iter().any(|item| item.target.is_some_and(|target| target.words() == "每季度不少于1场次")));
    let imported = import(&office, &file(&office, "通知.txt", LONGYOU), &["--out", draft.to_str().unwrap()]);
    let plan = format::plan::read(&fs::read(&draft).unwrap()).unwrap().plan;
    let due: Vec<Option<String>> = plan.tasks().map(|(_, task)| task.due.map(|due| due.to_string())).collect();
    assert_eq!(due, [Some("2026-12-31".to_owned()), None, Some("2026-06-30".to_owned())]);
    assert_eq!(imported["tasks"][1]["deadline"], "持续推进");
    let old: Vec<_> = fs::read_dir(office.folder.path()).unwrap().flatten().map(|one| one.file_name()).collect();
    assert!(old.iter().any(|name| name.to_string_lossy().contains("old-1")), "the first draft is kept: {old:?}");
}

#[test]
fn embedded_plan_equals_notice_and_overlay() {
    let office = Office::new();
    let draft = office.folder.path().join("草稿.ron");
    let notice = file(&office, "通知.md", include_str!("../../data/miyi-2021-2025.md"));
    let overlay = file(&office, "补充.ron", include_str!("../../data/miyi-2021-2025.overlay.ron"));
    let more = ["--overlay", overlay.to_str().unwrap(), "--out", draft.to_str().unwrap()];
    import(&office, &notice, &more);
    let made = format::plan::read(&fs::read(&draft).unwrap()).unwrap().plan;
    let embedded = format::plan::read(embedded::PLANS[0].as_bytes()).unwrap().plan;
    let lines = |plan| format::plan::write(plan, &[]).unwrap().lines().map(str::to_owned).collect::<Vec<_>>();
    for (made, embedded) in lines(&made).iter().zip(&lines(&embedded)) {
        assert_eq!(made, embedded);
    }
    assert_eq!(made, embedded);
    assert_eq!(
        format::seal::sha256(embedded::PLANS[0].as_bytes()),
        "ed55012f7cbd8faeff6ef1ca90acbfa0d4e7b5f7442442b5b8602b40e0dc50d1",
        "reports name the plan by this sum"
    );
}

#[test]
fn every_encoding_imports_equally() {
    let office = Office::new();
    let plain = import(&office, &file(&office, "通知.txt", YANBIAN), &[]);
    assert_eq!(plain["tasks"].as_array().unwrap().len(), 4);
    let utf16 = |bom: &[u8], bytes: fn(u16) -> [u8; 2]| {
        [bom.to_vec(), YANBIAN.encode_utf16().flat_map(bytes).collect()].concat()
    };
    let cases: [(&str, Vec<u8>); 6] = [
        ("BOM", ["\u{feff}", YANBIAN].concat().into_bytes()),
        ("CRLF", YANBIAN.replace('\n', "\r\n").into_bytes()),
        ("UTF-16LE", utf16(b"\xFF\xFE", u16::to_le_bytes)),
        ("UTF-16BE", utf16(b"\xFE\xFF", u16::to_be_bytes)),
        ("UTF-16LE without BOM", utf16(b"", u16::to_le_bytes)),
        ("GBK", encoding_rs::GBK.encode(YANBIAN).0.into_owned()),
    ];
    for (name, bytes) in cases {
        assert_eq!(import(&office, &file(&office, "通知.txt", bytes), &[]), plain, "{name}");
    }
}

#[test]
fn county_can_be_named() {
    let office = Office::new();
    let notice = file(&office, "通知.txt", YANBIAN.replace("盐边县", "本县"));
    let imported = import(&office, &notice, &[]);
    assert!(imported["county"].is_null() && findings(&imported).contains("--county"), "{imported}");
    for asked in ["510422", "盐边县", "攀枝花市盐边县", "yanbianxian"] {
        let imported = import(&office, &notice, &["--county", asked]);
        assert_eq!(
            (&imported["county"], imported["roster"].as_array().unwrap().len()),
            (&"510422".into(), 12),
            "{asked}"
        );
    }
    let refused =
        |county: &str| office.run(&["plan", "import", notice.to_str().unwrap(), "--county", county]).refused(2);
    assert!(refused("鼓楼区").contains("320106"));
    assert!(refused("没有这县").contains("没有这县"));
    let named_twice = file(&office, "通知.txt", YANBIAN.replace("盐边县", "鼓楼区"));
    assert!(findings(&import(&office, &named_twice, &[])).contains("350102"));
    office.run(&["setup", "--township", "320106001", "--reporter", "李四"]).done();
    assert_eq!(import(&office, &named_twice, &[])["county"], "320106", "the office's own county");
}

#[test]
fn roster_can_be_given() {
    let office = Office::new();
    let notice = file(&office, "通知.txt", YANBIAN);
    let roster = encoding_rs::GBK.encode("代码,名称\r\n510422100,桐子林镇\r\n510422999,新设镇\r\n").0.into_owned();
    let roster = file(&office, "名单.csv", roster);
    let imported = import(&office, &notice, &["--roster", roster.to_str().unwrap()]);
    assert_eq!(imported["roster"][1]["name"], "新设镇");
    let bad = file(&office, "名单.csv", "510422100\n");
    let args = ["plan", "import", notice.to_str().unwrap(), "--roster", bad.to_str().unwrap()];
    assert!(office.run(&args).refused(3).contains("第1行"));
}

#[test]
fn omissions_become_findings() {
    let office = Office::new();
    let without = |words: &[&str]| words.iter().fold(YANBIAN.to_owned(), |text, word| text.replace(word, ""));
    let says = |text: String, more: &[&str]| {
        let imported = import(&office, &file(&office, "通知.txt", text), more);
        (findings(&imported), imported)
    };
    let (found, imported) = says(without(&["盐边府办发〔2026〕3号"]), &[]);
    assert!(found.contains("文号") && imported["id"] == "ybxqmjss-2026", "{found}");
    let (found, _) = says(without(&["（2026—2030年）"]), &[]);
    assert!(found.contains("起止年份"), "{found}");
    let (found, imported) = says(without(&["（2026—2030年）"]), &["--years", "2026年至2030年"]);
    assert!(!found.contains("起止年份") && imported["years"] == serde_json::json!([2026, 2030]), "{found}");
    let (_, imported) = says(YANBIAN.to_owned(), &["--id", "my-plan"]);
    assert_eq!(imported["id"], "my-plan");
    let notice = file(&office, "通知.txt", YANBIAN);
    assert!(office.run(&["plan", "import", notice.to_str().unwrap(), "--id", "../x"]).refused(2).contains("../x"));
    let (found, _) = says(LONGYOU.replace("（街道）", "").replace("（街道办事处）", ""), &[]);
    assert!(found.contains("东华街道"), "streets are on the roster, and the notice names none: {found}");
}

#[test]
fn text_without_tasks_is_refused() {
    let office = Office::new();
    for text in ["", "今天天气很好。\n", "盐边县人民政府关于放假的通知\n各乡镇：\n元旦放假三天。\n"]
    {
        let notice = file(&office, "通知.txt", text);
        office.run(&["plan", "import", notice.to_str().unwrap()]).refused(3);
    }
}

#[test]
fn unmatched_overlay_is_found() {
    let office = Office::new();
    let notice = file(&office, "通知.txt", YANBIAN);
    let overlay = |fields: &str| {
        let text = format!("(format: \"taizhang-overlay\", version: 1, {fields})");
        file(&office, "补充.ron", text)
    };
    let fields = "errata: [(find: \"没有的字\", put: \"x\", note: \"\")], tasks: [(no: 99, remark: Some(\"x\"))]";
    let found = findings(&import(&office, &notice, &["--overlay", overlay(fields).to_str().unwrap()]));
    assert!(found.contains("没有的字") && found.contains("99"), "{found}");
    let typo = overlay("taks: []");
    let args = ["plan", "import", notice.to_str().unwrap(), "--overlay", typo.to_str().unwrap()];
    assert!(office.run(&args).refused(3).contains("补充.ron"));
}
