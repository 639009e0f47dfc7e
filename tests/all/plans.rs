//! Several plans at one office: choosing, adding, archiving and exporting plans.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use taizhang::embedded;
use taizhang::format;
use taizhang::format::seal;

use crate::office::Office;
#[cfg(unix)]
use crate::window::{Window, console};

fn yanbian(id: &str) -> String {
    format!(
        r#"(format: "taizhang-plan", version: 1, id: "{id}", title: "盐边县全民健身实施计划（2026-2030年）",
        short: "盐边县全民健身", notice: (title: "关于印发实施计划的通知", number: "盐边府发〔2026〕3号",
        issuer: "盐边县人民政府", date: "2026-01-05", years: (2026, 2030), goal: ""),
        townships_named: ["各乡镇"], roster: [(code: "510422100", name: "桐子林镇"), (code: "510422101", name: "红格镇")],
        actions: [(no: 1, title: "场地", tasks: [(no: 1, title: "建设场地", text: "每年6月底前建成健身场地，开展活动不少于4场。",
        leads: ["县文广旅局"], partners: ["各乡镇"], due: Some("yearly 06-30"), items: [
        (id: "1.1", text: "建成健身场地", quote: "建成健身场地", cycle: yearly, due: Some("yearly 06-30"),
        target: Some((measure: sessions, at_least: 4, per: year)))])])])
"#
    )
}

/// A file in the office's folder.
fn file(office: &Office, name: &str, text: &str) -> PathBuf {
    let path = office.folder.path().join(name);
    fs::write(&path, text).unwrap();
    path
}

fn add(office: &Office, name: &str, text: &str) -> String {
    office.run(&["plan", "add", file(office, name, text).to_str().unwrap()]).done()
}

fn in_use(office: &Office) -> Vec<String> {
    let listed = office.json(&["plan", "list"]);
    let listed = listed.as_array().unwrap().iter().filter(|one| one["in_use"] == true);
    listed.map(|one| one["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn setup_takes_any_chinese_township() {
    let office = Office::new();
    for asked in ["510422100", "桐子林镇", "盐边县桐子林镇", "四川省攀枝花市盐边县桐子林镇"] {
        let answer = office.run(&["setup", "--township", asked, "--reporter", "李四"]);
        assert!(answer.err.contains("plan add"), "no plan lists it yet: {}", answer.err);
        let said = answer.done();
        assert!(said.contains("四川省攀枝花市盐边县桐子林镇"), "{said}");
    }
    let sentence = office.run(&["setup", "--township", "城关镇", "--reporter", "李四"]).refused(2);
    assert!(sentence.contains("城关镇") && sentence.contains("县") && sentence.contains("九位代码"), "{sentence}");
    let sentence = office.run(&["setup", "--township", "桐子陵镇", "--reporter", "李四"]).refused(2);
    assert!(sentence.contains("桐子陵镇"), "{sentence}");
    let sentence = office.run(&["setup", "--township", "tongzilin", "--reporter", "李四"]).refused(2);
    assert!(sentence.contains("桐子林镇（510422100）"), "pinyin finds names like it: {sentence}");
    let sentence = office.run(&["list"]).refused(2);
    assert!(sentence.contains("桐子林镇") && sentence.contains("plan add"), "{sentence}");
}

#[test]
fn same_named_townships_are_listed() {
    let answer = Office::new().run(&["setup", "--township", "白马镇", "--reporter", "李四"]);
    assert!(answer.err.contains("别的县还有") && answer.out.contains("米易县白马镇"), "{}{}", answer.out, answer.err);
}

#[test]
fn plan_is_added_by_id() {
    let office = Office::new();
    let said = add(&office, "规划.ron", &yanbian("yb-2026"));
    assert!(said.contains("未加封"), "{said}");
    office.run(&["setup", "--township", "桐子林镇", "--reporter", "李四"]).done();
    assert_eq!(in_use(&office), ["yb-2026"], "the embedded plan does not hold the township");
    for more in [&[][..], &["--plan", "yb-2026"], &["--today", "2027-02-01"]] {
        let args = [&["list"][..], more].concat();
        let args = if args.contains(&"--today") { args } else { [&args[..], &["--today", "2026-05-01"]].concat() };
        assert_eq!(office.json(&args)["plan"]["id"], "yb-2026");
    }
    office.run(&["mark", "1.1", "done", "--on", "2026-04-01", "--today", "2026-05-01"]).done();
    let listed = office.json(&["plan", "list", "--today", "2026-05-01"]);
    let plan = listed.as_array().unwrap().iter().find(|one| one["id"] == "yb-2026").unwrap();
    assert_eq!((&plan["done"], &plan["total"], &plan["sealed"]), (&1.into(), &1.into(), &false.into()));
    let shown = office.json(&["show", "1", "--today", "2026-05-01"]);
    assert_eq!((&shown["due"], &shown["items"][0]["due"]), (&"2026-06-30".into(), &"2026-06-30".into()));
    let words = office.run(&["show", "1", "--today", "2026-05-01"]).done();
    assert!(words.contains("每年6月30日前，每年不少于4场次"), "{words}");
}

#[test]
fn several_plans_need_a_choice() {
    let office = Office::of_panlian();
    let other = yanbian("other")
        .replace("510422100\", name: \"桐子林镇", "510421100\", name: \"攀莲镇")
        .replace("2026, 2030", "2024, 2030");
    add(&office, "规划.ron", &other);
    let sentence = office.run(&["list"]).refused(2);
    assert!(sentence.contains("other") && sentence.contains("miyi-kxsz-2021-2025") && sentence.contains("--plan"));
    assert_eq!(office.json(&["list", "--today", "2027-01-01"])["plan"]["id"], "other", "it alone covers the year");
    office.run(&["plan", "use", "other"]).done();
    assert_eq!(office.json(&["list"])["plan"]["id"], "other");
    office.run(&["plan", "archive", "other"]).done();
    assert_eq!(office.json(&["list"])["plan"]["id"], "miyi-kxsz-2021-2025");
    assert_eq!(in_use(&office), ["miyi-kxsz-2021-2025"]);
    office.run(&["plan", "use", "other"]).done();
    assert_eq!(in_use(&office).len(), 2, "taken out again");
    assert!(office.run(&["plan", "use", "none"]).refused(2).contains("none"));
    // Other files and settings are unchanged.
    office.run(&["setup", "--reporter", "王五"]).done();
    assert_eq!(office.json(&["list"])["plan"]["id"], "other");
}

#[test]
fn plan_without_township_is_unused() {
    let office = Office::of_panlian();
    let said = add(&office, "规划.ron", &yanbian("yb-2026"));
    assert!(said.contains("攀莲镇") && said.contains("名单"), "{said}");
    assert!(office.run(&["plan", "use", "yb-2026"]).refused(3).contains("攀莲镇"));
    assert_eq!(office.json(&["list", "--today", "2026-05-01"])["plan"]["id"], "miyi-kxsz-2021-2025");
}

#[test]
fn plan_id_is_used_once() {
    let office = Office::new();
    let text = yanbian("yb-2026");
    add(&office, "规划.ron", &text);
    assert!(add(&office, "规划.ron", &text).contains("已经在"));
    let edited = text.replace("建设场地", "建好场地");
    let add_to = |text: &str| office.run(&["plan", "add", file(&office, "新.ron", text).to_str().unwrap()]);
    assert!(add_to(&edited).refused(3).contains("yb-2026"));
    let second = edited.replace("short:", "revision: 2, short:");
    add_to(&second).done();
    assert!(add_to(&text).refused(3).contains("第2版"));
    let embedded = embedded::PLANS[0].replace("攀莲镇", "攀连镇");
    assert!(add_to(&embedded).refused(3).contains("miyi-kxsz-2021-2025"));
    assert!(add_to(embedded::PLANS[0]).done().contains("已经在"));
}

#[test]
fn exported_plan_is_sealed() {
    let office = Office::new();
    add(&office, "规划.ron", &yanbian("yb-2026"));
    let stick = office.stick();
    for id in ["yb-2026", "miyi-kxsz-2021-2025"] {
        let answer = office.json(&["plan", "export", id, "--out", stick.to_str().unwrap()]);
        let path = answer["path"].as_str().unwrap();
        let text = fs::read_to_string(path).unwrap();
        assert!(seal::unseal(&text).is_ok() && text.lines().last().unwrap().starts_with("// sha256: "));
        assert_eq!(office.run(&["verify", path]).code, 0);
        let township = Office::new();
        let added = township.json(&["plan", "add", path]);
        assert_eq!((&added["sealed"], &added["sha256"]), (&true.into(), &answer["sha256"]), "{added}");
        fs::write(path, text.replacen("镇", "乡", 1)).unwrap();
        let sentence = Office::new().run(&["plan", "add", path]).refused(3);
        assert!(sentence.contains("封签") && sentence.contains("删去最后一行"), "{sentence}");
        assert_eq!(office.run(&["verify", path]).code, 1);
    }
}

#[test]
fn sealing_changes_no_report() {
    let text = embedded::PLANS[0];
    let sealed = format::plan::sealed(text.as_bytes()).unwrap();
    let office = Office::of_panlian();
    let path = file(&office, "规划.ron", &sealed);
    office.run(&["mark", "5.1", "done", "--on", "2025-03-12"]).done();
    let stick = office.stick();
    let export = |more: &[&str]| {
        let args = [&["export", "--period", "2025H1", "--out", stick.to_str().unwrap()], more].concat();
        let answer = office.json(&args);
        fs::read_to_string(answer["path"].as_str().unwrap()).unwrap()
    };
    let plain = export(&[]);
    assert_eq!(export(&["--plan", path.to_str().unwrap()]), plain);
    assert!(plain.contains(&seal::sha256(text.as_bytes())));
}

#[test]
fn plan_check_names_each_fault() {
    let office = Office::new();
    let check = |text: &str| {
        let path = file(&office, "规划.ron", text);
        let answer = office.run(&["plan", "check", path.to_str().unwrap(), "--format", "json"]);
        let found: Value = serde_json::from_str(&answer.out).unwrap();
        let found = found.as_array().unwrap().iter();
        let texts: Vec<String> = found.map(|one| format!("{} {}", one["level"], one["text"])).collect();
        (answer.code, texts.join("\n"))
    };
    let text = yanbian("yb-2026");
    let (code, found) = check(&text);
    assert!(code == 0 && found.contains("warning") && found.contains("未加封"), "{found}");
    assert_eq!(check(&format::plan::sealed(text.as_bytes()).unwrap()), (0, String::new()));
    let cases = [
        ("quote: \"建成健身场地", "quote: \"没有这句", "1.1"),
        ("id: \"1.1\"", "id: \"2.1\"", "2.1"),
        ("at_least: 4", "at_least: 0", "指标"),
        ("(code: \"510422100\", name: \"桐子林镇\"), (code: \"510422101\", name: \"红格镇\")", "", "名单"),
        ("yearly 06-30", "每年六月", "第"),
        ("version: 1", "version: 9", "新版"),
    ];
    for (from, to, word) in cases {
        let (code, found) = check(&text.replace(from, to));
        assert!(code == 1 && found.contains("error") && found.contains(word), "{to}: {found}");
    }
    let (code, found) = check(&text.replace("各乡镇\"], due", "县体育局\"], due"));
    assert!(code == 0 && found.contains("没有一项任务列入乡镇"), "{found}");
}

#[test]
fn plan_without_township_tasks_lists_nothing() {
    let office = Office::new();
    add(&office, "规划.ron", &yanbian("yb-2026").replace("各乡镇\"], due", "县体育局\"], due"));
    let listed = office.json(&["list", "--township", "桐子林镇", "--today", "2026-05-01"]);
    assert_eq!(listed["tasks"], Value::Array(vec![]));
}

#[test]
fn county_collects_every_plan() {
    let township = Office::new();
    add(&township, "规划.ron", &yanbian("yb-2026"));
    township.run(&["setup", "--township", "桐子林镇", "--reporter", "李四"]).done();
    let stick = township.stick();
    let export = ["export", "--period", "2026Q1", "--out", stick.to_str().unwrap(), "--today", "2026-05-01"];
    let report = township.json(&export)["path"].as_str().unwrap().to_owned();
    let county = Office::new();
    assert_eq!(county.run(&["verify", &report]).code, 1, "the plan is not known yet");
    add(&county, "规划.ron", &yanbian("yb-2026"));
    county.run(&["setup", "--county", "--office", "盐边县教体局", "--reporter", "赵六"]).done();
    assert_eq!(county.run(&["verify", &report]).code, 0);
    let collected = county.json(&["collect", stick.to_str().unwrap(), "--today", "2026-05-01"]);
    let rows = collected["townships"].as_array().unwrap();
    assert!(rows.iter().any(|row| row["plan"] == "yb-2026" && row["status"] == "received"), "{collected}");
    let out = county.stick();
    county
        .run(&["receipt", "give", &report, "--accept", "--out", out.to_str().unwrap(), "--today", "2026-05-01"])
        .done();
}

#[test]
fn damaged_plan_is_reported() {
    let office = Office::of_panlian();
    fs::create_dir_all(office.data().join("plans")).unwrap();
    fs::write(office.data().join("plans/bad.ron"), "(format: \"taizhang-plan\", version: 1, id: ").unwrap();
    let answer = office.run(&["list"]);
    assert!(answer.code == 0 && answer.err.contains("bad.ron"), "it may be the plan that was meant: {}", answer.err);
    let elsewhere = office.run(&["list", "--township", "桐子林镇"]).refused(2);
    assert!(elsewhere.contains("桐子林镇") && elsewhere.contains("bad.ron"), "{elsewhere}");
    let answer = office.run(&["plan", "list"]);
    assert!(answer.code == 0 && answer.err.contains("bad.ron"), "{}", answer.err);
    let answer = office.run(&["doctor"]);
    assert!(answer.code == 1 && answer.out.contains("bad.ron"), "{}", answer.out);
    assert!(office.run(&["list", "--plan", "bad"]).refused(3).contains("bad.ron"));
}

#[test]
fn embedded_townships_are_of_2023() {
    let china = format::townships::read(embedded::TOWNSHIPS);
    let all: usize = china.counties().iter().map(|county| county.townships().len()).sum();
    assert_eq!((china.counties().len(), all), (2978, 41_352));
    let roster = format::plan::read(embedded::PLANS[0].as_bytes()).unwrap().plan.roster;
    assert_eq!(china.county("510421").unwrap().townships(), roster);
}

#[cfg(unix)]
#[test]
fn screen_opens_the_plan_in_use() {
    let office = Office::new();
    office.run(&["setup", "--township", "桐子林镇", "--reporter", "李四"]).done();
    let mut window = Window::open(&office, console(false));
    window.wait_for("没有一份在用的规划");
    drop(window);
    add(&office, "规划.ron", &yanbian("yb-2026"));
    let mut window = Window::open(&office, console(false));
    window.wait_for("建成健身场地").wait_for("0/1");
    drop(window);
    let second = yanbian("yb-2027").replace("short: \"盐边县全民健身", "short: \"第二份规划");
    add(&office, "第二份.ron", &second);
    let mut window = Window::open(&office, console(false));
    window.wait_for("在用的规划有2份");
    drop(window);
    office.run(&["plan", "use", "yb-2027"]).done();
    Window::open(&office, console(false)).wait_for("第二份规划");
}
